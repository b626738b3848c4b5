"""Strict YAML 1.2 text as a tree of nodes that know where they are written.

The parser's events are guarded before anything is built from them: no anchors, aliases,
tags or second documents, little depth, little size. Scalars stay text; what a text means is
for the setting that takes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from voiceguide.errors import Place, Problem

MOST_BYTES = 64 * 1024
MOST_DEPTH = 16
MOST_SYNTAX_PROBLEMS = 20
SET_ASIDE = "\u2026"
"""Stands for the value of a line that could not be read; nothing more is said about it."""

_Parser = getattr(yaml, "CParser", yaml.Loader)  # libyaml where it is built in: 20 times faster


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it is written; `quoted` texts are never taken for true, false or null."""

    place: Place
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting's name where it is written, and its value."""

    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class Map:
    """Settings by name, in the order of the file."""

    place: Place
    entries: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    items: tuple[Node, ...]


Node = Text | Map | Items


def parse(source: bytes, file: str, problems: list[Problem]) -> Node | None:
    """The tree of a file, or None where it is too broken to have one.

    What is wrong is appended to `problems`. After a fault of syntax the line is set aside and
    reading goes on, so that several are found at once.
    """
    start = Place(file, 1, 1)
    if len(source) > MOST_BYTES:
        size = f"{len(source) // 1024} kB" if len(source) >= 1024 * 1024 else f"{len(source)} bytes"
        problems.append(
            Problem(start, f"the file is too large ({size}); at most 64 kB", "split it in two")
        )
        return None
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        column = error.start - (source.rfind(b"\n", 0, error.start) + 1) + 1
        problems.append(
            Problem(Place(file, line, column), "the file is not UTF-8 text", "save it as UTF-8")
        )
        return None
    if text.startswith("\ufeff"):
        problems.append(
            Problem(start, "the file begins with a byte order mark", "save it as UTF-8 without BOM")
        )
        text = text[1:]
    lines = text.splitlines(keepends=True)
    unseen = list(_unseen(lines, file))
    problems.extend(unseen)
    if any("\t" in line or "\x00" in line for line in lines) or unseen:
        text = "".join(_without_unseen(line) for line in lines)
    return _parse_on(text, file, problems)


def _parse_on(text: str, file: str, problems: list[Problem]) -> Node | None:
    broken: set[int] = set()
    while True:
        found: list[Problem] = []
        try:
            tree = _Builder(text, file, found).document()
        except yaml.YAMLError as error:
            problem, in_one_line = _in_plain_words(error, text, file)
            line = problem.place.line
            if line in broken:
                return None
            problems.append(problem)
            broken.add(line)
            if not in_one_line or len(broken) >= MOST_SYNTAX_PROBLEMS:
                return None
            text = _set_aside(text, line)
            continue
        except _Refused as refused:
            problems.extend(found)
            problems.append(refused.problem)
            return None
        problems.extend(found)
        return tree


_TAB = re.compile(r"^ *\t[ \t]*")


def _unseen(lines: list[str], file: str) -> Iterator[Problem]:
    """Tabs in the indentation, and characters that nobody sees or that steer a terminal."""
    for number, line in enumerate(lines, 1):
        if match := _TAB.match(line):
            yield Problem(
                Place(file, number, match[0].index("\t") + 1),
                "a tab in the indentation",
                "indent with spaces",
            )
        for column, character in enumerate(line, 1):
            if is_unseen(character):
                yield Problem(
                    Place(file, number, column),
                    f"a character that cannot be seen (U+{ord(character):04X})",
                    "take it out",
                )
                break


def is_unseen(character: str) -> bool:
    """Controls, bidi marks and other invisible format characters; not joiners of emoji."""
    if character in "\n\r\t\u200d\u200c\ufeff":
        return character == "\ufeff"
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


def _without_unseen(line: str) -> str:
    return "".join(
        " " if character == "\t" else "" if is_unseen(character) else character
        for character in line
    )


def _set_aside(text: str, line: int) -> str:
    """The text with one line made harmless, keeping its setting so that others are still read."""
    lines = text.split("\n")
    kept = re.match(r"\s*(?:- )*(?:[\w-]+:(?=\s|$))?", lines[line - 1])
    start = kept[0] if kept else ""
    lines[line - 1] = f'{start} "{SET_ASIDE}"' if start.strip() else ""
    return "\n".join(lines)


_FOR_QUOTES = "put the whole text in double quotes"
_SAID: tuple[tuple[str, str, str | None], ...] = (
    ("quoted scalar", "a quoted text is not closed", "add the missing quote"),
    (
        "alias",
        "anchors and aliases (& and *) are not allowed",
        "a text that begins with & or * needs double quotes",
    ),
    (
        "anchor",
        "anchors and aliases (& and *) are not allowed",
        "a text that begins with & or * needs double quotes",
    ),
    ("tag", "tags (!) are not allowed", "a text that begins with ! needs double quotes"),
    ("flow", "a bracket is not closed", "add the missing ] or }"),
    ("directive", "a text cannot begin with '%'", _FOR_QUOTES),
    (
        "",
        "this line does not fit to the ones above it",
        "check its indentation, its quotes, and that a colon and a space follow the setting's name",
    ),
)
"""What the parser's complaint contains, and what a person is told."""


def _in_plain_words(error: yaml.YAMLError, text: str, file: str) -> tuple[Problem, bool]:
    """The parser's complaint as a person would put it, and whether it is a matter of one line."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    lines = text.split("\n")
    line = min(mark.line + 1 if mark else 1, len(lines))
    column = mark.column + 1 if mark else 1
    while line > 1 and not lines[line - 1].strip():
        line, column = line - 1, 1
    place = Place(file, line, column)
    if "mapping values are not allowed" in said:
        message = f"Line {line} has a colon inside the text. Put the whole text in double quotes."
        return Problem(place, message), True
    if "cannot start any token" in said:
        character = lines[line - 1][column - 1 : column]
        return Problem(place, f"a text cannot begin with {character!r}", _FOR_QUOTES), True
    if lines[line - 1].strip().lstrip("- ").split(": ")[-1][:1] in ('"', "'"):
        message = "there is more text after the closing quote, or a quote is missing"
        return Problem(place, message, "put the whole text in one pair of quotes"), False
    message, hint = next((message, hint) for part, message, hint in _SAID if part in said)
    return Problem(place, message, hint), False


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Builder:
    """Builds the tree from guarded events."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.parser = _Parser(text)

    def document(self) -> Node | None:
        self.next()  # the stream's start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            self.problems.append(Problem(Place(self.file, 1, 1), "the file is empty"))
            return None
        tree = self.node(self.next(), 0)
        self.next()  # the document's end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.refuse(event, "a second document begins here", "one thing per file")
        return tree

    def next(self) -> yaml.Event:
        event: yaml.Event = self.parser.get_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse(
                event,
                "anchors and aliases (& and *) are not allowed",
                "a text that begins with & or * needs double quotes",
            )
        if getattr(event, "tag", None):
            raise self.refuse(
                event, "tags (!) are not allowed", "a text that begins with ! needs double quotes"
            )
        return event

    def refuse(self, event: yaml.Event, message: str, hint: str | None = None) -> _Refused:
        return _Refused(Problem(self.place(event), message, hint))

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MOST_DEPTH:
            raise self.refuse(event, "this is nested too deeply", f"at most {MOST_DEPTH} levels")
        if isinstance(event, yaml.ScalarEvent):
            quoted = event.style in ("'", '"', "|", ">")
            text = event.value
            if quoted and (bad := next((c for c in text if is_unseen(c)), None)):
                self.problems.append(
                    Problem(
                        self.place(event),
                        f"the text has a character that cannot be seen (U+{ord(bad):04X})",
                        "take it out",
                    )
                )
                text = "".join(c for c in text if not is_unseen(c))
            return Text(self.place(event), text, quoted)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(event, depth)
        return self.map(event, depth)

    def items(self, start: yaml.Event, depth: int) -> Items:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return Items(self.place(start), tuple(items))

    def map(self, start: yaml.Event, depth: int) -> Map:
        entries: dict[str, Entry] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refuse(event, "a setting's name must be plain text")
            name, place = event.value, self.place(event)
            value = self.node(self.next(), depth + 1)
            if name in entries:
                first = entries[name].place
                self.problems.append(
                    Problem(
                        place,
                        f"'{name}' is written twice, first in line {first.line}",
                        "leave one of them out",
                    )
                )
                continue
            entries[name] = Entry(place, value)
        return Map(self.place(start), entries)
