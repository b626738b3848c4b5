"""What happens while a file is read: its problems, and the protocol of what may be written."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from msgspec import Struct, field

from voiceguide.errors import Grade, Place, Problem
from voiceguide.reader.document import MOST_PROBLEMS, Items, Lost, Node, Text

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Schema = dict[str, Any]
"""A JSON Schema (draft 2020-12) of what a kind reads."""


class TooManyProblems(Exception):
    """Nobody mends more at once; reading stops."""


class Reading(Struct):
    """A file being read: its problems so far, and the language its lines are in."""

    problems: list[Problem] = field(default_factory=list)
    language: str = "en"
    errors: int = 0

    def problem(
        self, place: Place, message: str, hint: str | None = None, grade: Grade = "error"
    ) -> None:
        """Add a problem. Raises TooManyProblems where there are more than anybody reads."""
        self.problems.append(Problem(place, message, hint, grade))
        self.errors += grade == "error"
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooManyProblems


class Kind(Protocol[T_co]):
    """Reads a value of one kind; `read_node` keeps from it what was lost before."""

    @property
    def expects(self) -> str:
        """What may be written, to follow "expected"."""

    def read(self, node: Node, reading: Reading) -> T_co | None:
        """The value, or None after the problem has been reported."""

    def schema(self) -> Schema:
        """What may be written, for editors; it may let pass what `read` refuses."""


def read_node(kind: Kind[T], node: Node, reading: Reading) -> T | None:
    """The value of a node, or None after its problem has been reported."""
    return None if isinstance(node, Lost) else kind.read(node, reading)


def what_is(node: Node) -> str:
    """A node's shape in a person's words."""
    if isinstance(node, Text):
        return "text"
    return "a list" if isinstance(node, Items) else "settings"
