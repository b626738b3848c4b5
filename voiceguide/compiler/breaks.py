"""Rests between sets and changes of sides: told, counted in, and exactly as long as written.

See docs/laws-of-time.md#breaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from voiceguide.compiler.comfort import Comfort
from voiceguide.compiler.exercise_pass import Phases
from voiceguide.compiler.hold_cues import COUNT_IN_MS, count_in, quiet_before_ms
from voiceguide.compiler.last_words import (
    last_words_ms,
    lead_in,
    place_last_words,
    taking_up,
    way_out,
    way_up,
)
from voiceguide.compiler.optional_lines import OptionalLines
from voiceguide.compiler.pass_words import Call, Said, SpokenLine
from voiceguide.compiler.tone_words import ToneWords
from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.compiler.training_words import rung_words, work_words
from voiceguide.phrases.phrases import Phrases, names_own_side
from voiceguide.planning.notes import LEFT_OUT, Note
from voiceguide.planning.steps import Pass, Work
from voiceguide.reader.kinds import MARKER
from voiceguide.routine.model import Position

NAMED_FROM_MS = 5000
"""A rest of this length says what comes after it, and is counted down."""
LENGTH_TOLD_FROM_MS = 15_000
"""A rest of this length also says how long it is."""
SHORT_CHANGE_FROM = 3
REMIND_AFTER_MS = 20_000
"""A load that was told so long before a start is told again."""
REMIND_IN_MS = 30_000
"""A rest of this length tells the load at its end, and at its beginning only another one, so that
it can be changed."""


class Breaks(Struct):
    """What lies between the sets and sides of one exercise."""

    work: Work
    track: Track
    phases: Phases
    optional: OptionalLines
    comfort: Comfort
    tones: ToneWords
    position: Position
    """Where one rests."""
    turn_ms: int
    """How long it takes to turn to the other side, in a position that lies on one."""
    changes: int = 0
    quiet_from: int = 0
    """When the words of the last break must be over."""
    told_last: bool = False
    """Whether the break before the set at hand has said that it is the last one."""

    def rest(self, pass_: Pass) -> None:
        """The rest before a set on the same side."""
        track, length_ms = self.track, self.work.rest_ms
        track.room(track.voice_end)  # of a line longer than its movement
        self._leave()
        self.phases.say_ahead([*self.comfort.due(), *self._explained(length_ms)])
        last = self._last_words(pass_, self._reminder(pass_))
        late = last_words_ms(last, track) + self._rest_words_ms(pass_) <= length_ms
        if not late:
            last = self._last_words(pass_, None)
        self._make_room(last, length_ms, "getting set takes longer than the rest")
        end = track.now + length_ms
        self.quiet_from = self._words_until(end, length_ms, last)
        self._tell(tuple(self._rest_words(pass_, late=late)), length_ms)
        self.optional.in_quiet(self.quiet_from)
        place_last_words(last, end, track)
        self._count_in(end, length_ms, last)
        track.segment("rest", end)
        self.phases.before = "other"

    @property
    def leads_in(self) -> bool:
        """Whether something is taken up before each set, which is then counted in."""
        work = self.work
        return bool(work.loads or work.get_set or work.position.rest_in)

    def lead_in(self, pass_: Pass) -> None:
        """What comes right before the first set."""
        track, phrases = self.track, self._phrases
        told = None
        if self.work.loads:
            since_ms = track.now - track.segments[0].end_ms
            told = work_words(self.work, 1, phrases) if since_ms >= REMIND_AFTER_MS else None
            if told is None and self.work.get_set is None:
                told = phrases.get("training.get_set")
        lead_in(self._last_words(pass_, told), track)

    def _leave(self) -> None:
        """Out of a position that tires."""
        line = way_out(self.work.position, self.track.where.side, self._phrases)
        if line is not None:
            self.track.say(line, "instruction")

    def _last_words(self, pass_: Pass, told: str | None) -> Said:
        side, phrases = pass_.side, self._phrases
        again = pass_.set > 1 or pass_.rep > 1
        up = way_up(self.work.position, side, phrases, again=again)
        return (*taking_up(self.work.get_set, told, side, phrases), *up)

    def _reminder(self, pass_: Pass) -> str | None:
        """The set and its load, said at the end of a rest that is long enough to forget it."""
        training = work_words(self.work, pass_.set, self._phrases)
        if not self.work.loads or training is None or self.work.rest_ms < REMIND_IN_MS:
            return None
        *_, number = self._number_words(pass_)
        return f"{number} {training}"

    def _make_room(self, last: Said, length_ms: int, why: str) -> None:
        """Time of its own for the last words where a break has too little."""
        track = self.track
        needed_ms = max(0, track.free - track.now) + last_words_ms(last, track)
        if last and needed_ms > length_ms:
            self._add(needed_ms - length_ms, why)

    def change(self, pass_: Pass, always: list[SpokenLine]) -> None:
        """The change to the other side, after its line and what must be heard on that side."""
        track, length_ms = self.track, self.work.sides.change_ms
        self.changes += 1
        self.told_last = False
        self._leave()
        track.at(rep=None)
        lines = [SpokenLine(self._change_line(pass_), "side")]
        turns = self.work.sides.change_say is None and MARKER.search(self.position.arrive)
        if turns:
            arrive = self.track.context.phrases.with_sides(self.position.arrive, pass_.side)
            lines.append(SpokenLine(arrive, "position"))
        if pass_.set > 1:
            lines.append(SpokenLine(next(self._set_words(pass_)), "announce"))
            self.told_last = self.work.reps == 1
        elif len(set(self.work.loads)) > 1 and (told := work_words(self.work, 1, self._phrases)):
            lines.append(SpokenLine(told, "announce"))  # the first load again
        explained = self._explained(length_ms)
        self.phases.say_ahead([*self.comfort.due(), *lines, *always, *explained])
        track.at(side=pass_.side, set=pass_.set, load=self.work.load_of(pass_.set))
        if turns and length_ms < self.turn_ms:
            self._add(
                self.turn_ms - length_ms, "turning to the other side takes longer than the change"
            )
        last = self._last_words(pass_, None)
        self._make_room(last, length_ms, "getting set takes longer than the change")
        end = track.now + length_ms
        self.quiet_from = self._words_until(end, length_ms, last)
        self.optional.in_quiet(self.quiet_from)
        place_last_words(last, end, track)
        self._count_in(end, length_ms, last)
        track.segment("change", end)
        self.phases.before = "other"

    @property
    def _phrases(self) -> Phrases:
        return self.track.context.phrases

    def _add(self, missing_ms: int, why: str) -> None:
        """More time beside a break that is too short for what is done in it."""
        self.track.room(self.track.now + missing_ms)
        added = f"{missing_ms / 1000:.1f} s more"
        self.track.notes.append(Note("rest", self.work.name, added, why))

    def say_at_end(self, call: Call) -> bool:
        """Say a number or side at the end of the break that was just laid out, where it fits."""
        track = self.track
        at = self.quiet_from - track.length_of(call.text)
        if at < max(track.free, track.segments[-1].start_ms):
            return False
        track.place(call.text, call.role, at)
        return True

    def _change_line(self, pass_: Pass) -> str:
        work, phrases = self.work, self.track.context.phrases
        own = work.sides.change_say
        side = phrases.side(str(pass_.side))
        if own is None or self.changes >= SHORT_CHANGE_FROM:
            return phrases.get("side.change", side=side, word=work.sides.word)
        text = phrases.with_sides(own, pass_.side)
        if names_own_side(own):
            return text
        return f"{text} {phrases.get('side.named', side=side, word=work.sides.word)}"

    def _rest_words_ms(self, pass_: Pass) -> int:
        """How long the shortest words of a rest and the wait for them last."""
        *_, shortest = self._number_words(pass_)
        wait_ms = max(0, self.track.free - self.track.now)
        return wait_ms + self.track.length_of(shortest) + 2 * AIR_MS

    def _rest_words(self, pass_: Pass, *, late: bool) -> Iterator[str]:
        """What is next, from the longest words to the shortest; a load may be told `late` alone."""
        phrases, rest_ms = self.track.context.phrases, self.work.rest_ms
        sets = tuple(self._set_words(pass_))
        if late and self._reminder(pass_):
            changes = self.work.load_of(pass_.set) != self.work.load_of(pass_.set - 1)
            sets = tuple(self._number_words(pass_))
            if changes:
                load = phrases.get("training.load", load=str(self.work.load_of(pass_.set)))
                sets = (*(f"{each} {load}" for each in sets), *sets)
        if rest_ms >= LENGTH_TOLD_FROM_MS:
            rest = phrases.get("break.rest", time=phrases.time(rest_ms))
            yield f"{rest} {sets[0]}"
        yield from sets

    def _set_words(self, pass_: Pass) -> Iterator[str]:
        """Which set comes and with what, longer and shorter; sets of one repetition are times."""
        words = tuple(self._number_words(pass_))
        training = work_words(self.work, pass_.set, self.track.context.phrases)
        if training is not None:
            yield from (f"{each} {training}" for each in words)
        yield from words

    def _number_words(self, pass_: Pass) -> Iterator[str]:
        phrases, of, number = self.track.context.phrases, self.work.sets, pass_.set
        if self.work.rungs:
            yield from rung_words(self.work, number, phrases)
        elif self.work.reps > 1:
            n = phrases.number(number)
            yield phrases.get("break.set", n=n, of=phrases.number(of))
            yield phrases.get("break.set_short", n=n)
        elif number == of:
            yield phrases.get("break.last")
            yield phrases.get("count.last")
        else:
            yield phrases.get("break.nth", nth=phrases.nth(number), of=phrases.number(of))

    def _tell(self, choices: tuple[str, ...], length_ms: int) -> None:
        """Say the longest of these that fits into a rest."""
        track = self.track
        self.told_last = False
        if length_ms < NAMED_FROM_MS:
            return
        room_ms = self.quiet_from - max(track.now, track.free)
        for text in choices:
            if track.length_of(text) <= room_ms:
                track.say(text, "announce")
                self.told_last = self.work.reps == 1
                return
        why = f"no room in a rest of {length_ms // 1000} s"
        track.notes.append(Note("words", choices[-1], LEFT_OUT, why))

    def _counts_in(self, length_ms: int, last: Said = ()) -> bool:
        wanted = self.track.context.options.countdown != "none"
        return wanted and (length_ms >= NAMED_FROM_MS or bool(last)) and not self.work.bell

    def _words_until(self, end: int, length_ms: int, last: Said) -> int:
        if last:
            return end - last_words_ms(last, self.track) - AIR_MS
        before_ms = AIR_MS
        if self._counts_in(length_ms):
            before_ms = COUNT_IN_MS + quiet_before_ms(self.track.context.options)
        return end - before_ms

    def _count_in(self, end: int, length_ms: int, last: Said) -> None:
        if self._counts_in(length_ms, last):
            count_in(self.track, end)

    def _explained(self, length_ms: int) -> list[SpokenLine]:
        sounds = self.track.context.options.countdown in ("tones", "soft")
        return self.tones.of("pips_start") if sounds and self._counts_in(length_ms) else []
