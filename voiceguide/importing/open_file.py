"""From a file of another program to what it holds: which importer, and how it is opened."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from msgspec import Struct

from voiceguide import extensions
from voiceguide.errors import BadFiles, Place, Problem, UsageError, did_you_mean
from voiceguide.importing import IMPORTERS, SUFFIXES
from voiceguide.importing.draft import Draft
from voiceguide.reader.document import MOST_BYTES
from voiceguide.routine.routine_files import read_bytes, shown_path


class Workouts(Struct, frozen=True):
    """What a file holds: routines to be, at least one, and why some of it cannot be one."""

    drafts: tuple[Draft, ...]
    refused: tuple[Problem, ...] = ()


class Importer(Protocol):
    """A module that reads a kind of file: one of ours, or of another package."""

    def read(self, content: bytes, shown: str) -> Iterable[Draft | Problem]:
        """The workouts in a file's content (64 kB at most); `shown` is its name in messages.

        In place of a workout that cannot be read stands why, and the others are imported.
        Raises BadFiles for a file of which nothing can be read.
        """


def read_workouts(path: Path) -> Workouts:
    """The routines to be in a file of any known kind; a backup of an app may hold several.

    Raises UsageError for an unknown suffix or what is no readable file, BadFiles for one of
    which nothing can be read.
    """
    from voiceguide.importing.routine_limits import fitted

    suffix = path.suffix.lower()
    name = suffix.removeprefix(".")
    shown = shown_path(path)
    importer = _importer(suffix, name, shown)
    content = content_of(path, shown)
    with extensions.failures_told("importers", name):
        found = list(importer.read(content, shown))
    drafts: list[Draft] = []
    refused: list[Problem] = []
    for each in found:
        if isinstance(each, Problem):
            refused.append(each)
            continue
        try:
            drafts.append(fitted(each, shown))
        except BadFiles as bad:
            refused.extend(bad.problems)
    if not drafts:
        raise BadFiles(refused)
    return Workouts(tuple(drafts), tuple(refused))


def _importer(suffix: str, name: str, shown: str) -> Importer:
    if suffix in IMPORTERS:
        module = import_module(f"voiceguide.importing.{IMPORTERS[suffix].module}")
        return cast(Importer, module)
    added = extensions.load("importers", name)
    if added is None:
        suffixes = [*SUFFIXES, *(f".{each}" for each in extensions.names("importers"))]
        close = did_you_mean(suffix, suffixes)
        known = f"known are {', '.join(suffixes)}"
        raise UsageError(
            f"{shown}: nothing is known of {suffix or 'such'} files",
            hint=f"{close} {known}" if close else known,
        )
    return cast(Importer, added)


def content_of(path: Path, shown: str) -> bytes:
    """What is in a stranger's file. Raises UsageError as `read_bytes`, BadFiles for over 64 kB."""
    raw = read_bytes(path)
    if len(raw) > MOST_BYTES:
        hint = "make several files of it"
        raise BadFiles([Problem(Place(shown, 1, 1), "it is longer than 64 kB", hint)])
    return raw
