"""The lines and the time of a change of position (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

from voiceguide.compiler.track import Track
from voiceguide.phrases.phrases import Phrases
from voiceguide.reader.kinds import MARKER
from voiceguide.routine.advice_and_positions import LYING, UP
from voiceguide.routine.model import Position, Positions, SideName

AFTER_FINISH_MS = 1500
_TO_KNEES = {"front": "front-to-up", "side": "side-to-up"}
"""Which line leads up from lying: nobody on a side is told to roll onto one."""


def is_there(before: Position, after: Position, *, lies_on: SideName, side: SideName) -> bool:
    """Whether somebody in a position is in another one already, for that side.

    A position whose arriving line names a side is another one on each side; `lies_on` is the side
    that was done last.
    """
    return before.id == after.id and (lies_on == side or MARKER.search(after.arrive) is None)


def move_to(
    track: Track,
    table: Positions,
    before: Position,
    after: Position,
    side: SideName,
    *,
    lies_on: SideName | None = None,
    after_finish: bool = False,
) -> None:
    """Lay out the way to a position as `setup`; nothing but a breath where it is the same.

    `side` is for a position that lies on one side, and `lies_on` the side done last, where it
    may be another.
    """
    if is_there(before, after, lies_on=lies_on or side, side=side):
        if after_finish:
            track.room(track.now + AFTER_FINISH_MS)
        return
    for line, wait_ms in way_lines(table, before, after, track.context.phrases, side):
        track.say(line, "position")
        track.room(track.free + wait_ms)


def way_lines(
    table: Positions, before: Position, after: Position, phrases: Phrases, side: SideName
) -> list[tuple[str, int]]:
    """What leads from a position to another one, each line with the time to do it, in ms."""
    arrive = phrases.with_sides(after.arrive, side)
    change_ms = table.change_ms[before.group][after.group]
    was_down, goes_up = before.group not in UP, after.group in UP
    leaving = table.leaving
    to_knees = _TO_KNEES.get(before.group, "lying-to-up")
    if before.group in LYING and goes_up:
        kneel_ms = table.change_ms[before.group]["kneel"]
        up = [(leaving[to_knees], kneel_ms), (leaving["floor-to-stand"], 0)]
        return [*up, (arrive, max(0, change_ms - kneel_ms))]
    first = None
    if before.group in LYING and after.group not in LYING:
        first = to_knees
    elif was_down and goes_up:
        first = "floor-to-stand"
    elif not was_down and not goes_up:
        first = "up-to-floor"
    return [*([(leaving[first], 0)] if first else []), (arrive, change_ms)]
