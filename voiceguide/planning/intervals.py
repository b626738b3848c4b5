"""A group of timed steps with everything decided: its stretches in a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from voiceguide.planning.notes import Round
from voiceguide.routine.model import Position, Rest, Say, SideName
from voiceguide.routine.training_kinds import Eyes, Intensity


class Interval(Struct, frozen=True):
    """A stretch of exactly `length_ms`: a timed step, or the rest or change before one."""

    kind: Literal["hold", "rest", "change"]
    length_ms: int
    name: str
    item: int | None
    side: SideName | None = None
    side_word: str = "side"
    set: int = 1
    position: Position | None = None
    count: Literal["ends", "silent"] | None = None
    say: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    sets: int | None = None
    """How many its step has; None for what belongs to no step."""
    load: str | None = None
    get_set: Say | None = None
    effort: int | None = None
    intensity: Intensity | None = None
    eyes: Eyes | None = None
    counted: tuple[tuple[int, str], ...] = ()
    """What is done at the person's own pace: how many times, and what it is called."""
    until: Literal["ready"] | None = None
    """It ends when the person says so."""
    ready_counts: Literal["rounds"] | None = None
    """What the person counts by saying that they are ready."""


class IntervalsStep(Struct, frozen=True):
    """A group of timed steps, which keeps exactly the time that is written."""

    name: str
    of_rounds: int
    intervals: tuple[Interval, ...]
    steps_a_round: int
    rounds: tuple[Round, ...] = ()
    needs: tuple[str, ...] = ()
    again: bool = False
    """In a later round of the groups around it: short words."""
    in_time: Literal["amrap", "up"] | None = None
    """Rounds at the person's own pace: as many as they can, or all of them as fast as they can."""
    every_ms: int | None = None
    """From the beginning of a round to that of the next, where they begin by the clock."""

    @property
    def ends_in(self) -> Position | None:
        """The position that its last stretch leaves the person in."""
        return next((each.position for each in reversed(self.intervals) if each.position), None)


class GroupInSession(Struct, frozen=True):
    """Where a group lies in a session; its items are told apart by their `id()`."""

    numbers: Mapping[int, int]
    positions: Mapping[int, Position | None]
    """Where each item leads to; None for a rest that leads nowhere."""
    rounds: tuple[Round, ...]
    """The groups around it."""
    quarters: int
    """The place in every range, 0 to 4."""

    def rest(self, rest: Rest, rounds: tuple[Round, ...]) -> Interval:
        """A rest that is an item of the group."""
        return Interval(
            "rest",
            rest.length_ms or 0,
            "",
            self.numbers[id(rest)],
            position=self.positions[id(rest)],
            say=rest.say,
            rounds=rounds,
        )
