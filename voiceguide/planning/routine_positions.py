"""Where a routine sees the person, and where one can rest."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.phrases.phrases import phrases_of
from voiceguide.phrases.spoken import spoken_form
from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Position, Rest, Routine, Step
from voiceguide.routine.routine_file import leaves
from voiceguide.units import MINUTE_MS

RESTING = ("stand", "chair", "sit", "side", "back", "front")
"""Groups of positions that one can stay in for a minute with nothing to do."""
STANDING, SITTING = "standing", "floor-sitting"


LONGEST_FILL_MS = 60_000
"""A rest that fills up the length is a silence beyond, unless its own line says how long it is."""
_MOST_TOLD_MINUTES = 30


def longest_fill_ms(routine: Routine) -> int:
    """How long the rest that fills up a routine may be: what its line says, or a minute."""
    fills = (each for each in leaves(routine.items) if isinstance(each, Rest))
    lines = [line for fill in fills if fill.length_ms is None for line in fill.say]
    return max([LONGEST_FILL_MS, *(told_ms(line, routine.language) for line in lines)])


def told_ms(line: str, language: str) -> int:
    """The longest time in whole minutes that a line tells of; 0 for none."""
    said, phrases = spoken_form(line, language).lower(), phrases_of(language)
    for minutes in range(_MOST_TOLD_MINUTES, 0, -1):
        if phrases.time(minutes * MINUTE_MS) in said:
            return minutes * MINUTE_MS
    return 0


def written_positions(routine: Routine, library: Library) -> Iterator[tuple[int, Position]]:
    """Each item's `id()` and position: its own, or the one that is written last before it.

    It is the author's view: what is left out or swapped for a person changes nothing in it.
    """
    positions = library.positions.positions
    position = positions[routine.starts]
    for item in leaves(routine.items):
        if isinstance(item, Do):
            position = positions[library.exercise(item.do).position]
        elif isinstance(item, Step | Rest) and item.position is not None:
            position = positions[item.position]
        yield id(item), position


def followed_exercises(routine: Routine) -> Iterator[tuple[int, Do]]:
    """Of each step's `id()` that names no position: the exercise that it takes its own from."""
    last: Do | Step | Rest | None = None
    for item in leaves(routine.items):
        if isinstance(item, Do) or (isinstance(item, Step | Rest) and item.position is not None):
            last = item
        elif isinstance(item, Step) and isinstance(last, Do):
            yield id(item), last
