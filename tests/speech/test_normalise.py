"""From an engine's samples to a clip."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.clip import Samples
from voiceguide.audio.loudness import loudness_lufs
from voiceguide.speech.normalise import normalised, trimmed
from voiceguide.units import amplitude

RATE_HZ = 22_050


def spoken(length_ms: int, level_dbfs: float = -10.0) -> Samples:
    at_s = np.arange(RATE_HZ * length_ms // 1000) / RATE_HZ
    return (amplitude(level_dbfs) * np.cos(2 * np.pi * 200 * at_s)).astype(np.float32)


def silence(length_ms: int) -> Samples:
    return np.zeros(RATE_HZ * length_ms // 1000, np.float32)


def test_the_silence_around_a_line_goes_but_for_a_few_milliseconds() -> None:
    line = trimmed(np.concatenate([silence(14), spoken(500), silence(600)]), RATE_HZ)
    assert 1000 * len(line) / RATE_HZ == pytest.approx(500 + 8 + 20, abs=1)


def test_pauses_inside_a_line_stay() -> None:
    line = trimmed(np.concatenate([spoken(300), silence(400), spoken(300)]), RATE_HZ)
    assert 1000 * len(line) / RATE_HZ == pytest.approx(1000 + 28, abs=1)


def test_the_first_and_last_sound_are_whole() -> None:
    speech = spoken(500)
    line = trimmed(np.concatenate([silence(14), speech, silence(600)]), RATE_HZ)
    before = RATE_HZ * 8 // 1000
    assert np.array_equal(line[before : before + len(speech)], speech)


@pytest.mark.parametrize("level_dbfs", [-10.0, -30.0])
def test_a_soft_end_is_whole_however_soft_the_voice(level_dbfs: float) -> None:
    soft = spoken(200, level_dbfs - 50)
    line = trimmed(
        np.concatenate([silence(20), spoken(400, level_dbfs), soft, silence(300)]), RATE_HZ
    )
    assert 1000 * len(line) / RATE_HZ == pytest.approx(600 + 28, abs=2)


def test_the_faint_noise_of_a_voice_is_no_end() -> None:
    noise = np.random.default_rng(1).normal(0, amplitude(-75), RATE_HZ).astype(np.float32)
    line = np.concatenate([noise, spoken(400), noise])
    assert 1000 * len(trimmed(line, RATE_HZ)) / RATE_HZ == pytest.approx(400 + 28, abs=5)


@pytest.mark.parametrize("around_ms", [0, 5, 50])
def test_no_clip_begins_or_ends_with_a_click(around_ms: int) -> None:
    clip = normalised(
        np.concatenate([silence(around_ms), spoken(300), silence(around_ms)]), RATE_HZ
    )
    assert clip is not None
    sound = clip.samples()
    assert np.abs(sound[:50]).max() < 0.001
    assert np.abs(sound[-50:]).max() < 0.001


@pytest.mark.parametrize("length_ms", [60, 250, 399, 800, 3000])
@pytest.mark.parametrize("level_dbfs", [-35.0, -3.0])
def test_every_line_comes_out_at_the_same_loudness(length_ms: int, level_dbfs: float) -> None:
    clip = normalised(np.concatenate([spoken(length_ms, level_dbfs), silence(300)]), RATE_HZ)
    assert clip is not None
    assert loudness_lufs(clip.samples()) == pytest.approx(-19, abs=0.2)


def test_a_line_of_sharp_peaks_stays_under_the_limit() -> None:
    line = spoken(1000, -40)
    line[::2000] = 0.9
    clip = normalised(line, RATE_HZ)
    assert clip is not None
    assert np.abs(clip.samples()).max() <= amplitude(-1.5) + 1e-4


@pytest.mark.parametrize("samples", [silence(0), silence(500), spoken(500, -50)])
def test_what_nobody_can_hear_is_no_clip(samples: Samples) -> None:
    assert normalised(samples, RATE_HZ) is None
