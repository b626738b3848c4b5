"""What holds for every test: laws without a stopwatch, and never the developer's own folders."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Two cores shared with others make a slow example likely, and say nothing about the code.
settings.register_profile("voiceguide", deadline=None)
settings.load_profile("voiceguide")

LONGEST = (
    "test_questions", "test_recovery", "test_asleep", "test_driven", "test_unheard",
    "test_stalled", "test_resume", "test_scripts", "test_pipewire", "test_terminal",
    "test_music", "test_on_time", "test_other_output", "test_play",
)  # fmt: skip
"""Files that wait long are begun first, so that all processes end at about one time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`LONGEST` first, then the others."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings, data and caches of the tests lie in a folder of their own, children's too."""
    home = tmp_path_factory.mktemp("voiceguide")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("config", "data", "cache", "state", "runtime"):
            patch.setitem(os.environ, f"VOICEGUIDE_{kind.upper()}_DIR", str(home / kind))
        yield
