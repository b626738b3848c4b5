from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.audio.test_music import tone_file
from tests.playback.test_switch import Steady
from voiceguide.audio.clip import Samples
from voiceguide.audio.ducking import DUCKED
from voiceguide.errors import UsageError
from voiceguide.playback.music_track import DOWN_FRAMES, KEPT_FRAMES, MusicTrack, open_music_track
from voiceguide.playback.player import Player


class Rising:
    """Frame n is n millionths."""

    def __init__(self) -> None:
        self.at = 0
        self.said: deque[str] = deque()

    def read(self, frames: int) -> Samples:
        self.at += frames
        return np.arange(self.at - frames, self.at, dtype=np.float32) / 1e6

    def opened(self, limit_s: float) -> None: ...

    def close(self) -> None: ...


class Even(Rising):
    """Always the same sample."""

    def __init__(self, level: float) -> None:
        super().__init__()
        self.level = level

    def read(self, frames: int) -> Samples:
        return np.full(frames, self.level, np.float32)


def under(music_track: MusicTrack, first: int, frames: int, factor: float = 1.0) -> Samples:
    sound = np.zeros(frames, np.float32)
    music_track.under(first, sound, np.full(frames, factor, np.float32))
    return sound


def test_the_same_frames_are_the_same_music_again() -> None:
    music_track = MusicTrack(Rising())
    first = under(music_track, 0, 5000)
    assert np.array_equal(under(music_track, 1000, 4500)[:4000], first[1000:])
    assert under(music_track, 5500, 1)[0] == np.float32(5500 / 1e6)


def test_it_holds_a_few_seconds_which_may_be_asked_for_again() -> None:
    music_track, frames = MusicTrack(Rising()), 4410
    for first in range(0, 3 * KEPT_FRAMES, frames):
        assert under(music_track, first, frames)[-1] == np.float32((first + frames - 1) / 1e6)
        if first > KEPT_FRAMES:
            early = first + frames - KEPT_FRAMES
            assert under(music_track, early, 10)[0] == np.float32(early / 1e6)
    assert len(music_track._sound) == 2 * KEPT_FRAMES


def test_a_block_of_any_size_fits() -> None:
    music_track, frames = MusicTrack(Rising()), 3 * KEPT_FRAMES + 17
    sound = under(music_track, 100, frames - 100)
    assert under(music_track, frames, 1)[0] == np.float32(frames / 1e6)
    assert sound[-1] == np.float32((frames - 1) / 1e6)


def test_another_device_goes_on_with_the_music_from_its_own_first_frame() -> None:
    music_track = MusicTrack(Rising())
    under(music_track, 0, 5000)
    music_track.begin()
    assert under(music_track, 0, 10)[0] == np.float32(5000 / 1e6)


def test_a_sudden_change_takes_its_time() -> None:
    music_track = MusicTrack(Even(0.25))
    before = under(music_track, 0, 1000)
    after = under(music_track, 1000, 30_000, factor=0.0)
    assert np.all(before == 0.25)
    assert np.abs(np.diff(np.concatenate([before, after]))).max() < 0.0001
    assert after[-1] == 0


def test_it_is_soft_under_what_is_said_over_the_session(sink: Any, clock: Any) -> None:
    class Roomy(Steady):
        def room(self, first_frame: int, frames: int) -> Samples:
            return np.ones(frames, np.float32)

    player = Player(Roomy(500_000, 0), sink, clock, music_track=MusicTrack(Even(0.5)))
    player.start()
    sink.draw(20_000)
    player.over(np.zeros(100, np.float32), through=True)
    sink.draw(10_000)
    player.over(np.zeros(44_100, np.float32))
    for _ in range(100):
        sink.draw(1470)
    heard = sink.heard
    assert np.all(heard[:30_000] == 0.5), "a short sound that answers changes nothing"
    assert np.allclose(heard[30_000 + DOWN_FRAMES : 74_100], 0.5 * DUCKED)
    assert heard[-1] == 0.5
    assert np.abs(np.diff(heard)).max() < 0.0001


def test_music_that_is_silent_leaves_the_voice_as_it_is_to_the_bit() -> None:
    music_track, voice = MusicTrack(Even(0.5)), np.linspace(-0.8, 0.8, 1000, dtype=np.float32)
    sound = voice.copy()
    music_track.under(0, sound, np.zeros(1000, np.float32))
    assert np.array_equal(sound, voice)


def test_a_player_plays_it_under_what_knows_how_loud_it_may_be(sink: Any, clock: Any) -> None:
    class Roomy(Steady):
        def room(self, first_frame: int, frames: int) -> Samples:
            return np.full(frames, 0.5, np.float32)

    player = Player(Roomy(50_000, 0.125), sink, clock, music_track=MusicTrack(Even(0.125)))
    player.start()
    assert np.allclose(sink.draw(100), 0.125 + 0.0625)


def test_a_real_file_is_opened_decoded_and_closed(tmp_path: Path) -> None:
    music_track = open_music_track(tone_file(tmp_path / "a.mp3", 4), 0.5)
    music_track.opened(10)
    assert not music_track.said
    music_track.close()


def test_what_is_no_music_is_refused_at_once_or_when_it_was_opened(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no music at"):
        open_music_track(tmp_path / "nothing.mp3", 0.5)
    (tmp_path / "song.mp3").write_text("la la la")
    music_track = open_music_track(tmp_path / "song.mp3", 0.5)
    with pytest.raises(UsageError, match="cannot be played as music"):
        music_track.opened(10)
    music_track.close()
