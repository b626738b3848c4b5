"""Lines that wait to be spoken in a pass, and the coach's own words for holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.timeline import Role

Words = Literal["full", "again", "tones"]


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line that is waiting to be spoken."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Call(SpokenLine):
    """The number and the side that lead a pass."""

    names_side: bool = False
    is_news: bool = False
    """Nothing has told yet that it is this side's turn."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What leads into a pass."""

    ahead: tuple[SpokenLine, ...] = ()
    """Lines of their own, in a time of their own."""
    call: Call | None = None
    """Spoken in one breath with the first phase's words."""


NO_LEAD = Lead()


@dataclass(slots=True)
class HoldWords:
    """The coach's own words for holds that have none, in turn."""

    pool: tuple[str, ...]
    used: int = 0

    def next_within(self, track: Track, room_ms: int) -> str | None:
        """The next one that is over, with its air, within `room_ms`; None where none is."""
        count = len(self.pool)
        for word in (self.pool[(self.used + n) % count] for n in range(count)):
            if track.length_of(word) + AIR_MS <= room_ms:
                self.used = self.pool.index(word) + 1
                return word
        return None
