"""The script of a session for people: what the text formats share.

A sheet is the timeline in reading order: a section for each exercise, and in it a row for
each line, tone, hold, movement and quiet time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from voiceguide.text import clean, duration, exact_clock
from voiceguide.timeline import Cue, Segment, SegmentKind, Timeline, VoiceCue
from voiceguide.units import Ms

RowKind = Literal["say", "tone", "hold", ".."]

_ALONE_MS = 1000
"""A silence this long is worth a row; the air between two lines is not."""

_TIMED: dict[SegmentKind, str] = {
    "move": "move",
    "hold": "",
    "breathe": "breathe",
    "change": "change",
    "rest": "rest",
    "fill": "rest (fills the length)",
}
"""Stretches that have a row of their own, and its word; a hold says so in its kind."""


class Row(Struct, frozen=True):
    """One thing that happens; `what` is safe to print anywhere."""

    at_ms: Ms
    kind: RowKind
    what: str


class Section(Struct, frozen=True):
    """An exercise, or what lies between two."""

    title: str
    rows: tuple[Row, ...]


class Sheet(Struct, frozen=True):
    """A session in reading order; all texts are safe to print."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def sheet(timeline: Timeline) -> Sheet:
    """The sheet of a timeline; the same for the same timeline."""
    return Sheet(
        title=clean(timeline.name),
        facts=_facts(timeline),
        sections=tuple(_sections(timeline)),
        notes=tuple(clean(f"{note.change}: {note.words} ({note.why})") for note in timeline.notes),
    )


def length_told(timeline: Timeline, length: str) -> str:
    """A session's length as it is written, and the one asked for where it is not as long.

    So much may be over that the words which are heard today need, as where tones are explained.
    """
    asked = next((note.before for note in timeline.notes if note.change == "length"), None)
    return length if asked is None else clean(f"{length}, where {asked} was asked for")


def _facts(timeline: Timeline) -> tuple[str, ...]:
    voice, options = timeline.voice, timeline.options
    lengths = "lengths measured" if voice.measured else "lengths estimated"
    speaker = voice.engine if voice.name in ("", voice.engine) else f"{voice.engine} {voice.name}"
    settings = [
        f"level {options.level}",
        f"detail {options.detail}",
        f"pace {options.pace}",
        f"countdown {options.countdown}",
        f"encouragement {options.encourage}",
        f"cues {options.cues}",
    ]
    if options.tones:
        settings.append(f"tones {options.tones}")
    if options.conditions:
        settings.append(f"conditions {', '.join(options.conditions)}")
    settings.append(f"seed {options.seed}")
    return (
        f"Length: {length_told(timeline, exact_clock(timeline.length_ms))}",
        clean(f"Voice: {speaker}, {voice.words_a_minute} words a minute, {lengths}"),
        clean(f"Settings: {', '.join(settings)}"),
    )


def _sections(timeline: Timeline) -> Iterator[Section]:
    """One for each step of the timeline."""
    rows = sorted(_rows(timeline), key=lambda placed: placed[0])
    row = 0
    for step in timeline.steps():
        first, last = row, step.end_ms == timeline.length_ms
        while row < len(rows) and (rows[row][1].at_ms < step.end_ms or last):
            row += 1
        yield Section(_title(step.first), tuple(each for _, each in rows[first:row]))


def _title(segment: Segment) -> str:
    label = clean(segment.label)
    kind = segment.kind.capitalize()
    if segment.number is not None:
        name = f"{segment.number}. {label}"
    elif segment.item is not None:
        name = label
    elif segment.kind in ("opening", "closing") or not label or label == kind:
        name = kind
    else:
        name = f"{kind}: {label}"
    several = (each for each in segment.rounds if each.of > 1)
    rounds = (f"{clean(each.group)} round {each.round} of {each.of}" for each in several)
    return ", ".join((name, *rounds))


_Order = tuple[int, int]
"""Time, and rank within it: what ends with a tone ends before the next thing begins."""


def _rows(timeline: Timeline) -> Iterator[tuple[_Order, Row]]:
    for cue in timeline.cues:
        yield (cue.at_ms, 0 if cue.role == "done" else 2), _cue_row(cue)
    for segment in timeline.segments:
        if segment.kind in _TIMED:
            yield (segment.start_ms, 1), _segment_row(segment)
    for start_ms, end_ms in _quiet(timeline):
        yield (start_ms, 1), Row(start_ms, "..", f"quiet {duration(end_ms - start_ms)}")


def _cue_row(cue: Cue) -> Row:
    if isinstance(cue, VoiceCue):
        return Row(cue.at_ms, "say", clean(cue.text))
    return Row(cue.at_ms, "tone", clean(cue.sound))


def _segment_row(segment: Segment) -> Row:
    """A stretch, with its side, and its set and repetition where there are several."""
    details: list[str] = [segment.side] if segment.side else []
    if segment.set and (segment.sets or 1) > 1:
        details.append(f"set {segment.set}")
    if segment.rep and (segment.reps or 1) > 1:
        details.append(f"repetition {segment.rep}")
    what = f"{_TIMED[segment.kind]} {duration(segment.length_ms)}".strip()
    if details:
        what += f" ({', '.join(details)})"
    return Row(segment.start_ms, "hold" if segment.kind == "hold" else "..", what)


def _quiet(timeline: Timeline) -> Iterator[tuple[Ms, Ms]]:
    """Silences between cues, as far as no stretch with a row of its own covers them."""
    covered = [(cue.at_ms, cue.end_ms) for cue in timeline.cues]
    covered += [(each.start_ms, each.end_ms) for each in timeline.segments if each.kind in _TIMED]
    covered.sort()
    edges = [(Ms(0), Ms(0)), *covered, (timeline.length_ms, timeline.length_ms)]
    reached = Ms(0)
    for (_, end_ms), (start_ms, _) in pairwise(edges):
        reached = max(reached, end_ms)
        if start_ms - reached >= _ALONE_MS:
            yield reached, start_ms
