"""`voiceguide log`, `profile` and `progress` from outside."""

from __future__ import annotations

import csv
import json
import os
import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.known_person import known_person
from tests.person.ten_years import fill
from voiceguide.app.logbook import minutes_of
from voiceguide.errors import UsageError
from voiceguide.person.event import in_session, local_now
from voiceguide.person.log_writer import Log
from voiceguide.person.store import FILE


@pytest.fixture
def month(data: Path) -> int:
    """How many sessions there were in the last thirty days."""
    return fill(data, datetime.now(UTC), days=30)


def test_a_walk_is_added_seen_and_taken_back(data: Path, ask: Ask) -> None:
    assert ask("log").out == "Nothing yet.\n"
    assert ask("log", "add", "walk", "30min").out == "Logged: walk, 30 min, today. Well done.\n"
    shown = re.fullmatch(r"today +30 min  (\w{6})  walk\n", ask("log").out)
    assert shown is not None
    assert ask("log", "remove", shown[1]).out == "Taken out.\n"
    assert json.loads(ask("log", "--json").out) == []


def test_an_entry_is_taken_back_by_its_whole_id_too(data: Path, ask: Ask) -> None:
    ask("log", "add", "walk", "30min")
    (entry,) = json.loads(ask("log", "--json").out)
    assert ask("log", "remove", entry["id"]).out == "Taken out.\n"
    assert json.loads(ask("log", "--json").out) == []


def test_every_session_is_shown_with_what_takes_it_back(data: Path, month: int, ask: Ask) -> None:
    ids = [entry["id"] for entry in json.loads(ask("log", "--json").out)]
    rows = ask("log", "--all").out.splitlines()
    assert len(rows) == len(ids)
    for id, row in zip(ids, rows, strict=True):
        assert f" min  {id[-6:]}  " in row
    assert ask("log", "remove", ids[0][-6:]).code == 0
    assert ids[0] not in [entry["id"] for entry in json.loads(ask("log", "--json").out)]


def test_an_id_of_nothing_or_of_several_entries_takes_nothing_back(
    data: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = iter(["1111111111aaaaaa", "2222222222aaaaaa"])
    monkeypatch.setattr(secrets, "token_hex", lambda _bytes: next(tokens))
    ask("log", "add", "walk", "30min")
    ask("log", "add", "swim", "20min")
    for wrong in ("bbbbbb", "", "a"):
        refused = ask("log", "remove", wrong)
        assert (refused.code, "there is no entry" in refused.err) == (2, True)
        assert "voiceguide log --all" in refused.err
    several = ask("log", "remove", "aaaaaa")
    assert (several.code, "'aaaaaa' are 2 entries" in several.err) == (2, True)
    assert "activity/1111111111aaaaaa" in several.err
    assert len(json.loads(ask("log", "--json").out)) == 2


def test_the_scores_of_a_session_are_shown(data: Path, ask: Ask, tmp_path: Path) -> None:
    log_of_scores(data)
    assert ask("log").out.endswith("Sweat, Legs: 6 rounds, For time: 5 rounds in 9:43\n")
    (entry,) = json.loads(ask("log", "--json").out)
    assert entry["scores"] == [
        {"name": "Legs", "rounds": 6, "took_ms": None},
        {"name": "For time", "rounds": 5, "took_ms": 583_000},
    ]
    ask("log", "--export", str(tmp_path / "log.csv"))
    assert "Legs: 6 rounds; For time: 5 rounds in 9:43" in (tmp_path / "log.csv").read_text()


def log_of_scores(data: Path) -> None:
    """A session with rounds in a time, and rounds for time."""
    began = local_now()
    facts = {"routine": "sweat", "name": "Sweat", "level": "gentle", "sort": "exercise"}
    done = {"exercise": None, "purpose": "", "at_ms": 0, "done_ms": 0}
    legs = {"length_ms": 720_000, "name": "Legs", "rounds": 6}
    for_time = {"length_ms": 600_000, "name": "For time", "rounds": 5, "took_ms": 583_000}
    with Log(data) as log:
        log.put(
            in_session("s", "began", "began", began, **facts, options={}, length_ms=1, pain=None)
        )
        log.put(in_session("s", "step/1", "step", began, **done, **legs))
        log.put(in_session("s", "step/2", "step", began, **done, **for_time))
        log.put(
            in_session(
                "s", "ended/1", "ended", began, reason="finished", at_ms=1, done_ms=1_400_000
            )
        )


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("30min", 30),
        ("1h20min", 80),
        ("1h", 60),
        ("45 m", 45),
        ("90MIN", 90),
        ("30", 30),
        ("1:20", 80),
        ("1h20", 80),
        ("1.5h", 90),
        ("1,5 hours", 90),
        ("0:45", 45),
        ("2 hrs", 120),
    ],
)
def test_lengths_as_people_write_them(written: str, minutes: int) -> None:
    assert minutes_of(written) == minutes


@pytest.mark.parametrize(
    "written", ["", "0min", "25h", "half an hour", "-5min", "٣min", "٣", "1:60", "1441", "9" * 5000]
)
def test_what_is_no_length_is_refused_with_what_would_be(written: str) -> None:
    with pytest.raises(UsageError) as refused:
        minutes_of(written)
    assert refused.value.hint == "write 30 (minutes), 30min, 1h, 1h20min or 1:20"


@pytest.mark.parametrize("written", ["25h", "600h", "600:00", "1441", "999999999 min"])
def test_more_than_a_day_is_refused_as_that(written: str) -> None:
    with pytest.raises(UsageError, match=f"'{written}' is longer than a day"):
        minutes_of(written)


def test_a_day_to_come_is_refused(data: Path, ask: Ask) -> None:
    assert ask("log", "add", "walk", "30min", "--on", "2999-01-01").code == 2
    assert ask("log", "add", "walk", "30min", "--on", "someday").code == 2


def test_a_day_is_given_as_people_say_it(data: Path, ask: Ask) -> None:
    today = datetime.now().astimezone().date()
    week_ago = (today - timedelta(days=7)).strftime("%A")
    days = ["today", "Yesterday", week_ago, week_ago[:3].lower(), str(today - timedelta(days=3))]
    for day in days:
        assert ask("log", "add", "walk", "30", "--on", day).code == 0
    logged = [entry["day"] for entry in json.loads(ask("log", "--json").out)]
    ago = [(today - datetime.fromisoformat(day).date()).days for day in logged]
    assert ago == [7, 7, 3, 1, 0]


def test_what_was_not_walked_is_refused_in_general_words(data: Path, ask: Ask) -> None:
    answer = ask("log", "add", "swim", "thirty")
    assert answer.err.startswith("'thirty' is no length of time")


def test_the_log_is_taken_along_whole(data: Path, month: int, tmp_path: Path, ask: Ask) -> None:
    ask("log", "add", "=SUM(A1)", "10min")
    assert ask("log", "--export", str(tmp_path / "log.csv")).code == 0
    rows = list(csv.DictReader((tmp_path / "log.csv").read_text().splitlines()))
    assert len([row for row in rows if row["what"] == "morning"]) == month
    assert "'=SUM(A1)" in [row["name"] for row in rows]
    assert ask("log", "--export", str(tmp_path / "log.json")).code == 0
    whole = json.loads((tmp_path / "log.json").read_text())
    assert len([each for each in whole["events"] if each["kind"] == "began"]) == month
    assert ask("log", "--export", str(tmp_path / "log.csv")).code == 2
    assert ask("log", "--export", str(tmp_path / "log.pdf")).code == 2


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_files_that_tell_of_health_are_their_owners_alone(
    month: int, tmp_path: Path, ask: Ask
) -> None:
    for command in (["log", "--export", "log.json"], ["log", "--export", "log.csv"],
                    ["progress", "-o", "page.html"]):  # fmt: skip
        (tmp_path / command[2]).write_text("what was there before, for all to read")
        assert ask(*command[:2], str(tmp_path / command[2]), "--force").code == 0
        assert (tmp_path / command[2]).stat().st_mode & 0o777 == 0o600


def test_deleting_asks_and_then_leaves_nothing(data: Path, month: int, ask: Ask) -> None:
    assert ask("log", "--delete").code == 2
    assert (data / FILE).exists()
    assert ask("log", "--delete", "--yes").code == 0
    assert list(data.iterdir()) == []


def test_a_damaged_log_is_set_aside_and_told_once(data: Path, month: int, ask: Ask) -> None:
    (data / FILE).write_bytes(b"noise" * 10_000)
    first = ask("log")
    assert (first.code, "Your log was damaged." in first.err) == (0, True)
    assert ask("log").err == ""


def test_a_newer_log_is_refused_in_words(data: Path, month: int, ask: Ask) -> None:
    import sqlite3

    with sqlite3.connect(data / FILE) as newer:
        newer.execute("PRAGMA user_version = 99")
        newer.execute("CREATE TABLE moods (name TEXT)")
    newer.close()
    for command in ("log", "progress", "resume"):
        answer = ask(command)
        assert answer.code == 2
        assert "newer voiceguide" in answer.err


def test_the_profile_is_shown_and_changed(data: Path, ask: Ask) -> None:
    assert ask("profile").out.startswith("No answers yet.")
    assert ask("profile", "--add", "knee-pain").code == 2
    known_person(data)
    assert "Conditions: none." in ask("profile").out
    changed = ask("profile", "--add", "knee-pain")
    assert "Knee pain when bending or kneeling" in changed.out
    assert json.loads(ask("profile", "--json").out)["ticked"] == ["knee-pain"]
    assert "Conditions: none." in ask("profile", "--drop", "knee-pain").out
    wrong = ask("profile", "--add", "knee-pian")
    assert (wrong.code, "did you mean 'knee-pain'?" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    ("duration", "said"), [("none", "none"), ("under-6-weeks", "less than six weeks")]
)
def test_the_profile_says_how_long_there_has_been_pain(
    duration: str, said: str, data: Path, ask: Ask
) -> None:
    known_person(data, duration=duration)
    assert f"\nPain: {said}\n" in ask("profile").out


def test_the_profile_cannot_be_changed_before_it_was_asked_for(data: Path, ask: Ask) -> None:
    answer = ask("profile", "--add", "knee-pain")
    assert answer.code == 2
    assert "hint: begin with: voiceguide profile\n" in answer.err
    assert "Begin with `voiceguide profile` alone" in ask("profile", "--help").out


def test_progress_of_nothing_is_kind(data: Path, ask: Ask) -> None:
    out = ask("progress").out
    assert "2 more strength days to go this week." in out
    assert "weeks in a row" not in out
    assert not data.exists()


def test_progress_shows_goals_calendar_minutes_and_pain(data: Path, month: int, ask: Ask) -> None:
    out = ask("progress").out
    for part in ("This week", "The last twelve weeks", "Minutes a week", "Pain, 0 (none) to 10"):
        assert part in out
    assert max(len(line) for line in out.splitlines()) <= 80
    assert len(json.loads(ask("progress", "--json").out)["weeks"]) == 12


def test_the_page_is_one_file_without_anything_from_outside(
    data: Path, month: int, tmp_path: Path, ask: Ask
) -> None:
    import html5lib

    path = tmp_path / "progress.html"
    assert ask("progress", "-o", str(path)).code == 0
    text = path.read_text()
    html5lib.HTMLParser(strict=True).parse(text)
    assert not re.search(r"(?:src|href|url)\s*[=(]|@import|https?:", text)
    assert text.count("<svg") == 3
    assert ask("progress", "-o", str(path)).code == 2
    assert ask("progress", "-o", str(tmp_path / "progress.png")).code == 2
