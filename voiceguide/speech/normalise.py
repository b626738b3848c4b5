"""From what an engine gives to a clip: trimmed, at one rate, at one loudness, without clicks."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.clip import Clip, Samples
from voiceguide.audio.loudness import limited, loudness_lufs
from voiceguide.audio.resample import resampled
from voiceguide.speech.normalise_settings import (
    BEGINS_DB,
    ENDS_DB,
    FADE_MS,
    KEPT_AFTER_MS,
    KEPT_BEFORE_MS,
    LOUDNESS_LUFS,
    PEAK_DBFS,
    SILENT_DBFS,
)
from voiceguide.units import amplitude


def trimmed(samples: Samples, rate_hz: int) -> Samples:
    """From just before the first sound to just after the last, silent at both ends.

    What counts as one is measured against the line's own peak; the last one may be as soft as the
    noise of the recording lets it be heard. The fades lie in what is kept around the speech. Only
    where the engine's file itself begins or ends in the middle of a sound, as espeak-ng does with
    "a" and "l", they touch it, so that it does not click. Empty where nothing is loud enough.
    """
    size = np.abs(samples)
    peak = float(size.max(initial=0.0))
    if peak <= amplitude(SILENT_DBFS):
        return samples[:0]
    begins = peak * amplitude(BEGINS_DB)
    ends = min(begins, max(peak * amplitude(ENDS_DB), 2 * _noise(size, rate_hz)))
    first_heard = int(np.argmax(size > begins))
    last_heard = len(size) - 1 - int(np.argmax(size[::-1] > ends))
    before, after = rate_hz * KEPT_BEFORE_MS // 1000, rate_hz * KEPT_AFTER_MS // 1000
    first, stop = first_heard - before, last_heard + 1 + after
    line = samples[max(0, first) : stop].astype(np.float32)
    _fade(line, rate_hz)
    line = np.pad(line, (max(0, -first), max(0, stop - len(samples))))
    _fade(line, rate_hz)
    return line


def _noise(size: Samples, rate_hz: int) -> float:
    """The peak of what is there between the words: of the quietest tenth of all 20 ms."""
    frame = max(1, rate_hz // 50)
    frames = size[: len(size) // frame * frame].reshape(-1, frame).max(axis=1)
    return float(np.quantile(frames, 0.1)) if len(frames) else 0.0


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
