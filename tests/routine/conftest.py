"""What tests of the language share: problems of a text, and small files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from voiceguide.errors import Problem
from voiceguide.routine.cross_checks import check_exercise, check_routine
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.library import Library
from voiceguide.routine.model import Exercise, Routine
from voiceguide.routine.routine_file import routine_record
from voiceguide.routine.routine_files import read_source

Problems = list[Problem]

EXERCISE = """\
name: Arm circle
purpose: mobility
position: standing
dose: {reps: 8-12}
rep:
  - {move: Circle your arms., takes: 3 s}
"""


def as_source(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@pytest.fixture(scope="session")
def built_in() -> Library:
    return Library()


@pytest.fixture
def read_routine() -> Callable[..., tuple[Routine | None, Problems]]:
    def read(text: str | bytes) -> tuple[Routine | None, Problems]:
        return read_source(as_source(text), "x.yaml", routine_record("x"))

    return read


@pytest.fixture
def read_exercise() -> Callable[..., tuple[Exercise | None, Problems]]:
    def read(text: str | bytes) -> tuple[Exercise | None, Problems]:
        return read_source(as_source(text), "x.yaml", exercise_record("x"))

    return read


@pytest.fixture
def routine_says(built_in: Library) -> Callable[..., str]:
    """All problems of a routine file and with its library, as a person sees them."""

    def says(text: str | bytes) -> str:
        routine, problems = read_source(as_source(text), "x.yaml", routine_record("x"))
        if routine is not None:
            problems += check_routine(routine, built_in)
        return "\n".join(map(str, problems))

    return says


@pytest.fixture
def exercise_says(built_in: Library) -> Callable[..., str]:
    """All problems of an exercise file and with its library, as a person sees them."""

    def says(text: str | bytes) -> str:
        exercise, problems = read_source(as_source(text), "x.yaml", exercise_record("x"))
        if exercise is not None:
            problems += check_exercise(exercise, built_in)
        return "\n".join(map(str, problems))

    return says


@pytest.fixture
def exercise_text() -> Callable[..., str]:
    """A right exercise file, with lines put in, taken out (None) or in place of others."""

    def text(**changed: Any) -> str:
        lines = {line.split(":")[0]: line for line in EXERCISE.split("\n")[:4]}
        lines["rep"] = "rep: [{move: Circle your arms., takes: 3 s}]"
        for name, value in changed.items():
            if value is None:
                lines.pop(name)
            else:
                lines[name] = f"{name}: {value}"
        return "\n".join(lines.values()) + "\n"

    return text
