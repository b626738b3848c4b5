"""Stories: whole sessions that go through a fault, told while other tests run.

A wall clock waits for nobody, so what takes long and needs no exact ear is begun before the first
test and awaited by the tests that ask for it. Their programs are nice to those that are measured.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.device.soundserver import needs_pulseaudio

T = TypeVar("T")

_stories: dict[tuple[str, str], Callable[[Path], Any]] = {}
_begun: dict[tuple[str, str], Future[Any]] = {}


def story(tell: Callable[[Path], T]) -> Callable[..., T]:
    """A fixture of its module: what `tell` gives, in a folder of its own; told once."""
    key = (tell.__module__, tell.__name__)
    _stories[key] = tell

    @pytest.fixture(scope="module", name=tell.__name__)
    def told() -> T:
        needs_pulseaudio()
        result: T = _begun[key].result()
        return result

    return told


def begin(items: list[pytest.Item], new_folder: Callable[[str], Path]) -> ThreadPoolExecutor:
    """Begin the stories that these tests ask for, one by one; shut it down at the end."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="story")
    for item in items:
        for key in asked_by(item):
            if key not in _begun:
                _begun[key] = pool.submit(_stories[key], new_folder(key[1]))
    return pool


def asked_by(item: pytest.Item) -> list[tuple[str, str]]:
    """The stories that a test asks for."""
    module: Any = getattr(item, "module", None)
    names = getattr(item, "fixturenames", ())
    keys = [(getattr(module, "__name__", ""), name) for name in names]
    return [key for key in keys if key in _stories]
