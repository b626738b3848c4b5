"""What holds for every test: laws without a stopwatch, and never the developer's own folders."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Two cores shared with others make a slow example likely, and say nothing about the code.
settings.register_profile("voiceguide", deadline=None)
settings.load_profile("voiceguide")


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings, data and caches of the tests lie in a folder of their own, children's too."""
    home = tmp_path_factory.mktemp("voiceguide")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("config", "data", "cache", "state", "runtime"):
            patch.setitem(os.environ, f"VOICEGUIDE_{kind.upper()}_DIR", str(home / kind))
        yield
