"""What a setting may hold: each kind reads a node, or says what would be right.

A file's format is a `Record` of `Setting`s made of these kinds; reading goes on after a
problem, so that all of a file's problems are found at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from voiceguide.errors import Grade, Place, Problem, did_you_mean
from voiceguide.phrases.spoken import spoken_form
from voiceguide.routine.amounts import Amount, AmountError, Unit, read_amount, read_time
from voiceguide.routine.document import SET_ASIDE, Items, Map, Node, Text
from voiceguide.units import Ms

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

LONGEST_LINE = 160
LONG_LINE_WORDS = 20
LONGEST_TEXT = 2000
ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
MARKER = re.compile(r"<([^<>]*)>")
MARKERS = ("side", "other", "Side", "Other")


@dataclass(slots=True)
class Reading:
    """A file being read: its problems so far, and the language its lines are in."""

    problems: list[Problem] = field(default_factory=list)
    language: str = "en"

    def problem(
        self, place: Place, message: str, hint: str | None = None, grade: Grade = "error"
    ) -> None:
        self.problems.append(Problem(place, message, hint, grade))

    @property
    def errors(self) -> int:
        return sum(problem.grade == "error" for problem in self.problems)


class Kind(Protocol[T_co]):
    """Reads a value of one kind."""

    @property
    def expects(self) -> str:
        """What may be written, to follow "expected"."""

    def read(self, node: Node, reading: Reading) -> T_co | None:
        """The value, or None after the problem has been reported."""


def _plain_text(node: Node, expects: str, reading: Reading) -> str | None:
    if isinstance(node, Text):
        if node.quoted and node.text == SET_ASIDE:
            return None
        if not node.text.strip() or (not node.quoted and node.text in ("~", "null")):
            reading.problem(node.place, f"nothing is written here; expected {expects}")
            return None
        return node.text.strip()
    what = "a list" if isinstance(node, Items) else "settings"
    reading.problem(node.place, f"expected {expects}, not {what}")
    return None


@dataclass(frozen=True, slots=True)
class AnyText:
    """Text that is shown but never spoken."""

    expects: str = "text"

    def read(self, node: Node, reading: Reading) -> str | None:
        text = _plain_text(node, self.expects, reading)
        if text is not None and len(text) > LONGEST_TEXT:
            reading.problem(
                node.place, f"the text has {len(text)} characters; at most {LONGEST_TEXT}"
            )
            return None
        return text


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is spoken: 1 to 160 characters, with words in it."""

    expects: str = "a line of text"
    sides: bool = True

    def read(self, node: Node, reading: Reading) -> str | None:
        text = _plain_text(node, self.expects, reading)
        if text is None:
            return None
        before = reading.errors
        text = " ".join(text.split())
        if len(text) > LONGEST_LINE:
            reading.problem(
                node.place,
                f"the line has {len(text)} characters; at most {LONGEST_LINE}",
                "make two lines of it",
            )
        for marker in MARKER.findall(text):
            if marker not in MARKERS and not (self.sides and re.fullmatch(r"[^|]+\|[^|]+", marker)):
                reading.problem(
                    node.place,
                    f"<{marker}> means nothing",
                    did_you_mean(marker, MARKERS) or "<side>, <other>, <Side> and <Other> do",
                )
            elif not self.sides:
                reading.problem(
                    node.place, f"<{marker}> has no meaning here", "name the side in words"
                )
        words = spoken_form(MARKER.sub("left", text), reading.language)
        if not words:
            reading.problem(node.place, f"there is nothing to say in '{text}'", "write words")
        elif reading.errors == before and len(words.split()) > LONG_LINE_WORDS:
            reading.problem(
                node.place,
                f"the line has {len(words.split())} words; it is long to follow while moving",
                f"stay under {LONG_LINE_WORDS + 1} words, or make two lines of it",
                "warning",
            )
        return text if reading.errors == before else None


@dataclass(frozen=True, slots=True)
class Id:
    """An id: lower-case letters, digits and dashes."""

    expects: str = "an id"
    known: tuple[str, ...] = ()

    def read(self, node: Node, reading: Reading) -> str | None:
        text = _plain_text(node, self.expects, reading)
        if text is None:
            return None
        if not ID.fullmatch(text):
            reading.problem(
                node.place,
                f"'{text[:60]}' is not an id",
                "lower-case letters, digits and dashes, beginning with a letter, at most 40",
            )
            return None
        return text


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    choices: tuple[str, ...]

    @property
    def expects(self) -> str:
        return (
            f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
            if self.choices[1:]
            else self.choices[0]
        )

    def read(self, node: Node, reading: Reading) -> str | None:
        text = _plain_text(node, self.expects, reading)
        if text is None or text in self.choices:
            return text
        reading.problem(
            node.place,
            f"'{text[:60]}' is not one of {', '.join(self.choices)}",
            did_you_mean(text, self.choices),
        )
        return None


@dataclass(frozen=True, slots=True)
class YesNo:
    """``true`` or ``false``."""

    expects: str = "true or false"

    def read(self, node: Node, reading: Reading) -> bool | None:
        text = _plain_text(node, self.expects, reading)
        if text is None:
            return None
        if text in ("true", "false") and isinstance(node, Text) and not node.quoted:
            return text == "true"
        right = "true" if text.lower() in ("yes", "on", "true", "y", "1") else "false"
        reading.problem(node.place, f"expected true or false, not '{text[:60]}'", f"write {right}")
        return None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in a range."""

    low: int
    high: int

    @property
    def expects(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def read(self, node: Node, reading: Reading) -> int | None:
        text = _plain_text(node, self.expects, reading)
        if text is None:
            return None
        if re.fullmatch(r"[0-9]{1,9}", text) and self.low <= int(text) <= self.high:
            return int(text)
        reading.problem(node.place, f"expected {self.expects}, not '{text[:60]}'")
        return None


@dataclass(frozen=True, slots=True)
class Time:
    """An exact length of time; `zero` allows "0 s"."""

    low_ms: int = 1
    high_ms: int = 600_000
    zero: bool = False
    expects: str = "a time such as '20 s'"

    def read(self, node: Node, reading: Reading) -> Ms | None:
        text = _plain_text(node, self.expects, reading)
        if text is None:
            return None
        if self.zero and re.fullmatch(r"0 ?s", text):
            return Ms(0)
        try:
            time = read_time(text)
        except AmountError as error:
            reading.problem(node.place, error.message, error.hint)
            return None
        return time if _within(time, self.low_ms, self.high_ms, "time", node, reading) else None


@dataclass(frozen=True, slots=True)
class AmountOf:
    """An amount of one of `units`, each within its limits (times in ms)."""

    units: tuple[Unit, ...]
    limits: Mapping[str, tuple[int, int]]
    ranges: bool = True

    @property
    def expects(self) -> str:
        samples = {
            "times": "'10' or '8-12'",
            "time": "'20 s'",
            "counts": "'10 counts'",
            "breaths": "'6 breaths'",
        }
        return f"an amount such as {' or '.join(samples[unit] for unit in self.units)}"

    def read(self, node: Node, reading: Reading) -> Amount | None:
        text = _plain_text(node, self.expects, reading)
        if text is None:
            return None
        try:
            amount = read_amount(text)
        except AmountError as error:
            reading.problem(node.place, error.message, error.hint)
            return None
        if amount.unit not in self.units:
            if amount.unit == "times" and "time" in self.units:
                reading.problem(
                    node.place, f"'{text}' has no unit", f"write '{text} s', not '{text}'"
                )
            else:
                reading.problem(node.place, f"expected {self.expects}, not '{text}'")
            return None
        low, high = self.limits[amount.unit]
        if not _within(amount.low, low, high, amount.unit, node, reading):
            return None
        if not _within(amount.high, low, high, amount.unit, node, reading):
            return None
        return amount


def _within(value: int, low: int, high: int, unit: str, node: Node, reading: Reading) -> bool:
    if low <= value <= high:
        return True
    from voiceguide.routine.amounts import write_time

    shown = (
        write_time if unit == "time" else lambda number: f"{number} {unit}".replace(" times", "")
    )
    wrong = "too little" if value < low else "too much"
    reading.problem(node.place, f"{shown(value)} is {wrong}", f"from {shown(low)} to {shown(high)}")
    return False


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of one kind, or one of them alone where `single` is true."""

    kind: Kind[T]
    single: bool = False
    least: int = 0
    most: int = 100

    @property
    def expects(self) -> str:
        return f"a list, each {self.kind.expects}"

    def read(self, node: Node, reading: Reading) -> tuple[T, ...] | None:
        if not isinstance(node, Items):
            if self.single and isinstance(node, Text | Map):
                value = self.kind.read(node, reading)
                return None if value is None else (value,)
            if isinstance(node, Text) and node.quoted and node.text == SET_ASIDE:
                return None
            reading.problem(
                node.place, "expected a list", "one dash and a space before each of them"
            )
            return None
        if len(node.items) > self.most:
            reading.problem(node.place, f"{len(node.items)} are too many; at most {self.most}")
            return None
        if len(node.items) < self.least:
            reading.problem(node.place, "the list is empty", f"expected {self.kind.expects}")
            return None
        values = [self.kind.read(item, reading) for item in node.items]
        good = tuple(value for value in values if value is not None)
        return good if len(good) == len(values) else None


@dataclass(frozen=True, slots=True)
class OrWord(Generic[T]):
    """A certain word with a meaning of its own, or else another kind."""

    word: str
    meaning: Any
    kind: Kind[T]

    @property
    def expects(self) -> str:
        return f"{self.kind.expects}, or '{self.word}'"

    def read(self, node: Node, reading: Reading) -> Any:
        if isinstance(node, Text) and node.text == self.word:
            return self.meaning
        return self.kind.read(node, reading)


NEEDED: Any = object()
"""The default of a setting that must be written."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a record: its name in the file, its kind, and the field it becomes."""

    name: str
    kind: Kind[Any]
    default: Any = None
    to: str | None = None
    about: str = ""

    @property
    def field(self) -> str:
        return self.to or self.name


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a record: fields with their values, and where each was written."""

    place: Place
    places: Mapping[str, Place]
    values: dict[str, Any]
    reading: Reading

    def problem(
        self, name: str, message: str, hint: str | None = None, grade: Grade = "error"
    ) -> None:
        self.reading.problem(self.places.get(name, self.place), message, hint, grade)


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """Settings with names; `build` makes the value and may report more problems."""

    what: str
    settings: tuple[Setting, ...]
    build: Callable[[Found], T | None]
    short: Callable[[Text, Reading], T | None] | None = None

    @property
    def expects(self) -> str:
        return self.what

    def read(self, node: Node, reading: Reading) -> T | None:
        if isinstance(node, Text) and node.quoted and node.text == SET_ASIDE:
            return None
        if self.short is not None and isinstance(node, Text):
            return self.short(node, reading)
        if not isinstance(node, Map):
            reading.problem(node.place, f"expected {self.what}")
            return None
        before = reading.errors
        by_name = {setting.name: setting for setting in self.settings}
        values: dict[str, Any] = {}
        for name, entry in node.entries.items():
            setting = by_name.get(name)
            if setting is None:
                _unknown(name, entry.place, tuple(by_name), reading)
                continue
            value = setting.kind.read(entry.value, reading)
            if value is not None:
                values[setting.field] = value
        for setting in self.settings:
            if setting.default is NEEDED and setting.name not in node.entries:
                reading.problem(
                    node.place,
                    f"'{setting.name}' is missing in {self.what}",
                    f"add  {setting.name}: {setting.about}" if setting.about else None,
                )
            elif setting.default is not NEEDED:
                values.setdefault(setting.field, setting.default)
        places = {name: entry.value.place for name, entry in node.entries.items()}
        if reading.errors > before:
            return None
        return self.build(Found(node.place, places, values, reading))


def _unknown(name: str, place: Place, known: Sequence[str], reading: Reading) -> None:
    close = did_you_mean(name, known)
    if close:
        meant = close.removeprefix("did you mean ").rstrip("?")
        reading.problem(place, f"unknown setting '{name[:60]}', did you mean {meant}?")
    else:
        reading.problem(place, f"unknown setting '{name[:60]}'", f"known here: {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class TableOf(Generic[T]):
    """Settings whose names are ids of the author's own."""

    kind: Kind[T]
    expects: str = "settings"

    def read(self, node: Node, reading: Reading) -> dict[str, T] | None:
        if not isinstance(node, Map):
            reading.problem(node.place, f"expected {self.expects}")
            return None
        values = {
            name: self.kind.read(entry.value, reading) for name, entry in node.entries.items()
        }
        if any(value is None for value in values.values()):
            return None
        return {name: value for name, value in values.items() if value is not None}
