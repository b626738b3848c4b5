"""The built-in habits and rules alone, for programs that need no exercises: much less to load.

A person's own safety file adds red flags and conditions only, so that the rules are these.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from voiceguide.errors import BadFiles
from voiceguide.reader.reading import Kind
from voiceguide.routine.habits import Habits, PainRules
from voiceguide.routine.habits_file import HABITS
from voiceguide.routine.routine_files import read_file
from voiceguide.routine.safety_file import SAFETY

_FOLDER = Path(__file__).parent.parent / "library"
T = TypeVar("T")


def habits() -> Habits:
    """What habits.yaml says."""
    return _read("habits.yaml", HABITS)


def pain_rules() -> PainRules:
    """The rules of safety.yaml."""
    return _read("safety.yaml", SAFETY).rules


def _read(name: str, kind: Kind[T]) -> T:
    value, problems = read_file(_FOLDER / name, kind, _FOLDER)
    if value is None:
        raise BadFiles(problems)
    return value
