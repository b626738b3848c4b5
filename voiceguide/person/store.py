"""The one file in which everything is kept: opened, upgraded, set aside when it is damaged.

SQLite in WAL mode, committed to the disk at every write. Only its owner may read it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from voiceguide.errors import DiskProblem, UsageError
from voiceguide.person.event import Event
from voiceguide.person.salvage import as_text, salvage
from voiceguide.person.tables import MIGRATIONS, Migration, keep, keep_place, version_by_tables
from voiceguide.reader.unseen_characters import without_unseen

FILE = "voiceguide.db"
SALVAGED = "voiceguide-salvaged.db"
"""A file made anew that has not taken the damaged one's place yet."""
SIDE_FILES = ("-wal", "-shm")
BUSY_MS = 3000
MOST_NAMED = 3
ANSWERS_LOST = (
    " Answers to the safety questions could not be read in it: please give them again,"
    " with: voiceguide profile --ask"
)
_DOES_NOT_FIT = (sqlite3.IntegrityError, sqlite3.DataError, LookupError, TypeError, ValueError)


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

    def keep_each(self, events: Iterable[Event]) -> int:
        """Commit salvaged events, but for those that do not go together; how many."""
        kept = 0
        with in_words(self.file), transaction(self.connection):
            for event in events:
                self.connection.execute("SAVEPOINT one")
                try:
                    keep(self.connection, (event,))
                    kept += 1
                except (
                    sqlite3.IntegrityError,
                    sqlite3.DataError,
                    LookupError,
                    TypeError,
                    ValueError,
                ):
                    self.connection.execute("ROLLBACK TO one")
                self.connection.execute("RELEASE one")
        return kept

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
        return opened(file, migrations, None)
    except Damaged:
        return recover(folder, migrations)


def recover(
    folder: Path, migrations: Sequence[Migration] = MIGRATIONS, known: Iterable[Event] = ()
) -> Store:
    """Set a damaged file aside, and go on with what could be read of it and is `known` anyway."""
    file = folder / FILE
    with in_words(file):
        saved = salvage(file)
        salvaged = folder / SALVAGED
        _delete(salvaged)
        with opened(salvaged, migrations, None) as store:
            kept_events = store.keep_each(saved.with_known(known)) - saved.answers_lost
        aside = _set_aside(file)
        _take_place(salvaged, file)
    return opened(
        file,
        migrations,
        f"Your log was damaged. It is kept as {aside.name}; "
        f"{what_was_saved(kept_events, saved.lost)}, and a new log was begun."
        f"{ANSWERS_LOST if saved.answers_lost else ''}",
    )


def what_was_saved(kept_events: int, lost: Sequence[str]) -> str:
    """How much of a damaged file is there still, and what is not."""
    saved = (
        f"{kept_events} entries could be saved" if kept_events else ("nothing in it could be read")
    )
    if not lost:
        return saved
    names = ", ".join(without_unseen(id) for id in lost[:MOST_NAMED])
    more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
    return f"{saved}, but not {names}{more}"


def opened(file: Path, migrations: Sequence[Migration], note: str | None) -> Store:
    """An open file, made where there is none, upgraded where it is old.

    Raises NewerData, Damaged, DiskProblem.
    """
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
        connection.text_factory = as_text
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = FULL")
            upgrade(connection, file, migrations)
        except BaseException:
            connection.close()
            raise
    return Store(file, connection, note)


def upgrade(connection: sqlite3.Connection, file: Path, migrations: Sequence[Migration]) -> None:
    """Bring the tables to the newest version, behind a backup. Raises NewerData, Damaged."""
    version = version_of(connection)
    if version == len(migrations):
        # A schema that cannot be read shows here, not at the first write.
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return
    told = version_by_tables(connection, migrations)
    if told is not None and told != version:
        version = _told_by_tables(connection, file, told)
    if version > len(migrations):
        raise NewerData(
            f"your log was made by a newer voiceguide (version {version} of its form)",
            hint="update voiceguide; until then nothing is written to it",
        )
    if version < 0:
        raise Damaged(f"it is of version {version}")
    if 0 < version < len(migrations):
        back_up(connection, file, version)
    with transaction(connection, "EXCLUSIVE"):
        for migration in migrations[version_of(connection) :]:
            migration(connection)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _told_by_tables(connection: sqlite3.Connection, file: Path, version: int) -> int:
    """Write the version that the tables are of, behind a backup, over a number that is damaged."""
    if version:
        back_up(connection, file, version)
    with transaction(connection, "EXCLUSIVE"):
        connection.execute(f"PRAGMA user_version = {version}")
    return version


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
        code = _code(error)
        if code == sqlite3.SQLITE_ERROR:  # of our own statements: the tables are not those of a log
            raise Damaged(str(error)) from error
        raise DiskProblem(
            f"{file} cannot be used: {error}", hint=_REMEDIES.get(code, _LOOK_AFTER)
        ) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # SQLite says what is damaged in the words that are damaged.
        raise Damaged(str(error)) from error
    except OSError as error:
        hint = _REMEDIES_OF_SYSTEM.get(error.errno or 0, _LOOK_AFTER)
        raise DiskProblem(f"{file} cannot be used: {error.strerror}", hint=hint) from error


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; that of a faulty statement where Python itself complains."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


_FREE_SPACE = "free some space on the disk"
_MAY_WRITE = "look who may write in that folder"
_BUSY = "another voiceguide is busy with it: try again in a moment"
_LOOK_AFTER = "look after this disk, and that the folder may be written"
_REMEDIES = {
    sqlite3.SQLITE_FULL: _FREE_SPACE,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _MAY_WRITE,
    sqlite3.SQLITE_PERM: _MAY_WRITE,
}
_REMEDIES_OF_SYSTEM = {
    errno.ENOSPC: _FREE_SPACE,
    errno.EDQUOT: _FREE_SPACE,
    errno.EROFS: _MAY_WRITE,
    errno.EACCES: _MAY_WRITE,
    errno.EPERM: _MAY_WRITE,
}


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
