"""A person's days, made up: sessions, answers and events with dates a test can read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from voiceguide.person.event import Event, in_session
from voiceguide.person.history import Session
from voiceguide.routine.habits import Habits, PainRules
from voiceguide.routine.library import Library

MONDAY = date(2026, 3, 2)
BACK = (("cat-stretch", "mobility"), ("childs-pose", "stretch"))
Made = Callable[..., Session]
Told = Callable[..., list[Event]]


def moment(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.fixture
def rules() -> PainRules:
    return Library().safety.rules


@pytest.fixture
def habits() -> Habits:
    return Library().habits


@pytest.fixture
def session() -> Made:
    """A finished session of twenty minutes; `day` counts from a Monday."""

    def make(day: int, before: int | None = 2, after: int | None = 2, **more: Any) -> Session:
        on = MONDAY + timedelta(days=day)
        began = moment(on, more.pop("hour", 8))
        usual: dict[str, Any] = {
            "id": f"{on}-{began:%H}",
            "began": began,
            "day": on,
            "routine": "evening",
            "name": "Evening",
            "level": "gentle",
            "sort": "exercise",
            "length_ms": 1_200_000,
            "place_ms": 1_200_000,
            "done_ms": 1_200_000,
            "exercises": BACK,
            "kinds": frozenset({"stretch"}),
            "ended": began + timedelta(minutes=20),
            "finished": True,
            "reason": "finished",
            "pain_before": before,
            "pain_after": after,
        }
        return Session(**{**usual, **more})

    return make


@pytest.fixture
def told() -> Told:
    """The events of a session on a day, as they would be written."""

    def events(day: int, *, pain: int | None = 2, after: int | None = 2) -> list[Event]:
        at = moment(MONDAY + timedelta(days=day))
        id = f"{at:%Y%m%d}"
        steps = [
            in_session(
                id,
                f"step/{number}",
                "step",
                at + timedelta(minutes=5 * number),
                item=number,
                exercise=exercise,
                purpose=purpose,
                length_ms=300_000,
                at_ms=300_000 * number,
                done_ms=300_000 * number,
            )
            for number, (exercise, purpose) in enumerate(BACK, 1)
        ]
        began = in_session(
            id, "began", "began", at,
            routine="evening", name="Evening", level="gentle", sort="exercise",
            options={"detail": "normal"}, length_ms=1_200_000, pain=pain,
        )  # fmt: skip
        end = at + timedelta(minutes=20)
        ended = in_session(
            id, "ended", "ended", end, reason="finished", at_ms=1_200_000, done_ms=1_200_000
        )
        last = in_session(id, "pain/after", "pain", end, when="after", pain=after)
        return [began, *steps, ended, *([] if after is None else [last])]

    return events
