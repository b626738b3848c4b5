"""Figures in files: what is read, and what is told of what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.routine.conftest import EXERCISE
from voiceguide.errors import BadFiles
from voiceguide.routine.cross_checks import check_exercise, check_single_files
from voiceguide.routine.library import Library
from voiceguide.routine.model import Exercise


def exercise_with(figure: str, folder: Path) -> Exercise:
    (folder / "arm-circle.yaml").write_text(f"{EXERCISE}figure:\n{figure}")
    return Library([folder]).exercise("arm-circle")


def said_of(figure: str, folder: Path) -> list[str]:
    """All problems of an exercise with this figure, as a person reads them."""
    try:
        exercise = exercise_with(figure, folder)
    except BadFiles as bad:
        problems = list(bad.problems)
    else:
        problems = check_exercise(exercise, Library([folder]))
    return [
        f"{each.place.line}:{each.place.column} {each.message}; {each.hint}" for each in problems
    ]


def test_a_figure_is_read_with_both_sides_of_a_limb(tmp_path: Path) -> None:
    figure = exercise_with(
        "  start: {pose: standing, arm: 30 out 10}\n"
        "  end: {forearm-far: -45, touches: [foot-near, hand-far on head, hand-near on hip]}\n"
        "  moves: [arm]\n",
        tmp_path,
    ).figure
    assert figure is not None
    assert figure.start is not None
    assert figure.end is not None
    turns = figure.start.turns
    assert {(name, turn.angle, turn.out) for name, turn in turns.items()} == {
        ("arm-near", 30, 10),
        ("arm-far", 30, 10),
    }
    assert [(each.part, each.on) for each in figure.end.touches or ()] == [
        ("foot-near", "floor"),
        ("hand-far", "head"),
        ("hand-near", "hip-near"),
    ]
    assert figure.moves == ("arm-near", "arm-far")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("  start: {shin: 90}\n", "8:11 unknown setting 'shin'"),
        ("  start: {arm: high}\n", "8:16 'high' is not an angle such as '90', or '90 out 20'"),
        ("  start: {arm: 400}\n", "8:16 400 degrees are too many; from -360 to 360 degrees"),
        ("  start: {arm: 0 out 300}\n", "8:16 300 degrees are too many; from 0 to 270 degrees"),
        ("  start: {trunk: 90 out 5}\n", "8:18 '90 out 5' is not an angle such as"),
        ("  start: {bend: 120}\n", "8:17 expected degrees from -60 to 110, not '120'"),
        ("  start: {touches: [nose]}\n", "8:21 'nose' cannot touch"),
        ("  start: {touches: [hand on roof]}\n", "8:21 'roof' cannot be touched"),
        ("  start: {touches: [head on knee]}\n", "8:21 'knee' is there twice; write knee-near"),
        ("  start: standng\n", "8:10 there is no pose 'standng'; did you mean 'standing'?"),
        ("  start: standing\n  phases: [end]\n", "9:11 'phases' needs an 'end'"),
        (
            "  end: {arm: 0}\n  phases: [2]\n",
            "9:11 there is no moment 2 between start and end; there are 0",
        ),
        ("  view: below\n", "8:9 expected side, front or above, not 'below'"),
        ("  props: [sofa]\n", "8:11 expected mat, wall"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_place(figure: str, said: str, tmp_path: Path) -> None:
    problems = said_of(figure, tmp_path)
    assert problems
    assert problems[0].startswith(said), problems


def test_a_joint_out_of_its_range_is_told_with_what_may_be_written(tmp_path: Path) -> None:
    assert said_of("  start: {pose: standing, shank-near: 0}\n", tmp_path) == [
        "8:39 'shank-near' bends the knee by -90 degrees; "
        "the knee goes from -5 to 165 degrees: here 'shank-near' may be -255 to -85"
    ]


def test_a_joint_that_a_moved_trunk_bends_is_told_where_the_trunk_is_written(
    tmp_path: Path,
) -> None:
    [first, *_] = said_of("  start: {trunk: 200, touches: [foot]}\n", tmp_path)
    assert first == (
        "8:18 'arm-near' bends the shoulder by -114 degrees; "
        "the shoulder goes from -80 to 200 degrees: here 'arm-near' may be -60 to 220"
    )


def test_a_pose_that_touches_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "poses.yaml").write_text("kind: poses\nposes:\n  floating: {arm: 0}\n")
    [problem] = check_single_files(Library([tmp_path]))
    assert (problem.place.line, problem.message) == (3, "the pose touches nothing")


def test_poses_of_ones_own_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "poses.yaml").write_text(
        "kind: poses\nposes:\n  wide: {pose: standing, thigh: -90 out 20}\n"
    )
    assert said_of("  start: wide\n", tmp_path) == []


def test_poses_that_differ_from_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "poses.yaml").write_text("kind: poses\nposes: {a: {pose: b}, b: {pose: a}}\n")
    messages = {each.message for each in check_single_files(Library([tmp_path]))}
    assert messages == {"the poses differ from each other in a circle, or too deeply"}


def test_the_figures_of_the_library_have_no_problems() -> None:
    library = Library()
    assert check_single_files(library) == []
    for id in library.ids("exercise"):
        assert check_exercise(library.exercise(id), library) == [], id
