from typing import Any

import numpy as np

from tests.playback.test_switch import Steady
from voiceguide.audio.clip import Samples
from voiceguide.errors import UsageError
from voiceguide.playback.bed import KEPT_FRAMES, Bed
from voiceguide.playback.player import Player


class Rising:
    """Frame n is n millionths."""

    def __init__(self) -> None:
        self.at = 0

    def read(self, frames: int) -> Samples:
        self.at += frames
        return np.arange(self.at - frames, self.at, dtype=np.float32) / 1e6


def under(bed: Bed, first: int, frames: int, factor: float = 1.0) -> Samples:
    sound = np.zeros(frames, np.float32)
    bed.under(first, sound, np.full(frames, factor, np.float32))
    return sound


def test_the_same_frames_are_the_same_music_again() -> None:
    bed = Bed(Rising(), 1.0)
    first = under(bed, 0, 5000)
    assert np.array_equal(under(bed, 1000, 4500)[:4000], first[1000:])
    assert under(bed, 5500, 1)[0] == np.float32(5500 / 1e6)


def test_it_holds_a_few_seconds_only() -> None:
    bed = Bed(Rising(), 1.0)
    for first in range(0, 20 * KEPT_FRAMES // 10, 4410):
        under(bed, first, 4410)
    assert len(bed._kept) <= KEPT_FRAMES


def test_a_sudden_change_takes_its_time() -> None:
    class Loud(Rising):
        def read(self, frames: int) -> Samples:
            return np.full(frames, 0.5, np.float32)

    bed = Bed(Loud(), 0.5)
    before = under(bed, 0, 1000)
    after = under(bed, 1000, 30_000, factor=0.0)
    assert np.all(before == 0.25)
    assert np.abs(np.diff(np.concatenate([before, after]))).max() < 0.0001
    assert after[-1] == 0


def test_music_that_breaks_off_is_told_and_the_session_goes_on() -> None:
    class Gone(Rising):
        def read(self, frames: int) -> Samples:
            raise UsageError("song.mp3 is gone")

    bed = Bed(Gone(), 1.0)
    assert not under(bed, 0, 100).any()
    assert bed.problem == "song.mp3 is gone"


def test_a_player_plays_it_under_what_knows_how_loud_it_may_be(sink: Any, clock: Any) -> None:
    class Roomy(Steady):
        def room(self, first_frame: int, frames: int) -> Samples:
            return np.full(frames, 0.5, np.float32)

    class Even(Rising):
        def read(self, frames: int) -> Samples:
            return np.full(frames, 0.25, np.float32)

    player = Player(Roomy(50_000, 0.125), sink, clock, bed=Bed(Even(), 0.5))
    player.start()
    assert np.allclose(sink.draw(100), 0.125 + 0.0625)
