"""The log as frozen records, for the rules, progress and pictures to look at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from voiceguide.person.kinds import Sort
from voiceguide.person.store import Store, in_words

LEAST_MS = 60_000


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was begun; `ended` and `reason` are None while it runs or after a crash."""

    id: str
    began: datetime
    day: date
    """The local day it was begun on, wherever that was."""
    routine: str
    name: str
    level: str
    sort: Sort
    length_ms: int
    place_ms: int
    done_ms: int
    exercises: tuple[tuple[str | None, str], ...] = ()
    """The exercise (None for a step without one) and purpose of every item that was done."""
    kinds: frozenset[str] = frozenset()
    walked_ms: int = 0
    ended: datetime | None = None
    finished: bool = False
    reason: str | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether enough was done to be one of the day's sessions: a minute, or half of it.

        A session that was skipped through to its end, or stopped at once, is none.
        """
        enough_ms = min(LEAST_MS, self.length_ms // 2)
        return self.done_ms >= enough_ms and (self.finished or bool(self.exercises))

    @property
    def minutes(self) -> int:
        """Minutes done, rounded."""
        return (self.done_ms + 30_000) // 60_000


@dataclass(frozen=True, slots=True)
class Check:
    """What a person said of their back before a session, or instead of one."""

    at: datetime
    day: date
    pain: int | None
    worse: bool | None
    """Than before their last session; None where that was not asked."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that was entered by hand, such as a walk."""

    id: str
    day: date
    what: str
    minutes: int


@dataclass(frozen=True, slots=True)
class History:
    """All of it, or what a reader asked for; each part in the order of time."""

    sessions: tuple[Session, ...] = ()
    checks: tuple[Check, ...] = ()
    activities: tuple[Activity, ...] = ()


_SESSION = (
    "SELECT id, began, day, routine, name, level, sort, length_ms, place_ms, done_ms, exercises,"
    " kinds, walked_ms, ended, finished, reason, pain_before, pain_after, options FROM sessions"
)


def read_history(store: Store, since: date = date.min) -> History:
    """Everything from a day on. Raises Damaged, DiskProblem."""
    with in_words(store.file):
        rows = store.connection.execute(
            f"{_SESSION} WHERE day >= ? ORDER BY day, began", (since.isoformat(),)
        )
        sessions = tuple(_session(row) for row in rows)
        rows = store.connection.execute(
            "SELECT at, day, pain, worse FROM checks WHERE day >= ? ORDER BY day, at",
            (since.isoformat(),),
        )
        checks = tuple(
            Check(
                datetime.fromisoformat(at),
                date.fromisoformat(day),
                pain,
                None if worse is None else bool(worse),
            )
            for at, day, pain, worse in rows
        )
        rows = store.connection.execute(
            "SELECT id, day, what, minutes FROM activities WHERE day >= ? ORDER BY day",
            (since.isoformat(),),
        )
        activities = tuple(
            Activity(id, date.fromisoformat(day), what, minutes) for id, day, what, minutes in rows
        )
    return History(sessions, checks, activities)


def read_latest(store: Store, kind: str) -> tuple[datetime, dict[str, Any]] | None:
    """The newest event of a kind that is kept so, with its time. Raises Damaged, DiskProblem."""
    with in_words(store.file):
        row = store.connection.execute(
            "SELECT at, data FROM latest WHERE kind = ?", (kind,)
        ).fetchone()
    return None if row is None else (datetime.fromisoformat(row[0]), json.loads(row[1]))


def interrupted(store: Store, now: datetime, within: timedelta) -> Session | None:
    """The newest session, where it was begun not long ago and did not come to its end.

    Raises Damaged, DiskProblem.
    """
    with in_words(store.file):
        row = store.connection.execute(f"{_SESSION} ORDER BY day DESC, began DESC LIMIT 1")
        found = row.fetchone()
    if found is None:
        return None
    session = _session(found)
    far = session.began + timedelta(milliseconds=session.place_ms)
    open_ = not session.finished and session.reason not in NOT_TO_RESUME
    return session if open_ and now - far <= within else None


NOT_TO_RESUME = frozenset({"pain"})
"""Ends that no one should go on from."""


def last_end(store: Store) -> datetime | None:
    """When the newest session ended, or was when it was cut off. Raises Damaged, DiskProblem."""
    with in_words(store.file):
        row = store.connection.execute(
            "SELECT began, ended, place_ms FROM sessions ORDER BY day DESC, began DESC LIMIT 1"
        ).fetchone()
    if row is None:
        return None
    if row[1] is not None:
        return datetime.fromisoformat(row[1])
    return datetime.fromisoformat(row[0]) + timedelta(milliseconds=row[2])


def _session(row: tuple[Any, ...]) -> Session:
    (id, began, day, routine, name, level, sort, length_ms, place_ms, done_ms, exercises, kinds,
     walked_ms, ended, finished, reason, pain_before, pain_after, options) = row  # fmt: skip
    try:
        return Session(
            id,
            datetime.fromisoformat(began),
            date.fromisoformat(day),
            routine,
            name,
            level,
            sort,
            length_ms,
            place_ms,
            done_ms,
            tuple((exercise, purpose) for exercise, purpose in json.loads(exercises)),
            frozenset(kinds.split()),
            walked_ms,
            None if ended is None else datetime.fromisoformat(ended),
            bool(finished),
            reason,
            pain_before,
            pain_after,
            json.loads(options),
        )
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"the session {id!r} cannot be read: {error}") from error
