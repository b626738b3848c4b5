"""Where an exercise comes from: pages that its author read."""

from __future__ import annotations

import re
from datetime import date

from voiceguide.reader.document import Node
from voiceguide.reader.kinds import AnyText, TextKind
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import ListOf, Record, setting, settings_of
from voiceguide.structs import Declaring
from voiceguide.text import shortened

OWN_PRACTICE = "own practice, unreviewed"
"""What `from` says of an exercise that stands in no page."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,}")


class _Address(TextKind[str], frozen=True):
    """The address of a page."""

    expects: str = "the address of a page, such as https://www.nhs.uk/"

    def value(self, text: str, node: Node, reading: Reading) -> str | None:
        """The address, which nothing here opens."""
        if _ADDRESS.fullmatch(text):
            return text
        reading.problem(node.place, f"'{shortened(text)}' is not {self.expects}")
        return None

    def schema(self) -> Schema:
        """With http or https."""
        return {"type": "string", "pattern": f"^{_ADDRESS.pattern}$"}


class _Day(TextKind[date], frozen=True):
    """A day."""

    expects: str = "a day, such as 2026-11-28"

    def value(self, text: str, node: Node, reading: Reading) -> date | None:
        """The day."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            reading.problem(node.place, f"'{shortened(text)}' is not {self.expects}")
            return None

    def schema(self) -> Schema:
        """Year, month and day."""
        return {"type": "string", "format": "date"}


class SourcePage(Declaring, frozen=True):
    """A page that was read, and what it says of how much."""

    publisher: str = setting(AnyText(), "Who publishes the page.")
    title: str = setting(AnyText(), "What the page is called.")
    address: str = setting(_Address(), "Where the page is.")
    read: date = setting(_Day(), "The day on which it was read.")
    says: str | None = setting(AnyText(), "Its line on the dose, as it is written there.", None)

    @property
    def words(self) -> str:
        """The page in one line."""
        return f"{self.publisher}, {self.title}, {self.address} (read {self.read.isoformat()})"


SOURCES: ListOf[SourcePage] = ListOf(
    Record(
        "a source with publisher, title, address and read",
        settings_of(SourcePage),
        lambda found: SourcePage(**found.values),
    ),
    single=True,
    least=1,
    most=10,
)
