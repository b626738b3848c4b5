"""Where to go on after a pause: never in the middle of a word, a tone or a countdown; pure."""

from __future__ import annotations

from msgspec import Struct

from voiceguide.timeline import Cue, Segment, Timeline
from voiceguide.units import Ms

RECAP_AFTER_MS = 10_000
"""A longer pause is followed by where we are."""

BEFORE_COUNTDOWN_MS = 2000
"""A hold that stopped in its countdown goes on so long before it, so that it can be taken up."""


class ResumePoint(Struct, frozen=True):
    """Go on at `at_ms`, after a recap and after three pips where these are true."""

    at_ms: Ms
    recap: bool = False
    pips: bool = False
    words: str = ""
    """What is said before, where the session goes on that was cut off."""


def resume_point(timeline: Timeline, at_ms: int, paused_ms: int = 0) -> ResumePoint:
    """How to go on from a place after so long.

    A line or tone begins again; a hold goes on with the time it had left after three pips,
    and out of its countdown a little before that, for holds never shorten; a countdown in a
    rest begins again.
    """
    segment = timeline.segment_at(at_ms)
    place = at_ms
    counting = countdown_of(timeline, segment)
    if counting is not None and counting <= place < segment.end_ms:
        place = counting
        if segment.kind == "hold":
            place = max(segment.start_ms, counting - BEFORE_COUNTDOWN_MS)
    place = _before_sounds(timeline, place)
    there = timeline.segment_at(place)
    return ResumePoint(
        Ms(place),
        recap=paused_ms > RECAP_AFTER_MS,
        pips=there.kind == "hold" and place > there.start_ms,
    )


def countdown_of(timeline: Timeline, segment: Segment) -> Ms | None:
    """When the countdown at a segment's end begins."""
    cues = timeline.between(segment.start_ms, segment.end_ms)
    return next((cue.at_ms for cue in cues if cue.role == "countdown"), None)


def _before_sounds(timeline: Timeline, at_ms: int) -> int:
    """The beginning of what sounds at a time, and of what sounds at that beginning, and so on."""
    sounding = sounding_at(timeline, at_ms)
    while sounding:
        at_ms = min(cue.at_ms for cue in sounding)
        sounding = sounding_at(timeline, at_ms)
    return at_ms


def sounding_at(timeline: Timeline, at_ms: int) -> list[Cue]:
    """The cues that have begun before a time and not ended."""
    return [
        cue for cue in timeline.between(max(0, at_ms - LONGEST_CUE_MS), at_ms) if cue.end_ms > at_ms
    ]


LONGEST_CUE_MS = 60_000
"""No line is longer: the language of routines allows 400 characters."""


def silent_until(timeline: Timeline, at_ms: int) -> Ms:
    """How long nothing sounds from a time on; the time itself where something does."""
    if sounding_at(timeline, at_ms):
        return Ms(at_ms)
    following = timeline.between(at_ms, timeline.length_ms + 1)
    return following[0].at_ms if following else timeline.length_ms
