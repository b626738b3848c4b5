"""No regular expression takes long, whatever a stranger writes.

All that the package holds are found by themselves: constants of modules, and texts given to
``re`` inside functions. Each is tried in the ways it is used in, on texts made of its own
characters.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import cast

import pytest

import voiceguide
from voiceguide.errors import BadFiles
from voiceguide.importing.script_text import parse_script
from voiceguide.importing.spoken_lines import spoken_lines
from voiceguide.phrases import numbers_de, numbers_en
from voiceguide.phrases.patterns import abbreviations_of, patterns_of
from voiceguide.phrases.say_as import any_of, said_as
from voiceguide.phrases.spoken import spoken_form
from voiceguide.reader.document import parse
from voiceguide.reader.toml_text import setting_at_line_start

PACKAGE = Path(voiceguide.__file__).parent
LENGTH = 3000
LIMIT_MS = 20.0
HUNG_S = 30.0

CALLS = ("compile", "sub", "subn", "match", "search", "fullmatch", "findall", "finditer", "split")
WAYS = ("search", "match", "fullmatch", "sub")

MADE: dict[tuple[str, str], Callable[[], Iterable[re.Pattern[str]]]] = {
    ("voiceguide.phrases.say_as", "any_of"): lambda: [any_of(("psoas", "bird dog", "bird"))],
    ("voiceguide.phrases.patterns", "patterns_of"): lambda: (
        pattern
        for each in (numbers_en, numbers_de)
        for pattern in patterns_of(each.NUMBERS).values()
    ),
    ("voiceguide.phrases.patterns", "abbreviations_of"): lambda: (
        pattern
        for each in (numbers_en, numbers_de)
        for pattern in abbreviations_of(each.NUMBERS).values()
    ),
    ("voiceguide.reader.toml_text", "setting_at_line_start"): lambda: [
        setting_at_line_start("lines")
    ],
}
"""Patterns that a function puts together, by module and function: how to get at them."""

TRUSTED = {
    ("voiceguide.routine.habits_file", "read"): "the package's own habits",
    ("voiceguide.speech.engines.espeak", "_loaded_from"): "the system's list of loaded libraries",
}
"""Patterns that no stranger's text reaches, by module and function, and what they read."""

CUT: dict[tuple[str, str], int] = {
    ("voiceguide.reader.amounts", "_ANY"): 160,
    ("voiceguide.reader.amounts", "_COMMA"): 160,
    ("voiceguide.reader.amounts", "_ENDS"): 160,
    ("voiceguide.reader.amounts", "_MORE"): 160,
    ("voiceguide.reader.amounts", "_TIME"): 160,
}
"""Patterns whose text is cut to so many characters before; `read_amount` cuts."""


@dataclass(frozen=True)
class Tried:
    """A pattern, where it stands, the ways it is used in, and how long a text may be."""

    module: str
    name: str
    pattern: re.Pattern[str]
    ways: tuple[str, ...]
    length: int = LENGTH


def modules() -> Iterator[tuple[str, ast.Module]]:
    for found in pkgutil.walk_packages([str(PACKAGE)], "voiceguide."):
        path = PACKAGE.joinpath(*found.name.split(".")[1:])
        path = path / "__init__.py" if found.ispkg else path.with_suffix(".py")
        yield found.name, ast.parse(path.read_text(encoding="utf-8"))


def is_re(node: ast.AST) -> bool:
    """A call such as ``re.sub(…)``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CALLS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    )


def inside_functions(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Calls of ``re`` in functions, with the function's name."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if is_re(node):
                    yield function.name, cast("ast.Call", node)


def methods_called(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """The methods that are called on each name anywhere."""
    called: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                    called.setdefault(name, set()).add(method)
    return called


def ways_of(methods: Iterable[str]) -> tuple[str, ...]:
    """The ways to try for the methods that are called on a pattern; all where none is seen."""
    ways = {way if way in ("match", "fullmatch", "sub") else "search" for way in methods}
    return tuple(sorted(ways)) or WAYS


def patterns() -> list[Tried]:
    trees = dict(modules())
    called = methods_called(trees.values())
    found: dict[tuple[str, str], Tried] = {}
    for module, tree in trees.items():
        for node in tree.body:
            if not (isinstance(node, ast.Assign) and is_re(node.value)):
                continue
            name = cast("ast.Name", node.targets[0]).id
            pattern = getattr(importlib.import_module(module), name)
            length = CUT.get((module, name), LENGTH)
            ways = ways_of(called.get(name, ()))
            found[module, name] = Tried(module, name, pattern, ways, length)
        for function, call in inside_functions(tree):
            what = call.args[0]
            text = what.value if isinstance(what, ast.Constant) else None
            if isinstance(text, str) and (module, function) not in TRUSTED:
                name = f"{function}: {text}"
                given = [*call.args[1:], *(each.value for each in call.keywords)]
                flags = [each for each in map(ast.unparse, given) if each[3:].isupper()]
                bits = sum(getattr(re, each[3:]) for flag in flags for each in flag.split(" | "))
                method = cast("ast.Attribute", call.func).attr
                way = method if method in WAYS else "search"
                found[module, name] = Tried(module, name, re.compile(text, bits), (way,))
    for (module, function), make in MADE.items():
        for number, pattern in enumerate(make()):
            name = f"{function} {number}"
            found[module, name] = Tried(module, name, pattern, WAYS)
    return list(found.values())


WORST: dict[tuple[str, str], tuple[str, ...]] = {
    ("voiceguide.importing.script_text", "_AFTER"): ("1" + " " * LENGTH + "x",),
    ("voiceguide.importing.script_text", "_PAUSE"): (
        "pause" + " " * LENGTH + "1" + " " * LENGTH + "x",
    ),
    ("voiceguide.importing.script_text", "_HEADING"): ("# a" + " #" * LENGTH + "b",),
    ("voiceguide.importing.spoken_lines", "_SENTENCE"): (
        "." + "\"')" * LENGTH + " " * LENGTH + "a",
    ),
    ("voiceguide.phrases.markup", "_FILE"): ("a/" * LENGTH + ".",),
}
"""Texts that once were, or would be, the worst of a pattern."""


def attacks(pattern: str, length: int) -> Iterator[str]:
    """Long texts of a pattern's own characters, ending in what it does not like."""
    own = [each for each in pattern if each.isprintable()]
    words = re.findall(r"[A-Za-z]{2,}|[^\w\s\\]{2,4}", pattern)
    usual = [*"a1. \t-/:\\[{<(;'\"½\x1b", "[[", "{{", "](", "1 ", "a.", "a/", " -", "; ", ".'"]
    units = list(dict.fromkeys([*usual, *own, *words]))[:32]
    for unit in units:
        run = unit * (length // len(unit))
        for before, after in (("", "\x00"), ("[", "]"), ("# a", "b"), ("1", "x")):
            yield before + run + after
    for one in " a1./[<":
        for other in units[:16]:
            yield (one + other) * (length // (2 * len(one + other))) + "\x00"


class Hung(BaseException):
    """Raised into a pattern that takes far too long."""


def hang(_signal: int, _frame: FrameType | None) -> None:
    raise Hung


def spent_ms(do: Callable[[], object]) -> float:
    begun = time.thread_time()
    do()
    return (time.thread_time() - begun) * 1000


def used(pattern: re.Pattern[str], way: str, text: str) -> object:
    """A search goes on after what it found, as `finditer` does."""
    match way:
        case "sub":
            return pattern.sub("", text)
        case "search":
            return list(pattern.finditer(text))
        case _:
            return getattr(pattern, way)(text)


def slowest(tried: Tried) -> tuple[float, str, str]:
    """Milliseconds of processor time, way and text of the worst attack."""
    texts = (
        *WORST.get((tried.module, tried.name), ()),
        *attacks(tried.pattern.pattern, tried.length),
    )
    worst = (0.0, "", "")
    for text in dict.fromkeys(texts):
        for way in tried.ways:
            call = partial(used, tried.pattern, way, text)
            spent = spent_ms(call)
            if spent > LIMIT_MS / 2:  # once more: what else the machine does is not its fault
                spent = min(spent, spent_ms(call), spent_ms(call))
            worst = max(worst, (spent, way, text[:40]))
            if spent > LIMIT_MS:
                return worst
    return worst


@pytest.fixture
def stops_what_hangs() -> Iterator[None]:
    """Raises into whatever takes longer than HUNG_S of processor time."""
    before = signal.signal(signal.SIGVTALRM, hang)
    signal.setitimer(signal.ITIMER_VIRTUAL, HUNG_S)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


FOUND = patterns()
NAMES = [f"{each.module.removeprefix('voiceguide.')} {each.name}" for each in FOUND]


@pytest.mark.skipif(sys.platform == "win32", reason="no timer of processor time")
@pytest.mark.usefixtures("stops_what_hangs")
@pytest.mark.parametrize("tried", FOUND, ids=NAMES)
def test_no_text_keeps_a_regular_expression_busy(tried: Tried) -> None:
    spent, way, text = slowest(tried)
    assert spent < LIMIT_MS, f"{way} of {tried.pattern.pattern!r} on {text!r}…: {spent:.0f} ms"


def test_every_pattern_that_a_function_makes_is_tried_or_trusted() -> None:
    made = {
        (module, function)
        for module, tree in modules()
        for function, call in inside_functions(tree)
        if not isinstance(call.args[0], ast.Constant)
    }
    assert made - set(TRUSTED) == set(MADE)


READERS: dict[str, Callable[[str], object]] = {
    "a script": lambda text: parse_script(text, "file", "name"),
    "lines": spoken_lines,
    "a voice's words": spoken_form,
    "German words": lambda text: spoken_form(text, "de"),
    "mended words": lambda text: said_as(text, {"psoas": "so az", "bird dog": "burd dogg"}),
    "strict YAML": lambda text: parse(text.encode(), "file", []),
}
"""What strangers' texts go through whole."""

UNITS = (
    *".…<>[({;|#*-_`'\"/\\&=1a: \n",
    "<!--", "[[", "{{", "](", "a/", "1/", "1:", "1-", "1 ", "1.", "1,", "1x", "a.", "a-", "<1",
    "[1 s", "(pause", "a;1\n", "- ", "# ", "> ", "a: ", "w/", "1'", "1h", ". ", ".' ", "\\e[",
    "1 s-", "1/2-", "L4-", " \"a", "„a", "1..", "$1", "½-", "1′", "1²",
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="no timer of processor time")
@pytest.mark.usefixtures("stops_what_hangs")
@pytest.mark.parametrize("reader", READERS)
def test_what_strangers_write_is_read_in_linear_time(reader: str) -> None:
    def read(text: str) -> None:
        with suppress(BadFiles):
            READERS[reader](text)

    read("")  # what is made once is made now
    for unit in UNITS:
        short = "Hi. " + unit * (1000 // len(unit)) + "a"
        long = "Hi. " + unit * (4000 // len(unit)) + "a"
        first_ms, then_ms = (
            min(spent_ms(partial(read, text)) for _ in "12") for text in (short, long)
        )
        # Four times the text may take four times as long; squared it would be 16.
        assert then_ms < 10 * max(first_ms, 1.2), f"{unit!r}: {first_ms:.1f}, {then_ms:.1f} ms"
