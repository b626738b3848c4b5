from pathlib import Path

import pytest

from voiceguide.errors import Problem
from voiceguide.session import Loaded, estimated
from voiceguide.session_check import check_file, installed_files
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.timeline import Timeline

FOLDERS = Folders.of_user()


def laid_out(loaded: Loaded) -> Timeline:
    return estimated(loaded, SessionOptions(), FOLDERS)


def problems(path: Path) -> list[Problem]:
    return check_file(path, FOLDERS, laid_out)


def routine(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return problems(path)


@pytest.mark.parametrize("path", installed_files(FOLDERS), ids=lambda path: path.stem)
def test_all_that_is_built_in_has_no_error(path: Path) -> None:
    assert [str(problem) for problem in problems(path) if problem.grade == "error"] == []


def test_a_fill_of_more_than_a_minute_is_a_warning_at_its_rest(tmp_path: Path) -> None:
    (found,) = routine(
        tmp_path, "name: X\nlength: 3 min\nitems:\n  - note: Hello.\n  - rest: fill\n"
    )
    assert (found.grade, found.place.line) == ("warning", 5)
    assert found.message.startswith("the rest that fills up the length lasts 2 min")


def test_a_length_that_cannot_be_kept_is_told_with_the_seconds_over(tmp_path: Path) -> None:
    text = "name: X\nlength: 1 min\nitems:\n  - cat-stretch\n  - pelvic-tilt\n  - rest: fill\n"
    (found,) = routine(tmp_path, text)
    assert (found.grade, found.place.line) == ("warning", 2)
    assert found.message.endswith("too long for 60 s, even at its shortest")


def test_a_length_far_off_without_a_fill_is_a_warning(tmp_path: Path) -> None:
    (found,) = routine(tmp_path, "name: X\nlength: 5 min\nitems:\n  - note: Hello.\n")
    assert (found.grade, found.place.line) == ("warning", 2)
    assert "not 5 min" in found.message


def test_a_length_about_right_is_well(tmp_path: Path) -> None:
    assert routine(tmp_path, "name: X\nitems:\n  - cat-stretch\n") == []


@pytest.mark.parametrize(
    "text",
    ["", "[", "- a\n- b\n", "name: X\n", "\x00", "name: X\nitems: [1, {step: }]\n", "a: &b c"],
)
def test_whatever_a_file_holds_there_are_problems_and_no_exception(
    tmp_path: Path, text: str
) -> None:
    found = routine(tmp_path, text)
    assert found
    assert all(problem.place.line >= 1 for problem in found)


def test_what_is_no_file_is_a_problem_of_its_own(tmp_path: Path) -> None:
    assert [problem.grade for problem in problems(tmp_path / "nothing.yaml")] == ["error"]
    assert [problem.grade for problem in problems(tmp_path)] == ["error"]


def test_an_exercise_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "my-bend.yaml"
    path.write_text("name: My bend\nposition: on-my-head\npurpose: stretch\nrep: []\n")
    assert any("dose" in problem.message for problem in problems(path))


@pytest.mark.parametrize("suffix", [".md", ".txt", ".markdown"])
def test_a_script_is_told_what_its_voice_does_not_say(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mine{suffix}"
    text = "Sit *down*.\n\n- One. Lift ~ so.\n- ✅ Still [pause 3 s] and ❌ loose.\nUS$ too.\n"
    path.write_text(text, encoding="utf-8")
    found = [(each.place.line, each.place.column, each.message) for each in problems(path)]
    assert found == [
        (3, 8, "'~' is not spoken"),
        (4, 3, "'✅' is not spoken"),
        (4, 23, "'❌' is not spoken"),
        (5, 1, "'$' is not spoken"),
    ]
    assert {each.grade for each in problems(path)} == {"warning"}


def test_a_script_that_is_said_as_written_is_well(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("# Evening\n\nHold 30″ at ⩽ 3/10. [pause 3 s]\n\nRest.\n", encoding="utf-8")
    assert problems(path) == []
