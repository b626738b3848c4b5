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


def plan_lines(text: str, file: str) -> Iterator[Problem]:
    """A warning where lines look like a training plan, whose lengths nobody does."""
    found = [
        (number, row.strip())
        for number, row in enumerate(text.splitlines(), 1)
        if _is_plan(without_bullet(row.strip()))
    ]
    if found:
        number, row = found[0]
        more = len(found) - 1
        what = f"'{clean(row[:60])}' looks like a training plan, and is only read aloud"
        if more:
            many = count_of(more, "more line")
            what = (
                f"'{clean(row[:60])}' and {many} look like a training plan, and are only read aloud"
            )
        hint = "write it as a routine, with steps and their times: docs/routine-format.md"
        yield Problem(Place(file, number, 1), what, hint, "warning")


def _is_plan(row: str) -> bool:
    if len(row) > _LONGEST:
        return False
    if _TITLE.fullmatch(row) or _INTENSITY.fullmatch(row):
        return True
    return _REPEATED.search(row) is not None and not _SENTENCE_END.search(row)
