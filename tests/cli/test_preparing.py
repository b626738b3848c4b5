"""What is shown and written is for anybody, or for this person as they would play it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Ask
from tests.known_person import known_person


def test_38_what_is_made_for_me_has_the_profiles_conditions_without_a_question(
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


def test_37_a_red_flag_does_not_keep_anybody_from_reading(data: Path, ask: Ask) -> None:
    known_person(data, red_flag=True)
    assert ask("show", "morning").code == 0
    assert ask("list").code == 0
