"""Kinds of how hard a person works: load, effort, and whether the eyes stay open."""

from __future__ import annotations

import re
from typing import Literal, get_args

from voiceguide.reader.document import Node
from voiceguide.reader.kinds import Choice, Line, TextKind
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import ListOf
from voiceguide.routine.session_kinds import MOST_EFFORT
from voiceguide.text import shortened

LONGEST_LOAD = 40
HEAVIEST = {"kg": 500, "lb": 1000}
"""More than anybody trains with."""

_WEIGHT = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>kg|lbs?|kilos?|pounds?)?", re.I)
_EFFORT = re.compile(r"(?P<number>\d{1,3})(?:\s*(?:of|/)\s*(?P<of>\d{1,3}))?")

Eyes = Literal["open"]
EYES = Choice(("open",))
Intensity = Literal["easy", "moderate", "hard", "all-out"]
INTENSITY = Choice(get_args(Intensity))
HARD: tuple[Intensity, ...] = ("hard", "all-out")
NOT_ALL_OUT_WITH = frozenset({"heart-condition", "high-blood-pressure", "pregnant"})
"""Conditions with which nothing is done all out, whatever a routine says."""


class Load(TextKind[str], frozen=True):
    """What is lifted or pulled, in words that follow "With": "8 kg", "a green band"."""

    expects: str = "a load, such as 8 kg or a green band"

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """The load; a weight needs its unit and has a limit."""
        weight = _WEIGHT.fullmatch(text)
        message = hint = None
        if len(text) > LONGEST_LOAD:
            message = f"the load has {len(text)} characters; at most {LONGEST_LOAD}"
        elif weight and not weight["unit"]:
            message, hint = f"'{shortened(text)}' has no unit", f"write '{shortened(text)} kg'"
        elif weight and not 0 < _number(weight) <= HEAVIEST[_unit(weight)]:
            most = f"{HEAVIEST[_unit(weight)]} {_unit(weight)}"
            message = f"'{shortened(text)}' is no weight to train with"
            hint = f"write what is lifted, up to {most}, such as '8 kg'"
        if message is None:
            return _LINE.value(text, node, reading)
        reading.problem(node.place, message, hint)
        return None

    def schema(self) -> Schema:
        """Without the limits of weights."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_LOAD}


_LINE = Line(sides=False)


def _number(weight: re.Match[str]) -> float:
    return float(weight["number"].replace(",", "."))


def _unit(weight: re.Match[str]) -> str:
    return "kg" if weight["unit"].lower().startswith("k") else "lb"


LOADS: ListOf[str] = ListOf(Load(), single=True, least=1, most=20)


class Effort(TextKind[int], frozen=True):
    """How hard it should feel."""

    expects: str = "an effort such as 7 of 10"

    def value(self, text: str, node: Node, reading: Reading) -> int | None:
        """1 to 10."""
        found = _EFFORT.fullmatch(text)
        if found and (found["of"] or "10") == "10" and 1 <= int(found["number"]) <= MOST_EFFORT:
            return int(found["number"])
        reading.problem(
            node.place,
            f"'{shortened(text)}' is no effort from 1 to {MOST_EFFORT}",
            "write it as  effort: 7 of 10",
        )
        return None

    def schema(self) -> Schema:
        """A number, or "7 of 10"."""
        return {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MOST_EFFORT},
                {"type": "string", "pattern": "^([1-9]|10)( of 10|/10)?$"},
            ]
        }


EFFORT = Effort()
