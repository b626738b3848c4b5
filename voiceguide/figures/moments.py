"""At which moments of its figure a phase of an exercise begins and ends.

A player that shows a figure asks `moment_in` with the phase that it is in, as the timeline
numbers them, and the share of it that has gone by.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from voiceguide.routine.figure_model import Figure
from voiceguide.routine.model import Exercise, Move, Phase


class PhaseMoments(Struct, frozen=True):
    """The moments from 0 to 1 at a phase's ends; a `round` one goes to the far end and back."""

    first: float
    last: float
    is_round: bool = False

    def at(self, share: float) -> float:
        """The moment when a share of the phase, 0 to 1, has gone by; evenly."""
        share = max(0.0, min(1.0, share))
        if self.is_round:
            return 1 - abs(1 - 2 * share)
        return self.first + (self.last - self.first) * share


def phase_moments(figure: Figure, rep: Sequence[Phase]) -> tuple[PhaseMoments, ...]:
    """For each phase of a repetition, the moments it goes between.

    As `phases` of the figure says, or in the usual way: each movement goes to the other end,
    and all else stays; one that is alone goes there and back.
    """
    if figure.end is None:
        return tuple(PhaseMoments(0, 0) for _ in rep)
    moves = [isinstance(phase, Move) for phase in rep]
    usual = ["stay" if not move else "other" for move in moves]
    if sum(moves) == 1 and len(rep) == 1:
        usual = ["round"]
    written = figure.phases or tuple(usual)
    found: list[PhaseMoments] = []
    now = 0.0
    for index in range(len(rep)):
        word = written[index] if index < len(written) else "stay"
        if word == "round":
            found.append(PhaseMoments(now, now, is_round=True))
            continue
        goal = _moment(word, now, figure)
        found.append(PhaseMoments(now, goal))
        now = goal
    return tuple(found)


def _moment(word: str, now: float, figure: Figure) -> float:
    if word == "stay":
        return now
    if word == "other":
        return 0.0 if now else 1.0
    if word.isdigit():
        return int(word) / (len(figure.between) + 1)
    return 1.0 if word == "end" else 0.0


def moment_in(exercise: Exercise, figure: Figure, phase: int | None, share: float) -> float:
    """The moment in a phase, counted from 1, of which a share has gone by.

    Before the first phase (None) it is the start. Phases that the exercise has not, such as
    those of a version, stay at the start too.
    """
    moments = phase_moments(figure, exercise.rep)
    if phase is None or not 1 <= phase <= len(moments):
        return 0.0
    return moments[phase - 1].at(share)
