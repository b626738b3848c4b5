"""What is told of changes reads as English, whatever was changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import voiceguide
from voiceguide.planning.conditions import UNCHECKED
from voiceguide.planning.notes import Note

SAID = [
    (Note("exercise", "Tabata", "left out", "knee pain"), "Tabata is left out"),
    (Note("exercise", "Cat", "Tilt", "sore"), "Cat is replaced by Tilt"),
    (Note("item", "Child's pose", "left out", "too long"), "Child's pose is left out"),
    (Note("advice", "Lifting", "left out", "sore"), "Lifting is left out"),
    (Note("rest", "30 s", "left out", "nothing before it"), "30 s is left out"),
    (Note("rest", "Tabata", "3.2 s more", "a change of position"), "3.2 s more in Tabata"),
    (Note("words", "Tabata", "shorter", "short rests"), "those of Tabata are shorter"),
    (Note("amounts", "strong", "2 less", "too long"), "2 less than at strong"),
    (Note("halfway", "Halfway.", "none", "no room"), "'Halfway.' is not said"),
    (Note("countdown", "three", "pip", "too slow"), "a pip in place of 'three'"),
    (Note("count", "numbers", "ticks", "too slow"), "ticks in place of numbers"),
    (Note("detail", "normal", "brief", "too long"), "normal became brief"),
    (Note("length", "6 min", "5 min", "no more in it"), "6 min became 5 min"),
    (Note("version", "Cat stretch", "flat-back", "pregnant"), "Cat stretch is done as 'flat-back'"),
    (UNCHECKED, "not checked against your conditions"),
]  # fmt: skip


@pytest.mark.parametrize(("note", "words"), SAID)
def test_a_change_reads_as_english(note: Note, words: str) -> None:
    assert note.words == words


def test_every_change_that_the_program_notes_is_among_them() -> None:
    source = "".join(path.read_text() for path in Path(voiceguide.__file__).parent.rglob("*.py"))
    noted = set(re.findall(r"\bNote\(\s*\"(\w+)\"", source))
    assert noted == {note.change for note, _ in SAID}


def test_names_of_others_are_no_templates() -> None:
    assert Note("exercise", "{after}", "{0}", "x").words == "{after} is replaced by {0}"
