from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli.conftest import Ask
from voiceguide.routine.json_schemas import schema_file


def test_it_prints_the_path_of_a_routine_that_checks_and_plays(ask: Ask, config: Path) -> None:
    answer = ask("new", "my-evening")
    path = config / "library" / "routines" / "my-evening.yaml"
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert len(path.read_text().splitlines()) <= 15
    assert ask("check", "--strict", str(path)).code == 0
    assert path.read_text().startswith("# yaml-language-server: $schema=file://")
    schema = Path(unquote(path.read_text().split("$schema=file://")[1].split("\n")[0]))
    assert schema == schema_file("routine")
    said = ask("script", "my-evening", "--voice", "estimate")
    assert said.out.startswith("My evening\n")


def test_what_exists_is_never_replaced(ask: Ask, config: Path) -> None:
    assert ask("new", "mine").code == 0
    answer = ask("new", "mine")
    assert answer.code == 2
    assert "exists already" in answer.err


def test_a_built_in_routine_is_not_hidden_without_a_word(ask: Ask, config: Path) -> None:
    answer = ask("new", "morning")
    assert answer.code == 2
    assert "there is a built-in routine 'morning'" in answer.err
    assert not config.exists()
    assert ask("new", "morning", "--force").code == 0


@pytest.mark.parametrize("id", ["", "My Evening", "../x", "a" * 41, "-x", "x.yaml"])
def test_only_ids_are_taken(ask: Ask, config: Path, id: str) -> None:
    assert ask("new", "--", id).code == 2
    assert not config.exists()
