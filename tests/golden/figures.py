"""What some figures look like, as SVG, and what every figure shows, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.golden.cases import LIBRARY
from voiceguide.figures.drawing import drawing_of
from voiceguide.figures.figure_words import both_ends, words_of_figure
from voiceguide.figures.motion import figure_of, motion_of
from voiceguide.phrases.phrases import languages, phrases_of
from voiceguide.routine.exercise_model import SideName

PICTURES = Path(__file__).parent / "figures"
WORDS = PICTURES / "words.txt"
CHOSEN = (
    "bird-dog",
    "bridge",
    "cat-stretch",
    "childs-pose",
    "hip-side-lift",
    "knees-side-to-side",
    "neck-turn",
    "seated-twist",
    "side-leg-lift",
    "wall-sit",
)
"""Each view, each way of lying, standing and sitting, and things."""


def pictures() -> Iterator[tuple[str, str]]:
    """The file names and SVGs: the start on the right side, the end on the left one."""
    for id in CHOSEN:
        motion = figure_of(LIBRARY.exercise(id), LIBRARY)
        assert motion is not None
        drawing = drawing_of(motion)
        ends: tuple[tuple[str, float, SideName], ...] = (("start", 0, "right"), ("end", 1, "left"))
        for name, moment, side in ends:
            title = words_of_figure(motion, moment, side, phrases_of("en"))
            yield f"{id}-{name}.svg", drawing.svg(moment, side, title) + "\n"


def words() -> str:
    """The words of every figure, in every language, of the left side."""
    lines = []
    for id, position in LIBRARY.positions.positions.items():
        if position.figure is not None:
            motion = motion_of(position.figure, LIBRARY.poses)
            lines += [f"position {id}: {both_ends(motion, 'left', phrases_of('en'))[0]}"]
    for id in LIBRARY.ids("exercise"):
        exercise = LIBRARY.exercise(id)
        if exercise.figure is None or (moving := figure_of(exercise, LIBRARY)) is None:
            continue
        side: SideName | None = None if exercise.sides.order == "none" else "left"
        for language in sorted(languages()):
            said = " -> ".join(both_ends(moving, side, phrases_of(language)))
            lines.append(f"{id} {language}: {said}")
    return "\n".join(lines) + "\n"
