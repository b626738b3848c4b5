"""What a person's conditions take out of a routine, and what comes in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from voiceguide.errors import UsageError, did_you_mean
from voiceguide.planning.notes import Note
from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Exercise, Position, Routine, Step
from voiceguide.routine.routine_file import leaves
from voiceguide.routine.training_kinds import NOT_ALL_OUT_WITH
from voiceguide.session_options import SessionOptions

FOR_LISTENER = "for this listener"
"""Why something is changed for a condition that nothing names."""

UNCHECKED = Note(
    "steps",
    "checked against conditions",
    "not checked",
    "the routine does not say whom its steps do not suit",
)


class Blocked(Struct, frozen=True):
    """Why an exercise is not done: the conditions, and whether asking would allow it."""

    conditions: tuple[str, ...]
    askable: bool

    def words(self, options: SessionOptions) -> str:
        """The reason in words, without conditions that nothing names."""
        conditions = _named(self.conditions, options)
        if not conditions:
            return FOR_LISTENER
        return f"ask a professional first: {conditions}" if self.askable else conditions


class Swap(Struct, frozen=True):
    """An exercise's place taken by another (`by`), or left out (None)."""

    blocked: Blocked
    by: Exercise | None
    already_there: bool = False
    """The exercise that would come in its place is in the routine already."""


def check_conditions(conditions: Iterable[str], library: Library) -> None:
    """Raises UsageError for a condition nobody knows."""
    known = library.safety.conditions
    for condition in sorted(conditions):
        if condition not in known:
            hint = did_you_mean(condition, known) or f"known: {', '.join(known)}"
            raise UsageError(f"there is no condition '{condition}'", hint=hint)


def has_unchecked_steps(routine: Routine) -> bool:
    """Whether any step of a routine does not say whom it does not suit."""
    return any(
        isinstance(item, Step) and not item.says_whom_it_suits for item in leaves(routine.items)
    )


def blocked(exercise: Exercise, options: SessionOptions, library: Library) -> Blocked | None:
    """Why a person must not do an exercise today; None where they may."""
    group = library.positions.positions[exercise.position].group
    return _blocked(exercise.avoid_if, exercise.ask_first_if, group, options, library)


def blocked_step(
    step: Step, position: Position, options: SessionOptions, library: Library
) -> Blocked | None:
    """Why a person must not do a step in a position today; None where they may."""
    if (all_out := blocked_all_out(step, options)) is not None:
        return all_out
    avoid, ask = step.avoid_if or (), step.ask_first_if or ()
    return _blocked(avoid, ask, position.group, options, library)


def blocked_all_out(item: Do | Step, options: SessionOptions) -> Blocked | None:
    """Why a person must not do an item all out; None where it is not, or where they may."""
    against = NOT_ALL_OUT_WITH.intersection(options.conditions)
    if item.intensity != "all-out" or not against:
        return None
    return Blocked(tuple(sorted(against)), askable=False)


def blocked_position(group: str, options: SessionOptions, library: Library) -> Blocked | None:
    """Why a person must not be in a group of positions today; None where they may."""
    return _blocked((), (), group, options, library)


def _blocked(
    avoid_if: tuple[str, ...],
    ask_first_if: tuple[str, ...],
    group: str,
    options: SessionOptions,
    library: Library,
) -> Blocked | None:
    of_group = library.positions.group_conditions.get(group)
    avoid = {*avoid_if, *(of_group.avoid_if if of_group else ())}.intersection(options.conditions)
    if avoid:
        return Blocked(tuple(sorted(avoid)), askable=False)
    ask = {*ask_first_if, *(of_group.ask_first_if if of_group else ())}.intersection(
        options.conditions
    )
    if ask and not options.asked:
        return Blocked(tuple(sorted(ask)), askable=True)
    return None


def own_version(exercise: Exercise, do: Do, options: SessionOptions) -> Iterator[Note]:
    """A note where the person's conditions choose another version than the item."""
    version = exercise.version_for(options.conditions)
    if version is not None and version.id != do.version:
        its_own = tuple(id for id in version.use_if if id in options.conditions)
        why = _named(its_own, options) or FOR_LISTENER
        yield Note("version", exercise.name, version.id, why)


def swap_for(
    exercise: Exercise, there: set[str], options: SessionOptions, library: Library
) -> Swap | None:
    """What happens to an exercise for the person's conditions; None where it is done.

    `there` are the ids of the routine's own exercises. A swap is filtered too, and its own
    swap comes next.
    """
    why = blocked(exercise, options, library)
    if why is None:
        return None
    tried = {exercise.id}
    current = exercise
    while current.swap is not None and current.swap not in tried:
        current = library.exercise(current.swap)
        tried.add(current.id)
        if blocked(current, options, library) is None:
            if current.id in there:
                return Swap(why, None, already_there=True)
            return Swap(why, current)
    return Swap(why, None)


def _named(conditions: Iterable[str], options: SessionOptions) -> str:
    """Those of the conditions that may be named."""
    return ", ".join(id for id in conditions if id not in options.unnamed)
