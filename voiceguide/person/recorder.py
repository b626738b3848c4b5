"""Turns what is heard of a session into events: its beginning, every step done, its end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from voiceguide.person.event import in_session, new_session_id
from voiceguide.person.kinds import sort_of
from voiceguide.person.log import Log
from voiceguide.timeline import Timeline

Reason = Literal["finished", "stopped", "pain", "output-lost", "interrupted", "resumed"]
TimeOfDay = Callable[[], datetime]

JUMP_MS = 2000
"""A place so far from the one before was not heard in between."""


def local_now() -> datetime:
    """The time now, with its offset from UTC."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One item of a timeline from its first segment to its last: ``start_ms <= t < end_ms``."""

    number: int
    item: int
    exercise: str | None
    label: str
    start_ms: int
    end_ms: int


def stretches(timeline: Timeline) -> tuple[Stretch, ...]:
    """The exercises and steps in the order they come; an item in each round of its group."""
    found: list[Stretch] = []
    for segment in timeline.segments:
        if segment.item is None or segment.kind in ("note", "advice", "check", "rest", "fill"):
            continue
        last = found[-1] if found else None
        if last and (last.item, last.label) == (segment.item, segment.label):
            found[-1] = Stretch(
                last.number, last.item, last.exercise, last.label, last.start_ms, segment.end_ms
            )
        else:
            found.append(
                Stretch(
                    len(found) + 1,
                    segment.item,
                    segment.exercise,
                    segment.label,
                    segment.start_ms,
                    segment.end_ms,
                )
            )
    return tuple(found)


class Recorder:
    """Records one session. To be told where it is, as often as the screen is.

    `purposes` are those of the exercises in it; a step without a library entry has none. A step
    is done when at least half of it was heard. Nothing here waits or raises.
    """

    def __init__(
        self,
        log: Log,
        timeline: Timeline,
        purposes: Mapping[str, str],
        *,
        options: Mapping[str, Any],
        pain: int | None = None,
        now: TimeOfDay = local_now,
    ) -> None:
        self._log, self._purposes, self._now = log, purposes, now
        began = now()
        self.session = new_session_id(began)
        self._timeline, self._steps = timeline, stretches(timeline)
        self._heard: dict[int, int] = {}
        self._done: set[int] = set()
        self._at_ms = self._heard_ms = self._cue = 0
        self._pains = 0
        log.put(
            in_session(
                self.session,
                "began",
                "began",
                began,
                routine=timeline.routine,
                name=timeline.name,
                level=timeline.options.level,
                sort=sort_of([self._purpose(step) for step in self._steps]),
                options=dict(options),
                length_ms=timeline.length_ms,
                pain=pain,
            )
        )

    def at(self, timeline: Timeline, at_ms: int) -> None:
        """The session has come to a place in its timeline, which may have changed."""
        self._follow(timeline)
        passed_ms = at_ms - self._at_ms
        if 0 < passed_ms < JUMP_MS:
            self._heard_ms += passed_ms
            self._hear(self._at_ms, at_ms)
        self._at_ms = at_ms
        for step in self._steps:
            if step.number not in self._done and step.end_ms <= at_ms:
                self._finish(step)
        cue = bisect_right(timeline.cues, at_ms, key=lambda cue: cue.at_ms)
        if cue != self._cue:
            self._cue = cue
            self._log.reached(self.session, at_ms)

    def pain(self, when: Literal["during", "after"], **said: Any) -> None:
        """What the person says of pain: `pain` from 0 to 10, or a word."""
        self._pains += 1
        name = f"pain/{when}" if when == "after" else f"pain/{self._pains}"
        self._log.put(
            in_session(
                self.session, name, "pain", self._now(), when=when, at_ms=self._at_ms, **said
            )
        )

    def ended(self, reason: Reason) -> None:
        """The session is over; what is told a second time is not kept."""
        self._log.put(
            in_session(
                self.session,
                "ended",
                "ended",
                self._now(),
                reason=reason,
                at_ms=self._at_ms,
                done_ms=self._heard_ms,
            )
        )

    def _follow(self, timeline: Timeline) -> None:
        if timeline is not self._timeline:
            self._timeline, self._steps = timeline, stretches(timeline)

    def _hear(self, from_ms: int, to_ms: int) -> None:
        for step in self._steps:
            heard_ms = min(to_ms, step.end_ms) - max(from_ms, step.start_ms)
            if heard_ms > 0:
                self._heard[step.number] = self._heard.get(step.number, 0) + heard_ms

    def _finish(self, step: Stretch) -> None:
        heard_ms = self._heard.get(step.number, 0)
        if 2 * heard_ms < step.end_ms - step.start_ms:
            return  # skipped; it may yet be gone back to
        self._done.add(step.number)
        self._log.put(
            in_session(
                self.session,
                f"step/{step.number}",
                "step",
                self._now(),
                item=step.item,
                exercise=step.exercise,
                purpose=self._purpose(step),
                length_ms=heard_ms,
                at_ms=step.end_ms,
                done_ms=self._heard_ms,
            )
        )

    def _purpose(self, step: Stretch) -> str:
        return self._purposes.get(step.exercise, "") if step.exercise is not None else ""
