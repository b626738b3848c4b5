"""Days off, a doctor's advice, sessions a day, days between."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.person.conftest import MONDAY, Made, moment
from voiceguide.person import training_rules as watch
from voiceguide.person.history import Check, History
from voiceguide.phrases.phrases import phrases_of
from voiceguide.routine.habits import PainRules
from voiceguide.structs import replace

EN, DE = phrases_of("en"), phrases_of("de")


def kinds(history: History, rules: PainRules, day: int, hour: int = 12, **more: Any) -> list[str]:
    usual: dict[str, Any] = {"sort": "exercise", "routine": "evening"}
    now = moment(MONDAY + timedelta(days=day), hour)
    return [each.kind for each in watch.concerns(history, rules, now, EN, **{**usual, **more})]


def check(day: int, pain: int | None = None, worse: bool | None = None, hour: int = 7) -> Check:
    on = MONDAY + timedelta(days=day)
    return Check(moment(on, hour), on, pain, worse)


@pytest.mark.parametrize(
    ("before", "after", "off"),
    [(2, 4, True), (3, 3, False), (2, 3, False), (7, 7, True), (5, 3, False), (None, 7, True),
     (None, 6, False), (2, None, False)],
)  # fmt: skip
def test_pain_that_rose_by_two_or_is_seven_makes_the_next_day_a_day_off(
    before: int | None, after: int | None, off: bool, session: Made, rules: PainRules
) -> None:
    history = History((session(0, before, after),))
    assert kinds(history, rules, day=1) == (["day-off"] if off else [])
    assert kinds(history, rules, day=2) == []


def test_worse_the_next_morning_makes_that_day_a_day_off(session: Made, rules: PainRules) -> None:
    history = History((session(0),), (check(1, worse=True),))
    assert kinds(history, rules, day=1) == ["day-off"]
    assert kinds(history, rules, day=2) == []


def test_two_points_more_the_next_morning_make_a_day_off_but_not_days_later(
    session: Made, rules: PainRules
) -> None:
    assert kinds(History((session(0, 2, 2),), (check(1, pain=4),)), rules, day=1) == ["day-off"]
    assert kinds(History((session(0, 2, 2),), (check(3, pain=4),)), rules, day=3) == []


def test_posture_breaks_and_walks_play_on_a_day_off(session: Made, rules: PainRules) -> None:
    history = History((session(0, 2, 6),))
    assert kinds(history, rules, day=1, sort="posture") == []
    assert kinds(history, rules, day=1, sort="walk") == []
    assert kinds(history, rules, day=1, sort="relax") == []


def test_the_evening_after_a_sore_session_is_held_back_too(session: Made, rules: PainRules) -> None:
    assert kinds(History((session(0, 2, 6),)), rules, day=0, hour=20) == ["day-off"]


def test_a_day_off_has_one_day_however_many_reasons_it_has(session: Made, rules: PainRules) -> None:
    history = History((session(0, 2, 6),), (check(1, pain=8, worse=True),))
    assert [off.day for off in watch.days_off(history, rules)] == [date(2026, 3, 3)]


def test_the_third_day_off_in_fourteen_days_sends_to_a_doctor(
    session: Made, rules: PainRules
) -> None:
    sore = [session(day, 2, 5) for day in (0, 5, 12)]
    assert kinds(History(tuple(sore)), rules, day=13) == ["doctor"]
    later = [session(day, 2, 5) for day in (0, 5, 14)]
    assert kinds(History(tuple(later)), rules, day=15) == ["day-off"]


def test_a_third_session_on_one_day_is_asked_about(session: Made, rules: PainRules) -> None:
    two = (session(0, hour=7), session(0, hour=9))
    assert kinds(History(two[:1]), rules, day=0) == []
    assert kinds(History(two), rules, day=0) == ["too-many"]
    assert kinds(History(two), rules, day=1) == []


def test_breaks_and_sessions_in_which_nothing_was_done_do_not_count(
    session: Made, rules: PainRules
) -> None:
    breaks = session(0, hour=10, sort="posture")
    nothing = session(0, hour=11, exercises=(), finished=False)
    assert kinds(History((session(0), breaks, nothing)), rules, day=0) == []
    skipped_through = session(0, hour=12, done_ms=59_000)
    assert kinds(History((session(0), skipped_through)), rules, day=0) == []
    short = session(0, hour=13, length_ms=80_000, done_ms=41_000)
    assert kinds(History((session(0), short)), rules, day=0) == ["too-many"]


@pytest.mark.parametrize(("day", "said"), [(0, "today"), (1, "yesterday"), (2, None)])
def test_a_routine_with_a_day_between_says_when_it_was_done(
    day: int, said: str | None, session: Made, rules: PainRules
) -> None:
    now = moment(MONDAY + timedelta(days=day), 20)
    found = watch.concerns(
        History((session(0, routine="strength", name="Back strength"),)),
        rules, now, EN, sort="exercise", routine="strength", days_between=1,
    )  # fmt: skip
    expected = f"You did Back strength {said}. It does most good with a day between."
    assert [each.say for each in found] == ([expected] if said else [])


@pytest.mark.parametrize(
    ("day", "days_between", "said"),
    [
        (1, 1, "Kraft hast du gestern schon gemacht. Am meisten bringt es mit einem Tag Abstand."),
        (2, 3, "Kraft hast du vor zwei Tagen schon gemacht."
               " Am meisten bringt es mit drei Tagen Abstand."),
    ],
)  # fmt: skip
def test_what_speaks_against_a_session_is_said_in_its_language(
    day: int, days_between: int, said: str, session: Made, rules: PainRules
) -> None:
    now = moment(MONDAY + timedelta(days=day), 20)
    found = watch.concerns(
        History((session(0, routine="kraft", name="Kraft"),)),
        rules, now, DE, sort="exercise", routine="kraft", days_between=days_between,
    )  # fmt: skip
    assert [each.say for each in found] == [said]


def test_how_many_days_off_there_were_is_said_in_the_sessions_language(
    session: Made, rules: PainRules
) -> None:
    sore = History(tuple(session(day, 2, 5) for day in (0, 5, 12)))
    now = moment(MONDAY + timedelta(days=13), 12)
    (found,) = watch.concerns(sore, rules, now, DE, sort="exercise", routine="kraft")
    assert found.say.startswith("Das sind drei Ruhetage in zwei Wochen. ")


def test_a_session_over_midnight_belongs_to_the_day_it_was_begun(
    session: Made, rules: PainRules
) -> None:
    late = session(0, 2, 5, hour=23, ended=moment(MONDAY + timedelta(days=1), 0, 10))
    assert kinds(History((late,)), rules, day=1) == ["day-off"]
    assert kinds(History((late,)), rules, day=2) == []


def test_a_day_off_is_a_whole_day_when_the_clocks_change(session: Made, rules: PainRules) -> None:
    # 29 March 2026: clocks in Berlin go from UTC+1 to UTC+2, the day has 23 hours.
    berlin = ZoneInfo("Europe/Berlin")
    began = datetime(2026, 3, 28, 23, 30, tzinfo=berlin)
    ended = began + timedelta(minutes=20)
    sore = replace(session(0, 2, 5), began=began, day=began.date(), ended=ended)
    history = History((sore,))
    for hour, off in ((0, True), (12, True), (23, True)):
        now = datetime(2026, 3, 29, hour, 59, tzinfo=berlin)
        assert (watch.day_off(history, rules, now) is not None) == off
    assert watch.day_off(history, rules, datetime(2026, 3, 30, 0, 0, tzinfo=berlin)) is None


def test_the_next_morning_is_asked_about_once_and_not_on_the_same_day(
    session: Made, rules: PainRules
) -> None:
    history = History((session(0),))
    asked = watch.asks_next_morning
    assert asked(history, MONDAY) is None
    assert asked(history, MONDAY + timedelta(days=1)) == history.sessions[0]
    assert asked(history, MONDAY + timedelta(days=20)) is None
    answered = History((session(0),), (check(1, worse=False),))
    assert asked(answered, MONDAY + timedelta(days=1)) is None


def test_pain_is_not_asked_twice_within_an_hour(rules: PainRules) -> None:
    history = History((), (check(0, pain=2, hour=7),))
    assert not watch.asks_pain(history, moment(MONDAY, 7, 30), "exercise")
    assert watch.asks_pain(history, moment(MONDAY, 9), "exercise")
    assert not watch.asks_pain(history, moment(MONDAY, 9), "posture")
