"""The safety words, and what a person's own file may add to them: red flags and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from voiceguide.errors import Place
from voiceguide.reader.document import Items, Lost, Map, Node, Text
from voiceguide.reader.kinds import AnyText, Id, Whole
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import NEEDED, Found, Record, Setting, TableOf
from voiceguide.routine.habits_file import (
    GATE_QUESTIONS,
    PAIN,
    RULES,
    gate_questions,
    pain_rules,
)
from voiceguide.routine.model import Safety
from voiceguide.routine.shared_kinds import SESSION_LINE, file_head
from voiceguide.routine.topics import TopicLine, topic_lines
from voiceguide.structs import replace
from voiceguide.text import shortened


class Unread:
    """A part of a file that other parts of the program read."""

    expects = "anything"

    def read(self, node: Node, reading: Reading) -> Node:  # noqa: ARG002  # a kind's signature
        """The node itself."""
        return node

    def schema(self) -> Schema:
        """Anything."""
        return {}


class _Part:
    """Some settings of a mapping; the others are left to other parts of the program."""

    expects = "settings"

    def __init__(self, *settings: Setting) -> None:
        self._settings = settings

    def read(self, node: Node, reading: Reading) -> dict[str, Any] | None:
        known = {setting.name for setting in self._settings}
        names = node.entries if isinstance(node, Map) else ()
        others = [Setting(name, Unread()) for name in names if name not in known]
        record: Record[dict[str, Any]] = Record(
            "settings", (*self._settings, *others), lambda found: found.values
        )
        return record.read(node, reading)

    def schema(self) -> Schema:
        return {"type": "object"}


_LINES = topic_lines()
_RED_FLAGS = topic_lines(named=True)
_CONDITIONS = TableOf(Id(), AnyText(), "conditions, such as  knee-pain: Knee pain when bending")


def _safety(found: Found) -> Safety | None:
    gate, spoken = found.values["gate"], found.values["spoken"]
    questions = gate_questions(found)
    if questions is None:
        return None
    return Safety(
        version=found.values["version"],
        full=spoken["full"],
        short=spoken["short"],
        statement=gate["statement"],
        red_flags=gate["red_flags"],
        urgent=gate["urgent"],
        easy_only=gate["easy_only"],
        advise=gate["advise"],
        conditions=found.values["conditions"],
        gate=questions,
        rules=pain_rules(found.values["pain"], found.values["rules"]),
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
                Setting("red_flags", _RED_FLAGS, NEEDED),
                Setting("urgent", SESSION_LINE, NEEDED),
                Setting("easy_only", SESSION_LINE, NEEDED),
                Setting("advise", SESSION_LINE, NEEDED),
                *GATE_QUESTIONS,
            ),
            NEEDED,
        ),
        Setting("pain", PAIN, NEEDED),
        Setting(
            "spoken",
            _Part(Setting("full", _LINES, NEEDED), Setting("short", _LINES, NEEDED)),
            NEEDED,
        ),
        Setting("rules", RULES, NEEDED),
        Setting("conditions", _CONDITIONS, NEEDED),
    ),
    _safety,
)

_ONLY_ADDS = "a safety file of your own can only add red flags and conditions"


class OwnSafety:
    """A person's safety file, read against the built-in one: adding only.

    It may be a copy of the built-in file with more in it, or hold only what it adds.
    """

    expects = "the safety words"

    def __init__(self, built_in: Safety, node: Map) -> None:
        self._built_in = built_in
        self._node = node

    def read(self, node: Node, reading: Reading) -> Safety | None:
        """The built-in safety words, and what the file adds."""
        if not isinstance(node, Map):
            reading.problem(node.place, "expected settings")
            return None
        before = reading.errors
        own = self._record().read(node, reading)
        if own is None:
            return None
        self._unchanged(node, self._node, reading, ("gate", "conditions", "version", "id"))
        gate, whole = node.entries.get("gate"), self._node.entries["gate"].value
        if gate is not None and isinstance(gate.value, Map) and isinstance(whole, Map):
            self._unchanged(gate.value, whole, reading, ("red_flags",))
        place = gate.place if gate else node.place
        flags: tuple[TopicLine, ...] = own["gate"]["red_flags"] if own["gate"] else ()
        self._red_flags(flags, place, reading)
        self._conditions(own["conditions"], node, reading)
        if reading.errors > before:
            return None
        return replace(
            self._built_in,
            version=max(self._built_in.version, own["version"]),
            red_flags=tuple(dict.fromkeys((*self._built_in.red_flags, *flags))),
            conditions={**own["conditions"], **self._built_in.conditions},
        )

    def schema(self) -> Schema:
        """That of its settings."""
        return self._record().schema()

    def _record(self) -> Record[dict[str, Any]]:
        head = (*file_head("safety"), Setting("version", Whole(1, 10_000), 1))
        gate = Setting("gate", _Part(Setting("red_flags", _RED_FLAGS, ())), None)
        parts = tuple(Setting(name, Unread()) for name in ("pain", "spoken", "rules"))
        conditions = Setting("conditions", _CONDITIONS, {})
        return Record("safety", (*head, gate, *parts, conditions), lambda found: found.values)

    def _unchanged(self, own: Map, built_in: Map, reading: Reading, free: tuple[str, ...]) -> None:
        for name, entry in own.entries.items():
            known = built_in.entries.get(name)
            if name in free or (known and _plain(entry.value) == _plain(known.value)):
                continue
            reading.problem(
                entry.place, f"'{shortened(name)}' is changed: {_ONLY_ADDS}", "take it out"
            )

    def _whole(
        self,
        what: str,
        own: Iterable[str],
        built_in: Iterable[str],
        place: Place,
        reading: Reading,
    ) -> None:
        """A copy of the built-in list must have all of it."""
        missing = [one for one in built_in if one not in set(own)]
        if missing and len(missing) < len(tuple(built_in)):
            reading.problem(
                place,
                f"the {what} '{shortened(missing[0])}' is taken out: {_ONLY_ADDS}",
                "put it back, or list only what you add",
            )

    def _red_flags(self, own: tuple[TopicLine, ...], place: Place, reading: Reading) -> None:
        known = {flag.key: flag for flag in self._built_in.red_flags}
        for flag in own:
            if known.get(flag.key, flag) != flag:
                reading.problem(
                    place,
                    f"the red flag '{shortened(flag.key)}' is changed: {_ONLY_ADDS}",
                    "give yours another id",
                )
                return
        keys = [flag.key for flag in own]
        self._whole("red flag", keys, known, place, reading)

    def _conditions(self, own: dict[str, str], node: Map, reading: Reading) -> None:
        entry = node.entries.get("conditions")
        if entry is None or not isinstance(entry.value, Map):
            return
        known = self._built_in.conditions
        self._whole("condition", own, known, entry.place, reading)
        for id, text in own.items():
            if known.get(id, text) != text:
                reading.problem(
                    entry.value.entries[id].place,
                    f"the condition '{id}' is changed: {_ONLY_ADDS}",
                    "give yours another id",
                )


def _plain(node: Node) -> object:
    """A node without its places."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    if isinstance(node, Lost):
        return None
    return {name: _plain(entry.value) for name, entry in node.entries.items()}
