"""Names in a file that is broken elsewhere: do exercises, positions and things of them exist?

A file without errors is checked by `checking`; this finds unknown names beside its errors,
so that both can be mended at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

from voiceguide.errors import Place, Problem, UsageError, did_you_mean
from voiceguide.reader.document import Items, Map, Node, Text
from voiceguide.reader.kinds import ID, id_of_words
from voiceguide.routine.routine_files import FileKind

TableName = Literal["position", "thing", "condition"]

_FILES: dict[str, FileKind] = {
    "do": "exercise",
    "swap": "exercise",
    "instead": "exercise",
    "advice": "advice",
}
_TABLES: dict[str, TableName] = {
    "starts": "position",
    "position": "position",
    "needs": "thing",
    "helps": "thing",
    "only_with": "thing",
    "avoid_if": "condition",
    "ask_first_if": "condition",
    "use_if": "condition",
}


class Knows(Protocol):
    """A library, as far as names go."""

    def has(self, kind: FileKind, id: str) -> bool:
        """Whether there is a file of that kind and id."""

    def unknown(self, kind: FileKind, id: str) -> UsageError:
        """What to say of an id that is not there."""

    def unknown_in_table(self, what: TableName, id: str) -> UsageError | None:
        """What to say of an id that is in no single file, or None where it is."""


def unknown_names(node: Node | None, library: Knows) -> Iterator[Problem]:
    """A problem for each name in the tree that the library does not know."""
    if not isinstance(node, Map):
        return
    for name, entry in node.entries.items():
        values = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
        for value in values:
            if isinstance(value, Text):
                yield from _unknown("do" if name == "items" else name, value, library)
            else:
                yield from unknown_names(value, library)


def _unknown(name: str, value: Text, library: Knows) -> Iterator[Problem]:
    id = value.text.strip()
    if not ID.fullmatch(id_of_words(id)):
        return  # reading has said so
    error: UsageError | None = None
    if (kind := _FILES.get(name)) and ID.fullmatch(id) and not library.has(kind, id):
        error = library.unknown(kind, id)
    elif table := _TABLES.get(name):
        error = library.unknown_in_table(table, id)
    if error is not None:
        yield problem_of(error, value.place)


def meant(text: str, known: Iterable[str]) -> str:
    """What to write in place of a name or of words: what has the most words of it, or is close."""
    words = set(re.findall(r"[a-z]+", text.lower())) - {"and"}
    shared = {id: len(words & set(id.split("-"))) for id in sorted(known)}
    most = max(shared.values(), default=0)
    if not most or len(words) == 1:
        return did_you_mean(text.lower(), shared) or f"known: {', '.join(shared)}"
    *close, last = (repr(id) for id in shared if shared[id] == most)
    return f"did you mean {', '.join(close)}{' or ' if close else ''}{last}?"


def problem_of(error: UsageError, place: Place) -> Problem:
    """The same said about a place in a file."""
    return Problem(place, error.message, error.hint)
