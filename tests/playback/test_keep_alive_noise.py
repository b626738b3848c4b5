from __future__ import annotations

import time

import numpy as np
import pytest

from tests.fake_clock import FakeClock
from tests.playback.conftest import HandSink
from voiceguide.audio.clip import Samples
from voiceguide.playback.keep_alive_noise import (
    AFTER_FRAMES,
    FALL_FRAMES,
    LEVEL_DB,
    RISE_FRAMES,
    KeepAliveNoise,
)
from voiceguide.playback.player import Player
from voiceguide.units import SAMPLE_RATE_HZ, frame_at

SECOND = SAMPLE_RATE_HZ


def level_db(sound: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(np.float64) ** 2))))


def heard(sound: Samples, block: int = 1024) -> Samples:
    """What comes out where a device takes this in blocks."""
    keep_alive_noise, out = KeepAliveNoise(), sound.copy()
    for first in range(0, len(out), block):
        keep_alive_noise.under(first, out[first : first + block])
    return out


@pytest.fixture(scope="module")
def words() -> Samples:
    """Two seconds of sound, six of silence, one of sound, two of silence, one of sound, six."""
    silence, sound = np.zeros(SECOND, np.float32), np.full(SECOND, 0.1, np.float32)
    return np.concatenate([sound] * 2 + [silence] * 6 + [sound] + [silence] * 2 + [sound]
                          + [silence] * 6)  # fmt: skip


def test_a_long_silence_gets_a_very_soft_sound(words: Samples) -> None:
    out = heard(words)
    assert level_db(out[6 * SECOND + 1000 : 8 * SECOND]) == pytest.approx(LEVEL_DB, abs=0.5)


def test_a_short_silence_stays_silent_and_words_are_as_they_were(words: Samples) -> None:
    out = heard(words)
    assert not out[9 * SECOND : 11 * SECOND].any()
    assert not out[2 * SECOND : 5 * SECOND].any()
    assert np.array_equal(out[:SECOND], words[:SECOND])
    begun = 8 * SECOND + FALL_FRAMES
    assert np.array_equal(out[begun : 9 * SECOND], words[begun : 9 * SECOND])


def test_it_comes_and_goes_without_a_step(words: Samples) -> None:
    added = heard(words) - words
    tenth = SECOND // 10
    begin = 2 * SECOND + AFTER_FRAMES
    rising = [level_db(added[begin + n * tenth :][:tenth]) for n in range(RISE_FRAMES // tenth)]
    assert rising[0] < LEVEL_DB - 20
    assert max(np.diff(rising[1:])) < 8
    end = 8 * SECOND
    assert level_db(added[end : end + FALL_FRAMES]) < LEVEL_DB - 3
    assert added[end : end + FALL_FRAMES].any()
    assert not added[end + FALL_FRAMES :][: 4 * SECOND].any()


def test_blocks_of_any_size_give_the_same(words: Samples) -> None:
    usual = heard(words)
    for block in (441, 4096, 70_001, len(words)):
        assert np.array_equal(heard(words, block), usual), block


def test_frames_that_are_taken_again_get_the_same_once_more(words: Samples) -> None:
    keep_alive_noise, out = KeepAliveNoise(), words.copy()
    keep_alive_noise.under(0, out)
    again = words[7 * SECOND : 9 * SECOND].copy()
    keep_alive_noise.under(7 * SECOND, again)
    assert np.array_equal(again, out[7 * SECOND : 9 * SECOND])


def test_another_device_begins_anew(words: Samples) -> None:
    keep_alive_noise = KeepAliveNoise()
    keep_alive_noise.under(0, words.copy())
    silence = keep_alive_noise.under(0, np.zeros(5 * SECOND, np.float32))
    assert not silence[:AFTER_FRAMES].any()
    assert silence[AFTER_FRAMES + RISE_FRAMES :].any()


class Silence:
    frames = 60 * SECOND

    def block(self, _first_frame: int, frames: int) -> Samples:
        return np.zeros(frames, np.float32)


def test_it_is_heard_in_a_pause_too_and_only_where_it_was_asked_for(
    sink: HandSink, clock: FakeClock
) -> None:
    for keep_alive_noise in (None, KeepAliveNoise()):
        player = Player(Silence(), sink, clock, keep_alive_noise=keep_alive_noise)
        player.start(volume=0.1)
        player.pause()
        for _ in range(12):
            last = sink.draw(SECOND // 2)
        assert last.any() == (keep_alive_noise is not None)
    assert level_db(last) == pytest.approx(LEVEL_DB, abs=1)


def test_it_costs_next_to_nothing() -> None:
    keep_alive_noise, block = KeepAliveNoise(), frame_at(20)
    begun = time.process_time()
    for first in range(0, 60 * SECOND, block):
        keep_alive_noise.under(first, np.zeros(block, np.float32))
    assert time.process_time() - begun < 0.6  # 1 % of the minute
