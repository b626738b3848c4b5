"""Turns what is heard of a session into events: its beginning, every step done, its end."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, field

from voiceguide.person.event import in_session, local_now, new_session_id
from voiceguide.person.history import Session
from voiceguide.person.log_writer import Log
from voiceguide.routine.session_kinds import sort_of
from voiceguide.structs import replace
from voiceguide.timeline import Segment, Timeline

Reason = Literal["finished", "stopped", "pain", "output-lost", "voice-lost", "interrupted"]
REST_COUNTED_MS = 120_000
"""Of each rest between exercises, so much counts as time done; where nothing but pauses is
written, as in a script for meditation, they are what is done."""

TimeOfDay = Callable[[], datetime]

SHORT_MS = 10_000
"""What a person ends themselves is done after so long, however long it was thought to take."""
JUMP_MS = 2000
"""A place so far from the one before was not heard in between."""


class DoneStep(Struct, frozen=True):
    """What can be done of a timeline, an item in one round: ``start_ms <= t < end_ms``.

    `name` tells it from all others of the session, also in the rest of one that goes on.
    """

    name: str
    item: int
    exercise: str | None
    purpose: str
    """Empty for a step without a library entry."""
    start_ms: int
    end_ms: int
    done_with: Mapping[str, object] = field(default_factory=dict)
    """`load` and `effort`, as far as they are written."""
    until_ready: bool = False
    """The person ends it: its time is what it really took."""
    own_pace: str | None = None
    """What its score is of, where it is done at the person's own pace."""


def steps_to_do(timeline: Timeline) -> tuple[DoneStep, ...]:
    """The exercises and steps in the order they come; an item in each round of its group."""
    found: list[DoneStep] = []
    for step in timeline.steps():
        first, kinds = step.first, {segment.kind for segment in step.segments}
        # A rest, a note or an advice may have words of its own, but nothing is done in it.
        if first.item is None or kinds.isdisjoint(("hold", "move", "breathe")):
            continue
        name = _name_of(first)
        own = [segment for segment in step.segments if segment.kind not in ("rest", "fill")]
        if found and found[-1].name == name:
            found[-1] = replace(found[-1], end_ms=own[-1].end_ms)
        else:
            found.append(
                DoneStep(
                    name,
                    first.item,
                    first.exercise,
                    first.purpose or "",
                    own[0].start_ms,
                    own[-1].end_ms,
                    done_with=_done_with(step.segments),
                    until_ready=any(segment.until == "ready" for segment in step.segments),
                    own_pace=_own_pace(step.segments),
                )
            )
    return tuple(found)


def _name_of(segment: Segment) -> str:
    """What tells an item in one round of the groups around it from all others."""
    rounds = "".join(f".{each.round}" for each in segment.rounds)
    return f"step/{segment.item}{rounds}"


def _own_pace(segments: Iterable[Segment]) -> str | None:
    """The name of the group whose rounds are at the person's own pace, or of such a step."""
    for segment in segments:
        if segment.is_own_pace:
            is_group = bool(segment.rounds) and segment.rounds[-1].of == 1
            return segment.rounds[-1].group if is_group else segment.label
    return None


def _done_with(segments: Iterable[Segment]) -> dict[str, object]:
    loads = tuple(dict.fromkeys(each.load for each in segments if each.load))
    efforts = [each.effort for each in segments if each.effort]
    load = {"load": ", ".join(loads)} if loads else {}
    return load | ({"effort": efforts[0]} if efforts else {})


class Recorder:
    """Records one session. To be told where it is, as often as the screen is.

    A step is done when at least half of it was heard. The rest of a session that `goes_on` is
    recorded as part of it. Nothing here waits or raises.
    """

    def __init__(
        self,
        log: Log,
        timeline: Timeline,
        *,
        options: Mapping[str, Any],
        pain: int | None = None,
        goes_on: Session | None = None,
        now: TimeOfDay = local_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._now, self._monotonic = log, now, monotonic
        self._seen_s = monotonic()
        """When the session last told where it was."""
        self._rounds: dict[str, int] = {}
        """By the name of the step: rounds that the person has counted."""
        self._took_ms: dict[str, int] = {}
        """So long each has taken at the person's own pace, since it was last begun."""
        self._timeline, self._steps = timeline, steps_to_do(timeline)
        self._heard: dict[str, int] = {}
        self._done: set[str] = set()
        self._at_ms = self._cue = 0
        self._before_ms = goes_on.done_ms if goes_on else 0
        self._going_on = goes_on is not None
        self._heard_ms = 0
        self._pains = 0
        self._well: dict[str, int] = {}
        self.well_since_pain = False
        """Whether a whole step was done since the person last spoke of pain."""
        began = now()
        self._run = f"{began:%Y%m%d%H%M%S}"
        self.session = goes_on.id if goes_on else new_session_id(began)
        if goes_on is None:
            self._begin(timeline, began, dict(options), pain)

    def _begin(
        self, timeline: Timeline, began: datetime, options: dict[str, Any], pain: int | None
    ) -> None:
        self._log.put(
            in_session(
                self.session,
                "began",
                "began",
                began,
                routine=timeline.routine,
                name=timeline.name,
                level=timeline.options.level,
                sort=sort_of([step.purpose for step in self._steps]),
                options=options,
                length_ms=timeline.length_ms,
                pain=pain,
            )
        )

    @property
    def done_ms(self) -> int:
        """What was heard so far, long rests aside; that before a session went on included."""
        return self._before_ms + self._heard_ms

    def at(self, timeline: Timeline, at_ms: int, *, waiting: bool = False) -> None:
        """The session has come to a place in its timeline, which may have changed.

        Where it is `waiting` for the person to end a step, that time belongs to the step.
        """
        self._follow(timeline)
        seen_s, self._seen_s = self._seen_s, self._monotonic()
        if waiting and timeline.segment_at(at_ms).until == "ready":
            passed_ms = round(1000 * (self._seen_s - seen_s))
            self._goes_over(at_ms, passed_ms)
            self._takes(timeline.segment_at(at_ms), passed_ms)
        if self._going_on:
            self._going_on = False
            self._take_up(at_ms)
        passed_ms = at_ms - self._at_ms
        if 0 < passed_ms < JUMP_MS:
            if not self._rests_long(timeline, at_ms):
                self._heard_ms += passed_ms
            self._hear(self._at_ms, at_ms)
        self._take_time(timeline, at_ms)
        self._at_ms = at_ms
        for step in self._steps:
            if step.end_ms > at_ms:
                continue
            if step.name not in self._done:
                self._finish(step)
            if 2 * self._well.get(step.name, 0) >= step.end_ms - step.start_ms:
                self.well_since_pain = True
        cue = bisect_right(timeline.cues, at_ms, key=lambda cue: cue.at_ms)
        if cue != self._cue:
            self._cue = cue
            self._log.reached(self.session, at_ms)

    def round_counted(self, stretch: Segment, rounds: int) -> None:
        """The person has done so many rounds of a stretch; 0: they begin to count anew."""
        self._rounds[_name_of(stretch)] = rounds

    def _take_time(self, timeline: Timeline, at_ms: int) -> None:
        """What is at the person's own pace has its own time, without the way into it."""
        segment = timeline.segment_at(at_ms)
        if segment.is_own_pace and self._at_ms <= segment.start_ms:
            self._took_ms[_name_of(segment)] = 0
        before = timeline.segment_at(self._at_ms)
        for each in dict.fromkeys((before, segment)):
            passed_ms = min(at_ms, each.end_ms) - max(self._at_ms, each.start_ms)
            if each.is_own_pace and 0 < passed_ms < JUMP_MS:
                self._takes(each, passed_ms)

    def _takes(self, stretch: Segment, passed_ms: int) -> None:
        name = _name_of(stretch)
        self._took_ms[name] = self._took_ms.get(name, 0) + passed_ms

    def _goes_over(self, at_ms: int, passed_ms: int) -> None:
        """A step that the person ends takes longer than it was thought to."""
        self._heard_ms += passed_ms
        for step in self._steps:
            if step.start_ms <= at_ms < step.end_ms:
                self._heard[step.name] = self._heard.get(step.name, 0) + passed_ms

    def pain(self, when: Literal["during", "after"], **said: Any) -> None:
        """What the person says of pain: `pain` from 0 to 10, or a word."""
        self._pains += 1
        self._well.clear()
        self.well_since_pain = False
        name = f"pain/{when}/{self._run}/{self._pains}"
        self._log.put(
            in_session(
                self.session, name, "pain", self._now(), when=when, at_ms=self._at_ms, **said
            )
        )

    def ended(self, reason: Reason) -> None:
        """The session is over; what is told a second time is not kept."""
        self._log.reached(self.session, self._at_ms)
        self._log.put(
            in_session(
                self.session,
                f"ended/{self._run}",
                "ended",
                self._now(),
                reason=reason,
                at_ms=self._at_ms,
                done_ms=self.done_ms,
                **self._under_way(),
            )
        )

    def _under_way(self) -> dict[str, object]:
        """The score so far of what is not done yet."""
        for step in self._steps:
            if step.start_ms <= self._at_ms < step.end_ms and (scored := self._scored(step)):
                return {**scored, "took_ms": self._took_ms.get(step.name, 0)}
        return {}

    def _scored(self, step: DoneStep) -> dict[str, object]:
        """What tells the score of a step: rounds that were counted, or that its time is one."""
        rounds = self._rounds.get(step.name)
        if step.own_pace is None or not (rounds or step.until_ready):
            return {}
        return {
            "name": step.own_pace,
            **({"rounds": rounds} if rounds else {}),
            **({"took_ms": self._took_ms.get(step.name, 0)} if step.until_ready else {}),
        }

    def _follow(self, timeline: Timeline) -> None:
        if timeline is not self._timeline:
            self._timeline, self._steps = timeline, steps_to_do(timeline)

    def _rests_long(self, timeline: Timeline, at_ms: int) -> bool:
        """Whether a rest goes on for so long that it is no exercise any more."""
        segment = timeline.segment_at(min(at_ms, timeline.length_ms - 1))
        resting = segment.kind in ("rest", "fill") and bool(self._steps)
        return resting and at_ms - segment.start_ms > REST_COUNTED_MS

    def _take_up(self, at_ms: int) -> None:
        """What comes before the place in its step was heard before the session was cut off."""
        for step in self._steps:
            if step.start_ms < at_ms < step.end_ms:
                self._heard[step.name] = at_ms - step.start_ms

    def _hear(self, from_ms: int, to_ms: int) -> None:
        for step in self._steps:
            heard_ms = min(to_ms, step.end_ms) - max(from_ms, step.start_ms)
            if heard_ms > 0:
                for heard in (self._heard, self._well):
                    heard[step.name] = heard.get(step.name, 0) + heard_ms

    def _finish(self, step: DoneStep) -> None:
        heard_ms = self._heard.get(step.name, 0)
        least_ms = (step.end_ms - step.start_ms) // 2
        if heard_ms < (min(least_ms, SHORT_MS) if step.until_ready else least_ms):
            return  # skipped; it may yet be gone back to
        self._done.add(step.name)
        self._log.put(
            in_session(
                self.session,
                step.name,
                "step",
                self._now(),
                item=step.item,
                exercise=step.exercise,
                purpose=step.purpose,
                length_ms=heard_ms,
                at_ms=step.end_ms,
                done_ms=self.done_ms,
                **step.done_with,
                **self._scored(step),
            )
        )
