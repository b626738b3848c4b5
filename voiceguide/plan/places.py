"""Where a routine sees the person, and where one can rest."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Position, Rest, Routine, Step
from voiceguide.routine.routine_file import leaves

RESTING = ("stand", "chair", "sit", "side", "back")
"""Groups of positions that one can stay in for a minute with nothing to do."""
STANDING, SITTING = "standing", "floor-sitting"


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
