"""Paths that begin with somebody's home who is not here: refused in words, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run

NOBODY = "~nosuchuser/a"


@pytest.mark.parametrize(
    "command",
    [
        ("voices", "add", f"{NOBODY}.zip"),
        ("voices", "check", NOBODY),
        ("script", "morning", "--voice", f"recorded:{NOBODY}"),
    ],
)
def test_a_home_of_nobody_is_told(ask: Ask, data: Path, command: tuple[str, ...]) -> None:
    answer = ask(*command)
    assert answer.code == 2
    assert "nobody here has that home folder\n  hint: write the path without ~" in answer.err


def test_a_catalogue_in_a_home_of_nobody_is_told(
    ask: Ask, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_VOICE_CATALOGUE", f"{NOBODY}.toml")
    assert ask("voices", "add", "kristin").code == 2


@pytest.mark.parametrize("kind", ["DATA", "CACHE", "STATE"])
def test_a_folder_in_a_home_of_nobody_is_told(program: Run, kind: str) -> None:
    name = f"VOICEGUIDE_{kind}_DIR"
    ended = program("voices", "list", **{name: NOBODY})
    assert "fault" not in ended.stderr
    if kind == "DATA":
        assert ended.returncode == 2
        assert f"{name} is '{NOBODY}', which is no folder here" in ended.stderr
