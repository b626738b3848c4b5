"""From written text to what a voice is given: words and sentence punctuation, nothing else.

Nothing in the result can be read as markup, as a command to a speech engine or a terminal,
or aloud as "backslash". Digits become words, so that every engine says them alike and their
words can be counted.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from voiceguide.errors import UsageError, did_you_mean
from voiceguide.phrases.languages import all_languages, numbers_of
from voiceguide.phrases.markup import unmarked
from voiceguide.phrases.number_tables import NumberTables
from voiceguide.phrases.patterns import abbreviations_of
from voiceguide.phrases.written import LARGEST_NUMBER, numbers_said


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
    tables = numbers_of(language)
    if tables is None:
        known = sorted(code for code, each in all_languages().items() if each.numbers)
        raise UsageError(
            f"no number words for the language '{language}'",
            hint=did_you_mean(language, known) or f"known: {', '.join(known)}",
        )
    return tables


def spoken_form(text: str, language: str = "en") -> str:
    """What the voice is given for a text; "" where nothing in it can be spoken.

    Kept: letters of all scripts and sentence punctuation. Said in words: numbers, units,
    `&` and its like; a slash that stands for no word is a pause. Left out: emoji and other
    symbols, markup, control and direction characters, escape sequences. Applying it twice
    changes nothing. In a language without tables digits stay digits, which engines say in
    the language of their voice.
    """
    tables = numbers_of(language)
    if not _WORDS_ALONE.fullmatch(text) or (tables and _has_abbreviation(text, tables)):
        text = unmarked(text)
        if tables:
            text = numbers_said(text, tables)
        text = "".join(map(_kept, text))
    text = " ".join(text.split())
    text = " ".join(_LOOSE_HYPHEN.sub(" ", _DASH.sub(", ", text)).split())
    text = _PUNCTUATION_RUN.sub(_strongest, text)
    text = " ".join(text.split()).lstrip(" ,;:.!?…-。、।").rstrip(" ,")
    return text if any(map(str.isalnum, text)) else ""


_WORDS_ALONE = re.compile(r"(?:[A-Za-zÀ-ÖØ-öø-ɏ]++|[ ,!?\n]|\.(?=\s|$)|(?<=[a-z])'(?=[a-z]))*+")
"""Letters in words and sentences: no number, sign, markup or address, and no word in quotes."""


def _has_abbreviation(text: str, tables: NumberTables) -> bool:
    return any(pattern.search(text) for pattern in abbreviations_of(tables).values())


_DASH = re.compile(r"(?<=\w) +-+ +(?=\w)|--+")
_LOOSE_HYPHEN = re.compile(r"(?<!\w)-|-(?!\w)")
_MARKS = ",;:.!?…。、।"
_PUNCTUATION_RUN = re.compile(
    rf" [{_MARKS}][ {_MARKS}]*+|(?<![ {_MARKS}])[{_MARKS}][ {_MARKS}]++(?=\w|$)"
)
_KEPT_PUNCTUATION = frozenset(".,;:!?…'-。、！？।¿¡،؛؟")
_SAID_AS = {
    "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": ", ", "—": ", ", "―": ", ",
    "(": ", ", ")": ", ", "/": ", ", "•": ", ",
    "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "",
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


def guessed_lengths(text: str, language: str = "en") -> tuple[tuple[str, str], ...]:
    """Times like "1:00" that are said as a length though no word beside them says so.

    Each as it is written and as it is said, without what is said twice.
    """
    guessed: dict[str, str] = {}
    if ":" in text and (tables := numbers_of(language)):
        numbers_said(unmarked(text), tables, guessed.setdefault)
    return tuple(guessed.items())
