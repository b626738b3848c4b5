"""Clocks, lengths and counts in words, and texts that are safe to show: one function a form.

A clock says when something is, a length how long it takes. All take whole milliseconds, none
below zero. What the coach says aloud is in `phrases`.
"""

from __future__ import annotations

import re

from voiceguide.units import MINUTE_MS

SECOND_MS = 1000
TENTH_MS = 100

UNSEEN = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
"""Controls from DEL on, marks of direction, halves of pairs; for a set of a regular expression."""
_NOT_SHOWN = re.compile(f"[\x00-\x1f{UNSEEN}\ufff9-\ufffb\ufffe\uffff]+")


def clean(text: str) -> str:
    """The text on one line, without control and bidirectional characters."""
    return " ".join(_NOT_SHOWN.sub(" ", text).split())


def shortened(text: str) -> str:
    """A text as a message shows it: on one line, and not too long."""
    shown = clean(text[:400])
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def quoted(name: str) -> str:
    """A name that somebody wrote, as a message shows it."""
    return f"'{shortened(name)}'"


def nearest(value: int, step: int) -> int:
    """The multiple of `step` that is nearest to a value; from the middle upwards."""
    return (value + step // 2) // step * step


# When something is


def clock(at_ms: int) -> str:
    """A time in full seconds: ``3:12``, ``1:02:03``."""
    minutes, seconds = divmod(at_ms // SECOND_MS, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def exact_clock(at_ms: int) -> str:
    """A time to the nearest tenth of a second: ``0:24.6``, ``1:02:03.4``."""
    at_ms = nearest(at_ms, TENTH_MS)
    return f"{clock(at_ms)}.{at_ms % SECOND_MS // TENTH_MS}"


def stamp(at_ms: int, mark: str = ".") -> str:
    """``01:02:03.004``, with `mark` before the milliseconds; at least two digits of hours."""
    minutes, ms = divmod(at_ms, MINUTE_MS)
    seconds, ms = divmod(ms, SECOND_MS)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{mark}{ms:03}"


def minute_stamp(at_ms: int, mark: str = ".", parts: int = 100) -> str:
    """``03:12.40`` with `parts` of a second, to the nearest; minutes may pass 60 and 99."""
    minutes, part = divmod(nearest(at_ms * parts, SECOND_MS) // SECOND_MS, 60 * parts)
    return f"{minutes:02}:{part // parts:02}{mark}{part % parts:02}"


# How long something takes


def seconds(length_ms: int) -> str:
    """Exactly, in seconds alone: ``90 s``, ``2.5 s``, ``0.004 s``."""
    whole, ms = divmod(length_ms, SECOND_MS)
    return f"{whole}.{ms:03}".rstrip("0").rstrip(".") + " s"


def exact_length(length_ms: int) -> str:
    """Exactly, as a routine writes it: ``20 s``, ``2 min``, ``1 min 30 s``, ``1.5 s``."""
    minutes, rest = divmod(length_ms, MINUTE_MS)
    parts = [f"{minutes} min"] if minutes else []
    return " ".join((*parts, seconds(rest)) if rest or not minutes else parts)


def whole_seconds(length_ms: int) -> str:
    """To the nearest second: ``20 s``, ``1 min 23 s``."""
    return exact_length(nearest(length_ms, SECOND_MS))


def duration(length_ms: int) -> str:
    """To the nearest tenth of a second, in minutes from two on: ``2.5 s``, ``90 s``, ``2 min``."""
    length_ms = nearest(length_ms, TENTH_MS)
    return seconds(length_ms) if length_ms < 2 * MINUTE_MS else exact_length(length_ms)


def rough_length(length_ms: int) -> str:
    """In one unit, at most a half of it off: ``12 s``, ``5 min``, ``2 h``."""
    whole = nearest(length_ms, SECOND_MS) // SECOND_MS
    if whole < 120:
        return f"{whole} s"
    return f"{round(whole / 60)} min" if whole < 7200 else f"{round(whole / 3600)} h"


def hours_and_minutes(length_ms: int) -> str:
    """In full minutes, however long: ``3 h 20 min``; from 1,000 hours on without the minutes."""
    hours, minutes = divmod(length_ms // MINUTE_MS, 60)
    return f"{hours:,} h {minutes} min" if hours < 1000 else f"{hours:,} h"


# How many


def file_size(size: int) -> str:
    """Bytes as people say them: ``900 bytes``, ``5 kB``, ``64 MB``, ``1.2 GB``."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            amount = size / unit
            return f"{amount:.1f} {name}" if unit == 10**9 else f"{round(amount)} {name}"
    return f"{size} bytes"


def count_of(number: int, noun: str) -> str:
    """``1 round``, ``2 rounds``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def dose(*, rounds: int = 1, sets: int = 1, reps: int = 1) -> list[str]:
    """How often an exercise is done, its parts in order: ``2 rounds``, ``3 sets``, ``8 times``.

    What is done once is left out.
    """
    counted = ((rounds, "round"), (sets, "set"), (reps, "time"))
    return [count_of(number, noun) for number, noun in counted if number > 1]


def training(
    *, tempo: str | None, load: str | None, effort: int | None, eyes: str | None
) -> list[str]:
    """What an exercise is done with, its parts in order: ``8 kg``, ``effort 7 of 10``."""
    parts = [f"tempo {tempo}"] if tempo else []
    parts += [clean(load)] if load else []
    parts += [f"effort {effort} of 10"] if effort else []
    return [*parts, f"eyes {eyes}"] if eyes else parts
