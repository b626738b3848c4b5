"""What a person may want to see at a moment of a session; pure, for every kind of screen."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.export.sheet import clean
from voiceguide.timeline import Segment, SegmentKind, Timeline, Voice
from voiceguide.units import Ms

WORDS: dict[SegmentKind, str] = {
    "opening": "Welcome",
    "announce": "Listen",
    "setup": "Get ready",
    "move": "Move",
    "hold": "Hold",
    "breathe": "Breathe",
    "change": "Change sides",
    "rest": "Rest",
    "fill": "Rest",
    "note": "Listen",
    "advice": "Advice",
    "check": "Question",
    "closing": "The end",
}
"""What a person does meanwhile."""

WITH_BAR: frozenset[SegmentKind] = frozenset({"hold", "breathe", "change", "rest", "fill"})
"""Stretches worth watching the time of; a movement is over too soon."""


@dataclass(frozen=True, slots=True)
class View:
    """One moment. Texts are safe to print; lengths count from the moment on."""

    name: str
    step: str
    """Such as "3 of 6: Hamstring stretch"; empty before the first item."""
    detail: str
    """Such as "left, set 1 of 2"; often empty."""
    doing: str
    doing_left_ms: Ms | None
    """None where no time is worth watching."""
    doing_length_ms: Ms
    said: str
    then: str
    left_ms: Ms
    length_ms: Ms


def view_at(timeline: Timeline, at_ms: int) -> View:
    """What is seen at a session time."""
    segment = timeline.segment_at(at_ms)
    watched = segment.kind in WITH_BAR
    return View(
        name=clean(timeline.name),
        step=step_of(segment, timeline),
        detail=_detail(segment, timeline),
        doing=WORDS[segment.kind],
        doing_left_ms=Ms(max(0, segment.end_ms - at_ms)) if watched else None,
        doing_length_ms=segment.length_ms,
        said=_said(timeline, at_ms),
        then=_then(segment, timeline),
        left_ms=Ms(max(0, timeline.length_ms - at_ms)),
        length_ms=timeline.length_ms,
    )


def step_of(segment: Segment, timeline: Timeline) -> str:
    """The item of a segment and its name, such as "3 of 6: Hamstring stretch"."""
    if segment.item is None:
        return ""
    return f"{segment.item} of {items_of(timeline)}: {clean(segment.label)}"


def items_of(timeline: Timeline) -> int:
    """The number of the last item."""
    return max((segment.item or 0 for segment in timeline.segments), default=0)


def clock(length_ms: int) -> str:
    """A time in whole seconds: ``3:12``, ``1:02:03``."""
    minutes, seconds = divmod(length_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _detail(segment: Segment, timeline: Timeline) -> str:
    same = [each for each in timeline.segments if each.item == segment.item]
    sets = max((each.set or 0 for each in same), default=0)
    reps = max((each.rep or 0 for each in same), default=0)
    details: list[str] = [segment.side] if segment.side else []
    if segment.set and sets > 1:
        details.append(f"set {segment.set} of {sets}")
    if segment.rep and reps > 1:
        details.append(f"{segment.rep} of {reps}")
    details += [f"{clean(each.group)} {each.round} of {each.of}" for each in segment.rounds]
    return ", ".join(details)


def _said(timeline: Timeline, at_ms: int) -> str:
    """The line that is being said, or was said last."""
    lines = [cue for cue in timeline.between(0, at_ms + 1) if isinstance(cue, Voice)]
    return clean(lines[-1].text) if lines else ""


def _then(segment: Segment, timeline: Timeline) -> str:
    """The name of the next item, the closing, or nothing."""
    for later in timeline.segments:
        if later.start_ms < segment.end_ms or later.item == segment.item:
            continue
        if later.item is not None:
            return clean(later.label) or WORDS[later.kind]
        if later.kind == "closing":
            return WORDS["closing"]
    return ""
