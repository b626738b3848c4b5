"""Background scenarios: whole sessions that go through a fault, each run once for several tests.

Each has a sound server of its own. Run with `--dist loadfile` the tests of one scenario are run by
one process, and several scenarios are run side by side: `scripts/test` does so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from tests.device.soundserver import needs_pulseaudio

T = TypeVar("T")


def background_scenario(tell: Callable[[Path], T]) -> Callable[..., T]:
    """A fixture of its module: what `tell` gives, in a folder of its own; told once."""

    @pytest.fixture(scope="module", name=tell.__name__)
    def told(tmp_path_factory: pytest.TempPathFactory) -> T:
        needs_pulseaudio()
        return tell(tmp_path_factory.mktemp(tell.__name__))

    return told
