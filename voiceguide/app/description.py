"""What `show` has to say of a thing, for people and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.routine.library import FileKind, Library

WIDTH_AT_MOST = 100
_LABEL = 13


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines for people, the same facts for programs, and messages beside them."""

    lines: tuple[str, ...]
    facts: dict[str, object]
    notes: tuple[str, ...] = ()


def width() -> int:
    """How many columns may be used."""
    import shutil

    return min(WIDTH_AT_MOST, shutil.get_terminal_size().columns)


def fact(label: str, text: str | None) -> Iterator[str]:
    """A labelled text, wrapped under itself; nothing for no text."""
    if text:
        head = f"{label}:" if label else ""
        yield from textwrap.wrap(
            text,
            max(40, width()),
            initial_indent=f"{head:<{_LABEL}}",
            subsequent_indent=" " * _LABEL,
            break_long_words=False,  # a path is copied whole
            break_on_hyphens=False,
        )


def facts_of(label: str, texts: Iterable[str]) -> Iterator[str]:
    """Several texts under one label, each on lines of its own."""
    for text in texts:
        yield from fact(label, text)
        label = ""


def paragraph(text: str | None) -> Iterator[str]:
    """A wrapped text; nothing for no text."""
    if text:
        yield from textwrap.wrap(text, max(40, width()))


def origin(kind: FileKind, id: str, library: Library) -> str:
    """Where a thing is written, in words."""
    found = library.find(kind, id)
    if found is None or found.built_in:
        return "built in"
    replaced = library.built_in / f"{kind}s".replace("advices", "advice") / f"{id}.yaml"
    return f"{found.path}{' (in place of the built-in one)' if replaced.is_file() else ''}"
