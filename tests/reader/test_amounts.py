from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.reader.amounts import (
    STEPS,
    WRITTEN_AMOUNT,
    WRITTEN_TIME,
    Amount,
    AmountError,
    Bound,
    Unit,
    read_amount,
    read_time,
)
from voiceguide.text import exact_length

WRITTEN: list[tuple[str, Amount]] = [
    ("10", Amount(10, 10, "times")),
    ("10 times", Amount(10, 10, "times")),
    ("8-12", Amount(8, 12, "times")),
    ("8 to 12", Amount(8, 12, "times")),
    ("8 – 12", Amount(8, 12, "times")),
    ("8-12 or more", Amount(8, 12, "times", "or more")),
    ("8 up to 12", Amount(8, 12, "times", "up to")),
    ("20 s", Amount(20_000, 20_000, "time")),
    ("20s", Amount(20_000, 20_000, "time")),
    ("20 S", Amount(20_000, 20_000, "time")),
    ("20 seconds", Amount(20_000, 20_000, "time")),
    ("2 min", Amount(120_000, 120_000, "time")),
    ("1 min 30 s", Amount(90_000, 90_000, "time")),
    ("1 minute 30 seconds", Amount(90_000, 90_000, "time")),
    ("1.5 min", Amount(90_000, 90_000, "time")),
    ("15-30 s", Amount(15_000, 30_000, "time")),
    ("15 s to 30 s", Amount(15_000, 30_000, "time")),
    ("30 s to 1 min", Amount(30_000, 60_000, "time")),
    ("1 min 30 s to 2 min", Amount(90_000, 120_000, "time")),
    ("20 s or more", Amount(20_000, 20_000, "time", "or more")),
    ("20-30 s or more", Amount(20_000, 30_000, "time", "or more")),
    ("20 s up to 60 s", Amount(20_000, 60_000, "time", "up to")),
    ("1 min 30 s up to 3 min", Amount(90_000, 180_000, "time", "up to")),
    ("10 counts", Amount(10, 10, "counts")),
    ("6-10 breaths", Amount(6, 10, "breaths")),
]

WRONG: list[tuple[str, str, str]] = [
    ("", "is not an amount", "write '10'"),
    ("many", "is not an amount", "write '10'"),
    ("1:30", "'1:30' is not a time", "write '1 min 30 s', not '1:30'"),
    ("1:30-2:00", "'1:30' is not a time", "write '1 min 30 s', not '1:30'"),
    ("12-8", "'12-8' runs backwards", "write the smaller number first"),
    ("30-15 s", "'30-15 s' runs backwards", "write the smaller number first"),
    ("0", "'0' does nothing", "above zero"),
    ("0 s", "a time of 0 s does nothing", "above zero"),
    ("0-5", "'0-5' does nothing", "above zero"),
    ("-3 s", "'-3 s' is below zero", "above zero"),
    ("−3 s", "'-3 s' is below zero", "above zero"),
    ("5 apples", "the unit 'apples', which nobody knows", "s, min, counts and breaths"),
    ("400 m", "'400 m' is a distance", "until: ready, about: 2 min"),
    ("5 m", "'5 m' is a distance", "for minutes write '5 min'"),
    ("1-2 km", "'1-2 km' is a distance", "until: ready, about: 2 min"),
    ("1 hour", "'1 hour' is in hours", "write minutes, such as '60 min'"),
    ("10 s-2 breaths", "mixes two units", "the same unit"),
    ("1,5 min", "has a comma in its number", "write '1.5 min'"),
    ("1.5", "is not a whole number", "write whole numbers"),
    ("8-10-12", "is not an amount", "write '10'"),
    ("30 s max", "is not an amount", "write '10'"),
    ("٣", "is not an amount", "write '10'"),
]


@pytest.mark.parametrize(("text", "amount"), WRITTEN)
def test_every_written_form_of_an_amount_is_read(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(("text", "amount"), WRITTEN)
def test_the_schemas_expression_lets_every_written_form_pass(text: str, amount: Amount) -> None:
    if "S" not in text:  # capitals are an editor's warning and no error
        assert re.search(WRITTEN_AMOUNT[amount.unit], text)


@pytest.mark.parametrize(("text", "message", "hint"), WRONG)
def test_what_is_no_amount_is_refused_in_words(text: str, message: str, hint: str) -> None:
    with pytest.raises(AmountError) as error:
        read_amount(text)
    assert message in error.value.message
    assert hint in (error.value.hint or "")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("20", "write '20 s', not '20'"),
        ("1:30", "write '1 min 30 s', not '1:30'"),
        ("90:00", "write '90 min', not '90:00'"),
        ("2,5 s", "write '2.5 s'"),
        ("1 h", "write minutes, such as '60 min'"),
        ("-3 s", "write a time such as '20 s'"),
        ("0 s", "write a time above zero, or leave it out"),
        ("soon", "write a time such as '20 s' or '1 min 30 s'"),
        ("10-20 s", "write a time such as '20 s' or '1 min 30 s'"),
    ],
)
def test_what_is_no_time_is_refused_with_the_right_way(text: str, hint: str) -> None:
    with pytest.raises(AmountError) as error:
        read_time(text)
    assert error.value.hint == hint


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("8-12", [8, 9, 10, 11, 12]),
        ("12-15", [12, 13, 14, 14, 15]),
        ("2-4", [2, 3, 3, 4, 4]),
        ("15-30 s", [15, 20, 25, 25, 30]),
        ("20 s up to 60 s", [20, 30, 40, 50, 60]),
        ("2-4 min", [120, 150, 180, 210, 240]),
        ("3-5 s", [3, 4, 4, 5, 5]),
        ("20-30 s or more", [20, 25, 25, 30, 30]),
        ("6-10 breaths", [6, 7, 8, 9, 10]),
    ],
)
def test_a_level_picks_the_place_in_the_range(text: str, values: list[int]) -> None:
    amount = read_amount(text)
    grain = 1000 if amount.unit == "time" else 1
    assert [amount.at(place) // grain for place in range(5)] == values


def test_a_place_outside_the_quarters_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 4 quarters"):
        Amount(1, 2, "times").at(5)


UNITS: list[Unit] = ["times", "time", "counts", "breaths"]
BOUNDS: list[Bound] = ["range", "or more", "up to"]


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    unit = draw(st.sampled_from(UNITS))
    most = 600_000 if unit == "time" else 100
    low = draw(st.integers(1, most))
    high = draw(st.one_of(st.just(low), st.integers(low, most)))
    return Amount(low, high, unit, draw(st.sampled_from(BOUNDS)))


@given(amounts())
def test_values_lie_in_the_range_and_never_fall_and_the_ends_are_exact(amount: Amount) -> None:
    values = [amount.at(place) for place in range(STEPS + 1)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (amount.low, amount.high)


@given(amounts())
def test_an_amount_is_written_as_it_is_read(amount: Amount) -> None:
    assert read_amount(str(amount)) == amount
    assert re.search(WRITTEN_AMOUNT[amount.unit], str(amount))


@given(st.integers(1, 20_000_000))
def test_a_time_is_written_as_it_is_read(length_ms: int) -> None:
    assert read_time(exact_length(length_ms)) == length_ms
    assert re.search(WRITTEN_TIME, exact_length(length_ms))


@given(st.text(max_size=30) | st.from_regex(r"[0-9 :,.smincoutbreah-]{0,20}", fullmatch=True))
def test_any_text_is_an_amount_or_refused_with_a_hint(text: str) -> None:
    try:
        amount = read_amount(text)
    except AmountError as error:
        assert error.message
        assert error.hint
    else:
        assert 0 < amount.low <= amount.high


def test_a_text_without_end_is_refused_at_once() -> None:
    with pytest.raises(AmountError) as error:
        read_amount("1 " * 100_000)
    assert len(error.value.message) < 200
