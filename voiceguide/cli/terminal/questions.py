"""Questions at a terminal: what is no answer is asked again; Enter is the default, if any.

Whoever sets a reader (`read_by`) has them spoken too, while they wait for the typed answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

from voiceguide.cli.terminal import console
from voiceguide.errors import Interrupted

T = TypeVar("T")
YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no"})
READ = frozenset({"r", "read"})
"""Nothing of a list applies, to somebody who has read it."""


class Unanswerable(ValueError):
    """What was typed is no answer; says what would be."""


class TooEarly(Unanswerable):
    """It will be an answer once all was heard, which goes on."""


def possible() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and console.is_terminal(sys.stderr)


class Reader(Protocol):
    """Speaks questions; neither waits nor raises."""

    def read(self, lines: Sequence[str], language: str) -> None:
        """Begin to speak lines, in place of what is being spoken."""

    def then(self, line: str) -> None:
        """Speak one more line after those that are being read."""

    def hush(self) -> None:
        """Fall silent."""

    @property
    def heard(self) -> int:
        """How many lines of what was read last were spoken to their end."""

    @property
    def given_up(self) -> bool:
        """Whether the rest of them cannot be spoken."""


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)
_language: ContextVar[str] = ContextVar("language", default="en")
_first: ContextVar[Callable[[], None] | None] = ContextVar("first", default=None)
_open_prompt: list[str] = []
"""What stands on the screen's last line while an answer is waited for."""


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


@contextmanager
def after(ready: Callable[[], None]) -> Iterator[None]:
    """Before the first question of the block, and what is shown for it, `ready` is called."""
    before = _first.set(ready)
    try:
        yield
    finally:
        _first.reset(before)


def prepare() -> None:
    """To be called before anything is shown for a question. Raises what `after` was given."""
    ready = _first.get()
    if ready is not None:
        _first.set(None)
        ready()


def beside(text: str) -> None:
    """A message from another thread: the question that waits for an answer is shown again."""
    if not _open_prompt:
        console.tell(text)
        return
    console.tell(f"\n{text}")
    _show(_open_prompt[-1])


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


def any_applies(question: str, listed: Sequence[str]) -> bool:
    """Whether something of a list applies, which the caller shows and nobody may miss.

    Yes is taken at any time. Where the list is spoken, no is taken once all of it was heard;
    before that only from somebody who says to have read it.
    """
    reader = _reader.get()
    hinted = False

    def read(typed: str) -> bool:
        nonlocal hinted
        answer = typed.lower()
        if answer in YES:
            return True
        if answer not in NO | READ:
            raise Unanswerable("Please type y or n.")
        if answer in NO and reader is not None and reader.heard < len(listed):
            if reader.given_up:
                raise TooEarly("It is not read aloud. Please read it above, then type r.")
            if not hinted:
                reader.then("Now please answer again.")
                hinted = True
            raise TooEarly(
                "It is still being read aloud. Type n when you have heard all of it, "
                "or r now if you have read all of it above."
            )
        return False

    prompt, spoken = f"{question} [y/n] ", (*listed, question)
    applies: bool = _asked(prompt, read, NO_DEFAULT, spoken, whole=True)
    return applies


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
    prepare()
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

    prepare()
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


def _asked(
    prompt: str,
    read: Callable[[str], T],
    default: T,
    spoken: Sequence[str],
    *,
    whole: bool = False,
) -> T:
    """`whole`: what is spoken begins anew after what is no answer."""
    prepare()
    reader, language = _reader.get(), _language.get()
    goes_on = False
    while True:
        _open_prompt.append(prompt)
        try:
            _show(prompt)
            if reader is not None and not goes_on:
                reader.read(spoken, language)
            typed = sys.stdin.readline()
        finally:
            _open_prompt.pop()
        goes_on = False
        try:
            return _read(typed, read, default)
        except TooEarly as early:
            console.tell(str(early))
            goes_on = True
        except Unanswerable as wrong:
            console.tell(str(wrong))
            if not whole:
                spoken, language = (str(wrong),), "en"
        finally:
            if reader is not None and not goes_on:
                reader.hush()


def _read(typed: str, read: Callable[[str], T], default: T) -> T:
    """What was typed, to its line end; raises Unanswerable, and Interrupted at the end of all."""
    if not typed:  # nobody is there any more
        console.tell("")
        if default is NO_DEFAULT:
            raise Interrupted("Nobody answered.")
        return default
    if not typed.strip() and default is not NO_DEFAULT:
        return default
    return read(typed.strip())


def _show(prompt: str) -> None:
    shown = console.for_stream(console.safe(prompt.rstrip()), sys.stderr)
    sys.stderr.write(f"{shown} ")
    sys.stderr.flush()
