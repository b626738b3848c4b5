"""Broken files without end: mutations of right ones, and files made from the words of the format.

Each is read and checked as `voiceguide check` does; what must hold of all is in `trouble_with`.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from voiceguide.errors import BadFiles, Problem, UsageError
from voiceguide.reader.document import parse
from voiceguide.reader.unseen_characters import is_unseen
from voiceguide.routine.advice_and_positions import EQUIPMENT, POSITIONS, advice_record
from voiceguide.routine.cross_checks import check_advice, check_exercise, check_routine
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.figure_kinds import POSES
from voiceguide.routine.habits_file import HABITS
from voiceguide.routine.library import BUILT_IN, Library
from voiceguide.routine.model import Routine
from voiceguide.routine.routine_file import routine_record
from voiceguide.routine.routine_files import kind_of, read_tree
from voiceguide.routine.safety_file import SAFETY

LONGEST_S = 0.5
"""Of the processor's time, for one file."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("|\n", "| ").split(" | "))


SETTINGS = _words(
    """
    name | items | do | step | for | rest | note | advice | ask | group | rounds | sets |
    reps | hold | repeat_for | level | sides | order | only | first | version | before |
    after | why_less | optional | wait | takes | say | each_side | position | count |
    show_instead | length | language | days_between | voice | detail | pace | breath_in |
    say_as | starts | opening | closing | safety | format | kind | id | rep | move | breathe |
    again | away | dose | purpose | equipment | needs | helps | get_ready | watch | easier |
    harder | use | offer_easier | finish | avoid_if | swap | verdict | short | instead |
    instead_say | positions | gate | conditions | goals | bell
    """
)
VALUES = (
    "",
    "x" * 170,
    "a-" * 30,
    *_words(
        """
    10 | 8-12 | 20 s | 15-30 s or more | 20 s up to 60 s | 1 min 30 s | 10 counts |
    6-10 breaths | fill | dose | 0 s | -5 | 1:30 | 100 | 50 | 20 | 10 min | 3 h | true |
    false | yes | ~ | en | de | xx | gentle | strong | easy | left | right | none |
    one-then-other | set-by-set | rep-by-rep | ends | silent | in | out | 3 | pain | do |
    avoid | strength | stretch | standing | side-lying | mat | cat-stretch |
    hamstring-stretch | bird-dog | childs-pose | leg-only | pillow | lifting | nobody |
    Breathe in. | "Turn to the <side>." | 'Don''t' | Part one: legs | "open | [a, b | {a: b} |
    [1, 2] | ready | 2 | 💪 | full | brief | knee-pain | routine | 99999999999999999999
        """
    ),
)
NASTY: tuple[bytes, ...] = (
    b"\xff",
    b"\xc3",
    b"\x85",
    b"A" * 200,
    b"a: " * 30,
    b"[" * 300,
    b" " * 80,
    b"- " * 40,
    *(
        text.encode()
        for text in (
            *"\t\x00\r\n\u202e\ufeff\u2028%@`[]{}\"':-#|>\\,~<",
            "🧘‍♀️",
            "\x1b[2J",
            "---\n",
            "...\n",
            "? ",
            ": ",
            "- ",
        )
    ),
    *(
        text.encode()
        for text in _words(
            "&a x | *a | !!str x | <<: | null | true | yes | 1:30 | 0 | -3 s | 999999 | 1e999 | "
            ".inf | 20 | 20 s | 8-12 | 12-8 | 10 counts | 6 breaths | fill | dose | <side> | <x> | "
            "<a|b> | [[x]] | ../../etc/passwd"
        )
    ),
)


def originals() -> list[bytes]:
    """The files of the library, to be broken; without ids, as all of them are called x here."""
    return [
        re.sub(rb"^id: .*\n", b"", path.read_bytes(), flags=re.MULTILINE)
        for path in sorted(BUILT_IN.rglob("*.yaml"))
    ]


def broken_files(seed: int, sources: Sequence[bytes]) -> Iterator[bytes]:
    """Files without end, the same for the same seed."""
    dice = random.Random(seed)
    while True:
        if dice.random() < 0.3:
            yield _made(dice).encode()
            continue
        source = dice.choice(sources)
        for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 5, 10))):
            source = dice.choice(_MUTATIONS)(dice, source)
        yield source


Mutation = Callable[[random.Random, bytes], bytes]


def _change_byte(dice: random.Random, source: bytes) -> bytes:
    at = dice.randrange(len(source) + 1)
    return source[:at] + bytes([dice.randrange(256)]) + source[at + 1 :]


def _put_in(dice: random.Random, source: bytes) -> bytes:
    at = dice.randrange(len(source) + 1)
    return source[:at] + dice.choice(NASTY) + source[at:]


def _take_out(dice: random.Random, source: bytes) -> bytes:
    at = dice.randrange(len(source) + 1)
    return source[:at] + source[at + dice.choice((1, 1, 2, 5, 20, 200)) :]


def _repeat(dice: random.Random, source: bytes) -> bytes:
    at, length = dice.randrange(len(source) + 1), dice.choice((1, 5, 50, 300))
    return source[:at] + source[at : at + length] * dice.choice((2, 3, 50)) + source[at:]


def _lines(change: Callable[[random.Random, list[bytes]], None]) -> Mutation:
    def mutate(dice: random.Random, source: bytes) -> bytes:
        lines = source.split(b"\n")
        change(dice, lines)
        return b"\n".join(lines)

    return mutate


def _drop_line(dice: random.Random, lines: list[bytes]) -> None:
    del lines[dice.randrange(len(lines))]


def _double_line(dice: random.Random, lines: list[bytes]) -> None:
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))


def _swap_lines(dice: random.Random, lines: list[bytes]) -> None:
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _indent(dice: random.Random, lines: list[bytes]) -> None:
    at = dice.randrange(len(lines))
    lines[at] = b" " * dice.randrange(9) + lines[at].lstrip()


def _other_value(dice: random.Random, lines: list[bytes]) -> None:
    at = dice.randrange(len(lines))
    name, colon, _ = lines[at].partition(b": ")
    lines[at] = name + (colon or b": ") + dice.choice(VALUES).encode()


def _other_name(dice: random.Random, lines: list[bytes]) -> None:
    at = dice.randrange(len(lines))
    _, _, value = lines[at].partition(b": ")
    space = len(lines[at]) - len(lines[at].lstrip())
    lines[at] = b" " * space + dice.choice(SETTINGS).encode() + b": " + value


_MUTATIONS: tuple[Mutation, ...] = (
    _change_byte,
    _put_in,
    _take_out,
    _repeat,
    *map(_lines, (_drop_line, _double_line, _swap_lines, _indent, _other_value, _other_name)),
)


def _made(dice: random.Random) -> str:
    """A file of the format's words in any order, right by its grammar more often than not."""
    top = dice.choice(("items", "rep", "verdict", "positions", "gate", "goals", "name", "items"))
    lines = ["name: Made"] if dice.random() < 0.8 else []
    lines += [_setting(dice, 0, 0) for _ in range(dice.randrange(8))]
    lines.append(f"{top}: {_value(dice, 0, 0, lists=0.9)}")
    return "\n".join(lines) + "\n"


def _setting(dice: random.Random, indent: int, depth: int) -> str:
    return f"{dice.choice(SETTINGS)}: {_value(dice, indent, depth)}"


def _value(dice: random.Random, indent: int, depth: int, lists: float = 0.15) -> str:
    if depth > 6 or dice.random() > lists + 0.1:
        return dice.choice(VALUES)
    deeper = indent + 2
    space = "\n" + " " * deeper
    if dice.random() < 0.7 or lists > 0.5:
        items = []
        for _ in range(dice.randrange(1, 6)):
            if dice.random() < 0.3:
                items.append(f"- {dice.choice(VALUES)}")
                continue
            settings = [_setting(dice, deeper + 2, depth + 1) for _ in range(dice.randrange(1, 5))]
            items.append("- " + f"{space}  ".join(settings))
        return space + space.join(items)
    return space + space.join(
        _setting(dice, deeper, depth + 1) for _ in range(dice.randrange(1, 5))
    )


def problems_of(source: bytes, library: Library) -> tuple[list[Problem], object]:
    """All problems of a file whatever it is, and its value where it has one."""
    broken: list[Problem] = []
    tree = parse(source, "x.yaml", broken)
    kind = kind_of(tree)
    try:
        match kind:
            case "exercise":
                exercise, problems = read_tree(tree, "x.yaml", exercise_record("x"), broken)
                return problems + (check_exercise(exercise, library) if exercise else []), exercise
            case "advice":
                advice, problems = read_tree(tree, "x.yaml", advice_record("x"), broken)
                return problems + (check_advice(advice, library) if advice else []), advice
            case "positions" | "equipment" | "safety" | "habits" | "poses":
                value, problems = read_tree(tree, "x.yaml", _SINGLES[kind], broken)
                return problems, value
            case _:
                routine, problems = read_tree(tree, "x.yaml", routine_record("x"), broken)
                return problems + (check_routine(routine, library) if routine else []), routine
    except BadFiles as bad:
        return list(bad.problems), None
    except UsageError as error:
        return [Problem(_START, error.message, error.hint)], None


_START = parse(b"a", "x.yaml", []).place  # type: ignore[union-attr]  # a text has a place
_SINGLES: dict[str, Any] = {
    "positions": POSITIONS,
    "equipment": EQUIPMENT,
    "safety": SAFETY,
    "habits": HABITS,
    "poses": POSES,
}


def trouble_with(
    source: bytes, library: Library, play: Callable[[Routine], object] | None = None
) -> str | None:
    """What is wrong with how the program takes a file, or None where all is well.

    Exceptions pass through. `play` is given each routine that has no errors.
    """
    took = 2 * LONGEST_S
    for _ in range(3):  # once more where it is slow: what else the machine does is not its fault
        start = time.process_time()
        problems, value = problems_of(source, library)
        took = min(took, time.process_time() - start)
        if took <= LONGEST_S:
            break
    lines = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    if took > LONGEST_S:
        return f"took {took:.2f} s"
    if value is None and not any(problem.grade == "error" for problem in problems):
        return "no value, and nobody says why"
    for problem in problems:
        if problem.place.file == "x.yaml" and not 1 <= problem.place.line <= lines:
            return f"a problem outside the file: {problem}"
        if problem.place.column < 1 or not problem.message:
            return f"a problem without its place or words: {problem!r}"
        if any(is_unseen(character) for character in str(problem).replace("\n", "")):
            return f"a message that a terminal may obey: {problem!r}"
    errors = any(problem.grade == "error" for problem in problems)
    if play is not None and isinstance(value, Routine) and not errors:
        play(value)
    return None
