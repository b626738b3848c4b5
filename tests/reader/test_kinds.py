from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import Place
from voiceguide.reader.amount_kinds import AmountOf, Time
from voiceguide.reader.document import Lost, Text
from voiceguide.reader.kinds import (
    AnyText,
    Choice,
    Id,
    LanguageCode,
    Line,
    Whole,
    YesNo,
)
from voiceguide.reader.reading import Kind, Reading, TooManyProblems, read_node
from voiceguide.routine.shared_kinds import LIMITS

HERE = Place("x", 1, 1)

KINDS: list[Kind[object]] = [
    AnyText(),
    Line(),
    Line(sides=False),
    Id(),
    Choice(("left", "right")),
    YesNo(),
    Whole(0, 30),
    LanguageCode(),
    Time(zero=True),
    AmountOf(("times",), LIMITS),
    AmountOf(("time", "counts", "breaths"), LIMITS),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(text=st.text(max_size=60), quoted=st.booleans())
def test_every_kind_reads_any_text_or_says_one_thing(
    kind: Kind[object], text: str, quoted: bool
) -> None:
    reading = Reading()
    value = kind.read(Text(HERE, text, quoted), reading)
    assert (value is None) == bool(reading.errors)
    assert all(problem.message for problem in reading.problems)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_what_was_lost_before_is_not_told_again(kind: Kind[object]) -> None:
    reading = Reading()
    assert read_node(kind, Lost(HERE), reading) is None
    assert not reading.problems


@pytest.mark.parametrize("text", ["", "  ", "~", "null"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_nothing_is_told_as_nothing(kind: Kind[object], text: str) -> None:
    reading = Reading()
    assert kind.read(Text(HERE, text), reading) is None
    assert reading.problems[0].message == f"nothing is written here; expected {kind.expects}"


def test_a_quoted_null_is_a_text() -> None:
    assert AnyText().read(Text(HERE, "null", quoted=True), Reading()) == "null"


def test_a_lines_spaces_become_single_ones() -> None:
    assert Line().read(Text(HERE, "  one \n  two "), Reading()) == "one two"


def test_the_hint_of_a_wrong_id_is_a_right_one() -> None:
    reading = Reading()
    Id().read(Text(HERE, "Side Plank (left)"), reading)
    assert reading.problems[0].hint == "write 'side-plank-left'"


@pytest.mark.parametrize(("text", "right"), [("yes", "true"), ("On", "true"), ("off", "false")])
def test_the_hint_of_a_wrong_yes_is_a_right_one(text: str, right: str) -> None:
    reading = Reading()
    YesNo().read(Text(HERE, text), reading)
    assert reading.problems[0].hint == f"write {right}"


def test_reading_stops_where_nobody_reads_on() -> None:
    reading = Reading()
    for _ in range(99):
        reading.problem(HERE, "wrong")
    with pytest.raises(TooManyProblems):
        reading.problem(HERE, "wrong")
