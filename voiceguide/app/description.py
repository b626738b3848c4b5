"""What a thing is, for people and for programs: a routine, an exercise or an advice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.errors import BadFiles, UsageError, did_you_mean

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.errors import Problem
    from voiceguide.routine.library import FileKind, Library
    from voiceguide.session_options import SessionOptions

KINDS: tuple[FileKind, ...] = ("routine", "exercise", "advice")
"""What can be described; where several bear an id, the first is meant."""

Part = str | tuple[str | None, Iterable[str | None]] | Callable[[int], Iterable[str]]
"""A line as it is; texts to be wrapped, under a label or as a paragraph (None); or what makes
lines for a width in columns. Texts that are None or empty are left out."""


class Description(Struct, frozen=True):
    """The parts for people, the same facts for programs, and messages beside them."""

    parts: tuple[Part, ...]
    facts: dict[str, object]
    notes: tuple[str, ...] = ()


def describe(id: str, chosen: SessionOptions, context: AppContext, *, for_me: bool) -> Description:
    """The thing with an id or of a file. Raises UsageError, BadFiles, and what a voice raises."""
    from voiceguide.app import describe_library
    from voiceguide.routine.cross_checks import check_advice, check_exercise
    from voiceguide.routine.library import Library, kind_of_file
    from voiceguide.session import is_path

    own = context.folders.library
    path = Path(id) if is_path(id) else None
    library = Library.of_file(path, own) if path else Library([own])
    kind = kind_of_file(path) if path else _kind_of(id, library)
    if kind == "exercise":
        exercise = library.exercise_at(path) if path else library.exercise(id)
        _refuse_errors(check_exercise(exercise, library))
        return describe_library.exercise(exercise, library, id if path else None)
    if kind == "advice":
        advice = library.advice_at(path) if path else library.advice(id)
        _refuse_errors(check_advice(advice, library))
        return describe_library.advice(advice, library, id if path else None)
    # A routine, or a file of nothing else that can be shown: reading it says so.
    from voiceguide.app.describe_routine import routine

    return routine(id, chosen, context, for_me=for_me)


def _refuse_errors(problems: Sequence[Problem]) -> None:
    if any(problem.grade == "error" for problem in problems):
        raise BadFiles(problems)


def _kind_of(id: str, library: Library) -> FileKind:
    for kind in KINDS:
        if library.has(kind, id):
            return kind
    raise unknown_id(id, library)


def unknown_id(id: str, library: Library) -> UsageError:
    """What to say of an id that names nothing."""
    known = [each for kind in KINDS for each in library.ids(kind)]
    return UsageError(
        f"there is no routine, exercise or advice '{id}'",
        hint=did_you_mean(id, known) or "see them with: voiceguide list routines|exercises|advice",
    )


def origin(kind: FileKind, id: str, library: Library) -> str:
    """Where a thing is written, in words."""
    found = library.find(kind, id)
    if found is None or found.built_in:
        return "built in"
    replaced = library.built_in / f"{kind}s".replace("advices", "advice") / f"{id}.yaml"
    return f"{found.path}{' (in place of the built-in one)' if replaced.is_file() else ''}"
