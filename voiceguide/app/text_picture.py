"""A timeline as a small picture of plain characters, one row for each item."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.app.moment_view import WORDS
from voiceguide.text import clean, clock, dose, duration
from voiceguide.timeline import Segment, SegmentKind, Timeline
from voiceguide.units import Ms

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


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a session, or what lies before the first and after the last."""

    item: int | None
    label: str
    start_ms: Ms
    end_ms: Ms
    dose: str
    segments: tuple[Segment, ...]

    @property
    def number(self) -> int | None:
        """The item's number to show."""
        return self.segments[0].number

    @property
    def length_ms(self) -> Ms:
        return Ms(self.end_ms - self.start_ms)


def rows_of(timeline: Timeline) -> list[Row]:
    """The opening, every item and the closing, in the order of their beginnings."""
    together: dict[tuple[int | None, str], list[Segment]] = {}
    for segment in timeline.segments:
        key = (segment.item, "" if segment.item is not None else segment.kind)
        together.setdefault(key, []).append(segment)
    return [_row(segments) for segments in together.values()]


def picture(timeline: Timeline, width: int) -> list[str]:
    """Lines of at most `width` columns: number, beginning, name, dose, and when it is.

    Where that is too narrow, dose and time stand on a line of their own, or the time is left out.
    """
    rows = rows_of(timeline)
    heads = [f"{row.number or '':>3}  {clock(row.start_ms):>5}  {row.label}" for row in rows]
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


def _bar(row: Row, length_ms: int, width: int) -> str:
    """One character for each stretch of the session, chosen by what fills most of it."""
    marks = []
    for column in range(width):
        start, end = length_ms * column // width, length_ms * (column + 1) // width
        best, most = " ", 0
        for segment in row.segments:
            shared = min(end, segment.end_ms) - max(start, segment.start_ms)
            if shared > most:
                best, most = MARKS.get(segment.kind, WORDS_ONLY), shared
        marks.append(best)
    if not any(mark.strip() for mark in marks):
        marks[min(width - 1, row.start_ms * width // max(1, length_ms))] = WORDS_ONLY
    return "".join(marks)


def _row(segments: list[Segment]) -> Row:
    first, last = segments[0], segments[-1]
    named = first.item is not None or first.kind not in ("opening", "closing")
    return Row(
        item=first.item,
        label=(clean(first.label) if named else "") or WORDS[first.kind],
        start_ms=first.start_ms,
        end_ms=last.end_ms,
        dose=_dose(segments) if first.item is not None else "",
        segments=tuple(segments),
    )


def _dose(segments: list[Segment]) -> str:
    """What is really done, such as "2 x hold 20 s, each side"."""
    holds = {each.length_ms for each in segments if each.kind == "hold"}
    rounds = max((each.rounds[-1].of for each in segments if each.rounds), default=0)
    sets = max((each.set or 0 for each in segments), default=0)
    reps = max((each.rep or 0 for each in segments), default=0)
    sides = {each.side for each in segments if each.side}
    parts = dose(rounds=rounds, sets=sets, reps=reps)
    if len(holds) == 1:
        parts.append(f"hold {duration(holds.pop())}")
    if not reps:
        rests = [each.length_ms for each in segments if each.kind in ("rest", "fill")]
        each_round = len(set(rests)) == 1
        parts += [duration(rests[0] if each_round else sum(rests))] if rests else []
    if len(sides) == 2:
        parts.append("each side")
    return ", ".join([*parts, *(f"{side} only" for side in sides if len(sides) == 1)])
