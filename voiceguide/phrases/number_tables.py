"""What a language's module of number words holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct


class NumberTables(Struct, frozen=True, kw_only=True, eq=False):
    """The words of a language for numbers, units, signs and times."""

    decimal: str
    """Between whole and part."""
    groups: str
    """Between groups of three digits."""
    ordinal_ends: tuple[str, ...]
    """What follows the digits of an ordinal; a stop alone, as in German, would end a sentence."""
    point: str
    minus: str
    to: str
    one_to: str
    """One, in front of another number and a unit."""
    ratio: str
    per: str
    out_of: str
    of: str
    over: str
    """Between the two numbers of a blood pressure."""
    times: str
    or_more: str
    and_: str
    before_noun: int
    """Which form of a unit stands before a noun: "a thirty second hold"."""
    symbols: Mapping[str, str]
    """What a lone symbol is called; symbols not named here are not spoken."""
    signs: Mapping[str, str]
    """Signs in front of a number."""
    units: Mapping[str, tuple[str, str]]
    """Units after a number: one of it with the number, and any other number of it without."""
    per_words: Mapping[str, str]
    """What may stand after a slash that is "per"."""
    in_whole: frozenset[str]
    """What is counted in whole numbers."""
    counted: frozenset[str]
    """What "per" may follow without a number in digits."""
    goes_on: re.Pattern[str]
    """What has a capital letter and still begins no sentence, behind a unit with a stop."""
    abbreviations: Mapping[str, str]
    """Without capitals, and what is said for them."""
    fractions: Mapping[tuple[int, int], str]
    at_time: str
    """In front of a time of day."""
    days: Mapping[str, str]
    """Names of days in front of a time of day, long and short, and what is said for them."""
    clock_before: frozenset[str]
    """Words before a time of day; "7:30" alone lasts seven minutes and a half."""
    clock_after: Mapping[str, str]
    """Words after one, and what is said for them."""
    lasts: frozenset[str]
    """Words beside a length that is written with a colon."""
    one_of: frozenset[str]
    """What is counted out of several: "set 2/3"."""
    scores: frozenset[str]
    """What stands before a score: "pain 3/10"."""
    pressure: frozenset[str]
    numbered: tuple[str, ...]
    """Short for `number`."""
    number: str
    dial: tuple[str, ...]
    """What stands before a telephone number."""
    months: tuple[str, ...]
    cardinal: Callable[[int], str]
    """0 to 999,999 in words; so do `ordinal`, `clock` (hours, minutes) and `year`."""
    ordinal: Callable[[int], str]
    clock: Callable[[int, int], str]
    year: Callable[[int], str]
    date: Callable[[int, int, int | None], str]
    """Of day, month and year."""
    mixed: Callable[[int, int, int], str]
    """A whole number and a fraction of `fractions`."""
    part_of: Callable[[int, int, str], str]
    """A fraction of a unit: "half a minute"."""
