import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ask

BAD = "name: A\nitems:\n  - rest: 0 s\n  - do: cat-stretch\n    repz: 3\n"


def test_all_that_is_installed_is_well(ask: Ask) -> None:
    answer = ask("check")
    assert answer.code == 0, answer.out


def test_problems_are_lines_with_their_place_and_a_hint(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD)
    answer = ask("check", str(path))
    assert answer.code == 2
    assert f"{path}:3:" in answer.out
    assert "  hint: " in answer.out
    assert answer.err == "1 file: 2 errors.\n"


def test_programs_get_them_as_json(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD)
    answer = ask("check", str(path), "--json")
    told = json.loads(answer.out)
    assert (answer.code, answer.err) == (2, "")
    assert [(each["line"], each["grade"]) for each in told] == [(3, "error"), (5, "error")]


WARNED_OF_TOO = """\
name: A
items:
  - {do: cat-stretch, sides: none}
  - {do: cat-stretch, hold: 3 s}
"""


@pytest.mark.parametrize("command", ["check", "script"])
def test_errors_stand_after_the_warnings_and_are_counted(
    command: str, ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(WARNED_OF_TOO)
    answer = ask(command, str(path))
    assert answer.code == 2
    said = [line for line in (answer.out + answer.err).splitlines() if line.startswith(str(path))]
    assert ["warning: " in line for line in said] == [True, False]
    closing = {
        "check": "1 file: 1 error and 1 warning.",
        "script": "1 error has to be mended first.",
    }
    assert answer.err.endswith(f"{closing[command]}\n")


def test_warnings_pass_unless_strict(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("name: A\nlength: 5 min\nitems:\n  - note: Hello.\n")
    assert ask("check", str(path)).code == 0
    assert ask("check", str(path), "--strict").code == 2


def test_each_file_is_told_about(ask: Ask, short: Path, tmp_path: Path) -> None:
    answer = ask("check", str(short), str(tmp_path / "nothing.yaml"))
    assert answer.code == 2
    assert "there is no file" in answer.out
    assert answer.err == "2 files: 1 error.\n"


def test_an_id_stands_for_its_file(ask: Ask, config: Path) -> None:
    path = config / "library" / "routines" / "my-evening.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(BAD)
    answer = ask("check", "my-evening", "morning", "cat-stretch")
    assert answer.code == 2
    assert f"{path}:3:" in answer.out
    assert answer.err == "3 files: 2 errors.\n"


def test_an_unknown_id_is_told_with_the_one_that_was_meant(ask: Ask) -> None:
    answer = ask("check", "mornin")
    assert answer.code == 2
    assert answer.err == (
        "there is no routine, exercise or advice 'mornin'\n  hint: did you mean 'morning'?\n"
    )


def test_a_folder_stands_for_the_files_in_it(ask: Ask, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    for name in ("one.yaml", "routines/two.yaml", "de/routines/three.yaml", "My four.yml"):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text(BAD)
    (mine / "read-me.txt").write_text("Not a routine.")
    answer = ask("check", str(mine))
    assert answer.code == 2
    assert [answer.out.count(f"{name}:3:") for name in ("one.yaml", "two.yaml", "three.yaml")] == [
        1,
        1,
        1,
    ]
    assert "My four.yml:3:" in answer.out
    assert answer.err == "4 files: 8 errors.\n"


def test_a_folder_without_such_files_is_told_with_what_to_give(ask: Ask, tmp_path: Path) -> None:
    answer = ask("check", str(tmp_path))
    assert answer.code == 2
    assert answer.err.startswith(f"there are no .yaml files in {tmp_path}\n  hint: give a file")


def test_files_that_nobody_reads_for_their_names_are_told(ask: Ask, config: Path) -> None:
    path = config / "library" / "routines" / "My Evening.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("name: A\nitems: [cat-stretch]\n")
    answer = ask("check")
    assert answer.code == 0
    assert "hint: call it my-evening.yaml" in answer.out
    assert "1 warning." in answer.err


def test_a_broken_exercise_is_told_with_the_names_it_has_wrong(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "raise.yaml"
    path.write_text("name: A\nposition: by the wall\nrep: []\navoid_if: knee pain\n")
    said = ask("check", str(path)).out
    near = "did you mean 'wall-facing', 'wall-sit' or 'wall-standing'?"
    assert f"there is no position 'by the wall'\n  hint: {near}" in said
    assert "hint: did you mean 'knee-pain'?" in said


def test_steps_that_say_nothing_of_conditions_are_told_of_beside_the_problems(
    ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "run.yaml"
    path.write_text("name: A\nitems:\n  - {step: Run, for: 20 s}\n")
    answer = ask("check", str(path), "--strict")
    assert answer.code == 0
    assert "not checked against anybody's conditions" in answer.err
    path.write_text("name: A\nitems:\n  - {step: Run, for: 20 s, ask_first_if: knee-pain}\n")
    assert "conditions" not in ask("check", str(path)).err


def test_conditions_and_things_of_a_step_must_be_known(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "run.yaml"
    path.write_text("name: A\nitems:\n  - {step: Run, for: 20 s, avoid_if: knee, needs: matt}\n")
    said = ask("check", str(path)).out
    assert "knee-pain" in said
    assert "mat" in said


def test_a_file_of_poses_is_checked_by_the_range_of_each_joint(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "poses.yaml"
    path.write_text("poses:\n  bow: {trunk: 900, touches: [foot]}\n")
    answer = ask("check", str(path))
    assert answer.code == 2
    assert "poses.yaml:2:16: " in answer.out
    path.write_text("poses:\n  bow: {trunk: 60, touches: [foot]}\n")
    assert ask("check", str(path)).code == 0
