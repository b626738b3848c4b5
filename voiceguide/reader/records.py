"""Lists, records and tables made of kinds; a file's format is a `Record` of `Setting`s.

Reading goes on after a problem, so that all of a file's problems are found at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic

from msgspec import Struct

from voiceguide.errors import Grade, Place
from voiceguide.reader.amounts import DISTANCE_HINT
from voiceguide.reader.document import Items, Map, Node, Text
from voiceguide.reader.reading import Kind, Reading, Schema, T, read_node, what_is
from voiceguide.structs import Declaring, declarations, declare, replace
from voiceguide.text import shortened


class ListOf(Struct, Generic[T], frozen=True):
    """A list of one kind, or one of them alone where `single` is true."""

    kind: Kind[T]
    single: bool = False
    least: int = 0
    most: int = 100

    @property
    def expects(self) -> str:
        """A list of what."""
        return f"a list, each {self.kind.expects}"

    def read(self, node: Node, reading: Reading) -> tuple[T, ...] | None:
        """All of the list, or None where any of it has a problem."""
        if not isinstance(node, Items):
            if self.single and not (isinstance(node, Text) and node.is_null):
                value = read_node(self.kind, node, reading)
                return None if value is None else (value,)
            hint = f"write each with a dash and a space before it: {self.kind.expects}"
            if isinstance(node, Text) and node.is_null:
                reading.problem(node.place, "nothing is written here; expected a list", hint)
            else:
                reading.problem(node.place, f"expected a list, not {what_is(node)}", hint)
            return None
        if len(node.items) > self.most:
            reading.problem(node.place, f"{len(node.items)} are too many; at most {self.most}")
            return None
        if len(node.items) < self.least:
            few = f"{len(node.items)} is too few; at least {self.least}"
            said = few if node.items else "the list is empty"
            reading.problem(node.place, said, f"expected {self.kind.expects}")
            return None
        values = [read_node(self.kind, item, reading) for item in node.items]
        good = tuple(value for value in values if value is not None)
        return good if len(good) == len(values) else None

    def schema(self) -> Schema:
        """An array, or one of them where that is enough."""
        one = self.kind.schema()
        every: Schema = {"type": "array", "items": one, "maxItems": self.most}
        if self.least:
            every["minItems"] = self.least
        return {"anyOf": [one, every]} if self.single else every


class OrWord(Struct, Generic[T], frozen=True):
    """A certain word with a meaning of its own, or else another kind."""

    word: str
    kind: Kind[T]

    @property
    def expects(self) -> str:
        """Both."""
        return f"{self.kind.expects}, or '{self.word}'"

    def read(self, node: Node, reading: Reading) -> T | str | None:
        """The word, or the other kind's value."""
        if isinstance(node, Text) and node.text == self.word:
            return self.word
        return self.kind.read(node, reading)

    def schema(self) -> Schema:
        """Either."""
        return {"anyOf": [{"const": self.word}, self.kind.schema()]}


NEEDED: Any = object()
"""The default of a setting that must be written."""


class Setting(Struct, frozen=True):
    """A setting of a record: its name in the file, its kind, and the field it becomes.

    `about` says to the author what it is for; editors show it.
    """

    name: str
    kind: Any
    default: Any = None
    to: str | None = None
    about: str = ""

    @property
    def field(self) -> str:
        """The name of the field."""
        return self.to or self.name


def setting(
    kind: Kind[Any] | None,
    about: str,
    default: Any = NEEDED,
    *,
    name: str = "",
    unwritten: Any = NEEDED,
    factory: Callable[[], Any] | None = None,
) -> Any:
    """A field of a record that is a setting of a file, by the field's name or by `name`.

    Without a default it must be written, unless `unwritten` is what then is read. A `kind` of
    None is given to `settings_of`.
    """
    if factory is not None:
        return declare(Setting(name, kind, factory(), None, about), factory=factory)
    declared = Setting(name, kind, default if unwritten is NEEDED else unwritten, None, about)
    return declare(declared) if default is NEEDED else declare(declared, default=default)


def settings_of(model: type[Declaring], **kinds: Kind[Any]) -> tuple[Setting, ...]:
    """The settings that a record declares, in order, with the `kinds` that it leaves open."""
    return tuple(
        replace(
            declared,
            name=declared.name or name,
            to=name,
            kind=kinds.get(name, declared.kind),
        )
        for name, declared in declarations(model).items()
    )


class Found(Struct, frozen=True):
    """What was read of a record: fields with their values, and where each was written."""

    place: Place
    places: Mapping[str, Place]
    values: dict[str, Any]
    reading: Reading

    def problem(
        self, name: str, message: str, hint: str | None = None, grade: Grade = "error"
    ) -> None:
        """Report at the value of a setting, or at the record where it is not written."""
        self.reading.problem(self.places.get(name, self.place), message, hint, grade)


class Record(Struct, Generic[T], frozen=True):
    """Settings with names; `build` makes the value and may report more problems.

    `short` reads a text alone, where that stands for the settings.
    """

    what: str
    settings: tuple[Setting, ...]
    build: Callable[[Found], T | None]
    short: Callable[[Text, Reading], T | None] | None = None

    @property
    def expects(self) -> str:
        """What the record is."""
        return self.what

    def read(self, node: Node, reading: Reading) -> T | None:
        """What `build` makes; it is not called where any setting has a problem."""
        if self.short is not None and isinstance(node, Text):
            return self.short(node, reading)
        if not isinstance(node, Map):
            known = ", ".join(setting.name for setting in self.settings)
            reading.problem(
                node.place,
                f"expected {self.what}, not {what_is(node)}",
                f"the settings here are {known}",
            )
            return None
        before = reading.errors
        values = self._values(node, reading)
        if values is None or reading.errors > before:
            return None
        places = {name: entry.value.place for name, entry in node.entries.items()}
        return self.build(Found(node.place, places, values, reading))

    def _values(self, node: Map, reading: Reading) -> dict[str, Any] | None:
        by_name = {setting.name: setting for setting in self.settings}
        values: dict[str, Any] = {}
        meant: set[str | None] = set()
        lost = False
        for name, entry in node.entries.items():
            setting = by_name.get(name)
            if setting is None:
                meant.add(_unknown(name, entry.place, tuple(by_name), reading))
                continue
            value = read_node(setting.kind, entry.value, reading)
            lost = lost or value is None
            values[setting.field] = value
        for setting in self.settings:
            if setting.name in node.entries or setting.name in meant:
                continue
            if setting.default is NEEDED:
                reading.problem(
                    node.place,
                    f"'{setting.name}' is missing in {self.what}",
                    f"add  {setting.name}: {setting.kind.expects}",
                )
            else:
                values.setdefault(setting.field, setting.default)
        return None if lost else values

    def schema(self) -> Schema:
        """An object that has no other settings, or the short form."""
        properties = {
            setting.name: _described(setting.kind.schema(), setting.about)
            for setting in self.settings
        }
        record: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        needed = [setting.name for setting in self.settings if setting.default is NEEDED]
        if needed:
            record["required"] = needed
        if self.short is None:
            return record
        alone = next(setting for setting in self.settings if setting.default is NEEDED)
        return {"anyOf": [alone.kind.schema(), record]}


def _described(schema: Schema, about: str) -> Schema:
    return {"description": about, **schema} if about else schema


_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "exercise": ("do",),
    "id": ("do",),
    "name": ("step", "group", "do"),
    "title": ("name",),
    "exercises": ("items",),
    "steps": ("items",),
    "duration": ("for", "length", "hold", "takes"),
    "time": ("for", "takes", "hold"),
    "seconds": ("for", "takes", "hold"),
    "minutes": ("for", "length"),
    "hold": ("for",),
    "for": ("hold", "takes", "length"),
    "repetitions": ("reps",),
    "repeats": ("reps", "rounds"),
    "repeat": ("rounds", "reps"),
    "times": ("reps", "rounds"),
    "series": ("sets",),
    "pause": ("rest",),
    "break": ("rest",),
    "text": ("say",),
    "cue": ("say",),
    "speak": ("say",),
    "instructions": ("get_ready", "say"),
    "description": ("about", "why"),
    "phases": ("rep",),
    "movements": ("rep",),
    "contraindications": ("avoid_if",),
    "warnings": ("watch",),
    "start_position": ("position", "starts"),
    "difficulty": ("level",),
    "weight": ("load",),
    "kg": ("load",),
    "rpe": ("effort",),
    "emom": ("every",),
    "for_time": ("clock",),
    "lang": ("language",),
}
"""What people write, and the settings they may mean."""

_DISTANCES = ("distance", "metres", "meters", "km", "miles", "laps")


def _unknown(name: str, place: Place, known: Sequence[str], reading: Reading) -> str | None:
    """Report an unknown setting; the one that may have been meant."""
    shown = shortened(name)
    tidy = name[:60].strip().lower().replace("-", "_").replace(" ", "_")
    meant = next((word for word in _OTHER_WORDS.get(tidy, ()) if word in known), None)
    if meant is None and tidy in _DISTANCES:
        reading.problem(place, f"unknown setting '{shown}'", DISTANCE_HINT)
        return None
    if meant is None and (close := difflib.get_close_matches(tidy, known, n=1)):
        meant = close[0]
    if meant is None:
        reading.problem(place, f"unknown setting '{shown}'", f"known here: {', '.join(known)}")
    else:
        reading.problem(place, f"unknown setting '{shown}', did you mean '{meant}'?")
    return meant


class TableOf(Struct, Generic[T], frozen=True):
    """Settings whose names are ids of the author's own."""

    names: Kind[str]
    kind: Kind[T]
    expects: str = "settings"

    def read(self, node: Node, reading: Reading) -> dict[str, T] | None:
        """All of the table, or None where any of it has a problem."""
        if not isinstance(node, Map):
            reading.problem(node.place, f"expected {self.expects}, not {what_is(node)}")
            return None
        values: dict[str, T] = {}
        for name, entry in node.entries.items():
            id = self.names.read(Text(entry.place, name), reading)
            value = read_node(self.kind, entry.value, reading)
            if id is not None and value is not None:
                values[id] = value
        return values if len(values) == len(node.entries) else None

    def schema(self) -> Schema:
        """An object with any names of the right form."""
        return {
            "type": "object",
            "propertyNames": self.names.schema(),
            "additionalProperties": self.kind.schema(),
        }
