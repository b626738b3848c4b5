"""From what an engine gives to a clip: trimmed, at one rate, at one loudness, without clicks."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.clip import Clip, Samples
from voiceguide.audio.loudness import limited, loudness_lufs
from voiceguide.audio.resample import resampled
from voiceguide.speech.normalise_settings import (
    FADE_MS,
    KEPT_AFTER_MS,
    KEPT_BEFORE_MS,
    LOUDNESS_LUFS,
    PEAK_DBFS,
    SILENT_DBFS,
)
from voiceguide.units import amplitude


def trimmed(samples: Samples, rate_hz: int) -> Samples:
    """From just before the first sound above -45 dBFS to just after the last, silent at both ends.

    The fades lie in what is kept around the speech. Only where the engine's file itself begins
    or ends in the middle of a sound, as espeak-ng does with "a" and "l", they touch it, so
    that it does not click. Empty where nothing is above.
    """
    heard = np.flatnonzero(np.abs(samples) > amplitude(SILENT_DBFS))
    if len(heard) == 0:
        return samples[:0]
    before, after = rate_hz * KEPT_BEFORE_MS // 1000, rate_hz * KEPT_AFTER_MS // 1000
    first, stop = int(heard[0]) - before, int(heard[-1]) + 1 + after
    line = samples[max(0, first) : stop].astype(np.float32)
    _fade(line, rate_hz)
    line = np.pad(line, (max(0, -first), max(0, stop - len(samples))))
    _fade(line, rate_hz)
    return line


def _fade(line: Samples, rate_hz: int) -> None:
    """Fade both ends, in place."""
    into = np.linspace(0.0, 1.0, rate_hz * FADE_MS // 1000, dtype=np.float32)[: len(line)]
    line[: len(into)] *= into
    line[len(line) - len(into) :] *= into[::-1]


def normalised(samples: Samples, rate_hz: int) -> Clip | None:
    """The clip of a spoken line; None where nothing in it can be heard."""
    line = trimmed(samples, rate_hz)
    if len(line) == 0:
        return None
    # Measured at the engine's rate, which has half the samples; a sound above the trimming
    # threshold for a moment only may still be too quiet as a whole to be called a word.
    loudness = loudness_lufs(line, rate_hz)
    if loudness == float("-inf"):
        return None
    at_level = resampled(line * np.float32(amplitude(LOUDNESS_LUFS - loudness)), rate_hz)
    return Clip.from_samples(limited(at_level, PEAK_DBFS))
