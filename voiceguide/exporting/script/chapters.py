"""The parts of a session that a person may want to jump to: one for each exercise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from voiceguide.structs import replace
from voiceguide.text import clean
from voiceguide.timeline import Segment, SegmentKind, Stretch, Timeline
from voiceguide.units import Ms

_WORK: frozenset[SegmentKind] = frozenset(("move", "hold", "breathe"))
_WORTH_A_CHAPTER_MS = 20_000
"""What holds no exercise, and is shorter, belongs to the chapter before it."""

_LONG_SIDE_MS = 60_000
"""Where each side of an exercise takes as long as this, each has a chapter of its own."""


class Chapter(Struct, frozen=True):
    """A part of the session; all lie end to end from 0 to its end. `title` is safe to print."""

    start_ms: Ms
    end_ms: Ms
    title: str
    item: int | None = None
    """The place in the routine, from 1; None for opening, closing and what is to be left out."""

    @property
    def length_ms(self) -> Ms:
        return Ms(self.end_ms - self.start_ms)


def chapters(timeline: Timeline, at_most: int | None = None) -> tuple[Chapter, ...]:
    """Opening, each exercise and longer rest, closing; none for a session of nothing.

    Where a file holds only so many, the shortest neighbours are joined (`at_most`, from 1).
    """
    found = _all_chapters(timeline)
    return tuple(found if at_most is None else _joined(found, at_most))


def _joined(found: list[Chapter], at_most: int) -> list[Chapter]:
    """Join the two neighbours that are the shortest together, until there are few enough."""
    runs = [(chapter, chapter) for chapter in found]
    lengths = [second.end_ms - first.start_ms for first, second in pairwise(found)]
    while len(runs) > at_most:
        shortest = lengths.index(min(lengths))
        runs[shortest : shortest + 2] = [(runs[shortest][0], runs[shortest + 1][1])]
        del lengths[shortest]
        for place in (shortest - 1, shortest):
            if 0 <= place < len(lengths):
                lengths[place] = runs[place + 1][1].end_ms - runs[place][0].start_ms
    return [_run(first, last) for first, last in runs]


def _run(first: Chapter, last: Chapter) -> Chapter:
    """What a run of chapters is called: by its first and its last."""
    title = first.title if first.title == last.title else f"{first.title} – {last.title}"
    return replace(first, end_ms=last.end_ms, title=title)


def _all_chapters(timeline: Timeline) -> list[Chapter]:
    found: list[Chapter] = []
    # In a script that is only spoken, each heading is what an exercise is elsewhere.
    only_words = not any(segment.kind in _WORK for segment in timeline.segments)
    for visit in timeline.visits():
        for chapter, works in _parts(visit):
            if found and not works and not only_words and chapter.length_ms < _WORTH_A_CHAPTER_MS:
                found[-1] = replace(found[-1], end_ms=chapter.end_ms)
            else:
                found.append(chapter)
    return found


def _parts(visit: Stretch) -> Iterator[tuple[Chapter, bool]]:
    """A visit as one chapter, or as one for each side; with whether there is work in it."""
    kind = visit.first.kind
    if kind in ("opening", "closing"):
        yield Chapter(visit.start_ms, visit.end_ms, kind.capitalize()), True
        return
    works = any(segment.kind in _WORK for segment in visit.segments)
    runs = _by_side(visit)
    if len(runs) != 2 or min(run.length_ms for run in runs) < _LONG_SIDE_MS:
        runs = [visit]
    for run in runs:
        side = run.sides[0] if run.sides and len(runs) > 1 else None
        yield Chapter(run.start_ms, run.end_ms, _title(run, side), run.first.number), works


def _by_side(visit: Stretch) -> list[Stretch]:
    """Runs of one side; what has no side belongs to the run before it, or to the first."""
    runs: list[list[Segment]] = [[]]
    side = None
    for segment in visit.segments:
        if segment.side and side and segment.side != side:
            runs.append([])
        side = segment.side or side
        runs[-1].append(segment)
    return [Stretch(tuple(run)) for run in runs]


def _title(run: Stretch, side: str | None) -> str:
    """Its name, the round where it is of one of several, and the side."""
    name = clean(run.first.label) or run.first.kind.capitalize()
    rounds = {each.rounds for each in run.segments}
    one = rounds.pop() if len(rounds) == 1 else ()
    said = (f"round {each.round} of {each.of}" for each in one if each.of > 1)
    return ", ".join((name, *said, *([side] if side else ())))
