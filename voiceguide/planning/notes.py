"""What a plan and its timeline say beside the exercises: rounds, and what was changed."""

from __future__ import annotations

from msgspec import Struct


class Round(Struct, frozen=True):
    """One of the rounds of a group: round 2 of 8 of "Tabata"."""

    group: str
    round: int
    of: int


LEFT_OUT = "left out"
"""What becomes of something that is not done at all."""

_WORDS = {
    "amounts": "{after} than at {before}",
    "count": "{after} in place of {before}",
    "countdown": "a {after} in place of '{before}'",
    "exercise": "{before} is replaced by {after}",
    "halfway": "'{before}' is not said",
    "rest": "{after} in {before}",
    "steps": "{after} against your conditions",
    "version": "{before} is done as '{after}'",
    "words": "those of {before} are {after}",
}
"""What a change is in words; where none are given here, one thing became another."""


class Note(Struct, frozen=True):
    """Something that was changed, shortened, swapped or dropped, and why."""

    change: str
    before: str
    after: str
    why: str

    @property
    def words(self) -> str:
        """What was changed, for people: `Cat stretch is left out`."""
        if self.after == LEFT_OUT:
            return f"{self.before} is {LEFT_OUT}"
        words = _WORDS.get(self.change, "{before} became {after}")
        return words.format(before=self.before, after=self.after)
