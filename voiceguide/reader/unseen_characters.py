"""Characters that have no business in a routine file: tabs, and what nobody can see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from voiceguide.errors import Place, Problem

_JOINERS = "\u200c\u200d"
"""Emoji and some scripts are joined by them."""


def is_unseen(character: str) -> bool:
    """Controls, direction marks and other invisible characters; not the joiners of emoji."""
    if character.isprintable() or character in _JOINERS:
        return False
    category = unicodedata.category(character)
    if category == "Cn":  # emoji newer than this Python are unassigned here, yet seen
        return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return category != "Zs"


def unseen_problems(lines: Sequence[str], file: str) -> Iterator[Problem]:
    """Tabs, and what cannot be seen: the first of each line, which has no line end."""
    for number, line in enumerate(lines, 1):
        if line.isprintable():
            continue
        indent = len(line) - len(line.lstrip())
        for column, character in enumerate(line, 1):
            place = Place(file, number, column)
            if character == "\t":
                yield Problem(place, "a tab", "write spaces instead of tabs")
                break
            if character.isspace() and column <= indent and character != " ":
                yield Problem(
                    place,
                    f"a space of another kind in front of the line (U+{ord(character):04X})",
                    "write plain spaces",
                )
                break
            if is_unseen(character):
                yield unseen_problem(place, character)
                break


def unseen_problem(place: Place, character: str) -> Problem:
    """The refusal of an invisible character, for raw ones and for those written as escapes."""
    return Problem(
        place, f"a character that cannot be seen (U+{ord(character):04X})", "take it out"
    )


def without_unseen(line: str) -> str:
    """The line with plain spaces for others, and without what cannot be seen."""
    if line.isprintable():
        return line
    return "".join(
        " " if character.isspace() else "" if is_unseen(character) else character
        for character in line
    )
