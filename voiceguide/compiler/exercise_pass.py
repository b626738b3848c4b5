"""One pass through an exercise's phases (docs/laws-of-time.md#movements)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from voiceguide.compiler import hold_cues as holds
from voiceguide.compiler.optional_lines import OptionalLines
from voiceguide.compiler.pass_words import (
    NO_LEAD,
    Call,
    HoldWords,
    Lead,
    SpokenLine,
    Words,
    breath_words,
    written,
)
from voiceguide.compiler.tempo_parts import TempoParts, part_line
from voiceguide.compiler.track import AIR_MS, START_TO_WORK_MS, Track
from voiceguide.phrases.phrases import names_own_side, sentence
from voiceguide.planning.doses import breath_ms
from voiceguide.planning.steps import Work
from voiceguide.routine.model import Breathe, Hold, Move, Pause, Phase, SideName

BEFORE_HOLD_END_MS = 500
"""A form line inside a silent hold ends so long before the hold does."""
BREATH_OVERLAP_MS = 500
"""A breath's words may last so much longer than the breath."""
CALL_OVER_MS = 750
"""A number lies over its faded movement for so long at most, so that enough of it is left after
the tone."""
CALL_BEFORE_MS = 900
"""No movement waits longer for its number."""
FROM_NOW_MS = 30_000
"""A hold of this length says from when on it is counted, where a movement leads into it."""

Before = Literal["nothing", "done", "silent", "flow", "other"]
"""What the phase before was: nothing yet, a hold with a done tone, a silent hold, a movement or
breath of the same rep, or anything else."""


class Phases(Struct):
    """Lays out passes one after the other; remembers what the phase before was."""

    work: Work
    track: Track
    optional: OptionalLines
    hold_words: HoldWords
    tempo: TempoParts
    before: Before = "nothing"
    phases: tuple[Phase, ...] = ()
    """Those of a repetition in the set at hand."""
    phase: int = 0
    """Which part of the repetition is laid out, from 1."""
    _hold_from: int = 0
    _first_of_side: bool = False
    _begun: set[str | None] = field(default_factory=set)

    def begin_set(self, number: int) -> None:
        """A set begins, counted from 1; those of a ladder differ."""
        self.phases = self.work.phases_of(number)

    def lay_out(self, words: Words, lead: Lead, *, start_tone: bool) -> None:
        """One pass; with a start tone it begins with that."""
        if self.before == "flow":
            self.before = "other"
        side = self.track.where.side
        self._first_of_side = side not in self._begun
        self._begun.add(side)
        last_move = max((i for i, p in enumerate(self.phases) if isinstance(p, Move)), default=-1)
        self.say_ahead(lead.ahead)
        for index, phase in enumerate(self.phases):
            self.phase = index + 1
            if start_tone:
                self._start(phase, words)
            match phase:
                case Move(part=str()) | Hold(part=str()) if self.before != "nothing":
                    self.tempo.lay_out(phase, self.phase, words, lead.call)
                    self.before = "flow"
                case Move():
                    self._move(phase, words, lead.call, index == last_move)
                case Hold():
                    self._hold(phase, words, lead.call)
                case Breathe():
                    self._breathe(phase, words, lead.call)
                case Pause():
                    self._pause(phase, lead.call)
            lead, start_tone = NO_LEAD, False

    def say_ahead(self, lines: tuple[SpokenLine, ...] | list[SpokenLine]) -> None:
        """Lines in a `setup` of their own."""
        for line in lines:
            self.track.say(line.text, line.role)
        if lines:
            self.track.room()
            self.before = "other"

    def say_in_hold(self, line: SpokenLine) -> bool:
        """Say a line inside the silent hold that has just been laid out, where it fits."""
        track = self.track
        at = max(track.free, self._hold_from)
        if self.before != "silent":
            return False
        if at + track.length_of(line.text) > track.now - BEFORE_HOLD_END_MS:
            return False
        track.place(line.text, line.role, at)
        return True

    def words_before_set(self, side: SideName | None) -> list[SpokenLine]:
        """The words of holds that are said once before the set.

        They have no room in their hold, or others are heard there: numbers or breaths.
        """
        with_sides = self.track.context.phrases.with_sides
        texts = dict.fromkeys(with_sides(line, side) for line in self._lines_before_set(side))
        return [SpokenLine(text, "instruction") for text in texts]

    def names_side(self, words: Words) -> bool:
        """Whether the words that lead the pass at hand say on which side it is done."""
        first = self.phases[0]
        line: str | None = None
        match first:
            case Move() if words != "tones":
                line = first.move if words == "full" else first.again or first.move
            case Breathe() if words != "tones":
                line = written(first, words)
            case Hold() if words != "tones":
                line = written(first, words)
                line = line if line and self._fits(first, self._text(line)) else None
            case _:
                pass
        before_set = self._lines_before_set(self.track.where.side) if words == "full" else []
        return any(names_own_side(each) for each in [*before_set, line or ""])

    def waits_for(self, call: Call, words: Words) -> bool:
        """Whether a pass after a start tone has no words to lead that the call could go with."""
        match self.phases[0]:
            case Move():
                return False
            case Breathe() as breath:
                text, takes_ms = breath_words(breath, words, self.track)
                if words == "tones":
                    return isinstance(breath.breathe, int)
                return text is None or self._outlasts(text, takes_ms)
            case Hold() as hold:
                own = written(hold, words) if words != "tones" else None
                text = f"{call.text} {self._text(own or '')}".strip()
                return call.is_news or not self._fits(hold, text)
            case Pause(length_ms=length):
                return self.track.length_of(call.text) + AIR_MS > length

    def _lines_before_set(self, side: SideName | None) -> list[str]:
        """As they are written."""
        with_sides = self.track.context.phrases.with_sides
        return [
            phase.say
            for phase in self.phases
            if isinstance(phase, Hold)
            and phase.say
            and not self._fits(phase, with_sides(phase.say, side))
        ]

    def _start(self, phase: Phase, words: Words) -> None:
        """The start tone, and the moment after it when work begins.

        A breath whose words are too long to be spoken over it has them before the tone.
        """
        track = self.track
        at = max(track.now, track.free)
        if words == "full" and isinstance(phase, Breathe):
            text, takes_ms = breath_words(phase, words, track)
            if text and self._outlasts(text, takes_ms):
                self.say_ahead([SpokenLine(text, "breath")])
                at = track.now
        track.start(at)
        track.room(at + START_TO_WORK_MS)
        self.before = "nothing"

    def _text(self, line: str) -> str:
        return self.track.context.phrases.with_sides(line, self.track.where.side)

    def _joined(self, call: Call | None, line: SpokenLine) -> SpokenLine:
        """The number and side with the words that they lead, as one line."""
        if call is None:
            return line
        parts = (sentence(line.text), call.text)
        if self._leads(call):
            parts = call.text, line.text
        return SpokenLine(" ".join(parts), line.role)

    def _leads(self, call: Call) -> bool:
        """Whether the number comes before the words to act on.

        Not where each repetition begins at a hold's end, and nothing waits for a number.
        """
        return call.names_side or not isinstance(self.phases[-1], Hold)

    # Movements and breaths

    def _move(self, phase: Move, words: Words, call: Call | None, last: bool) -> None:
        track = self.track
        if words == "tones":
            rises = phase.away if phase.away is not None else last == self._goes_down
            self._tone(call, "rise" if rises else "fall", phase.takes_ms)
            begins = track.now
        else:
            full = words == "full" or phase.again is None
            text = self._text(phase.move if full else phase.again or phase.move)
            text = part_line(phase, words, track) if phase.part else text
            line = self._joined(call, SpokenLine(text, "instruction")) if text else call
            ahead = call if text else None
            breath = phase.breath is not None and self.before == "flow"
            waits = phase.part is not None or (words == "full" and not breath)
            begins = self._begin(line, ahead, phase.takes_ms, waits=waits) if line else track.now
        track.room(begins)
        if phase.part:
            self.tempo.count(begins, phase.takes_ms, self.phase)
        track.segment("move", begins + phase.takes_ms, self.phase)
        self.before = "flow"

    @property
    def _goes_down(self) -> bool:
        """Whether the first movement falls, and so the last one rises."""
        return next(each for each in self.phases if isinstance(each, Move)).away is False

    def _tone(
        self, call: Call | None, sound: Literal["rise", "fall", "in", "out"], takes_ms: int
    ) -> None:
        """A tone in place of words, now or as soon as the number is over.

        There is none after a done tone, which says it already, nor where the number fills the
        whole movement.
        """
        track = self.track
        if call and self.before in ("done", "silent"):
            track.say(call.text, call.role)
        elif call:
            track.room()
            track.room(track.say(call.text, call.role) - CALL_OVER_MS)
        at = max(track.now, track.voice_end)
        if self.before != "done" and at < track.now + takes_ms:
            track.tone(sound, sound, at)

    def _begin(self, line: SpokenLine, call: Call | None, under_ms: int, *, waits: bool) -> int:
        """Speak a line that leads a phase, after the `call` in it; gives when the phase begins.

        It `waits` for the line, or the line's last `under_ms` lie over the phase, but not the
        call, which nobody can move to. After a hold nothing waits.
        """
        track = self.track
        now = track.now
        end = track.say(line.text, line.role)
        if self.before in ("done", "silent"):
            return now
        if waits:
            return track.free
        length = track.length_of(line.text)
        # Its own length would be another line to speak: letters are near enough.
        leads = call is not None and self._leads(call)
        call_ms = length * len(call.text) // len(line.text) if call and leads else 0
        return max(now, end - under_ms, end - length + min(call_ms, CALL_BEFORE_MS))

    def _breathe(self, phase: Breathe, words: Words, call: Call | None) -> None:
        track, which = self.track, phase.breathe
        text, takes_ms = breath_words(phase, words, track)
        spoken = holds.SPOKEN_BREATHS if words == "full" and isinstance(which, int) else 0
        if words == "tones":
            if isinstance(which, str):
                self._tone(call, which, takes_ms)
            elif call:
                self._say_before(call)
            begins = track.now if isinstance(which, str) else max(track.now, track.voice_end)
        else:
            line = SpokenLine(text, "breath") if text else None
            ahead = words == "full" and self.before == "nothing"  # of the start tone
            if line is not None and ahead and self._outlasts(line.text, takes_ms):
                line = None
            if line is not None:
                line = self._joined(call, line)
                waits = words == "full" and self._outlasts(line.text, takes_ms)
                begins = self._begin(line, call, takes_ms + BREATH_OVERLAP_MS, waits=waits)
            else:
                if call:
                    self._say_before(call)
                begins = max(track.now, track.free if spoken else track.voice_end)
        track.room(begins)
        track.segment("breathe", begins + takes_ms, self.phase)
        if isinstance(which, int):
            holds.pace_breaths(track, begins, which, spoken=spoken)
        self.before = "flow"

    def _outlasts(self, text: str, takes_ms: int) -> bool:
        """Whether words are too long to be spoken over a breath."""
        return self.track.length_of(text) > takes_ms + BREATH_OVERLAP_MS

    # Holds

    def _room_ms(self, phase: Hold) -> int:
        """How long words with their air may last in a hold; 0 where it is counted aloud."""
        amount = holds.amount_of(phase)
        if amount.unit != "time":
            return 0
        has_pips = holds.ending(phase) == "pips"
        return amount.low - (holds.QUIET_END_MS - AIR_MS if has_pips else 0)

    def _fits(self, phase: Hold, text: str) -> bool:
        return self.track.length_of(text) + AIR_MS <= self._room_ms(phase)

    def _hold(self, phase: Hold, words: Words, call: Call | None) -> None:
        track, amount = self.track, holds.amount_of(phase)
        say = self._hold_line(phase, words, after_move=self.before == "flow")
        if call:
            say = self._with_call(phase, say, call)
        length = holds.hold_ms(amount, breath_ms(track.context.options))
        ending = holds.ending(phase)
        speaks = say is not None or amount.unit != "time"
        track.room(track.free if speaks else track.voice_end)
        start = track.now
        if say is not None:
            track.say(say, "instruction", start)
        if amount.unit == "counts":
            holds.count_aloud(track, amount.low)
        elif amount.unit == "breaths":
            holds.pace_breaths(track, start, amount.low)
        else:
            free = track.free
            if ending == "pips" and not self.work.bell:
                holds.call_times(track, start, length, at_half=phase.halfway)
                holds.count_down(track, start + length)
            self.optional.in_hold(start, length, free)
        track.at(until="ready" if phase.until_ready else None)
        track.segment("hold", start + length, self.phase)
        track.at(until=None)
        self._hold_from = start
        if ending == "silent":
            self.before = "silent"
        else:
            track.done()
            self.before = "done"

    def _with_call(self, phase: Hold, say: str | None, call: Call) -> str | None:
        """What is said as a hold begins, with its number; a new side comes before the hold."""
        if not call.is_news:
            line = self._joined(call, SpokenLine(say, "instruction")) if say else call
            if self._fits(phase, line.text):
                return line.text
        self._say_before(call)
        return say

    # Rests

    def _pause(self, phase: Pause, call: Call | None) -> None:
        """A rest inside the repetition; a number that leads it lies inside it, where it fits."""
        track = self.track
        track.room(track.voice_end)
        if call:
            at = max(track.now, track.free)
            if at + track.length_of(call.text) + AIR_MS <= track.now + phase.length_ms:
                track.say(call.text, call.role)
            else:
                self._say_before(call)
                track.room(track.voice_end)
        track.segment("rest", track.now + phase.length_ms, self.phase)
        self.before = "other"

    def _say_before(self, call: Call) -> None:
        """A number or side over the end of what comes before its hold, breath or rest.

        What it leads waits for the rest of it; after a hold, for all of it.
        """
        track, at = self.track, self.track.now
        if self.before not in ("done", "silent"):
            begun = track.segments[-1].start_ms if track.segments else 0
            earliest = max(track.free, track.tone_end, begun)
            at = min(at, max(earliest, at - track.length_of(call.text) - AIR_MS))
        track.say(call.text, call.role, at)
        self.before = "other"

    def _hold_line(self, phase: Hold, words: Words, *, after_move: bool) -> str | None:
        """What is said as a hold begins, its own words or the coach's; None where none fit."""
        amount, track = holds.amount_of(phase), self.track
        if amount.unit != "time":
            return None
        say = written(phase, words) if words != "tones" else None
        text = self._text(say) if say is not None else None
        if text is not None and not self._fits(phase, text):
            text = None
        if self._first_of_side and self.work.exercise is not None:
            silent = holds.ending(phase) == "silent"
            if silent and phase.say is None:
                text = self.hold_words.next_within(self._room_ms(phase))
            elif not silent and after_move and amount.low >= FROM_NOW_MS:
                phrases = track.context.phrases
                from_now = phrases.get("hold.from_now", time=phrases.time(amount.low))
                longer = f"{from_now} {text}" if text else from_now
                text = longer if self._fits(phase, longer) else text
        return text
