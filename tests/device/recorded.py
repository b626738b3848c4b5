"""A recording, and what of it is not yet explained by sounds that are known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from voiceguide.audio.resample import resampled

Signal = npt.NDArray[np.float32]

RATE_HZ = 12_000
"""All is compared at this rate; a clip and the recording come to it by the same filter."""
HEARD_RATE_HZ = 48_000
DOWN = HEARD_RATE_HZ // RATE_HZ
TAPS = 129
BLOCK = 1 << 19
LOUDEST = 1.7
ALIKE = 0.6
"""Likeness from which a place is looked at; and once all else is taken away:"""
SURE = 0.7
LIKELY = 0.45
"""Likeness that will do where a line is expected, under the answer to a command."""
FRAME = RATE_HZ * 20 // 1000
AUDIBLE = 0.006
"""Level of what is left over that a person would hear."""
SEARCHED = 1 << 17
"""Samples searched at once: 11 s, and no line is longer."""
APART = 4 * RATE_HZ


def lowered(samples: Signal) -> Signal:
    """From 48 kHz to `RATE_HZ`, in constant memory beyond the result."""
    at = np.arange(TAPS) - TAPS // 2
    taps = np.sinc(2 * 5_000 / HEARD_RATE_HZ * at) * np.hamming(TAPS)
    taps /= taps.sum()
    spectrum = np.fft.rfft(taps, BLOCK)
    step = (BLOCK - TAPS + 1) // DOWN * DOWN
    padded = np.concatenate([np.zeros(TAPS // 2, np.float32), samples])
    out = []
    for first in range(0, len(samples), step):
        part = np.fft.rfft(padded[first : first + step + TAPS - 1], BLOCK)
        whole = np.fft.irfft(part * spectrum, BLOCK)
        out.append(whole[TAPS - 1 : TAPS - 1 + step : DOWN].astype(np.float32))
    return np.concatenate(out)[: -(-len(samples) // DOWN)] if out else samples


def lowered_clip(pcm: npt.NDArray[np.int16]) -> Signal:
    """A clip of 44.1 kHz at `RATE_HZ`."""
    samples = pcm.astype(np.float32) / np.float32(32768)
    return lowered(resampled(samples, 44_100, HEARD_RATE_HZ))


Taken = list[tuple[str, float, float, int]]
"""Names, places (samples), gains, and how many samples of the sound were taken away."""


class Recorded:
    """A recording at `RATE_HZ`, and what of it is not yet explained."""

    def __init__(self, heard: Signal) -> None:
        self.left = heard.copy()
        self._refresh()

    def _refresh(self) -> None:
        """Look anew at what is left, where it is loud enough to be something."""
        self._energy = np.concatenate([[0.0], np.cumsum(self.left.astype(np.float64) ** 2)])
        self._parts: list[tuple[int, int, npt.NDArray[np.complex128]]] = []
        for first, last in loud(self.left, AUDIBLE, APART):
            for at in range(max(0, first - RATE_HZ // 5), last, SEARCHED):
                spectrum = np.fft.rfft(self.left[at : at + 2 * SEARCHED], 2 * SEARCHED)
                self._parts.append((at, min(SEARCHED, last - at), spectrum))

    def places(self, sound: Signal) -> list[tuple[float, int]]:
        """Where it may be: how much energy it explains there, and the sample."""
        own = float(np.dot(sound, sound))
        turned = np.conj(np.fft.rfft(sound, 2 * SEARCHED))
        found: list[tuple[float, int]] = []
        for first, frames, spectrum in self._parts:
            match = np.fft.irfft(spectrum * turned, 2 * SEARCHED)[:frames]
            ends = np.minimum(np.arange(first, first + frames) + len(sound), len(self.left))
            there = self._energy[ends] - self._energy[first : first + frames]
            likeness = match / np.sqrt(np.maximum(there, 1e-6) * own)
            good = np.flatnonzero((likeness > ALIKE) & (match < LOUDEST * own))
            for group in np.split(good, np.flatnonzero(np.diff(good) > len(sound) // 2) + 1):
                if len(group):
                    best = int(group[likeness[group].argmax()])
                    found.append((float(match[best]) ** 2 / own, first + best))
        return found

    def take(self, sound: Signal, at: int, sure: float = SURE) -> tuple[float, float] | None:
        """Take the sound away near a place; where exactly (samples) and how loud it was."""
        own = float(np.dot(sound, sound))
        lags = range(-4, 5)
        parts = [self._part(at + lag, len(sound)) for lag in lags]
        match = np.array([float(np.dot(part, sound)) for part in parts])
        best = int(match.argmax())
        part = parts[best]
        likeness = match[best] / np.sqrt(max(float(np.dot(part, part)), 1e-6) * own)
        if likeness < sure or not 0.02 < match[best] / own < LOUDEST:
            return None
        fraction = 0.0
        if 0 < best < len(match) - 1:
            left, top, right = match[best - 1 : best + 2]
            bend = left - 2 * top + right
            fraction = 0.5 * (left - right) / bend if bend < 0 else 0.0
        place = at + lags[best] + fraction
        gain = self._subtract(sound, place)
        return place, gain

    def _subtract(self, sound: Signal, place: float) -> float:
        first = int(np.floor(place)) - 8
        moved = shifted(sound, place - first)
        low, high = max(0, first), min(len(self.left), first + len(moved))
        moved = moved[low - first : high - first]
        here = self.left[low:high]
        gain = float(np.dot(here, moved) / max(float(np.dot(moved, moved)), 1e-9))
        self.left[low:high] = here - np.float32(gain) * moved
        return gain

    def put_back(self, sound: Signal, place: float, gain: float) -> None:
        """As it was before this was taken away."""
        first = int(np.floor(place)) - 8
        moved = shifted(sound, place - first)
        low, high = max(0, first), min(len(self.left), first + len(moved))
        self.left[low:high] += np.float32(gain) * moved[low - first : high - first]

    def _part(self, at: int, length: int) -> Signal:
        part = self.left[max(0, at) : max(0, at + length)]
        before = np.zeros(max(0, -at), np.float32)
        whole = np.concatenate([before, part])
        return np.concatenate([whole, np.zeros(length - len(whole), np.float32)])

    def explain(self, sounds: Mapping[str, Signal]) -> Taken:
        """Take away all that is found of these."""
        self._refresh()
        wanted = [
            (energy, at, name)
            for name, sound in sounds.items()
            for energy, at in self.places(sound)
        ]
        taken: Taken = []
        for _, at, name in sorted(wanted, reverse=True):
            if (got := self.take(sounds[name], at)) is not None:
                taken.append((name, *got, len(sounds[name])))
        return taken


def shifted(sound: Signal, by: float) -> Signal:
    """The sound later by samples with a fraction, with room for both its ends."""
    size = len(sound) + 32 + int(by)
    turns = np.exp(-2j * np.pi * np.fft.rfftfreq(size) * by)
    return np.fft.irfft(np.fft.rfft(sound, size) * turns, size).astype(np.float32)


def loud(left: Signal, level: float, apart: int) -> list[tuple[int, int]]:
    """Stretches (samples) that are louder than a level, with at least `apart` between them."""
    frames = len(left) // FRAME
    parts = left[: frames * FRAME].reshape(frames, FRAME)
    above = np.flatnonzero(np.mean(parts**2, axis=1) > level**2)
    groups = np.split(above, np.flatnonzero(np.diff(above) > apart // FRAME) + 1)
    return [(int(g[0]) * FRAME, (int(g[-1]) + 1) * FRAME) for g in groups if len(g)]


def head_in(head: Signal, window: Signal) -> int | None:
    """Where a line's first syllables are in a stretch; None where they are not."""
    if len(window) < len(head):
        return None
    size = len(window) + len(head)
    match = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(head, size)), size)
    frames = len(window) - len(head) + 1
    energy = np.concatenate([[0.0], np.cumsum(window.astype(np.float64) ** 2)])
    there = energy[len(head) : len(head) + frames] - energy[:frames]
    own = float(np.dot(head, head))
    likeness = match[:frames] / np.sqrt(np.maximum(there, own / 100) * own)
    at = int(likeness.argmax())
    return at if likeness[at] > LIKELY else None
