"""A very soft sound in long silences, so that a headset does not fall asleep in them.

Bluetooth headsets and some amplifiers go to sleep in digital silence, and then swallow the first
half second or more of what comes next: the first word. A pure function of the device's frames,
for a sink may pull the same frames again.
"""

from __future__ import annotations

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.units import SAMPLE_RATE_HZ, amplitude, frame_at

LEVEL_DB = -66.0
"""46 dB under the voice: at its usual 60 to 65 dB that is less than a quiet bedroom has by itself.

It is 24 dB above the last bit of 16, so that it outlasts every conversion on the way.
"""

AFTER_FRAMES = frame_at(3000)
"""Headsets sleep after ten seconds or more; shorter gaps stay as they are."""

RISE_FRAMES = frame_at(1000)
FALL_FRAMES = frame_at(50)
SILENCE = np.float32(1e-4)
"""What is softer, -80 dB, is silence."""

LOWEST_HZ, HIGHEST_HZ = 100, 4000
"""What small loudspeakers give back; above it a hiss begins."""

LOOP_FRAMES = 2**18
KEPT_RUNS = 100
"""Stretches of sound that are remembered: a quarter of an hour at the least with 3 s between."""

PIECE_FRAMES = AFTER_FRAMES // 2
"""In so short a piece no silence can be long enough, so sound begins in it but once."""


class KeepAliveNoise:
    """Told of every block; adds to those of a long silence."""

    def __init__(self) -> None:
        self._noise = _noise()
        self._runs: list[tuple[int, int]] = [(-1, 0)]

    def under(self, first: int, sound: Samples) -> Samples:
        """A block that begins with a device's frame, altered in place where it is long silent."""
        self._forget_from(first)
        for start in range(0, len(sound), PIECE_FRAMES):
            piece = sound[start : start + PIECE_FRAMES]
            self._listen(first + start, piece)
            level = self._level(first + start, len(piece))
            if level is not None:
                piece += level * self._noise_at(first + start, len(piece))
        return sound

    def _forget_from(self, frame: int) -> None:
        """The device takes its frames from here on again, or another one begins."""
        while self._runs and self._runs[-1][0] >= frame:
            self._runs.pop()
        if not self._runs:
            self._runs = [(-1, 0)]
        begin, end = self._runs[-1]
        self._runs[-1] = begin, min(end, frame)

    def _listen(self, first: int, piece: Samples) -> None:
        """Keep where there is sound; gaps that are not long belong to it."""
        if len(piece) == 0 or max(piece.max(), -piece.min()) < SILENCE:
            return
        loud = np.flatnonzero(np.abs(piece) >= SILENCE)
        begin, end = first + int(loud[0]), first + int(loud[-1]) + 1
        if begin - self._runs[-1][1] < AFTER_FRAMES:
            self._runs[-1] = self._runs[-1][0], end
            return
        self._runs = [*self._runs[-KEPT_RUNS:], (begin, end)]

    def _level(self, first: int, frames: int) -> Samples | None:
        """How loud it is from 0 to 1, None where nowhere; it depends only on the runs."""
        begin, end = self._runs[-1]
        before = self._runs[-2][1] if len(self._runs) > 1 else begin
        was = min(1.0, max(0.0, (begin - before - AFTER_FRAMES) / RISE_FRAMES))
        beyond = first + frames
        leaving = was > 0 and first < begin + FALL_FRAMES and beyond > before + AFTER_FRAMES
        if not leaving and beyond <= end + AFTER_FRAMES:
            return None
        at = np.arange(first, first + frames)
        quiet_since = np.where(at < begin, before, end)
        risen = np.clip((at - quiet_since - AFTER_FRAMES) / RISE_FRAMES, 0, 1)
        falling = was * np.clip(1 - (at - begin) / FALL_FRAMES, 0, 1)
        return np.where(at < begin, risen, np.maximum(risen, falling)).astype(np.float32)

    def _noise_at(self, first: int, frames: int) -> Samples:
        return np.take(self._noise, np.arange(first, first + frames), mode="wrap")


def _noise() -> Samples:
    """Soft noise without an audible seam, falling by 3 dB an octave: shape (LOOP_FRAMES,)."""
    hz = np.fft.rfftfreq(LOOP_FRAMES, 1 / SAMPLE_RATE_HZ)
    heard = (hz >= LOWEST_HZ) & (hz <= HIGHEST_HZ)
    strength = np.zeros(len(hz))
    strength[heard] = hz[heard] ** -0.5
    turns = np.random.default_rng(1).uniform(0, 2 * np.pi, len(hz))
    noise = np.fft.irfft(strength * np.exp(1j * turns), LOOP_FRAMES)
    return np.asarray(noise * amplitude(LEVEL_DB) / np.sqrt(np.mean(noise**2)), np.float32)
