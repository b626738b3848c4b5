"""Finds known sounds in a recording, far finer than a millisecond, and tells how exact they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Signal = npt.NDArray[np.float32]
Named = tuple[str, float]
"""The name of a sound, and when it begins, in ms."""
CHUNK = 1 << 18
"""Samples looked through at once: a power of two, for which the transform is quick."""
ALIKE = 0.6
"""A correlation of what is the same sound, with a small gap at most."""
TORN = 0.4
"""A correlation of what is the same sound with a gap in it."""
ANCHORS = 4
"""So many of the loudest pieces of a sound are looked for first: one may be torn."""
LOUD = 0.03
"""The energy of a piece that counts, of that of the loudest."""
NEAR_MS = 250
"""What is further from where it is due is another sound."""


@dataclass(frozen=True, slots=True)
class Errors:
    """How far what was heard strays from what was due, in ms, the constant latency taken off.

    `extra` were heard, and are due nowhere. `drift_ms` is how much later the end of the fitted
    line lies than its beginning.
    """

    count: int
    missing: int
    extra: int
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
    size = CHUNK if 4 * len(sound) < CHUNK else 1 << (4 * len(sound)).bit_length()
    step = size - len(sound) + 1
    spectrum = np.conj(np.fft.rfft(sound, size))
    found: list[tuple[float, float]] = []
    for first in range(0, len(heard), step):
        part = heard[first : first + size]
        match = np.fft.irfft(np.fft.rfft(part, size) * spectrum, size)[:step] / energy
        for place in np.flatnonzero(match >= threshold):
            at = int(place)
            strength = float(match[at])
            if found and first + at - found[-1][0] < len(sound):
                if strength > found[-1][1]:
                    found[-1] = (first + at + peak(match, at), strength)
            else:
                found.append((first + at + peak(match, at), strength))
    return [at for at, _ in found]


def find_whole(heard: Signal, sound: Signal, rate_hz: int) -> list[float]:
    """Where `sound` is heard from its beginning to its end, in samples; it may have small gaps.

    Of its pieces of half a second or more, one in four may be missing, but not the first or the
    last; each may be early or late by a quarter of a second, and torn by a gap. Pieces that are
    nearly silent do not count.
    """
    number = min(max(2, 2 * len(sound) // rate_hz), 8)
    length = len(sound) // number
    pieces = [(each * length, sound[each * length :][:length]) for each in range(number)]
    energies = [float(np.dot(piece, piece)) for _, piece in pieces]
    loud = [
        each for each, energy in zip(pieces, energies, strict=True) if energy > LOUD * max(energies)
    ]
    found: list[float] = []
    for loudest in np.argsort(energies)[: -1 - ANCHORS : -1]:
        at_anchor, anchor = pieces[loudest]
        for place in find(heard, anchor, threshold=ALIKE):
            begins = place - at_anchor
            if any(abs(begins - each) < len(sound) for each in found):
                continue
            there = [is_there(heard, piece, begins + at, rate_hz) for at, piece in loud]
            if there[0] and there[-1] and sum(there) >= 0.75 * len(there):
                found.append(begins)
    return sorted(found)


def is_there(heard: Signal, piece: Signal, due: float, rate_hz: int) -> bool:
    """Whether a piece is heard near where it is due: as a whole, or torn by some small gaps.

    Then half of its quarters are as they should be, and the outer ones not worse than torn.
    """
    if likeness(heard, piece, due, rate_hz) >= ALIKE:
        return True
    length = len(piece) // 4
    quarters = [(at, piece[at : at + length]) for at in range(0, 4 * length, length)]
    alike = [likeness(heard, each, due + at, rate_hz) for at, each in quarters]
    return min(alike[0], alike[-1]) >= TORN and sum(each >= ALIKE for each in alike) >= 2


def likeness(heard: Signal, piece: Signal, due: float, rate_hz: int) -> float:
    """The correlation, 0 to 1, where `piece` fits best near the place where it is due."""
    room = NEAR_MS * rate_hz // 1000
    first = max(0, round(due) - room)
    part = heard[first : first + len(piece) + 2 * room].astype(np.float64)
    if len(part) < len(piece):
        return 0.0
    size = 1 << (len(part) + len(piece)).bit_length()
    match = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(piece, size)), size)
    match = match[: len(part) - len(piece) + 1]
    sums = np.concatenate([[0.0], np.cumsum(part**2)])
    energy = sums[len(piece) :] - sums[: len(match)]
    return float((match / np.sqrt(energy * float(np.dot(piece, piece)) + 1e-12)).max())


def peak(match: npt.NDArray[np.float64], at: int) -> float:
    """The fraction of a sample by which the top of the parabola through three points is off."""
    if not 0 < at < len(match) - 1:
        return 0.0
    left, top, right = match[at - 1 : at + 2]
    bend = left - 2 * top + right
    return float(0.5 * (left - right) / bend) if bend < 0 else 0.0


def find_named(
    heard: Signal, sounds: Mapping[str, Signal], rate_hz: int, *, threshold: float = 0.8
) -> list[Named]:
    """Every place at which one of `sounds` is heard, in order, under the name that fits it best.

    Where several are like what is heard, it is the one that explains the most of it: a short
    sound may be like a part of a long one.
    """
    energy = np.concatenate([[0.0], np.cumsum(heard.astype(np.float64) ** 2)])
    places: list[tuple[float, float, int, str]] = []
    for name, sound in sounds.items():
        own = float(np.dot(sound, sound))
        for at in find(heard, sound, threshold=threshold / 2):
            first = max(0, round(at))
            part = heard[first : first + len(sound)]
            there = float(energy[first + len(part)] - energy[first])
            match = float(np.dot(part, sound[: len(part)]))
            if there > 0 and match >= threshold * (own * there) ** 0.5:
                places.append((match * match / own, at, len(sound), name))
    kept: list[tuple[float, int, str]] = []
    for _, at, length, name in sorted(places, reverse=True):
        if not any(at < end + first and first < at + length for first, end, _ in kept):
            kept.append((at, length, name))
    return [(name, at * 1000 / rate_hz) for at, _, name in sorted(kept)]


def compare(found: Sequence[Named], due: Sequence[Named]) -> Errors:
    """Each due sound with one that was heard, of its own name only; none is taken twice.

    What lies further than `NEAR_MS` from where it is due counts as missing.
    """
    if not found or not due:
        return Errors(0, len(due), len(found), *[float("nan")] * 4)
    began_ms = began(found, due)
    left = [(name, at - began_ms) for name, at in found]
    pairs: list[tuple[float, float]] = []
    close = [
        (abs(at - at_due), number, place)
        for number, (name_due, at_due) in enumerate(due)
        for place, (name, at) in enumerate(left)
        if name == name_due and abs(at - at_due) < NEAR_MS
    ]
    of_due: set[int] = set()
    of_found: set[int] = set()
    for _, number, place in sorted(close):
        if number not in of_due and place not in of_found:
            of_due.add(number)
            of_found.add(place)
            pairs.append((due[number][1], left[place][1] - due[number][1]))
    pairs.sort()
    due_ms, errors = np.array(pairs, float).reshape(-1, 2).T
    errors = errors - np.median(errors)
    slope = float(np.polyfit(due_ms, errors, 1)[0]) if len(pairs) > 1 else 0.0
    size = np.abs(errors)
    return Errors(
        count=len(pairs),
        missing=len(due) - len(pairs),
        extra=len(found) - len(pairs),
        median_ms=float(np.median(size)),
        p99_ms=float(np.quantile(size, 0.99, method="higher")),
        max_ms=float(size.max()),
        drift_ms=slope * float(due_ms[-1] - due_ms[0]),
    )


def split_covered(
    found: Sequence[Named], cues: Sequence[Mapping[str, Any]]
) -> tuple[list[Named], list[Named]]:
    """What was heard, and what is due by a timeline's JSON: of tones over which nothing lies.

    Where a voice lies over a tone, what is found of it is moved, and says nothing.
    """
    tones = [cue for cue in cues if cue["kind"] == "tone"]
    spans = sorted((cue["at_ms"], cue["at_ms"] + cue["length_ms"]) for cue in cues)
    clear: list[Named] = []
    covered: list[Named] = []
    for tone in tones:
        start, end = tone["at_ms"], tone["at_ms"] + tone["length_ms"]
        alone = sum(first < end and start < last for first, last in spans) == 1
        (clear if alone else covered).append((str(tone["sound"]), float(start)))
    if not found or not clear:
        return list(found), clear
    began_ms = began(found, clear)
    return [
        (name, at)
        for name, at in found
        if not any(
            name == hidden and abs(at - began_ms - at_ms) < NEAR_MS for hidden, at_ms in covered
        )
    ], clear


def began(found: Sequence[Named], due: Sequence[Named]) -> float:
    """Where on the axis of `found` that of `due` begins, as most of them have it; in ms."""
    apart = np.sort([at - at_due for name, at in found for own, at_due in due if name == own])
    if not len(apart):
        raise ValueError("nothing that was due was heard")
    within = np.searchsorted(apart, apart + 20, side="right") - np.arange(len(apart))
    first = int(within.argmax())
    return float(np.median(apart[first : first + within[first]]))
