"""A timeline as a small picture of plain characters, one row for each item."""

from __future__ import annotations

from msgspec import Struct

from voiceguide.app.moment_view import WORDS
from voiceguide.text import clean, clock, dose, duration
from voiceguide.timeline import SegmentKind, Stretch, Timeline

MARKS: dict[SegmentKind, str] = {
    "hold": "#",
    "move": "+",
    "breathe": "+",
    "rest": ".",
    "fill": ".",
    "change": ".",
}
WORDS_ONLY = "-"
NARROWEST_BAR = 12
INDENT = 12
LEGEND = "- words and waits  + moving  # holding  . resting"


class PictureRow(Struct, frozen=True):
    """An item of a session, or what lies before the first and after the last."""

    stretch: Stretch
    label: str
    dose: str
    """Empty for what is no item."""


def rows_of(timeline: Timeline) -> list[PictureRow]:
    """The opening, every item and the closing, in the order of their beginnings."""
    return [_row(each) for each in timeline.items()]


def picture(timeline: Timeline, width: int) -> list[str]:
    """Lines of at most `width` columns: number, beginning, name, dose, and when it is.

    Where that is too narrow, dose and time stand on a line of their own, or the time is left out.
    """
    rows = rows_of(timeline)
    heads = [
        f"{row.stretch.first.number or '':>3}  {clock(row.stretch.start_ms):>5}  {row.label}"
        for row in rows
    ]
    named = max(len(head) for head in heads)
    dosed = max(len(row.dose) for row in rows)
    beside = width - named - dosed - 6
    if beside >= NARROWEST_BAR:
        return [
            f"{head:<{named}}  {row.dose:<{dosed}}  |{_bar(row, timeline.length_ms, beside)}|"
            for head, row in zip(heads, rows, strict=True)
        ] + ["", LEGEND[:width]]
    lines = []
    below = width - INDENT - dosed - 4
    for head, row in zip(heads, rows, strict=True):
        lines.append(head[:width])
        if below >= NARROWEST_BAR:
            bar = _bar(row, timeline.length_ms, below)
            lines.append(f"{'':{INDENT}}{row.dose:<{dosed}}  |{bar}|")
        elif row.dose:
            lines.append(f"{'':{INDENT}}{row.dose}"[:width])
    return [*lines, "", LEGEND[:width]] if below >= NARROWEST_BAR else lines


def _bar(row: PictureRow, length_ms: int, width: int) -> str:
    """One character for each stretch of the session, chosen by what fills most of it."""
    marks = []
    for column in range(width):
        start, end = length_ms * column // width, length_ms * (column + 1) // width
        best, most = " ", 0
        for segment in row.stretch.segments:
            shared = min(end, segment.end_ms) - max(start, segment.start_ms)
            if shared > most:
                best, most = MARKS.get(segment.kind, WORDS_ONLY), shared
        marks.append(best)
    if not any(mark.strip() for mark in marks):
        marks[min(width - 1, row.stretch.start_ms * width // max(1, length_ms))] = WORDS_ONLY
    return "".join(marks)


def _row(stretch: Stretch) -> PictureRow:
    first = stretch.first
    named = first.item is not None or first.kind not in ("opening", "closing")
    return PictureRow(
        stretch,
        label=(clean(first.label) if named else "") or WORDS[first.kind],
        dose=_dose(stretch) if first.item is not None else "",
    )


def _dose(item: Stretch) -> str:
    """What is really done, such as "2 x hold 20 s, each side"."""
    first, sides = item.first, item.sides
    holds = {each.length_ms for each in item.segments if each.kind == "hold"}
    rounds = first.rounds[-1].of if first.rounds else 1
    reps = first.reps or 0
    parts = dose(rounds=rounds, sets=first.sets or 1, reps=reps)
    if len(holds) == 1:
        # Anything may be a step: to march for two minutes is no hold.
        parts.append(f"{'hold ' if first.exercise else ''}{duration(holds.pop())}")
    if not reps:
        rests = [each.length_ms for each in item.segments if each.kind in ("rest", "fill")]
        each_round = len(set(rests)) == 1
        parts += [duration(rests[0] if each_round else sum(rests))] if rests else []
    if len(sides) == 2:
        parts.append("each side")
    return ", ".join([*parts, *(f"{side} only" for side in sides if len(sides) == 1)])
