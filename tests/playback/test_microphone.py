"""A microphone whose sound server hangs does not keep the program."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any, cast

import pytest

from voiceguide.playback import microphone
from voiceguide.playback.microphone import SounddeviceMicrophone
from voiceguide.playback.outputs import sounddevice

thawed = threading.Event()


class FrozenStream:
    """As PortAudio's, with a server that is stopped as soon as it is open."""

    def __init__(self, **_: Any) -> None:
        self.closed = threading.Event()

    def start(self) -> None:
        """It begins, and nothing comes."""

    def close(self, ignore_errors: bool) -> None:
        assert ignore_errors
        thawed.wait(20)
        self.closed.set()


@pytest.fixture(autouse=True)
def thaw() -> Iterator[None]:
    thawed.clear()
    yield
    thawed.set()
    assert sounddevice._turn.acquire(timeout=5)
    sounddevice._turn.release()


def test_a_microphone_that_cannot_be_given_back_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(microphone, "CLOSE_LIMIT_S", 0.2)
    library = cast("ModuleType", type("Library", (), {"InputStream": FrozenStream}))
    opened = SounddeviceMicrophone(library)
    sounddevice.streams.append(opened)
    start = time.monotonic()
    opened.close()
    opened.close()
    assert time.monotonic() - start < 5
