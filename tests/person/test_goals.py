"""The goals of a week, and weeks in a row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.person.conftest import MONDAY, Made
from voiceguide.person.goals import Week, monday_of, say_left, streak, weeks
from voiceguide.person.history import Activity, History
from voiceguide.routine.habits import Habits
from voiceguide.routine.session_kinds import kinds_of, sort_of


def test_two_strength_sessions_on_one_day_are_one_strength_day(session: Made) -> None:
    strong = frozenset({"strength"})
    twice = (session(0, hour=7, kinds=strong), session(0, hour=18, kinds=strong))
    assert weeks(History(twice))[MONDAY].strength_days == 1
    other = session(2, kinds=strong | {"stretch"})
    week = weeks(History((*twice, other)))[MONDAY]
    assert (week.strength_days, week.stretch_days) == (2, 1)


def test_a_week_begins_on_monday(session: Made) -> None:
    found = weeks(History((session(6), session(7))))
    assert {monday: week.stretch_days for monday, week in found.items()} == {
        date(2026, 3, 2): 1,
        date(2026, 3, 9): 1,
    }


def test_the_day_is_the_local_one_around_midnight_and_the_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    # Half past midnight on Monday 30 March in Berlin is still Sunday in UTC.
    began = datetime(2026, 3, 30, 0, 30, tzinfo=berlin)
    assert began.astimezone(UTC).date() == date(2026, 3, 29)
    assert monday_of(began.date()) == date(2026, 3, 30)


def test_walks_by_hand_and_in_sessions_are_activity(session: Made) -> None:
    walks = (Activity("a", MONDAY, "walk", 30), Activity("b", MONDAY, "swim", 45))
    found = weeks(History((session(0, walked_ms=180_000),), (), walks))
    assert found[MONDAY].activity_min == 78


def test_what_is_left_is_said_kindly_in_the_right_number(habits: Habits) -> None:
    strength, _, activity = habits.goals
    assert say_left(strength, Week(MONDAY)) == "2 more strength days to go this week."
    assert say_left(strength, Week(MONDAY, 1)) == "1 more strength day to go this week."
    assert say_left(strength, Week(MONDAY, 2)) == "Done for this week."
    assert say_left(activity, Week(MONDAY, activity_min=120)) == "30 minutes to go this week."


def test_a_streak_is_not_broken_by_the_week_that_has_just_begun(habits: Habits) -> None:
    full = {MONDAY + timedelta(weeks=n): Week(MONDAY + timedelta(weeks=n), 2, 2) for n in range(3)}
    sunday, next_monday = MONDAY + timedelta(days=20), MONDAY + timedelta(days=21)
    assert streak(full, habits.goals, sunday) == 3
    assert streak(full, habits.goals, next_monday) == 3
    assert streak(full, habits.goals, next_monday + timedelta(weeks=1)) == 0
    assert streak({}, habits.goals, MONDAY) == 0


def test_what_a_session_counts_as_by_its_exercises() -> None:
    assert kinds_of(["relax", "strength", "mobility", "mobility", "stretch"]) == {"stretch"}
    assert kinds_of(["strength", "strength", "stretch", "mobility"]) == {"strength", "stretch"}
    assert kinds_of(["strength"]) == {"strength"}
    assert kinds_of(["posture", "stretch", "stretch"]) == frozenset()
    assert kinds_of([]) == frozenset()


def test_which_sessions_the_rules_hold_for() -> None:
    assert sort_of(["posture", "stretch"]) == "posture"
    assert sort_of(["activity"]) == "walk"
    assert sort_of(["relax"]) == "relax"
    assert sort_of(["relax", "stretch"]) == "exercise"
    assert sort_of([""]) == "exercise"
