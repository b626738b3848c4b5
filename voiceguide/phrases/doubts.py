"""What a voice may not say as it was meant: signs that are dropped, forms that are guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from voiceguide.phrases.spoken import spoken_form, tables_of
from voiceguide.phrases.written import NumberTables, patterns_of

IN_WORDS = "write it in words"
_DROPPED = frozenset("<>~#*|_^\\=")
_EMOJI_FROM = 0x2190
_GUESSED_TIME = re.compile(
    r"(?:\b(?P<before>[^\W\d_]++) )?(?<![\d:.,])(?P<time>\d{1,3}:\d\d)(?![\d:])"
    r"(?: (?P<after>[^\W\d_]++))?"
)
_LONG_NUMBER = re.compile(r"\d{7,}+")
_SHORTENED = re.compile(r"(?<![\w.])[^\W\d_]{1,5}\.(?= [a-zäöüß])")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A piece of a text, what becomes of it, and what to write instead."""

    message: str
    hint: str


def doubts(text: str, language: str = "en") -> tuple[Doubt, ...]:
    """What in a line is not said, or is said as somebody may not have meant it."""
    tables = tables_of(language)
    if tables is None or (text.isascii() and text.replace(" ", "").isalpha()):
        return ()
    return tuple(dict.fromkeys(_doubts(text, language, tables)))


def _doubts(text: str, language: str, tables: NumberTables) -> Iterator[Doubt]:
    for match in _GUESSED_TIME.finditer(text):
        around = {(match["before"] or "").lower(), (match["after"] or "").lower()}
        if not around & (tables.CLOCK_BEFORE | set(tables.CLOCK_AFTER) | tables.LASTS):
            said = spoken_form(match["time"], language)
            yield Doubt(f"'{match['time']}' is said as '{said}'", "write it with its unit: 90 s")
    for match in _LONG_NUMBER.finditer(text):
        yield Doubt(f"'{match[0][:20]}' is said digit by digit", IN_WORDS)
    for match in _SHORTENED.finditer(text):
        short = match[0].lower()
        known = short in tables.ABBREVIATIONS or short in tables.NUMBERED
        if not known and short[:-1] not in tables.UNITS and len(short) < 5:
            yield Doubt(f"'{match[0]}' may be said as a word", f"{IN_WORDS}, or use say_as")
    rest = patterns_of(tables)["numbered"].sub(" ", patterns_of(tables)["sign"].sub(" ", text))
    for character in dict.fromkeys(rest):
        symbol = character in _DROPPED or (
            unicodedata.category(character) in ("Sm", "Sc") and ord(character) < _EMOJI_FROM
        )
        if symbol and character not in tables.SYMBOLS:
            yield Doubt(f"'{character}' is not spoken", IN_WORDS)
        elif character.isalpha() and not unicodedata.name(character, "").startswith(
            ("LATIN", "FULLWIDTH LATIN", "FEMININE", "MASCULINE", "MODIFIER", "MICRO")
        ):
            yield Doubt(f"the letter '{character}' may be beyond the voice", "spell it for the ear")
            return
