"""Loudness, by the numbers that ITU-R BS.1770 and EBU Tech 3341 give for a meter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.audio.clip import Samples
from voiceguide.audio.loudness import levelled, limited, loudness_lufs
from voiceguide.units import amplitude


def tone(
    level_dbfs: float, length_s: float, rate_hz: int = 44_100, tone_hz: float = 997
) -> Samples:
    at_s = np.arange(round(rate_hz * length_s)) / rate_hz
    return (amplitude(level_dbfs) * np.sin(2 * np.pi * tone_hz * at_s)).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
def test_a_full_tone_of_997_hz_in_one_channel_is_minus_3_01_lufs(rate_hz: int) -> None:
    assert loudness_lufs(tone(0, 2, rate_hz), rate_hz) == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize(("tone_hz", "weight_db"), [(100, -1.1), (2000, 3.1), (8000, 4.0)])
def test_high_tones_weigh_more_and_low_ones_less(tone_hz: float, weight_db: float) -> None:
    got = loudness_lufs(tone(-20, 2, 48_000, tone_hz), 48_000)
    assert got == pytest.approx(-23.7 + weight_db, abs=0.2)


def test_quiet_parts_are_gated_out() -> None:
    sound = np.concatenate([tone(-36, 4), tone(-23, 12), tone(-36, 4)])
    assert loudness_lufs(sound) == pytest.approx(-26.1, abs=0.1)


def test_pauses_between_words_do_not_count() -> None:
    word = tone(-20, 1.2)
    pause = np.zeros(len(word) * 3, np.float32)
    assert loudness_lufs(np.concatenate([word, pause, word])) == pytest.approx(-23.5, abs=1)


@pytest.mark.parametrize("length_s", [0.05, 0.2, 0.39, 0.41])
def test_a_sound_under_400_ms_has_a_loudness_too(length_s: float) -> None:
    assert loudness_lufs(tone(-20, length_s)) == pytest.approx(-23, abs=0.5)


@pytest.mark.parametrize("sound", [np.zeros(0, np.float32), np.zeros(99_999, np.float32)])
def test_silence_is_infinitely_quiet_and_stays_silence(sound: Samples) -> None:
    assert loudness_lufs(sound) == float("-inf")
    assert np.array_equal(levelled(sound, -19, -1.5), sound)


@pytest.mark.parametrize("level_dbfs", [-50, -20, -6])
def test_a_sound_is_brought_to_the_loudness_asked_for(level_dbfs: float) -> None:
    assert loudness_lufs(levelled(tone(level_dbfs, 2), -19, -1.5)) == pytest.approx(-19, abs=0.01)


def test_a_limited_sound_keeps_its_shape_around_a_peak() -> None:
    sound = tone(-12, 1)
    sound[22_050] = 1.5
    got = limited(sound, -1.5)
    assert np.abs(got).max() <= amplitude(-1.5) + 1e-6
    assert np.array_equal(got[:21_000], sound[:21_000])
    assert np.array_equal(got[23_000:], sound[23_000:])
    gain = got[21_800:22_300] / np.where(sound[21_800:22_300] == 0, 1, sound[21_800:22_300])
    assert np.abs(np.diff(gain[np.abs(sound[21_800:22_300]) > 0.01])).max() < 0.02


def test_a_sound_below_the_limit_is_returned_as_it_is() -> None:
    sound = tone(-2, 0.1)
    assert limited(sound, -1.5) is sound


@given(st.lists(st.floats(-4, 4, width=32), min_size=1, max_size=3000), st.floats(-20, 0))
def test_nothing_ever_passes_the_limit(values: list[float], peak_dbfs: float) -> None:
    got = limited(np.array(values, np.float32), peak_dbfs)
    assert len(got) == len(values)
    assert np.abs(got).max() <= amplitude(peak_dbfs) * (1 + 1e-6)
