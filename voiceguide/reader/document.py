"""Strict YAML 1.2 text as a tree of nodes that know where they are written.

The parser's events are guarded before anything is built from them: no anchors, aliases,
tags or second documents, little depth, little size. Scalars stay text; what a text means is
for the setting that takes it.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import yaml
from msgspec import Struct

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.files import decoded
from voiceguide.reader.syntax_errors import (
    FOR_QUOTES,
    MOST_DEPTH,
    NO_ANCHORS,
    NO_TAGS,
    SET_ASIDE,
    Fault,
    Opened,
    bad_escape,
    fault_of,
    set_aside,
    too_deep,
)
from voiceguide.reader.unseen_characters import (
    is_unseen,
    unseen_problem,
    unseen_problems,
    without_unseen,
)

MOST_BYTES = 64 * 1024
MOST_FAULTS = 15
"""Each one costs another reading of the file."""
MOST_PROBLEMS = 100

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml where it is built in: ten times faster."""


class Text(Struct, frozen=True):
    """A scalar as it is written; `quoted` texts are never taken for true, false or null."""

    place: Place
    text: str
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing is written, in one of YAML's ways."""
        return not self.quoted and self.text in ("", "~", "null")


class Lost(Struct, frozen=True):
    """A value that could not be read, which has been reported."""

    place: Place


class Entry(Struct, frozen=True):
    """A setting's name where it is written, and its value."""

    place: Place
    value: Node


class Map(Struct, frozen=True):
    """Settings by name, in the order of the file."""

    place: Place
    entries: dict[str, Entry]


class Items(Struct, frozen=True):
    """A list."""

    place: Place
    items: tuple[Node, ...]


Node = Text | Map | Items | Lost


def parse(source: bytes, file: str, problems: list[Problem]) -> Node | None:
    """The tree of a file, or None where it is too broken to have one.

    What is wrong is appended to `problems`. A line that breaks the grammar is set aside and
    reading goes on, so that several are found at once.
    """
    start = Place(file, 1, 1)
    if len(source) > MOST_BYTES:
        problems.append(Problem(start, "the file is larger than 64 kB", "split it in two"))
        return None
    try:
        text = decoded(source, file)
    except BadFiles as bad:
        problems.extend(bad.problems)
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems.extend(islice(unseen_problems(lines, file), MOST_PROBLEMS))
    return _parse_on([without_unseen(line) for line in lines], file, problems)


def _parse_on(lines: list[str], file: str, problems: list[Problem]) -> Node | None:
    """Reads again and again, each time without the line that broke the grammar before."""
    broken: set[int] = set()
    while True:
        builder = _Builder("\n".join(lines), file, broken)
        try:
            tree = builder.document()
        except _Broken as error:
            fault = error.fault
        except yaml.YAMLError as error:
            fault = fault_of(error, lines, builder.around)
        else:
            problems.extend(builder.problems)
            return tree
        known = fault.line in broken
        if not known:
            broken.add(fault.line)
            place = Place(file, fault.line, fault.column)
            problems.append(Problem(place, fault.message, fault.hint))
        instead = "" if known else fault.instead
        if instead in (None, lines[fault.line - 1]) or len(broken) > MOST_FAULTS:
            problems.extend(builder.problems)
            return None
        lines[fault.line - 1] = instead


class _Broken(Exception):
    """YAML that is right by its grammar and not allowed here."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class _Builder:
    """Builds the tree from guarded events."""

    def __init__(self, text: str, file: str, broken: set[int]) -> None:
        self.file = file
        self.broken = broken
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.around: list[Opened] = []
        """What is being read, outermost first."""
        self.parser = _Parser(text)

    def document(self) -> Node | None:
        self.next()  # the stream's start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            self.nothing()
            return None
        if getattr(event, "version", None) or getattr(event, "tags", None):
            raise self.refuse(event, "a text cannot begin with '%'", FOR_QUOTES, go_on=False)
        tree = self.node(self.next())
        self.next()  # the document's end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.refuse(
                event, "a second document begins here", "one thing per file", go_on=False
            )
        if isinstance(tree, Text) and tree.is_null:
            self.nothing()
            return None
        return tree

    def nothing(self) -> None:
        if self.broken:  # emptied by taking lines out
            return
        self.problems.append(
            Problem(Place(self.file, 1, 1), "the file is empty", "a routine has a name and items")
        )

    def next(self) -> yaml.Event:
        try:
            event: yaml.Event = self.parser.get_event()
        except (OverflowError, ValueError):  # PyYAML without libyaml, of \U and no character
            mark = self.parser.get_mark()  # behind the U
            raise _Broken(bad_escape(mark.line + 1, mark.column - 1, self.lines)) from None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse(event, *NO_ANCHORS)
        if getattr(event, "tag", None):
            raise self.refuse(event, *NO_TAGS)
        return event

    def refuse(
        self, event: yaml.Event, message: str, hint: str | None = None, *, go_on: bool = True
    ) -> _Broken:
        place = self.place(event)
        instead = set_aside(self.lines[place.line - 1]) if go_on else None
        return _Broken(Fault(place.line, place.column, message, hint, instead))

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None:
            return Place(self.file, 1, 1)
        return Place(self.file, min(mark.line + 1, len(self.lines)), mark.column + 1)

    def node(self, event: yaml.Event) -> Node:
        place = self.place(event)
        if len(self.around) > MOST_DEPTH:
            raise _Broken(too_deep(place.line, place.column))
        if isinstance(event, yaml.ScalarEvent):
            return self.text(event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        in_brackets = getattr(event, "flow_style", None) is True
        self.around.append(Opened(place.line, place.column, in_brackets))
        node = self.items(place) if is_list else self.map(place)
        self.around.pop()
        return node

    def text(self, event: yaml.ScalarEvent) -> Text | Lost:
        place, text = self.place(event), event.value
        if text == SET_ASIDE and place.line in self.broken:
            return Lost(place)
        bad = None if text.isprintable() else next(filter(_unseen_in_text, text), None)
        if bad is not None:
            self.problems.append(unseen_problem(place, bad))
            return Lost(place)
        return Text(place, text, event.style in ("'", '"', "|", ">"))

    def items(self, start: Place) -> Items:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        return Items(start, tuple(items))

    def map(self, start: Place) -> Map:
        entries: dict[str, Entry] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refuse(event, "a setting's name is a plain word", FOR_QUOTES)
            name, place = event.value, self.place(event)
            value = self.node(self.next())
            if name in entries:
                self.problems.append(
                    Problem(
                        place,
                        f"'{name[:60]}' is written twice, first in line {entries[name].place.line}",
                        "leave one of them out",
                    )
                )
                continue
            entries[name] = Entry(place, value)
        return Map(start, entries)


def _unseen_in_text(character: str) -> bool:
    """Of characters written as escapes; line ends are those of a text over several lines."""
    return character != "\n" and is_unseen(character)
