"""Where a person is in a group of timed steps, and the ways between its holds."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from voiceguide.compiler.breaks import REMIND_IN_MS
from voiceguide.compiler.interval_gaps import Gap, Way
from voiceguide.compiler.last_words import last_words_ms, taking_up, way_out, way_up
from voiceguide.compiler.pass_words import Said
from voiceguide.compiler.position_changes import is_there, move_to, way_lines
from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.compiler.training_words import interval_words, shown_name
from voiceguide.phrases.phrases import sentence
from voiceguide.planning.steps import Interval
from voiceguide.routine.model import Position, Positions, SideName
from voiceguide.timeline import Role

LEAD_MS = 5000
"""Setup with pips ahead of the first step, and the shortest rest that is counted down."""


class Places(Struct):
    """Where the person is; `side` is the one that was done last, and may be lain on."""

    track: Track
    table: Positions
    position: Position
    side: SideName
    _lies_on: SideName = "left"
    _been_up: set[tuple[str, SideName | None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._lies_on = self.side

    def enter(self, first: Interval) -> Said:
        """Lay out the way to the first step; gives what ends with its start."""
        if first.position is not None:
            side, resting = first.side or self.side, self.table.resting(first.position)
            before = self.position
            move_to(self.track, self.table, before, resting, side, lies_on=self.side)
            self.position, self._lies_on = resting, side
        phrases = self.track.context.phrases
        told = interval_words(first, phrases)
        return (*taking_up(first.get_set, told, first.side, phrases), *self._up(first))

    def begin(self, interval: Interval) -> None:
        """The work of a step begins, which is done where it says."""
        self.position = interval.position or self.position
        self.side = interval.side or self.side

    def leave(self, side: SideName | None) -> Said:
        """Out of a position that tires, to where one rests."""
        line = way_out(self.position, side, self.track.context.phrases)
        self.position = self.table.resting(self.position)
        return () if line is None else ((line, "instruction", 0),)

    def move_to_rest(self, position: Position) -> int:
        """To where one rests after the last step; gives how long that took, in ms."""
        begins = self.track.now
        move_to(self.track, self.table, self.position, position, self.side)
        self.position = position
        return self.track.now - begins

    def way(self, gap: Gap, left: SideName | None) -> Way:
        """What leads through a gap: out of the position, the rests' words, and up at its end.

        `left` is the side of the step before it. A position that tires is kept where the same one
        comes again before anybody could leave it.
        """
        upcoming = gap.upcoming
        if upcoming is None or self._stays(gap, upcoming):
            return Way()
        side = upcoming.side or self.side
        leave = self.leave(left)
        to_rest: list[tuple[str, Role, int]] = []
        for rest in gap.rests:
            if rest.position is not None and rest.position.id != self.position.id:
                to_rest += self._arrive(rest.position, side)
            phrases = self.track.context.phrases
            to_rest += ((phrases.with_sides(line, side), "rest", 0) for line in rest.say)
        to_step = tuple(self._arrive(upcoming.position or self.position, side))
        if gap.is_change and to_rest and to_step:  # its own words turn the person over
            turn_ms = sum(wait_ms for _, _, wait_ms in to_step)
            line, _, _ = to_rest.pop()
            to_step = ((line, "position", turn_ms),)
        up = self._up(upcoming)
        last = (*self._taking_up(gap, upcoming), *up)
        needs_time = upcoming.get_set is not None or bool(up)
        return Way(tuple(to_rest), to_step, leave, last, needs_time)

    def _stays(self, gap: Gap, upcoming: Interval) -> bool:
        """Whether one stays where one is, as there is no time to leave it."""
        there = upcoming.position is None or upcoming.position.id == self.position.id
        if not there or gap.is_change or self.position.rest_in is None:
            return False
        if upcoming.get_set is not None:
            return False
        track, phrases = self.track, self.track.context.phrases
        out = way_out(self.position, upcoming.side, phrases) or ""
        up = tuple(way_up(self.position, upcoming.side, phrases, again=True))
        wait_ms = max(0, track.free - track.now)
        return wait_ms + track.length_of(out) + AIR_MS + last_words_ms(up, track) > gap.length_ms

    def _taking_up(self, gap: Gap, upcoming: Interval) -> Said:
        phrases = self.track.context.phrases
        told = interval_words(upcoming, phrases) if reminds(gap) else None
        if told is not None:
            told = f"{sentence(shown_name(upcoming, phrases))} {told}"
        return tuple(taking_up(upcoming.get_set, told, upcoming.side, phrases))

    def _up(self, interval: Interval) -> Said:
        position = interval.position or self.position
        place = position.id, interval.side
        again = place in self._been_up
        self._been_up.add(place)
        return tuple(way_up(position, interval.side, self.track.context.phrases, again=again))

    def _arrive(self, position: Position, side: SideName) -> Iterator[tuple[str, Role, int]]:
        before, after = self.position, self.table.resting(position)
        self.position = after
        if not is_there(before, after, lies_on=self._lies_on, side=side):
            phrases = self.track.context.phrases
            for line, wait_ms in way_lines(self.table, before, after, phrases, side):
                yield line, "position", wait_ms
        self._lies_on = side


def reminds(gap: Gap) -> bool:
    """Whether a load is told near its set, as the rest before that is long."""
    upcoming = gap.upcoming
    return upcoming is not None and upcoming.load is not None and gap.length_ms >= REMIND_IN_MS
