"""A group of timed steps, to the millisecond (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from typing import Literal

from voiceguide.compiler import hold_cues as holds
from voiceguide.compiler.carry import Carry
from voiceguide.compiler.interval_lines import IntervalWords
from voiceguide.compiler.optional_lines import Encouraged, OptionalLines
from voiceguide.compiler.position_changes import move_to
from voiceguide.compiler.spoken_lines import SpokenLine
from voiceguide.compiler.tone_words import ToneWords
from voiceguide.compiler.track import AFTER_TONE_MS, AIR_MS, Fragment, Track, unplaced
from voiceguide.planning.notes import Note
from voiceguide.planning.steps import Interval, IntervalsStep, Work
from voiceguide.routine.model import Position, Positions, Sides
from voiceguide.timeline import Role
from voiceguide.units import Ms

LEAD_MS = 5000
"""Setup with pips ahead of the first step, and the shortest rest that is counted down."""
NAME_FROM_MS, NAME_UNTIL_MS = 8000, 3500
"""The next step is named so long before a hold's end, where no rest leads into it."""

Said = tuple[tuple[str, Role], ...]


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
        self.carry = carry
        self.tones = tones
        self.step = step
        self.track = track
        self.table = table
        self.words = IntervalWords(step, track.context.phrases)
        self.optional = OptionalLines(_no_words(step, table), track, carry.encouraged)
        self.shrunk = 0
        self.late_ms = 0
        self.told_done = False
        self.done_last: Interval | None = None
        self.before_pips_ms = holds.quiet_before_ms(track.context.options)

    def lay_out(self) -> tuple[Fragment, Encouraged]:
        track, row = self.track, self.step.intervals
        track.say(self.words.announcement(), "announce")
        track.segment("announce", track.free)
        first = next(interval for interval in row if interval.kind == "hold")
        self._enter(first)
        position = first.position or self.carry.position
        started = False
        for index, interval in enumerate(row):
            following = row[index + 1] if index + 1 < len(row) else None
            if interval.kind == "hold":
                if not started:
                    self.optional.begin(track.now)
                self._hold(index)
                started, self.done_last = True, interval
            elif started:
                self._rest(interval, following, position)
            position = interval.position or position
        self._finish()
        self._note_changes()
        return track.fragment(), self.optional.encouraged

    def _enter(self, first: Interval) -> None:
        """Into the first position, the first step's own words, and five seconds with pips."""
        track = self.track
        self._at(first)
        if first.position is not None:
            side = first.side or self.carry.side
            move_to(track, self.table, self.carry.position, first.position, side)
        for line in () if self.step.again else first.say:
            track.say(track.context.phrases.with_sides(line, first.side), "instruction")
        for each in self._explained():
            track.say(each.text, each.role)
        ready = self.words.get_ready(first)
        at = max(track.now, track.free)
        words = track.say(ready, "announce", at) - at
        begins = at + max(0, words + self.before_pips_ms - (LEAD_MS - holds.COUNT_IN_MS)) + LEAD_MS
        holds.count_in(track, begins)
        track.room(begins)

    def _explained(self) -> list[SpokenLine]:
        """What the tones mean, where the person does not know them yet."""
        if self.track.context.options.countdown == "none":
            return self.tones.of("done", "start")
        pips = any(each.length_ms >= holds.PIPS_FROM_MS for each in self.step.intervals)
        return self.tones.of("pips_start", "pips_done" if pips else "done")

    def _hold(self, index: int) -> None:
        track, interval = self.track, self.step.intervals[index]
        self._at(interval)
        track.start(track.now)
        start, length = track.now, interval.length_ms
        free = track.free
        count = interval.count or ("ends" if length >= holds.PIPS_FROM_MS else "silent")
        if holds.has_pips(length, count):
            holds.call_times(track, start, length, interval=True)
            holds.count_down(track, start + length)
        if not self._names_next(index, start, length):
            self.optional.in_hold(start, length, free, interval=True)
        track.segment("hold", start + length, phase=1)
        if count == "ends":
            track.done()

    def _names_next(self, index: int, start: int, length: int) -> bool:
        """Name the next step inside the end of a hold, where too little rest leads into it."""
        between = 0
        for upcoming in self.step.intervals[index + 1 :]:
            if upcoming.kind == "hold":
                break
            between += upcoming.length_ms
        else:
            return False
        if between >= LEAD_MS:
            return False
        track = self.track
        from_ms = max(start + length - NAME_FROM_MS, track.free)
        until = start + length - NAME_UNTIL_MS
        if upcoming.say and self.words.is_first_round(upcoming):
            self.shrunk += 1
        repeats = upcoming.item == self.step.intervals[index].item
        for text in self.words.in_hold(upcoming, repeats=repeats):
            if from_ms + track.length_of(text) <= until and from_ms >= start + AFTER_TONE_MS:
                track.place(text, "announce", from_ms)
                return True
        self.shrunk += 1
        return True

    def _rest(self, interval: Interval, following: Interval | None, position: Position) -> None:
        track = self.track
        self._at(interval)
        upcoming = following if following is not None and following.kind == "hold" else None
        if upcoming is None or interval.length_ms < LEAD_MS:
            said: Said = tuple((line, "rest") for line in interval.say)
            if following is None:  # the last rest leads nowhere: the work of the group is over
                said = ((self.words.done(), "announce"), *said)
            for line, role in said:
                if track.free - track.now + track.length_of(line) <= interval.length_ms:
                    track.say(line, role)
                    self.told_done = self.told_done or role == "announce"
            track.segment(_kind(interval), track.now + interval.length_ms)
            return
        arrive, moving_ms = self._way(position, upcoming)
        room_ms = interval.length_ms - holds.COUNT_IN_MS - self.before_pips_ms
        chosen, words_ms = self._fitting(interval, upcoming, arrive, room_ms - moving_ms)
        missing = max(0, words_ms + moving_ms - room_ms)
        if missing:
            self.late_ms += missing
            track.room(track.now + missing)
        for text, role in chosen:
            track.say(text, role, track.now - missing)
        if not chosen and interval.kind == "change":
            track.tone("change", "side", track.now + AFTER_TONE_MS)
        end = track.now + interval.length_ms
        holds.count_in(track, end)
        track.segment(_kind(interval), end)

    def _way(self, position: Position, upcoming: Interval) -> tuple[Said, int]:
        """The line and the time that a change of position takes out of a rest."""
        after = upcoming.position or position
        if after.id == position.id:
            return (), 0
        arrive = self.track.context.phrases.with_sides(
            after.arrive, upcoming.side or self.carry.side
        )
        return ((arrive, "position"),), self.table.change_ms[position.group][after.group]

    def _fitting(
        self, interval: Interval, upcoming: Interval, arrive: Said, room_ms: int
    ) -> tuple[Said, int]:
        """The longest words that fit into a rest, and the time they take from its start."""
        track = self.track
        own: Said = tuple((line, "rest") for line in interval.say)
        same_step = interval.kind == "change"
        repeats = self.done_last is not None and self.done_last.item == upcoming.item
        say = upcoming.say if self.words.is_first_round(upcoming) and not same_step else ()
        with_sides = track.context.phrases.with_sides
        told: Said = tuple((with_sides(line, upcoming.side), "instruction") for line in say)
        names = (
            self.words.of_change(upcoming)
            if same_step
            else self.words.of_rest(
                upcoming, rest_ms=None if own else interval.length_ms, repeats=repeats
            )
        )
        choices: list[Said] = (
            [(*own, (names[0], "announce"), *told, *arrive)] if told or own else []
        )
        choices += [((name, "announce"), *arrive) for name in names]
        for number, choice in enumerate(choices):
            words = self._words_ms(choice)
            if words <= room_ms:
                self.shrunk += number > 0
                return choice, words
        self.shrunk += 1
        if not arrive:
            return (), 0
        # Time is added for the way: the shortest words that name the step and its side.
        named = choices[-1 - len(self.words.alone(upcoming))]
        return named, self._words_ms(named)

    def _words_ms(self, said: Said) -> int:
        """From the rest's start to the last word's end."""
        track = self.track
        lengths = [track.length_of(text) for text, _ in said]
        wait = max(0, track.free - track.now)
        return wait + sum(lengths) + AIR_MS * (len(lengths) - 1)

    def _finish(self) -> None:
        """The group's last word, half a second after its last tone."""
        track = self.track
        track.where = unplaced(label=self.step.name, rounds=track.where.rounds)
        if not self.told_done:
            track.say(self.words.done(), "announce")
        track.room()

    def _note_changes(self) -> None:
        name = self.step.name
        if self.shrunk:
            why = f"{self.shrunk} rests were too short for all words"
            self.track.notes.append(Note("words", name, "shorter", why))
        if self.late_ms:
            added = f"{self.late_ms / 1000:.1f} s more"
            why = "a change of position takes longer than the rest"
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
        )


def _no_words(step: IntervalsStep, table: Positions) -> Work:
    """Intervals have no words of their own to say in a hold: only encouragement."""
    first = step.intervals[0]
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
    )


def _kind(interval: Interval) -> Literal["rest", "change"]:
    return "change" if interval.kind == "change" else "rest"
