"""An exercise from its announcement to its last line (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from voiceguide.compiler.announcements import announcement
from voiceguide.compiler.breaks import Breaks
from voiceguide.compiler.carry import Carry
from voiceguide.compiler.comfort import AT_LATEST_MS, Comfort
from voiceguide.compiler.exercise_pass import Phases
from voiceguide.compiler.hold_cues import ending, is_in_breaths
from voiceguide.compiler.optional_lines import Encouraged, OptionalLines
from voiceguide.compiler.pace_words import ready_words
from voiceguide.compiler.pass_words import Call, HoldWords, Lead, SpokenLine, Words
from voiceguide.compiler.position_changes import is_there, move_to
from voiceguide.compiler.tempo_parts import TempoParts
from voiceguide.compiler.tone_words import ToneWords
from voiceguide.compiler.track import Fragment, Track
from voiceguide.planning.steps import Pass, Work
from voiceguide.reader.kinds import MARKER
from voiceguide.routine.model import Breathe, Hold, Move, Positions
from voiceguide.routine.training_kinds import HARD
from voiceguide.timeline import Role

FADE_FROM_REP = 4
MOST_FADING_MOVES = 2
LONG_CHANGE_MS = 8000
EASIER_WAIT_MS = 2000
EASIER_WITH_THINGS_WAIT_MS = 4000


class Laid(Struct, frozen=True):
    """An exercise laid out, and what later ones must know of it."""

    fragment: Fragment
    encouraged: Encouraged
    ready: tuple[str, ...]
    """The get-ready lines that were said."""
    hold_word: str | None
    explained: frozenset[str]


def lay_out_work(
    work: Work, track: Track, table: Positions, carry: Carry, comfort: Comfort
) -> Laid:
    """Lay out an exercise after what `carry` knows."""
    optional = OptionalLines(work, track, carry.encouraged)
    say_in_setup(track, comfort.due())
    ready = lay_out_way(work, track, table, carry, optional)
    return lay_out_passes(work, track, table, carry, comfort, optional, ready)


def lay_out_way(
    work: Work, track: Track, table: Positions, carry: Carry, optional: OptionalLines
) -> tuple[str, ...]:
    """All before the first pass; gives the get-ready lines that were said.

    These are the announcement, the way from where `carry` left the person, and getting ready.
    """
    side = work.side_order[0] or carry.side
    position = table.resting(work.position)
    there = is_there(carry.position, position, lies_on=carry.side, side=side)
    told = work.place not in ("first", "only")  # nobody has said where they are
    _announce(work, track, in_place=work.placed and position == work.position and there and told)
    track.at(side=work.side_order[0])
    move_to(
        track,
        table,
        carry.position,
        position,
        side,
        lies_on=carry.side,
        after_finish=carry.after_finish,
    )
    return _get_ready(work, track, carry, optional)


def lay_out_passes(
    work: Work,
    track: Track,
    table: Positions,
    carry: Carry,
    comfort: Comfort,
    optional: OptionalLines,
    ready: tuple[str, ...] = (),
) -> Laid:
    """The exercise itself, once its first side is set and the person is `ready`."""
    tones = ToneWords(track, carry.explained)
    hold_words = HoldWords(track, carry.hold_word)
    track.bell, track.hard = work.bell, work.intensity in HARD
    phases = Phases(work, track, optional, hold_words, TempoParts(work, track))
    position = table.resting(work.position)
    turn_ms = table.change_ms[position.group][position.group]
    breaks = Breaks(work, track, phases, optional, comfort, tones, position, turn_ms)
    _Passes(work, track, optional, phases, breaks, tones).lay_out()
    explained = tones.explained
    return Laid(track.fragment(), optional.encouraged, ready, hold_words.last, explained)


def say_in_setup(track: Track, lines: list[SpokenLine]) -> None:
    """Lines in a time of their own, before an item begins."""
    for line in lines:
        track.say(line.text, line.role)
        track.room()


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
    if work.eyes == "open":  # before anybody moves a foot
        track.say(track.context.phrases.get("training.eyes_open"), "form")
        track.room()
    if work.before:
        track.say(with_sides(work.before, side), "instruction")
    said = {
        line
        for position, lines in carry.said_ready
        if position in (work.position.id, work.position.rest_in)
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
    for text in work.always_watch:
        track.say(with_sides(text, side), "form")
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

    def __init__(
        self,
        work: Work,
        track: Track,
        optional: OptionalLines,
        phases: Phases,
        breaks: Breaks,
        tones: ToneWords,
    ) -> None:
        self.work, self.track, self.optional = work, track, optional
        self.phases, self.breaks, self.tones = phases, breaks, tones
        self.started_sides: set[str | None] = set()
        self.form_due = False

    def lay_out(self) -> None:
        work, track = self.work, self.track
        for number, pass_ in enumerate(work.passes()):
            words = self._words(pass_, first=number == 0)
            self.phases.begin_set(pass_.set)
            ahead: list[SpokenLine] = []
            on_side = self._on_new_side(pass_) if number else []
            if pass_.gap == "rest":
                self.breaks.rest(pass_)
            elif pass_.gap == "change":
                self.breaks.change(pass_, [*on_side, *self._before_set(pass_, words)])
            else:
                ahead = [*on_side, *self._before_set(pass_, words)]
            load = work.load_of(pass_.set)
            track.at(side=pass_.side, set=pass_.set, rep=pass_.rep, reps=pass_.reps, load=load)
            starts = number == 0 or pass_.gap is not None
            if number == 0:
                ahead += self._explained_at_start()
            elif not starts:
                ahead += self._between_reps(pass_, words)
            call = self._call(pass_, words)
            if call and pass_.gap and self.phases.waits_for(call, words):
                call = None if self.breaks.say_at_end(call) else call
            lead = Lead(tuple(ahead), call)
            if number == 0:
                self.phases.say_ahead(lead.ahead)
                self.breaks.lead_in(pass_)
                lead = Lead(call=lead.call)
                self.optional.begin(track.now)
            self.phases.lay_out(words, lead, start_tone=starts)
            self.started_sides.add(pass_.side)
        with_sides = track.context.phrases.with_sides
        closing = [line for line in (work.position.leave, work.finish, work.after) if line]
        track.at(set=None, rep=None)
        self.phases.say_ahead(
            [SpokenLine(with_sides(line, track.where.side), "instruction") for line in closing]
        )

    def _words(self, pass_: Pass, *, first: bool) -> Words:
        options = self.track.context.options
        new = first or (options.detail != "brief" and pass_.side not in self.started_sides)
        if new and not self.work.again:
            return "full"
        fades = options.cues == "fade" and pass_.rep >= FADE_FROM_REP
        moves = sum(isinstance(phase, Move) for phase in self.work.phases)
        # Rising and falling cannot tell apart more than a way there and a way back.
        return "tones" if fades and moves <= MOST_FADING_MOVES else "again"

    def _before_set(self, pass_: Pass, words: Words) -> list[SpokenLine]:
        """The words of holds that have no room for them."""
        return self.phases.words_before_set(pass_.side) if words == "full" else []

    def _on_new_side(self, pass_: Pass) -> list[SpokenLine]:
        """What must be heard on each side that it names, on the second one."""
        if pass_.side in self.started_sides:
            return []
        work, with_sides = self.work, self.track.context.phrases.with_sides
        lines: list[tuple[str, Role]] = [(line, "instruction") for line in work.for_conditions]
        lines += [(line, "form") for line in work.always_watch]
        return [
            SpokenLine(with_sides(line, pass_.side), role)
            for line, role in lines
            if MARKER.search(line)
        ]

    def _explained_at_start(self) -> list[SpokenLine]:
        """What the tones of the first set mean, where the person does not know them yet."""
        if self.work.bell:
            return self.tones.of("bell")
        counted_in = self.breaks.leads_in and self._counts_with_sounds
        start = "pips_start" if counted_in else "start"
        if self.work.tempo is not None:
            return self.tones.of(*self._explained_of_tempo(), start)
        return [*self._explained_of_holds(start), *self._told_ready()]

    def _told_ready(self) -> Iterator[SpokenLine]:
        """What the person does to end what they end."""
        ends = any(isinstance(phase, Hold) and phase.until_ready for phase in self.work.phases)
        return ready_words(self.tones, counts=False, ends=ends)

    def _explained_of_holds(self, start: str) -> list[SpokenLine]:
        endings = {ending(phase) for phase in self.work.phases if isinstance(phase, Hold)}
        if "pips" in endings and self._counts_with_sounds:
            return self.tones.of("pips_done", start)
        names = [*(("done",) if endings & {"pips", "tone"} else ()), start]
        if any(isinstance(phase, Hold) and is_in_breaths(phase) for phase in self.work.phases):
            names.insert(0, "breath_hold")
        return self.tones.of(*names)

    def _explained_of_tempo(self) -> tuple[str, ...]:
        """All of a tempo is explained before it: nothing may come between its repetitions."""
        options = self.track.context.options
        ticks = ("ticks",) if self._counts_with_sounds else ()
        fades = (
            options.cues == "fade"
            and max(each.reps for each in self.work.passes()) >= FADE_FROM_REP
        )
        return (*ticks, *(("fade_later",) if fades else ()))

    @property
    def _counts_with_sounds(self) -> bool:
        return self.track.context.options.countdown in ("tones", "soft")

    def _between_reps(self, pass_: Pass, words: Words) -> list[SpokenLine]:
        """A form line that is due, and what the tones mean that now take the place of words.

        Nothing comes between two repetitions of a tempo.
        """
        if self.work.tempo is not None:
            return []
        lines = self.breaks.comfort.due(AT_LATEST_MS) if pass_.leads else []
        if pass_.leads:
            self.form_due = self.form_due or self.optional.has_form_before(pass_.rep)
            if self.form_due:
                lines += self._form_line(pass_)
        if words == "tones":
            lines += self.tones.of(*self._fading())
            if any(isinstance(phase, Breathe) and phase.takes_ms for phase in self.work.phases):
                lines += self.tones.of("breaths")
        return lines

    def _fading(self) -> tuple[str, ...]:
        """Which words tell of the tones of movements."""
        moves = [phase for phase in self.work.phases if isinstance(phase, Move)]
        if not moves:
            return ()
        return ("fade_downward" if moves[0].away is False else "fade",)

    def _form_line(self, pass_: Pass) -> list[SpokenLine]:
        """The next form line: said inside a silent hold just before, or else ahead of the rep."""
        text = self.track.context.phrases.with_sides(self.optional.form[0], pass_.side)
        line = SpokenLine(text, "form")
        silent = self.phases.before == "silent"
        if silent and not self.phases.say_in_hold(line):
            return []
        self.optional.form.pop(0)
        self.form_due = False
        return [] if silent else [line]

    def _call(self, pass_: Pass, words: Words) -> Call | None:
        """The number and the side that lead a pass, as one line."""
        phrases = self.track.context.phrases
        number = self._number(pass_) if pass_.leads else None
        side = None
        if self._names_side(pass_, words):
            name = "side.named" if pass_.gap == "change" else "side.short"
            word = self.work.sides.word
            side = phrases.get(name, side=phrases.side(str(pass_.side)), word=word)
        text = " ".join(part for part in (number, side) if part)
        role: Role = "number" if number else "side"
        named = side is not None
        is_news = named and bool(self.started_sides) and pass_.gap != "change"
        shorter = None
        if number and not named and self.work.tempo is not None:  # of "Last one."
            shorter = phrases.get("count.number", n=phrases.number(pass_.rep))
        return Call(text, role, named, is_news, shorter) if text else None

    def _number(self, pass_: Pass) -> str | None:
        work, phrases = self.work, self.track.context.phrases
        if pass_.reps == 1:
            last = work.sets > 1 and pass_.set == work.sets and not self.breaks.told_last
            last = last and not work.rungs
            return phrases.get("count.last") if last else None
        if pass_.rep == pass_.reps:
            return phrases.get("count.last")
        if pass_.rep == 1 or work.repeat_for_ms is not None:
            return None
        counted = any(
            isinstance(phase, Hold) and phase.amount is not None and phase.amount.unit == "counts"
            for phase in work.phases
        )
        seconds = work.tempo is not None and self.track.context.options.countdown == "voice"
        if counted or seconds:
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
        return not self.phases.names_side(words)
