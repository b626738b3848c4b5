"""Acceptance 42: pain in a session, in the log; and after a quarter of an hour the end."""

from __future__ import annotations

from pathlib import Path

from voiceguide.cli.diary import Diary
from voiceguide.cli.programme import Programme, Spot
from voiceguide.cli.visit import Visit
from voiceguide.person.history import read_history
from voiceguide.person.person import Person
from voiceguide.person.store import open_store
from voiceguide.session import Choices, estimated, load
from voiceguide.settings import Folders, Settings
from voiceguide.units import Ms

MINUTE_MS = 60_000


def test_42_pain_for_fifteen_minutes_ends_the_session_and_both_are_in_the_log(
    tmp_path: Path,
) -> None:
    folders = Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))
    loaded = load("back-relief", folders)
    programme = Programme([estimated(loaded, Choices(), Settings(), folders)])
    visited = Visit(Person(), "exercise", prelude=False)
    with Diary(folders, programme, loaded, visited, options={}) as diary:
        diary.at(Spot(0, Ms(1000)))
        assert not diary.pain_is_too_long(Ms(20 * MINUTE_MS))
        diary.pain(Ms(5 * MINUTE_MS))
        diary.pain(Ms(12 * MINUTE_MS))
        assert not diary.pain_is_too_long(Ms(20 * MINUTE_MS - 1))
        assert diary.pain_is_too_long(Ms(20 * MINUTE_MS))
        diary.reason = "pain"
    with open_store(folders.data) as store:
        (kept,) = read_history(store).sessions
        rows = store.connection.execute("SELECT count(*) FROM events WHERE kind = 'pain'")
        assert rows.fetchone() == (2,)
    assert (kept.reason, kept.finished) == ("pain", False)


def test_pain_that_is_mild_again_starts_anew(tmp_path: Path) -> None:
    folders = Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))
    loaded = load("morning", folders)
    programme = Programme([estimated(loaded, Choices(), Settings(), folders)])
    with Diary(
        folders, programme, loaded, Visit(Person(), "exercise", prelude=False), options={}
    ) as diary:
        diary.pain(Ms(0))
        diary.better(Ms(MINUTE_MS))
        assert not diary.pain_is_too_long(Ms(60 * MINUTE_MS))
    assert not (folders.data / "voiceguide.db").exists()
