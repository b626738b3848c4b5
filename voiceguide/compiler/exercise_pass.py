"""One pass through an exercise's phases (docs/laws-of-time.md#movements)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voiceguide.arranging.doses import breath_ms
from voiceguide.arranging.steps import Work
from voiceguide.compiler import hold_cues as holds
from voiceguide.compiler.optional_lines import OptionalLines
from voiceguide.compiler.track import AIR_MS, START_TO_WORK_MS, Track
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import Breathe, Hold, Move, Pause, Phase
from voiceguide.timeline import Role

BEFORE_HOLD_END_MS = 300
"""A line inside a silent hold ends so long before the hold does."""
BREATH_OVERLAP_MS = 500
"""A breath's words may last so much longer than the breath."""
HOLD_WORD_LATE_MS = 500

Before = Literal["nothing", "done", "silent", "flow", "other"]
"""What the phase before was: nothing yet, a hold with a done tone, a silent hold, a movement or
breath of the same rep, or anything else."""

Words = Literal["full", "again", "tones"]


@dataclass(slots=True)
class SpokenLine:
    """A line that is waiting to be spoken."""

    text: str
    role: Role


class Phases:
    """Lays out passes one after the other; remembers what the phase before was."""

    def __init__(self, work: Work, track: Track, optional: OptionalLines) -> None:
        self.work = work
        self.track = track
        self.optional = optional
        self.before: Before = "nothing"
        self.hold_from = 0
        self.phase = 0
        """Which part of the repetition is laid out, from 1."""

    def lay_out(self, words: Words, lead: list[SpokenLine], *, start_tone: bool) -> None:
        """One pass, its lines led by `lead`; the very first one begins with the start tone."""
        if self.before == "flow":
            self.before = "other"
        last_move = max(
            (i for i, p in enumerate(self.work.phases) if isinstance(p, Move)), default=-1
        )
        for index, phase in enumerate(self.work.phases):
            self.phase = index + 1
            match phase:
                case Move():
                    self._move(phase, words, lead, index == last_move, start_tone=start_tone)
                case Hold():
                    self._hold(phase, words, lead, start_tone=start_tone)
                case Breathe():
                    self._breathe(phase, words, lead, start_tone=start_tone)
                case Pause(length_ms=length):
                    self.say_ahead(lead)
                    self.track.segment("rest", self.track.now + length, self.phase)
                    self.before = "other"
            lead, start_tone = [], False

    def say_ahead(self, lines: list[SpokenLine]) -> None:
        """Lines in a `setup` of their own, begun inside a silent hold where they fit."""
        if lines:
            self._speak(lines, self._earliest(lines))
            self.track.room()
            self.before = "other"

    def _text(self, line: str) -> str:
        return self.track.context.phrases.with_sides(line, self.track.where.side)

    def _total(self, lines: list[SpokenLine]) -> int:
        lengths = [self.track.length_of(line.text) for line in lines]
        return sum(lengths) + AIR_MS * max(0, len(lines) - 1)

    def _speak(self, lines: list[SpokenLine], at: int) -> int:
        """Speak lines one after the other from `at`; gives the end of the last one."""
        end = at
        for line in lines:
            end = self.track.say(line.text, line.role, at)
            at = self.track.free
        return end

    def _earliest(self, lines: list[SpokenLine]) -> int:
        """When lines may begin: inside a silent hold just before them, else when all is quiet."""
        track = self.track
        if self.before == "silent":
            inside = track.now - BEFORE_HOLD_END_MS - self._total(lines)
            return max(track.free, inside, self.hold_from)
        return max(track.now, track.free)

    def _go(self, at: int) -> int:
        """The start tone at `at` and the moment after it when work begins."""
        self.track.start(at)
        return at + START_TO_WORK_MS

    def _move(
        self, phase: Move, words: Words, lead: list[SpokenLine], last: bool, *, start_tone: bool
    ) -> None:
        track = self.track
        flows = self.before == "flow"
        if words == "tones":
            self._begin_quietly(lead)
            begins = track.now
            self._speak(self._spoken_over(lead), begins)
            if self.before != "done":
                rises = phase.away if phase.away is not None else not last
                track.tone("rise" if rises else "fall", "rise" if rises else "fall", begins)
        else:
            full = words == "full" or phase.again is None
            text = self._text(phase.move if full else phase.again or phase.move)
            lines = [*lead, *([SpokenLine(text, "instruction")] if text else [])]
            breath = track.context.phrases.begins_with_breath(phase.move)
            waits = words == "full" and not (breath and flows)
            begins = self._begin_move(lines, phase.takes_ms, waits=waits, start_tone=start_tone)
        track.room(begins)
        track.segment("move", begins + phase.takes_ms, self.phase)
        self.before = "flow"

    def _spoken_over(self, lead: list[SpokenLine]) -> list[SpokenLine]:
        """What is said with the tone: the side, which cannot wait, or else the number."""
        sides = [line for line in lead if line.role == "side"]
        return sides or [line for line in lead if line.role == "number"]

    def _begin_quietly(self, lead: list[SpokenLine]) -> None:
        """Say what must come before a faded movement, and wait until its number may be spoken."""
        over = self._spoken_over(lead)
        self.say_ahead([line for line in lead if line not in over])
        if over and self.before != "done":
            self.track.room()

    def _begin_move(
        self, lines: list[SpokenLine], takes: int, *, waits: bool, start_tone: bool
    ) -> int:
        """Speak the lines ahead of a movement; gives when the movement begins."""
        track = self.track
        now = track.now
        if not lines:
            return self._go(max(now, track.free)) if start_tone else now
        total = self._total(lines)
        last = track.length_of(lines[-1].text)
        if self.before == "done" and len(lines) == 1:
            self._speak(lines, track.free)
            return now
        at = self._earliest(lines)
        own = at + total - last
        self._speak(lines, at)
        if start_tone:
            return self._go(track.free)
        if waits and self.before != "silent":
            return track.free
        return max(now, own, own + last - takes)

    def _hold(self, phase: Hold, words: Words, lead: list[SpokenLine], *, start_tone: bool) -> None:
        track, amount = self.track, phase.amount
        if amount is None:
            raise ValueError("the plan decides every hold")
        self.say_ahead(lead)
        if start_tone:
            track.room(self._go(max(track.now, track.free)))
        timed = amount.unit == "time"
        say = None
        if timed and words != "tones":
            say = phase.say if words == "full" or phase.again is None else phase.again
        breath = breath_ms(track.context.options)
        length = holds.hold_ms(amount, breath)
        count = phase.count or ("ends" if length >= holds.PIPS_FROM_MS else "silent")
        words_ms = length - (holds.QUIET_END_MS if holds.has_pips(length, count) else 0)
        if say is not None and track.length_of(self._text(say)) > words_ms:
            self.say_ahead([SpokenLine(self._text(say), "instruction")])
            say = None
        self._make_room_for(amount, words_ms, say)
        start = track.now
        if say is not None:
            track.say(self._text(say), "instruction", start)
        if amount.unit == "counts":
            holds.count_aloud(track, amount.low)
        elif amount.unit == "breaths":
            holds.pace_breaths(track, amount.low)
        else:
            free = track.free
            if holds.has_pips(length, count) and not self.work.bell:
                holds.call_times(track, start, length)
                holds.count_down(track, start + length)
            self.optional.in_hold(start, length, free)
        track.segment("hold", start + length, self.phase)
        self.hold_from = start
        if timed and count == "silent":
            self.before = "silent"
        else:
            track.done()
            self.before = "done"

    def _make_room_for(self, amount: Amount, words_ms: int, say: str | None) -> None:
        """Wait before a hold until the voice leaves it its word and its quiet end."""
        track = self.track
        if amount.unit != "time":
            track.room(max(track.now, track.free))
            return
        busy_until = track.free - AIR_MS
        if say is None:
            track.room(busy_until - words_ms)
            return
        last_ms = words_ms - track.length_of(self._text(say))
        track.room(track.free - min(HOLD_WORD_LATE_MS, last_ms))

    def _breathe(
        self, phase: Breathe, words: Words, lead: list[SpokenLine], *, start_tone: bool
    ) -> None:
        track, phrases = self.track, self.track.context.phrases
        breath = breath_ms(track.context.options)
        if isinstance(phase.breathe, int):
            takes, which, default = phase.breathe * breath, None, None
        else:
            takes, which = int(phase.takes_ms or 0), phase.breathe
            default = phrases.get(f"breath.{which}")
        if words == "tones":
            self._begin_quietly(lead)
            begins = track.now
            self._speak(self._spoken_over(lead), begins)
            if which is not None and self.before != "done":
                track.tone(which, which, begins)
        else:
            written = phase.say if words == "full" or phase.again is None else phase.again
            text = written or default
            lines = [*lead, *([SpokenLine(self._text(text), "breath")] if text else [])]
            begins = self._begin_breath(lines, takes, words == "full", start_tone=start_tone)
        track.room(begins)
        track.segment("breathe", begins + takes, self.phase)
        if isinstance(phase.breathe, int):
            self._breath_tones(begins, phase.breathe)
        self.before = "flow"

    def _begin_breath(
        self, lines: list[SpokenLine], takes: int, full: bool, *, start_tone: bool
    ) -> int:
        """Speak a breath's words, over the breath where they fit; gives when it begins."""
        track = self.track
        last = track.length_of(lines[-1].text) if lines else 0
        fits = last <= takes + BREATH_OVERLAP_MS
        if start_tone:
            ahead = lines[:-1] if fits else lines
            self.say_ahead(ahead)
            begins = self._go(max(track.now, track.free))
            self._speak(lines[len(ahead) :], begins)
            return begins
        if self.before == "done" and len(lines) <= 1 and fits:
            now = track.now
            self._speak(lines, track.free)
            return now
        at = self._earliest(lines)
        own = at + self._total(lines) - last
        self._speak(lines, at)
        if fits or not full:
            late = max(0, last - takes - BREATH_OVERLAP_MS)
            return max(track.now, own + late) if self.before == "silent" else own + late
        return track.free

    def _breath_tones(self, begins: int, breaths: int) -> None:
        """Tones for full breaths, from where the words are over."""
        track = self.track
        for _, which, instant in holds.breath_instants(begins, breaths, track.context.options):
            if instant >= track.free:
                track.tone(which, which, instant)


def before_hold_lines(phases: tuple[Phase, ...]) -> list[str]:
    """The words of counted and breath holds, which come before the first movement's line."""
    return [
        phase.say
        for phase in phases
        if isinstance(phase, Hold) and phase.say and phase.amount and phase.amount.unit != "time"
    ]
