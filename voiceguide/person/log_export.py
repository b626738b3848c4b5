"""The whole log for other programs: JSON with every event, CSV with a line a session."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from voiceguide.person.event import read_event
from voiceguide.person.history import Session, making_sense, read_history
from voiceguide.person.scores import read_scores
from voiceguide.person.store import Store, in_words

FORM = 1
COLUMNS = (
    "id", "day", "began", "ended", "what", "name", "level", "minutes", "finished", "reason",
    "pain_before", "pain_after", "exercises", "scores",
)  # fmt: skip


def as_json(store: Store) -> str:
    """Every event in the order it was written. Raises Damaged, DiskProblem."""
    return json.dumps({"voiceguide-log": FORM, "events": list(_events(store))}, indent=1) + "\n"


def as_csv(store: Store) -> str:
    """Sessions and activities by day; lines end as spreadsheets like it.

    Raises Damaged, DiskProblem.
    """
    history = read_history(store)
    rows: list[tuple[Any, ...]] = [_row(session, store) for session in history.sessions]
    rows += [
        (
            each.id, each.day.isoformat(), None, None, "activity", _safe(each.what), None,
            each.minutes, None, None, None, None, None, None,
        )
        for each in history.activities
    ]  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    rows.sort(key=_day)
    writer.writerows(rows)
    return text.getvalue()


def _events(store: Store) -> Iterator[dict[str, Any]]:
    with in_words(store.file):
        rows = store.connection.execute(
            "SELECT id, at, kind, session, data FROM events ORDER BY number"
        )
        for row in rows:
            with making_sense(f"the entry {row[0]!r}"):
                event = read_event(*row)
            yield {
                "id": event.id,
                "at": event.at.isoformat(),
                "kind": event.kind,
                "session": event.session,
                "data": dict(event.data),
            }


def _row(session: Session, store: Store) -> tuple[Any, ...]:
    done = " ".join(exercise for exercise, _ in session.exercises if exercise is not None)
    return (
        session.id,
        session.day.isoformat(),
        session.began.isoformat(),
        None if session.ended is None else session.ended.isoformat(),
        session.routine,
        _safe(session.name),
        session.level,
        session.minutes,
        "yes" if session.finished else "no",
        session.reason,
        session.pain_before,
        session.pain_after,
        done,
        _safe("; ".join(map(str, read_scores(store, session.id)))),
    )


def _day(row: tuple[Any, ...]) -> str:
    return str(row[1])


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
