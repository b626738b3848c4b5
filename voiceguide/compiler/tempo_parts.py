"""The parts of a repetition that are kept to the second (docs/laws-of-time.md#tempo)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from voiceguide.compiler import hold_cues as holds
from voiceguide.compiler.pass_words import Call, SpokenLine, Words
from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.planning.steps import Work, phase_ms
from voiceguide.routine.model import Hold, Move
from voiceguide.text import SECOND_MS
from voiceguide.timeline import Role, Tone, VoiceCue
from voiceguide.units import Ms

Part = Move | Hold
INSTRUCTION: Role = "instruction"
COUNT: Role = "count"


def part_line(phase: Part, words: Words, track: Track) -> str:
    """What is said of a part of a tempo: its author's words, or else the coach's."""
    return _written(phase, words, track) or _word(phase, track)


def _written(phase: Part, words: Words, track: Track) -> str:
    """The author's words for a part, or none."""
    line = phase.move if isinstance(phase, Move) else phase.say
    chosen = line if words == "full" or phase.again is None else phase.again
    return track.context.phrases.with_sides(chosen or "", track.where.side)


def _word(phase: Part, track: Track) -> str:
    """The coach's own word for a part."""
    return track.context.phrases.get(f"tempo.{phase.part}")


class TempoParts(Struct):
    """Lays out parts end to end, each second with a sound, alike from repetition to repetition."""

    work: Work
    track: Track

    def lay_out(self, phase: Part, number: int, words: Words, call: Call | None) -> None:
        """One part; `number` is its place in the repetition."""
        track, start = self.track, self.track.now
        length_ms = phase_ms(phase, breath_ms=0)
        said_ms = self._tell(phase, number, words, call, length_ms)
        self.count(start, length_ms, number, said_ms)
        track.segment("move" if isinstance(phase, Move) else "hold", start + length_ms, number)

    def count(self, start: int, length_ms: int, number: int, said_ms: int = 0) -> None:
        """A tick or a number at each second of a part, after what lasts `said_ms` from its start.

        What is said of a part takes the place of as many of them in each repetition.
        """
        track, countdown = self.track, self.track.context.options.countdown
        if countdown == "none":
            return
        seconds = range(-(-length_ms // SECOND_MS))
        free_from = -(-said_ms // SECOND_MS)
        spoken = countdown == "voice" and self._are_quick(len(seconds))
        for second in seconds:
            if second < free_from or 0 < second < self._seconds_said(number):
                continue
            at = start + second * SECOND_MS
            if not spoken:
                track.cues.append(Tone(Ms(at), track.context.tones["tick"], "tick", COUNT))
            elif at + holds.COUNT_WORD_MS <= start + length_ms:
                self._say_number(second + 1, at)

    def _counts_aloud(self) -> bool:
        return self.track.context.options.countdown == "voice"

    def _seconds_said(self, number: int) -> int:
        """How many seconds of a part are left to its words.

        The first one has two where a side, or more than a number, may lead it.
        """
        alternates = self.work.sides.order == "rep-by-rep" and len(self.work.side_order) > 1
        return 2 if number == 1 and (alternates or self._counts_aloud()) else 1

    def _number_word(self, number: int) -> str:
        phrases = self.track.context.phrases
        return phrases.get("count.number", n=phrases.number(number))

    def _are_quick(self, seconds: int) -> bool:
        """Whether all numbers of a part are over in time; else all of them are ticks."""
        words = (self._number_word(second + 1) for second in range(seconds))
        return all(self.track.length_of(word) <= holds.COUNT_WORD_MS for word in words)

    def _say_number(self, number: int, at: int) -> None:
        track, word = self.track, self._number_word(number)
        length = track.length_of(word)
        track.cues.append(VoiceCue(Ms(at), Ms(length), word, COUNT))
        track.free = track.voice_end = at + length

    def _tell(
        self, phase: Part, number: int, words: Words, call: Call | None, length_ms: int
    ) -> int:
        """Words or a tone as a part begins; gives how long the counting waits for them, in ms."""
        track, start = self.track, self.track.now
        seconds_ms = self._seconds_said(number) * SECOND_MS
        for line, longest_ms in self._choices(phase, words, call, seconds_ms):
            length = track.length_of(line.text)
            if track.free <= start and length <= min(longest_ms, length_ms - AIR_MS):
                track.say(line.text, line.role)
                air_ms = AIR_MS if self._counts_aloud() and line.role != COUNT else 0
                return length + air_ms
        if isinstance(phase, Move):
            sound: Role = "rise" if phase.part == "lift" else "fall"
            track.tone(sound, sound, start)
            return 1
        return 0

    def _choices(
        self, phase: Part, words: Words, call: Call | None, seconds_ms: int
    ) -> Iterator[tuple[SpokenLine, int]]:
        """What may be said of a part, each with the longest time for it.

        The first time the author's words may take all of the part. Later a number stands in the
        place of words, so that all is over when the ticks go on.
        """
        short_ms, role = seconds_ms, INSTRUCTION
        if self._counts_aloud() and seconds_ms == SECOND_MS:
            short_ms, role = holds.COUNT_WORD_MS, COUNT  # one of the numbers that follow it
        elif self._counts_aloud():
            short_ms -= AIR_MS
        if words == "full" and (line := _written(phase, words, self.track)):
            text = f"{call.text} {line}" if call else line
            yield SpokenLine(text, INSTRUCTION), phase_ms(phase, breath_ms=0)
        if call is not None:
            yield call, short_ms
            if call.shorter is not None:
                yield SpokenLine(call.shorter, call.role), short_ms
        elif words != "tones":
            for text in (part_line(phase, "again", self.track), _word(phase, self.track)):
                yield SpokenLine(text, role), short_ms
