"""`voiceguide import`, and scripts played as they stand."""

import json
from pathlib import Path

from tests.cli.conftest import Ask

SCRIPT = "# Evening scan\nLie down. [pause 2s]\n[candle] Rest.\n"
TWO = {
    "workouts": [
        {"title": title, "sets": [{"exercises": [{"name": "Plank", "duration": 30}]}]}
        for title in ("Legs", "Legs")
    ]
}


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_a_script_becomes_a_routine_of_ones_own_that_plays(
    ask: Ask, config: Path, tmp_path: Path
) -> None:
    answer = ask("import", written(tmp_path, "scan.md", SCRIPT))
    path = config / "library" / "routines" / "evening-scan.yaml"
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert "not carried over: [candle] is neither spoken nor done" in answer.err
    assert ask("check", "--strict", str(path)).code == 0
    assert "Lie down." in ask("script", "evening-scan", "--voice", "estimate").out


def test_a_workout_with_the_name_of_a_built_in_routine_does_not_hide_it(
    ask: Ask, config: Path, tmp_path: Path
) -> None:
    answer = ask("import", written(tmp_path, "x.md", SCRIPT.replace("Evening scan", "Tabata")))
    assert answer.out == f"{config / 'library' / 'routines' / 'tabata-2.yaml'}\n"


def test_several_workouts_become_several_files_in_a_folder(ask: Ask, tmp_path: Path) -> None:
    backup = written(tmp_path, "backup.json", json.dumps(TWO))
    answer = ask("import", backup, "-o", str(tmp_path))
    assert answer.out.split() == [str(tmp_path / "legs.yaml"), str(tmp_path / "legs-2.yaml")]
    assert ask("import", backup, "-o", str(tmp_path / "one.yaml")).code == 2


def test_what_makes_no_routine_is_refused_and_the_others_are_written(
    ask: Ask, tmp_path: Path
) -> None:
    """As a routine, 1,500 short steps are more than 64 kB; as a backup they are not."""
    many = [{"name": f"{number}" + "x" * 5, "duration": 2} for number in range(1500)]
    sets = [{"repetitions": 1, "exercises": many}]
    huge = {"workouts": [{"title": "Huge", "sets": sets}, TWO["workouts"][0]]}
    backup = written(tmp_path, "backup.json", json.dumps(huge))
    answer = ask("import", backup, "-o", str(tmp_path))
    assert answer.code == 2
    assert "'Huge' makes no routine, and is not written" in answer.err
    assert answer.out.split() == [str(tmp_path / "legs.yaml")]
    assert not (tmp_path / "huge.yaml").exists()
    assert ask("check", str(tmp_path / "legs.yaml")).code == 0


def test_what_exists_is_replaced_only_by_force(ask: Ask, config: Path, tmp_path: Path) -> None:
    script = written(tmp_path, "scan.md", SCRIPT)
    assert ask("import", script).code == 0
    again = ask("import", script)
    assert again.code == 2
    assert "exists already" in again.err
    assert ask("import", script, "--force").code == 0


def test_the_file_has_the_name_that_is_asked_for(ask: Ask, tmp_path: Path) -> None:
    script = written(tmp_path, "scan.md", SCRIPT)
    assert ask("import", script, "-o", str(tmp_path / "mine.yaml")).code == 0
    answer = ask("import", script, "-o", str(tmp_path / "mine.md"))
    assert answer.code == 2
    assert "a routine file is called .yaml" in answer.err


def test_what_cannot_be_read_is_refused_in_words(ask: Ask, tmp_path: Path) -> None:
    answer = ask("import", written(tmp_path, "a.json", "{"))
    assert answer.code == 2
    assert "this is not JSON" in answer.err
    assert ask("import", str(tmp_path / "none.md")).code == 2
    assert ask("import", str(tmp_path / "a.fit")).code == 2


def test_a_script_is_played_and_written_as_it_stands(ask: Ask, tmp_path: Path) -> None:
    script = written(tmp_path, "scan.md", SCRIPT)
    said = ask("script", script, "--voice", "estimate")
    assert said.code == 0
    assert "[candle] is neither spoken nor done" in said.err
    lines = [line.split(None, 2)[1:] for line in said.out.splitlines() if line.startswith("  ")]
    assert lines[:4] == [
        ["tone", "lead-in"], ["say", "Lie down."], ["..", "rest 2 s"], ["say", "Rest."],
    ]  # fmt: skip
    played = ask("play", script, "--voice", "estimate", "--from", "2", "--output", "silent")
    assert played.code == 2
    assert "has no items to begin with" in played.err
