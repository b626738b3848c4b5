"""Who knows the tones: by the sessions that they have heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from voiceguide.person.event import Event, in_session
from voiceguide.person.known_tones import HEARD_MS, LATELY, knows_tones
from voiceguide.person.person import read_person
from voiceguide.person.store import open_store
from voiceguide.routine.session_kinds import Sort

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)


def session(
    number: int, sort: Sort = "exercise", done_ms: int = HEARD_MS, **options: Any
) -> list[Event]:
    at, id = NOW - timedelta(days=number), f"s{number}"
    return [
        in_session(
            id, "began", "began", at, routine="mine", name="Mine", level="gentle", sort=sort,
            options=options, length_ms=600_000, pain=None,
        ),
        in_session(id, "ended", "ended", at, reason="stopped", at_ms=0, done_ms=done_ms),
    ]  # fmt: skip


def knows(data: Path, *sessions: list[Event], sort: Sort = "exercise") -> bool:
    with open_store(data) as store:
        store.keep([event for events in sessions for event in events])
    return knows_tones(read_person(data, NOW).sessions_heard, sort)


def test_nobody_knows_them_before_the_third_session(tmp_path: Path) -> None:
    assert not knows_tones(read_person(tmp_path / "nobody", NOW).sessions_heard, "exercise")
    assert not knows(tmp_path, session(1), session(2))
    assert knows(tmp_path, session(3))


def test_they_stay_known_after_a_long_time(tmp_path: Path) -> None:
    assert knows(tmp_path, *map(session, (400, 800, 1200)))


def test_a_session_that_was_stopped_soon_does_not_count(tmp_path: Path) -> None:
    assert not knows(tmp_path, session(1), session(2), session(3, done_ms=HEARD_MS - 1))


def test_a_session_that_nobody_could_hear_does_not_count(tmp_path: Path) -> None:
    assert not knows(tmp_path, session(1), session(2), session(3, silent=True))


def test_a_routine_may_be_called_silent(tmp_path: Path) -> None:
    named = [session(number, routine='/a/"silent": true.yaml') for number in (1, 2, 3)]
    assert knows(tmp_path, *named)


@pytest.mark.parametrize("sort", ["relax", "walk"])
def test_quiet_breathing_and_walks_do_not_teach_the_tones_of_exercises(
    tmp_path: Path, sort: Sort
) -> None:
    others = [session(number, sort) for number in range(9)]
    assert not knows(tmp_path, *others)
    assert knows(tmp_path, sort=sort)


def test_exercises_and_posture_breaks_teach_all_tones(tmp_path: Path) -> None:
    assert knows(tmp_path, session(1), session(2, "posture"), session(3), sort="relax")
    assert knows(tmp_path, sort="posture")


def test_only_the_newest_sessions_are_looked_at(tmp_path: Path) -> None:
    newer = [session(number, "relax") for number in range(LATELY)]
    older = [session(LATELY + number) for number in range(5)]
    assert not knows(tmp_path, *older, *newer)
