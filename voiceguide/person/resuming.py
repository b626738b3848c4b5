"""Going on with a session that was cut off: from the beginning of what was being done."""

from __future__ import annotations

from voiceguide.phrases.phrases import Phrases
from voiceguide.timeline import Segment, Timeline


def resume_point(timeline: Timeline, place_ms: int) -> Segment:
    """The first segment of the pass that a place lies in: the same item, set, rep and side.

    The whole session where it was in its opening.
    """
    here = timeline.segment_at(place_ms)
    if here.item is None and here.kind == "opening":
        return timeline.segments[0]
    return next(each.first for each in timeline.passes() if here in each.segments)


def going_on(segment: Segment, say: Phrases) -> str:
    """What is said before it goes on, in the session's language."""
    words = [segment.label] if segment.item is not None and segment.label else []
    if segment.side is not None:
        words.append(say.get_lower("going_on.side", side=say.side(segment.side)))
    if segment.set is not None and segment.set > 1:
        words.append(say.get_lower("going_on.set", n=say.number(segment.set)))
    if not words:
        return say.get("going_on.plain")
    return say.get("going_on.with_name", name=", ".join(words))
