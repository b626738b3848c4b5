"""The timeline: what is heard, shown and written, on one axis of whole milliseconds.

All ranges are half-open: ``start_ms <= t < end_ms``. The JSON form and the meaning of
every kind and role are in docs/timeline.md; `voiceguide.exporting.formats.json` writes it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from voiceguide.planning.notes import Note as Note
from voiceguide.planning.notes import Round as Round
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.routine.model import Purpose, Verdict
    from voiceguide.routine.training_kinds import Eyes, Intensity

SegmentKind = Literal[
    "opening", "announce", "setup", "move", "hold", "breathe", "change",
    "rest", "fill", "note", "advice", "check", "closing",
]  # fmt: skip
Role = Literal[
    "opening", "safety", "equipment", "announce", "position", "instruction", "count", "side",
    "breath", "form", "feel", "halfway", "countdown", "start", "done", "encourage", "rest",
    "advice", "closing", "lead-in", "rise", "fall", "in", "out", "note", "number", "easier",
    "check", "end",
]  # fmt: skip
Side = Literal["left", "right"]

LEAD_IN_MS = 1200
"""The lead-in sound, and quiet before the first voice."""


class VoiceCue(Struct, frozen=True):
    """A spoken line; `length_ms` is what will be heard of the trimmed clip."""

    at_ms: Ms
    length_ms: Ms
    text: str
    role: Role

    @property
    def end_ms(self) -> Ms:
        return Ms(self.at_ms + self.length_ms)

    def later(self, by_ms: int) -> VoiceCue:
        """The same cue at another time."""
        return VoiceCue(Ms(self.at_ms + by_ms), self.length_ms, self.text, self.role)


class Tone(Struct, frozen=True):
    """A tone; `sound` names a file of the sounds folder without its suffix."""

    at_ms: Ms
    length_ms: Ms
    sound: str
    role: Role

    @property
    def end_ms(self) -> Ms:
        return Ms(self.at_ms + self.length_ms)

    def later(self, by_ms: int) -> Tone:
        """The same cue at another time."""
        return Tone(Ms(self.at_ms + by_ms), self.length_ms, self.sound, self.role)


Cue = VoiceCue | Tone


class Segment(Struct, frozen=True):
    """A stretch of one kind; `item`, `set`, `rep`, `phase` count from 1, None outside of one."""

    start_ms: Ms
    end_ms: Ms
    kind: SegmentKind
    label: str
    exercise: str | None = None
    item: int | None = None
    side: Side | None = None
    set: int | None = None
    rep: int | None = None
    rounds: tuple[Round, ...] = ()
    verdict: Verdict | None = None
    """Of an advice: whether to do it or to avoid it."""
    phase: int | None = None
    """Which part of the repetition this is."""
    sets: int | None = None
    """How many of them the item has; so do `reps`, of each set."""
    reps: int | None = None
    version: str | None = None
    """The id of the easier or harder way that is done."""
    purpose: Purpose | None = None
    held: bool | None = None
    """Whether a position is held in the item's repetitions."""
    until: Literal["ready"] | None = None
    """"ready" where the person ends it; its length is what it takes about."""
    counted_rounds: int | None = None
    """How many rounds the person counts by saying "ready"; 0 for as many as they can."""
    tempo: str | None = None
    """Seconds of the parts of a repetition: lower, hold, lift, and pause where there is one."""
    load: str | None = None
    """What is lifted or pulled in this set."""
    effort: int | None = None
    """How hard it should feel, from 1 to 10."""
    intensity: Intensity | None = None
    eyes: Eyes | None = None
    """"open" where a person must see; they may be shut everywhere else."""

    @property
    def length_ms(self) -> Ms:
        return Ms(self.end_ms - self.start_ms)

    @property
    def is_own_pace(self) -> bool:
        """Whether the person says when it, or a round of it, is done."""
        return self.until == "ready" or self.counted_rounds is not None

    @property
    def number(self) -> int | None:
        """The item's number to show; none for what is to be left out, which nobody shall do."""
        return None if self.verdict == "avoid" else self.item

    def belongs_with(self, other: Segment) -> bool:
        """Whether the two are alike in all but their times."""
        return bool(_BELONGING(self) == _BELONGING(other))

    def later(self, by_ms: int, *, longer_ms: int = 0) -> Segment:
        """The same segment at another time."""
        start_ms, end_ms = Ms(self.start_ms + by_ms), Ms(self.end_ms + by_ms + longer_ms)
        return self.changed(start_ms=start_ms, end_ms=end_ms)

    def changed(self, **changes: Any) -> Segment:
        """The same segment but for some fields."""
        return replace(self, **changes)


_BELONGING = attrgetter(*({*Segment.__struct_fields__} - {"start_ms", "end_ms"}))


class Stretch(Struct, frozen=True):
    """Segments that belong together, at least one, in order; others may lie between them."""

    segments: tuple[Segment, ...]

    @property
    def first(self) -> Segment:
        return self.segments[0]

    @property
    def start_ms(self) -> Ms:
        return self.first.start_ms

    @property
    def end_ms(self) -> Ms:
        return self.segments[-1].end_ms

    @property
    def length_ms(self) -> Ms:
        """Of its own segments alone."""
        return Ms(sum(segment.length_ms for segment in self.segments))

    @property
    def sides(self) -> tuple[Side, ...]:
        """Each once, in order."""
        return tuple(dict.fromkeys(each.side for each in self.segments if each.side))


def _runs(keyed: Iterable[tuple[object, Segment]]) -> tuple[Stretch, ...]:
    """Neighbours of one key."""
    runs = groupby(keyed, key=lambda pair: pair[0])
    return tuple(Stretch(tuple(segment for _, segment in run)) for _, run in runs)


class VoiceInfo(Struct, frozen=True):
    """Which voice the lengths belong to; `measured` says whether all of them are."""

    engine: str
    name: str
    words_a_minute: int
    measured: bool


class Timeline(Struct, frozen=True):
    """A whole session.

    Raises ValueError at birth unless segments lie end to end from 0 to `length_ms`, cues
    are in order and inside the session, no two voices overlap, and no voice overlaps a
    countdown tone.
    """

    routine: str
    name: str
    length_ms: Ms
    voice: VoiceInfo
    options: SessionOptions
    """Those of its options that may be written down."""
    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]
    notes: tuple[Note, ...] = ()
    language: str = "en"
    """Of the lines, as the routine gives it."""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Pages that exercises were made from, or that nobody has reviewed them, by their ids."""

    def __post_init__(self) -> None:
        edge = 0
        for segment in self.segments:
            if segment.start_ms != edge or segment.end_ms <= segment.start_ms:
                raise ValueError(f"a gap, an overlap or nothing at {edge} ms: {segment}")
            edge = segment.end_ms
        if edge != self.length_ms:
            raise ValueError(f"segments end at {edge} ms, the session at {self.length_ms} ms")
        before = 0
        quiet_from = 0
        pips_end = 0
        for cue in self.cues:
            if cue.at_ms < before or cue.end_ms > self.length_ms:
                raise ValueError(f"out of order or outside the session: {cue}")
            before = cue.at_ms
            if isinstance(cue, VoiceCue):
                if cue.at_ms < quiet_from:
                    raise ValueError(f"talks over the line before it: {cue}")
                if cue.at_ms < pips_end:
                    raise ValueError(f"talks over a countdown: {cue}")
                quiet_from = cue.end_ms
            elif cue.role == "countdown":
                if cue.at_ms < quiet_from:
                    raise ValueError(f"a countdown under a voice: {cue}")
                pips_end = cue.end_ms

    @property
    def voices(self) -> tuple[VoiceCue, ...]:
        return tuple(cue for cue in self.cues if isinstance(cue, VoiceCue))

    @property
    def tones(self) -> tuple[Tone, ...]:
        return tuple(cue for cue in self.cues if isinstance(cue, Tone))

    def between(self, start_ms: int, stop_ms: int) -> tuple[Cue, ...]:
        """Cues with ``start_ms <= at_ms < stop_ms``: neighbouring windows never share one."""
        first = bisect_left(self.cues, start_ms, key=lambda cue: cue.at_ms)
        last = bisect_left(self.cues, stop_ms, key=lambda cue: cue.at_ms)
        return self.cues[first:last]

    def items(self) -> tuple[Stretch, ...]:
        """Every item with all its rounds, by its first time; what belongs to none, by its kind."""
        found: dict[object, list[Segment]] = {}
        for segment in self.segments:
            found.setdefault(segment.item or segment.kind, []).append(segment)
        return tuple(Stretch(tuple(segments)) for segments in found.values())

    def visits(self) -> tuple[Stretch, ...]:
        """As `items`, in order of time: an item again for every time that it is come back to.

        The rest between two rounds of one item is a part of it.
        """
        keys: list[object] = [segment.item or segment.kind for segment in self.segments]
        for index in range(1, len(keys) - 1):
            before, after = keys[index - 1], keys[index + 1]
            if self.segments[index].item is None and before == after and isinstance(before, int):
                keys[index] = before
        return _runs(zip(keys, self.segments, strict=True))

    def steps(self) -> tuple[Stretch, ...]:
        """Each item in each of its rounds, and between items what is of one kind, end to end."""
        return _runs(((each.item or each.kind, each.rounds), each) for each in self.segments)

    def passes(self) -> tuple[Stretch, ...]:
        """Each time through the parts of a repetition, and what lies around them, end to end."""
        return _runs(
            ((each.item, each.set, each.rep, each.side, each.rounds), each)
            for each in self.segments
        )

    def segment_at(self, at_ms: int) -> Segment:
        """The segment that holds a time; the last one for the session's very end and beyond."""
        after = bisect_right(self.segments, at_ms, key=lambda segment: segment.start_ms)
        return self.segments[max(0, after - 1)]
