"""Which moment of a figure a phase of an exercise is at."""

from __future__ import annotations

import pytest

from voiceguide.errors import Place
from voiceguide.figures.moments import moment_in, phase_moments
from voiceguide.routine.figure_model import Figure, Pose
from voiceguide.routine.library import Library
from voiceguide.routine.model import Hold, Move, Phase
from voiceguide.units import Ms

POSE = Pose(Place("x", 1, 1))
THERE_AND_BACK = Figure(start=POSE, end=POSE)
MOVE, HOLD = Move("Go.", Ms(3000)), Hold(None)


def ends(figure: Figure, *rep: Phase) -> list[tuple[float, float]]:
    return [(each.first, each.last) for each in phase_moments(figure, rep)]


def test_movements_go_to_the_other_end_and_holds_stay() -> None:
    assert ends(THERE_AND_BACK, MOVE, HOLD, MOVE) == [(0, 1), (1, 1), (1, 0)]


def test_a_movement_alone_goes_there_and_back() -> None:
    [only] = phase_moments(THERE_AND_BACK, [MOVE])
    assert [only.at(share) for share in (0, 0.25, 0.5, 1)] == [0, 0.5, 1, 0]


def test_the_figure_says_where_each_phase_ends() -> None:
    figure = Figure(start=POSE, between=(POSE,), end=POSE, phases=("1", "end", "stay", "start"))
    assert ends(figure, MOVE, MOVE, HOLD, MOVE) == [(0, 0.5), (0.5, 1), (1, 1), (1, 0)]


def test_a_figure_without_an_end_stays() -> None:
    assert ends(Figure(start=POSE), MOVE, HOLD) == [(0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("phase", "share", "moment"), [(None, 0, 0), (1, 0.5, 0.5), (2, 0.5, 1), (3, 1, 0), (9, 1, 0)]
)
def test_a_phase_of_an_exercise_has_a_moment(
    phase: int | None, share: float, moment: float
) -> None:
    exercise = Library().exercise("bird-dog")
    assert moment_in(exercise, THERE_AND_BACK, phase, share) == moment
