"""What the module of a language holds: its words for numbers, units, signs and times."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol


class NumberTables(Protocol):
    """The words of a language; `numbers_en` says what each is."""

    DECIMAL: str
    GROUPS: str
    ORDINAL_ENDS: tuple[str, ...]
    POINT: str
    MINUS: str
    TO: str
    ONE_TO: str
    RATIO: str
    PER: str
    OUT_OF: str
    OF: str
    OVER: str
    TIMES: str
    OR_MORE: str
    AND: str
    BEFORE_NOUN: int
    SYMBOLS: Mapping[str, str]
    SIGNS: Mapping[str, str]
    UNITS: Mapping[str, tuple[str, str]]
    PER_WORDS: Mapping[str, str]
    IN_WHOLE: frozenset[str]
    COUNTED: frozenset[str]
    GOES_ON: re.Pattern[str]
    ABBREVIATIONS: Mapping[str, str]
    FRACTIONS: Mapping[tuple[int, int], str]
    AT_TIME: str
    DAYS: Mapping[str, str]
    CLOCK_BEFORE: frozenset[str]
    CLOCK_AFTER: Mapping[str, str]
    LASTS: frozenset[str]
    ONE_OF: frozenset[str]
    SCORES: frozenset[str]
    PRESSURE: frozenset[str]
    NUMBERED: tuple[str, ...]
    NUMBER: str
    DIAL: tuple[str, ...]
    MONTHS: tuple[str, ...]
    cardinal: Callable[[int], str]
    ordinal: Callable[[int], str]
    clock: Callable[[int, int], str]
    year: Callable[[int], str]
    date: Callable[[int, int, int | None], str]
    mixed: Callable[[int, int, int], str]
    part_of: Callable[[int, int, str], str]

    def __hash__(self) -> int: ...
