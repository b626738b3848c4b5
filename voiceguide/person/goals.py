"""The goals of a week from Monday to Sunday, and how many weeks in a row they were met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct, field

from voiceguide.person.history import History
from voiceguide.routine.habits import Goal, GoalOf

WEEK = timedelta(days=7)
MINUTE_MS = 60_000


class _Days(Struct):
    strength: set[date] = field(default_factory=set)
    stretch: set[date] = field(default_factory=set)
    active_min: int = 0
    session_ms: int = 0


class Week(Struct, frozen=True):
    """What was done in a week: days with strength, days with stretching, and minutes."""

    monday: date
    strength_days: int = 0
    stretch_days: int = 0
    activity_min: int = 0
    """Walks and whatever was entered by hand."""
    session_min: int = 0
    """In sessions of any kind, posture breaks too."""

    def done(self, counts: GoalOf) -> int:
        """How much of what a goal counts."""
        match counts:
            case "strength":
                return self.strength_days
            case "stretch":
                return self.stretch_days
            case "activity":
                return self.activity_min

    @property
    def moved(self) -> bool:
        """Whether anything at all was done."""
        return self != Week(self.monday)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(history: History) -> Mapping[date, Week]:
    """Every week with something in it, by its Monday. Days are those of the log: local ones."""
    found: defaultdict[date, _Days] = defaultdict(_Days)
    for session in history.sessions:
        days = found[monday_of(session.day)]
        if "strength" in session.kinds:
            days.strength.add(session.day)
        if "stretch" in session.kinds:
            days.stretch.add(session.day)
        days.session_ms += session.done_ms
        days.active_min += session.walked_ms // MINUTE_MS
    for activity in history.activities:
        found[monday_of(activity.day)].active_min += activity.minutes
    return {
        monday: Week(
            monday,
            len(days.strength),
            len(days.stretch),
            days.active_min,
            (days.session_ms + MINUTE_MS // 2) // MINUTE_MS,
        )
        for monday, days in found.items()
    }


def left(goal: Goal, week: Week) -> int:
    """How much of a goal is still to do in a week."""
    return max(0, goal.at_least - week.done(goal.counts))


def say_left(goal: Goal, week: Week) -> str:
    """A goal in a few kind words."""
    missing = left(goal, week)
    if missing == 0:
        return "Done for this week."
    if goal.unit == "days" and goal.say_left is not None:
        said = goal.say_left.replace("<left>", str(missing))
        return said if missing == 1 else said.replace(" day ", " days ")
    return f"{missing} {'minutes' if goal.unit == 'min' else 'days'} to go this week."


def streak(by_monday: Mapping[date, Week], goals: Iterable[Goal], today: date) -> int:
    """Weeks in a row in which every goal of days was met; this week counts once it is.

    The minutes of activity are left out: many people's walks are never entered.
    """
    of_days = [goal for goal in goals if goal.unit == "days"]

    def met(monday: date) -> bool:
        week = by_monday.get(monday, Week(monday))
        return bool(of_days) and all(left(goal, week) == 0 for goal in of_days)

    this = monday_of(today)
    count = 1 if met(this) else 0
    monday = this - WEEK
    while met(monday):
        count, monday = count + 1, monday - WEEK
    return count
