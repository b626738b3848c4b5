"""From written text to what a voice is given: words and sentence punctuation, nothing else.

Nothing in the result can be read as markup, as a command to a speech engine or a terminal,
or aloud as "backslash". Digits become words, so that every engine says them alike and their
words can be counted. The tables of a language are a module in `LANGUAGES`.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol, cast

from voiceguide.errors import UsageError, did_you_mean
from voiceguide.phrases.markup import unmarked

LANGUAGES = {
    "de": "voiceguide.phrases.numbers_de",
    "en": "voiceguide.phrases.numbers_en",
}
"""Language to the module with its number words."""

LARGEST_NUMBER = 999_999


class NumberTables(Protocol):
    """What the module of a language holds."""

    DECIMAL: str
    GROUPS: str
    ORDINAL_ENDS: tuple[str, ...]
    POINT: str
    MINUS: str
    TO: str
    AND_A_HALF: str
    SYMBOLS: Mapping[str, str]
    UNITS: Mapping[str, tuple[str, str]]
    FRACTIONS: Mapping[tuple[int, int], str]
    cardinal: Callable[[int], str]
    ordinal: Callable[[int], str]
    clock: Callable[[int, int], str]


def number_words(number: int, language: str = "en") -> str:
    """A whole number from 0 to 999,999 in words: 21 is "twenty-one".

    Raises ValueError outside that range and UsageError for a language without number words.
    """
    return _number_tables(number, language).cardinal(number)


def ordinal_words(number: int, language: str = "en") -> str:
    """A whole number's ordinal from 0 to 999,999 in words: 21 is "twenty-first".

    Raises ValueError outside that range and UsageError for a language without number words.
    """
    return _number_tables(number, language).ordinal(number)


def _number_tables(number: int, language: str) -> NumberTables:
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"no words for {number}: only 0 to {LARGEST_NUMBER}")
    tables = _tables(language)
    if tables is None:
        raise UsageError(
            f"no number words for the language '{language}'",
            hint=did_you_mean(language, LANGUAGES) or f"known: {', '.join(sorted(LANGUAGES))}",
        )
    return tables


def spoken_form(text: str, language: str = "en") -> str:
    """What the voice is given for a text; "" where nothing in it can be spoken.

    Kept: letters of all scripts and sentence punctuation. Said in words: numbers, units,
    `&` and its like. Left out: emoji and other symbols, markup, control and direction
    characters, escape sequences. Applying it twice changes nothing. In a language without
    tables digits stay digits, which engines say in the language of their voice.
    """
    if not _PLAIN.fullmatch(text):
        text = _numbers_said(unmarked(text), language)
        text = "".join(map(_kept, text))
    text = " ".join(text.split())
    text = _LOOSE_HYPHEN.sub(" ", _DASH.sub(", ", text))
    text = _PUNCTUATION_RUN.sub(_strongest, text)
    text = " ".join(text.split()).lstrip(" ,;:.!?…-。、।")
    return text if any(map(str.isalnum, text)) else ""


_PLAIN = re.compile(r"[A-Za-z ,.!?'\n]*")
_DASH = re.compile(r"(?<=\w) +-+ +(?=\w)|--+")
_LOOSE_HYPHEN = re.compile(r"(?<!\w)-|-(?!\w)")
_MARKS = ",;:.!?…。、।"
_PUNCTUATION_RUN = re.compile(
    rf" [{_MARKS}][ {_MARKS}]*+|(?<![ {_MARKS}])[{_MARKS}][ {_MARKS}]++(?=\w|$)"
)
_KEPT_PUNCTUATION = frozenset(".,;:!?…'-。、！？।¿¡،؛؟")
_SAID_AS = {
    "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": ", ", "—": ", ", "―": ", ",
    "(": ", ", ")": ", ", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _kept(character: str) -> str:
    """The character, what is said for it, or a space."""
    if character in _SAID_AS:
        return _SAID_AS[character]
    if character in _KEPT_PUNCTUATION:
        return character
    category = unicodedata.category(character)
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    if category[0] == "L" or category in ("Mn", "Mc", "Nd"):
        return "" if selector else character
    return "" if category == "Me" else " "


def _strongest(run: re.Match[str]) -> str:
    """Of several marks in a row the one that says most: a question, a call, a stop."""
    marks = run[0]
    for mark in "?!.…。।;:,、":
        if mark in marks:
            return f"{mark} "
    return " "


@lru_cache(maxsize=8)
def _tables(language: str) -> NumberTables | None:
    module = LANGUAGES.get(language.partition("-")[0].lower())
    return cast("NumberTables", importlib.import_module(module)) if module else None


_UNIT_END = r"(?![^\W\d_])"


@lru_cache(maxsize=8)
def patterns_of(language: str) -> Mapping[str, re.Pattern[str]]:
    """What a language's numbers look like, by the name of what they are."""
    tables = _tables(language)
    if tables is None:
        return {}
    point, comma = re.escape(tables.DECIMAL), re.escape(tables.GROUPS)
    number = rf"\d{{1,3}}(?:{comma}\d{{3}})+(?:{point}\d+)?|\d+(?:{point}\d+)*"
    units = "|".join(sorted(map(re.escape, tables.UNITS), key=len, reverse=True))
    ends = "|".join(tables.ORDINAL_ENDS) or "(?!)"
    amount = rf"(?P<first>{number})(?:\s*[-–—‒]\s*(?P<last>{number}))?"
    return {
        "ordinal": re.compile(rf"\b(\d{{1,6}})(?:{ends}){_UNIT_END}", re.IGNORECASE),
        "clock": re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b"),
        "fraction": re.compile(r"(?:\b(\d+)\s+)?\b(\d)\s*[/⁄]\s*(\d)\b"),
        "amount": re.compile(
            rf"(?P<minus>(?<![\w)])[-−])?{amount}(?:\s*(?P<unit>{units}){_UNIT_END})?"
        ),
    }


def _numbers_said(text: str, language: str) -> str:
    tables, spell = _tables(language), patterns_of(language)
    if tables is None:
        return text
    text = spell["ordinal"].sub(lambda m: f" {tables.ordinal(int(m[1]))} ", text)
    text = spell["clock"].sub(lambda m: f" {tables.clock(int(m[1]), int(m[2]))} ", text)
    text = spell["fraction"].sub(lambda m: _fraction(m, tables), text)
    text = spell["amount"].sub(lambda m: _amount(m, tables), text)
    for symbol, word in tables.SYMBOLS.items():
        text = text.replace(symbol, f" {word} ")
    return text


def _fraction(match: re.Match[str], tables: NumberTables) -> str:
    whole, above, below = match.groups()
    part = tables.FRACTIONS.get((int(above), int(below)))
    if part is None:
        return match[0].replace("/", " / ")
    if whole is None:
        return f" {part} "
    half = (int(above), int(below)) == (1, 2)
    return f" {_number(whole, tables)} {tables.AND_A_HALF if half else '+ ' + part} "


def _amount(match: re.Match[str], tables: NumberTables) -> str:
    first, last, unit = match["first"], match["last"], match["unit"]
    words = [tables.MINUS] if match["minus"] else []
    if unit and first == "1" and not last:
        return f" {' '.join((*words, tables.UNITS[unit][0]))} "
    words.append(_number(first, tables))
    if last:
        words += [tables.TO, _number(last, tables)]
    if unit:
        words.append(tables.UNITS[unit][1])
    return f" {' '.join(words)} "


def _number(written: str, tables: NumberTables) -> str:
    """In words; what is too large, or begins with a zero, digit by digit."""
    whole, *parts = written.replace(tables.GROUPS, "").split(tables.DECIMAL)
    small = len(whole) <= len(str(LARGEST_NUMBER)) and (whole == "0" or whole[0] != "0")
    words = [tables.cardinal(int(whole)) if small else _digits(whole, tables)]
    for part in parts:
        words += [tables.POINT, _digits(part, tables)]
    return " ".join(words)


def _digits(written: str, tables: NumberTables) -> str:
    return " ".join(tables.cardinal(int(digit)) for digit in written)
