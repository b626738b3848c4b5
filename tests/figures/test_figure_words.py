"""What figures show, in words."""

from __future__ import annotations

import pytest

from tests.figures.known_figures import LIBRARY, motions
from voiceguide.figures.figure_words import both_ends, words_of_figure
from voiceguide.figures.motion import figure_of
from voiceguide.phrases.phrases import phrases_of
from voiceguide.routine.exercise_model import SideName


@pytest.mark.parametrize(
    ("side", "language", "said"),
    [
        ("left", "en", "On hands and knees; left leg reaching back, right arm reaching forward."),
        ("right", "en", "On hands and knees; right leg reaching back, left arm reaching forward."),
        (
            "left",
            "de",
            "Auf Händen und Knien; linkes Bein nach hinten gestreckt, "
            "rechter Arm nach vorn gestreckt.",
        ),
    ],
)
def test_the_words_name_the_posture_and_what_moves_where(
    side: SideName, language: str, said: str
) -> None:
    assert words_of_figure(motions()["exercise bird-dog"], 1, side, phrases_of(language)) == said


def test_the_start_is_its_posture_alone() -> None:
    motion = motions()["exercise bird-dog"]
    assert both_ends(motion, "left", phrases_of("en"))[0] == "On hands and knees."


def test_every_figure_of_an_exercise_has_words_in_every_language() -> None:
    for name, motion in motions().items():
        for language in ("en", "de"):
            for said in both_ends(motion, "left", phrases_of(language)):
                assert said.endswith("."), name
                assert "{" not in said, name
                assert len(said) <= 160, name


def test_those_who_lie_on_a_side_lie_on_the_one_that_does_not_work() -> None:
    motion = motions()["exercise side-leg-lift"]
    assert words_of_figure(motion, 1, "left", phrases_of("en")) == (
        "Lying on the right side; left leg raised."
    )


def test_a_translated_exercise_has_the_figure_of_the_one_it_was_made_from() -> None:
    german = LIBRARY.in_language("de")
    motion = figure_of(german.exercise("cat-stretch"), german)
    assert motion is not None
    assert motion.moves == ("trunk",)
