"""Reading the log, also where it is damaged, or where nothing can be written."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from voiceguide.errors import DiskProblem
from voiceguide.person.lock import SESSION_LOCK, is_held
from voiceguide.person.salvage import as_text, salvage
from voiceguide.person.store import (
    ANSWERS_LOST,
    FILE,
    SALVAGED,
    Damaged,
    Store,
    in_words,
    open_store,
    opened,
    recover,
    upgrade,
    what_was_saved,
)
from voiceguide.person.tables import MIGRATIONS, version_by_tables

T = TypeVar("T")


def read_log(
    folder: Path, read: Callable[[Store], T], *, looked_through: bool = False
) -> tuple[T, str | None] | None:
    """What `read` makes of the log, and what the person should be told; None where there is none.

    A damaged file is set aside, and what is saved of it is read; where nothing can be written,
    or a session is writing to it, it is left as it is. `looked_through` finds damage that `read`
    does not come upon, in a quarter of a second for ten years. Raises NewerData, DiskProblem.
    """
    try:
        store = open_to_read(folder)
        if store is None:
            return None
        with store:
            if looked_through:
                store.check()
            return read(store), store.note
    except Damaged:
        pass
    try:
        with _saved_to_read(folder) as store:
            return read(store), store.note
    except Damaged as fault:
        raise DiskProblem(
            f"{folder / FILE} is damaged, and what was saved of it too: {fault}",
            hint="look after this disk",
        ) from fault


def _saved_to_read(folder: Path) -> Store:
    if not is_held(folder / SESSION_LOCK):
        with contextlib.suppress(DiskProblem):
            return recover(folder)
    file = folder / FILE
    with in_words(file):
        saved = salvage(file)
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        upgrade(memory, file, MIGRATIONS)
        store = Store(file, memory, None)
        kept_events = store.keep_each(saved.with_known(())) - saved.answers_lost
    store.note = (
        f"Your log is damaged, and cannot be mended now: {what_was_saved(kept_events, saved.lost)}."
        f"{ANSWERS_LOST if saved.answers_lost else ''}"
    )
    return store


def open_to_read(folder: Path) -> Store | None:
    """The store for looking only; None where there is none.

    On a disk that is full or may only be read, a copy is looked at. Raises as `open_store` does.
    """
    file = folder / FILE
    if not file.exists() and not (folder / SALVAGED).exists():
        return None
    with contextlib.suppress(DiskProblem):
        if os.access(folder, os.W_OK) and os.access(file, os.W_OK):
            return open_store(folder)
    with contextlib.suppress(DiskProblem):
        return _copy(file)
    return _in_memory(file)


def _copy(file: Path) -> Store:
    with in_words(file), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / FILE
        for end in ("", "-wal"):
            part = Path(f"{file}{end}")
            if part.exists():
                Path(f"{copy}{end}").write_bytes(part.read_bytes())
        try:
            whole = opened(copy, MIGRATIONS, None)
        except Damaged:
            raise DiskProblem(
                f"{file} is damaged, and nothing can be written beside it",
                hint="make the folder writable: what can be saved is then saved",
            ) from None
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        whole.connection.backup(memory)
        whole.close()
        return Store(file, memory, None)


def _in_memory(file: Path) -> Store:
    """The file as it is on the disk, without what only its write-ahead log has."""
    with in_words(file):
        raw = bytearray(file.read_bytes())
        raw[18:20] = b"\x01\x01"  # the header's word that there is no write-ahead log
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        memory.deserialize(bytes(raw))
        memory.text_factory = as_text
        if version_by_tables(memory, MIGRATIONS) != len(MIGRATIONS):
            raise DiskProblem(
                f"{file} is of another version, and nothing can be written beside it",
                hint="free some space on the disk",
            )
    return Store(file, memory, None)
