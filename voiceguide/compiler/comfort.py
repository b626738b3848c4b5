"""The question after the person's comfort (docs/laws-of-time.md#comfort)."""

from __future__ import annotations

from msgspec import Struct

from voiceguide.compiler.pass_words import SpokenLine
from voiceguide.compiler.track import Track
from voiceguide.planning.steps import IntervalsStep, PlanStep, Work

DUE_AFTER_MS = 300_000
"""So much exercise goes by without one."""
AT_LATEST_MS = 360_000
"""After so much it is asked between two repetitions, where there is no break."""


class Comfort(Struct):
    """Whether it is time to ask, while one item is laid out.

    `unasked_ms` is how much exercise lay between the last question and the item; None asks never.
    """

    track: Track
    unasked_ms: int | None
    _asked_at: int | None = None

    def due(self, after_ms: int = DUE_AFTER_MS) -> list[SpokenLine]:
        """The question, where it is time for it."""
        if self.unasked_ms is None or self._since() < after_ms:
            return []
        self._asked_at = self.track.now
        pool = self.track.context.phrases.pool("comfort")
        return [SpokenLine(pool[0], "note")]

    def later(self, length_ms: int) -> int | None:
        """What the next item is to know, after this one of so long."""
        if self.unasked_ms is None:
            return None
        if self._asked_at is not None:
            return length_ms - self._asked_at
        return self.unasked_ms + length_ms

    def _since(self) -> int:
        if self._asked_at is not None:
            return self.track.now - self._asked_at
        return (self.unasked_ms or 0) + self.track.now


def is_asked_in(steps: tuple[PlanStep, ...]) -> bool:
    """Whether a session asks at all: not one that only relaxes, nor a script without exercises."""
    works = [step for step in steps if isinstance(step, Work | IntervalsStep)]
    return any(isinstance(step, IntervalsStep) or step.purpose != "relax" for step in works)
