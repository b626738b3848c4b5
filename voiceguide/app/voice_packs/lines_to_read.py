"""The lines that a voice may have to say, gathered in an order that a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct, field

from voiceguide.speech.recordings.line_names import file_stem, line_words

Part = Literal["session", "live", "settings", "conditions", "minutes", "lengths"]
PARTS: tuple[Part, ...] = get_args(Part)
"""The likelier first.

session: the session as it is written, at all levels and details; live: while it is led, and the
questions around it; settings: as other settings have it, and progress; conditions: for people
with conditions; minutes: where there is less time; lengths: where a session is shorter or longer
than was asked for, and says so.
"""
UNASKED: tuple[Part, ...] = PARTS[:-1]
"""What is listed where nobody asks for parts: lengths are many, and rarely said."""
PLACES_NAMED = 3

OPENING, CLOSING = 0, 1_000_000
"""Before all items of a routine, which have their numbers, and after them."""


class LineToRead(Struct):
    """A line, its file, and where it is said."""

    text: str
    file: str
    """Its stem."""
    part: Part
    places: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The first places, and how many more there are."""
        named = "; ".join(self.places[:PLACES_NAMED])
        more = len(self.places) - PLACES_NAMED
        return f"{named}; and {more} more" if more > 0 else named


class GatheredLines:
    """Lines by their words: what several routines say is one line, where it is likeliest."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._lines: dict[str, LineToRead] = {}
        self._order: dict[str, tuple[int, int, int, int]] = {}
        self._routines = 0
        self._seen: set[tuple[str, Part, str]] = set()
        self._words: dict[str, str] = {}

    def begin_routine(self) -> None:
        """What is added from here on comes after what was added before, in the same part."""
        self._routines += 1

    def add(
        self, texts: Iterable[str], part: Part, item: int, place: str, *, if_new: bool = False
    ) -> None:
        """Lines of an item of a routine (or `OPENING`, `CLOSING`), said at a `place`.

        `if_new`: what is there already stays in its part, though that is a rarer one.
        """
        for text in texts:
            if (text, part, place) in self._seen:
                continue
            self._seen.add((text, part, place))
            words = self._words.get(text)
            if words is None:
                words = self._words[text] = line_words(text, self.language)
            if not words:
                continue
            order = (PARTS.index(part), self._routines, item, len(self._lines))
            line = self._lines.get(words)
            if line is None:
                self._lines[words] = LineToRead(text, file_stem(words), part, [place])
                self._order[words] = order
                continue
            if place not in line.places:
                line.places.append(place)
            if order[0] < self._order[words][0] and not if_new:
                line.part = part
                self._order[words] = order

    def lines(self, parts: Iterable[Part] = PARTS) -> list[LineToRead]:
        """All of these parts, in the order in which they are best read."""
        wanted = set(parts)
        ordered = sorted(self._lines, key=self._order.__getitem__)
        return [self._lines[words] for words in ordered if self._lines[words].part in wanted]

    def __contains__(self, text: object) -> bool:
        """Whether a text is one of these lines."""
        return isinstance(text, str) and line_words(text, self.language) in self._lines
