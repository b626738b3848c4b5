"""One name, one thing: a class or a module that is called like another one is found here."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import voiceguide

ROOT = Path(voiceguide.__file__).parent

SAME_ON_PURPOSE = {
    "interface": "the protocol beside its implementations, in each room of those",
    "text": "lengths in words, and the export format of plain text",
    "phrases": "the room's central module",
    "person": "the room's central module",
}
"""Module names in several rooms, each with its reason."""


def classes() -> Iterator[tuple[str, str]]:
    """The name of every public class, and where it is."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, str(path.relative_to(ROOT))


def modules() -> Iterator[tuple[str, str]]:
    """The name of every module and room, and where it is."""
    for path in sorted(ROOT.rglob("*.py")):
        where = path.relative_to(ROOT)
        if where.parent == Path("cli/commands"):  # each is called as what a person types
            continue
        if where.name != "__init__.py":
            yield where.stem, str(where)
        elif path.parent != ROOT:
            yield where.parent.name, str(where.parent)


def doubles(named: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """The names that stand for several things, and where those are."""
    found = defaultdict(list)
    for name, where in named:
        found[name].append(where)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_a_class_name_means_one_thing() -> None:
    assert doubles(classes()) == {}


def test_a_module_name_means_one_thing() -> None:
    assert doubles(modules()).keys() == SAME_ON_PURPOSE.keys()
