"""What is shown and written is for anybody, or for this person as they would play it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Ask, Run
from tests.known_person import known_person
from voiceguide.person.store import FILE


def test_what_is_made_for_me_has_the_profiles_conditions_without_a_question(
    data: Path, ask: Ask
) -> None:
    known_person(data, duration="under-6-weeks")
    script = ask("script", "back-relief", "--voice", "estimate", "--for-me")
    assert script.code == 0
    assert "in place of seated twist: knees side to side." in script.out.lower()
    assert "turn to the left" not in script.out.lower()
    mine, anybodys = ask("show", "back-relief", "--for-me").out, ask("show", "back-relief").out
    assert "knees side to side" in mine.lower()
    assert "knees side to side" not in anybodys.lower()


def test_a_red_flag_does_not_keep_anybody_from_reading(data: Path, ask: Ask) -> None:
    known_person(data, red_flag=True)
    assert ask("show", "morning").code == 0
    assert ask("list").code == 0


TICKEE = "UPDATE latest SET data = replace(data, 'ticked', 'tickee') WHERE kind = 'profile'"


def harm(data: Path, *statements: str) -> None:
    connection = sqlite3.connect(data / FILE)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_one_wrong_byte_in_the_answers_is_mended_and_told_once(data: Path, ask: Ask) -> None:
    known_person(data, ticked=["knee-pain"])
    harm(data, TICKEE)
    first = ask("script", "tabata", "--voice", "estimate", "--for-me")
    assert (first.code, "Your log was damaged" in first.err) == (0, True)
    assert "knee-pain" in first.err
    shown = ask("profile")
    assert ("Knee pain" in shown.out, shown.err) == (True, "")


def test_one_wrong_byte_does_not_hide_a_warning_sign(data: Path, program: Run) -> None:
    known_person(data, red_flag=True)
    harm(data, TICKEE)
    stopped = program("play", "tabata", "--output", "silent", "--yes")
    assert (stopped.returncode, "doctor" in stopped.stderr) == (3, True), stopped.stderr


def test_without_readable_answers_nothing_is_made_for_me_or_played_or_shown_as_none(
    data: Path, ask: Ask
) -> None:
    known_person(data, ticked=["knee-pain"])
    harm(data, TICKEE, "UPDATE events SET data = '{}' WHERE kind = 'profile'")
    for command in (
        ("script", "tabata", "--voice", "estimate", "--for-me"),
        ("show", "tabata", "--for-me"),
        ("play", "tabata", "--output", "silent", "--yes"),
        ("profile",),
        ("profile", "--json"),
        ("profile", "--add", "wrist-pain"),
    ):
        said = ask(*command)
        assert (said.code, said.out) == (3, ""), (command, said)
        assert "Your answers to the safety questions cannot be read" in said.err
        assert "voiceguide profile --ask" in said.err
    assert ask("show", "tabata").code == 0
