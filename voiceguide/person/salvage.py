"""What can still be read of a damaged file: its events, one by one, and what the tables say."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from voiceguide.person.event import UNREADABLE, Event, new_event, read_event
from voiceguide.person.tables import MIGRATIONS, version_by_tables

_COLUMNS = "SELECT id, at, kind, session, data FROM events"
_WAYS = (
    f"{_COLUMNS} ORDER BY number",
    # From the other end, in case a damaged page lies between.
    f"{_COLUMNS} ORDER BY number DESC",
    # Through the index of ids, in case the rows are lost to the other ways.
    f"{_COLUMNS} ORDER BY id",
)


class Salvage(Struct, frozen=True):
    """`events` are those that can be read and make sense, in the order of time."""

    events: tuple[Event, ...]
    lost: tuple[str, ...]
    """The ids of those that make no sense, and that nothing else tells of."""
    answers_lost: bool = False
    """The newest answers to the safety questions are lost, or in doubt, or may have been there."""

    def with_known(self, known: Iterable[Event]) -> tuple[Event, ...]:
        """What a new log is made of: the saved events, a mark of lost answers, those `known`."""
        saved = {event.id for event in self.events}
        mark = (new_event("profile", datetime.now().astimezone(), **UNREADABLE),)
        more = tuple(event for event in known if event.id not in saved)
        return (*self.events, *(mark if self.answers_lost else ()), *more)


def salvage(file: Path) -> Salvage:
    """All that can be read of a damaged file."""
    found, bad = _Found(), set[str]()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # A copy, as opening the file itself could change it.
        copy = Path(folder) / "damaged.db"
        for end in ("", "-wal"):
            part = Path(f"{file}{end}")
            if part.exists():
                shutil.copyfile(part, f"{copy}{end}")
        _mend_head(copy)
        if not _has_tables(copy):
            _mend_tables(copy)
        for way in _WAYS:
            for row in _read(copy, way):
                _sort_out(row, found, bad)
        for query, rows_of in _TABLES:
            for row in _read(copy, query):
                for told in rows_of(row, found):
                    _sort_out(told, found, bad)
    events = sorted(
        found.events.values(),
        # What was the newest of its kind stays so, also where the clock was set back.
        key=lambda event: (event.id in found.newest, event.at, event.kind != "began"),
    )
    lost = tuple(sorted(bad - found.events.keys()))
    return Salvage(tuple(events), lost, found.answers_lost)


def _mend_head(copy: Path) -> None:
    """Write what stands at the head of every log, so that a fault there alone loses nothing."""
    pages = copy.stat().st_size // PAGE if copy.exists() else 0
    if not pages:
        return
    with copy.open("r+b") as file:
        for at, usual in {**HEAD, 28: pages.to_bytes(4, "big")}.items():
            file.seek(at)
            file.write(usual)


def _has_tables(copy: Path) -> bool:
    connection = sqlite3.connect(copy)
    try:
        return version_by_tables(connection, MIGRATIONS) is not None
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    finally:
        connection.close()


def _mend_tables(copy: Path) -> None:
    """Write the first page of a new log, which names the tables: they lie where they always do."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    for migration in MIGRATIONS:
        migration(memory)
    first = memory.serialize()[:PAGE]
    memory.close()
    with copy.open("r+b") as file:
        file.write(first)
    _mend_head(copy)


PAGE = 4096
HEAD = {
    0: b"SQLite format 3\0" + PAGE.to_bytes(2, "big") + b"\x02\x02\0\x40\x20\x20",
    44: b"\0\0\0\x04",
    52: b"\0\0\0\0\0\0\0\x01",
}
"""By place: the format of SQLite's files (https://www.sqlite.org/fileformat2.html#the_database_header):
page size, write-ahead log, payload fractions; the schema's format; no vacuum, UTF-8."""
Row = tuple[Any, ...]


class _Found:
    """What was found, once each, and what it tells of."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.told: set[tuple[str, object, object]] = set()
        """Of each event its kind, its session, and when it happened; and what can be told once."""
        self.newest: set[str] = set()
        """The ids of those that the table of the newest has, too."""
        self.answers_contradict = False
        self.answers_bad = False
        self._known: set[tuple[object, ...]] = set()

    @property
    def answers_lost(self) -> bool:
        """Whether the newest answers are not known for sure."""
        answers = {event.id for event in self.of("profile")}
        surely = bool(answers & self.newest) or not self.answers_bad
        return not answers or self.answers_contradict or not surely

    def of(self, kind: object) -> list[Event]:
        """The events of a kind."""
        return [event for event in self.events.values() if event.kind == kind]

    def add(self, event: Event) -> None:
        """Keep an event, unless it is there, even under a name that is damaged."""
        what = (event.at, event.kind, event.session, event.written)
        if event.id in self.events or what in self._known:
            return
        self._known.add(what)
        self.events[event.id] = event
        self.told.add((event.kind, None, event.at.isoformat()))
        if event.kind == "ended" or event.data.get("when") == "after":
            self.told.add((event.kind, event.session, None))
        if event.kind == "activity":
            self.told.add(("activity", event.data["day"], event.data["what"]))


def _sort_out(row: Row, found: _Found, bad: set[str]) -> None:
    try:
        event = read_event(*row)
    except ValueError:
        bad.add(str(row[0]))
        found.answers_bad |= row[2] == "profile" or str(row[0]).startswith("profile/")
    else:
        found.add(event)


def _read(file: Path, query: str) -> Iterator[Row]:
    # Each way has a connection of its own, as a fault may spoil one.
    connection = sqlite3.connect(file)
    connection.text_factory = as_text
    try:
        rows = connection.execute(query)
        while (row := rows.fetchone()) is not None:
            yield row
    except (sqlite3.Error, UnicodeDecodeError):  # from here on nothing can be read this way
        return
    finally:
        connection.close()


def as_text(kept: bytes) -> str:
    """A text of the file; what is damaged in it is marked, and the rest is kept."""
    return kept.decode(errors="replace")


# What the tables still say of an event that is lost


def _of_session(row: Row, found: _Found) -> Iterator[Row]:
    (id, began, routine, name, level, sort, options, length_ms, before,
     ended, reason, place_ms, done_ms, after) = row  # fmt: skip
    if f"{id}/began" not in found.events and ("began", None, began) not in found.told:
        try:
            chosen = json.loads(options)
        except (ValueError, TypeError):
            chosen = {}
        data = {
            "routine": routine, "name": name, "level": level, "sort": sort, "options": chosen,
            "length_ms": length_ms, "pain": before,
        }  # fmt: skip
        yield _row(f"{id}/began", began, "began", id, data)
    if ended is not None and ("ended", id, None) not in found.told:
        data = {"reason": reason, "at_ms": place_ms, "done_ms": done_ms}
        yield _row(f"{id}/ended/saved", ended, "ended", id, data)
    if after is not None and ("pain", id, None) not in found.told:
        data = {"when": "after", "pain": after, "at_ms": place_ms}
        yield _row(f"{id}/pain/after/saved", ended or began, "pain", id, data)


def _of_check(row: Row, found: _Found) -> Iterator[Row]:
    id, at, pain, worse = row
    if id not in found.events and ("check", None, at) not in found.told:
        data = {"pain": pain, "worse": None if worse is None else bool(worse)}
        yield _row(id, at, "check", None, data)


def _of_activity(row: Row, found: _Found) -> Iterator[Row]:
    id, day, what, minutes = row
    if id not in found.events and ("activity", day, what) not in found.told:
        data = {"day": day, "what": what, "minutes": minutes}
        yield _row(id, f"{day}T12:00:00+00:00", "activity", None, data)


def _of_latest(row: Row, found: _Found) -> Iterator[Row]:
    kind, at, data = row
    events = found.of(kind)
    then = [event for event in events if event.at.isoformat() == at]
    newest = max(events, key=lambda event: event.at, default=None)
    same = [event for event in then if event.written == data]
    if same:
        found.newest.add(same[0].id)
    elif then:
        found.answers_contradict |= kind == "profile" and _makes_sense(row)
    elif newest is not None and newest.written == data:  # only its time is damaged
        found.newest.add(newest.id)
    else:
        found.newest.add(f"{kind}/saved/{at}")
        yield (f"{kind}/saved/{at}", at, kind, None, data)


def _makes_sense(latest: Row) -> bool:
    kind, at, data = latest
    try:
        read_event(f"{kind}/saved", at, kind, None, data)
    except ValueError:
        return False
    return True


def _row(id: str, at: object, kind: str, session: object, data: dict[str, Any]) -> Row:
    return id, at, kind, session, json.dumps(data, default=str)


_TABLES: tuple[tuple[str, Callable[[Row, _Found], Iterator[Row]]], ...] = (
    (
        "SELECT id, began, routine, name, level, sort, options, length_ms, pain_before,"
        " ended, reason, place_ms, done_ms, pain_after FROM sessions",
        _of_session,
    ),
    ("SELECT id, at, pain, worse FROM checks", _of_check),
    ("SELECT id, day, what, minutes FROM activities", _of_activity),
    ("SELECT kind, at, data FROM latest", _of_latest),
)
