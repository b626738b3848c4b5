"""How good a take is, and when it is over."""

from __future__ import annotations

import numpy as np
import pytest

from tests.speech.pack_kit import Sound, spoken
from voiceguide.speech.recordings.take import Listening, faults_of, look_at, trimmed_take

RATE_HZ = 44_100


def kinds(sound: Sound, words: int = 2) -> list[str]:
    return [fault.kind for fault in faults_of(look_at(sound, RATE_HZ), words)]


def noise(length_s: float, level: float) -> Sound:
    rng = np.random.default_rng(3)
    return rng.normal(0, level, round(length_s * RATE_HZ)).astype(np.float32)


def test_a_clear_take_has_no_faults() -> None:
    assert kinds(spoken()) == []


def test_silence_and_the_hum_of_a_room_are_nothing_heard() -> None:
    assert kinds(np.zeros(RATE_HZ, np.float32)) == ["silent"]
    assert kinds(noise(2, 0.001)) == ["silent"]
    assert kinds(np.zeros(0, np.float32)) == ["silent"]


def test_each_fault_is_known() -> None:
    assert kinds(np.clip(spoken() * 8, -1, 1)) == ["clipped"]
    assert kinds(spoken(level=0.02) * 0.5) == ["soft"]
    assert kinds(spoken() + noise(1.1, 0.02)[: len(spoken())]) == ["noisy"]
    assert kinds(spoken(8.0)) == ["long"]
    assert kinds(spoken(0.5), words=8) == ["short"]


@pytest.mark.parametrize("end", [0, 1])
def test_a_take_that_is_cut_off_is_known(end: int) -> None:
    quiet = round(0.25 * RATE_HZ)
    middle = quiet + round(0.12 * RATE_HZ)
    cut = spoken()[middle:] if end == 0 else spoken()[:-middle]
    assert kinds(cut) == ["cut"]


def test_what_lies_around_the_words_is_trimmed() -> None:
    whole = np.concatenate([noise(2, 3e-4), spoken(), noise(3, 3e-4)])
    trimmed = trimmed_take(whole, RATE_HZ)
    assert abs(len(trimmed) / RATE_HZ - (0.6 + 0.32)) < 0.1
    assert kinds(trimmed) == []


def listened(sound: Sound, words: int = 2) -> float:
    """How many seconds it listens to a sound."""
    listening, block = Listening(words), RATE_HZ // 20
    for first in range(0, len(sound), block):
        if listening.is_over(sound[first : first + block], RATE_HZ):
            return (first + block) / RATE_HZ
    raise AssertionError("it listens on")


def test_it_ends_after_the_last_word() -> None:
    sound = np.concatenate([noise(1, 3e-4), spoken(1.0), noise(5, 3e-4)])
    assert abs(listened(sound) - (1 + 0.25 + 1.0 + 1.2)) < 0.2


def test_a_pause_inside_a_line_is_no_end() -> None:
    sound = np.concatenate([spoken(), noise(0.3, 3e-4), spoken(), noise(5, 3e-4)])
    assert listened(sound) > 2 * 1.1 + 0.3


def test_it_does_not_wait_for_ever() -> None:
    assert listened(noise(30, 1e-4)) == pytest.approx(6.0, abs=0.1)
    assert listened(np.tile(spoken(), 60)) < 25


def test_it_hears_a_voice_in_a_noisy_room() -> None:
    whole = np.concatenate([np.zeros(RATE_HZ), spoken(1.0), np.zeros(RATE_HZ * 5)])
    room = noise(len(whole) / RATE_HZ, 0.01)
    assert listened((whole[: len(room)] + room).astype(np.float32)) < 5.5
