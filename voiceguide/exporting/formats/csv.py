"""CSV (RFC 4180, but with LF): a row for each stretch, line and tone, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from voiceguide.text import clean, stamp
from voiceguide.timeline import Cue, Segment, Timeline, VoiceCue

COLUMNS = (
    *("start", "end", "start_s", "end_s", "what", "kind", "text"),
    *("item", "exercise", "side", "set", "rep", "rounds"),
)

_FORMULA = ("=", "+", "-", "@")


def text(timeline: Timeline) -> str:
    """A head and the rows in order of time; a stretch comes before what is heard in it.

    `what` is ``segment``, ``voice`` or ``tone``; `kind` the segment's kind or the cue's role.
    """
    rows = [(each.start_ms, 0, _segment(each)) for each in timeline.segments]
    rows += [(each.at_ms, 1, _cue(each, timeline)) for each in timeline.cues]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for _, _, row in sorted(rows, key=lambda placed: placed[:2]):
        writer.writerow([_guarded(cell) for cell in row])
    return file.getvalue()


def _segment(segment: Segment) -> list[str]:
    head = ["segment", segment.kind, clean(segment.label)]
    return [*_times(segment.start_ms, segment.end_ms), *head, *_place(segment)]


def _cue(cue: Cue, timeline: Timeline) -> list[str]:
    what, words = ("voice", cue.text) if isinstance(cue, VoiceCue) else ("tone", cue.sound)
    place = _place(timeline.segment_at(cue.at_ms))
    return [*_times(cue.at_ms, cue.end_ms), what, cue.role, clean(words), *place]


def _times(start_ms: int, end_ms: int) -> Iterator[str]:
    yield from (stamp(start_ms), stamp(end_ms))
    yield from (f"{start_ms / 1000:.3f}", f"{end_ms / 1000:.3f}")


def _place(segment: Segment) -> Iterator[str]:
    for value in (segment.item, segment.exercise, segment.side, segment.set, segment.rep):
        yield "" if value is None else clean(str(value))
    yield "; ".join(f"{clean(each.group)} {each.round}/{each.of}" for each in segment.rounds)


def _guarded(cell: str) -> str:
    """What would be taken for a formula gets an apostrophe before it, which makes it text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
