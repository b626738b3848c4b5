"""Nobody is led through what is not for them, or left in silence."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.every_session import (
    DETAILS,
    LEVELS,
    LONGEST_SILENCE_MS,
    MINUTES,
    compiled,
    conditions,
    endless,
    forbidden,
    is_whole,
    longest_silence_ms,
    pairwise_rows,
    people,
    planned,
    routines,
)
from voiceguide.session_options import SessionOptions

ROUTINES = pytest.mark.parametrize("name", routines())


def faults(name: str, person: frozenset[str], today: SessionOptions) -> list[str]:
    made = routines()[name]
    plan = planned(made, today)
    if plan is None:
        return []
    whole = is_whole(plan, made, today.minutes)
    found = [*forbidden(plan, person), *endless(plan, exact=whole)]
    if plan.whole != whole:
        found.append(f"says whole: {plan.whole}")
    return [f"{name} {sorted(person)} {today.level} {today.minutes}: {each}" for each in found]


@ROUTINES
def test_no_plan_for_one_condition_forbids_or_fills_without_an_end(name: str) -> None:
    for person in people():
        if len(person) < 2:
            for minutes in (None, 30):
                today = SessionOptions("gentle", conditions=person, minutes=minutes)
                assert faults(name, person, today) == []


@pytest.mark.whole
@ROUTINES
def test_no_plan_for_any_two_conditions_forbids_or_fills_without_an_end(name: str) -> None:
    for person in people():
        for level in LEVELS:
            for minutes in MINUTES:
                today = SessionOptions(level, conditions=person, minutes=minutes)
                assert faults(name, person, today) == []


def test_in_the_covering_array_every_two_values_meet() -> None:
    factors = (range(3), range(4), range(2), range(5))
    rows = pairwise_rows(factors)
    assert len(rows) < 3 * 4 * 2 * 5 // 4
    for a, b in combinations(range(len(factors)), 2):
        met = {(row[a], row[b]) for row in rows}
        assert met == {(x, y) for x in factors[a] for y in factors[b]}


@pytest.mark.whole
def test_no_session_has_a_minute_of_silence_without_purpose() -> None:
    names, some = list(routines()), (None, *conditions())
    heard = 0
    for row in pairwise_rows((names, some, some, LEVELS, DETAILS, MINUTES)):
        name, first, second = names[row[0]], some[row[1]], some[row[2]]
        person = frozenset(each for each in (first, second) if each)
        level, detail, minutes = LEVELS[row[3]], DETAILS[row[4]], MINUTES[row[5]]
        timeline = compiled(
            routines()[name], SessionOptions(level, conditions=person, minutes=minutes), detail
        )
        if timeline is not None:
            heard += 1
            said = f"{name} {sorted(person)} {level} {detail} {minutes}"
            assert longest_silence_ms(timeline) <= LONGEST_SILENCE_MS, said
    assert heard > 150
