"""The items of a routine: exercises, steps, rests, notes, advice, questions and groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.document import Map, Node, Text
from voiceguide.reader.kinds import MARKER, POSITION, AnyText, Choice, Id, Whole, YesNo
from voiceguide.reader.reading import Kind, Reading, Schema, shortened
from voiceguide.reader.records import NEEDED, Found, ListOf, OrWord, Record, Setting
from voiceguide.routine.model import (
    Ask,
    Do,
    GiveAdvice,
    Group,
    Item,
    Rest,
    SayItem,
    Step,
)
from voiceguide.routine.shared_kinds import (
    CONDITIONS,
    COUNT,
    HOLD,
    LINE,
    PAUSE,
    REPEAT_FOR,
    REPS,
    SESSION_LINE,
    SETS,
    SIDES,
    TAKES,
    THINGS,
    one_or_more,
    sides_of,
)

LEVELS = ("gentle", "steady", "strong")
MOST_ITEMS = 1000
MOST_GROUP_DEPTH = 3
WAITS = ("ready", "time")
_FILL = "fill"


LEVEL = Choice(LEVELS)
_OPTIONAL = Setting(
    "optional", YesNo(), False, about="May be left out where there is too little time (false)."
)
_WAIT = Setting("wait", Choice(WAITS), about="ready: begins when the person says so.")

_ITEM_SETTINGS: dict[str, tuple[Setting, ...]] = {
    "do": (
        Setting("do", Id("an exercise's id"), NEEDED, about="The exercise's id."),
        Setting("sets", SETS, about="Sets on each side, instead of the exercise's."),
        Setting("reps", REPS, about="Times in each set, on each side."),
        Setting("hold", HOLD, about="The length of its holds."),
        Setting("repeat_for", REPEAT_FOR, about="Instead of reps: whole reps for this time."),
        Setting("rest", PAUSE, None, "rest_ms", "Between sets of the same side."),
        Setting("level", LEVEL, about="The level of this item."),
        Setting("sides", SIDES, {}, about="What is different about its sides."),
        Setting("version", Id(), about="The id of an easier or harder version."),
        Setting("before", LINE, about="Said before it starts."),
        Setting("after", LINE, about="Said after it."),
        Setting("why_less", AnyText(), about="Why less than the exercise's range is right."),
        _OPTIONAL,
        _WAIT,
    ),
    "step": (
        Setting("step", SESSION_LINE, NEEDED, "name", "What the coach calls it."),
        Setting("for", HOLD, None, "length", "How long it is held."),
        Setting("reps", REPS, about="How often; then 'takes' says how long each takes."),
        Setting("takes", TAKES, None, "takes_ms", "How long one rep takes."),
        Setting("say", one_or_more(LINE), (), about="Said before it starts."),
        Setting("sides", SIDES, about="How left and right take turns."),
        Setting("each_side", YesNo(), False, about="First left, then right, each in full."),
        Setting("position", POSITION, about="The start position's id; else the one written last."),
        Setting("count", COUNT, about="ends: tones at its end. silent: none."),
        Setting("bell", YesNo(), False, about="A bell begins and ends it, in place of tones."),
        Setting("sets", SETS, about="Sets on each side (1)."),
        Setting("rest", PAUSE, None, "rest_ms", "Between sets of the same side."),
        Setting("avoid_if", CONDITIONS, about="Conditions with which it is left out."),
        Setting("ask_first_if", CONDITIONS, about="Conditions that need a professional's yes."),
        Setting("needs", THINGS, (), about="The things that it needs."),
        _OPTIONAL,
        _WAIT,
    ),
    "rest": (
        Setting(
            "rest",
            OrWord(_FILL, Time(high_ms=1_800_000)),
            NEEDED,
            "length_ms",
            "A time, or 'fill': as much as the routine's length leaves.",
        ),
        Setting("say", one_or_more(SESSION_LINE), (), about="Said as the rest begins."),
        Setting("position", POSITION, about="The position to rest in."),
        _OPTIONAL,
    ),
    "note": (Setting("note", SESSION_LINE, NEEDED, about="A line spoken here."),),
    "advice": (
        Setting("advice", Id("an advice's id"), NEEDED, about="The advice's id."),
        Setting("show_instead", YesNo(), True, about="Whether its better way is said (true)."),
    ),
    "ask": (Setting("ask", Choice(("pain",)), NEEDED, about="Asks how the pain is."),),
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
    written: dict[str, Any] = dict(values.pop("sides") or {})
    if each_side:
        if written.get("order", "one-then-other") != "one-then-other" or "only" in written:
            found.problem(
                "each_side", "'each_side' and 'sides' do not agree", "leave 'each_side' out"
            )
            return None
        written["order"] = "one-then-other"
    elif written and "order" not in written:
        found.problem("sides", "the sides have no order", "add  order: one-then-other")
        return None
    values["sides"] = sides_of(written)
    if values["sides"].order == "none" and any(MARKER.search(line) for line in values["say"]):
        found.problem("say", "a line names a side, but the step has none", "add  each_side: true")
        return None
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


class ItemKind:
    """One item of a routine: an id, or settings of which exactly one says what it is."""

    expects = f"an exercise's id, or settings with one of {', '.join(ITEM_NAMES)}"

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth

    def read(self, node: Node, reading: Reading) -> Item | None:
        if isinstance(node, Text):
            id = Id("an exercise's id").read(node, reading)
            return None if id is None else Do(id, node.place)
        if not isinstance(node, Map):
            reading.problem(node.place, f"expected {self.expects}", "take out one of the dashes")
            return None
        kinds = [name for name in ITEM_NAMES if name in node.entries]
        if kinds and kinds != ["rest"]:  # others have a setting called rest
            kinds = [kind for kind in kinds if kind != "rest"]
        if len(kinds) != 1:
            said = " and ".join(kinds) if kinds else f"only {', '.join(node.entries) or 'nothing'}"
            reading.problem(
                node.place,
                f"an item is exactly one of {', '.join(ITEM_NAMES)}, here {shortened(said)}",
                "begin each item with a dash of its own"
                if kinds
                else "begin it with  - do: and an exercise's id, or  - step: and a name",
            )
            return None
        if kinds[0] == "group":
            return self._group().read(node, reading)
        item: Item | None = _ITEM_RECORDS[kinds[0]].read(node, reading)
        return item

    def schema(self) -> Schema:
        forms = [
            Id().schema(),
            *(record.schema() for record in _ITEM_RECORDS.values()),
            self._group().schema(),
        ]
        return {"anyOf": forms}

    def _group(self) -> Record[Group]:
        # Past the depth that is allowed the items are not read, so that reading ends.
        inner: Kind[Any] = (
            ListOf(_InnerItemKind(self.depth + 1), least=1, most=MOST_ITEMS)
            if self.depth < MOST_GROUP_DEPTH
            else _TooDeep()
        )
        return Record(
            "a group",
            (
                Setting("group", SESSION_LINE, NEEDED, "name", "What the coach calls it."),
                Setting("rounds", Whole(1, 50), 1, about="How often all of it is done (1)."),
                Setting("rest", PAUSE, None, "rest_ms", "Between the rounds."),
                Setting("items", inner, NEEDED, about="The items of one round."),
            ),
            lambda found: Group(**found.values, place=found.place),
        )


class _InnerItemKind(ItemKind):
    """An item of a group, whose schema is the one of all items."""

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/item"}


class _TooDeep:
    """The items of a group that is nested too deeply."""

    expects = f"no deeper group: at most {MOST_GROUP_DEPTH} inside each other"

    def read(self, node: Node, reading: Reading) -> None:
        reading.problem(
            node.place,
            f"groups are nested too deeply; at most {MOST_GROUP_DEPTH}",
            "take a group apart",
        )

    def schema(self) -> Schema:
        return {}


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
