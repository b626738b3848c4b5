"""Questions at a terminal: what is no answer is asked again; Enter is the default, if any.

Whoever sets a reader (`read_by`) has them spoken too, while they wait for the typed answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

from voiceguide.cli import console
from voiceguide.errors import Interrupted

T = TypeVar("T")
YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no"})


class Unanswerable(ValueError):
    """What was typed is no answer; says what would be."""


def possible() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and console.is_terminal(sys.stderr)


class Reader(Protocol):
    """Speaks questions; neither waits nor raises."""

    def read(self, lines: Sequence[str], language: str) -> None:
        """Begin to speak lines, in place of what is being spoken."""

    def hush(self) -> None:
        """Fall silent."""


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)
_language: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def read_by(reader: Reader) -> Iterator[None]:
    """Have questions spoken while the block runs."""
    before = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(before)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """What is asked in the block is in another language than English."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


NO_DEFAULT: Any = object()
"""Of a question that only an answer ends."""


def yes(question: str, *, default: bool = False, before: Sequence[str] = ()) -> bool:
    """Yes or no. `before` are lines that belong to it, spoken first and shown by the caller."""

    def read(typed: str) -> bool:
        if typed.lower() in YES | NO:
            return typed.lower() in YES
        raise Unanswerable("Please type y or n.")

    shown = "y/n" if default is NO_DEFAULT else "Y/n" if default else "y/N"
    return _asked(f"{question} [{shown}] ", read, default, (*before, question))


def number(question: str, low: int, high: int) -> int | None:
    """A whole number from `low` to `high`; None where the person skips it."""

    def read(typed: str) -> int:
        number = _whole(typed)
        if number is not None and low <= number <= high:
            return number
        raise Unanswerable(f"Please type a number from {low} to {high}, or just Enter to skip.")

    return _asked(f"{question} [{low}-{high}, Enter skips] ", read, None, (question,))


def one_of(question: str, choices: Mapping[str, str]) -> str:
    """The name of one of the choices (name -> words), by its number."""
    names = list(choices)
    _list(choices)
    prompt = f"{question} [1-{len(names)}] "
    spoken = (question, *_numbered(choices))
    chosen: str = _asked(prompt, lambda typed: names[_index(typed, names)], NO_DEFAULT, spoken)
    return chosen


def any_of(question: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """The names of any of the choices (name -> words), by their numbers; none by default."""
    names = list(choices)

    def read(typed: str) -> tuple[str, ...]:
        chosen = {_index(word, names) for word in typed.replace(",", " ").split()}
        return tuple(names[number] for number in sorted(chosen))

    _list(choices)
    prompt = f"{question} [numbers such as 2 5, Enter is none] "
    return _asked(prompt, read, (), (question, *_numbered(choices)))


def _whole(typed: str) -> int | None:
    """A number of a few digits, or None."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else None


def _index(typed: str, names: list[str]) -> int:
    number = _whole(typed)
    if number is not None and 1 <= number <= len(names):
        return number - 1
    raise Unanswerable(f"Please type a number from 1 to {len(names)}.")


def _list(choices: Mapping[str, str]) -> None:
    for index, words in enumerate(choices.values(), 1):
        console.tell(f"  {index:>2}  {words}")


def _numbered(choices: Mapping[str, str]) -> list[str]:
    return [f"{index}: {words}." for index, words in enumerate(choices.values(), 1)]


def _asked(prompt: str, read: Callable[[str], T], default: T, spoken: Sequence[str]) -> T:
    reader, language = _reader.get(), _language.get()
    while True:
        sys.stderr.write(console.safe(prompt))
        sys.stderr.flush()
        if reader is not None:
            reader.read(spoken, language)
        typed = sys.stdin.readline()
        if reader is not None:
            reader.hush()
        if not typed:  # nobody is there any more
            console.tell("")
            if default is NO_DEFAULT:
                raise Interrupted("Nobody answered.")
            return default
        try:
            if not typed.strip() and default is not NO_DEFAULT:
                return default
            return read(typed.strip())
        except Unanswerable as wrong:
            console.tell(str(wrong))
            spoken, language = (str(wrong),), "en"
