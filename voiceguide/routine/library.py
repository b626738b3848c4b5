"""Finds and reads exercises, advice and routines: a folder first, then the built-in library."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from voiceguide.errors import BadFiles, Place, Problem, UsageError, did_you_mean
from voiceguide.routine.document import MOST_BYTES, Items, Map, Node, Text, parse
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.kinds import ID, Reading, Record
from voiceguide.routine.model import Advice, Exercise, Positions, Routine, Safety
from voiceguide.routine.routine_file import routine_record
from voiceguide.routine.single_files import EQUIPMENT, POSITIONS, SAFETY, advice_record

FileKind = Literal["routine", "exercise", "advice", "positions", "equipment", "safety", "habits"]
FOLDERS: Mapping[FileKind, str] = {
    "routine": "routines",
    "exercise": "exercises",
    "advice": "advice",
}
BUILT_IN = Path(__file__).parent.parent / "library"
MOST_FILES = 5000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an id was found; `built_in` is false for a person's own file."""

    path: Path
    built_in: bool


class Library:
    """What there is, in the order of `folders` and then the built-in library.

    A file of a folder lies in it or in its routines, exercises or advice folder. Files are
    read when they are first asked for; their warnings collect in `warnings`.
    """

    def __init__(self, folders: Iterable[Path] = (), built_in: Path = BUILT_IN) -> None:
        self.folders = tuple(folders)
        self.built_in = built_in
        self.warnings: list[Problem] = []
        self._read: dict[tuple[str, str], object] = {}

    def exercise(self, id: str) -> Exercise:
        """Raises UsageError for an unknown id, BadFiles for a file with problems."""
        return self._get("exercise", id, lambda name: exercise_record(name))

    def advice(self, id: str) -> Advice:
        """Raises UsageError for an unknown id, BadFiles for a file with problems."""
        return self._get("advice", id, lambda name: advice_record(name))

    def routine(self, id: str) -> Routine:
        """Raises UsageError for an unknown id, BadFiles for a file with problems."""
        return self._get("routine", id, lambda name: routine_record(name))

    @cached_property
    def positions(self) -> Positions:
        return self._single("positions", POSITIONS)

    @cached_property
    def equipment(self) -> Mapping[str, str]:
        """What the coach calls each thing, by id."""
        return self._single("equipment", EQUIPMENT)

    @cached_property
    def safety(self) -> Safety:
        return self._single("safety", SAFETY)

    def has(self, kind: FileKind, id: str) -> bool:
        return self.find(kind, id) is not None

    def find(self, kind: FileKind, id: str) -> Origin | None:
        """The first file of that kind and id, or None."""
        if not ID.fullmatch(id):
            return None
        for folder in self.folders:
            for path in (folder / FOLDERS[kind] / f"{id}.yaml", folder / f"{id}.yaml"):
                if path.is_file() and (path.parent != folder or kind_of_file(path) == kind):
                    return Origin(path, False)
        path = self.built_in / FOLDERS[kind] / f"{id}.yaml"
        return Origin(path, True) if path.is_file() else None

    def ids(self, kind: FileKind) -> dict[str, Origin]:
        """All ids of a kind with the file that wins, in alphabetical order."""
        found: dict[str, Origin] = {}
        for path in _yaml_files(self.built_in / FOLDERS[kind]):
            found[path.stem] = Origin(path, True)
        for folder in reversed(self.folders):
            loose = (path for path in _yaml_files(folder) if kind_of_file(path) == kind)
            for path in (*loose, *_yaml_files(folder / FOLDERS[kind])):
                found[path.stem] = Origin(path, False)
        return dict(sorted(found.items()))

    def _get(self, kind: FileKind, id: str, record: _RecordOf[T]) -> T:
        key = (kind, id)
        if key not in self._read:
            origin = self.find(kind, id)
            if origin is None:
                known = self.ids(kind)
                raise UsageError(
                    f"there is no {kind} '{id}'",
                    hint=did_you_mean(id, known)
                    or f"see them with: voiceguide list {_plural(kind)}",
                )
            within = self.built_in if origin.built_in else origin.path.parent
            self._read[key] = self._load(origin.path, record(id), within)
        return self._read[key]  # type: ignore[return-value]  # the kind decides the type

    def _single(self, name: FileKind, record: Record[T]) -> T:
        return self._load(self.built_in / f"{name}.yaml", record, self.built_in)

    def _load(self, path: Path, record: Record[T], within: Path) -> T:
        value, problems = read_file(path, record, within)
        if value is None:
            raise BadFiles(problems)
        self.warnings.extend(problems)
        return value


class _RecordOf(Protocol[T]):
    def __call__(self, id: str) -> Record[T]: ...


def _plural(kind: str) -> str:
    return kind if kind == "advice" else f"{kind}s"


def _yaml_files(folder: Path) -> Iterator[Path]:
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".yaml"))
    except OSError:  # a folder that is not there holds nothing
        return
    for name in names[:MOST_FILES]:
        path = folder / name
        if ID.fullmatch(path.stem) and path.is_file():
            yield path


def shown_path(path: Path) -> str:
    """A path as the person would write it: relative to where they are, if that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return str(path)
    return relative if len(relative) < len(str(path)) else str(path)


def read_bytes(path: Path, within: Path | None = None) -> bytes:
    """A regular file's bytes, at most a little more than a file may have.

    Raises UsageError for what is no regular file, cannot be read, or is a link that leads
    out of the folder `within`.
    """
    shown = shown_path(path)
    try:
        if within is not None and not path.resolve().is_relative_to(within.resolve()):
            raise UsageError(f"{shown} leads out of its folder", hint="put the file itself there")
        # Without O_NONBLOCK a FIFO would hang here before it can be refused.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UsageError(f"{shown} is no file", hint="give a routine file")
            return (
                file.read(MOST_BYTES + 1)
                if os.fstat(handle).st_size <= MOST_BYTES
                else b" " * (MOST_BYTES + 1)
            )
    except FileNotFoundError:
        raise UsageError(f"there is no file {shown}", hint="check its name") from None
    except OSError as error:
        raise UsageError(
            f"{shown} cannot be read: {error.strerror}", hint="check its name and rights"
        ) from error


def kind_of(node: Node | None) -> FileKind | None:
    """What a file is, by what is in it; None where nothing tells."""
    if not isinstance(node, Map):
        return None
    written = node.entries.get("kind")
    if (
        written is not None
        and isinstance(written.value, Text)
        and written.value.text in _BY_SETTING.values()
    ):
        return written.value.text  # type: ignore[return-value]  # just compared
    for setting, kind in _BY_SETTING.items():
        if setting in node.entries:
            return kind
    return None


_BY_SETTING: Mapping[str, FileKind] = {
    "items": "routine",
    "rep": "exercise",
    "dose": "exercise",
    "verdict": "advice",
    "positions": "positions",
    "equipment": "equipment",
    "gate": "safety",
    "goals": "habits",
}


def kind_of_file(path: Path) -> FileKind | None:
    """What a file is, by what is in it; None for what cannot be read."""
    try:
        return kind_of(parse(read_bytes(path), shown_path(path), []))
    except UsageError:
        return None


def read_file(
    path: Path, record: Record[T], within: Path | None = None
) -> tuple[T | None, list[Problem]]:
    """A file's value, or None with its errors; warnings come with either."""
    problems: list[Problem] = []
    shown = shown_path(path)
    node = parse(read_bytes(path, within), shown, problems)
    return _value_of(node, record, shown, problems)


def _value_of(
    node: Node | None, record: Record[T], shown: str, problems: list[Problem]
) -> tuple[T | None, list[Problem]]:
    if node is None:
        return None, problems
    if not isinstance(node, Map):
        what = "a list" if isinstance(node, Items) else "text"
        hint = (
            "write  items:  above it" if isinstance(node, Items) else "see docs/routine-format.md"
        )
        problems.append(
            Problem(
                Place(shown, node.place.line, node.place.column),
                f"the file holds {what}, not settings",
                hint,
            )
        )
        return None, problems
    language = node.entries.get("language")
    spoken = language.value.text if language and isinstance(language.value, Text) else "en"
    reading = Reading(problems, spoken)
    value = record.read(node, reading)
    return (value if not any(p.grade == "error" for p in problems) else None), problems


def id_of(path: Path) -> str:
    """The id a file has by its name, made of what an id may hold."""
    cleaned = "".join(
        c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in path.stem.lower()
    )
    return (cleaned.strip("-") or "routine")[:40]
