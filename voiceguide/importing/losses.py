"""What of another program's file has no place in a routine: collected, and told in few words."""

from __future__ import annotations

from voiceguide.errors import Place, Problem
from voiceguide.importing.spoken_lines import without_markers

MOST_KINDS = 200
MOST_PLACES = 3
LONGEST_SHOWN = 60


class Losses:
    """Things that are not carried over, each told once with the names of where it was."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, None]] = {}
        self._more = 0

    def add(self, what: str, where: str = "") -> None:
        """Note something, and the name of the exercise where it was, if it was at one."""
        if what not in self._found and len(self._found) >= MOST_KINDS:
            self._more += 1
            return
        self._found.setdefault(what, {})
        if where:
            self._found[what][shortened(where)] = None

    def problems(self, file: str) -> tuple[Problem, ...]:
        """A warning for each, in the order in which they were found."""
        messages = [what + _at(list(places)) for what, places in self._found.items()]
        if self._more:
            messages.append(f"{self._more} more things")
        place = Place(file, 1, 1)
        return tuple(Problem(place, message, grade="warning") for message in messages)


def shortened(text: object) -> str:
    """A stranger's value for a message: short, on one line, nothing that a terminal obeys."""
    if not isinstance(text, str | int | float):
        return f"a {type(text).__name__}"
    plain = without_markers(str(text)[: 4 * LONGEST_SHOWN])
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"


def _at(places: list[str]) -> str:
    if not places:
        return ""
    named = ", ".join(f"'{place}'" for place in places[:MOST_PLACES])
    more = len(places) - MOST_PLACES
    return f" at {named} and {more} more" if more > 0 else f" at {named}"
