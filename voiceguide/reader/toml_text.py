"""TOML that people write: what is wrong with it, and the place of every setting in it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from voiceguide.errors import BadFiles, Place, Problem


def read_toml(text: str, file: str) -> dict[str, Any]:
    """The settings in a text; `file` is its name in problems. Raises BadFiles."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFiles([_syntax_problem(error, text, file)]) from None
    except RecursionError:
        deep = Problem(Place(file, 1, 1), "this is nested too deeply", "settings are plain values")
        raise BadFiles([deep]) from None
    except ValueError:  # a number of more digits than Python reads
        long = Problem(Place(file, 1, 1), "a number in it is too long", "write a smaller one")
        raise BadFiles([long]) from None


def as_written(value: object) -> str:
    """A value much as the person wrote it, on one short line, safe for a terminal."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "a table"
        case list():
            return "a list"
        case str() if len(value) > 40:
            return f"{value[:40]!r} and so on"
        case int() if abs(value) >= 10**20:  # Python does not write the longest ones at all
            return "a number so large"
        case str() | int() | float():
            return repr(value)
        case _:  # a date or a time
            return str(value)


def setting_at_line_start(name: str) -> re.Pattern[str]:
    """Finds where a setting, or a table of this name, is written."""
    bare = re.escape(name)
    return re.compile(rf"""^[ \t]*(?:\[+[ \t]*)?(?P<name>["']?{bare}["']?)[ \t]*[.=\]]""", re.M)


def place_of_setting(name: str, text: str, file: str) -> Place:
    """Where a setting is written; tomllib keeps no places, and settings stand at a line's start."""
    found = setting_at_line_start(name).search(text)
    if not found:
        return Place(file, 1, 1)
    begin = found.start("name")
    return Place(file, text.count("\n", 0, begin) + 1, begin - text.rfind("\n", 0, begin))


def place_in_table(table: Place, key: str, text: str) -> Place:
    """Where an entry of a table is written; that of the table where it is not found."""
    forms = (f'"{key}"', f"'{key}'", *([key] if key else ()))
    rows = text.split("\n")
    for number, row in enumerate(rows[table.line - 1 :], table.line):
        for form in forms:
            before, found, after = row.partition(form)
            if found and after.lstrip().startswith("=") and not before[-1:].isalnum():
                return Place(table.file, number, len(before) + 1)
    return table


_TWICE = re.compile(r"cannot (?:overwrite a value|declare .* twice)")
_NAMED = re.compile(r"""[ \t]*(?:\[+[ \t]*)?["']?(?P<name>[^"'=\[\]#\s]+)["']?[ \t]*[=\]]""")


def _repeated(text: str, line: int, file: str) -> Problem | None:
    """A setting that stands twice, the second time in or above a line."""
    rows = text.split("\n")
    for number in range(min(line, len(rows)), 0, -1):
        found = _NAMED.match(rows[number - 1])
        if found and found["name"].isprintable():
            place = Place(file, number, found.start("name") + 1)
            hint = "keep one of the two, and take the other out"
            return Problem(place, f"'{found['name'][:40]}' stands here for the second time", hint)
    return None


def _syntax_problem(error: tomllib.TOMLDecodeError, text: str, file: str) -> Problem:
    """What tomllib says, apart from its place, which only Python 3.14 tells as a number."""
    said = str(error)
    at = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    if line is not None and column is not None:
        place = Place(file, line, column)
    elif at:
        place = Place(file, int(at[1]), int(at[2]))
    else:
        place = Place(file, max(1, len(text.splitlines())), 1)
    message = getattr(error, "msg", re.sub(r" \(at [^()]*\)$", "", said))
    message = f"{message[:1].lower()}{message[1:]}"
    if _TWICE.match(message) and (repeated := _repeated(text, place.line, file)):
        return repeated
    return Problem(place, message, 'settings are written NAME = "value" or NAME = 100')
