"""The person at a terminal: messages and questions; what is no answer is asked again.

Enter is the default, if any. Whoever sets a reader (`read_by`) has questions spoken too, while
they wait for the typed answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from voiceguide.cli.screens.interface import choose, open_screen
from voiceguide.cli.terminal import console
from voiceguide.cli.terminal.busy_bar import BusyBar, SpeakingBar
from voiceguide.errors import Interrupted

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.app.interaction import QuestionReader
    from voiceguide.app.session_screen import Screen

T = TypeVar("T")
YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no"})
READ = frozenset({"r", "read"})
"""Nothing of a list applies, to somebody who has read it."""


class Unanswerable(ValueError):
    """What was typed is no answer; says what would be."""


class TooEarly(Unanswerable):
    """It will be an answer once all was heard, which goes on."""


NO_DEFAULT: Any = object()
"""Of a question that only an answer ends."""


class TerminalInteraction:
    """What `voiceguide.app.interaction` asks of a person's side, on standard error and input."""

    def __init__(self) -> None:
        self._reader: QuestionReader | None = None
        self._language = "en"
        self._ready: Callable[[], None] | None = None
        self._open_prompt: str | None = None
        """What stands on the screen's last line while an answer is waited for."""

    @property
    def can_ask(self) -> bool:
        return sys.stdin is not None and sys.stdin.isatty() and console.is_terminal(sys.stderr)

    def tell(self, text: str) -> None:
        """A message, also from another thread: a question that waits is shown again below it."""
        prompt = self._open_prompt
        if prompt is None:
            console.tell(text)
            return
        console.tell(f"\n{text}")
        _show(prompt)

    def ring(self) -> None:
        console.ring()

    def choose_screen(self, asked: str | None, preferred: str | None) -> str:
        return choose(asked, preferred)

    def open_screen(self, name: str) -> Screen:
        return open_screen(name)

    def busy(self, what: str) -> BusyBar:
        return BusyBar(what)

    def speaking(self) -> SpeakingBar:
        return SpeakingBar()

    def read_by(self, reader: QuestionReader) -> AbstractContextManager[None]:
        return self._meanwhile("_reader", reader)

    def in_language(self, language: str) -> AbstractContextManager[None]:
        return self._meanwhile("_language", language)

    def after(self, ready: Callable[[], None]) -> AbstractContextManager[None]:
        return self._meanwhile("_ready", ready)

    @contextmanager
    def _meanwhile(self, name: str, value: object) -> Iterator[None]:
        before = getattr(self, name)
        setattr(self, name, value)
        try:
            yield
        finally:
            setattr(self, name, before)

    def prepare(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            ready()

    def yes(self, question: str, *, default: bool = False, before: Sequence[str] = ()) -> bool:
        """Yes or no. `before` are lines that belong to it, spoken first and shown by the caller."""

        def read(typed: str) -> bool:
            if typed.lower() in YES | NO:
                return typed.lower() in YES
            raise Unanswerable("Please type y or n.")

        shown = "y/n" if default is NO_DEFAULT else "Y/n" if default else "y/N"
        return self._asked(f"{question} [{shown}] ", read, default, (*before, question))

    def any_applies(self, question: str, listed: Sequence[str]) -> bool:
        """Whether something of a list applies, which the caller shows and nobody may miss.

        Yes is taken at any time. Where the list is spoken, no is taken once all of it was heard;
        before that only from somebody who says to have read it.
        """
        reader = self._reader
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
                    reader.then(_answer_again(self._language))
                    hinted = True
                raise TooEarly(
                    "It is still being read aloud. Type n when you have heard all of it, "
                    "or r now if you have read all of it above."
                )
            return False

        prompt, spoken = f"{question} [y/n] ", (*listed, question)
        applies: bool = self._asked(prompt, read, NO_DEFAULT, spoken, whole=True)
        return applies

    def number(self, question: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`; None where the person skips it."""

        def read(typed: str) -> int:
            number = _whole(typed)
            if number is not None and low <= number <= high:
                return number
            raise Unanswerable(f"Please type a number from {low} to {high}, or just Enter to skip.")

        return self._asked(f"{question} [{low}-{high}, Enter skips] ", read, None, (question,))

    def one_of(self, question: str, choices: Mapping[str, str]) -> str:
        """The name of one of the choices (name -> words), by its number."""
        self.prepare()
        names = list(choices)
        _list(choices)
        prompt = f"{question} [1-{len(names)}] "
        spoken = (question, *_numbered(choices))
        chosen: str = self._asked(
            prompt, lambda typed: names[_index(typed, names)], NO_DEFAULT, spoken
        )
        return chosen

    def any_of(self, question: str, choices: Mapping[str, str]) -> tuple[str, ...]:
        """The names of any of the choices (name -> words), by their numbers; none by default."""
        names = list(choices)

        def read(typed: str) -> tuple[str, ...]:
            chosen = {_index(word, names) for word in typed.replace(",", " ").split()}
            return tuple(names[number] for number in sorted(chosen))

        self.prepare()
        _list(choices)
        prompt = f"{question} [numbers such as 2 5, Enter is none] "
        return self._asked(prompt, read, (), (question, *_numbered(choices)))

    def _asked(
        self,
        prompt: str,
        read: Callable[[str], T],
        default: T,
        spoken: Sequence[str],
        *,
        whole: bool = False,
    ) -> T:
        """`whole`: what is spoken begins anew after what is no answer."""
        self.prepare()
        reader, language = self._reader, self._language
        goes_on = False
        while True:
            self._open_prompt = prompt
            try:
                _show(prompt)
                if reader is not None and not goes_on:
                    reader.read(spoken, language)
                typed = sys.stdin.readline()
            finally:
                self._open_prompt = None
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


def _answer_again(language: str) -> str:
    from voiceguide.phrases.phrases import phrases_of

    return phrases_of(language).get("before.answer_again")


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


def user_context() -> AppContext:
    """The folders and settings of the person who is at this terminal. Raises BadFiles."""
    from voiceguide.app.context import AppContext

    return AppContext.of_user(TerminalInteraction())
