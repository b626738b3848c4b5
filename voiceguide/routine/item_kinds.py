"""The items of a routine: exercises, steps, rests, notes, advice, questions and groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voiceguide.reader.amounts import Amount
from voiceguide.reader.document import Map, Node, Text
from voiceguide.reader.kinds import MARKER, Id
from voiceguide.reader.reading import Kind, Reading, Schema
from voiceguide.reader.records import Found, ListOf, Record, settings_of
from voiceguide.routine.exercise_kinds import GET_SET, SIDES
from voiceguide.routine.exercise_model import Sides
from voiceguide.routine.model import Ask, Do, GiveAdvice, Group, Item, Rest, SayItem, Step
from voiceguide.routine.rounds_in_time import check_pace
from voiceguide.routine.shared_kinds import FILL, MOST_SETS
from voiceguide.routine.tempo import PARTS
from voiceguide.routine.training_kinds import Intensity
from voiceguide.structs import replace
from voiceguide.text import shortened
from voiceguide.units import Ms

MOST_ITEMS = 1000
MOST_GROUP_DEPTH = 3


def _warn_of_unused_rest(found: Found) -> None:
    sets = found.values["sets"]
    if sets is not None and sets.high == 1 and found.values["rest_ms"] is not None:
        found.problem(
            "rest",
            "with one set there is no break, so this rest is never taken",
            "leave 'rest' out, or write more sets",
            "warning",
        )


def _check_loads(found: Found, most: int) -> None:
    """Report more loads than sets, of which there are `most` where the item does not say."""
    sets, loads = found.values["sets"], len(found.values["loads"])
    most = sets.high if sets is not None else most
    if loads > most:
        of_sets = "1 set" if most == 1 else f"{most} sets"
        found.problem("load", f"{loads} loads for {of_sets}", "write at most one for each set")


_OTHER_AMOUNTS = ("sets", "reps", "for", "hold", "repeat_for")


def _is_ladder_alone(found: Found) -> bool:
    """Report a ladder of several units or ranges, or one beside another amount."""
    ladder = found.values["ladder"]
    if not ladder:
        return True
    beside = [name for name in _OTHER_AMOUNTS if name in found.places]
    for name in beside:
        message = f"a ladder is its sets and what each of them has; '{name}' says it again"
        found.problem(name, message, f"leave '{name}' or 'ladder' out")
    if len({rung.unit for rung in ladder}) > 1:
        message = "the rungs of a ladder are all times, or all of one unit"
        found.problem("ladder", message, "write  ladder: [1, 2, 3, 2, 1]  or  [10 s, 20 s, 30 s]")
    elif not all(rung.is_exact for rung in ladder):
        found.problem("ladder", "a rung of a ladder is no range", "write one amount for each set")
    else:
        return not beside
    return False


def _build_do(found: Found) -> Do | None:
    if not _is_ladder_alone(found):
        return None
    _warn_of_unused_rest(found)
    _check_loads(found, len(found.values["ladder"]) or MOST_SETS)
    return Do(**found.values, place=found.place, places=found.places)


def _ends_when_ready(found: Found) -> bool:
    """Report 'until' without 'about', the reverse, and all times beside it."""
    ends = found.values["until"] is not None
    beside = [name for name in _OTHER_TIMES if ends and name in found.places]
    is_alone = ends == (found.values["about_ms"] is not None)
    if not is_alone:
        message = "'until: ready' and 'about' go together"
        hint = "write  until: ready  and  about: 5 min"
        found.problem("until" if ends else "about", message, hint)
    for name in beside:
        message = f"it lasts until the person is ready; '{name}' says how long"
        found.problem(name, message, f"leave '{name}' or 'until' out")
    return is_alone and not beside


_OTHER_TIMES = ("for", "takes", "tempo", "ladder", "count", "bell")


def _has_one_time(found: Found) -> bool:
    """Report repetitions with two times, and what belongs to a tempo where there is none."""
    values = found.values
    if values["tempo"] is not None and values["takes_ms"] is not None:
        message = "'takes' and 'tempo' both say how long a repetition takes"
        found.problem("takes", message, "keep one of them")
    elif "begins" in found.places and values["tempo"] is None:
        message = "'begins' says with which part a tempo begins, and there is none"
        found.problem("begins", message, "add  tempo: 3-1-3")
    else:
        return True
    return False


def _lines_of(values: dict[str, Any]) -> Iterator[str]:
    yield from values["say"]
    if values["get_set"] is not None:
        yield values["get_set"].say


def _build_step(found: Found) -> Step | None:
    values = dict(found.values)
    # All that is wrong is told at once.
    is_clear = (_is_ladder_alone(found), _ends_when_ready(found), _has_one_time(found))
    if not all(is_clear):
        return None
    if (ladder := values["ladder"]) and ladder[0].unit == "times":
        values["reps"] = found.values["reps"] = ladder[0]
    elif ladder:
        values["length"] = ladder[0]
    if ladder:
        values["sets"] = found.values["sets"] = Amount(len(ladder), len(ladder), "times")
    both = (values["length"] is None) == (values["reps"] is None)
    if both and values["until"] is None:
        found.problem("step", "a step has either 'for' (a time) or 'reps'", "add  for: 30 s")
        return None
    if values["tempo"] is not None and values["reps"] is None:
        found.problem("tempo", "a tempo is for repetitions", "write  reps: 8  in place of 'for'")
        return None
    if values["takes_ms"] is not None and values["reps"] is None:
        found.problem("step", "'reps' and 'takes' go together", "write  reps: 10  and  takes: 3 s")
        return None
    if (tempo := values["tempo"]) is not None:
        values["takes_ms"] = Ms(sum(map(tempo.of, PARTS)))
    each_side = values["each_side"]
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
    values["sides"] = Sides(**written)
    if values["sides"].order == "none" and any(map(MARKER.search, _lines_of(values))):
        found.problem("say", "a line names a side, but the step has none", "add  each_side: true")
        return None
    _warn_of_unused_rest(found)
    _check_loads(found, 1)
    return Step(**values, place=found.place, places=found.places)


def _build_group(found: Found) -> Group | None:
    group = Group(**found.values, place=found.place)
    check_pace(group, found)
    if group.intensity is not None:
        group = replace(group, items=_with_intensity(group.items, group.intensity))
    return group


def _with_intensity(items: tuple[Item, ...], intensity: Intensity) -> tuple[Item, ...]:
    """Items that are done as hard as their group, where they say nothing themselves."""
    return tuple(
        replace(item, intensity=intensity)
        if isinstance(item, Do | Step) and item.intensity is None
        else item
        for item in items
    )


def _build_rest(found: Found) -> Rest:
    length = found.values["length_ms"]
    values = found.values | {"length_ms": None if length == FILL else length}
    return Rest(**values, place=found.place, places=found.places)


_ITEM_RECORDS: dict[str, Record[Any]] = {
    "do": Record("an exercise", settings_of(Do, sides=SIDES, get_set=GET_SET), _build_do),
    "step": Record("a step", settings_of(Step, sides=SIDES, get_set=GET_SET), _build_step),
    "rest": Record("a rest", settings_of(Rest), _build_rest),
    "note": Record("a note", settings_of(SayItem), lambda f: SayItem(**f.values, place=f.place)),
    "advice": Record(
        "an advice", settings_of(GiveAdvice), lambda f: GiveAdvice(**f.values, place=f.place)
    ),
    "ask": Record("a question", settings_of(Ask), lambda f: Ask(**f.values, place=f.place)),
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
            return None if id is None else Do(do=id, place=node.place)
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
            settings_of(Group, items=inner),
            _build_group,
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
