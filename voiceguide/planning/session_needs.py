"""Where a routine is done, with what, and how hard it gets: for whoever looks for a session."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voiceguide.planning.routine_positions import written_positions
from voiceguide.routine.item_kinds import leaves
from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Routine, Step

Where = Literal["chair", "standing", "floor"]
WHERE: tuple[Where, ...] = ("chair", "standing", "floor")
FLOOR: Where = "floor"
_OF_GROUP: dict[str, Where] = {"chair": "chair", "stand": "standing"}


class SessionNeeds(Struct, frozen=True):
    """What a routine asks of a person who does all of it."""

    where: tuple[Where, ...]
    """In the order of `WHERE`; on the floor is kneeling, sitting and lying."""
    things: tuple[str, ...]
    all_out: bool


def needs_of(routine: Routine, library: Library) -> SessionNeeds:
    """As the routine is written. Raises BadFiles, and UsageError for what is not there."""
    positions = dict(written_positions(routine, library))
    where: set[Where] = set()
    things: dict[str, None] = {}
    all_out = False
    for item in leaves(routine.items):
        if not isinstance(item, Do | Step):
            continue
        place = _OF_GROUP.get(positions[id(item)].group, FLOOR)
        where.add(place)
        things |= dict.fromkeys(["mat"] if place == FLOOR else [])
        needs = item.needs if isinstance(item, Step) else library.exercise(item.do).needs
        things |= dict.fromkeys(needs)
        all_out = all_out or item.intensity == "all-out"
    return SessionNeeds(tuple(each for each in WHERE if each in where), tuple(things), all_out)


def place_of(position: str, library: Library) -> Where:
    """Where a person is in a position, by its id. Raises BadFiles."""
    return _OF_GROUP.get(library.positions.positions[position].group, FLOOR)
