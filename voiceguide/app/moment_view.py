"""What a person may want to see at a moment of a session; pure, for every kind of screen."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.text import clean, training
from voiceguide.timeline import Segment, SegmentKind, Timeline
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.control.status import Mode

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
"""What a person does meanwhile; of a routine's own timed steps their names say it."""

WORK = "Work"
WORKING: tuple[SegmentKind, ...] = ("hold", "move")
"""Of a step that says how hard it is, nothing is held: it is work."""
WITH_BAR: frozenset[SegmentKind] = frozenset({"hold", "breathe", "change", "rest", "fill"})
"""Stretches worth watching the time of; a movement is over too soon."""


class View(Struct, frozen=True):
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
    counts_up: bool
    """The person ends it: the time since its beginning is worth more than what is left."""
    said: str
    then: str
    left_ms: Ms
    length_ms: Ms


class Views:
    """The moments of one timeline; what belongs to a segment or a line is worked out once."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._name = clean(timeline.name)
        self._lines = timeline.voices
        self._scenes: dict[int, _Scene] = {}

    def at(self, at_ms: int) -> View:
        """What is seen at a session time."""
        timeline = self.timeline
        segment = timeline.segment_at(at_ms)
        scene = self._scenes.get(segment.start_ms)
        if scene is None:
            scene = _scene(segment, timeline)
            self._scenes[segment.start_ms] = scene
        said = bisect_right(self._lines, at_ms, key=lambda line: line.at_ms)
        watched = segment.kind in WITH_BAR
        return View(
            name=self._name,
            step=scene.step,
            detail=scene.detail,
            doing=scene.doing,
            doing_left_ms=Ms(max(0, segment.end_ms - at_ms)) if watched else None,
            doing_length_ms=segment.length_ms,
            counts_up=segment.until == "ready",
            said=clean(self._lines[said - 1].text) if said else "",
            then=scene.then,
            left_ms=Ms(max(0, timeline.length_ms - at_ms)),
            length_ms=timeline.length_ms,
        )

    def next_change_ms(self, at_ms: int) -> Ms:
        """When something other than the time left changes next: a line begins, a segment ends."""
        later = bisect_right(self._lines, at_ms, key=lambda line: line.at_ms)
        end_ms = self.timeline.segment_at(at_ms).end_ms
        return min([end_ms, *(line.at_ms for line in self._lines[later : later + 1])])


class _Scene(Struct, frozen=True):
    """What stays the same for a whole segment."""

    step: str
    detail: str
    doing: str
    then: str


def _scene(segment: Segment, timeline: Timeline) -> _Scene:
    return _Scene(
        step=step_of(segment, timeline),
        detail=_detail(segment),
        doing=_doing(segment),
        then=_then(segment, timeline),
    )


def step_of(segment: Segment, timeline: Timeline) -> str:
    """The item of a segment and its name, such as "3 of 6: Hamstring stretch"."""
    if segment.item is None:
        return ""
    if segment.number is None:
        return clean(segment.label)
    return f"{segment.number} of {items_of(timeline)}: {clean(segment.label)}"


def items_of(timeline: Timeline) -> int:
    """The number of the last item."""
    return max((segment.item or 0 for segment in timeline.segments), default=0)


def pause_words(before: Mode, after: Mode) -> str | None:
    """What to say of a pause that begins or ends between two modes; None where none does."""
    if before == after or "paused" not in (before, after):
        return None
    if after == "paused":
        return "Paused."
    return "Going on." if after == "playing" else None


def _detail(segment: Segment) -> str:
    details: list[str] = [segment.side] if segment.side else []
    if segment.set and (segment.sets or 1) > 1:
        details.append(f"set {segment.set} of {segment.sets}")
    if segment.rep and (segment.reps or 1) > 1:
        details.append(f"{segment.rep} of {segment.reps}")
    details += training(
        tempo=segment.tempo, load=segment.load, effort=segment.effort, eyes=segment.eyes
    )
    several = (each for each in segment.rounds if each.of > 1)
    details += [f"{clean(each.group)} {each.round} of {each.of}" for each in several]
    return ", ".join(details)


def _doing(segment: Segment) -> str:
    """What a person does; anything may be a timed step: squats are no hold."""
    if segment.kind in WORKING and segment.intensity is not None and segment.exercise is None:
        return WORK
    is_step = segment.kind == "hold" and segment.exercise is None
    return (clean(segment.label) if is_step else "") or WORDS[segment.kind]


def _then(segment: Segment, timeline: Timeline) -> str:
    """The next item or round, the closing, or nothing."""
    here = segment.item, segment.rounds
    for later in timeline.segments:
        if later.start_ms < segment.end_ms:
            continue
        if later.kind == "closing":
            return WORDS["closing"]
        if later.item is not None and (later.item, later.rounds) != here:
            return _next_of(later, segment)
    return ""


def _next_of(later: Segment, segment: Segment) -> str:
    """What comes later, such as "Squats", "round 2 of 8" or "Squats, round 2 of 8"."""
    new = (each for each in later.rounds if each.round > 1 and each not in segment.rounds)
    rounds = [f"round {each.round} of {each.of}" for each in new][:1]
    name = clean(later.label) or WORDS[later.kind]
    return ", ".join(rounds if rounds and later.item == segment.item else [name, *rounds])
