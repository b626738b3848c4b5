"""Going on with a session that was cut off: from the beginning of what was being done."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from voiceguide.timeline import LEAD_IN_MS, Segment, Timeline, Voice
from voiceguide.units import Ms

SETTLE_MS = 6000
"""Quiet after the recap, to get back into position."""


def resume_point(timeline: Timeline, place_ms: int) -> Segment:
    """The first segment of the pass that a place lies in: the same item, set, rep and side.

    The whole session where it was in its opening.
    """
    here = timeline.segment_at(place_ms)
    if here.item is None and here.kind == "opening":
        return timeline.segments[0]
    first = here
    for segment in reversed(timeline.segments[: timeline.segments.index(here)]):
        if _pass(segment) != _pass(here):
            break
        first = segment
    return first


def recap(segment: Segment) -> str:
    """What is said before it goes on."""
    words = [segment.label] if segment.item is not None and segment.label else []
    if segment.side is not None:
        words.append(f"{segment.side} side")
    if segment.set is not None and segment.set > 1:
        words.append(f"set {segment.set}")
    return f"Going on with {', '.join(words)}." if words else "Going on."


class Lengths(Protocol):
    """How long each line is as it will be heard."""

    def __getitem__(self, text: str, /) -> Ms: ...


def resumed(timeline: Timeline, place_ms: int, lengths: Lengths) -> Timeline:
    """The rest of a session after a recap; all of it where nothing was done yet.

    Its places lie earlier than in the whole session by as much as it is shorter.
    """
    first = resume_point(timeline, place_ms)
    if first.start_ms == 0:
        return timeline
    text = recap(first)
    said = Voice(Ms(LEAD_IN_MS), lengths[text], text, "opening")
    head = Ms(said.end_ms + SETTLE_MS)
    back = Ms(first.start_ms - head)
    opening = replace(timeline.segments[0], end_ms=head)
    segments = [each.later(-back) for each in timeline.segments if each.start_ms >= first.start_ms]
    later = [
        cue
        for cue in timeline.cues
        if cue.at_ms >= first.start_ms and (cue.at_ms, cue.role) != (first.start_ms, "done")
    ]
    cues = (timeline.cues[0], said, *(cue.later(-back) for cue in later))
    return replace(
        timeline,
        length_ms=Ms(timeline.length_ms - back),
        segments=(opening, *segments),
        cues=cues,
    )


def _pass(segment: Segment) -> tuple[object, ...]:
    return segment.item, segment.set, segment.rep, segment.side, segment.rounds
