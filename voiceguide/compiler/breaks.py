"""Rests between sets and changes of sides: told, counted in, and exactly as long as written.

See docs/laws-of-time.md#breaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from voiceguide.compiler.comfort import Comfort
from voiceguide.compiler.exercise_pass import Phases
from voiceguide.compiler.hold_cues import COUNT_IN_MS, count_in, quiet_before_ms
from voiceguide.compiler.optional_lines import OptionalLines
from voiceguide.compiler.pass_words import Call, SpokenLine
from voiceguide.compiler.tone_words import ToneWords
from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.compiler.training_words import rung_words, work_words
from voiceguide.phrases.phrases import Phrases, names_own_side
from voiceguide.planning.notes import LEFT_OUT, Note
from voiceguide.planning.steps import Pass, Work
from voiceguide.reader.kinds import MARKER

NAMED_FROM_MS = 5000
"""A rest of this length says what comes after it, and is counted down."""
LENGTH_TOLD_FROM_MS = 15_000
"""A rest of this length also says how long it is."""
SHORT_CHANGE_FROM = 3


class Breaks(Struct):
    """What lies between the sets and sides of one exercise."""

    work: Work
    track: Track
    phases: Phases
    optional: OptionalLines
    comfort: Comfort
    tones: ToneWords
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
        self.phases.say_ahead([*self.comfort.due(), *self._explained(length_ms)])
        end = track.now + length_ms
        self.quiet_from = self._words_until(end, length_ms)
        self._tell(tuple(self._rest_words(pass_)), length_ms)
        self.optional.in_quiet(self.quiet_from)
        self._count_in(end, length_ms)
        track.segment("rest", end)
        self.phases.before = "other"

    def change(self, pass_: Pass, always: list[SpokenLine]) -> None:
        """The change to the other side, after its line and what must be heard on that side."""
        track, length_ms = self.track, self.work.sides.change_ms
        self.changes += 1
        self.told_last = False
        track.at(rep=None)
        lines = [SpokenLine(self._change_line(pass_), "side")]
        turns = self.work.sides.change_say is None and MARKER.search(self.work.position.arrive)
        if turns:
            arrive = self.track.context.phrases.with_sides(self.work.position.arrive, pass_.side)
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
            self._add(self.turn_ms - length_ms)
        end = track.now + length_ms
        self.quiet_from = self._words_until(end, length_ms)
        self.optional.in_quiet(self.quiet_from)
        self._count_in(end, length_ms)
        track.segment("change", end)
        self.phases.before = "other"

    @property
    def _phrases(self) -> Phrases:
        return self.track.context.phrases

    def _add(self, missing_ms: int) -> None:
        """More time to turn, beside a change that is too short for it."""
        self.track.room(self.track.now + missing_ms)
        why = "turning to the other side takes longer than the change"
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

    def _rest_words(self, pass_: Pass) -> Iterator[str]:
        """What is next, from the longest words to the shortest."""
        phrases, rest_ms = self.track.context.phrases, self.work.rest_ms
        sets = tuple(self._set_words(pass_))
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

    def _counts_in(self, length_ms: int) -> bool:
        wanted = self.track.context.options.countdown != "none"
        return wanted and length_ms >= NAMED_FROM_MS and not self.work.bell

    def _words_until(self, end: int, length_ms: int) -> int:
        before_ms = AIR_MS
        if self._counts_in(length_ms):
            before_ms = COUNT_IN_MS + quiet_before_ms(self.track.context.options)
        return end - before_ms

    def _count_in(self, end: int, length_ms: int) -> None:
        if self._counts_in(length_ms):
            count_in(self.track, end)

    def _explained(self, length_ms: int) -> list[SpokenLine]:
        sounds = self.track.context.options.countdown in ("tones", "soft")
        return self.tones.of("pips_start") if sounds and self._counts_in(length_ms) else []
