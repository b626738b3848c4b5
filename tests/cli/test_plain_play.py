"""A plain line is read as Typer reads it, and everything else is left to Typer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.cli.conftest import Run
from tests.cli.test_program import loaded_by
from voiceguide.app import play_session as played
from voiceguide.cli.plain_play import COMPLETING, PlayLine, plain_line
from voiceguide.cli.program import app
from voiceguide.cli.terminal.option_names import OF_PLAY
from voiceguide.session_options import SessionOptions, declared


@pytest.fixture(scope="module")
def by_typer() -> Any:
    """Reads a line as Typer does; None for what it refuses."""
    found: list[PlayLine] = []

    def take(routine: str, chosen: SessionOptions, _context: object) -> None:
        found.append(PlayLine(routine, chosen))

    def read(arguments: list[str]) -> PlayLine | None:
        found.clear()
        CliRunner().invoke(app, arguments)
        return found[0] if found else None

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(played, "play_session", take)
        yield read


FLAGS = [
    flag
    for name in OF_PLAY
    for flag in (declared()[name][1].flag, declared()[name][1].short_flag)
    if flag is not None
]
WORDS = [word for name in OF_PLAY for word in declared()[name][1].words]
VALUES = [
    *WORDS, "morning", "knee-pain", "pyttsx3:en-us+Annie", "my songs/a.ogg", "0", "1", "3", "10",
    "80", "007", "-1", "+1", "1.0", "1_0", "181", "4294967295", "4294967296", "99999999999",
    "١٢", " 3", "", "-", "--", "-yy", "-y", "Gentle", "~/a.yaml", "$HOME", "*.yaml", "a\nb",
]  # fmt: skip


def words() -> st.SearchStrategy[list[str]]:
    """Lines that are right, wrong and strange, near to what people type."""
    option = st.tuples(st.sampled_from(FLAGS), st.sampled_from(VALUES))
    one = st.one_of(
        option.map(list),
        option.map(lambda pair: ["=".join(pair)]),
        st.sampled_from([*FLAGS, "--help", "-h", "--debug", "--vol"]).map(lambda flag: [flag]),
        st.sampled_from(VALUES).map(lambda word: [word]),
        st.sampled_from(["morning", "a.yaml"]).map(lambda word: [word]),
    )
    return st.lists(one, max_size=4).map(lambda parts: [word for part in parts for word in part])


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(line=words())
def test_what_is_read_without_typer_is_what_typer_reads(by_typer: Any, line: list[str]) -> None:
    arguments = ["play", *line]
    plain = plain_line(arguments, {})
    assert plain is None or plain == by_typer(arguments)


@pytest.mark.parametrize("name", OF_PLAY)
def test_every_option_of_the_command_can_be_said_plainly(by_typer: Any, name: str) -> None:
    type_, option = declared()[name]
    usual = {"conditions": "knee-pain", "voice": "estimate", "music": "songs/a.ogg"}
    value = usual.get(name) or (option.words or (str(option.least),))[0]
    arguments = ["play", "morning", str(option.flag), *([] if type_ is bool else [value])]
    plain = plain_line(arguments, {})
    assert plain is not None
    assert plain == by_typer(arguments)
    assert plain.chosen != SessionOptions()


@pytest.mark.parametrize(
    "line",
    ["", "play", "play --help", "play morning --help", "--debug play morning", "export morning",
     "play morning evening", "play morning --level", "play morning --level=steady",
     "play morning --output of-a-package", "play *.yaml", "play ~/a.yaml"],
)  # fmt: skip
def test_what_is_no_plain_line_is_left_to_typer(line: str) -> None:
    assert plain_line(line.split(), {}) is None


def test_a_shell_that_asks_what_could_be_typed_is_left_to_typer() -> None:
    assert plain_line(["play", "morning"], {COMPLETING: "complete_bash"}) is None


def test_a_plain_line_loads_neither_typer_nor_what_it_needs() -> None:
    loaded = loaded_by("play", "no-such-routine", "--output", "silent")
    assert "voiceguide.session" in loaded
    assert loaded.isdisjoint({"typer", "click", "rich", "pydantic", "voiceguide.cli.program"})


def test_what_stands_against_a_plain_line_is_told_and_has_its_exit_code(program: Run) -> None:
    done = program("play", "mornin", "--output", "silent")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "there is no routine 'mornin'\n  hint: did you mean 'morning'?\n"
