"""What lies between the holds of a group of timed steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from voiceguide.compiler.hold_cues import PIPS_FROM_MS
from voiceguide.compiler.pass_words import Said
from voiceguide.planning.steps import Interval, IntervalsStep, Work
from voiceguide.routine.model import Positions, Sides
from voiceguide.units import Ms


class Way(Struct, frozen=True):
    """The rests' own words and where they are, and the lines that lead to the next step."""

    to_rest: Said = ()
    to_step: Said = ()
    leave: Said = ()
    """Out of a position that tires, before all else."""
    last: Said = ()
    """What ends with the start."""
    needs_time: bool = False
    """Time is added for its last words where there is too little."""

    @property
    def moves(self) -> bool:
        """Whether it leads to another position."""
        return any(role == "position" for _, role, _ in (*self.to_rest, *self.to_step))

    def __bool__(self) -> bool:
        return self.moves or self.needs_time

    @property
    def alone(self) -> Said:
        """The way to where one rests, without the words of the rests."""
        return tuple(line for line in self.to_rest if line[1] == "position")


class Gap(Struct, frozen=True):
    """All rests between two holds, and the hold after them; None after the last one."""

    rests: tuple[Interval, ...]
    upcoming: Interval | None

    @property
    def length_ms(self) -> int:
        return sum(rest.length_ms for rest in self.rests)

    @property
    def is_change(self) -> bool:
        """Whether it leads to the other side of the same step."""
        return any(rest.kind == "change" for rest in self.rests)


def count_of(interval: Interval) -> Literal["ends", "silent"]:
    """How a hold ends, where its author does not say."""
    long = interval.length_ms >= PIPS_FROM_MS
    return interval.count or ("ends" if long else "silent")


def kind_of(interval: Interval) -> Literal["rest", "change"]:
    """Which segment a stretch between holds is."""
    return "change" if interval.kind == "change" else "rest"


def holds_and_gaps(row: tuple[Interval, ...]) -> Iterator[tuple[Interval, Gap]]:
    """Each hold with the rests after it; rests before the first one are left out."""
    at = [index for index, interval in enumerate(row) if interval.kind == "hold"]
    for index, after in zip(at, [*at[1:], len(row)], strict=True):
        upcoming = row[after] if after < len(row) else None
        yield row[index], Gap(row[index + 1 : after], upcoming)


def without_own_lines(step: IntervalsStep, table: Positions) -> Work:
    """A group as an exercise without lines of its own: its holds have encouragement alone."""
    first = step.intervals[0]
    first_hold = next(each for each in step.intervals if each.kind == "hold")
    position = first.position or next(iter(table.positions.values()))
    return Work(
        item=first.item or 0,
        place="next",
        name=step.name,
        exercise=None,
        position=position,
        sides=Sides(),
        sets=1,
        reps=1,
        phases=(),
        rest_ms=Ms(0),
        rounds=step.rounds,
        intensity=first_hold.intensity,
    )
