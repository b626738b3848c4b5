"""A recording beside the exported file: second by second, how late it is, and how like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.device.onsets import peak

Signal = npt.NDArray[np.float32]

BEGINNING_S = 60
"""So much of the file is looked for to find where the recording of it begins."""
LOOK_S = 0.3
QUIET = 1e-3
"""Below this level a second is silent, and says nothing of its time."""
LIKE = 0.98
SAME_PEAK = 0.995
"""A tone is like itself a period later; of peaks so close, it is the one nearest to the last."""
STEP_MS = 0.5
"""Between two seconds a clock wanders by less: more was put in or left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """At a second of the file the recording is later from here on, or earlier, by so much."""

    at_s: float
    by_ms: float


@dataclass(frozen=True, slots=True)
class Alike:
    """What a recording has of a file; `drift_ms` is what is left of its lag without the steps."""

    began_s: float
    seconds: int
    """Those of the file in which something sounds."""
    unlike_s: list[float]
    steps: list[Step]
    drift_ms: float


def beside(heard: Signal, file: Signal, rate_hz: int) -> Alike:
    """Compares both, at one rate; the recording may begin earlier than the file, not later."""
    # Gaps and another clock move all that comes later: about where it begins, not where exactly.
    about = _place(heard, file[: BEGINNING_S * rate_hz])
    unlike_s: list[float] = []
    steps: list[Step] = []
    seconds, drift = 0, 0.0
    lag: float | None = None
    began = about
    for first, second in _loud_seconds(file, rate_hz):
        seconds += 1
        due = first + (about if lag is None else lag)
        found = _lag(heard, second, due, round(LOOK_S * rate_hz), near=lag is not None)
        if found is None:
            unlike_s.append(first / rate_hz)
            continue
        moved_ms = (found - due) * 1000 / rate_hz
        if lag is None:
            began = round(found - first)
        elif abs(moved_ms) > STEP_MS:
            steps.append(Step(first / rate_hz, moved_ms))
        else:
            drift += moved_ms
        lag = found - first
    return Alike(began / rate_hz, seconds, unlike_s, steps, drift)


def _place(heard: Signal, beginning: Signal) -> int:
    """Where a recording is most like the beginning of a file."""
    part = heard[: 3 * len(beginning)]
    size = len(part) + len(beginning)
    match = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(beginning, size)), size)
    return int(match[: len(part)].argmax())


def _loud_seconds(file: Signal, rate_hz: int) -> Iterator[tuple[int, Signal]]:
    for first in range(0, len(file), rate_hz):
        second = file[first : first + rate_hz]
        if float(np.mean(second.astype(np.float64) ** 2)) > QUIET**2:
            yield first, second


def _lag(heard: Signal, second: Signal, due: float, look: int, *, near: bool) -> float | None:
    """Where in a recording a second of the file is, around where it is due; None: nowhere.

    Of places that are alike it is the one `near`est to that, or else the best.
    """
    low = round(due) - look
    part = heard[max(0, low) : round(due) + look + len(second)].astype(np.float64)
    if len(part) < len(second):
        return None
    size = len(part) + len(second)
    match = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(second, size)), size)
    match = match[: len(part) - len(second) + 1]
    energy = np.concatenate([[0.0], np.cumsum(part**2)])
    there = energy[len(second) :] - energy[: len(energy) - len(second)]
    own = float(np.dot(second.astype(np.float64), second))
    likeness = match / np.sqrt(np.maximum(there, own / 100) * own)
    if likeness.max() < LIKE:
        return None
    good = np.flatnonzero(likeness >= SAME_PEAK * likeness.max())
    edges = np.pad(likeness, 1, constant_values=-1)
    tops = good[(edges[good] <= likeness[good]) & (likeness[good] >= edges[good + 2])]
    apart = np.abs(max(0, low) + tops - due) if near else -likeness[tops]
    at = int(tops[apart.argmin()])
    return max(0, low) + at + peak(likeness, at)
