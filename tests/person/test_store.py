"""The file: made, upgraded behind a backup, set aside when damaged, never written when newer."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.person.conftest import MONDAY, Told, moment
from voiceguide.errors import DiskProblem
from voiceguide.person import log_reader as reading
from voiceguide.person import store as stores
from voiceguide.person.event import new_event
from voiceguide.person.history import read_history, read_latest
from voiceguide.person.log_reader import open_to_read
from voiceguide.person.store import FILE, NewerData, delete_all, open_store
from voiceguide.person.tables import MIGRATIONS, tables_of


def add_a_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE sessions ADD COLUMN mood TEXT")
    connection.execute("CREATE TABLE moods (name TEXT)")


NEXT = (*MIGRATIONS, add_a_column)


def number_of_events(folder: Path) -> int:
    with open_store(folder) as store:
        count: int = store.connection.execute("SELECT count(*) FROM events").fetchone()[0]
        return count


def test_what_is_kept_comes_back(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
        store.keep(
            [new_event("activity", moment(MONDAY), day="2026-03-02", what="walk", minutes=9)]
        )
        history = read_history(store)
    (session,) = history.sessions
    assert (session.day, session.finished, session.minutes) == (MONDAY, True, 20)
    assert (session.pain_before, session.pain_after) == (2, 2)
    assert session.kinds == {"stretch"}
    assert history.activities[0].minutes == 9


def test_an_event_is_kept_once_however_often_it_is_written(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
        store.keep(told(0))
        assert read_history(store).sessions[0].exercises == (
            ("cat-stretch", "mobility"),
            ("childs-pose", "stretch"),
        )
    assert number_of_events(tmp_path) == len(told(0))


def test_the_newest_of_some_things_is_found(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for version in (1, 2):
            store.keep([new_event("safety-heard", moment(MONDAY), version=version)])
        assert read_latest(store, "safety-heard") == (moment(MONDAY), {"version": 2})
        assert read_latest(store, "profile") is None


def test_a_part_of_the_log_is_read_by_its_days(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path) as store:
        for day in range(5):
            store.keep(told(day))
        assert len(read_history(store, since=date(2026, 3, 5)).sessions) == 2


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_only_the_owner_may_read_it(tmp_path: Path, told: Told) -> None:
    folder = tmp_path / "data"
    with open_store(folder) as store:
        store.keep(told(0))
        files = list(folder.iterdir())
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_upgrade_makes_a_backup_first_and_keeps_everything(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
    with open_store(tmp_path, NEXT) as store:
        assert stores.version_of(store.connection) == len(NEXT)
        assert len(read_history(store).sessions) == 1
    (backup,) = tmp_path.glob("*backup-v1*.db")
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT count(*) FROM events").fetchone() == (len(told(0)),)
        assert stores.version_of(copy) == 1
    copy.close()


def test_without_room_for_a_backup_nothing_is_upgraded(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stores, "_sync", full)
    with pytest.raises(DiskProblem, match="No space left"):
        open_store(tmp_path, NEXT)
    with open_store(tmp_path) as store:
        assert stores.version_of(store.connection) == 1


def test_a_newer_file_is_not_written(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path, NEXT) as store:
        store.keep(told(0))
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(NewerData, match="newer voiceguide"):
        open_store(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize("number", [0, 2, 200, -5, 2**31 - 1])
def test_where_the_version_is_damaged_the_tables_tell_it_and_a_backup_is_made(
    tmp_path: Path, told: Told, number: int
) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
        store.connection.execute(f"PRAGMA user_version = {number}")
    with open_store(tmp_path) as store:
        store.keep(told(1))
        assert stores.version_of(store.connection) == len(MIGRATIONS)
        assert len(read_history(store).sessions) == 2
    (backup,) = tmp_path.glob("*backup-v1*.db")
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT count(*) FROM events").fetchone() == (len(told(0)),)
    copy.close()


def test_every_upgrade_changes_the_tables_as_they_tell_the_version() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    seen = [tables_of(connection)]
    for migration in MIGRATIONS:
        migration(connection)
        seen.append(tables_of(connection))
    connection.close()
    assert len(set(seen)) == len(seen)


MIGRATE = """
import os, sqlite3, sys
from pathlib import Path
from voiceguide.person import store
from voiceguide.person.log_reader import open_to_read
from voiceguide.person.tables import MIGRATIONS

step = 0
kill_at = int(sys.argv[2])

def count(_frame, event, arg):
    global step
    if event == "c_call" and getattr(arg, "__name__", "") in ("execute", "backup", "replace"):
        step += 1
        if step == kill_at:
            os.kill(os.getpid(), 9)

def next_(connection):
    connection.execute("ALTER TABLE sessions ADD COLUMN mood TEXT")
    connection.execute("CREATE TABLE moods (name TEXT)")
    connection.execute("INSERT INTO moods VALUES ('well')")

sys.setprofile(count)
store.open_store(Path(sys.argv[1]), (*MIGRATIONS, next_)).close()
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_an_upgrade_killed_at_any_step_leaves_old_or_new_and_never_between(
    tmp_path: Path, told: Told
) -> None:
    ends = set()
    for kill_at in range(1, 30):
        folder = tmp_path / str(kill_at)
        with open_store(folder) as store:
            store.keep(told(0))
        done = subprocess.run(
            [sys.executable, "-c", MIGRATE, str(folder), str(kill_at)], check=False
        )
        with sqlite3.connect(folder / FILE) as seen:
            version = stores.version_of(seen)
            moods = seen.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'moods'")
            assert moods.fetchone() == (version - 1,)
            assert seen.execute("SELECT count(*) FROM events").fetchone() == (len(told(0)),)
            assert seen.execute("PRAGMA quick_check").fetchone() == ("ok",)
        seen.close()
        ends.add(version)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    else:
        pytest.fail("the upgrade never came to its end")
    assert ends == {1, 2}


def overwrite(file: Path, first: int, last: int) -> None:
    noise = os.urandom(last - first)
    with file.open("r+b") as damaged:
        damaged.seek(first)
        damaged.write(noise)


def test_a_file_of_noise_is_set_aside_and_a_new_one_begun_without_a_loop(
    tmp_path: Path, told: Told
) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
    (tmp_path / FILE).write_bytes(os.urandom(40_000))
    with open_store(tmp_path) as store:
        assert store.note is not None
        assert "damaged" in store.note
        assert read_history(store).sessions == ()
    with open_store(tmp_path) as again:
        assert again.note is None
    assert len(list(tmp_path.glob("*damaged*.db"))) == 1


def test_what_a_damaged_file_still_has_is_saved(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path) as store:
        for day in range(300):
            store.keep(told(day))
    size = (tmp_path / FILE).stat().st_size
    overwrite(tmp_path / FILE, size // 2, size // 2 + 8192)
    with stores.recover(tmp_path) as store:
        saved = len(read_history(store).sessions)
    assert 100 < saved <= 300


def test_a_damaged_head_alone_loses_nothing_that_the_write_ahead_log_has(
    tmp_path: Path, told: Told
) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
        file = tmp_path / FILE
        log = Path(f"{file}-wal").read_bytes()
    Path(f"{file}-wal").write_bytes(log)
    overwrite(file, 0, min(100, file.stat().st_size))
    with open_store(tmp_path) as store:
        assert len(read_history(store).sessions) == 1


def test_killed_between_setting_aside_and_the_new_file_the_saved_one_takes_its_place(
    tmp_path: Path, told: Told
) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
    (tmp_path / FILE).rename(tmp_path / stores.SALVAGED)
    with open_store(tmp_path) as store:
        assert len(read_history(store).sessions) == 1


def test_a_place_that_cannot_be_written_is_a_disk_problem_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskProblem) as problem:
        open_store(tmp_path / "file" / "data")
    assert problem.value.hint is not None


def test_reading_where_there_is_nothing_makes_nothing(tmp_path: Path) -> None:
    assert open_to_read(tmp_path / "none") is None
    assert not (tmp_path / "none").exists()


def test_everything_is_deleted_backups_and_damaged_copies_too(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))
    open_store(tmp_path, NEXT).close()
    (tmp_path / "voiceguide-damaged-20260101.db").write_text("")
    (tmp_path / "other.db").write_text("")
    delete_all(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["other.db"]


def test_on_a_disk_that_takes_nothing_the_log_can_still_be_read(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path) as store:
        store.keep(told(0))

    def full(*_: object) -> None:
        raise DiskProblem("full")

    monkeypatch.setattr(reading, "open_store", full)
    for way in ("_copy", "_in_memory"):
        store = open_to_read(tmp_path)  # type: ignore[assignment]
        assert store is not None
        with store:
            assert len(read_history(store).sessions) == 1
        monkeypatch.setattr(reading, way, full)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (sqlite3.SQLITE_FULL, "free some space"),
        (sqlite3.SQLITE_BUSY, "another voiceguide"),
        (sqlite3.SQLITE_READONLY | 6 << 8, "who may write"),  # of a folder
        (sqlite3.SQLITE_IOERR | 2 << 8, "look after this disk"),
    ],
)
def test_what_sqlite_refuses_is_told_by_its_code(tmp_path: Path, code: int, hint: str) -> None:
    error = sqlite3.OperationalError("in whatever words")
    error.sqlite_errorcode = code
    with pytest.raises(DiskProblem) as problem, stores.in_words(tmp_path):
        raise error
    assert hint in str(problem.value.hint)


def test_statements_that_do_not_fit_the_tables_mean_damage(tmp_path: Path) -> None:
    empty = closing(sqlite3.connect(":memory:"))
    with empty as other, pytest.raises(stores.Damaged), stores.in_words(tmp_path):
        other.execute("SELECT at FROM events")
