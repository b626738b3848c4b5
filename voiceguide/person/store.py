"""The one file in which everything is kept: opened, upgraded, set aside when it is damaged.

SQLite in WAL mode, committed to the disk at every write. Only its owner may read it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from voiceguide.errors import DiskProblem, UsageError
from voiceguide.person.event import Event
from voiceguide.person.salvage import readable_events
from voiceguide.person.schema import MIGRATIONS, Migration, keep, keep_place

FILE = "voiceguide.db"
SALVAGED = "voiceguide-salvaged.db"
"""A file made anew that has not taken the damaged one's place yet."""
SIDE_FILES = ("-wal", "-shm")
BUSY_MS = 3000


class NewerData(UsageError):
    """The file was made by a newer program, which alone may write it."""


class Damaged(Exception):
    """What SQLite says of a file that is not whole."""


class Store:
    """An open file. Its methods raise Damaged, and DiskProblem where the disk refuses."""

    def __init__(self, file: Path, connection: sqlite3.Connection, note: str | None) -> None:
        self.file = file
        self.connection = connection
        self.note = note
        """What the person should be told of opening it, such as that a damaged file is aside."""

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, events: Sequence[Event]) -> None:
        """Commit events: all or none of them, each once."""
        with in_words(self.file), transaction(self.connection):
            keep(self.connection, events)

    def kept(self, event: Event) -> bool:
        """Commit a salvaged event; False for one that makes no sense."""
        try:
            self.keep((event,))
        except (Damaged, KeyError, TypeError, ValueError):
            return False
        return True

    def keep_place(self, session: str, at_ms: int) -> None:
        """Commit where a session is."""
        with in_words(self.file), transaction(self.connection):
            keep_place(self.connection, session, at_ms)

    def check(self) -> None:
        """Look through the whole file. Raises Damaged where it is not whole."""
        with in_words(self.file):
            check(self.connection)

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()


def open_store(folder: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
    """The store of a data folder, made where there is none, upgraded where it is old.

    A damaged file is set aside, what can be salvaged of it is kept, and `note` says so. Raises
    NewerData; DiskProblem where it cannot be written, or no backup can be made.
    """
    file = folder / FILE
    with in_words(file):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return _open(file, migrations, None)
    except Damaged:
        return recover(folder, migrations)


def recover(
    folder: Path, migrations: Sequence[Migration] = MIGRATIONS, known: Iterable[Event] = ()
) -> Store:
    """Set a damaged file aside, and go on with what could be read of it and is `known` anyway."""
    file = folder / FILE
    with in_words(file):
        saved = {event.id: event for event in readable_events(file)}
        saved |= {event.id: event for event in known}
        salvaged = folder / SALVAGED
        _delete(salvaged)
        with _open(salvaged, migrations, None) as store:
            kept_events = sum(store.kept(event) for event in saved.values())
        aside = _set_aside(file)
        _take_place(salvaged, file)
    kept = f"{kept_events} entries could be saved" if kept_events else "nothing in it could be read"
    return _open(
        file,
        migrations,
        f"Your log was damaged. It is kept as {aside.name}; {kept}, and a new log was begun.",
    )


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
            opened = _open(copy, MIGRATIONS, None)
        except Damaged:
            raise DiskProblem(
                f"{file} is damaged, and nothing can be written beside it",
                hint="make the folder writable: what can be saved is then saved",
            ) from None
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        opened.connection.backup(memory)
        opened.close()
        return Store(file, memory, None)


def _in_memory(file: Path) -> Store:
    """The file as it is on the disk, without what only its write-ahead log has."""
    with in_words(file):
        raw = bytearray(file.read_bytes())
        raw[18:20] = b"\x01\x01"  # the header's word that there is no write-ahead log
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        memory.deserialize(bytes(raw))
        if version_of(memory) != len(MIGRATIONS):
            raise DiskProblem(
                f"{file} is of another version, and nothing can be written beside it",
                hint="free some space on the disk",
            )
    return Store(file, memory, None)


def _open(file: Path, migrations: Sequence[Migration], note: str | None) -> Store:
    salvaged = file.with_name(SALVAGED)
    with in_words(file):
        if not file.exists():
            if file != salvaged and salvaged.exists():  # killed between setting aside and renaming
                _take_place(salvaged, file)
            else:
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            file, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = FULL")
            _upgrade(connection, file, migrations)
        except BaseException:
            connection.close()
            raise
    return Store(file, connection, note)


def _upgrade(connection: sqlite3.Connection, file: Path, migrations: Sequence[Migration]) -> None:
    version = version_of(connection)
    if version > len(migrations):
        raise NewerData(
            f"your log was made by a newer voiceguide (version {version} of its form)",
            hint="update voiceguide; until then nothing is written to it",
        )
    if version == len(migrations):
        # A schema that cannot be read shows here, not at the first write.
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return
    if version > 0:
        back_up(connection, file, version)
    with transaction(connection, "EXCLUSIVE"):
        for migration in migrations[version_of(connection) :]:
            migration(connection)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def version_of(connection: sqlite3.Connection) -> int:
    """The version of a file's form; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def back_up(connection: sqlite3.Connection, file: Path, version: int) -> Path:
    """A copy beside the file, looked through and as long as it. Raises DiskProblem, Damaged."""
    target = _free_name(file, f"backup-v{version}")
    part = target.with_suffix(".part")
    _delete(part)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
    copy = sqlite3.connect(part, isolation_level=None)
    try:
        connection.backup(copy)
        check(copy)
        count = "SELECT count(*) FROM events"
        if copy.execute(count).fetchone() != connection.execute(count).fetchone():
            raise DiskProblem(
                f"{target} is not whole: the log is not upgraded", hint="look after this disk"
            )
    finally:
        copy.close()
    _sync(part)
    part.replace(target)
    _sync(target.parent)
    return target


def check(connection: sqlite3.Connection) -> None:
    """Raises Damaged unless the whole file is in order."""
    said = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != ("ok",):
        raise Damaged(str(said[0]) if said else "it cannot be looked through")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """All of it or nothing."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some faults SQLite has rolled back by itself, and says so.
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into Damaged and DiskProblem."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error).startswith("no such "):
            raise Damaged(str(error)) from error
        raise DiskProblem(f"{file} cannot be used: {error}", hint=_remedy(str(error))) from error
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
    except OSError as error:
        raise DiskProblem(
            f"{file} cannot be used: {error.strerror}", hint=_remedy(error.strerror or "")
        ) from error


def _remedy(said: str) -> str:
    lower = said.lower()
    if "full" in lower or "no space" in lower:
        return "free some space on the disk"
    if "locked" in lower:
        return "another voiceguide is busy with it: try again in a moment"
    if "readonly" in lower or "read-only" in lower or "permission" in lower or "denied" in lower:
        return "look who may write in that folder"
    return "look after this disk, and that the folder may be written"


def _set_aside(file: Path) -> Path:
    aside = _free_name(file, "damaged")
    for end in SIDE_FILES:
        with contextlib.suppress(FileNotFoundError):
            Path(f"{file}{end}").rename(f"{aside}{end}")
    file.rename(aside)
    return aside


def _take_place(salvaged: Path, file: Path) -> None:
    salvaged.replace(file)
    _sync(file.parent)


def _free_name(file: Path, what: str) -> Path:
    stem = f"{file.stem}-{what}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    names = (f"{stem}{end}.db" for end in ("", *(f"-{number}" for number in range(2, 100))))
    return next(path for name in names if not (path := file.with_name(name)).exists())


def _delete(file: Path) -> None:
    for end in ("", *SIDE_FILES):
        Path(f"{file}{end}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def delete_all(folder: Path) -> list[Path]:
    """Delete the log with its backups and damaged copies; what was deleted.

    Raises DiskProblem.
    """
    stem = Path(FILE).stem
    files = [
        path
        for path in sorted(folder.glob(f"{stem}*"))
        if path.name.split(".db")[0] == stem or path.name.startswith(f"{stem}-")
    ]
    with in_words(folder / FILE):
        for path in files:
            path.unlink(missing_ok=True)
    return files
