"""Stories: whole sessions that go through a fault, told once for all tests that ask about them.

Each has a sound server of its own. Run with `--dist loadgroup` the tests of one story are run by
one process, and several stories are told side by side: `scripts/test` does so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.device.soundserver import needs_pulseaudio

T = TypeVar("T")

LONGEST = ("test_asleep: slept", "test_driven", "test_pipewire: told")
"""Groups, or tests, that are begun first: so all processes end at about the same time."""


def story(tell: Callable[[Path], T]) -> Callable[..., T]:
    """A fixture of its module: what `tell` gives, in a folder of its own; told once."""

    @pytest.fixture(scope="module", name=tell.__name__)
    def told(tmp_path_factory: pytest.TempPathFactory) -> T:
        needs_pulseaudio()
        return tell(tmp_path_factory.mktemp(tell.__name__))

    return told


def group_of(item: pytest.Item) -> str | None:
    """Names what a test shares with others of its module; None where it stands alone."""
    info: Any = getattr(item, "_fixtureinfo", None)
    if info is None:
        return None
    shared = [
        name
        for name, definitions in info.name2fixturedefs.items()
        if definitions[-1].scope == "module" and definitions[-1].baseid.endswith(".py")
    ]
    return f"{item.path.stem}: {', '.join(sorted(shared))}" if shared else None


def place_of(item: pytest.Item) -> int:
    """For sorting: the longest first, then what is told once, then single tests."""
    name = group_of(item) or item.path.stem
    if name in LONGEST:
        return LONGEST.index(name)
    return len(LONGEST) + (group_of(item) is None)
