"""What a setting may hold: each kind reads a text, or says what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from voiceguide.errors import did_you_mean
from voiceguide.phrases.doubts import doubts
from voiceguide.phrases.languages import base_language
from voiceguide.phrases.phrases import languages
from voiceguide.phrases.say_as import IN_WORDS_ONLY, is_word
from voiceguide.phrases.spoken import spoken_form
from voiceguide.reader.amounts import LONGEST_WRITTEN
from voiceguide.reader.document import Map, Node, Text
from voiceguide.reader.reading import Reading, Schema, what_is
from voiceguide.text import shortened

T_co = TypeVar("T_co", covariant=True)

LONGEST_LINE = 160
LONG_LINE_WORDS = 20
LONGEST_TEXT = 2000
ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
MARKER = re.compile(r"<([^<>]*)>")
MARKERS = ("side", "other", "Side", "Other")
_TWO_FORMS = re.compile(r"[^|]+\|[^|]+")
_TEXT_TYPES = ["string", "number", "boolean"]
_MARKED = r"^(?:[^<]|<(?![^<>]*>)|<(?:side|other|Side|Other|[^<>|]+\|[^<>|]+)>)*$"
_UNMARKED = r"^(?:[^<]|<(?![^<>]*>))*$"


class TextKind(Struct, Generic[T_co], frozen=True):
    """A kind that reads the text of a scalar."""

    @property
    def expects(self) -> str:
        """What may be written, to follow "expected"."""
        raise NotImplementedError

    def read(self, node: Node, reading: Reading) -> T_co | None:
        """The value, or None after the problem has been reported."""
        hint = None
        if isinstance(node, Text):
            if not node.is_null and (text := node.text.strip()):
                return self.value(text, node, reading)
            message = f"nothing is written here; expected {self.expects}"
            hint = "write it, or leave the setting out"
        else:
            message = f"expected {self.expects}, not {what_is(node)}"
            if isinstance(node, Map) and len(node.entries) == 1:
                hint = "a text with a colon and a space in it needs double quotes"
        reading.problem(node.place, message, hint)
        return None

    def value(self, text: str, node: Node, reading: Reading) -> T_co | None:
        """The value of a text that is not empty, which stands at a node."""
        raise NotImplementedError


class AnyText(TextKind[str], frozen=True):
    """Text that is shown but never spoken."""

    expects: str = "text"

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """At most 2000 characters."""
        if len(text) > LONGEST_TEXT:
            reading.problem(
                node.place, f"the text has {len(text)} characters; at most {LONGEST_TEXT}"
            )
            return None
        return text

    def schema(self) -> Schema:
        """Numbers and true or false are texts here too."""
        return {"type": _TEXT_TYPES, "pattern": r"\S", "maxLength": LONGEST_TEXT}


class SpelledWord(AnyText, frozen=True):
    """A word or a few that a voice gets wrong."""

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """As AnyText, beginning with a letter and without signs of comparison."""
        # No bare super(): a dataclass with slots is another class than the one written here.
        known = AnyText.value(self, text, node, reading)
        if known is None or is_word(text):
            return known
        reading.problem(
            node.place,
            f"'{shortened(text)}' is no word that can be said in another way",
            IN_WORDS_ONLY,
        )
        return None

    def schema(self) -> Schema:
        """What begins with a digit or holds a sign of comparison is no word."""
        return {**AnyText.schema(self), "pattern": r"^[^\s\d<>=][^<>=]*$"}


class Line(TextKind[str], frozen=True):
    """A line that is spoken: 1 to 160 characters, with words in it."""

    expects: str = "a line of text"
    sides: bool = True

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """The line with single spaces; over 20 words is a warning."""
        text = " ".join(text.split())
        if len(text) > LONGEST_LINE:
            reading.problem(
                node.place,
                f"the line has {len(text)} characters; at most {LONGEST_LINE}",
                "make two lines of it",
            )
            return None
        before = reading.errors
        for marker in MARKER.findall(text):
            self._check_marker(marker, node, reading)
        words = spoken_form(MARKER.sub("left", text), reading.language)
        if not words:
            reading.problem(
                node.place, f"there is nothing to say in '{shortened(text)}'", "write words"
            )
        elif reading.errors == before and (count := len(words.split())) > LONG_LINE_WORDS:
            reading.problem(
                node.place,
                f"the line has {count} words; it is long to follow while moving",
                f"at most {LONG_LINE_WORDS} are easy; make two lines of it",
                "warning",
            )
        if reading.errors == before:
            for doubt in doubts(MARKER.sub(" ", text), reading.language):
                reading.problem(node.place, doubt.message, doubt.hint, "warning")
        return text if reading.errors == before else None

    def _check_marker(self, marker: str, node: Node, reading: Reading) -> None:
        known = marker in MARKERS or _TWO_FORMS.fullmatch(marker)
        if known and self.sides:
            return
        if known:
            reading.problem(node.place, f"<{marker}> has no meaning here", "name it in words")
            return
        hint = did_you_mean(marker[:LONGEST_WRITTEN], MARKERS) if self.sides else None
        usual = (
            "<side>, <other>, <Side> and <Other> do; for other uses of < and > write words"
            if self.sides
            else "write it in words"
        )
        reading.problem(node.place, f"<{shortened(marker)}> means nothing", hint or usual)

    def schema(self) -> Schema:
        """Without the count of words."""
        return {
            "type": _TEXT_TYPES,
            "pattern": _MARKED if self.sides else _UNMARKED,
            "minLength": 1,
            "maxLength": LONGEST_LINE,
        }


class Id(TextKind[str], frozen=True):
    """An id: lower-case letters, digits and dashes.

    Words in place of an id `in_table` are let through: the check of the names, which knows
    them all, says what may be meant.
    """

    expects: str = "an id"
    in_table: bool = False

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """The id."""
        if ID.fullmatch(text):
            return text
        right = id_of_words(text)
        if self.in_table and ID.fullmatch(right):
            return text
        usual = "lower-case letters, digits and dashes, beginning with a letter, at most 40"
        if re.match(r"[a-z_]+:\S", text):
            usual = f"a space is missing after the colon: '{shortened(text.replace(':', ': ', 1))}'"
        elif ID.fullmatch(right):
            usual = f"write '{right}'"
        reading.problem(node.place, f"'{shortened(text)}' is not {self.expects}", usual)
        return None

    def schema(self) -> Schema:
        """A string of the right letters."""
        return {"type": "string", "pattern": f"^{ID.pattern}$"}


def id_of_words(text: str) -> str:
    """Words as an id would have them; no id where they do not begin with a letter."""
    return re.sub(r"[^a-z0-9]+", "-", text[:80].lower()).strip("-")


POSITION = Id("a position, such as standing", in_table=True)
THING = Id("a thing, such as mat", in_table=True)
CONDITION = Id("a condition, such as knee-pain", in_table=True)

_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("easy", "beginner", "light", "low"), ("gentle",)),
    **dict.fromkeys(("medium", "middle", "moderate", "intermediate"), ("steady", "normal")),
    **dict.fromkeys(("hard", "advanced", "high", "difficult"), ("strong",)),
    **dict.fromkeys(("alternate", "alternating", "each"), ("rep-by-rep",)),
    **dict.fromkeys(("both", "one-by-one", "left-then-right"), ("one-then-other",)),
    **dict.fromkeys(("false", "no", "off", "never"), ("none",)),
    **dict.fromkeys(("true", "yes", "on"), ("normal", "tones")),
    "l": ("left",),
    "r": ("right",),
    "slow": ("calm",),
    "fast": ("brisk",),
    "short": ("brief",),
    "long": ("full",),
    "don't": ("avoid",),
    "mobilise": ("mobility",),
    "strengthen": ("strength",),
    "balance": ("posture",),
    "cardio": ("activity",),
    "relaxation": ("relax",),
}
"""What people write, and what they may mean."""


class Choice(TextKind[str], frozen=True):
    """One of a few words."""

    choices: tuple[str, ...]

    @property
    def expects(self) -> str:
        """All of them."""
        *first, last = self.choices
        return f"{', '.join(first)} or {last}" if first else last

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """The word."""
        if text in self.choices:
            return text
        said = text[:LONGEST_WRITTEN].lower()
        meant = next((word for word in _OTHER_WORDS.get(said, ()) if word in self.choices), None)
        hint = f"write '{meant}'" if meant else did_you_mean(said, self.choices)
        reading.problem(node.place, f"expected {self.expects}, not '{shortened(text)}'", hint)
        return None

    def schema(self) -> Schema:
        """The words."""
        return {"enum": list(self.choices)}


class YesNo(TextKind[bool], frozen=True):
    """``true`` or ``false``."""

    expects: str = "true or false"

    def value(self, text: str, node: Node, reading: Reading) -> bool | None:
        """The two words of YAML 1.2, without quotes."""
        if text in ("true", "false") and isinstance(node, Text) and not node.quoted:
            return text == "true"
        right = "true" if text.lower() in ("yes", "on", "true", "y", "1") else "false"
        hint = f"write {right}"
        if text in ("true", "false"):
            hint += " without quotes"
        reading.problem(node.place, f"expected true or false, not '{shortened(text)}'", hint)
        return None

    def schema(self) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


class Whole(TextKind[int], frozen=True):
    """A whole number in a range."""

    low: int
    high: int

    @property
    def expects(self) -> str:
        """The range."""
        return f"a whole number from {self.low} to {self.high}"

    def value(self, text: str, node: Node, reading: Reading) -> int | None:
        """The number."""
        if re.fullmatch(r"[0-9]{1,9}", text) and self.low <= int(text) <= self.high:
            return int(text)
        reading.problem(node.place, f"expected {self.expects}, not '{shortened(text)}'")
        return None

    def schema(self) -> Schema:
        """An integer."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class LanguageCode(TextKind[str], frozen=True):
    """A language the coach speaks, such as "en", with its country where it matters: "en-GB"."""

    expects: str = "a language such as 'en'"

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """The language as written."""
        known = languages()
        if re.fullmatch(r"[a-z]{2,3}(?:-[A-Z]{2})?", text) and base_language(text) in known:
            return text
        reading.problem(
            node.place,
            f"the coach does not speak '{shortened(text)}'",
            f"write {' or '.join(known)}, or with a country, such as '{known[0]}-XX'",
        )
        return None

    def schema(self) -> Schema:
        """A language and its country; not which ones there are."""
        return {"type": "string", "pattern": "^[a-z]{2,3}(?:-[A-Z]{2})?$"}
