"""Lines that wait to be spoken in a pass, and the coach's own words for holds."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.planning.doses import breath_ms
from voiceguide.routine.model import Breathe, Hold
from voiceguide.timeline import Role

BREATH_FROM_MS = 5000
"""A hold of this length has room for a breath of its own, beside those of the movements."""

Words = Literal["full", "again", "tones"]
Said = tuple[tuple[str, Role, int], ...]
"""Lines one after the other, each with a time to act on it, in milliseconds."""


class SpokenLine(Struct, frozen=True):
    """A line that is waiting to be spoken."""

    text: str
    role: Role


class Call(SpokenLine, frozen=True):
    """The number and the side that lead a pass."""

    names_side: bool = False
    is_news: bool = False
    """Nothing has told yet that it is this side's turn."""
    shorter: str | None = None
    """What is said where it has no room."""


class Lead(Struct, frozen=True):
    """What leads into a pass."""

    ahead: tuple[SpokenLine, ...] = ()
    """Lines of their own, in a time of their own."""
    call: Call | None = None
    """Spoken in one breath with the first phase's words."""


NO_LEAD = Lead()


class HoldWords(Struct):
    """The coach's own words for holds that have none, in turn."""

    track: Track
    last: str | None = None

    def next_within(self, room_ms: int) -> str | None:
        """The next one that is over, with its air, within `room_ms`; None where none is.

        A hold that has no room for a breath gets none that tells to breathe.
        """
        name = "hold" if room_ms >= BREATH_FROM_MS else "short_hold"
        pool = self.track.context.phrases.pool(name)
        first = pool.index(self.last) + 1 if self.last in pool else 0
        for word in (*pool[first:], *pool[:first]):
            if word != self.last and self.track.length_of(word) + AIR_MS <= room_ms:
                self.last = word
                return word
        return None


def written(phase: Hold | Breathe, words: Words) -> str | None:
    """A phase's own words for the first time, or for later."""
    return phase.say if words == "full" or phase.again is None else phase.again


def breath_words(phase: Breathe, words: Words, track: Track) -> tuple[str | None, int]:
    """What is said for a breath, and how long the breath takes, in milliseconds."""
    context = track.context
    if isinstance(phase.breathe, int):
        takes_ms, default = phase.breathe * breath_ms(context.options), None
    else:
        takes_ms = int(phase.takes_ms or 0)
        default = context.phrases.get(f"breath.{phase.breathe}")
    text = written(phase, words) or default
    return (context.phrases.with_sides(text, track.where.side) if text else None), takes_ms
