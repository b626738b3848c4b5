"""Rates: the same sound, sample for sample where it can be said what it must be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.audio.clip import Samples
from voiceguide.audio.resample import resampled

RATES_HZ = [8_000, 12_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000]


def swelling_tone(rate_hz: int, tone_hz: float, length_s: float = 0.5) -> Samples:
    at_s = np.arange(round(rate_hz * length_s)) / rate_hz
    swell = np.sin(np.pi * at_s / length_s) ** 2
    sound: Samples = (np.sin(2 * np.pi * tone_hz * at_s) * swell).astype(np.float32)
    return sound


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_tone_is_the_same_tone_at_another_rate(rate_hz: int) -> None:
    got = resampled(swelling_tone(rate_hz, 1000), rate_hz)
    wanted = swelling_tone(44_100, 1000)
    assert len(got) == len(wanted)
    assert np.abs(got - wanted).max() < 1e-4


def test_doubling_leaves_no_image_above_minus_80_db() -> None:
    got = resampled(swelling_tone(22_050, 9_000, 1.0), 22_050)
    spectrum = np.abs(np.fft.rfft(got * np.blackman(len(got))))
    above_the_old_band = spectrum[11_025:]
    assert 20 * np.log10(above_the_old_band.max() / spectrum.max()) < -80


def test_halving_leaves_no_alias_above_minus_80_db() -> None:
    got = resampled(swelling_tone(88_200, 30_000, 1.0), 88_200)
    assert 20 * np.log10(np.abs(got).max()) < -80


def test_a_constant_stays_what_it_is_away_from_its_edges() -> None:
    got = resampled(np.full(22_050, 0.5, np.float32), 22_050)
    assert np.abs(got[2000:-2000] - 0.5).max() < 1e-3


def test_nothing_stays_nothing() -> None:
    assert len(resampled(np.zeros(0, np.float32), 22_050)) == 0


@pytest.mark.parametrize(("rate_hz", "to_rate_hz"), [(0, 44_100), (44_100, -1)])
def test_a_rate_must_be_positive(rate_hz: int, to_rate_hz: int) -> None:
    with pytest.raises(ValueError, match="rate of"):
        resampled(np.zeros(10, np.float32), rate_hz, to_rate_hz)


@given(st.integers(1, 5000), st.sampled_from(RATES_HZ), st.sampled_from(RATES_HZ))
def test_the_length_is_the_nearest_whole_one(frames: int, rate_hz: int, to_rate_hz: int) -> None:
    got = resampled(np.zeros(frames, np.float32), rate_hz, to_rate_hz)
    assert abs(len(got) - frames * to_rate_hz / rate_hz) <= 0.5 or len(got) == 1
    assert got.dtype == np.float32
