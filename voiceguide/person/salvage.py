"""What can still be read of a damaged file: its events, one by one."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from voiceguide.person.event import Event, read_event

_COLUMNS = "SELECT id, at, kind, session, data FROM events"
_WAYS = (
    f"{_COLUMNS} ORDER BY number",
    # From the other end, in case a damaged page lies between.
    f"{_COLUMNS} ORDER BY number DESC",
    # Through the index of ids, in case the rows are lost to the other ways.
    f"{_COLUMNS} ORDER BY id",
)


def readable_events(file: Path) -> list[Event]:
    """Every event of a damaged file that can be read and makes sense, in the order of time."""
    found: dict[str, Event] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # A copy, as opening the file itself could change it.
        copy = Path(folder) / "damaged.db"
        for end in ("", "-wal"):
            part = Path(f"{file}{end}")
            if part.exists():
                shutil.copyfile(part, f"{copy}{end}")
        for way in _WAYS:
            for event in _read(copy, way):
                found.setdefault(event.id, event)
    return sorted(found.values(), key=lambda event: (event.at, event.kind != "began"))


def _read(file: Path, way: str) -> Iterator[Event]:
    # Each way has a connection of its own, as a fault may spoil one.
    connection = sqlite3.connect(file)
    try:
        rows = connection.execute(way)
        while (row := rows.fetchone()) is not None:
            try:
                yield read_event(*row)
            except (ValueError, UnicodeDecodeError):
                continue
    except sqlite3.Error:  # from here on nothing can be read this way
        return
    finally:
        connection.close()
