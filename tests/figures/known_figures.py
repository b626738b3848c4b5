"""All figures there are, for tests."""

from __future__ import annotations

from functools import lru_cache

from voiceguide.figures.drawing import Drawing, drawing_of
from voiceguide.figures.motion import Motion, figure_of, motion_of
from voiceguide.routine.figure_model import Figure
from voiceguide.routine.library import Library

LIBRARY = Library()


@lru_cache
def motions() -> dict[str, Motion]:
    """Every figure of the library: poses, positions and exercises, by a name."""
    poses = LIBRARY.poses
    found = {f"pose {id}": motion_of(Figure(start=pose), poses) for id, pose in poses.items()}
    for id, position in LIBRARY.positions.positions.items():
        if position.figure:
            found[f"position {id}"] = motion_of(position.figure, poses)
    for id in LIBRARY.ids("exercise"):
        exercise = LIBRARY.exercise(id)
        if exercise.figure and (motion := figure_of(exercise, LIBRARY)):
            found[f"exercise {id}"] = motion
    return found


@lru_cache
def drawings() -> dict[str, Drawing]:
    """The same, ready to be drawn."""
    return {name: drawing_of(motion) for name, motion in motions().items()}
