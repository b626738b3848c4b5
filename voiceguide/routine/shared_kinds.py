"""Kinds that several files share: amounts with their limits, lines, and the head of a file."""

from __future__ import annotations

from typing import Any, get_args

from voiceguide.reader.amount_kinds import AmountOf, Time
from voiceguide.reader.amounts import Amount
from voiceguide.reader.document import Node, Text
from voiceguide.reader.kinds import CONDITION, THING, Choice, Id, Line, Whole
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import Found, ListOf, Setting
from voiceguide.session_options import Level

LIMITS = {
    "times": (1, 100),
    "time": (1000, 600_000),
    "counts": (1, 100),
    "breaths": (1, 100),
}
"""Reps, one hold, counts and breaths: least and most (times in ms)."""

LONGEST_SESSION_MS = 3 * 60 * 60 * 1000

REPS = AmountOf(("times",), LIMITS)
MOST_SETS = 20
SETS = AmountOf(("times",), {"times": (1, MOST_SETS)})
HOLD = AmountOf(("time", "counts", "breaths"), LIMITS)
REPEAT_FOR = AmountOf(("time",), LIMITS)
LADDER: ListOf[Amount] = ListOf(
    AmountOf(("times", "time", "counts", "breaths"), LIMITS), least=2, most=MOST_SETS
)
EVERY = Time(10_000, 600_000)
ABOUT = Time(10_000, 3_600_000)
IN_TIME = Time(60_000, 3_600_000)
PAUSE = Time(high_ms=600_000, zero=True)
TAKES = Time(100, 60_000)
ONCE = Amount(1, 1, "times")
COUNT = Choice(("ends", "silent"))

LINE = Line()
SESSION_LINE = Line(sides=False)
THINGS = ListOf(THING, single=True)
CONDITIONS = ListOf(CONDITION, single=True)


def one_or_more(line: Line) -> ListOf[str]:
    """A line, or up to 20 of them."""
    return ListOf(line, single=True, least=1, most=20)


LINES = one_or_more(LINE)
SESSION_LINES = one_or_more(SESSION_LINE)
LEVEL = Choice(get_args(Level))
BREATH = Choice(("in", "out"))
WAIT_AFTER = Time(high_ms=120_000, zero=True)
DOSE_HOLD = "dose"
"""In place of a hold's amount: that of the dose."""
FILL = "fill"
"""In place of a rest's time: as much as the routine's length leaves."""


class BreathOrNumber:
    """A breath in or out, or a number of full breaths."""

    expects = "in, out, or a number of breaths"
    _number = Whole(1, 100)

    def read(self, node: Node, reading: Reading) -> str | int | None:
        """The breath, or how many."""
        if isinstance(node, Text) and node.text.strip()[:1].isdigit():
            return self._number.read(node, reading)
        return BREATH.read(node, reading)

    def schema(self) -> Schema:
        """Either."""
        return {"anyOf": [BREATH.schema(), self._number.schema()]}


def file_head(what: str) -> tuple[Setting, ...]:
    """The settings every file may begin with."""
    return (
        Setting("format", Whole(0, 999_999_999), 1, about="The number of this format: 1."),
        Setting("kind", Choice((what,)), what, about="What this file is; it may be left out."),
        Setting("id", Id(), about="The file's name without .yaml; it may be left out."),
    )


HEAD_FIELDS = ("format", "kind", "id")


def check_head(found: Found, id: str) -> dict[str, Any]:
    """The values without the head's; reports a newer format and an id unlike the file's name."""
    if found.values["format"] > 1:
        found.problem(
            "format",
            f"format {found.values['format']} was made for a newer voiceguide",
            "update voiceguide, or write format: 1",
        )
    elif found.values["format"] < 1:
        found.problem("format", "there is no format 0", "write format: 1, or leave it out")
    written = found.values["id"]
    if written is not None and written != id:
        found.problem(
            "id",
            f"the id '{written}' is not the file's name '{id}'",
            "rename the file, or leave the id out",
        )
    return {name: value for name, value in found.values.items() if name not in HEAD_FIELDS}
