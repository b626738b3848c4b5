"""What a plan and its timeline say beside the exercises: rounds, and what was changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Round:
    """One of the rounds of a group: round 2 of 8 of "Tabata"."""

    group: str
    round: int
    of: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was changed, shortened, swapped or dropped, and why."""

    change: str
    before: str
    after: str
    why: str
