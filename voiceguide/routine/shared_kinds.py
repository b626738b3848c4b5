"""Kinds that several files share: amounts with their limits, lines with waits, sides."""

from __future__ import annotations

from typing import Any

from voiceguide.reader.amount_kinds import AmountOf, Time
from voiceguide.reader.amounts import Amount
from voiceguide.reader.document import Node, Text
from voiceguide.reader.kinds import CONDITION, POSITION, THING, Choice, Id, Line, Whole, YesNo
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import NEEDED, Found, ListOf, Record, Setting
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


ONLY: tuple[Setting, ...] = (
    Setting(
        "only_whole",
        YesNo(),
        False,
        about="Said only where nothing is left out or swapped, and the length is as written.",
    ),
    Setting("only_in", POSITION, about="Said only to who is in a position of this one's group."),
)
"""When a line of a session is said."""


def lines_with_waits(line: Line, wait_ms: Ms, more: tuple[Setting, ...] = ()) -> ListOf[Say]:
    """A line or ``{say, wait}``, or a list of them; lines alone wait `wait_ms`.

    `more` are settings that such a line may have too.
    """

    def alone(text: Text, reading: Reading) -> Say | None:
        say = line.read(text, reading)
        return None if say is None else Say(say, wait_ms)

    return ListOf(
        Record(
            "a line, or say and wait",
            (
                Setting("say", line, NEEDED, about="What the coach says."),
                Setting(
                    "wait",
                    Time(high_ms=120_000, zero=True),
                    wait_ms,
                    "wait_ms",
                    "Quiet time after it, to do what it says.",
                ),
                *more,
            ),
            lambda found: Say(**found.values),
            short=alone,
        ),
        single=True,
    )


ORDERS = ("none", "one-then-other", "set-by-set", "rep-by-rep")
SIDE_NAMES = ("left", "right")


def _sides(found: Found) -> dict[str, Any] | None:
    """Only what is written, so that it can be laid over the sides of an exercise."""
    values = {name: value for name, value in found.values.items() if value is not None}
    if "only" in values and values.get("first", values["only"]) != values["only"]:
        found.problem(
            "first", f"only the {values['only']} side is done", "leave 'first' or 'only' out"
        )
    if values.get("order") == "none" and len(values) > 1:
        found.problem(
            "order",
            "'order: none' means no sides, yet there is more about them",
            "write an order such as one-then-other, or leave the others out",
        )
    return values


_SIDES_RECORD = Record(
    "sides, such as {order: one-then-other}",
    (
        Setting(
            "order",
            Choice(ORDERS),
            about="one-then-other: all on one side, then all on the other. "
            "set-by-set: a set on one, a set on the other. rep-by-rep: from rep to rep.",
        ),
        Setting("first", Choice(SIDE_NAMES), about="The side to begin with (left)."),
        Setting("only", Choice(SIDE_NAMES), about="Do one side only."),
        Setting("word", Line(sides=False), about="What the coach calls a side: leg, arm (side)."),
        Setting(
            "change",
            Time(high_ms=120_000, zero=True),
            None,
            "change_ms",
            "Time to move over to the other side (5 s).",
        ),
        Setting("change_say", LINE, about="What is said for it; <side> is the new side."),
        Setting("through_centre", YesNo(), about="Return to the middle between the sides."),
    ),
    _sides,
)


class _SidesKind:
    """Sides as a record, or an order alone; only what is written is in the result."""

    expects = _SIDES_RECORD.what

    def read(self, node: Node, reading: Reading) -> dict[str, Any] | None:
        if isinstance(node, Text):
            if node.text in SIDE_NAMES:
                reading.problem(
                    node.place,
                    f"'{node.text}' is no order of sides",
                    f"for that side only write  sides: {{only: {node.text}}}",
                )
                return None
            order = Choice(ORDERS).read(node, reading)
            return None if order is None else {"order": order}
        return _SIDES_RECORD.read(node, reading)

    def schema(self) -> Schema:
        return {"anyOf": [Choice(ORDERS).schema(), _SIDES_RECORD.schema()]}


SIDES = _SidesKind()


def sides_of(written: dict[str, Any]) -> Sides:
    """The sides a record describes, with the defaults of what it leaves out."""
    return Sides(**written)


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
