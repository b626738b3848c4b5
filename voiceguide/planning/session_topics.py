"""What a session is about, for the words of safety: its part of the body, and kind of effort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voiceguide.planning.interval_steps import is_intervals
from voiceguide.routine.item_kinds import leaves
from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Group, Item, Routine, Step
from voiceguide.routine.session_kinds import kinds_of, sort_of
from voiceguide.routine.topics import Effort
from voiceguide.routine.training_kinds import HARD


def topics_of(routine: Routine, library: Library) -> frozenset[str]:
    """The topics of a routine as it is written, whatever conditions make of it."""
    parts = () if routine.body is None else (routine.body,)
    return frozenset((*parts, effort_of(routine, library)))


def effort_of(routine: Routine, library: Library) -> Effort:
    """The kind of effort of a routine; intervals are hard, for the pace is the person's."""
    if any(is_intervals(group) and not _is_easy(group) for group in _groups(routine.items)):
        return "hard"
    purposes = purposes_of(routine, library)
    if sort_of(purposes) != "exercise":
        return "light"
    kinds = kinds_of(purposes)
    return next(iter(kinds)) if len(kinds) == 1 else "mixed"


def _is_easy(group: Group) -> bool:
    """Whether all of a group's steps are said to be done easily or moderately."""
    steps = (item for item in group.items if isinstance(item, Step))
    return all(step.intensity is not None and step.intensity not in HARD for step in steps)


def purposes_of(routine: Routine, library: Library) -> list[str]:
    """The purpose of every item that moves; "" for a step without a library entry."""
    return [library.exercise(id).purpose if id else "" for id in exercises_of(routine)]


def exercises_of(routine: Routine) -> tuple[str | None, ...]:
    """The exercise of every item that moves; None for a step without a library entry."""
    items = leaves(routine.items)
    return tuple(
        item.do if isinstance(item, Do) else None for item in items if isinstance(item, Do | Step)
    )


def _groups(items: Iterable[Item]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            yield from _groups(item.items)
