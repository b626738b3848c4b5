"""The full safety words come until they were heard, for each kind of session, and then monthly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from voiceguide.person.heard_safety import (
    HeardSafety,
    heard_now,
    needs_full_safety,
    read_heard,
)
from voiceguide.routine.library import Library

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
SAFETY = Library().safety
BACK, HARD, STRETCH = ("back", "mixed"), ("hard",), ("stretch",)


def hear(*topics: tuple[str, ...], at: datetime = NOW) -> HeardSafety | None:
    heard: HeardSafety | None = None
    for each in topics:
        heard = read_heard(heard_now(heard, SAFETY, each, at))
    return heard


def needed(heard: HeardSafety | None, topics: tuple[str, ...], days: int = 0) -> bool:
    return needs_full_safety(heard, SAFETY, topics, (NOW + timedelta(days=days)).date())


def test_they_come_first_then_every_thirty_days() -> None:
    assert needed(None, BACK)
    heard = hear(BACK)
    assert not needed(heard, BACK)
    assert not needed(heard, BACK, 29)
    assert needed(heard, BACK, 30)
    assert needed(heard, BACK, -1)


def test_they_come_again_in_another_version() -> None:
    heard = hear(BACK)
    assert heard is not None
    assert needed(HeardSafety(SAFETY.version + 1, heard.days), BACK)
    assert needed(read_heard({"version": SAFETY.version - 1}), BACK)


def test_a_session_with_words_of_its_own_has_them_all_said_once() -> None:
    assert needed(hear(BACK), HARD)
    assert not needed(hear(BACK), STRETCH)
    both = hear(BACK, HARD)
    assert not needed(both, HARD)
    assert not needed(both, BACK)


def test_words_of_hard_effort_are_not_those_of_a_stretch() -> None:
    assert needed(hear(HARD), STRETCH)


def test_each_line_has_its_own_day() -> None:
    later = NOW + timedelta(days=20)
    heard = read_heard(heard_now(hear(BACK), SAFETY, HARD, later))
    assert needed(heard, BACK, 30)
    assert not needed(heard, HARD, 30)
