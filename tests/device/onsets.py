"""Finds known sounds in a recording, far finer than a millisecond."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Signal = npt.NDArray[np.float32]
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Errors:
    """How far what was heard strays from what was due, in ms, the constant latency taken off.

    `drift_ms` is how much later the end of the fitted line lies than its beginning.
    """

    count: int
    missing: int
    median_ms: float
    p99_ms: float
    max_ms: float
    drift_ms: float


def find(heard: Signal, sound: Signal, *, threshold: float = 0.5) -> list[float]:
    """Where `sound` begins in `heard`, in samples with fractions, in order.

    Both at one rate. A place counts where their correlation is at least `threshold` of that of
    the sound with itself; of places closer than the sound is long, the best.
    """
    energy = float(np.dot(sound, sound))
    size = CHUNK + len(sound) - 1
    spectrum = np.conj(np.fft.rfft(sound, size))
    found: list[tuple[float, float]] = []
    for first in range(0, len(heard), CHUNK):
        part = heard[first : first + size]
        match = np.fft.irfft(np.fft.rfft(part, size) * spectrum, size)[:CHUNK] / energy
        for place in np.flatnonzero(match >= threshold):
            at = int(place)
            strength = float(match[at])
            if found and first + at - found[-1][0] < len(sound):
                if strength > found[-1][1]:
                    found[-1] = (first + at + _peak(match, at), strength)
            else:
                found.append((first + at + _peak(match, at), strength))
    return [at for at, _ in found]


def _peak(match: npt.NDArray[np.float64], at: int) -> float:
    """The fraction of a sample by which the top of the parabola through three points is off."""
    if not 0 < at < len(match) - 1:
        return 0.0
    left, top, right = match[at - 1 : at + 2]
    bend = left - 2 * top + right
    return float(0.5 * (left - right) / bend) if bend < 0 else 0.0


def compare(found_ms: list[float], due_ms: list[float], *, first: int = 0) -> Errors:
    """Each due time with the found one nearest to it, the sound number `first` being the anchor.

    Whatever is found further than 250 ms from its due time counts as missing.
    """
    due = np.array(due_ms, float)
    found = np.array(found_ms, float)
    if len(found) == 0:
        return Errors(0, len(due_ms), *[float("nan")] * 4)
    found = found - found[0] + due[first]
    nearest = found[np.abs(found[None, :] - due[:, None]).argmin(axis=1)]
    errors = nearest - due
    there = np.abs(errors) < 250
    errors, due = errors[there], due[there]
    errors = errors - np.median(errors)
    slope = float(np.polyfit(due, errors, 1)[0]) if len(due) > 1 else 0.0
    size = np.abs(errors)
    return Errors(
        count=len(errors),
        missing=int((~there).sum()),
        median_ms=float(np.median(size)),
        p99_ms=float(np.quantile(size, 0.99, method="higher")),
        max_ms=float(size.max()),
        drift_ms=slope * float(due[-1] - due[0]),
    )
