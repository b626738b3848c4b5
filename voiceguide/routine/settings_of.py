"""Kinds that several files share: amounts with their limits, lines with waits, sides."""

from __future__ import annotations

from typing import Any

from voiceguide.routine.amounts import Amount
from voiceguide.routine.document import Map, Node, Text
from voiceguide.routine.kinds import (
    NEEDED,
    AmountOf,
    Choice,
    Found,
    Id,
    Line,
    ListOf,
    Reading,
    Record,
    Setting,
    Time,
    Whole,
    YesNo,
)
from voiceguide.routine.model import Say, Sides
from voiceguide.units import Ms

LIMITS = {
    "times": (1, 100),
    "time": (1000, 600_000),
    "counts": (1, 100),
    "breaths": (1, 100),
}
"""Reps, one hold, counts and breaths: least and most (times in ms)."""

LONGEST_SESSION_MS = 3 * 60 * 60 * 1000

REPS = AmountOf(("times",), LIMITS)
SETS = AmountOf(("times",), {"times": (1, 20)})
HOLD = AmountOf(("time", "counts", "breaths"), LIMITS)
REPEAT_FOR = AmountOf(("time",), LIMITS)
PAUSE = Time(high_ms=600_000, zero=True)
TAKES = Time(high_ms=60_000)
ONCE = Amount(1, 1, "times")

LINE = Line()
SESSION_LINE = Line(sides=False)
IDS = ListOf(Id())


def _said(text: Text, reading: Reading, line: Line, wait_ms: Ms) -> Say | None:
    say = line.read(text, reading)
    return None if say is None else Say(say, wait_ms)


def lines_with_waits(line: Line, wait_ms: Ms) -> ListOf[Say]:
    """A line or ``{say, wait}``, or a list of them; lines alone wait `wait_ms`."""
    return ListOf(
        Record(
            "a line, or say and wait",
            (
                Setting("say", line, NEEDED),
                Setting("wait", Time(high_ms=120_000, zero=True), wait_ms, "wait_ms"),
            ),
            lambda found: Say(**found.values),
            short=lambda text, reading: _said(text, reading, line, wait_ms),
        ),
        single=True,
    )


ORDERS = ("none", "one-then-other", "set-by-set", "rep-by-rep")
SIDE_NAMES = ("left", "right")

_SIDES = (
    Setting("order", Choice(ORDERS)),
    Setting("first", Choice(SIDE_NAMES)),
    Setting("only", Choice(SIDE_NAMES)),
    Setting("word", Line(sides=False)),
    Setting("change", Time(high_ms=120_000, zero=True), None, "change_ms"),
    Setting("change_say", LINE),
    Setting("through_centre", YesNo()),
)


class _SidesKind:
    """Sides as a record, or an order alone; only what is written is in the result."""

    expects = "sides, such as {order: one-then-other}"

    def __init__(self) -> None:
        self._record = Record("sides", _SIDES, lambda found: found)

    def read(self, node: Node, reading: Reading) -> dict[str, Any] | None:
        if isinstance(node, Text):
            order = Choice(ORDERS).read(node, reading)
            return None if order is None else {"order": order}
        found = self._record.read(node, reading)
        if found is None or not isinstance(node, Map):
            return None
        return {name: value for name, value in found.values.items() if value is not None}


SIDES = _SidesKind()


def sides_of(written: dict[str, Any]) -> Sides:
    """The sides a record describes, with the defaults of what it leaves out."""
    return Sides(**written)


def file_head(what: str) -> tuple[Setting, ...]:
    """The settings every file may begin with."""
    return (
        Setting("format", Whole(0, 999_999_999), 1),
        Setting("kind", Choice((what,)), what),
        Setting("id", Id()),
    )


HEAD_FIELDS = ("format", "kind", "id")


def check_head(found: Found, id: str) -> dict[str, Any]:
    """The values without the head's; reports a newer format and an id unlike the file's name."""
    if found.values["format"] > 1:
        found.problem(
            "format",
            f"format {found.values['format']} was made for a newer voiceguide",
            "update voiceguide, or write format 1",
        )
    elif found.values["format"] < 1:
        found.problem("format", "the format is 1", "write 1, or leave it out")
    written = found.values["id"]
    if written is not None and written != id:
        found.problem("id", f"the id '{written}' is not the file's name '{id}'", "leave the id out")
    return {name: value for name, value in found.values.items() if name not in HEAD_FIELDS}
