"""Ten years of sessions, made up: two a day on most days, fifteen steps in all, answers, walks.

python tests/person/ten_years.py FOLDER
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voiceguide.person.event import Event, in_session, new_event
from voiceguide.person.store import open_store

DAYS = 3653
EXERCISES = (
    ("quiet-breathing", "relax"), ("pelvic-tilt", "strength"), ("knees-side-to-side", "mobility"),
    ("cat-stretch", "mobility"), ("childs-pose", "stretch"), ("wall-sit", "strength"),
    ("bird-dog", "strength"), ("hamstring-stretch", "stretch"),
)  # fmt: skip


def fill(folder: Path, until: datetime, days: int = DAYS) -> int:
    """Write it; how many sessions there are."""
    chance = random.Random(1)
    sessions = 0
    events: list[Event] = []
    for back in range(days, 0, -1):
        for hour in (7, 19):
            if chance.random() < 0.05:
                continue
            began = (until - timedelta(days=back)).replace(hour=hour)
            events += _session(began, chance.randrange(1, 4), sessions)
            sessions += 1
        if chance.random() < 0.3:
            day = (until - timedelta(days=back)).date().isoformat()
            events.append(new_event("activity", began, day=day, what="walk", minutes=30))
    with open_store(folder) as store:
        store.keep(events)
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return sessions


def _session(began: datetime, pain: int, number: int) -> list[Event]:
    id = f"{began:%Y%m%d-%H%M%S}-{number}"
    minutes = timedelta(minutes=1)
    made = [
        new_event("check", began - minutes, pain=pain, worse=False),
        in_session(
            id, "began", "began", began, routine="morning", name="Morning wake-up",
            level="gentle", sort="exercise", options={"seed": 0}, length_ms=600_000, pain=pain,
        ),
    ]  # fmt: skip
    for step, (exercise, purpose) in enumerate(EXERCISES, 1):
        made.append(
            in_session(
                id, f"step/{step}", "step", began + step * minutes, item=step, exercise=exercise,
                purpose=purpose, length_ms=70_000, at_ms=70_000 * step, done_ms=70_000 * step,
            )
        )  # fmt: skip
    end = began + 10 * minutes
    made.append(
        in_session(id, "ended", "ended", end, reason="finished", at_ms=600_000, done_ms=600_000)
    )
    made.append(in_session(id, "pain/after", "pain", end, when="after", pain=pain))
    return made


if __name__ == "__main__":
    print(fill(Path(sys.argv[1]), datetime.now(UTC)), "sessions")
