"""The answers to the safety questions in a damaged log: the right ones, or known to be lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voiceguide.person.event import in_session, new_event
from voiceguide.person.heard_safety import HeardSafety
from voiceguide.person.history import read_history
from voiceguide.person.lock import SESSION_LOCK, Lock
from voiceguide.person.person import Person, read_person
from voiceguide.person.profile import Profile
from voiceguide.person.store import FILE, open_store

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
ANSWERS = Profile(
    NOW.date(),
    1,
    red_flag=True,
    duration="under-6-weeks",
    ticked=("knee-pain", "osteoporosis"),
    answered=("chest-pain", "bladder"),
)
BEFORE = Profile(NOW.date(), 1, red_flag=False, asked_professional=True)
OF_LATEST = "UPDATE latest SET data = ? WHERE kind = 'profile'"
OF_EVENTS = (
    "UPDATE events SET data = ? WHERE id = (SELECT max(id) FROM events WHERE data LIKE '%knee%')"
)
Harmed = Callable[..., Path]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A log with answers, and other ones from before."""
    folder = tmp_path_factory.mktemp("whole")
    with open_store(folder) as store:
        store.keep([
            new_event("profile", NOW - timedelta(days=9), **BEFORE.data()),
            new_event("profile", NOW, **ANSWERS.data()),
            new_event("safety-heard", NOW, version=1, lines={"0": "2026-03-02"}),
        ])  # fmt: skip
    return (folder / FILE).read_bytes()


@pytest.fixture
def harmed(whole: bytes, tmp_path: Path) -> Harmed:
    """The folder of the log after statements of SQL, each with its values."""

    def make(name: str, *statements: tuple[str, tuple[object, ...]]) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / FILE).write_bytes(whole)
        connection = sqlite3.connect(folder / FILE, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        for statement, values in statements:
            assert connection.execute(statement, values).rowcount == 1
        connection.close()
        return folder

    return make


def right_or_refused(person: Person) -> bool:
    profile = person.profile
    if profile is None:
        return person.unreadable
    return profile.red_flag and set(profile.conditions) == set(ANSWERS.conditions)


WRITTEN = new_event("profile", NOW, **ANSWERS.data()).written


def with_byte(at: int, bit: int) -> str:
    raw = bytearray(WRITTEN.encode())
    raw[at] ^= 1 << bit
    return raw.decode(errors="replace")


@pytest.mark.parametrize("table", [OF_LATEST, OF_EVENTS], ids=["latest", "events"])
def test_no_byte_of_the_answers_changed_loses_a_condition_or_the_warning_sign(
    harmed: Harmed, table: str
) -> None:
    for at in range(len(WRITTEN)):
        changed = with_byte(at, at % 7)
        folder = harmed(str(at), (table, (changed,)))
        with Lock(
            folder / SESSION_LOCK
        ):  # so that it is only read, which takes no turn of the disk
            assert right_or_refused(read_person(folder, NOW)), changed
        if at % 50 == 0:
            assert right_or_refused(read_person(folder, NOW)), changed
            again = read_person(folder, NOW)
            assert right_or_refused(again), changed
            assert not again.notes, changed


@pytest.mark.parametrize(
    "data",
    [
        WRITTEN.replace("ticked", "tickee"),
        "{}",
        "[]",
        WRITTEN.replace("true", "1"),
        WRITTEN.replace("true", '"yes"'),
        WRITTEN.replace('"knee-pain"', "7"),
        WRITTEN.replace('"version"', '"more": 1, "version"'),
        WRITTEN.replace('"version": 1', '"version": true'),
    ],
)
def test_answers_of_another_form_are_made_anew_from_the_log_and_told_once(
    harmed: Harmed, data: str
) -> None:
    folder = harmed("one", (OF_LATEST, (data,)))
    first, second = read_person(folder, NOW), read_person(folder, NOW)
    assert first.profile == second.profile == ANSWERS
    assert (len(first.notes), second.notes) == (1, ())
    assert "give them again" not in first.notes[0]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE latest SET kind = 'profilf' WHERE kind = 'profile'",
        "UPDATE latest SET at = 'x' || at WHERE kind = 'profile'",
        "UPDATE latest SET at = '1' || substr(at, 2) WHERE kind = 'profile'",
    ],
)
def test_a_damaged_kind_or_time_of_the_newest_answers_loses_nothing(
    harmed: Harmed, change: str
) -> None:
    assert read_person(harmed("one", (change, ())), NOW).profile == ANSWERS


def test_newest_answers_that_are_gone_from_their_table_are_those_of_the_log(
    harmed: Harmed,
) -> None:
    gone = harmed("one", ("DELETE FROM latest WHERE kind = 'profile'", ()))
    assert read_person(gone, NOW).profile == ANSWERS


def test_answers_damaged_in_both_places_are_known_to_be_lost_from_then_on(
    harmed: Harmed,
) -> None:
    folder = harmed("one", (OF_LATEST, ("{}",)), (OF_EVENTS, ('{"a": "knee"}',)))
    first, second = read_person(folder, NOW), read_person(folder, NOW)
    assert (first.unreadable, second.unreadable) == (True, True)
    assert (first.profile, second.profile) == (None, None)
    assert "give them again" in first.notes[0]
    assert second.notes == ()


def test_answers_that_contradict_each_other_are_not_guessed_and_given_again_they_hold(
    harmed: Harmed,
) -> None:
    folder = harmed("one", (OF_LATEST, (WRITTEN.replace("knee", "knef"),)))
    assert read_person(folder, NOW).unreadable
    with open_store(folder) as store:
        store.keep([new_event("profile", NOW, **ANSWERS.data())])
    person = read_person(folder, NOW)
    assert (person.profile, person.unreadable) == (ANSWERS, False)


def test_of_a_log_of_noise_nobody_knows_that_there_were_no_answers(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"noise" * 10_000)
    assert read_person(tmp_path, NOW).unreadable
    assert read_person(tmp_path, NOW).unreadable


@pytest.mark.parametrize("data", ["{}", '{"versioo": 1}', '{"version": true}', '{"version": 2}'])
def test_safety_words_heard_are_those_of_the_log(harmed: Harmed, data: str) -> None:
    change = "UPDATE latest SET data = ? WHERE kind = 'safety-heard'"
    person = read_person(harmed("one", (change, (data,))), NOW)
    assert (person.heard_safety, person.profile) == (HeardSafety(1, {0: NOW.date()}), ANSWERS)


def test_the_newest_answers_stay_the_newest_where_the_clock_was_set_back(
    harmed: Harmed,
) -> None:
    folder = harmed("one")
    with open_store(folder) as store:
        store.keep([new_event("profile", NOW - timedelta(days=20), **BEFORE.data())])
        store.connection.execute("UPDATE latest SET data = '{}' WHERE kind = 'safety-heard'")
    assert read_person(folder, NOW).profile == BEFORE


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sessions SET pain_before = 1",
        "UPDATE sessions SET pain_after = NULL",
        "UPDATE sessions SET day = '2016-03-01'",
        "UPDATE sessions SET began = '2016' || substr(began, 5)",
        "UPDATE checks SET pain = 0",
        "UPDATE checks SET worse = 0",
        "UPDATE checks SET day = '2016-03-01'",
        "UPDATE checks SET at = '2016' || substr(at, 5)",
    ],
)
def test_days_and_pains_that_contradict_the_log_are_those_of_the_log(
    harmed: Harmed, change: str
) -> None:
    folder, began = harmed("one"), NOW - timedelta(hours=20)
    with open_store(folder) as store:
        store.keep([
            in_session(
                "a", "began", "began", began,
                routine="evening", name="Evening", level="gentle", sort="exercise",
                options={}, length_ms=60_000, pain=7,
            ),
            in_session("a", "pain/after/1", "pain", began, when="after", pain=8),
            new_event("check", NOW, pain=6, worse=True),
        ])  # fmt: skip
        whole = read_history(store)
        store.connection.execute(change)
    first, second = read_person(folder, NOW), read_person(folder, NOW)
    assert first.history == second.history == whole
    assert (len(first.notes), second.notes) == (1, ())
    assert first.profile == ANSWERS
