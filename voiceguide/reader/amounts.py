"""Amounts as people write them: "8-12", "15-30 s or more", "10 counts"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from voiceguide.text import exact_length
from voiceguide.units import Ms

Unit = Literal["times", "time", "counts", "breaths"]
Bound = Literal["range", "or more", "up to"]

STEPS = 4
"""Places in a range are counted in quarters: gentle 0, steady 2, strong 4."""

PLACES = {"gentle": 0, "steady": 2, "strong": 4}

LONGEST_WRITTEN = 60
"""No amount takes more characters than that."""

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


class Amount(Struct, frozen=True):
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

    @staticmethod
    def enclosing(amounts: Sequence[Amount]) -> Amount | None:
        """The range from the least to the most of amounts of one unit; None of none."""
        if not amounts:
            return None
        ends = [end for amount in amounts for end in (amount.low, amount.high)]
        return Amount(min(ends), max(ends), amounts[0].unit)

    @property
    def is_exact(self) -> bool:
        """Whether every place gives the same value."""
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
        low, high = self._end(self.low), self._end(self.high)
        if self.bound == "up to":
            return f"{low} up to {high}"
        text = low
        if not self.is_exact:
            (first, *unit), (_, *same) = low.split(), high.split()
            text = f"{first}-{high}" if unit == same else f"{low} to {high}"
        return f"{text} or more" if self.bound == "or more" else text

    def _end(self, value: int) -> str:
        if self.unit == "time":
            return exact_length(value)
        return str(value) if self.unit == "times" else f"{value} {self.unit}"


_MINUTES = ("min", "minute", "minutes", "mins")
_SECONDS = ("s", "sec", "second", "seconds", "secs")
_COUNTS = ("counts", "count")
_BREATHS = ("breaths", "breath")
_TIMES = ("times", "time", "x")
_UNITS: dict[str, Unit] = {
    **dict.fromkeys((*_SECONDS, *_MINUTES), "time"),
    **dict.fromkeys(_COUNTS, "counts"),
    **dict.fromkeys(_BREATHS, "breaths"),
    **dict.fromkeys(_TIMES, "times"),
}  # fmt: skip

_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
_NOT_ZERO = r"(?!0+(?:\.0+)?(?![0-9.]))"
_JOIN = r"(?:\s*[-‐‑‒–—−]\s*|\s+to\s+|\s+up\s+to\s+)"


def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_TIME_FORM = (
    rf"(?:{_NUMBER} ?{_any(_MINUTES)}(?: {_NUMBER} ?{_any(_SECONDS)})?"
    rf"|{_NUMBER} ?{_any(_SECONDS)})"
)
WRITTEN_TIME = rf"^\s*{_NOT_ZERO}{_TIME_FORM}\s*$"
"""A regular expression, for JSON Schemas too, of how a time is written."""


def _written(unit: Unit) -> str:
    first, last = f"(?:{_NUMBER}|{_TIME_FORM})", _TIME_FORM
    if unit != "time":
        words = _any(tuple(word for word, its in _UNITS.items() if its == unit))
        optional = "?" if unit == "times" else ""
        first, last = rf"[0-9]{{1,6}}(?:\s*{words})?", rf"[0-9]{{1,6}}(?:\s*{words}){optional}"
    return rf"^\s*{_NOT_ZERO}(?:{first}{_JOIN})?{last}(?:\s+or\s+more)?\s*$"


WRITTEN_AMOUNT: dict[Unit, str] = {
    unit: _written(unit) for unit in ("times", "time", "counts", "breaths")
}
"""Regular expressions, for JSON Schemas too; they let some pass that `read_amount` refuses."""

_TIME = re.compile(
    rf"(?:(?P<minutes>{_NUMBER}) ?{_any(_MINUTES)})?\s*"
    rf"(?:(?P<seconds>{_NUMBER}) ?{_any(_SECONDS)})?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"([0-9]{1,4}):([0-9]{2})")
_PLAIN = re.compile(_NUMBER)
_DISTANCE = re.compile(
    rf"(?:{_NUMBER} ?- ?)?(?P<number>{_NUMBER})"
    r" ?(?P<unit>m|km|k|mi|miles?|metres?|meters?|yards?|yd|kilomet(?:er|re)s?)",
    re.IGNORECASE,
)
DISTANCE_HINT = (
    "name the distance:  step: Run 400 m, until: ready, about: 2 min"
    "; in rounds at your own pace  reps: 1"
)
"""How one writes what ends after a distance, in which no session can be told where it is."""
MINUTES_AT_MOST = 60
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_WORD = r"(?!(?:up|to)\b)[^\W\d]+"
_ANY = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<low_unit>{_WORD})?"
    rf"(?:{_JOIN}(?P<high>{_NUMBER})\s*(?P<high_unit>{_WORD})?)?"
)
_MORE = re.compile(r"\s+or\s+more$")
_ENDS = re.compile(r"\s+up to\s+|\s+to\s+|\s*-\s*")


def read_time(text: str) -> Ms:
    """A length of time, as "20 s", "2 min" or "1 min 30 s".

    Raises AmountError for everything else, with the way to write it as a hint.
    """
    text = _tidy(text)
    match = _TIME.fullmatch(text)
    if match is None or not text:
        raise _no_time(text)
    total = Decimal(match["minutes"] or 0) * _MINUTE + Decimal(match["seconds"] or 0) * _SECOND
    if total <= 0:
        raise AmountError(
            f"a time of {text} does nothing", "write a time above zero, or leave it out"
        )
    return Ms(int(total))


def _no_time(text: str) -> AmountError:
    if re.search(r"[0-9] ?(?:h|hours?)$", text):
        return AmountError(f"'{text}' is in hours", "write minutes, such as '60 min'")
    if clock := _CLOCK.fullmatch(text):
        right = exact_length((int(clock[1]) * 60 + int(clock[2])) * _SECOND)
        return AmountError(f"'{text}' is not a time", f"write '{right}', not '{text}'")
    if _PLAIN.fullmatch(text):
        return AmountError(f"the time '{text}' has no unit", f"write '{text} s', not '{text}'")
    if text.startswith("-"):
        return AmountError(f"'{text}' is below zero", "write a time such as '20 s'")
    return (
        _distance(text)
        or _comma(text)
        or AmountError(
            f"'{text[:LONGEST_WRITTEN]}' is not a time",
            "write a time such as '20 s' or '1 min 30 s'",
        )
    )


def read_amount(text: str) -> Amount:
    """An amount in any of its written forms.

    Raises AmountError for a clock time, a zero, negative or backwards amount, a mixture of
    units, or a unit nobody knows.
    """
    text = _tidy(text)
    body = _MORE.sub("", text)
    if body.startswith("-"):
        raise AmountError(f"'{text}' is below zero", "write an amount above zero")
    if distance := _distance(text):
        raise distance
    bound: Bound = "range"
    if body != text:
        bound = "or more"
    elif " up to " in body:
        bound = "up to"
    match = _ANY.fullmatch(body)
    if match is None:
        return _amount(text, *_times_of(text, body), "time", bound)
    units = {_unit(text, word) for word in (match["low_unit"], match["high_unit"]) if word}
    if len(units) > 1:
        raise AmountError(f"'{text}' mixes two units", "write both ends in the same unit")
    unit = units.pop() if units else "times"
    low, high = match["low"], match["high"] or match["low"]
    if unit == "time":
        low_unit, high_unit = match["low_unit"], match["high_unit"]
        first = read_time(f"{low} {low_unit or high_unit}")
        last = read_time(f"{high} {high_unit or low_unit}")
        return _amount(text, first, last, unit, bound)
    if "." in low + high:
        raise AmountError(f"'{text}' is not a whole number", "write whole numbers")
    return _amount(text, int(low), int(high), unit, bound)


def _tidy(text: str) -> str:
    """With single spaces, and the dashes that word processors make as plain ones."""
    if len(text) > 4 * LONGEST_WRITTEN:
        text = text[: 4 * LONGEST_WRITTEN]
    return " ".join(text.translate(_DASHES).split())


def _times_of(text: str, body: str) -> tuple[int, int]:
    """The ends of a range whose times have minutes and seconds, such as "1 min 30 s"."""
    ends = _ENDS.split(body)
    if 1 <= len(ends) <= 2 and any(_CLOCK.fullmatch(end) for end in ends):
        return read_time(ends[0]), read_time(ends[-1])
    if 1 <= len(ends) <= 2 and all(end and _TIME.fullmatch(end) for end in ends):
        return read_time(ends[0]), read_time(ends[-1])
    raise _comma(text) or AmountError(
        f"'{text[:LONGEST_WRITTEN]}' is not an amount",
        "write '10', '8-12', '20 s', '15-30 s', '10 counts' or '6 breaths'",
    )


def _distance(text: str) -> AmountError | None:
    match = _DISTANCE.fullmatch(text)
    if match is None:
        return None
    hint = DISTANCE_HINT
    if match["unit"] == "m" and Decimal(match["number"]) <= MINUTES_AT_MOST:
        hint = f"for minutes write '{match['number']} min'; else {hint}"
    return AmountError(f"'{text}' is a distance, and no time", hint)


def _comma(text: str) -> AmountError | None:
    right = _COMMA.sub(".", text)
    if right == text or len(text) > LONGEST_WRITTEN:
        return None
    return AmountError(f"'{text}' has a comma in its number", f"write '{right}'")


def _unit(text: str, word: str) -> Unit:
    unit = _UNITS.get(word.lower())
    if unit is None and word.lower() in ("h", "hour", "hours"):
        raise AmountError(f"'{text}' is in hours", "write minutes, such as '60 min'")
    if unit is None:
        raise AmountError(
            f"'{text[:LONGEST_WRITTEN]}' has the unit '{word[:20]}', which nobody knows",
            "the units are s, min, counts and breaths",
        )
    return unit


def _amount(text: str, low: int, high: int, unit: Unit, bound: Bound) -> Amount:
    if low <= 0:
        raise AmountError(f"'{text}' does nothing", "write an amount above zero")
    if high < low:
        raise AmountError(f"'{text}' runs backwards", "write the smaller number first")
    return Amount(low, high, unit, bound)
