"""Lines of training plans in a script, whose repetitions and lengths nobody would do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voiceguide.errors import Place, Problem
from voiceguide.importing.spoken_lines import without_bullet
from voiceguide.text import clean, count_of

_TIMES = r"\d{1,3} ?(?:[x×*]|sets? ?(?:of|x|×))"
_TITLE = re.compile(rf"{_TIMES}(?:(?: ?\d| [^\W\d_]).{{0,80}})?", re.IGNORECASE)
_REPEATED = re.compile(rf"(?<![\w.]){_TIMES} ?\d", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?!\d)")
_LONGEST = 140
"""Characters of a line of a plan."""
_INTENSITY = re.compile(
    r"\d{1,4}(?:[.:]\d{1,2})? ?(?:s|secs?|m|mins?|h|km|'|\"| m)?,? +@? ?"
    r"\d{1,4}(?:-\d{1,4})? ?(?:%|w\b|rpm\b|bpm\b).{0,80}",
    re.IGNORECASE,
)
"""``3x``, ``3x10 squats``; ``Squats 3 x 10``; ``3m 105%``: no words of a sentence."""
_BY_THE_CLOCK = re.compile(r"(?:\d{1,3} ?min(?:utes)? )?(?:EMOM|E\dMOM|AMRAP)\b[^.!?]{0,80}")
"""``EMOM 10 min``: rounds that begin by the clock."""


def plan_lines(text: str, file: str) -> Iterator[Problem]:
    """An error where lines look like a training plan: read aloud, nobody could do it."""
    found = [
        (number, row.strip())
        for number, row in enumerate(text.splitlines(), 1)
        if _is_plan(without_bullet(row.strip()))
    ]
    if found:
        number, row = found[0]
        others = count_of(len(found) - 1, "more line")
        lines = f"and {others} are" if len(found) > 1 else "is"
        yield Problem(
            Place(file, number, 1),
            f"'{clean(row[:60])}' {lines} of a training plan, whose times nobody could hear",
            "write it as a routine, such as  - {step: Squats, sets: 3, reps: 10, takes: 3 s}  or a "
            "group with rounds, 'every' (EMOM) or 'amrap' (docs/routine-format.md), or as a "
            "sentence",
        )


def _is_plan(row: str) -> bool:
    if len(row) > _LONGEST:
        return False
    if any(each.fullmatch(row) for each in (_TITLE, _INTENSITY, _BY_THE_CLOCK)):
        return True
    return _REPEATED.search(row) is not None and not _SENTENCE_END.search(row)
