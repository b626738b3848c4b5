"""A group of timed steps, to the millisecond (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from voiceguide.compiler import hold_cues as holds
from voiceguide.compiler.carry import Carry
from voiceguide.compiler.interval_gaps import (
    Gap,
    Way,
    count_of,
    holds_and_gaps,
    kind_of,
    without_own_lines,
)
from voiceguide.compiler.interval_lines import IntervalWords
from voiceguide.compiler.interval_places import LEAD_MS, Places, reminds
from voiceguide.compiler.last_words import last_words_ms, place_last_words
from voiceguide.compiler.optional_lines import Encouraged, OptionalLines
from voiceguide.compiler.pace_words import calls_in, counted_rounds, ready_words_of
from voiceguide.compiler.pass_words import Said, SpokenLine
from voiceguide.compiler.tone_words import ToneWords
from voiceguide.compiler.track import AFTER_TONE_MS, AIR_MS, Fragment, Track, unplaced
from voiceguide.compiler.training_words import intensity_words, interval_words
from voiceguide.phrases.phrases import sentence
from voiceguide.planning.notes import LEFT_OUT, Note
from voiceguide.planning.steps import Interval, IntervalsStep
from voiceguide.routine.model import Positions, SideName
from voiceguide.routine.training_kinds import HARD
from voiceguide.text import exact_length
from voiceguide.timeline import Role

NAME_FROM_MS, NAME_UNTIL_MS = 8000, 3500
"""The next step is named so long before a hold's end, where no rest leads into it."""


def lay_out_intervals(
    step: IntervalsStep, track: Track, table: Positions, carry: Carry, tones: ToneWords
) -> tuple[Fragment, Encouraged]:
    """Lay out a group of intervals; gives also the encouragement so far."""
    return _Intervals(step, track, table, carry, tones).lay_out()


class _Intervals:
    def __init__(
        self,
        step: IntervalsStep,
        track: Track,
        table: Positions,
        carry: Carry,
        tones: ToneWords,
    ) -> None:
        self.places = Places(track, table, carry.position, carry.side)
        self.tones = tones
        self.step = step
        self.track = track
        self.words = IntervalWords(step, track.context.phrases)
        self.optional = OptionalLines(without_own_lines(step, table), track, carry.encouraged)
        self.shrunk = 0
        self.untold: Interval | None = None
        self.late_ms = 0
        self.told_done = False
        self.done_last: Interval | None = None
        self.before_pips_ms = holds.quiet_before_ms(track.context.options)

    def lay_out(self) -> tuple[Fragment, Encouraged]:
        track, row = self.track, self.step.intervals
        track.say(self.words.announcement(), "announce")
        told = intensity_words(self.words.one_intensity, track.context.phrases)
        if told is not None and not self.step.again:
            track.say(told, "announce")
        track.segment("announce", track.free)
        first = next(interval for interval in row if interval.kind == "hold")
        self._enter(first)
        self.optional.begin(track.now)
        for hold, gap in holds_and_gaps(row):
            self.places.begin(hold)
            self.done_last = hold
            way = self.places.way(gap, hold.side)
            self._hold(hold, gap, named_later=bool(way))
            self._gap(gap, way)
        self._finish()
        self._note_changes()
        return track.fragment(), self.optional.encouraged

    def _enter(self, first: Interval) -> None:
        """Into the first position, the first step's own words, and five seconds with pips."""
        track = self.track
        self._at(first)
        last = self.places.enter(first)
        for name, line in () if self.step.again else self._told_before(first):
            if name is not None:
                track.say(sentence(name), "announce")
            track.say(line, "instruction")
        for each in (*self._explained(), *ready_words_of(self.step, self.tones)):
            track.say(each.text, each.role)
        ready = self.words.get_ready(first)
        at = max(track.now, track.free)
        words = track.say(ready, "announce", at) - at
        begins = at + max(0, words + self.before_pips_ms - (LEAD_MS - holds.COUNT_IN_MS)) + LEAD_MS
        begins = max(begins, track.free + last_words_ms(last, track)) if last else begins
        place_last_words(last, begins, track)
        holds.count_in(track, begins)
        track.room(begins)

    def _told_before(self, first: Interval) -> Iterator[tuple[str | None, str]]:
        """The own words of steps that have no time of their own before them, and their names.

        Those are the first step, and each one that follows another with hardly any rest.
        """
        with_sides = self.track.context.phrases.with_sides
        several = self.step.steps_a_round > 1
        untold = [first]
        for hold, gap in holds_and_gaps(self.step.intervals):
            upcoming, position = gap.upcoming, hold.position
            if upcoming is None or gap.length_ms >= LEAD_MS or upcoming.item == hold.item:
                continue
            stays = (upcoming.position or position) == position
            if stays and self.words.is_first_round(upcoming):
                untold.append(upcoming)
        for step in untold:
            # What the first one is done with comes right before it.
            for number, line in enumerate(self._own_lines(step, loaded=step is not first)):
                name = step.name if several and number == 0 else None
                yield name, with_sides(line, step.side)

    def _own_lines(self, step: Interval, *, loaded: bool) -> tuple[str, ...]:
        """What is told of a step before it: its author's lines, once, and what it is done with."""
        first = self.words.is_first_round(step)
        say = step.say if first else ()
        if first and self.words.one_intensity is None:
            told = intensity_words(step.intensity, self.track.context.phrases)
            say = (*say, told) if told else say
        training = interval_words(step, self.track.context.phrases) if loaded else None
        return (*say, training) if training else say

    def _explained(self) -> list[SpokenLine]:
        """What the tones mean, where the person does not know them yet."""
        held = [each for each in self.step.intervals if each.kind == "hold"]
        pips = any(holds.has_pips(each.length_ms, count_of(each)) for each in held)
        ends = any(count_of(each) == "ends" for each in held)
        if self.track.context.options.countdown not in ("tones", "soft"):
            return self.tones.of(*(("done",) if ends else ()), "start")
        return self.tones.of("pips_start", *(("pips_done" if pips else "done",) if ends else ()))

    def _hold(self, interval: Interval, gap: Gap, *, named_later: bool) -> None:
        track = self.track
        self._at(interval)
        track.hard = interval.intensity in HARD
        track.start(track.now)
        start, length = track.now, interval.length_ms
        free = track.free
        count = count_of(interval)
        calls = calls_in(interval, track.context.phrases)
        holds.say_calls(track, start, length, ((at, [text]) for at, text in calls))
        if holds.has_pips(length, count):
            if interval.ready_counts is None:
                holds.call_times(track, start, length, interval=True)
            holds.count_down(track, start + length)
        if gap.upcoming is not None and gap.length_ms < LEAD_MS and not named_later:
            self._name_next(interval, gap.upcoming, start)
        else:
            self.optional.in_hold(start, length, free, interval=True, calls=calls)
        # Of the work alone: the way into it is nothing that "ready" ends.
        track.at(until=interval.until, counted_rounds=counted_rounds(self.step, interval))
        track.segment("hold", start + length, phase=1)
        track.at(until=None, counted_rounds=None)
        if count == "ends":
            track.done()

    def _name_next(self, interval: Interval, upcoming: Interval, start: int) -> None:
        """Name the next step inside the end of a hold, where too little rest leads into it."""
        track, length = self.track, interval.length_ms
        from_ms = max(start + length - NAME_FROM_MS, track.free)
        until = start + length - NAME_UNTIL_MS
        for text in self._names_in_hold(interval, upcoming):
            if from_ms + track.length_of(text) <= until and from_ms >= start + AFTER_TONE_MS:
                track.place(text, "announce", from_ms)
                return
        self.shrunk += 1
        self.untold = upcoming

    def _names_in_hold(self, interval: Interval, upcoming: Interval) -> Iterator[str]:
        """The next step, with a load that it does not share with the one at hand."""
        names = self.words.in_hold(upcoming, repeats=upcoming.item == interval.item)
        if upcoming.load is not None and upcoming.load != interval.load:
            training = interval_words(upcoming, self.track.context.phrases)
            yield from (f"{name} {training}" for name in names)
        yield from names

    def _gap(self, gap: Gap, way: Way) -> None:
        """The rests after a hold, which lead into the next one."""
        if gap.upcoming is not None and (way or gap.length_ms >= LEAD_MS):
            self._lead_into(gap, gap.upcoming, way)
            return
        track, last = self.track, gap.upcoming is None
        if last:
            side = self.done_last.side if self.done_last else None
            for line, role, _ in self.places.leave(side):
                track.say(line, role)
        pending: list[tuple[str, Role]] = []
        if self.untold is not None:
            room_ms = gap.length_ms - AIR_MS - max(0, track.free - track.now)
            names = self.words.of_next(self.untold)
            pending += [(n, "announce") for n in names if track.length_of(n) <= room_ms][:1]
            self.untold = None
        if last and not self.told_done:  # the work of the group is over
            pending.append((self.words.done(), "announce"))
        for rest in gap.rests:
            self._at(rest)
            if last and rest.position not in (None, self.places.position):
                self._say_done()
                self.late_ms += self.places.move_to_rest(rest.position)
                pending = [each for each in pending if each[1] != "announce"]
            pending += [(line, "rest") for line in rest.say]
            end = track.now + rest.length_ms - (0 if last else AIR_MS)
            while pending and max(track.now, track.free) + track.length_of(pending[0][0]) <= end:
                line, role = pending.pop(0)
                track.say(line, role)
                self.told_done = self.told_done or (last and role == "announce")
            track.segment(kind_of(rest), track.now + rest.length_ms)
        for line, role in pending:
            if role == "rest":
                self._note_line(line, f"a rest of {self.step.name} is too short")

    def _lead_into(self, gap: Gap, upcoming: Interval, way: Way) -> None:
        """Rests that name and count in the next step; time is added where the way takes more."""
        track = self.track
        room_ms = gap.length_ms - holds.COUNT_IN_MS - self.before_pips_ms
        if way.last:
            room_ms = gap.length_ms - AIR_MS - last_words_ms(way.last, track)
        chosen, words_ms = self._fitting(gap, upcoming, way, room_ms)
        missing = max(0, words_ms - room_ms)
        at = track.now
        if missing:
            self.late_ms += missing
            self._at(gap.rests[0] if gap.rests else upcoming)
            track.room(track.now + missing)
        for text, role, wait_ms in chosen:
            at = track.say(text, role, at) + AIR_MS + wait_ms
        if not chosen and gap.is_change:
            track.tone("change", "side", track.now + AFTER_TONE_MS)
        place_last_words(way.last, track.now + gap.length_ms, track)
        holds.count_in(track, track.now + gap.length_ms)
        for rest in gap.rests:
            self._at(rest)
            track.segment(kind_of(rest), track.now + rest.length_ms)

    def _fitting(self, gap: Gap, upcoming: Interval, way: Way, room_ms: int) -> tuple[Said, int]:
        """The longest words that fit into the rests, and the time they take from their start.

        A step's own words come before its way, or else while the person is on it.
        """
        own = tuple(line for line in way.to_rest if line[1] == "rest")
        names = self._names(gap, upcoming, said_own=bool(own))
        loaded = not reminds(gap)
        say = () if gap.is_change else self._own_lines(upcoming, loaded=loaded)
        told: Said = tuple((self._with_side(line, upcoming.side), "instruction", 0) for line in say)
        choices: list[Said] = []
        if told or own:
            choices.append((*way.to_rest, (names[0], "announce", 0), *told, *way.to_step))
        if told and way.to_step:
            on_way = self._told_on_the_way(way.to_step, told)
            choices += [(*way.to_rest, (name, "announce", 0), *on_way) for name in names]
        choices += [(*way.alone, (name, "announce", 0), *way.to_step) for name in names]
        for choice in [(*way.leave, *each) for each in choices]:
            words_ms = self._words_ms(choice)
            if words_ms <= room_ms:
                self._note_lost(choice, [*own, *told], upcoming)
                self.shrunk += all(text != names[0] for text, _, _ in choice)
                return choice, words_ms
        self.shrunk += 1
        if not way.moves:
            self._note_lost((), [*own, *told], upcoming)
            return way.leave, self._words_ms(way.leave)
        # Time is added for the way: the shortest words that name the step and its side.
        shortest: tuple[str, Role, int] = (
            names[-1 - len(self.words.alone(upcoming))],
            "announce",
            0,
        )
        on_way = self._told_on_the_way(way.to_step, told)
        named: Said = (*way.leave, *way.to_rest, shortest, *on_way)
        self._note_lost(named, [*told], upcoming)
        return named, self._words_ms(named)

    def _with_side(self, line: str, side: SideName | None) -> str:
        return self.track.context.phrases.with_sides(line, side)

    def _told_on_the_way(self, way: Said, told: Said) -> Said:
        """The way with a step's own words in the time that its last line leaves to move."""
        if not told or not way:
            return way
        *first, (line, role, wait_ms) = way
        told_ms = sum(self.track.length_of(text) + AIR_MS for text, _, _ in told)
        *early, (last, last_role, _) = told
        return (*first, (line, role, 0), *early, (last, last_role, max(0, wait_ms - told_ms)))

    def _note_lost(self, said: Said, wanted: list[tuple[str, Role, int]], step: Interval) -> None:
        """A note for each line that a routine writes and the rests have no room for."""
        heard = {text for text, _, _ in said}
        for line, _, _ in wanted:
            if line not in heard:
                self._note_line(line, f"the rest before {step.name} is too short")

    def _note_line(self, line: str, why: str) -> None:
        self.track.notes.append(Note("words", line, LEFT_OUT, why))

    def _names(self, gap: Gap, upcoming: Interval, *, said_own: bool) -> tuple[str, ...]:
        """What the next step is called, from the longest words to the shortest."""
        if gap.is_change:
            return self.words.of_change(upcoming)
        repeats = self.done_last is not None and self.done_last.item == upcoming.item
        untold = said_own or gap.length_ms < LEAD_MS
        rest_ms = None if untold else gap.length_ms
        return self.words.of_rest(upcoming, rest_ms=rest_ms, repeats=repeats)

    def _words_ms(self, said: Said) -> int:
        """From the rests' start to the end of the last word, and of the time to act on it."""
        track = self.track
        lengths = [track.length_of(text) + wait_ms for text, _, wait_ms in said]
        wait = max(0, track.free - track.now)
        return wait + sum(lengths) + AIR_MS * max(0, len(lengths) - 1)

    def _finish(self) -> None:
        """The group's last word, half a second after its last tone."""
        self.track.where = unplaced(label=self.step.name, rounds=self.track.where.rounds)
        self._say_done()
        self.track.room()

    def _say_done(self) -> None:
        if not self.told_done:
            self.track.say(self.words.done(), "announce")
            self.told_done = True

    def _note_changes(self) -> None:
        name = self.step.name
        for rest in takewhile(lambda each: each.kind != "hold", self.step.intervals):
            why = "five seconds lead into the first step"
            self.track.notes.append(Note("rest", exact_length(rest.length_ms), LEFT_OUT, why))
        if self.shrunk:
            rests = "a rest was" if self.shrunk == 1 else f"{self.shrunk} rests were"
            why = f"{rests} too short for all words"
            self.track.notes.append(Note("words", name, "shorter", why))
        if self.late_ms:
            added = f"{self.late_ms / 1000:.1f} s more"
            why = "a change of position takes longer than the rest"
            if any(each.get_set for each in self.step.intervals):
                why = "getting set takes longer than the rest"
            self.track.notes.append(Note("rest", name, added, why))

    def _at(self, interval: Interval) -> None:
        held = interval.kind == "hold"
        exercise = interval.sets is not None
        self.track.where = unplaced(
            label=interval.name or self.words.rest_label,
            item=interval.item,
            side=interval.side,
            set=interval.set if held else None,
            rep=1 if held else None,
            rounds=interval.rounds,
            sets=interval.sets,
            reps=1 if exercise else None,
            held=True if exercise else None,
            load=interval.load,
            effort=interval.effort,
            intensity=interval.intensity,
            eyes=interval.eyes,
        )
