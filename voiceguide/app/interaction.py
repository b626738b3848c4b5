"""How the program talks to the person: a terminal today, and whatever else implements this."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from voiceguide.app.session_screen import Screen

ReportProgress = Callable[[int, int], None]
"""Called with how much is done, and how much there is."""


class QuestionReader(Protocol):
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


class Interaction(Protocol):
    """Messages to the person, and questions that they answer.

    Every question waits for its answer. Raises Interrupted where nobody is there any more and
    the question has no default.
    """

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer."""
        ...

    def tell(self, text: str) -> None:
        """Show a message; for any thread. Where nobody can read it, the work goes on."""

    def ring(self) -> None:
        """Call somebody who does not look."""

    def choose_screen(self, asked: str | None, preferred: str | None) -> str:
        """The screen asked for, else the preferred one where it can be shown. Raises UsageError."""
        ...

    def open_screen(self, name: str) -> Screen:
        """A screen that `choose_screen` gave, for a session."""
        ...

    def busy(self, what: str) -> AbstractContextManager[ReportProgress]:
        """Show that the block takes its time, where it does."""
        ...

    def speaking(self) -> AbstractContextManager[ReportProgress]:
        """As `busy`, from the first new line on that is spoken; other work does not count."""
        ...

    def prepare(self) -> None:
        """To be called before anything is shown for a question; raises as `after` says."""

    def after(self, ready: Callable[[], None]) -> AbstractContextManager[None]:
        """Call `ready` before the first question of the block; what it raises goes on."""
        ...

    def in_language(self, language: str) -> AbstractContextManager[None]:
        """What is asked in the block is in another language than English."""
        ...

    def read_by(self, reader: QuestionReader) -> AbstractContextManager[None]:
        """Have the questions of the block spoken, too."""
        ...

    def yes(self, question: str, *, default: bool = False, before: Sequence[str] = ()) -> bool:
        """Yes or no. `before` are lines that belong to it, spoken first, shown by the caller."""
        ...

    def any_applies(self, question: str, listed: Sequence[str]) -> bool:
        """Whether something of a list applies, which the caller shows and nobody may miss."""
        ...

    def number(self, question: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`; None where the person skips it."""
        ...

    def one_of(self, question: str, choices: Mapping[str, str]) -> str:
        """The name of one of the choices (name -> words)."""
        ...

    def any_of(self, question: str, choices: Mapping[str, str]) -> tuple[str, ...]:
        """The names of any of the choices (name -> words); none by default."""
        ...
