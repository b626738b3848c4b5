"""When to remind. Pure; all times are the wall clock's where the person is, without an offset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from msgspec import Struct

from voiceguide.routine.habits import PostureRules
from voiceguide.structs import replace

LATE = timedelta(minutes=5)
"""A reminder that is later than this, as after sleep, is left out: the next one comes anyway."""
ONE_DAY = timedelta(days=1)
_PARTS: Mapping[str, float] = {"gentle": 0.0, "steady": 0.5, "strong": 1.0}


def every_min(rules: PostureRules, level: str) -> int:
    """Minutes between reminders; gentle has the shortest."""
    between = rules.longest_min - rules.shortest_min
    return rules.shortest_min + round(between * _PARTS[level])


def times_of_day(rules: PostureRules, every: int) -> tuple[time, ...]:
    """The times of a working day, `every` minutes apart."""
    day = datetime(2000, 1, 1)  # noqa: DTZ001 - only its times of day are used
    at, until = datetime.combine(day, rules.starting), datetime.combine(day, rules.until)
    times = []
    while (at := at + timedelta(minutes=every)) <= until:
        times.append(at.time())
    return tuple(times)


class Agenda(Struct, frozen=True):
    """What is to come: `done` is the newest time that was dealt with, `snoozed` one put off.

    `done` keeps a reminder from coming twice when the clock is set back.
    """

    rules: PostureRules
    every: int
    done: datetime
    snoozed: datetime | None = None

    def next(self) -> datetime:
        """The time of the next reminder. Raises ValueError where the rules have none at all."""
        if self.snoozed is not None:
            return self.snoozed
        times = times_of_day(self.rules, self.every)
        for ahead in range(8):
            day = self.done + ahead * ONE_DAY
            if day.weekday() not in self.rules.days:
                continue
            for at in times:
                if (slot := datetime.combine(day, at)) > self.done:
                    return slot
        raise ValueError("there is no reminder in any week")

    def caught_up(self, now: datetime) -> Agenda:
        """Without the reminders that are too late to be given."""
        agenda = self
        while now - agenda.next() > LATE:
            agenda = agenda.dealt_with(agenda.next())
        return agenda

    def dealt_with(self, slot: datetime) -> Agenda:
        """A reminder was given, or left out."""
        return replace(self, done=max(self.done, slot), snoozed=None)

    def snoozing(self, now: datetime) -> Agenda:
        """The reminder given now comes again, a little later."""
        later = now + timedelta(minutes=self.rules.snooze_min)
        return replace(self, snoozed=later)


def is_quiet(now: datetime, session_end: datetime | None, rules: PostureRules) -> bool:
    """Whether a session has ended so lately that no reminder comes."""
    if session_end is None:
        return False
    return timedelta(0) <= now - session_end < timedelta(minutes=rules.quiet_after_session_min)
