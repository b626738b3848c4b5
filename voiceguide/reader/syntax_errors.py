"""The parser's complaints as a person would put them, and how reading can go on after them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec import Struct
from yaml.scanner import ScannerError

MOST_DEPTH = 16

SET_ASIDE = "\ue000"
"""Stands for a value that could not be read; no file can hold it, as it cannot be seen."""

FOR_QUOTES = "put the whole text in double quotes"


class Fault(Struct, frozen=True):
    """Where the grammar is broken, and the line that lets reading go on, or None."""

    line: int
    column: int
    message: str
    hint: str | None = None
    instead: str | None = None


class Opened(Struct, frozen=True):
    """A list or settings that the parser is inside of, from where it begins."""

    line: int
    column: int
    in_brackets: bool


_SETTING = re.compile(r"(?P<start>\s*(?:- +)*)(?P<name>[A-Za-z_][\w-]*):(?P<value>.*)")
_NO_SPACE = re.compile(r"\s*(?:- +)*[A-Za-z_]\w*:[^\s/].*")
_AFTER_A_FAULT = ("this line does not fit to the one above it", "mend that one first")
_ALONE = re.compile(r"\s*- +[^:]+")
_DASHES = re.compile(r"\s*(?:- +)*")


def set_aside(line: str) -> str:
    """The line made harmless; its setting is kept, so that nobody misses it."""
    match = _SETTING.match(line)
    start = f"{match['start']}{match['name']}: " if match else _DASHES.match(line)[0]  # type: ignore[index]  # matches the empty text too
    return f'{start}"{SET_ASIDE}"' if start.strip() else ""


def fault_of(error: yaml.YAMLError, lines: Sequence[str], around: Sequence[Opened]) -> Fault:
    """What is wrong in `lines` where the parser gave up; `around` is what it was inside of.

    Told from the text at the two places that the parser names, never from its words, which are
    not the same in libyaml and in Python, nor from one release to the next.
    """
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    scanning = isinstance(error, ScannerError)
    number, column = _inside(mark or context, lines)
    first, first_column = _inside(context or mark, lines)
    found, begun = _character(mark or context, lines), _character(context, lines)
    if deep := _too_deep(mark, number, around, lines):
        return deep
    if begun in _QUOTES and (quoted := _in_quotes(mark, (first, first_column), lines)):
        return quoted
    if found == ":" and scanning and context is None:
        return _colon(number, column, lines)
    if begun == "%" and scanning:
        return _one_line(first, first_column, "a text cannot begin with '%'", lines)
    at_once = (first, first_column) == (number, column)
    if found in _NEVER_FIRST and scanning and at_once:
        return _one_line(number, column, f"a text cannot begin with {found!r}", lines)
    for sign, line, at in ((begun, first, first_column), (found, number, column)):
        if sign in _NOT_ALLOWED:
            message, hint = _NOT_ALLOWED[sign]
            return _one_line(line, at, message, lines, hint)
    if found in _INDICATORS and scanning and context is None:
        return _one_line(number, column, "a text cannot begin with '-' or '?' and a space", lines)
    if scanning and (begun in _BLOCK_TEXTS or (found in _BLOCK_TEXTS and at_once)):
        message = "a text cannot begin with '|' or '>'"
        return _one_line(number, column, message, lines)
    if found == ":" and scanning and first == number:
        hint = "write  name: value"
        return _one_line(number, column, "a space is missing after the colon", lines, hint)
    if scanning and context is not None:
        return _no_colon(first, first_column, lines)
    if begun in _BRACKETS or (around and around[-1].in_brackets):
        return _bracket(first, first_column, lines)
    return _misfit(number, column, lines)


_QUOTES = ("'", '"')
_BRACKETS = ("[", "{")
_NEVER_FIRST = ("%", "@", "`")
_INDICATORS = ("-", "?")
_BLOCK_TEXTS = ("|", ">")

NO_ANCHORS = (
    "anchors and aliases (& and *) are not allowed",
    "a text that begins with & or * needs double quotes",
)
NO_TAGS = ("tags (!) are not allowed", "a text that begins with ! needs double quotes")
_NOT_ALLOWED = {"&": NO_ANCHORS, "*": NO_ANCHORS, "!": NO_TAGS}


def _inside(mark: yaml.Mark | None, lines: Sequence[str]) -> tuple[int, int]:
    """Line and column of a mark, moved back to the last line that holds anything."""
    if mark is None:
        return 1, 1
    line, column = min(mark.line + 1, len(lines)), mark.column + 1
    if mark.line + 1 > len(lines) or (line > 1 and not lines[line - 1].strip()):
        column = 1
    while line > 1 and not lines[line - 1].strip():
        line -= 1
    return line, column


def _one_line(
    number: int, column: int, message: str, lines: Sequence[str], hint: str | None = FOR_QUOTES
) -> Fault:
    return Fault(number, column, message, hint, set_aside(lines[number - 1]))


def _character(mark: yaml.Mark | None, lines: Sequence[str]) -> str:
    """What stands at a mark; "" at the end of a line, and where there is no mark."""
    if mark is None or mark.line >= len(lines):
        return ""
    return lines[mark.line][mark.column : mark.column + 1]


def too_deep(line: int, column: int) -> Fault:
    """Of what stands inside more than MOST_DEPTH others."""
    hint = f"at most {MOST_DEPTH} lists and settings inside each other"
    return Fault(line, column, "this is nested too deeply", hint)


def _too_deep(
    mark: yaml.Mark | None, number: int, around: Sequence[Opened], lines: Sequence[str]
) -> Fault | None:
    """The bracket in that line, up to the mark, which opens too much, if there is one.

    A parser that reads ahead for the colon of a setting goes through all brackets of a line
    before it tells of the first, and gives up at a depth of its own.
    """
    line = lines[number - 1]
    here = [each for each in around if each.in_brackets and each.line == number]
    if here:
        start = here[0].column - 1
    elif around and around[-1].in_brackets:
        start = 0
    else:
        match = _BEFORE_BRACKETS.search(line)
        start = match.end() if match else len(line)
    end = mark.column + 1 if mark is not None and mark.line == number - 1 else len(line)
    depth = len(around) - len(here)
    for token in _IN_BRACKETS.finditer(line, start, end):
        if token[0] in _BRACKETS:
            if depth > MOST_DEPTH:
                return too_deep(number, token.start() + 1)
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
    return None


_BEFORE_BRACKETS = re.compile(r"(?:^|[-:?] ) *(?=[\[{])")
_IN_BRACKETS = re.compile(
    r"""
    [\[\]{},\s] | \#.*
    | '(?:[^']|'')*+'? | "(?:[^"\\]|\\.)*+"?
    | (?:[^\[\]{},:]|:(?!\ ))++ | .
    """,
    re.VERBOSE,
)
"""A bracket, or what stands between two: a comma, a comment, a text."""


def _in_quotes(
    mark: yaml.Mark | None, begun: tuple[int, int], lines: Sequence[str]
) -> Fault | None:
    """What is wrong with the text whose quote is at `begun`, or None where it ends well."""
    number, column = begun
    text = "\n".join(lines[number - 1 :])[column - 1 :]
    end = len(text)
    if mark is not None:
        before = sum(len(line) + 1 for line in lines[number - 1 : mark.line])
        end = before + mark.column - (column - 1) + 1
    if text[0] == '"':
        for escape in _ESCAPE.finditer(text, 1, end):
            if escape[0] == '"':
                return None
            if not _is_escape(text[escape.start() : escape.start() + 10]):
                above = text.count("\n", 0, escape.start())
                line_start = text.rfind("\n", 0, escape.start()) + 1
                column = escape.start() - line_start + (1 if above else column)
                return bad_escape(number + above, column, lines)
    elif _SINGLE_QUOTED.match(text, 0, end):
        return None
    return _one_line(*begun, "a quoted text is not closed", lines, "add the missing quote")


def bad_escape(line: int, column: int, lines: Sequence[str]) -> Fault:
    """Of a backslash in double quotes before what is no escape."""
    message = "a backslash means something else in double quotes"
    return _one_line(line, column, message, lines, "write \\\\ for it")


_ESCAPE = re.compile(r'\\.?|"', re.DOTALL)
_SINGLE_QUOTED = re.compile("'(?:[^']|'')*+'")
_CODE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")


def _is_escape(text: str) -> bool:
    """Whether `text` begins with an escape of YAML's double quotes."""
    if text[1:2] in ("x", "u", "U"):
        code = _CODE.match(text)
        value = int(code[1] or code[2] or code[3], 16) if code else -1
        return 0 <= value < 0xD800 or 0xE000 <= value <= 0x10FFFF
    return text[1:2] in tuple('0abtnvfre "/\\N_LP\t\n')


def _colon(number: int, column: int, lines: Sequence[str]) -> Fault:
    """A colon where none may be: in a text, after a line without its space, or too far in."""
    line = lines[number - 1]
    above, before = _above(number, lines)
    if _NO_SPACE.fullmatch(before):
        return Fault(
            above,
            before.index(":") + 1,
            "a space is missing after the colon",
            "write  name: value",
            before.replace(":", ": ", 1),
        )
    own, outer = _SETTING.match(line), _SETTING.match(before)
    if (
        own
        and outer
        and own.end("name") == column - 1
        and outer["value"].strip()
        and _indent(line) > len(outer["start"])
    ):
        return Fault(
            number,
            _indent(line) + 1,
            f"'{own['name']}' is indented deeper than '{outer['name']}' above it",
            "put both under each other",
            " " * len(outer["start"]) + line.lstrip(),
        )
    if own and _ALONE.fullmatch(before) and _indent(line) > _indent(before):
        if SET_ASIDE in before:
            return Fault(number, _indent(line) + 1, *_AFTER_A_FAULT, "")
        text = before.strip().removeprefix("-").strip()[:40]
        return Fault(
            number,
            _indent(line) + 1,
            f"'{own['name']}' belongs to '{text}', which has no setting's name in front of it",
            f"write  - name: {text}  in line {above}, with the name of a setting",
            "",
        )
    message = f"Line {number} has a colon inside the text. Put the whole text in double quotes."
    return _one_line(number, column, message, lines, None)


def _no_colon(number: int, column: int, lines: Sequence[str]) -> Fault:
    word = lines[number - 1].strip()[:40]
    if word.startswith("-"):
        message, hint = f"'{word}' has no space after its dash", "write a dash and a space"
    else:
        message, hint = f"'{word}' is neither a setting nor text", "a setting is  name: value"
    return Fault(number, column, message, hint, "")


def _bracket(number: int, column: int, lines: Sequence[str]) -> Fault:
    line = lines[number - 1]
    bracket = line[column - 1 : column]
    if bracket in ("[", "{"):
        closing = {"[": "]", "{": "}"}[bracket]
        inside = line[column:]
        if closing in inside and (after := inside[inside.rindex(closing) + 1 :].strip()):
            message = f"there is more text after the closing {closing}: '{after[:40]}'"
            return _one_line(number, column, message, lines)
        message = f"the bracket {bracket} is not closed, or a comma is missing in it"
        ends = not inside.strip() or inside.rstrip().endswith(",")
        return Fault(
            number,
            column,
            message,
            f"add the missing {closing}; a text with brackets or commas needs double quotes",
            None if ends else set_aside(line),
        )
    return Fault(number, column, "a bracket is not closed", "add the missing ] or }")


def _misfit(number: int, column: int, lines: Sequence[str]) -> Fault:
    """A line that does not fit to those above it: more after a quote, or its indentation."""
    line = lines[number - 1]
    value = (match["value"] if (match := _SETTING.match(line)) else line.lstrip("- ")).strip()
    if value[:1] in ('"', "'") and column > _indent(line) + 1:
        opened = _left_open(number, lines)
        if opened != number:
            column = lines[opened - 1].index('"') + 1
            return _one_line(
                opened, column, "a quoted text is not closed", lines, "add the missing quote"
            )
        message = "there is more text after the closing quote"
        return _one_line(
            number, column, message, lines, "put the whole text in one pair of double quotes"
        )
    if value[:1] in ("[", "{") and column > _indent(line) + 1:
        return _one_line(number, column, "there is more text after the closing bracket", lines)
    above, before = _above(number, lines)
    if SET_ASIDE in before:
        return Fault(number, _indent(line) + 1, *_AFTER_A_FAULT, "")
    if above and line.strip() and column <= _indent(line) + 1 and line.strip()[:1] not in "]}":
        goal = _goal(line, above, lines)
        if goal != _indent(line):
            return Fault(
                number,
                _indent(line) + 1,
                "the indentation of this line does not fit to the lines above it",
                f"begin it under line {above}, with {goal} spaces in front"
                if goal
                else "begin it at the left edge",
                " " * goal + line.strip(),
            )
    if line.strip()[:1] in ("]", "}"):
        return Fault(
            number, column, f"nothing is open that {line.strip()[0]} closes", "take it out"
        )
    return Fault(
        number,
        column,
        "this line does not fit to the ones above it",
        "check its indentation, its quotes, and that a colon and a space follow the setting's name",
    )


def _left_open(number: int, lines: Sequence[str]) -> int:
    """The line whose double quote was never closed, where a later quote seems too many."""
    for earlier in range(number - 1, 0, -1):
        if lines[earlier - 1].count('"') % 2:
            return earlier
    return number


def _goal(line: str, above: int, lines: Sequence[str]) -> int:
    """The indentation the line should have, to be the neighbour of a line above it."""
    indent, is_item = _indent(line), line.lstrip().startswith("-")
    starts: set[int] = set()
    for before in reversed(lines[:above]):
        if not before.strip() or before.lstrip().startswith("#"):
            continue
        dashes = _DASHES.match(before)
        content = dashes.end() if dashes else 0
        if is_item == before.lstrip().startswith("-") or not is_item:
            starts.add(_indent(before) if is_item else content)
        if _indent(before) == 0:
            break
    return min(starts, key=lambda start: (abs(start - indent), -start), default=indent)


def _above(number: int, lines: Sequence[str]) -> tuple[int, str]:
    """The last line before `number` that is neither empty nor a comment, or 0 and ""."""
    for above in range(number - 1, 0, -1):
        line = lines[above - 1]
        if line.strip() and not line.lstrip().startswith("#"):
            return above, line
    return 0, ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
