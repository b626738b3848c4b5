"""The tables, their versions, and what each event changes in them.

`events` is the log itself; the other tables are made from it, and could be made anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from voiceguide.person.event import Event
from voiceguide.routine.session_kinds import kinds_of

Migration = Callable[[sqlite3.Connection], None]

_FIRST = (
    """CREATE TABLE events (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
        kind TEXT NOT NULL, session TEXT, data TEXT NOT NULL)""",
    """CREATE TABLE sessions (
        id TEXT PRIMARY KEY, began TEXT NOT NULL, day TEXT NOT NULL,
        routine TEXT NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL, sort TEXT NOT NULL,
        options TEXT NOT NULL, length_ms INTEGER NOT NULL,
        place_ms INTEGER NOT NULL DEFAULT 0, done_ms INTEGER NOT NULL DEFAULT 0,
        exercises TEXT NOT NULL DEFAULT '[]', kinds TEXT NOT NULL DEFAULT '',
        walked_ms INTEGER NOT NULL DEFAULT 0,
        ended TEXT, finished INTEGER NOT NULL DEFAULT 0, reason TEXT,
        pain_before INTEGER, pain_after INTEGER)""",
    "CREATE INDEX sessions_by_day ON sessions (day, began)",
    """CREATE TABLE checks (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, day TEXT NOT NULL, pain INTEGER, worse INTEGER)""",
    "CREATE INDEX checks_by_day ON checks (day, at)",
    """CREATE TABLE activities (
        id TEXT PRIMARY KEY, day TEXT NOT NULL, what TEXT NOT NULL, minutes INTEGER NOT NULL)""",
    "CREATE INDEX activities_by_day ON activities (day)",
    "CREATE TABLE latest (kind TEXT PRIMARY KEY, at TEXT NOT NULL, data TEXT NOT NULL)",
)


def _first(connection: sqlite3.Connection) -> None:
    for statement in _FIRST:
        connection.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (_first,)
"""The step to each version, from 1; only ever added to.

Each changes the tables: where the number in the file is damaged, they tell the version.
"""


def tables_of(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """The name of every table and index, and what made it."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
    )
    return frozenset((str(name), str(sql)) for name, sql in rows)


def version_by_tables(
    connection: sqlite3.Connection, migrations: Sequence[Migration]
) -> int | None:
    """The version whose tables these are; None where they are of none that is known."""
    here = tables_of(connection)
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for version in range(len(migrations) + 1):
            if version:
                migrations[version - 1](memory)
            if tables_of(memory) == here:
                return version
    finally:
        memory.close()
    return None


def keep(connection: sqlite3.Connection, events: Iterable[Event]) -> None:
    """Write events that are not there yet, and what they change, in the caller's transaction."""
    for event in events:
        new = connection.execute(
            "INSERT OR IGNORE INTO events (id, at, kind, session, data) VALUES (?, ?, ?, ?, ?)",
            (event.id, event.at.isoformat(), event.kind, event.session, event.written),
        )
        if new.rowcount == 1:
            _CHANGES[event.kind](connection, event)


def keep_place(connection: sqlite3.Connection, session: str, at_ms: int) -> None:
    """Where a session is, as its newest place."""
    connection.execute("UPDATE sessions SET place_ms = ? WHERE id = ?", (at_ms, session))


def plain(text: str) -> str:
    """A text that can be kept: with "?" for the bytes of a name that is not UTF-8."""
    return text.encode(errors="replace").decode()


def _began(connection: sqlite3.Connection, event: Event) -> None:
    data = event.data
    connection.execute(
        "INSERT INTO sessions (id, began, day, routine, name, level, sort, options, length_ms,"
        " pain_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.session,
            event.at.isoformat(),
            event.at.date().isoformat(),
            plain(data["routine"]),
            plain(data["name"]),
            data["level"],
            data["sort"],
            json.dumps(data["options"], sort_keys=True),
            data["length_ms"],
            data.get("pain"),
        ),
    )


def _step(connection: sqlite3.Connection, event: Event) -> None:
    row = connection.execute(
        "SELECT exercises FROM sessions WHERE id = ?", (event.session,)
    ).fetchone()
    if row is None:  # its beginning was not salvaged
        return
    try:
        done = [*json.loads(row[0]), [event.data.get("exercise"), event.data["purpose"]]]
        kinds = kinds_of(purpose for _, purpose in done)
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"the session {event.session!r} cannot be read") from error
    walked_ms = event.data["length_ms"] if event.data["purpose"] == "activity" else 0
    connection.execute(
        "UPDATE sessions SET exercises = ?, kinds = ?, walked_ms = walked_ms + ?,"
        " place_ms = ?, done_ms = MAX(done_ms, ?) WHERE id = ?",
        (
            json.dumps(done),
            " ".join(sorted(kinds)),
            walked_ms,
            event.data["at_ms"],
            event.data["done_ms"],
            event.session,
        ),
    )


def _pain(connection: sqlite3.Connection, event: Event) -> None:
    if event.data["when"] == "after":
        connection.execute(
            "UPDATE sessions SET pain_after = ? WHERE id = ?",
            (event.data.get("pain"), event.session),
        )


def _ended(connection: sqlite3.Connection, event: Event) -> None:
    data = event.data
    connection.execute(
        "UPDATE sessions SET ended = ?, finished = ?, reason = ?,"
        " done_ms = MAX(done_ms, ?), place_ms = ? WHERE id = ?",
        (
            event.at.isoformat(),
            data["reason"] == "finished",
            data["reason"],
            data["done_ms"],
            data["at_ms"],
            event.session,
        ),
    )


def _check(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "INSERT INTO checks VALUES (?, ?, ?, ?, ?)",
        (
            event.id,
            event.at.isoformat(),
            event.at.date().isoformat(),
            event.data.get("pain"),
            event.data.get("worse"),
        ),
    )


def _activity(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "INSERT INTO activities VALUES (?, ?, ?, ?)",
        (event.id, event.data["day"], event.data["what"], event.data["minutes"]),
    )


def _latest(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "INSERT INTO latest VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE"
        " SET at = excluded.at, data = excluded.data",
        (event.kind, event.at.isoformat(), event.written),
    )


def _removed(connection: sqlite3.Connection, event: Event) -> None:
    id = event.data["id"]
    connection.execute("DELETE FROM events WHERE id = ? OR session = ?", (id, id))
    for table in ("sessions", "activities"):
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))  # noqa: S608 - fixed names


_CHANGES: dict[str, Callable[[sqlite3.Connection, Event], None]] = {
    "began": _began,
    "step": _step,
    "pain": _pain,
    "ended": _ended,
    "check": _check,
    "activity": _activity,
    "profile": _latest,
    "safety-heard": _latest,
    "reminder": _latest,
    "removed": _removed,
}
