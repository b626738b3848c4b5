"""Where a session may wait a moment longer or shorter without anybody's noticing; pure."""

from __future__ import annotations

from voiceguide.control.resume_position import LONGEST_CUE_MS, silent_until, sounding_at
from voiceguide.timeline import Timeline

ROOM_MS = 100
"""So near to a cue nothing is left out."""

LAST_OF_HOLD_MS = 5000
"""A hold's end is waited for: it comes when it must, and so do the pips before it."""

WHOLE = ("hold", "breathe")
"""Stretches that last as long as was asked, or longer."""


def spare(timeline: Timeline, at_ms: int, since_ms: int | None) -> tuple[int, int]:
    """Milliseconds of silence before and after a time, inside its segment.

    None after it in a hold that began after `since_ms` (None: long ago): holds never shorten,
    and only what a hold itself has lost is taken from it.
    """
    if sounding_at(timeline, at_ms):
        return 0, 0
    segment = timeline.segment_at(at_ms)
    if segment.kind in WHOLE and at_ms > segment.end_ms - LAST_OF_HOLD_MS:
        return 0, 0
    said = timeline.between(max(0, at_ms - LONGEST_CUE_MS), at_ms)
    begins = max([segment.start_ms, *(cue.end_ms + ROOM_MS for cue in said)])
    ends = min(segment.end_ms, silent_until(timeline, at_ms) - ROOM_MS)
    if segment.kind in WHOLE:
        lost_here = since_ms is not None and since_ms >= segment.start_ms
        ends = min(ends, segment.end_ms - LAST_OF_HOLD_MS) if lost_here else at_ms
    return max(0, at_ms - begins), max(0, ends - at_ms)
