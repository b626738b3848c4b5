"""Writing while a session runs: nothing acknowledged is lost, and nothing stops the session."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.person.conftest import MONDAY, Told, moment
from voiceguide.person.event import Event, in_session, new_event
from voiceguide.person.history import read_history
from voiceguide.person.log_export import as_json
from voiceguide.person.log_writer import Log
from voiceguide.person.store import FILE, open_store, recover
from voiceguide.person.tables import MIGRATIONS


def test_what_was_put_is_there_after_the_end(tmp_path: Path, told: Told) -> None:
    kept: list[str] = []

    def note(events: Sequence[Event]) -> None:
        kept.extend(event.id for event in events)

    with Log(tmp_path, acknowledged=note) as log:
        for event in told(0):
            log.put(event)
        log.reached("20260302", 7000)
        assert log.close()
    assert kept == [event.id for event in told(0)]
    with open_store(tmp_path) as store:
        assert read_history(store).sessions[0].place_ms == 7000


def test_putting_takes_no_time_and_makes_no_file_by_itself(tmp_path: Path) -> None:
    with Log(tmp_path / "data") as log:
        began = time.perf_counter()
        log.reached("x", 1)
        assert time.perf_counter() - began < 0.01
        assert log.whole


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root to mount")
def test_a_full_disk_costs_the_log_and_is_told_once(tmp_path: Path, told: Told) -> None:
    import subprocess

    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("nothing can be mounted here")
    try:
        with Log(tmp_path) as log:
            for day in range(60):
                log.put(*told(day))
                log.flush(0.05)
            assert not log.close()
            (message,) = log.messages()
        assert message.startswith("Not logged: ")
        assert message.endswith("The session goes on.")
        assert "full" in message
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_what_could_not_be_written_is_written_when_it_can_be(tmp_path: Path, told: Told) -> None:
    folder = tmp_path / "data"
    folder.write_text("in the way")
    with Log(folder) as log:
        log.put(*told(0)[:2])
        assert not log.flush(2)
        folder.unlink()
        log.put(*told(0)[2:])
        assert log.close()
    with open_store(folder) as store:
        assert read_history(store).sessions[0].finished


def newer(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE moods (name TEXT)")


def test_a_newer_log_is_not_written_and_the_session_is_told(tmp_path: Path, told: Told) -> None:
    with open_store(tmp_path, (*MIGRATIONS, newer)):
        pass
    with Log(tmp_path) as log:
        log.put(*told(0))
        assert not log.close()
        assert "newer voiceguide" in log.messages()[0]


def test_overwritten_with_noise_while_it_is_open_nothing_of_this_session_is_lost(
    tmp_path: Path, told: Told
) -> None:
    with open_store(tmp_path) as store:
        for day in range(40):
            store.keep(told(day))
    today = told(50)
    with Log(tmp_path) as log:
        log.put(today[0])
        assert log.flush()
        for end in ("", "-wal", "-shm"):
            file = Path(f"{tmp_path / FILE}{end}")
            if file.exists():
                with file.open("r+b") as damaged:
                    damaged.write(os.urandom(max(4096, file.stat().st_size)))
        log.put(*today[1:])
        assert log.close()
        messages = log.messages()
    with open_store(tmp_path) as store:
        history = read_history(store)
        assert store.note is None
    assert history.sessions[-1].finished
    assert any("damaged" in message for message in messages)


def test_two_writers_do_not_hinder_each_other(tmp_path: Path, told: Told) -> None:
    with Log(tmp_path) as one, Log(tmp_path) as other:
        for day in range(10):
            one.put(*told(day))
            other.put(*told(day + 20))
        assert one.close()
        assert other.close()
    with open_store(tmp_path) as store:
        assert len(read_history(store).sessions) == 20


def test_an_event_needs_the_offset_of_its_clock() -> None:
    with pytest.raises(ValueError, match="offset"):
        new_event("profile", moment(MONDAY).replace(tzinfo=None))


def test_a_name_that_is_not_utf_8_is_logged_and_comes_back(tmp_path: Path) -> None:
    began = in_session(
        "s", "began", "began", moment(MONDAY), routine="caf\udce9", name="caf\udce9",
        level="gentle", sort="exercise", options={"routine": "/home/caf\udce9.yaml"}, length_ms=1,
    )  # fmt: skip
    with Log(tmp_path) as log:
        log.put(began)
        assert log.close()
        assert log.messages() == []
    with open_store(tmp_path) as store:
        (session,) = read_history(store).sessions
        assert session.options["routine"] == "/home/caf\udce9.yaml"
        assert session.name == "caf?"
        assert "caf" in as_json(store)
    with recover(tmp_path) as again:
        assert read_history(again).sessions == (session,)


def test_what_cannot_be_written_at_all_is_told_once_and_the_rest_is_kept(
    tmp_path: Path, told: Told, capfd: pytest.CaptureFixture[str]
) -> None:
    first, *rest = told(0)
    with Log(tmp_path) as log:
        log.put(first, new_event("reminder", moment(MONDAY), answer={1, 2}))
        log.put(new_event("reminder", moment(MONDAY), answer={1, 2}), *rest)
        log.reached(first.session or "", 5000)
        assert log.close()
        (message,) = log.messages()
    assert "is left out" in message
    assert "The session goes on" in message
    with open_store(tmp_path) as store:
        assert read_history(store).sessions[0].finished
    assert capfd.readouterr().err == ""
