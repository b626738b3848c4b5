"""The last twelve weeks as numbers and days, for the pictures of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from voiceguide.person.event import day_of, text_of
from voiceguide.person.goals import WEEK, Week, monday_of, streak, weeks
from voiceguide.person.history import History, Session, making_sense, read_history
from voiceguide.person.store import Store, in_words
from voiceguide.person.training_rules import days_off
from voiceguide.routine.habits import Habits, PainRules

WEEKS_SHOWN = 12
DayKind = Literal["both", "strength", "stretch", "moved", "off", "nothing"]


class PainPoint(Struct, frozen=True):
    """Pain before and after a session, 0 to 10; None where it was not told."""

    day: date
    before: int | None
    after: int | None


class Summary(Struct, frozen=True):
    """Up to `today`; `shown` are the last weeks, the oldest first."""

    today: date
    shown: tuple[Week, ...]
    days: dict[date, DayKind]
    pains: tuple[PainPoint, ...]
    in_a_row: int
    """Weeks in which the goals of days were met, without a gap up to now."""
    sessions: int
    """In the shown weeks."""

    @property
    def week(self) -> Week:
        """This week."""
        return self.shown[-1]


def summary_of(
    history: History, habits: Habits, rules: PainRules, today: date, in_a_row: int | None = None
) -> Summary:
    """Of a history that has the last twelve weeks; `in_a_row` where it is known from more."""
    by_monday = weeks(history)
    this = monday_of(today)
    mondays = [this - back * WEEK for back in reversed(range(WEEKS_SHOWN))]
    lately = [each for each in history.sessions if mondays[0] <= each.day <= today]
    offs = {off.day for off in days_off(history, rules)}
    return Summary(
        today,
        tuple(by_monday.get(monday, Week(monday)) for monday in mondays),
        _days(history, offs, mondays[0], today),
        tuple(_pain(each) for each in lately if _told(each)),
        streak(by_monday, habits.goals, today) if in_a_row is None else in_a_row,
        sum(each.counts for each in lately),
    )


def read_summary(store: Store, habits: Habits, rules: PainRules, today: date) -> Summary:
    """Of a log, however long it is. Raises Damaged, DiskProblem."""
    since = monday_of(today) - (WEEKS_SHOWN - 1) * WEEK - timedelta(days=1)
    history = read_history(store, since)
    with in_words(store.file):
        rows = store.connection.execute(
            "SELECT DISTINCT day, kinds FROM sessions WHERE kinds != '' ORDER BY day"
        ).fetchall()
        with making_sense("a day of the log"):
            days = [(day_of(day), text_of(kinds)) for day, kinds in rows]
    found: defaultdict[date, tuple[set[date], set[date]]] = defaultdict(lambda: (set(), set()))
    for day, kinds in days:
        strength, stretch = found[monday_of(day)]
        if "strength" in kinds:
            strength.add(day)
        if "stretch" in kinds:
            stretch.add(day)
    by_monday = {
        monday: Week(monday, len(strength), len(stretch))
        for monday, (strength, stretch) in found.items()
    }
    return summary_of(history, habits, rules, today, streak(by_monday, habits.goals, today))


def _days(history: History, offs: set[date], first: date, today: date) -> dict[date, DayKind]:
    kinds: defaultdict[date, set[str]] = defaultdict(set)
    for session in history.sessions:
        if session.counts:
            kinds[session.day] |= {"moved", *session.kinds}
    for activity in history.activities:
        kinds[activity.day].add("moved")
    days: dict[date, DayKind] = {}
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        days[day] = _day_kind(kinds.get(day, set()), day in offs)
    return days


def _day_kind(kinds: set[str], off: bool) -> DayKind:
    if {"strength", "stretch"} <= kinds:
        return "both"
    if "strength" in kinds:
        return "strength"
    if "stretch" in kinds:
        return "stretch"
    if off:
        return "off"
    return "moved" if kinds else "nothing"


def _told(session: Session) -> bool:
    return session.pain_before is not None or session.pain_after is not None


def _pain(session: Session) -> PainPoint:
    return PainPoint(session.day, session.pain_before, session.pain_after)
