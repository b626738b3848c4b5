"""Clocks, lengths and counts in words: every form by a table, and the laws they keep."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.reader.amounts import read_time
from voiceguide.text import (
    clean,
    clock,
    count_of,
    dose,
    duration,
    exact_clock,
    exact_length,
    hours_and_minutes,
    minute_stamp,
    nearest,
    rough_length,
    seconds,
    stamp,
    whole_seconds,
)

FORMS: dict[Callable[[int], str], tuple[tuple[int, str], ...]] = {
    clock: ((0, "0:00"), (59_999, "0:59"), (192_000, "3:12"), (3_723_400, "1:02:03")),
    exact_clock: ((0, "0:00.0"), (24_649, "0:24.6"), (24_650, "0:24.7"), (59_960, "1:00.0"),
                  (3_723_400, "1:02:03.4")),
    stamp: ((4, "00:00:00.004"), (3_723_004, "01:02:03.004"), (360_000_000, "100:00:00.000")),
    minute_stamp: ((0, "00:00.00"), (192_404, "03:12.40"), (59_996, "01:00.00"),
                   (6_000_000, "100:00.00")),
    seconds: ((0, "0 s"), (20_000, "20 s"), (2_500, "2.5 s"), (4, "0.004 s"), (90_000, "90 s")),
    exact_length: ((0, "0 s"), (1_500, "1.5 s"), (60_000, "1 min"), (90_000, "1 min 30 s"),
                   (3_600_000, "60 min")),
    whole_seconds: ((499, "0 s"), (500, "1 s"), (83_400, "1 min 23 s"), (59_500, "1 min")),
    duration: ((2_450, "2.5 s"), (90_000, "90 s"), (119_949, "119.9 s"), (119_950, "2 min"),
               (200_000, "3 min 20 s")),
    rough_length: ((499, "0 s"), (119_499, "119 s"), (120_000, "2 min"), (7_199_000, "120 min"),
                   (7_200_000, "2 h")),
    hours_and_minutes: ((59_999, "0 h 0 min"), (12_000_000, "3 h 20 min"),
                        (3_600_000_000, "1,000 h")),
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "length_ms", "written"),
    [(form, ms, written) for form, table in FORMS.items() for ms, written in table],
)
def test_a_time_is_written_so(form: Callable[[int], str], length_ms: int, written: str) -> None:
    assert form(length_ms) == written


def test_a_stamp_has_the_mark_that_its_format_wants() -> None:
    assert stamp(3_723_004, ",") == "01:02:03,004"
    assert minute_stamp(192_400, ":", 75) == "03:12:30"


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0 rounds"), (1, "1 round"), (2, "2 rounds"), (21, "21 rounds")]
)
def test_only_one_is_singular(number: int, written: str) -> None:
    assert count_of(number, "round") == written


def test_a_dose_says_nothing_of_what_is_done_once() -> None:
    assert dose(rounds=8, sets=3, reps=12) == ["8 rounds", "3 sets", "12 times"]
    assert dose(sets=2) == ["2 sets"]
    assert dose() == []


MOMENTS = st.integers(0, 270 * 3_600_000)


def read_clock(written: str) -> int:
    """Milliseconds of what has colons, and parts of a second after a point."""
    whole, _, part = written.partition(".")
    ms = 0
    for each in whole.split(":"):
        ms = ms * 60 + int(each) * 1000
    return ms + int(part.ljust(3, "0"))


@given(MOMENTS)
def test_a_clock_can_be_read_back_to_its_own_precision(at_ms: int) -> None:
    assert read_clock(clock(at_ms)) == at_ms // 1000 * 1000
    assert read_clock(exact_clock(at_ms)) == nearest(at_ms, 100)
    assert read_clock(stamp(at_ms)) == at_ms
    assert read_clock(minute_stamp(at_ms)) == nearest(at_ms, 10)


@given(MOMENTS)
def test_no_part_of_a_clock_but_the_first_reaches_sixty(at_ms: int) -> None:
    for written in (clock(at_ms), exact_clock(at_ms), stamp(at_ms), minute_stamp(at_ms)):
        assert all(int(part) < 60 for part in re.findall(r":(\d\d)", written))


@given(MOMENTS.filter(bool))
def test_a_length_is_read_as_the_routine_language_reads_it(length_ms: int) -> None:
    assert read_time(exact_length(length_ms)) == length_ms
    assert read_time(seconds(length_ms)) == length_ms


@given(MOMENTS.filter(lambda length_ms: length_ms >= 1000))
def test_a_rounded_length_is_off_by_half_its_step_at_most(length_ms: int) -> None:
    assert abs(read_time(whole_seconds(length_ms)) - length_ms) <= 500
    assert abs(read_time(duration(length_ms)) - length_ms) <= 50


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_the_nearest_multiple_is_no_more_than_half_a_step_away(value: int, step: int) -> None:
    found = nearest(value, step)
    assert found % step == 0
    assert abs(found - value) * 2 <= step


@given(st.text())
def test_clean_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    shown = clean(text)
    assert len(shown.splitlines()) <= 1
    assert clean(shown) == shown
