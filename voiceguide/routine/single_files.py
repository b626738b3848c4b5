"""Advice, and the files of which there is one: positions, equipment and safety."""

from __future__ import annotations

from typing import Any

from voiceguide.routine.document import Map, Node
from voiceguide.routine.kinds import (
    NEEDED,
    AnyText,
    Choice,
    Found,
    Id,
    Line,
    ListOf,
    Reading,
    Record,
    Setting,
    TableOf,
    Time,
    Whole,
)
from voiceguide.routine.model import Advice, GroupConditions, Position, Positions, Safety
from voiceguide.routine.settings_of import IDS, LINE, SESSION_LINE, check_head, file_head

GROUPS = ("stand", "chair", "kneel", "sit", "side", "back")
LYING = ("side", "back")
UP = ("stand", "chair")


def advice_record(id: str) -> Record[Advice]:
    """The kind of an advice file with that id."""

    def build(found: Found) -> Advice | None:
        before = found.reading.errors
        values = check_head(found, id)
        if (values["instead"] is None) != (values["instead_say"] is None):
            found.problem("instead", "'instead' and 'instead_say' go together", "write both")
        advice = Advice(**values, id=id, place=found.place, places=found.places)
        return advice if found.reading.errors == before else None

    return Record(
        "an advice",
        (
            *file_head("advice"),
            Setting("name", SESSION_LINE, NEEDED),
            Setting("verdict", Choice(("do", "avoid")), NEEDED),
            Setting("say", ListOf(SESSION_LINE, single=True, least=1), NEEDED),
            Setting("short", SESSION_LINE, NEEDED),
            Setting("helps", IDS, ()),
            Setting("instead", Id()),
            Setting("instead_say", SESSION_LINE),
            Setting("from", AnyText(), None, "source"),
            Setting("notes", AnyText()),
        ),
        lambda found: build(_without(found, "notes")),
    )


def _without(found: Found, name: str) -> Found:
    values = {key: value for key, value in found.values.items() if key != name}
    return Found(found.place, found.places, values, found.reading)


_POSITION = Record(
    "a position",
    (Setting("group", Choice(GROUPS), NEEDED), Setting("arrive", LINE, NEEDED)),
    lambda found: found.values,
)
_TIMES = TableOf(TableOf(Time(high_ms=120_000)), "a table of times")
_LEAVING = Record(
    "the lines of leaving",
    tuple(
        Setting(name, LINE, NEEDED, name.replace("-", "_"))
        for name in ("lying-to-up", "floor-to-stand", "up-to-floor")
    ),
    lambda found: {name.replace("_", "-"): value for name, value in found.values.items()},
)
_CONDITIONS = Record(
    "conditions",
    (Setting("avoid_if", IDS, ()), Setting("ask_first_if", IDS, ())),
    lambda found: GroupConditions(**found.values),
)


def _positions(found: Found) -> Positions | None:
    values = found.values
    for row in GROUPS:
        for column in GROUPS:
            if column not in values["change_time"].get(row, {}):
                found.problem(
                    "change_time", f"no time from {row} to {column}", "add it to the table"
                )
                return None
    return Positions(
        positions={id: Position(id, **value) for id, value in values["positions"].items()},
        leaving=values["leaving"],
        change_ms=values["change_time"],
        group_conditions=values["group_conditions"],
    )


POSITIONS: Record[Positions] = Record(
    "the positions",
    (
        *file_head("positions"),
        Setting("positions", TableOf(_POSITION), NEEDED),
        Setting("leaving", _LEAVING, NEEDED),
        Setting("change_time", _TIMES, NEEDED),
        Setting("same_position", Time(zero=True)),
        Setting("group_conditions", TableOf(_CONDITIONS), {}),
    ),
    _positions,
)

EQUIPMENT: Record[dict[str, str]] = Record(
    "the equipment",
    (
        *file_head("equipment"),
        Setting(
            "equipment",
            TableOf(
                Record(
                    "a thing",
                    (Setting("say", Line(sides=False), NEEDED),),
                    lambda f: f.values["say"],
                )
            ),
            NEEDED,
        ),
    ),
    lambda found: found.values["equipment"],
)


class _Unread:
    """A part of a file that later parts of the program read."""

    expects = "anything"

    def read(self, node: Node, reading: Reading) -> Node:
        return node


_LINES = ListOf(SESSION_LINE, least=1)


class _Part:
    """Some settings of a mapping; the others are left to later parts of the program."""

    expects = "settings"

    def __init__(self, *settings: Setting) -> None:
        self._settings = settings

    def read(self, node: Node, reading: Reading) -> dict[str, Any] | None:
        others = (
            [
                Setting(name, _Unread())
                for name in node.entries
                if name not in {s.name for s in self._settings}
            ]
            if isinstance(node, Map)
            else []
        )
        record = Record("settings", (*self._settings, *others), lambda found: found.values)
        return record.read(node, reading)


def _safety(found: Found) -> Safety:
    gate, spoken = found.values["gate"], found.values["spoken"]
    return Safety(
        version=found.values["version"],
        full=spoken["full"],
        short=spoken["short"],
        statement=gate["statement"],
        red_flags=gate["red_flags"],
        urgent=gate["urgent"],
        advise=gate["advise"],
        conditions=found.values["conditions"],
    )


SAFETY: Record[Safety] = Record(
    "the safety words",
    (
        *file_head("safety"),
        Setting("version", Whole(1, 10_000), 1),
        Setting(
            "gate",
            _Part(
                Setting("statement", _LINES, NEEDED),
                Setting("red_flags", _LINES, NEEDED),
                Setting("urgent", SESSION_LINE, NEEDED),
                Setting("advise", SESSION_LINE, NEEDED),
            ),
            NEEDED,
        ),
        Setting("pain", _Unread()),
        Setting(
            "spoken",
            _Part(Setting("full", _LINES, NEEDED), Setting("short", _LINES, NEEDED)),
            NEEDED,
        ),
        Setting("rules", _Unread()),
        Setting("conditions", TableOf(AnyText()), NEEDED),
    ),
    _safety,
)
