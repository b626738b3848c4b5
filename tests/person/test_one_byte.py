"""One byte of the log changed, where SQLite sees it and where it does not."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.person.ten_years import fill
from voiceguide.person.event import new_event
from voiceguide.person.history import History, interrupted, last_end, read_history
from voiceguide.person.log_export import as_csv, as_json
from voiceguide.person.log_reader import read_log
from voiceguide.person.person import read_person
from voiceguide.person.profile import Profile
from voiceguide.person.store import FILE, Damaged, open_store, recover
from voiceguide.person.twelve_weeks import read_summary
from voiceguide.routine import built_in

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MOST_TOUCHED = 3
"""A byte lies in one row, or in what leads to one: what else goes with it is its session."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real file of some days, with answers to the questions too."""
    folder = tmp_path_factory.mktemp("whole")
    fill(folder, NOW, days=5)
    with open_store(folder) as store:
        store.keep([
            new_event("profile", NOW, **Profile(NOW.date(), 1, False, ticked=("x",)).data()),
            new_event("safety-heard", NOW, version=1),
            new_event("reminder", NOW, answer="later"),
        ])  # fmt: skip
    return (folder / FILE).read_bytes()


class Read:
    """All that programs read of a log."""

    def __init__(self, folder: Path) -> None:
        self.person = read_person(folder, NOW)
        habits, rules = built_in.habits(), built_in.pain_rules()
        self.notes = list(self.person.notes)
        self.history = self._read(folder, read_history) or History()
        self._read(folder, lambda store: read_summary(store, habits, rules, NOW.date()))
        for each in (last_end, as_csv, as_json):
            self._read(folder, each)
        self._read(folder, lambda store: interrupted(store, NOW, NOW - NOW))

    def _read(self, folder: Path, read):  # type: ignore[no-untyped-def]
        found = read_log(folder, read)
        if found is None:
            return None
        made, note = found
        if note:
            self.notes.append(note)
        return made


def write_to(folder: Path) -> None:
    """Log one thing more, as programs do it."""
    event = new_event("activity", NOW, day="2026-03-02", what="swim", minutes=20)
    try:
        with open_store(folder) as store:
            store.keep([event])
    except Damaged:
        recover(folder, known=[event]).close()


def changed(whole: bytes, at: int, to: int) -> bytes:
    return whole[:at] + bytes([to]) + whole[at + 1 :]


def try_byte(folder: Path, whole: bytes, at: int, to: int, before: History) -> list[str]:
    """Change a byte, read all, write, read again; what was told."""
    folder.mkdir()
    (folder / FILE).write_bytes(changed(whole, at, to))
    first = Read(folder)
    for had, has in (
        (before.sessions, first.history.sessions),
        (before.checks, first.history.checks),
        (before.activities, first.history.activities),
    ):
        assert len(had) - MOST_TOUCHED <= len(has) <= len(had) + MOST_TOUCHED, (at, to)
    write_to(folder)
    again = Read(folder)
    assert any(each.what == "swim" for each in again.history.activities), (at, to)
    assert len(again.history.activities) == len(first.history.activities) + 1, (at, to)
    assert len(again.history.sessions) == len(first.history.sessions), (at, to)
    assert len([note for note in again.notes if note]) == 0, (at, to, again.notes)
    assert len(first.notes) <= 1, (at, to, first.notes)
    return first.notes


def test_every_so_many_bytes_changed_costs_at_most_what_they_touch(
    whole: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "before"
    folder.mkdir()
    (folder / FILE).write_bytes(whole)
    before = Read(folder).history
    chance = random.Random(1)
    for number, at in enumerate(range(0, len(whole), 1000)):
        to = whole[at] ^ (1 << chance.randrange(8))
        try_byte(tmp_path / str(number), whole, at, to, before)
