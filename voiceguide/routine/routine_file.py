"""The routine file: its settings and items, and what they must agree on among themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voiceguide.routine.document import Items, Node, Text
from voiceguide.routine.kinds import (
    NEEDED,
    AmountOf,
    AnyText,
    Choice,
    Found,
    Id,
    Kind,
    Line,
    ListOf,
    OrWord,
    Reading,
    Record,
    Setting,
    Time,
    Whole,
    YesNo,
)
from voiceguide.routine.model import (
    Ask,
    Do,
    GiveAdvice,
    Group,
    Item,
    Rest,
    Routine,
    SayItem,
    Step,
    VoiceSettings,
)
from voiceguide.routine.settings_of import (
    HOLD,
    LIMITS,
    LINE,
    LONGEST_SESSION_MS,
    PAUSE,
    REPEAT_FOR,
    REPS,
    SESSION_LINE,
    SETS,
    SIDES,
    TAKES,
    check_head,
    file_head,
    lines_with_waits,
    sides_of,
)
from voiceguide.units import Ms

LEVELS = ("gentle", "steady", "strong")
MOST_ITEMS = 1000
MOST_GROUP_DEPTH = 3
_WAITS = ("ready", "time")
_FILL = "fill"


class _OneOrMoreLines:
    """A line, or a list of them."""

    expects = "a line of text, or a list of them"

    def __init__(self, line: Line) -> None:
        self._lines = ListOf(line, single=True, least=1, most=20)

    def read(self, node: Node, reading: Reading) -> tuple[str, ...] | None:
        return self._lines.read(node, reading)


_ITEM_SETTINGS: dict[str, tuple[Setting, ...]] = {
    "do": (
        Setting("do", Id(), NEEDED),
        Setting("sets", SETS),
        Setting("reps", REPS),
        Setting("hold", HOLD),
        Setting("repeat_for", REPEAT_FOR),
        Setting("rest", PAUSE, None, "rest_ms"),
        Setting("level", Choice(LEVELS)),
        Setting("sides", SIDES, {}),
        Setting("version", Id()),
        Setting("before", LINE),
        Setting("after", LINE),
        Setting("why_less", AnyText()),
        Setting("optional", YesNo(), False),
        Setting("wait", Choice(_WAITS)),
    ),
    "step": (
        Setting("step", SESSION_LINE, NEEDED, "name"),
        Setting("for", AmountOf(("time",), LIMITS), None, "length"),
        Setting("reps", REPS),
        Setting("takes", TAKES, None, "takes_ms"),
        Setting("say", _OneOrMoreLines(LINE), ()),
        Setting("sides", SIDES),
        Setting("each_side", YesNo(), False),
        Setting("position", Id()),
        Setting("count", Choice(("ends", "silent"))),
        Setting("sets", SETS),
        Setting("rest", PAUSE, None, "rest_ms"),
        Setting("optional", YesNo(), False),
        Setting("wait", Choice(_WAITS)),
    ),
    "rest": (
        Setting("rest", OrWord(_FILL, _FILL, Time(high_ms=1_800_000)), NEEDED, "length_ms"),
        Setting("say", _OneOrMoreLines(SESSION_LINE), ()),
        Setting("position", Id()),
        Setting("optional", YesNo(), False),
    ),
    "note": (Setting("note", SESSION_LINE, NEEDED),),
    "advice": (
        Setting("advice", Id(), NEEDED),
        Setting("show_instead", YesNo(), True),
    ),
    "ask": (Setting("ask", Choice(("pain",)), NEEDED),),
}


def _build_do(found: Found) -> Do:
    return Do(**found.values, place=found.place, places=found.places)


def _build_step(found: Found) -> Step | None:
    values = dict(found.values)
    if (values["length"] is None) == (values["reps"] is None):
        found.problem("step", "a step has either 'for' (a time) or 'reps'", "add  for: 30 s")
        return None
    if (values["reps"] is None) != (values["takes_ms"] is None):
        found.problem("step", "'reps' and 'takes' go together", "write  reps: 10  and  takes: 3 s")
        return None
    each_side = values.pop("each_side")
    written = dict(values.pop("sides") or {})
    if each_side:
        written.setdefault("order", "one-then-other")
    values["sides"] = sides_of(written)
    return Step(**values, place=found.place, places=found.places)


def _build_rest(found: Found) -> Rest:
    length = found.values["length_ms"]
    values = found.values | {"length_ms": None if length == _FILL else length}
    return Rest(**values, place=found.place, places=found.places)


_ITEM_RECORDS: dict[str, Record[Any]] = {
    "do": Record("an exercise", _ITEM_SETTINGS["do"], _build_do),
    "step": Record("a step", _ITEM_SETTINGS["step"], _build_step),
    "rest": Record("a rest", _ITEM_SETTINGS["rest"], _build_rest),
    "note": Record("a note", _ITEM_SETTINGS["note"], lambda f: SayItem(f.values["note"], f.place)),
    "advice": Record(
        "an advice", _ITEM_SETTINGS["advice"], lambda f: GiveAdvice(**f.values, place=f.place)
    ),
    "ask": Record("a question", _ITEM_SETTINGS["ask"], lambda f: Ask(f.values["ask"], f.place)),
}

ITEM_NAMES = (*_ITEM_RECORDS, "group")


class _ItemKind:
    """One item of a routine: an id, or settings of which exactly one says what it is."""

    expects = "an exercise's id, or one of " + ", ".join(ITEM_NAMES)

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth

    def read(self, node: Node, reading: Reading) -> Item | None:
        if isinstance(node, Text):
            id = Id().read(node, reading)
            return None if id is None else Do(id, node.place)
        if isinstance(node, Items):
            reading.problem(node.place, f"expected {self.expects}", "take out one of the dashes")
            return None
        kinds = [name for name in ITEM_NAMES if name in node.entries]
        if {"step", "do", "group"} & set(kinds):  # all of them have a setting called rest
            kinds = [kind for kind in kinds if kind != "rest"]
        if len(kinds) != 1:
            said = " and ".join(kinds) if kinds else "none of them"
            reading.problem(
                node.place,
                f"an item is exactly one of {', '.join(ITEM_NAMES)}, here {said}",
                "begin each item with a dash of its own" if kinds else "begin it with  - do: ",
            )
            return None
        if kinds[0] == "group":
            return self._group().read(node, reading)
        item: Item | None = _ITEM_RECORDS[kinds[0]].read(node, reading)
        return item

    def _group(self) -> Record[Group]:
        def build(found: Found) -> Group | None:
            if self.depth >= MOST_GROUP_DEPTH:
                found.problem("group", f"groups are nested too deeply; at most {MOST_GROUP_DEPTH}")
                return None
            return Group(**found.values, place=found.place)

        # Past the depth that is allowed the items are not read, so that reading ends.
        inner: Kind[Any] = (
            ListOf(_ItemKind(self.depth + 1), least=1, most=MOST_ITEMS)
            if self.depth < MOST_GROUP_DEPTH
            else _Anything()
        )
        return Record(
            "a group",
            (
                Setting("group", SESSION_LINE, NEEDED, "name"),
                Setting("rounds", Whole(1, 50), 1),
                Setting("rest", PAUSE, None, "rest_ms"),
                Setting("items", inner, NEEDED),
            ),
            build,
        )


class _Anything:
    expects = "anything"

    def read(self, node: Node, reading: Reading) -> tuple[()]:
        return ()


_VOICE = Record(
    "voice settings",
    (
        Setting("detail", Choice(("full", "normal", "brief"))),
        Setting("pace", Choice(("calm", "normal", "brisk"))),
        Setting("countdown", Choice(("tones", "voice", "soft", "none"))),
        Setting("encourage", Choice(("none", "rarely", "normal"))),
        Setting("cues", Choice(("fade", "every"))),
        Setting("breath_in", Time(1000, 20_000), Ms(3000), "breath_in_ms"),
        Setting("breath_out", Time(1000, 20_000), Ms(4000), "breath_out_ms"),
    ),
    lambda found: VoiceSettings(**found.values),
)
_OPENING = Record(
    "an opening",
    (
        Setting("say", lines_with_waits(SESSION_LINE, Ms(0)), ()),
        Setting("safety", Choice(("full", "short", "none")), "short"),
    ),
    lambda found: found.values,
)
_CLOSING = Record(
    "a closing",
    (Setting("say", lines_with_waits(SESSION_LINE, Ms(0)), ()),),
    lambda found: found.values,
)
_LANGUAGE = AnyText("a language such as 'en'")

_FILE = (
    *file_head("routine"),
    Setting("name", SESSION_LINE, NEEDED),
    Setting("about", AnyText()),
    Setting("level", Choice(LEVELS)),
    Setting("length", Time(10_000, LONGEST_SESSION_MS), None, "length_ms"),
    Setting("language", _LANGUAGE, "en"),
    Setting("days_between", Whole(0, 30), 0),
    Setting("voice", _VOICE, VoiceSettings()),
    Setting("starts", Id(), "standing"),
    Setting("opening", _OPENING, None),
    Setting("closing", _CLOSING, None),
    Setting("wait", Choice(_WAITS), "time"),
    Setting("items", ListOf(_ItemKind(), least=1, most=MOST_ITEMS), NEEDED),
)


def routine_record(id: str) -> Record[Routine]:
    """The kind of a routine file with that id."""

    def build(found: Found) -> Routine | None:
        before = found.reading.errors
        values = check_head(found, id)
        opening: dict[str, Any] = values.pop("opening") or {"say": (), "safety": "short"}
        closing: dict[str, Any] = values.pop("closing") or {"say": ()}
        routine = Routine(
            **values,
            id=id,
            opening=opening["say"],
            safety=opening["safety"],
            closing=closing["say"],
            place=found.place,
            places=found.places,
        )
        _check_fill(routine, found)
        return routine if found.reading.errors == before else None

    return Record("a routine", _FILE, build)


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


def leaves(items: tuple[Item, ...]) -> Iterator[Item]:
    """The items in their flattened order, those of groups once."""
    for item in items:
        if isinstance(item, Group):
            yield from leaves(item.items)
        else:
            yield item


def grouped(items: tuple[Item, ...]) -> Iterator[Item]:
    """The items that are inside groups."""
    for item in items:
        if isinstance(item, Group):
            yield from leaves(item.items)
