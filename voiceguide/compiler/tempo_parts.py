"""The parts of a repetition that are kept to the second (docs/laws-of-time.md#tempo)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voiceguide.compiler import hold_cues as holds
from voiceguide.compiler.pass_words import Call, SpokenLine, Words
from voiceguide.compiler.track import Track
from voiceguide.planning.steps import phase_ms
from voiceguide.routine.model import Hold, Move
from voiceguide.text import SECOND_MS
from voiceguide.timeline import Tone, VoiceCue
from voiceguide.units import Ms

LEAST_TONE_MS = 300
"""A tone that says where a movement begins needs so much of it."""


def part_line(phase: Move, words: Words, track: Track) -> str:
    """What is said of a movement of a tempo: its author's words, or else the coach's."""
    written = phase.move if words == "full" or phase.again is None else phase.again
    phrases = track.context.phrases
    return phrases.with_sides(written, track.where.side) or phrases.get(f"tempo.{phase.part}")


class TempoParts(Struct):
    """Lays out parts end to end: words and numbers lie over them, or are left out."""

    track: Track

    def lay_out(self, phase: Move | Hold, number: int, words: Words, call: Call | None) -> None:
        """One part; `number` is its place in the repetition."""
        track, start = self.track, self.track.now
        length_ms = phase_ms(phase, breath_ms=0)
        kind: Literal["move", "hold"] = "hold"
        if isinstance(phase, Move):
            kind = "move"
            self._tell(phase, words, call, start + length_ms)
        self.count(start, length_ms)
        track.segment(kind, start + length_ms, number)

    def count(self, start: int, length_ms: int) -> None:
        """A tick or a number at each full second of a part that began at `start`."""
        track, countdown = self.track, self.track.context.options.countdown
        for second in range(1, -(-length_ms // SECOND_MS)):
            at = start + second * SECOND_MS
            if countdown == "none" or at < max(track.voice_end, track.tone_end):
                continue
            if countdown == "voice" and self._say_number(second + 1, at):
                continue
            track.cues.append(Tone(Ms(at), track.context.tones["tick"], "tick", "count"))

    def _say_number(self, number: int, at: int) -> bool:
        track, phrases = self.track, self.track.context.phrases
        word = phrases.get("count.number", n=phrases.number(number))
        length = track.length_of(word)
        if length > holds.COUNT_WORD_MS:
            return False
        track.cues.append(VoiceCue(Ms(at), Ms(length), word, "count"))
        track.free = track.voice_end = at + length
        return True

    def _tell(self, phase: Move, words: Words, call: Call | None, end: int) -> None:
        """The longest words that are over with the movement, or a tone."""
        track, choices = self.track, list[SpokenLine]()
        if words != "tones":
            text = part_line(phase, words, track)
            joined = f"{call.text} {text}" if call else text
            choices.append(SpokenLine(joined, "instruction"))
        choices += [call] if call else []
        at = max(track.now, track.free)
        said = next((line for line in choices if at + track.length_of(line.text) <= end), None)
        if said is not None:
            track.say(said.text, said.role, at)
        tone_at = max(track.now, track.voice_end)
        if (said is None or said is call) and tone_at + LEAST_TONE_MS <= end:
            sound: Literal["rise", "fall"] = "rise" if phase.part == "lift" else "fall"
            track.tone(sound, sound, tone_at)
