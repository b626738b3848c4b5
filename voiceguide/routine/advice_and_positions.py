"""Advice, and files of which there is one: positions, equipment and habits."""

from __future__ import annotations

from collections.abc import Mapping

from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.kinds import Choice, Id
from voiceguide.reader.records import NEEDED, Found, Record, Setting, TableOf, settings_of
from voiceguide.routine.figure_kinds import FIGURE
from voiceguide.routine.model import POSITION_GROUPS, Advice, GroupConditions, Position, Positions
from voiceguide.routine.shared_kinds import (
    LINE,
    SESSION_LINE,
    check_head,
    file_head,
)
from voiceguide.structs import replace

LYING = ("side", "back", "front")
UP = ("stand", "chair")


def advice_record(id: str) -> Record[Advice]:
    """The kind of an advice file with that id."""

    def build(found: Found) -> Advice | None:
        before = found.reading.errors
        values = check_head(found, id)
        written = "instead" if values["instead"] is not None else "instead_say"
        if (values["instead"] is None) != (values["instead_say"] is None):
            found.problem(written, "'instead' and 'instead_say' go together", "write both")
        advice = Advice(**values, id=id, place=found.place, places=found.places)
        return advice if found.reading.errors == before else None

    return Record("an advice", (*file_head("advice"), *settings_of(Advice)), build)


def _position(found: Found) -> dict[str, object] | None:
    """The settings of a position; those of one that tires go together."""
    if (found.values["rest_in"] is None) != (found.values["leave"] is None):
        written = "leave" if found.values["leave"] is not None else "rest_in"
        found.problem(
            written, "'rest_in' and 'leave' go together", "write where to rest, and the line for it"
        )
        return None
    for name in ("again", "takes"):
        if found.values["rest_in"] is None and name in found.places:
            found.problem(name, f"'{name}' is for positions with 'rest_in'", "write both, or none")
            return None
    return found.values


_POSITION = Record("a position", settings_of(Position, figure=FIGURE), _position)
_TIMES = TableOf(
    Choice(POSITION_GROUPS),
    TableOf(Choice(POSITION_GROUPS), Time(high_ms=120_000), "a time for each group"),
    "a table of times",
)
_LEAVING_LINES = ("lying-to-up", "side-to-up", "front-to-up", "floor-to-stand", "up-to-floor")
_LEAVING = TableOf(Choice(_LEAVING_LINES), LINE, "the lines of leaving")
_CONDITIONS = Record(
    "conditions",
    settings_of(GroupConditions),
    lambda found: GroupConditions(**found.values, place=found.place),
)
_POSITIONS_HEAD = (
    *file_head("positions"),
    Setting("positions", TableOf(Id(), _POSITION, "positions"), NEEDED),
)
_SAME = Setting("same_position", Time(zero=True))
_BY_GROUP = Setting(
    "group_conditions", TableOf(Choice(POSITION_GROUPS), _CONDITIONS, "conditions"), {}
)


def _positions(found: Found) -> Positions | None:
    values = found.values
    for name in _LEAVING_LINES:
        if name not in values["leaving"]:
            found.problem("leaving", f"'{name}' is missing", "add the line")
            return None
    for row in POSITION_GROUPS:
        for column in POSITION_GROUPS:
            if column not in values["change_time"].get(row, {}):
                found.problem(
                    "change_time", f"no time from {row} to {column}", "add it to the table"
                )
                return None
    return _own_positions(found)


def _own_positions(found: Found) -> Positions:
    values = found.values
    return Positions(
        positions={id: Position(id, **value) for id, value in values["positions"].items()},
        leaving=values["leaving"],
        change_ms=values["change_time"],
        group_conditions=values["group_conditions"],
    )


POSITIONS: Record[Positions] = Record(
    "the positions",
    (
        *_POSITIONS_HEAD,
        Setting("leaving", _LEAVING, NEEDED),
        Setting("change_time", _TIMES, NEEDED),
        _SAME,
        _BY_GROUP,
    ),
    _positions,
)
OWN_POSITIONS: Record[Positions] = Record(
    "the positions",
    (
        *_POSITIONS_HEAD,
        Setting("leaving", _LEAVING, {}),
        Setting("change_time", _TIMES, {}),
        _SAME,
        _BY_GROUP,
    ),
    _own_positions,
)
"""A person's own file: positions beside the built-in ones, and what else it writes."""


def with_own_positions(positions: Positions, own: Positions) -> Positions:
    """The own ones win; conditions of groups are only ever added."""
    change_ms = {
        row: {**times, **own.change_ms.get(row, {})} for row, times in positions.change_ms.items()
    }
    return replace(
        positions,
        positions={**positions.positions, **own.positions},
        leaving={**positions.leaving, **own.leaving},
        change_ms=change_ms,
        group_conditions=_more_conditions(positions.group_conditions, own.group_conditions),
    )


def _more_conditions(
    conditions: Mapping[str, GroupConditions], own: Mapping[str, GroupConditions]
) -> dict[str, GroupConditions]:
    none = GroupConditions()
    both = {}
    for group in (*conditions, *(group for group in own if group not in conditions)):
        old, new = conditions.get(group, none), own.get(group, none)
        both[group] = GroupConditions(
            tuple(dict.fromkeys((*old.avoid_if, *new.avoid_if))),
            tuple(dict.fromkeys((*old.ask_first_if, *new.ask_first_if))),
            new.place if group in own else old.place,
        )
    return both


_THING: Record[str] = Record(
    "a thing, such as {say: a mat}",
    (Setting("say", SESSION_LINE, NEEDED, about="What the coach calls it."),),
    lambda found: str(found.values["say"]),
)
EQUIPMENT: Record[dict[str, str]] = Record(
    "the equipment",
    (
        *file_head("equipment"),
        Setting("equipment", TableOf(Id(), _THING, "things, such as  mat: {say: a mat}"), NEEDED),
    ),
    lambda found: dict(found.values["equipment"]),
)
