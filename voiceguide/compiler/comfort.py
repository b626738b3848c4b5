"""The question after the person's comfort (docs/laws-of-time.md#comfort)."""

from __future__ import annotations

from msgspec import Struct

from voiceguide.compiler.pass_words import SpokenLine
from voiceguide.compiler.track import Track
from voiceguide.planning.steps import Interval, IntervalsStep, PlanStep, Work
from voiceguide.routine.training_kinds import HARD
from voiceguide.timeline import Segment

DUE_AFTER_MS = 300_000
"""So much exercise goes by without one."""
AT_LATEST_MS = 360_000
"""After so much it is asked between two repetitions, where there is no break."""
CALM_AFTER_MS = 30_000
"""So soon after hard work nobody is comfortable, and is not to be."""
HARD_EFFORT = 7


class Comfort(Struct):
    """Whether it is time to ask, while one item is laid out.

    `unasked_ms` is how much exercise lay between the last question and the item; None asks never.
    `calm_ms` is how long ago hard work was over, None where there was none; an item that is
    itself `hard` is asked in at its beginning alone.
    """

    track: Track
    unasked_ms: int | None
    calm_ms: int | None = None
    hard: bool = False
    _asked_at: int | None = None

    def due(self, after_ms: int = DUE_AFTER_MS) -> list[SpokenLine]:
        """The question, where it is time for it."""
        if self.unasked_ms is None or self._since() < after_ms or not self._is_calm():
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

    def _is_calm(self) -> bool:
        now = self.track.now
        return not (self.hard and now) and (
            self.calm_ms is None or self.calm_ms + now >= CALM_AFTER_MS
        )

    def _since(self) -> int:
        if self._asked_at is not None:
            return self.track.now - self._asked_at
        return (self.unasked_ms or 0) + self.track.now


def is_hard(step: PlanStep) -> bool:
    """Whether it is hard work: said to be, by its effort, or intervals of which nothing is said."""
    if isinstance(step, IntervalsStep):
        works = [each for each in step.intervals if each.kind == "hold"]
        return any(each.intensity is None or _is_hard(each) for each in works)
    return isinstance(step, Work) and _is_hard(step)


def _is_hard(work: Work | Interval) -> bool:
    return work.intensity in HARD or (work.effort or 0) >= HARD_EFFORT


def calm_later(
    step: PlanStep, calm_ms: int | None, segments: tuple[Segment, ...], length_ms: int
) -> int | None:
    """How long ago hard work was over at the end of an item of so long; None where none was."""
    if is_hard(step):
        worked = (each.end_ms for each in segments if each.kind in ("hold", "move", "breathe"))
        return length_ms - max(worked, default=0)
    return None if calm_ms is None else calm_ms + length_ms


def is_asked_in(steps: tuple[PlanStep, ...]) -> bool:
    """Whether a session asks at all: not one that only relaxes, nor a script without exercises."""
    works = [step for step in steps if isinstance(step, Work | IntervalsStep)]
    return any(isinstance(step, IntervalsStep) or step.purpose != "relax" for step in works)
