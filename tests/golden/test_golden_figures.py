"""Figures, to be looked at when they change: their pictures, and their words as a diff."""

from __future__ import annotations

import re

import pytest

from tests.golden.figures import PICTURES, WORDS, pictures, words

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.mark.parametrize(("file", "svg"), list(pictures()), ids=lambda value: value[:40])
def test_the_figure_is_as_it_was_looked_at_and_found_good(file: str, svg: str) -> None:
    written = (PICTURES / file).read_text(encoding="utf-8")
    again = "run scripts/golden, and look at scripts/contact-sheet"
    assert _NUMBER.sub("0", svg) == _NUMBER.sub("0", written), again
    # The last digit may be rounded in another way on another machine.
    numbers = [float(each) for each in _NUMBER.findall(written)]
    assert [float(each) for each in _NUMBER.findall(svg)] == pytest.approx(numbers, abs=0.11), again


def test_no_picture_is_left_of_a_figure_that_is_gone() -> None:
    assert {path.name for path in PICTURES.glob("*.svg")} == {name for name, _ in pictures()}


def test_the_words_of_every_figure_are_as_they_were_read() -> None:
    assert words() == WORDS.read_text(encoding="utf-8"), "run scripts/golden, and read the diff"
