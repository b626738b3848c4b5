"""One file: its bytes, safely; what it is; and its value with its problems."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeVar, cast

from voiceguide.errors import Place, Problem, UsageError
from voiceguide.files import NotPlain, read_plain
from voiceguide.phrases.languages import base_language
from voiceguide.reader.document import MOST_BYTES, MOST_PROBLEMS, Items, Map, Node, Text, parse
from voiceguide.reader.reading import Kind, Reading, TooManyProblems, read_node

FileKind = Literal[
    "routine", "exercise", "advice", "positions", "equipment", "safety", "habits", "poses"
]
SINGLES: tuple[FileKind, ...] = ("positions", "equipment", "safety", "habits", "poses")

T = TypeVar("T")

_BY_SETTING: Mapping[str, FileKind] = {
    "items": "routine",
    "rep": "exercise",
    "dose": "exercise",
    "verdict": "advice",
    "positions": "positions",
    "gate": "safety",
    "conditions": "safety",
    "goals": "habits",
    "poses": "poses",
    "purpose": "exercise",
    "position": "exercise",
    "equipment": "equipment",
    "closing": "routine",
    "opening": "routine",
    "starts": "routine",
    "short": "advice",
}
"""The first of these that a file has tells what it is; the later ones are for broken files."""


def shown_path(path: Path) -> str:
    """A path as the person would write it: relative to where they are, if that is shorter."""
    try:
        relative = os.path.relpath(path)
    except (ValueError, OSError):  # another drive on Windows; a working folder that is gone
        return str(path)
    return relative if len(relative) < len(str(path)) else str(path)


def id_of(path: Path) -> str:
    """The id a file has by its name, made of what an id may hold."""
    cleaned = re.sub(r"^[^a-z]+", "", re.sub(r"[^a-z0-9]+", "-", path.stem.lower()))
    return cleaned[:40].rstrip("-") or "routine"


def read_bytes(path: Path, within: Path | None = None) -> bytes:
    """A regular file's bytes, at most a little more than a file may have.

    Raises UsageError for what is no regular file, cannot be read, or is a link that leads
    out of the folder `within`.
    """
    shown = shown_path(path)
    try:
        return read_plain(path, MOST_BYTES, within)
    except NotPlain as refused:
        hint = refused.hint or "give a routine file"
        raise UsageError(f"{shown} {refused}", hint=hint) from None
    except FileNotFoundError:
        raise UsageError(f"there is no file {shown}", hint="check its name") from None
    except (OSError, RuntimeError, ValueError) as error:  # also: links in a circle, NUL in a name
        said = getattr(error, "strerror", None) or "its name or its links are broken"
        raise UsageError(
            f"{shown} cannot be read: {said}", hint="check its name and rights"
        ) from error


def kind_of(node: Node | None) -> FileKind | None:
    """What a file is, by what is in it; None where nothing tells."""
    if not isinstance(node, Map):
        return None
    written = node.entries.get("kind")
    if written is not None and isinstance(written.value, Text):
        text = written.value.text
        if text in _BY_SETTING.values():
            return cast("FileKind", text)
    return next((kind for name, kind in _BY_SETTING.items() if name in node.entries), None)


def kind_of_file(path: Path, within: Path | None = None) -> FileKind | None:
    """What a file is, by what is in it; None for what cannot be read, as by `read_bytes`."""
    try:
        return kind_of(parse(read_bytes(path, within), shown_path(path), []))
    except UsageError:
        return None


def read_file(
    path: Path, record: Kind[T], within: Path | None = None, language: str = "en"
) -> tuple[T | None, list[Problem]]:
    """A file's value, or None with its errors; warnings come with either.

    `language` is that of the file's lines, where the file does not say it itself. Raises
    UsageError as `read_bytes` does.
    """
    return read_source(read_bytes(path, within), shown_path(path), record, language)


def read_source(
    source: bytes, shown: str, record: Kind[T], language: str = "en"
) -> tuple[T | None, list[Problem]]:
    """As `read_file`, of a file that is called `shown` and holds `source`."""
    problems: list[Problem] = []
    node = parse(source, shown, problems)
    return read_tree(node, shown, record, problems, language)


def read_tree(
    node: Node | None, shown: str, record: Kind[T], problems: list[Problem], language: str = "en"
) -> tuple[T | None, list[Problem]]:
    """As `read_file`, of what was parsed already with these `problems`."""
    value: T | None = None
    if isinstance(node, Map):
        reading = Reading(problems, language_of(node) or language)
        try:
            value = read_node(record, node, reading)
        except TooManyProblems:
            problems.append(
                Problem(Place(shown, 1, 1), "there are too many problems to show", "mend these")
            )
    elif node is not None:
        problems.append(_no_settings(node))
    problems.sort(key=lambda problem: problem.place)
    if any(problem.grade == "error" for problem in problems):
        return None, problems[: MOST_PROBLEMS + 1]
    return value, problems


def _no_settings(node: Node) -> Problem:
    if isinstance(node, Items):
        return Problem(
            node.place, "the file holds a list, not settings", "write  items:  above it, and a name"
        )
    return Problem(
        node.place,
        "the file holds text, not settings",
        "write settings, such as  name: My evening; see docs/routine-format.md",
    )


def language_of(node: Map) -> str | None:
    """The language that a file says its lines are in, or None."""
    written = node.entries.get("language")
    if written is None or not isinstance(written.value, Text):
        return None
    return base_language(written.value.text)
