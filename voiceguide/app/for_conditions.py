"""What routines and exercises are for a person with conditions: fit, changed, or not for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from voiceguide.app.listing import Facts, Listing
from voiceguide.errors import UsageError
from voiceguide.planning.conditions import UNCHECKED, blocked, check_conditions, swap_for
from voiceguide.planning.notes import LEFT_OUT, Note
from voiceguide.planning.resolve import make_plan
from voiceguide.routine.library import Library
from voiceguide.session_options import SessionOptions, decided
from voiceguide.structs import replace

if TYPE_CHECKING:
    from voiceguide.settings import Folders

FIT, CHANGED, NOT_FIT = "fit", "changed", "not fit"
"""Whether a thing is done as it is, in another way or in part, or not at all."""
_TOLD = ("exercise", "version", "advice", UNCHECKED.change)
"""Not the rests that go with an exercise."""


def routines_for(listing: Listing, chosen: SessionOptions, folders: Folders) -> Listing:
    """The routines of a list, each with what the conditions change in it; what fits comes first.

    Raises UsageError for a condition that nobody knows.
    """
    from voiceguide import session

    library = _library(chosen, folders)

    def judge(id: str) -> Facts:
        loaded = session.load(id, folders, library)
        options = replace(decided(loaded.routine.options), **_said(chosen))
        try:
            plan = make_plan(loaded.routine, loaded.library, options)
        except UsageError:
            return {"fit": NOT_FIT, "changes": ["nothing of it is left"]}
        changes = [_in_words(note) for note in plan.notes if note.change in _TOLD]
        return {"fit": CHANGED if changes else FIT, "changes": changes}

    return _judged(listing, judge)


def exercises_for(listing: Listing, chosen: SessionOptions, folders: Folders) -> Listing:
    """The exercises of a list, each with how it is done with the conditions. Raises UsageError."""
    library = _library(chosen, folders)
    options = replace(decided(), **_said(chosen))

    def judge(id: str) -> Facts:
        exercise = library.exercise(id)
        why = blocked(exercise, options, library)
        if why is not None:
            swap = swap_for(exercise, set(), options, library)
            by = swap.by if swap is not None else None
            first = "ask a professional first" if why.askable else "not for you"
            return {"fit": NOT_FIT, "changes": [f"{first}; {by.id} instead" if by else first]}
        version = exercise.version_for(options.conditions)
        said = [line for id, line in exercise.say_if.items() if id in options.conditions]
        changes = [f"version {version.id}"] if version else []
        return {"fit": CHANGED if changes or said else FIT, "changes": [*changes, *said]}

    return _judged(listing, judge)


def _in_words(note: Note) -> str:
    if note == UNCHECKED:
        return "its steps do not say whom they do not suit"
    left_out = note.after == LEFT_OUT
    return f"{note.before} {LEFT_OUT}" if left_out else f"{note.before}: {note.after}"


def _said(chosen: SessionOptions) -> dict[str, Any]:
    return {"conditions": frozenset(chosen.conditions), "asked": chosen.asked}


def _library(chosen: SessionOptions, folders: Folders) -> Library:
    library = Library([folders.library])
    check_conditions(chosen.conditions, library)
    return library


def _judged(listing: Listing, judge: Callable[[str], Facts]) -> Listing:
    """Each entry and row with its judgement; what cannot be used stays as it is, and last."""
    order = (FIT, CHANGED, NOT_FIT)
    judged = []
    for entry, row in zip(listing.entries, listing.rows, strict=True):
        facts: Mapping[str, Any] = {} if "problem" in entry else judge(str(entry["id"]))
        place = order.index(facts["fit"]) if facts else len(order)
        told = "; ".join(facts["changes"]) if facts else ""
        cell = f"{facts['fit']}: {told}" if told else facts.get("fit", "")
        judged.append((place, {**entry, **facts}, (*row, cell)))
    judged.sort(key=lambda each: each[0])
    entries = [entry for _, entry, _ in judged]
    return replace(listing, entries=entries, rows=[row for *_, row in judged])
