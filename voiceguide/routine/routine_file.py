"""The routine file: its settings and items, and what they must agree on among themselves."""

from __future__ import annotations

from typing import Any

from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.kinds import Choice
from voiceguide.reader.reading import Kind, Schema
from voiceguide.reader.records import Found, ListOf, Record, Setting, settings_of
from voiceguide.routine.exercise_kinds import lines_with_waits
from voiceguide.routine.item_kinds import MOST_ITEMS, ItemKind, grouped, leaves
from voiceguide.routine.model import Closing, Opening, Rest, Routine, Step
from voiceguide.routine.rounds_in_time import steps_without_time
from voiceguide.routine.shared_kinds import SESSION_LINE, check_head, file_head
from voiceguide.session_options import Option, SessionOptions, declared
from voiceguide.units import Ms

__all__ = ["leaves", "routine_record", "routine_schema"]


def _voice_kind(option: Option) -> Kind[Any]:
    if option.least is not None and option.most is not None:
        return Time(option.least, option.most)
    return Choice(option.words)


VOICE = Record(
    "voice settings",
    tuple(
        Setting(option.of_voice, _voice_kind(option), option.empty, name, option.about)
        for name, (_, option) in declared().items()
        if option.of_voice is not None
    ),
    lambda found: SessionOptions(**found.values),
)
_LINES = lines_with_waits(SESSION_LINE, Ms(0), of_session=True)
_OPENING = Record(
    "an opening, such as {say: Welcome.}",
    settings_of(Opening, say=_LINES),
    lambda found: Opening(**found.values),
)
_CLOSING = Record(
    "a closing, such as {say: Well done.}",
    settings_of(Closing, say=_LINES),
    lambda found: Closing(**found.values),
)
_ITEM = ItemKind()

_FILE = (
    *file_head("routine"),
    *settings_of(
        Routine,
        voice=VOICE,
        opening=_OPENING,
        closing=_CLOSING,
        items=ListOf(_ITEM, least=1, most=MOST_ITEMS),
    ),
)


def routine_schema() -> Schema:
    """The JSON Schema of a routine file; items are a definition, as groups hold items."""
    schema = Record("a routine", _FILE, lambda found: found).schema()
    schema["properties"]["items"]["items"] = {"$ref": "#/$defs/item"}
    return {**schema, "$defs": {"item": _ITEM.schema()}}


def routine_record(id: str) -> Record[Routine]:
    """The kind of a routine file with that id."""

    def build(found: Found) -> Routine | None:
        before = found.reading.errors
        values = check_head(found, id)
        routine = Routine(**values, id=id, place=found.place, places=found.places)
        _check_fill(routine, found)
        for step in steps_without_time(routine.items):
            found.reading.problem(
                step.places["step"],
                "nothing says how long the repetitions take",
                _time_hint(step),
            )
        return routine if found.reading.errors == before else None

    return Record("a routine", _FILE, build)


def _time_hint(step: Step) -> str:
    """How one says how long a step takes that has times, or a ladder without units."""
    if not step.ladder:
        return "add  takes: 3 s, or  until: ready, about: 2 min, or a group with  every: 1 min"
    in_seconds = f"ladder: [{', '.join(f'{rung.low} s' for rung in step.ladder)}]"
    if step.count is not None or step.bell:
        return f"for seconds write  {in_seconds}"
    return f"for seconds write  {in_seconds}; for times add  takes: 3 s"


def _check_fill(routine: Routine, found: Found) -> None:
    fills = [
        item for item in leaves(routine.items) if isinstance(item, Rest) and item.length_ms is None
    ]
    for extra in fills[1:]:
        found.reading.problem(
            extra.place, "a second 'rest: fill'", "keep one, and give the other a time"
        )
    if fills and routine.length_ms is None:
        found.reading.problem(
            fills[0].place, "'rest: fill' needs the routine's length", "add  length: 10 min"
        )
    for item in grouped(routine.items):
        if isinstance(item, Rest) and item.length_ms is None:
            found.reading.problem(
                item.place, "'rest: fill' cannot be inside a group", "move it out"
            )
