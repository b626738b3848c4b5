"""What a session is, by the purposes of its exercises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Sort = Literal["exercise", "posture", "walk", "relax"]
SessionKind = Literal["strength", "stretch"]

_GROUPS = {"strength": "strength", "stretch": "stretch", "mobility": "stretch"}
MOST_EFFORT = 10
"""Of how hard it feels, on a scale from 0 (the category-ratio scale)."""
ENOUGH = 2
"""Exercises of a kind that make a session one of that kind; in a short one, half of them do."""


def kinds_of(purposes: Iterable[str]) -> frozenset[SessionKind]:
    """What a session counts as for the goals of a week; a posture break is neither."""
    done = list(purposes)
    if "posture" in done:
        return frozenset()
    groups = [_GROUPS.get(purpose) for purpose in done]
    kinds: tuple[SessionKind, ...] = ("strength", "stretch")
    return frozenset(
        kind
        for kind in kinds
        if groups.count(kind) >= ENOUGH or (kind in groups and 2 * groups.count(kind) >= len(done))
    )


def sort_of(purposes: Iterable[str]) -> Sort:
    """Which rules hold for a session: only `exercise` is limited by days off and by the day.

    A step without a library entry has the purpose "" and counts as exercise; a session of
    words alone is as quiet breathing.
    """
    done = set(purposes)
    if "posture" in done:
        return "posture"
    if done == {"activity"}:
        return "walk"
    if done <= {"relax", "activity"}:
        return "relax"
    return "exercise"
