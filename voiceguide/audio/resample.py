"""From one sample rate to another, by the spectrum: exact for any ratio of whole rates."""

from __future__ import annotations

from math import gcd

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.units import SAMPLE_RATE_HZ

_KEPT_BAND = 0.96
"""Part of the lower rate's band that passes untouched; above it fades, so that edges don't ring."""

_AIR_MS = 20
"""Silence around the sound while it is worked on, because a spectrum joins end to beginning."""


def resampled(samples: Samples, rate_hz: int, to_rate_hz: int = SAMPLE_RATE_HZ) -> Samples:
    """The same sound at another rate; shape (frames,), of round(frames * ratio) frames, at least 1.

    Flat to 96 % of the lower rate's half, images and aliases below -100 dB. Holds about ten
    times the sound in memory while it works: meant for lines and tones, not for hours.
    Raises ValueError for rates that are not positive.
    """
    if rate_hz <= 0 or to_rate_hz <= 0:
        raise ValueError(f"no sound has a rate of {min(rate_hz, to_rate_hz)} Hz")
    if rate_hz == to_rate_hz or len(samples) == 0:
        return samples.astype(np.float32)
    common = gcd(rate_hz, to_rate_hz)
    step, to_step = rate_hz // common, to_rate_hz // common
    air = step * max(1, -(-rate_hz * _AIR_MS // 1000 // step))
    blocks = _smooth_at_least(-(-(len(samples) + 2 * air) // step))
    padded = np.zeros(blocks * step, np.float32)
    padded[air : air + len(samples)] = samples
    spectrum = np.fft.rfft(padded)
    kept = min(blocks * step, blocks * to_step) // 2 + 1
    fade_from = int(kept * _KEPT_BAND)
    spectrum[fade_from:kept] *= np.cos(np.linspace(0.0, np.pi / 2, kept - fade_from)) ** 2
    at_new_rate = np.fft.irfft(spectrum[:kept], blocks * to_step)
    first = air // step * to_step
    frames = max(1, (len(samples) * to_rate_hz + rate_hz // 2) // rate_hz)
    return (at_new_rate[first : first + frames] * (to_step / step)).astype(np.float32)


def _smooth_at_least(number: int) -> int:
    """The smallest product of 2, 3 and 5 that is not below `number`: quick to transform."""
    best = 1 << (number - 1).bit_length() if number > 1 else 1
    fives = 1
    while fives < best:
        threes = fives
        while threes < best:
            twos = threes << max(0, (-(-number // threes) - 1).bit_length())
            best = min(best, twos)
            threes *= 3
        fives *= 5
    return best
