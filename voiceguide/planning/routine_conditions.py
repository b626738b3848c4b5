"""Which conditions make any difference to a routine."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Exercise, GiveAdvice, Routine, Step
from voiceguide.routine.routine_file import leaves
from voiceguide.routine.training_kinds import NOT_ALL_OUT_WITH


def conditions_of(routine: Routine, library: Library) -> tuple[str, ...]:
    """The conditions that may change what is done or said, in the library's order.

    Those of all positions are among them; any other one changes only whether there are any.
    """
    found: set[str] = set(NOT_ALL_OUT_WITH)
    for group in library.positions.group_conditions.values():
        found |= {*group.avoid_if, *group.ask_first_if}
    for item in leaves(routine.items):
        if isinstance(item, Step):
            found |= {*(item.avoid_if or ()), *(item.ask_first_if or ())}
        elif isinstance(item, Do):
            for exercise in _with_swaps(library.exercise(item.do), library):
                found |= {*exercise.avoid_if, *exercise.ask_first_if, *exercise.own_conditions}
        elif isinstance(item, GiveAdvice):
            instead = library.advice(item.advice).instead
            if instead is not None:
                exercise = library.exercise(instead)
                found |= {*exercise.avoid_if, *exercise.ask_first_if}
    return tuple(id for id in library.safety.conditions if id in found)


def _with_swaps(exercise: Exercise, library: Library) -> Iterator[Exercise]:
    """An exercise, and all that may come in its place."""
    seen: set[str] = set()
    next_: str | None = exercise.id
    while next_ is not None and next_ not in seen:
        seen.add(next_)
        exercise = library.exercise(next_)
        yield exercise
        next_ = exercise.swap
