"""What a voice may not say as it was meant: signs that are dropped, forms that are guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from voiceguide.phrases.languages import numbers_of
from voiceguide.phrases.lookalikes import plain_signs
from voiceguide.phrases.number_tables import NumberTables
from voiceguide.phrases.patterns import (
    BODY_LENGTH,
    DIGIT,
    MULTIPLIED,
    abbreviations_of,
    patterns_of,
)
from voiceguide.phrases.spoken import guessed_lengths
from voiceguide.phrases.written import numbers_said

IN_WORDS = "write it in words"
_DROPPED = frozenset("<>~#*|_^\\=")
_MEANT = frozenset("✅☑✔✓✗✘❌❎✕✖🚫⛔🛑⚠🚷🚳⭕👍👎🆗🆖🔁🔂🔄🔃🔴🟡🟢🔟☠☢☣")
"""Pictures that stand for yes or no, for what is forbidden, for care, or for once more."""
_ARROWS = (("\u2190", "\u21ff"), ("\u27f0", "\u27ff"), ("\u2900", "\u297f"), ("\u2b00", "\u2b11"))
_LONG_NUMBER = re.compile(r"\d{7,}+")
NEVER_DOUBTED = re.compile(r"(?:[A-Za-zÀ-ÖØ-öø-ÿ ,;!?'–-]|\.(?! *[a-zäöüß]))*+")
"""Words of Latin letters in sentences, as nearly all lines of the library are: each of these is
looked at whenever a session begins, and all that may be doubted is in other signs."""
_SHORTENED = re.compile(r"(?<![\w.])[^\W\d_]{1,5}\.(?= [a-zäöüß])")


class Doubt(Struct, frozen=True):
    """A piece of a text, what becomes of it, and what to write instead."""

    message: str
    hint: str


def doubts(text: str, language: str = "en") -> tuple[Doubt, ...]:
    """What in a line is not said, or is said as somebody may not have meant it."""
    tables = numbers_of(language)
    if tables is None or NEVER_DOUBTED.fullmatch(text) is not None:
        return ()
    return tuple(dict.fromkeys(_doubts(text, language, tables)))


def _doubts(text: str, language: str, tables: NumberTables) -> Iterator[Doubt]:
    for written, said in guessed_lengths(text, language):
        hint = "write a length with its unit: 90 s"
        if int(written.partition(":")[0]) <= 24:
            hint += f"; a time of day: {tables.at_time} {written}"
        yield Doubt(f"'{written}' is said as '{said}'", hint)
    for match in _LONG_NUMBER.finditer(text):
        yield Doubt(f"'{match[0][:20]}' is said digit by digit", IN_WORDS)
    spaced = " ".join(unicodedata.normalize("NFKC", text).split())
    for match in _SHORTENED.finditer(abbreviations_of(tables)["abbreviation"].sub("x", spaced)):
        short = match[0].lower()
        if short not in tables.numbered and short[:-1] not in tables.units and len(short) < 5:
            yield Doubt(f"'{match[0]}' may be said as a word", f"{IN_WORDS}, or use say_as")
    yield from _lost_signs(text, tables)


def _lost_signs(text: str, tables: NumberTables) -> Iterator[Doubt]:
    rest = plain_signs(text)
    if DIGIT.search(rest) is not None:
        yield from _doubtful_numbers(text, tables)
        rest = _without_numbers(rest, tables)
    # What another sign is said for is not named as that one.
    for character in dict.fromkeys(rest):
        if _is_lost(character) and character not in tables.symbols:
            yield Doubt(f"'{character}' is not spoken", IN_WORDS)
        elif character.isalpha() and not unicodedata.name(character, "").startswith(
            ("LATIN", "FULLWIDTH LATIN", "FEMININE", "MASCULINE", "MODIFIER", "MICRO")
        ):
            yield Doubt(f"the letter '{character}' may be beyond the voice", "spell it for the ear")
            return


def _doubtful_numbers(text: str, tables: NumberTables) -> Iterator[Doubt]:
    for match in BODY_LENGTH.finditer(text):
        yield Doubt(f"the units of '{match[0]}' are not spoken", IN_WORDS)
    for match in patterns_of(tables)["like a group"].finditer(text):
        said = numbers_said(match[0], tables).strip()
        hint = f"a whole number: {re.sub('[.,]', '', match[0])}"
        yield Doubt(f"'{match[0]}' is said as '{said}'", hint)


def _without_numbers(text: str, tables: NumberTables) -> str:
    """The text without the numbers in it, and without the signs that are said with them."""
    spell = patterns_of(tables)
    for pattern in (MULTIPLIED, *(spell[each] for each in ("money", "sign", "numbered", "amount"))):
        text = pattern.sub(" 1 " if pattern is spell["money"] else " ", text)
    return text


def _is_lost(character: str) -> bool:
    """Whether a sign means something that nobody hears; what only decorates may go."""
    decorates = "\u25a0" <= character <= "\u25ff"
    return (
        character in _DROPPED
        or character in _MEANT
        or (unicodedata.category(character) in ("Sm", "Sc") and not decorates)
        or any(first <= character <= last for first, last in _ARROWS)
    )
