"""A source whose samples say where they come from, and a sink worked by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.fake_clock import FakeClock
from voiceguide.audio.clip import Samples
from voiceguide.playback.outputs.interface import Pull
from voiceguide.playback.player import Player


class Counting:
    """Frame n sounds as (n + 1) / 10,000,000, silence as 0."""

    def __init__(self, frames: int) -> None:
        self.frames = frames

    def block(self, first_frame: int, frames: int) -> Samples:
        numbers = np.arange(first_frame, first_frame + frames)
        return np.where(numbers < self.frames, (numbers + 1) / 1e7, 0).astype(np.float32)


class HandSink:
    """Draws what the test asks for; `ahead` frames of it can be altered, like on a tape."""

    name = "hand"
    is_device = True
    patience_ms = 500
    corrected_frames = 0

    def __init__(self, latency_ms: int = 0) -> None:
        self.latency_ms = latency_ms
        self.lost: str | None = None
        self.ahead = 0
        self.unheard = 0
        self.log: list[str] = []
        self.pull: Pull | None = None
        self._heard: list[Samples] = []

    @property
    def heard(self) -> Samples:
        self._heard = [np.concatenate([np.zeros(0, np.float32), *self._heard])]
        return self._heard[0]

    def start(self, pull: Pull) -> None:
        self.log.append("start")
        self.pull = pull

    def draw(self, frames: int) -> Samples:
        assert self.pull is not None
        block = self.pull(frames)
        self._heard.append(block)
        return block

    def retake(self, change: Callable[[int], None]) -> None:
        change(self.ahead)
        if self.ahead:
            self._heard = [self.heard[: -self.ahead]]
            again, self.ahead = self.ahead, 0
            self.draw(again)

    def unheard_frames(self) -> int:
        return self.unheard

    def stop(self) -> None:
        self.log.append("stop")

    def close(self) -> None:
        self.log.append("close")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sink() -> HandSink:
    return HandSink()


@pytest.fixture
def source() -> Counting:
    return Counting(441_000)


@pytest.fixture
def player(source: Counting, sink: HandSink, clock: FakeClock) -> Player:
    return Player(source, sink, clock)
