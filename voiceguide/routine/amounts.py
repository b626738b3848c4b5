"""Amounts as people write them: "8-12", "15-30 s or more", "10 counts"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from voiceguide.units import Ms

Unit = Literal["times", "time", "counts", "breaths"]
Bound = Literal["range", "or more", "up to"]

STEPS = 4
"""Places in a range are counted in quarters: gentle 0, steady 2, strong 4."""

PLACES = {"gentle": 0, "steady": 2, "strong": 4}

_SECOND = 1000
_MINUTE = 60 * _SECOND
_COARSE_FROM_MS = 20 * _SECOND
_COARSE_MS = 5 * _SECOND


class AmountError(ValueError):
    """An amount nobody can follow; `hint` says how to write it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a range of repetitions, milliseconds, counts or breaths.

    ``0 < low <= high``. `bound` "or more" lets a routine go above `high` without a warning,
    "up to" makes going above it an error.
    """

    low: int
    high: int
    unit: Unit
    bound: Bound = "range"

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high:
            raise AmountError(f"{self.low} to {self.high} is no amount")

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def at(self, place: int) -> int:
        """The value at a place of 0 to 4 quarters, halves rounded upwards, inside the range.

        Times whose high end is 20 s or more are rounded to 5 s, other times to 1 s.
        """
        if not 0 <= place <= STEPS:
            raise ValueError(f"a place is 0 to {STEPS} quarters, not {place}")
        if place == 0 or self.is_exact:
            return self.low
        if place == STEPS:
            return self.high
        grain = 1
        if self.unit == "time":
            grain = _COARSE_MS if self.high >= _COARSE_FROM_MS else _SECOND
        quarters = self.low * STEPS + place * (self.high - self.low)
        rounded = (2 * quarters + STEPS * grain) // (2 * STEPS * grain) * grain
        return min(max(rounded, self.low), self.high)

    def __str__(self) -> str:
        if self.unit != "time":
            word = "" if self.unit == "times" else f" {self.unit}"
            return f"{self.low}{word}" if self.is_exact else f"{self.low}-{self.high}{word}"
        text = write_time(self.low)
        if self.bound == "up to":
            return f"{text} up to {write_time(self.high)}"
        if not self.is_exact:
            text = f"{text} to {write_time(self.high)}"
        return f"{text} or more" if self.bound == "or more" else text


def write_time(length_ms: int) -> str:
    """A time as a routine writes it: 90000 is "1 min 30 s", 1500 is "1.5 s"."""
    minutes, rest = divmod(length_ms, _MINUTE)
    seconds = f"{Decimal(rest) / _SECOND:f} s" if rest or not minutes else ""
    return " ".join(part for part in (f"{minutes} min" if minutes else "", seconds) if part)


_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_TIME = re.compile(
    rf"(?:(?P<minutes>{_NUMBER}) ?(?:min|minutes?|m))?"
    rf"\s*(?:(?P<seconds>{_NUMBER}) ?(?:s|sec|seconds?))?"
)
_CLOCK = re.compile(r"(\d+):(\d\d)")
_PLAIN = re.compile(_NUMBER)
_ANY = re.compile(
    rf"(?P<low>-?{_NUMBER}(?:\s*(?:min)\s+{_NUMBER})?)\s*(?P<low_unit>[^\W\d]+)?"
    rf"(?:(?P<join>\s*-\s*|\s+to\s+|\s+up\s+to\s+)"
    rf"(?P<high>{_NUMBER}(?:\s*(?:min)\s+{_NUMBER})?)\s*(?P<high_unit>[^\W\d]+)?)?"
    rf"(?P<more>\s+or\s+more)?"
)
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("s", "sec", "second", "seconds", "min", "minute", "minutes"), "time"),
    **dict.fromkeys(("count", "counts"), "counts"),
    **dict.fromkeys(("breath", "breaths"), "breaths"),
    **dict.fromkeys(("time", "times", "x"), "times"),
}  # fmt: skip


def read_time(text: str) -> Ms:
    """A length of time, as "20 s", "2 min" or "1 min 30 s".

    Raises AmountError for everything else, with the way to write it as a hint.
    """
    text = text.strip()
    match = _TIME.fullmatch(text)
    if match is None or not text:
        if clock := _CLOCK.fullmatch(text):
            minutes, seconds = int(clock[1]), int(clock[2])
            right = write_time((minutes * 60 + seconds) * _SECOND)
            raise AmountError(f"'{text}' is not a time", f"write '{right}', not '{text}'")
        if _PLAIN.fullmatch(text):
            raise AmountError(f"the time '{text}' has no unit", f"write '{text} s', not '{text}'")
        if text.startswith("-"):
            raise AmountError(f"'{text}' is below zero", "write a time such as '20 s'")
        raise AmountError(f"'{text}' is not a time", "write a time such as '20 s' or '1 min 30 s'")
    total = Decimal(match["minutes"] or 0) * _MINUTE + Decimal(match["seconds"] or 0) * _SECOND
    if total <= 0:
        raise AmountError(
            f"a time of {text} does nothing", "write a time above zero, or leave it out"
        )
    return Ms(int(total))


def read_amount(text: str) -> Amount:
    """An amount in any of its written forms.

    Raises AmountError for a clock time, a zero, negative or backwards amount, a mixture of
    units, or a unit nobody knows.
    """
    text = " ".join(text.split())
    if _CLOCK.fullmatch(text):
        return _range_of_times(text, [text])
    match = _ANY.fullmatch(text)
    if match is None or text.startswith("-"):
        if text.startswith("-"):
            raise AmountError(f"'{text}' is below zero", "write an amount above zero")
        ends = re.split(r"\s+up to\s+|\s+to\s+|\s*-\s*", text.removesuffix(" or more"))
        if 1 <= len(ends) <= 2 and all(_TIME.fullmatch(end) for end in ends):
            return _range_of_times(text, ends)
        raise AmountError(
            f"'{text}' is not an amount",
            "write '10', '8-12', '20 s', '15-30 s', '10 counts' or '6 breaths'",
        )
    low_unit, high_unit = match["low_unit"], match["high_unit"]
    units = {_unit(text, word) for word in (low_unit, high_unit) if word}
    if len(units) > 1:
        raise AmountError(f"'{text}' mixes two units", "write both ends in the same unit")
    unit = units.pop() if units else "times"
    if unit == "time":
        ends = [f"{match['low']} {low_unit or high_unit}"]
        if match["high"]:
            ends.append(f"{match['high']} {high_unit or low_unit}")
        return _range_of_times(text, ends)
    low, high = match["low"], match["high"] or match["low"]
    if "." in low + high:
        raise AmountError(f"'{text}' is not a whole number", "write whole numbers")
    return _amount(text, int(low), int(high), unit)


def _unit(text: str, word: str) -> Unit:
    unit = _UNITS.get(word.lower())
    if unit is None:
        raise AmountError(
            f"'{text}' has the unit '{word}', which nobody knows",
            "the units are s, min, counts and breaths",
        )
    return unit


def _range_of_times(text: str, ends: list[str]) -> Amount:
    times = [read_time(end) for end in ends]
    return _amount(text, times[0], times[-1], "time")


def _amount(text: str, low: int, high: int, unit: Unit) -> Amount:
    if low <= 0:
        raise AmountError(f"'{text}' does nothing", "write an amount above zero")
    if high < low:
        raise AmountError(f"'{text}' runs backwards", "write the smaller number first")
    bound: Bound = "range"
    if text.endswith(" or more"):
        bound = "or more"
    elif " up to " in text:
        bound = "up to"
    return Amount(low, high, unit, bound)
