"""The log as frozen records, for the rules, progress and pictures to look at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct, field

from voiceguide.person.event import (
    LONGEST_MS,
    MOST_MINUTES,
    check_data,
    day_of,
    moment_of,
    number_of,
    sort_of,
    text_of,
)
from voiceguide.person.store import Store, in_words, transaction
from voiceguide.routine.habits import PAIN_AT_MOST
from voiceguide.routine.session_kinds import Sort

LEAST_MS = 60_000


class Session(Struct, frozen=True):
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


class Check(Struct, frozen=True):
    """What a person said of their back before a session, or instead of one."""

    at: datetime
    day: date
    pain: int | None
    worse: bool | None
    """Than before their last session; None where that was not asked."""


class Activity(Struct, frozen=True):
    """Something that was entered by hand, such as a walk."""

    id: str
    day: date
    what: str
    minutes: int


class History(Struct, frozen=True):
    """All of it, or what a reader asked for; each part in the order of time."""

    sessions: tuple[Session, ...] = ()
    checks: tuple[Check, ...] = ()
    activities: tuple[Activity, ...] = ()


_SESSION = (
    "SELECT id, began, day, routine, name, level, sort, length_ms, place_ms, done_ms, exercises,"
    " kinds, walked_ms, ended, finished, reason, pain_before, pain_after, options FROM sessions"
)


def read_history(store: Store, since: date = date.min) -> History:
    """Everything from a day on. Raises Damaged, also for a row that makes no sense; DiskProblem."""
    with in_words(store.file):
        rows = store.connection.execute(
            f"{_SESSION} WHERE day >= ? ORDER BY day, began", (since.isoformat(),)
        )
        sessions = tuple(_session(row) for row in rows)
        rows = store.connection.execute(
            "SELECT at, day, pain, worse, id FROM checks WHERE day >= ? ORDER BY day, at",
            (since.isoformat(),),
        )
        checks = tuple(_check(row) for row in rows)
        rows = store.connection.execute(
            "SELECT id, day, what, minutes FROM activities WHERE day >= ? ORDER BY day",
            (since.isoformat(),),
        )
        activities = tuple(_activity(row) for row in rows)
    return History(sessions, checks, activities)


def read_latest(store: Store, kind: str) -> tuple[datetime, dict[str, Any]] | None:
    """The newest event of a kind that is kept so, with its time. Raises Damaged, DiskProblem.

    Damaged too where it is not what the log itself has, or is no data of its kind.
    """
    # One look at both, so that what is written in between does not seem a contradiction.
    with in_words(store.file), transaction(store.connection, "DEFERRED"):
        row = store.connection.execute(
            "SELECT at, data FROM latest WHERE kind = ?", (kind,)
        ).fetchone()
        # "0" comes after "/": all names of events of the kind, by their index.
        event = store.connection.execute(
            "SELECT at, data, kind FROM events WHERE id >= ? AND id < ?"
            " ORDER BY +number DESC LIMIT 1",
            (f"{kind}/", f"{kind}0"),
        ).fetchone()
        if row is None and event is None:
            return None
        with making_sense(f"the newest '{kind}'"):
            if row is None or event != (*row, kind):
                raise ValueError("it is not that of the log")
            data = _data_of(row[1])
            check_data(kind, data)
            return moment_of(row[0]), data


def _data_of(written: object) -> dict[str, Any]:
    data = json.loads(text_of(written))
    if not isinstance(data, dict):
        raise ValueError("not an event")
    return data


def compare(store: Store, since: date) -> None:
    """Look whether days and pains since a day are those of the log.

    Raises Damaged where a table contradicts the log; DiskProblem.
    """
    day, read = since.isoformat(), store.connection.execute
    with in_words(store.file), transaction(store.connection, "DEFERRED"):
        # By both columns: one that is damaged must not hide the row.
        sessions = read(
            "SELECT id, began, day, pain_before, pain_after FROM sessions"
            " WHERE day >= ? OR began >= ?",
            (day, day),
        ).fetchall()
        for id, *kept in sessions:
            events = read(
                "SELECT kind, at, data FROM events WHERE id >= ? || '/' AND id < ? || '0'"
                " AND kind IN ('began', 'pain') ORDER BY +number",
                (id, id),
            )
            _compare(f"the session {id!r}", kept, _told(events))
        checks = read(
            "SELECT c.id, c.at, c.day, c.pain, c.worse, e.at, e.data FROM checks c"
            " LEFT JOIN events e ON e.id = c.id WHERE c.day >= ? OR c.at >= ?",
            (day, day),
        )
        for id, at, its_day, pain, worse, event_at, data in checks:
            with making_sense(f"the answer {id!r}"):
                said = _data_of(data)
                told = [event_at, text_of(event_at)[:10], said.get("pain"), said.get("worse")]
            _compare(f"the answer {id!r}", [at, its_day, pain, worse], told)


def _told(events: Iterable[tuple[str, str, str]]) -> list[object]:
    """When a session began, on which day, and the pain before and after it, by its events."""
    told: list[object] = [None, None, None, None]
    with making_sense("a session"):
        for kind, at, written in events:
            data = _data_of(written)
            if kind == "began":
                told[:3] = at, text_of(at)[:10], data.get("pain")
            elif data.get("when") == "after":
                told[3] = data.get("pain")
    return told


def _compare(what: str, kept: list[object], told: list[object]) -> None:
    if kept != told:
        raise sqlite3.DatabaseError(f"{what} is not that of the log")


@contextmanager
def making_sense(what: str) -> Iterator[None]:
    """Turn what is said of a value that makes no sense into what SQLite says of a damaged file."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"{what} cannot be read: {error}") from error


def interrupted(store: Store, now: datetime, within: timedelta) -> Session | None:
    """The newest session, where it was begun not long ago and did not come to its end.

    Raises Damaged, DiskProblem.
    """
    session = _newest(store)
    if session is None:
        return None
    far = session.began + timedelta(milliseconds=session.place_ms)
    open_ = not session.finished and session.reason not in NOT_TO_RESUME
    return session if open_ and now - far <= within else None


NOT_TO_RESUME = frozenset({"pain"})
"""Ends that no one should go on from."""


def last_end(store: Store) -> datetime | None:
    """When the newest session ended, or was when it was cut off. Raises Damaged, DiskProblem."""
    session = _newest(store)
    if session is None:
        return None
    return session.ended or session.began + timedelta(milliseconds=session.place_ms)


def _newest(store: Store) -> Session | None:
    with in_words(store.file):
        rows = store.connection.execute(f"{_SESSION} ORDER BY day DESC, began DESC LIMIT 1")
        row = rows.fetchone()
        return None if row is None else _session(row)


def _session(row: tuple[Any, ...]) -> Session:
    (id, began, day, routine, name, level, sort, length_ms, place_ms, done_ms, exercises, kinds,
     walked_ms, ended, finished, reason, pain_before, pain_after, options) = row  # fmt: skip
    with making_sense(f"the session {id!r}"):
        read_options = json.loads(text_of(options))
        if not isinstance(read_options, dict):
            raise ValueError(f"{options!r} are no options")
        return Session(
            text_of(id),
            moment_of(began),
            day_of(day),
            text_of(routine),
            text_of(name),
            text_of(level),
            sort_of(sort),
            number_of(length_ms, LONGEST_MS),
            number_of(place_ms, LONGEST_MS),
            number_of(done_ms, LONGEST_MS),
            tuple(
                (None if exercise is None else text_of(exercise), text_of(purpose))
                for exercise, purpose in json.loads(text_of(exercises))
            ),
            frozenset(text_of(kinds).split()),
            number_of(walked_ms, LONGEST_MS),
            None if ended is None else moment_of(ended),
            bool(number_of(finished, 1)),
            None if reason is None else text_of(reason),
            _pain(pain_before),
            _pain(pain_after),
            read_options,
        )


def _check(row: tuple[Any, ...]) -> Check:
    at, day, pain, worse, id = row
    with making_sense(f"the answer {id!r}"):
        told = None if worse is None else bool(number_of(worse, 1))
        return Check(moment_of(at), day_of(day), _pain(pain), told)


def _activity(row: tuple[Any, ...]) -> Activity:
    id, day, what, minutes = row
    with making_sense(f"the entry {id!r}"):
        return Activity(text_of(id), day_of(day), text_of(what), number_of(minutes, MOST_MINUTES))


def _pain(kept: object) -> int | None:
    return None if kept is None else number_of(kept, PAIN_AT_MOST)
