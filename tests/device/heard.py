"""Takes a recording apart into known sounds: which were heard when, how loud, and how much of each.

What no whole sound explains is left over: pieces of lines that were cut, clicks, strange sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
HUSHED_S = 0.06
"""The end of a line is too soft to be judged."""
LEAST = 0.3
"""Of a sound that begins where it was heard to begin; less was another one."""
FRAME = RATE_HZ * 20 // 1000
ANSWER_FRAMES = 11
"""An answer to a command may lie over so many."""
MISFIT = 0.3
"""Energy left over, to that of the sound: above this a frame of it was not heard as it is."""
AUDIBLE = 0.006
"""Level of what is left over that a person would hear."""
WORD_GAP_S = 0.3
HEAD_S = 0.45


@dataclass(frozen=True, slots=True)
class Found:
    """A sound that was heard from its beginning; `heard_s` of its `length_s` as it should be."""

    name: str
    at_s: float
    length_s: float
    heard_s: float
    gain: float

    @property
    def whole(self) -> bool:
        return self.heard_s >= self.length_s - HUSHED_S

    @property
    def end_s(self) -> float:
        return self.at_s + self.length_s

    @property
    def is_tone(self) -> bool:
        """Tones are named in angle brackets."""
        return self.name.startswith("<")


@dataclass(frozen=True, slots=True)
class Rest:
    """Sound that is nothing whole: `name` where it is like a piece of that, from `from_s` on."""

    at_s: float
    end_s: float
    level: float
    name: str | None = None
    from_s: float = 0.0
    likeness: float = 0.0


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


class Recorded:
    """A recording at `RATE_HZ`, and what of it is not yet explained."""

    def __init__(self, heard: Signal) -> None:
        self.left = heard.copy()
        self._refresh()

    def _refresh(self) -> None:
        self._energy = np.concatenate([[0.0], np.cumsum(self.left.astype(np.float64) ** 2)])
        self._step = BLOCK // 2
        self._spectra = [
            np.fft.rfft(self.left[first : first + BLOCK], BLOCK)
            for first in range(0, len(self.left), self._step)
        ]

    def places(self, sound: Signal) -> list[tuple[float, int]]:
        """Where it may be: how much energy it explains there, and the sample."""
        own = float(np.dot(sound, sound))
        turned = np.conj(np.fft.rfft(sound, BLOCK))
        found: list[tuple[float, int]] = []
        for number, spectrum in enumerate(self._spectra):
            first = number * self._step
            frames = min(self._step, len(self.left) - first)
            match = np.fft.irfft(spectrum * turned, BLOCK)[:frames]
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

    def explain(self, sounds: Mapping[str, Signal]) -> list[tuple[str, float, float]]:
        """Take away all that is found of these: names, places and gains."""
        self._refresh()
        wanted = [
            (energy, at, name)
            for name, sound in sounds.items()
            for energy, at in self.places(sound)
        ]
        taken = []
        for _, at, name in sorted(wanted, reverse=True):
            if (got := self.take(sounds[name], at)) is not None:
                taken.append((name, *got))
        return taken


def shifted(sound: Signal, by: float) -> Signal:
    """The sound later by samples with a fraction, with room for both its ends."""
    size = len(sound) + 32 + int(by)
    turns = np.exp(-2j * np.pi * np.fft.rfftfreq(size) * by)
    return np.fft.irfft(np.fft.rfft(sound, size) * turns, size).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Begun:
    """A line that may have been cut: where it may begin, and when it was over at the latest."""

    name: str
    from_s: float
    to_s: float
    until_s: float


def take_apart(
    heard: Signal, sounds: Mapping[str, Signal], begun: Iterable[Begun] = ()
) -> tuple[list[Found], list[Rest]]:
    """All that was heard, in order, by a recording and the known sounds, both at `RATE_HZ`."""
    recorded = Recorded(heard)
    lines = {name: sound for name, sound in sounds.items() if not name.startswith("<")}
    tones = {name: sound for name, sound in sounds.items() if name.startswith("<")}
    taken = _kept(recorded.explain(lines), sounds, recorded)
    cut: list[Found] = []
    for each in begun:
        known = [(name, place / RATE_HZ) for name, place, _ in taken]
        known += [(found.name, found.at_s) for found in cut]
        near = (name == each.name and each.from_s - 0.3 < at_s < each.to_s + 0.3
                for name, at_s in known)  # fmt: skip
        if each.name in lines and not any(near):
            found = _cut_off(each, recorded, lines[each.name])
            cut += [found] if found else []
    taken += _kept(recorded.explain(tones), sounds, recorded)
    taken += _kept(recorded.explain(sounds), sounds, recorded)  # those that lay under each other
    whole, fits = _judged(taken, sounds, recorded.left)
    for found in cut:
        heard_part = lines[found.name][: int(found.heard_s * RATE_HZ)]
        _heard_of(heard_part, found.at_s * RATE_HZ, found.gain, recorded.left, fits)
    rests = [_named(rest, recorded.left, lines) for rest in _left_over(recorded.left, fits)]
    return sorted([*whole, *cut], key=lambda each: each.at_s), rests


Taken = list[tuple[str, float, float]]


def _kept(taken: Taken, sounds: Mapping[str, Signal], recorded: Recorded) -> Taken:
    """Those of which a good part is there; the others are put back."""
    found, _ = _judged(taken, sounds, recorded.left)
    good: Taken = []
    for each, judged in zip(taken, found, strict=True):
        if judged.heard_s > LEAST * judged.length_s:
            good.append(each)
        else:
            recorded.put_back(sounds[each[0]], each[1], each[2])
    return good


def _judged(
    taken: Iterable[tuple[str, float, float]], sounds: Mapping[str, Signal], left: Signal
) -> tuple[list[Found], npt.NDArray[np.bool_]]:
    """What was taken away, with how much of it was there; and where all is explained."""
    fits = np.zeros(len(left), bool)
    found = []
    for name, place, gain in taken:
        heard_s = _heard_of(sounds[name], place, gain, left, fits)
        found.append(Found(name, place / RATE_HZ, len(sounds[name]) / RATE_HZ, heard_s, gain))
    return found, fits


def _cut_off(begun: Begun, recorded: Recorded, sound: Signal) -> Found | None:
    """A line's beginning, taken away as far as it goes; None where it is not there."""
    left, first = recorded.left, max(0, int(begun.from_s * RATE_HZ))
    most = int((begun.until_s - begun.from_s) * RATE_HZ)
    head = sound[: max(FRAME * 4, min(most, int(HEAD_S * RATE_HZ)))]
    window = left[first : int(begun.to_s * RATE_HZ) + len(head)]
    place = _head_in(head, window)
    if place is None:
        return None
    at = first + place
    far = _as_far(sound[: max(FRAME * 4, int(begun.until_s * RATE_HZ) - at)], left, at)
    got = recorded.take(sound[:far], at, LIKELY) if far >= FRAME * 3 else None
    if got is None:
        return None
    return Found(begun.name, got[0] / RATE_HZ, len(sound) / RATE_HZ, far / RATE_HZ, got[1])


def _head_in(head: Signal, window: Signal) -> int | None:
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


def _as_far(sound: Signal, left: Signal, at: int) -> int:
    """How many frames of a sound are at a place: to the last stretch that is like it."""
    part = left[at : at + len(sound)]
    sound = sound[: len(part)]
    head = min(len(sound), int(HEAD_S * RATE_HZ))
    gain = float(np.dot(part[:head], sound[:head]) / np.dot(sound[:head], sound[:head]))
    loudest = float(np.mean(sound**2)) * gain * gain
    far = wrong_ones = 0
    for first in range(0, len(sound) - FRAME + 1, FRAME):
        own = gain * sound[first : first + FRAME]
        energy = float(np.mean(own**2))
        wrong = float(np.mean((part[first : first + FRAME] - own) ** 2))
        if energy > loudest / 100 and wrong < 2 * MISFIT * energy:
            far, wrong_ones = first + FRAME, 0
        elif energy > loudest / 100:
            wrong_ones += 1
        if wrong_ones > ANSWER_FRAMES:
            break
    return far


def _heard_of(
    sound: Signal, place: float, gain: float, left: Signal, fits: npt.NDArray[np.bool_]
) -> float:
    """How many seconds of a sound are as they should be, from its beginning; marks where it fits.

    Single frames that do not fit are forgiven: another sound may lie there.
    """
    first = max(0, round(place))
    loudest = 0.0
    energies = []
    for at in range(0, len(sound) - FRAME, FRAME):
        own = gain * gain * float(np.mean(sound[at : at + FRAME] ** 2))
        part = left[first + at : first + at + FRAME]
        energies.append((own, float(np.mean(part**2)) if len(part) == FRAME else own))
        loudest = max(loudest, own)
    bad_at: list[int] = []
    for number, (own, there) in enumerate(energies):
        fitting = there < MISFIT * own or there < AUDIBLE**2
        if fitting:
            fits[first + number * FRAME : first + (number + 1) * FRAME] = True
        elif own > loudest / 300:
            bad_at.append(number)
    bad = next((each for each in bad_at if {each + 1, each + 2} <= set(bad_at)), None)
    if bad is None and bad_at and bad_at[-1] >= len(energies) - 3:
        bad = bad_at[-1]
    return len(sound) / RATE_HZ if bad is None else bad * FRAME / RATE_HZ


def _left_over(left: Signal, fits: npt.NDArray[np.bool_]) -> list[Rest]:
    frames = len(left) // FRAME
    parts = left[: frames * FRAME].reshape(frames, FRAME)
    level = np.sqrt(np.mean(parts**2, axis=1))
    fitting = fits[: frames * FRAME].reshape(frames, FRAME).any(axis=1)
    loud = np.flatnonzero((level > AUDIBLE) & ~fitting)
    rests = []
    gap = int(WORD_GAP_S * RATE_HZ / FRAME)
    for group in np.split(loud, np.flatnonzero(np.diff(loud) > gap) + 1):
        if len(group):
            at_s, end_s = group[0] * FRAME / RATE_HZ, (group[-1] + 1) * FRAME / RATE_HZ
            rests.append(Rest(at_s, end_s, float(level[group].max())))
    return rests


def _named(rest: Rest, left: Signal, lines: Mapping[str, Signal]) -> Rest:
    """The rest with the line that it is a piece of, where one is like it."""
    first = int(rest.at_s * RATE_HZ)
    piece = left[first : int(min(rest.end_s, rest.at_s + HEAD_S) * RATE_HZ)]
    if len(piece) < RATE_HZ // 20:
        return rest
    own = float(np.dot(piece, piece))
    best = (0.0, "", 0)
    for name, sound in lines.items():
        size = len(sound) + 2 * len(piece)
        padded = np.concatenate([np.zeros(len(piece), np.float32), sound])
        match = np.fft.irfft(np.fft.rfft(padded, size) * np.conj(np.fft.rfft(piece, size)), size)
        energy = np.concatenate([[0.0], np.cumsum(padded.astype(np.float64) ** 2)])
        ends = np.minimum(np.arange(len(padded)) + len(piece), len(padded))
        there = np.maximum(energy[ends] - energy[: len(padded)], own / 100)
        likeness = match[: len(padded)] / np.sqrt(there * own)
        at = int(likeness.argmax())
        if likeness[at] > best[0]:
            best = (float(likeness[at]), name, at - len(piece))
    if best[0] < ALIKE:
        return rest
    return Rest(rest.at_s, rest.end_s, rest.level, best[1], best[2] / RATE_HZ, best[0])
