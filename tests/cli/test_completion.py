from pathlib import Path

import pytest

from tests.cli.conftest import Run
from voiceguide.cli.terminal import completion


def test_ids_of_routines_are_completed() -> None:
    assert completion.routines("morn") == ["morning"]


def test_show_completes_all_kinds() -> None:
    assert set(completion.things("li")) == {"lifting"}
    assert "hamstring-stretch" in completion.things("ham")


def test_files_and_folders_are_completed_as_they_are_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    for name in ("mine/leg-day.yaml", "mine/notes.txt", "my.yaml", ".hidden.yaml"):
        (tmp_path / name).touch()
    assert completion.routines("m")[-2:] == ["mine/", "my.yaml"]
    assert completion.things("mine/l") == ["mine/leg-day.yaml"]
    assert completion.things("nowhere/") == []


def test_the_shell_is_given_them(program: Run) -> None:
    done = program(
        _VOICEGUIDE_COMPLETE="complete_bash", COMP_WORDS="voiceguide play morn", COMP_CWORD="2"
    )
    assert done.stdout.split() == ["morning"]
