"""Going on with a session that was cut off: from the beginning of what was being done."""

from __future__ import annotations

from voiceguide.timeline import Segment, Timeline


def resume_point(timeline: Timeline, place_ms: int) -> Segment:
    """The first segment of the pass that a place lies in: the same item, set, rep and side.

    The whole session where it was in its opening.
    """
    here = timeline.segment_at(place_ms)
    if here.item is None and here.kind == "opening":
        return timeline.segments[0]
    return next(each.first for each in timeline.passes() if here in each.segments)


def going_on(segment: Segment) -> str:
    """What is said before it goes on."""
    words = [segment.label] if segment.item is not None and segment.label else []
    if segment.side is not None:
        words.append(f"{segment.side} side")
    if segment.set is not None and segment.set > 1:
        words.append(f"set {segment.set}")
    return f"Going on with {', '.join(words)}." if words else "Going on."
