"""Places in the range move slowly up, and back when they should."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.person.conftest import BACK, MONDAY, Made, moment
from voiceguide.person.history import Check, History, Session
from voiceguide.person.progress import familiar, is_good, places
from voiceguide.routine.habits import Habits, PainRules
from voiceguide.routine.library import Library


def place(history: History, habits: Habits, rules: PainRules, day: int) -> int | None:
    found = places(history, habits.progress, rules, MONDAY + timedelta(days=day))
    return found.get("cat-stretch")


def test_three_good_sessions_move_up_a_quarter_but_not_before_a_week(
    session: Made, habits: Habits, rules: PainRules
) -> None:
    history = History(tuple(session(day) for day in (0, 2, 4)))
    assert [place(history, habits, rules, day) for day in (4, 6, 7)] == [0, 0, 1]


def test_an_exercise_moves_at_most_a_quarter_a_week(
    session: Made, habits: Habits, rules: PainRules
) -> None:
    daily = [History(tuple(session(day) for day in range(days))) for days in (21, 22, 28, 60)]
    seen = [place(history, habits, rules, len(history.sessions)) for history in daily]
    assert seen == [3, 3, 4, 4]


def test_a_day_off_goes_back_a_quarter_and_never_below_the_start(
    session: Made, habits: Habits, rules: PainRules
) -> None:
    good = [session(day) for day in (0, 2, 4, 8)]
    assert place(History(tuple(good)), habits, rules, 8) == 1
    sore = History((*good, session(9, 2, 5)))
    assert place(sore, habits, rules, 9) == 0
    assert place(History((*good, session(9, 2, 5), session(11, 2, 5))), habits, rules, 11) == 0


def test_a_worse_morning_goes_back_a_quarter_as_well(
    session: Made, habits: Habits, rules: PainRules
) -> None:
    morning = MONDAY + timedelta(days=9)
    history = History(
        tuple(session(day) for day in (0, 2, 4, 8)), (Check(moment(morning), morning, None, True),)
    )
    assert place(history, habits, rules, 9) == 0


def test_fifteen_days_away_is_the_start_again(
    session: Made, habits: Habits, rules: PainRules
) -> None:
    history = History(tuple(session(day) for day in (0, 2, 4, 8)))
    assert place(history, habits, rules, 22) == 1
    assert place(history, habits, rules, 23) is None
    again = History((*history.sessions, session(23)))
    assert place(again, habits, rules, 23) == 0


def test_a_session_without_answers_is_not_good_and_does_no_harm(
    session: Made, habits: Habits, rules: PainRules
) -> None:
    history = History(tuple(session(day, None, None) for day in range(10)))
    assert place(history, habits, rules, 10) == 0


def test_good_is_finished_mild_and_no_worse(session: Made, rules: PainRules) -> None:
    assert is_good(session(0, 3, 3), rules)
    assert not is_good(session(0, 2, 3), rules)
    assert not is_good(session(0, 5, 4), rules)
    assert not is_good(session(0, 2, 2, finished=False), rules)


def test_an_exercise_is_familiar_after_six_times(session: Made) -> None:
    both = frozenset(exercise for exercise, _ in BACK)
    assert not familiar(History(tuple(session(day) for day in range(5))), both)
    assert familiar(History(tuple(session(day) for day in range(6))), both)
    assert not familiar(History(tuple(session(day) for day in range(6))), both | {"bird-dog"})


LIBRARY = Library()
answers = st.one_of(st.none(), st.integers(0, 10))


@given(st.lists(st.tuples(st.integers(0, 60), answers, answers, st.booleans()), max_size=30))
def test_a_place_is_always_in_the_range_and_moves_by_a_quarter_a_week_at_most(
    days: list[tuple[int, int | None, int | None, bool]],
) -> None:
    def made(day: int, before: int | None, after: int | None, finished: bool) -> Session:
        on = MONDAY + timedelta(days=day)
        return Session(
            f"{day}", moment(on), on, "x", "X", "gentle", "exercise", 60_000, 60_000, 60_000,
            BACK, frozenset(), 0, moment(on, 9), finished, "finished", before, after,
        )  # fmt: skip

    history = History(tuple(made(*day) for day in sorted(days, key=lambda day: day[0])))
    seen = []
    for day in range(75):
        known = tuple(each for each in history.sessions if each.day <= MONDAY + timedelta(days=day))
        seen.append(place(History(known), LIBRARY.habits, LIBRARY.safety.rules, day) or 0)
    assert all(0 <= each <= 4 for each in seen)
    assert all(later - earlier <= 1 for earlier, later in zip(seen, seen[7:], strict=False))
