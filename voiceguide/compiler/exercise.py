"""An exercise from its announcement to its last line (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.arranging.steps import Pass, Work
from voiceguide.compiler.announcements import announcement
from voiceguide.compiler.carry import Carry
from voiceguide.compiler.exercise_pass import Phases, SpokenLine, Words, before_hold_lines
from voiceguide.compiler.optional_lines import Encouraged, OptionalLines
from voiceguide.compiler.position_changes import move_to
from voiceguide.compiler.track import Fragment, Track
from voiceguide.phrases.phrases import names_own_side
from voiceguide.routine.model import Hold, Positions

FADE_FROM_REP = 4
SHORT_CHANGE_FROM = 3
LONG_CHANGE_MS = 8000
EASIER_WAIT_MS = 2000
EASIER_WITH_THINGS_WAIT_MS = 4000


@dataclass(frozen=True, slots=True)
class Laid:
    """An exercise laid out, and what later ones must know of it."""

    fragment: Fragment
    encouraged: Encouraged
    ready: tuple[str, ...]
    """The get-ready lines that were said."""


def lay_out_work(work: Work, track: Track, table: Positions, carry: Carry) -> Laid:
    """Lay out an exercise after what `carry` knows."""
    optional = OptionalLines(work, track, carry.encouraged)
    in_place = work.placed and carry.position.id == work.position.id
    _announce(work, track, in_place=in_place)
    track.at(side=work.side_order[0])
    side = work.side_order[0] or carry.side
    after_finish = carry.after_finish
    move_to(track, table, carry.position, work.position, side, after_finish=after_finish)
    ready = _get_ready(work, track, carry, optional)
    track.bell = work.bell
    _Passes(work, track, optional).lay_out()
    return Laid(track.fragment(), optional.encouraged, ready)


def _announce(work: Work, track: Track, *, in_place: bool) -> None:
    for line in announcement(work, track.context, in_place=in_place):
        track.say(line, "announce")
    if track.context.options.detail == "full" and work.why and not work.again:
        track.say(work.why, "instruction")
    track.segment("announce", track.free)


def _get_ready(work: Work, track: Track, carry: Carry, optional: OptionalLines) -> tuple[str, ...]:
    """What comes before the first movement; gives the get-ready lines that were said."""
    with_sides = track.context.phrases.with_sides
    side = work.side_order[0]
    if work.before:
        track.say(with_sides(work.before, side), "instruction")
    said = {
        line
        for position, lines in carry.said_ready
        if position == work.position.id
        for line in lines
    }
    now_said = []
    for ready in work.get_ready:
        line = with_sides(ready.say, side)
        if line not in said:
            track.say(line, "instruction")
            track.room(track.free + ready.wait_ms)
            now_said.append(line)
    if not work.again:
        _version(work, track)
    for text, role in () if work.again else optional.end_get_ready():
        track.say(with_sides(text, side), role)
    track.room()
    return tuple(now_said)


def _version(work: Work, track: Track) -> None:
    """The words of the chosen version, or the offer of an easier one."""
    version, line = work.chosen, work.chosen.use if work.chosen else None
    if version is None and track.context.options.detail != "brief":
        version, line = work.offered, work.offered.say if work.offered else None
    if version is not None and line is not None:
        track.say(track.context.phrases.with_sides(line, work.side_order[0]), "easier")
        wait = EASIER_WITH_THINGS_WAIT_MS if version.needs else EASIER_WAIT_MS
        track.room(track.free + wait)


class _Passes:
    """All passes of an exercise, with the changes and rests between them."""

    def __init__(self, work: Work, track: Track, optional: OptionalLines) -> None:
        self.work = work
        self.track = track
        self.optional = optional
        self.phases = Phases(work, track, optional)
        self.started_sides: set[str | None] = set()
        self.changes = 0

    def lay_out(self) -> None:
        work, track = self.work, self.track
        for number, pass_ in enumerate(work.passes()):
            if pass_.gap == "rest":
                self._rest()
            elif pass_.gap == "change":
                self._change(pass_)
            track.at(side=pass_.side, set=pass_.set, rep=pass_.rep)
            words = self._words(pass_, first=number == 0)
            self.phases.lay_out(words, self._lead(pass_, words), start_tone=number == 0)
            self.started_sides.add(pass_.side)
        with_sides = track.context.phrases.with_sides
        closing = [line for line in (work.finish, work.after) if line]
        track.at(set=None, rep=None)
        self.phases.say_ahead(
            [SpokenLine(with_sides(line, track.where.side), "instruction") for line in closing]
        )

    def _words(self, pass_: Pass, *, first: bool) -> Words:
        options = self.track.context.options
        new = first or (options.detail != "brief" and pass_.side not in self.started_sides)
        if new and not self.work.again:
            return "full"
        return "tones" if options.cues == "fade" and pass_.rep >= FADE_FROM_REP else "again"

    def _lead(self, pass_: Pass, words: Words) -> list[SpokenLine]:
        """What is said before a pass's own words: a form line, the number, the side."""
        lines: list[SpokenLine] = []
        phrases = self.track.context.phrases
        if words == "full":
            ahead = before_hold_lines(self.work.phases)
            lines = [
                SpokenLine(phrases.with_sides(text, pass_.side), "instruction") for text in ahead
            ]
        if pass_.leads:
            form = self.optional.before_rep(pass_.rep)
            lines += [SpokenLine(phrases.with_sides(text, pass_.side), role) for text, role in form]
            number = self._number(pass_)
            if number:
                lines.append(SpokenLine(number, "number"))
        if self._names_side(pass_, words):
            name = "side.named" if pass_.gap == "change" else "side.short"
            side = phrases.side(str(pass_.side))
            text = phrases.get(name, side=side, word=self.work.sides.word)
            lines.append(SpokenLine(text, "side"))
        return lines

    def _number(self, pass_: Pass) -> str | None:
        work, phrases = self.work, self.track.context.phrases
        if work.reps == 1:
            return phrases.get("count.last") if work.sets > 1 and pass_.set == work.sets else None
        if pass_.rep == work.reps:
            return phrases.get("count.last")
        if pass_.rep == 1 or work.repeat_for_ms is not None:
            return None
        counted = any(
            isinstance(phase, Hold) and phase.amount is not None and phase.amount.unit == "counts"
            for phase in work.phases
        )
        if counted:
            return phrases.get("count.nth", nth=phrases.nth(pass_.rep))
        return phrases.get("count.number", n=phrases.number(pass_.rep))

    def _names_side(self, pass_: Pass, words: Words) -> bool:
        """Whether the side must be named because the first words of the pass do not."""
        work = self.work
        if pass_.side is None or not (
            (work.sides.order == "rep-by-rep" and len(work.side_order) > 1)
            or (pass_.gap == "change" and work.sides.change_ms >= LONG_CHANGE_MS)
        ):
            return False
        if words == "tones":
            return True
        first = work.phases[0]
        full = getattr(first, "move", None) or getattr(first, "say", None) or ""
        line = full if words == "full" else getattr(first, "again", None) or full
        return not names_own_side(line)

    def _rest(self) -> None:
        track = self.track
        end = track.now + self.work.rest_ms
        self.optional.in_quiet(end)
        track.segment("rest", end)
        self.phases.before = "other"

    def _change(self, pass_: Pass) -> None:
        work, track = self.work, self.track
        self.changes += 1
        phrases = track.context.phrases
        own = work.sides.change_say
        if own is None or self.changes >= SHORT_CHANGE_FROM:
            side = phrases.side(str(pass_.side))
            line = phrases.get("side.change", side=side, word=work.sides.word)
        else:
            line = phrases.with_sides(own, pass_.side)
        track.at(rep=None)
        self.phases.say_ahead([SpokenLine(line, "side")])
        track.at(side=pass_.side, set=pass_.set)
        end = track.now + work.sides.change_ms
        self.optional.in_quiet(end)
        track.segment("change", end)
        self.phases.before = "other"
