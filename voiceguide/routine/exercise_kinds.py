"""Kinds of what is inside an exercise: lines with waits, sides, and the phases of a repetition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.document import Map, Node, Text
from voiceguide.reader.kinds import Choice, Line
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import Found, ListOf, Record, settings_of
from voiceguide.routine.exercise_model import Breathe, Hold, Move, Pause, Phase, Say, Sides, Watch
from voiceguide.routine.shared_kinds import DOSE_HOLD, LINE
from voiceguide.structs import replace
from voiceguide.units import Ms


def lines_with_waits(line: Line, wait_ms: Ms, *, of_session: bool = False) -> ListOf[Say]:
    """A line or ``{say, wait}``, or a list of them; lines alone wait `wait_ms`.

    One of a session may also have when it is said.
    """

    def alone(text: Text, reading: Reading) -> Say | None:
        say = line.read(text, reading)
        return None if say is None else Say(say, wait_ms)

    say, wait, *only = settings_of(Say, say=line)
    settings = (say, replace(wait, default=wait_ms), *(only if of_session else ()))
    return ListOf(
        Record("a line, or say and wait", settings, lambda found: Say(**found.values), short=alone),
        single=True,
    )


GET_SET_MS = Ms(10_000)
"""To take up what a set is done with, where its author does not say how long."""


class _GetSetKind:
    """A line and the time after it, or one of them alone."""

    expects = "a time such as '15 s', a line, or say and wait"
    _time = Time(1000, 120_000)
    _line = lines_with_waits(LINE, GET_SET_MS).kind

    def read(self, node: Node, reading: Reading) -> Say | None:
        if isinstance(node, Text) and node.text.strip()[:1].isdigit():
            wait_ms = self._time.read(node, reading)
            return None if wait_ms is None else Say("", wait_ms)
        return self._line.read(node, reading)

    def schema(self) -> Schema:
        return {"anyOf": [self._time.schema(), self._line.schema()]}


GET_SET = _GetSetKind()
"""A time alone has an empty line: the coach's own words are said."""


def _watch_alone(text: Text, reading: Reading) -> Watch | None:
    say: str | None = LINE.read(text, reading)
    return None if say is None else Watch(say)


WATCH: ListOf[Watch] = ListOf(
    Record(
        "a line, or say and always",
        settings_of(Watch),
        lambda found: Watch(**found.values),
        short=_watch_alone,
    ),
    single=True,
)

_ORDERS, _SIDE = (each.kind for each in settings_of(Sides)[:2])


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
    tuple(replace(each, default=None) for each in settings_of(Sides)),
    _sides,
)


class _SidesKind:
    """Sides as a record, or an order alone; only what is written is in the result."""

    expects = _SIDES_RECORD.what

    def read(self, node: Node, reading: Reading) -> dict[str, Any] | None:
        if isinstance(node, Text):
            if isinstance(_SIDE, Choice) and node.text in _SIDE.choices:
                reading.problem(
                    node.place,
                    f"'{node.text}' is no order of sides",
                    f"for that side only write  sides: {{only: {node.text}}}",
                )
                return None
            order = _ORDERS.read(node, reading)
            return None if order is None else {"order": order}
        return _SIDES_RECORD.read(node, reading)

    def schema(self) -> Schema:
        return {"anyOf": [_ORDERS.schema(), _SIDES_RECORD.schema()]}


SIDES = _SidesKind()


def _move(found: Found) -> Move | None:
    if found.values["takes_ms"] is None:
        found.problem("move", "the movement has no time", "add  takes: 3 s")
        return None
    return Move(**found.values, place=found.place)


def _hold(found: Found) -> Hold:
    amount = found.values["amount"]
    amount = None if amount == DOSE_HOLD else amount
    return Hold(**found.values | {"amount": amount}, place=found.place)


def _breathe(found: Found) -> Breathe | None:
    breathe, takes = found.values["breathe"], found.values["takes_ms"]
    if isinstance(breathe, str) and takes is None:
        found.problem("breathe", "the breath has no time", "add  takes: 3 s")
        return None
    if isinstance(breathe, int) and takes is not None:
        found.problem(
            "takes",
            "full breaths take the time of the voice's breath_in and breath_out",
            "leave 'takes' out",
        )
        return None
    return Breathe(**found.values, place=found.place)


_PHASES: dict[str, Record[Any]] = {
    "move": Record("a move", settings_of(Move), _move),
    "hold": Record("a hold", settings_of(Hold), _hold),
    "breathe": Record("a breath", settings_of(Breathe), _breathe),
    "rest": Record("a rest", settings_of(Pause), lambda found: Pause(**found.values)),
}


class _PhaseKind:
    """A phase: settings of which exactly one says what it is."""

    expects = f"a phase, which begins with one of {', '.join(_PHASES)}"

    def read(self, node: Node, reading: Reading) -> Phase | None:
        if not isinstance(node, Map):
            reading.problem(
                node.place, f"expected {self.expects}", "write  - move: ... with  takes: 3 s"
            )
            return None
        kinds = [kind for kind in _PHASES if kind in node.entries]
        if len(kinds) != 1:
            said = " and ".join(kinds) if kinds else "none of them"
            reading.problem(
                node.place,
                f"a phase is exactly one of {', '.join(_PHASES)}, here {said}",
                "give each a dash of its own" if kinds else "begin it with  - move: ",
            )
            return None
        phase: Phase | None = _PHASES[kinds[0]].read(node, reading)
        return phase

    def schema(self) -> Schema:
        return {"oneOf": [record.schema() for record in _PHASES.values()]}


PHASES: ListOf[Phase] = ListOf(_PhaseKind(), least=1, most=40)


def phase_lines(phase: Phase) -> Iterator[str]:
    """The lines of a phase, as written."""
    match phase:
        case Move(move=line, again=again):
            yield line
            if again:
                yield again
        case Hold(say=say, again=again, halfway=halfway):
            yield from (line for line in (say, again, halfway) if line)
        case Breathe(say=say, again=again):
            yield from (line for line in (say, again) if line)
