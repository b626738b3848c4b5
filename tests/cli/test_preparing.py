"""What is shown and written is the session that would be played: for this person."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Ask
from tests.known_person import known_person


def test_38_the_profiles_conditions_shape_show_and_script_without_a_question(
    data: Path, ask: Ask
) -> None:
    known_person(data, duration="under-6-weeks")
    script = ask("script", "back-relief", "--voice", "estimate")
    assert script.code == 0
    assert "in place of seated twist: knees side to side." in script.out.lower()
    assert "turn to the left" not in script.out.lower()
    assert "knees side to side" in ask("show", "back-relief").out.lower()


def test_37_a_red_flag_does_not_keep_anybody_from_reading(data: Path, ask: Ask) -> None:
    known_person(data, red_flag=True)
    assert ask("show", "morning").code == 0
    assert ask("list").code == 0
