from pathlib import Path

import pytest

from tests.cli.conftest import Run
from voiceguide.cli import complete


def test_ids_of_routines_are_completed() -> None:
    assert complete.routines("morn") == ["morning"]


def test_show_completes_all_kinds() -> None:
    assert set(complete.things("l")) == {"lifting"}
    assert "hamstring-stretch" in complete.things("ham")


def test_files_and_folders_are_completed_as_they_are_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    for name in ("mine/leg-day.yaml", "mine/notes.txt", "my.yaml", ".hidden.yaml"):
        (tmp_path / name).touch()
    assert complete.routines("m")[-2:] == ["mine/", "my.yaml"]
    assert complete.things("mine/l") == ["mine/leg-day.yaml"]
    assert complete.things("nowhere/") == []


def test_the_shell_is_given_them(program: Run) -> None:
    done = program(
        _VOICEGUIDE_COMPLETE="complete_bash", COMP_WORDS="voiceguide play morn", COMP_CWORD="2"
    )
    assert done.stdout.split() == ["morning"]
