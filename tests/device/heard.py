"""Takes a recording apart into known sounds: which were heard when, how loud, and how much of each.

What no whole sound explains is left over: pieces of lines that were cut, clicks, strange sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.device.recorded import (
    ALIKE,
    AUDIBLE,
    FRAME,
    LIKELY,
    RATE_HZ,
    Recorded,
    Signal,
    Taken,
    head_in,
    loud,
)  # fmt: skip

HUSHED_S = 0.06
"""The end of a line is too soft to be judged."""
SAME_S = 0.05
LEAST = 0.6
"""Of the frames of a sound that fit; where fewer do, it was another one."""
ANSWER_FRAMES = 11
"""An answer to a command may lie over so many."""
CUT_FRAMES = 4
MISFIT = 0.3
"""Energy left over, to that of the sound: above this a frame of it was not heard as it is."""
WORD_GAP_S = 0.3
HEAD_S = 0.45
SMOOTH = np.full(FRAME, 1 / FRAME, np.float32)


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
    cues = list(begun)
    taken = _kept(_due(cues, lines, recorded), sounds, recorded)
    taken += _kept(recorded.explain(lines), sounds, recorded)
    cut: list[Found] = []
    for each in cues:
        known = [(name, place / RATE_HZ) for name, place, _, _ in taken]
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
    return _once([*whole, *cut]), rests


def _once(found: Iterable[Found]) -> list[Found]:
    """In order, what was found twice in a place only as the longer of the two."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: each.at_s):
        same = [k for k in kept[-4:] if k.name == each.name and each.at_s - k.at_s < SAME_S]
        if same and same[0].heard_s < each.heard_s:
            kept[kept.index(same[0])] = each
        elif not same:
            kept.append(each)
    return kept


def _due(cues: Iterable[Begun], lines: Mapping[str, Signal], recorded: Recorded) -> Taken:
    """The whole lines that are where they are expected."""
    taken: Taken = []
    for cue in cues:
        sound = lines.get(cue.name)
        first = max(0, int(cue.from_s * RATE_HZ))
        if sound is None:
            continue
        window = recorded.left[first : int(cue.to_s * RATE_HZ) + len(sound)]
        place = head_in(sound, window)
        got = None if place is None else recorded.take(sound, first + place)
        if got is not None:
            taken.append((cue.name, *got, len(sound)))
    return taken


def _kept(taken: Taken, sounds: Mapping[str, Signal], recorded: Recorded) -> Taken:
    """Those of which the greater part is there; other ones, and ends that were cut, go back."""
    good: Taken = []
    for name, place, gain, length in taken:
        sound = sounds[name][:length]
        audible = [(n, fits) for n, (fits, heard) in enumerate(
            _frames(sound, place, gain, recorded.left)) if heard]  # fmt: skip
        fitting = [number for number, fits in audible if fits]
        if len(fitting) <= LEAST * len(audible):
            recorded.put_back(sound, place, gain)
            continue
        far = length
        if audible[-1][0] - fitting[-1] > CUT_FRAMES:
            far = (fitting[-1] + 1) * FRAME
            recorded.put_back(sound[far:], place + far, gain)
        good.append((name, place, gain, far))
    return good


def _judged(
    taken: Taken, sounds: Mapping[str, Signal], left: Signal
) -> tuple[list[Found], npt.NDArray[np.bool_]]:
    """What was taken away, with how much of it was there; and where all is explained."""
    fits = np.zeros(len(left), bool)
    found = []
    for name, place, gain, length in taken:
        heard_s = _heard_of(sounds[name][:length], place, gain, left, fits)
        found.append(Found(name, place / RATE_HZ, len(sounds[name]) / RATE_HZ, heard_s, gain))
    return found, fits


def _cut_off(begun: Begun, recorded: Recorded, sound: Signal) -> Found | None:
    """A line's beginning, taken away as far as it goes; None where it is not there."""
    left, first = recorded.left, max(0, int(begun.from_s * RATE_HZ))
    most = int((begun.until_s - begun.from_s) * RATE_HZ)
    head = sound[: max(FRAME * 4, min(most, int(HEAD_S * RATE_HZ)))]
    window = left[first : int(begun.to_s * RATE_HZ) + len(head)]
    place = head_in(head, window)
    if place is None:
        return None
    at = first + place
    far = _as_far(sound[: max(FRAME * 4, int(begun.until_s * RATE_HZ) - at)], left, at)
    got = recorded.take(sound[:far], at, LIKELY) if far >= FRAME * 3 else None
    if got is None:
        return None
    return Found(begun.name, got[0] / RATE_HZ, len(sound) / RATE_HZ, far / RATE_HZ, got[1])


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
    frames = _frames(sound, place, gain, left)
    for number, (fitting, _) in enumerate(frames):
        if fitting:
            fits[first + number * FRAME : first + (number + 1) * FRAME] = True
    bad = [number for number, (fitting, audible) in enumerate(frames) if audible and not fitting]
    for number in bad:
        if {number + 1, number + 2} <= set(bad) or number >= len(frames) - 3:
            return number * FRAME / RATE_HZ
    return len(sound) / RATE_HZ


def _frames(sound: Signal, place: float, gain: float, left: Signal) -> list[tuple[bool, bool]]:
    """Of each frame of a sound that was taken away: whether it was there, and would be heard."""
    first = max(0, round(place))
    energies = []
    for at in range(0, len(sound) - FRAME, FRAME):
        own = gain * gain * float(np.mean(sound[at : at + FRAME] ** 2))
        part = left[first + at : first + at + FRAME]
        energies.append((own, float(np.mean(part**2)) if len(part) == FRAME else own))
    loudest = max((own for own, _ in energies), default=0.0)
    return [
        (there < MISFIT * own or there < AUDIBLE**2, own > loudest / 300) for own, there in energies
    ]


def _left_over(left: Signal, fits: npt.NDArray[np.bool_]) -> list[Rest]:
    unexplained = np.where(fits, np.float32(0), left)
    rests = []
    for first, last in loud(unexplained, AUDIBLE, int(WORD_GAP_S * RATE_HZ)):
        level = float(np.sqrt(np.max(np.convolve(left[first:last] ** 2, SMOOTH, "valid"))))
        rests.append(Rest(first / RATE_HZ, last / RATE_HZ, level))
    return rests


def _named(rest: Rest, left: Signal, lines: Mapping[str, Signal]) -> Rest:
    """The rest with the line that it is a piece of, where one is like it."""
    first = int(rest.at_s * RATE_HZ)
    piece = left[first : int(min(rest.end_s, rest.at_s + HEAD_S) * RATE_HZ)]
    if len(piece) < RATE_HZ // 8:
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
