"""No command writes over what it reads, by whatever name or link, even with --force."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Ask

SCRIPT = "# Evening\nLie down.\n"


def linked(source: Path, name: str, how: str) -> Path:
    """The source itself, or another name for it."""
    link = source.with_name(name)
    match how:
        case "symlink":
            link.symlink_to(source)
        case "hardlink":
            os.link(source, link)
        case _:
            return source.parent / "." / ".." / source.parent.name / source.name
    return link


@pytest.mark.parametrize("how", ["another way of writing it", "symlink", "hardlink"])
def test_an_export_never_overwrites_its_script(ask: Ask, tmp_path: Path, how: str) -> None:
    script = tmp_path / "s.md"
    script.write_text(SCRIPT)
    target = linked(script, "other.md", how)
    answer = ask("export", str(script), "-o", str(target), "--voice", "estimate", "--force")
    assert answer.code == 2
    assert "would overwrite" in answer.err
    assert script.read_text() == SCRIPT


@pytest.mark.parametrize("how", ["symlink", "hardlink"])
def test_an_export_never_overwrites_a_routine_of_ones_own(
    ask: Ask, config: Path, tmp_path: Path, how: str
) -> None:
    routine = config / "library" / "routines" / "mine.yaml"
    routine.parent.mkdir(parents=True)
    routine.write_text("name: Mine\nitems:\n  - cat-stretch\n")
    target = linked(routine, "mine.md", how)
    answer = ask("export", "mine", "-o", str(target), "--voice", "estimate", "--force")
    assert answer.code == 2
    assert routine.read_text().startswith("name: Mine")


def test_an_export_never_overwrites_its_music(ask: Ask, tmp_path: Path) -> None:
    song = tmp_path / "songs" / "a.wav"
    song.parent.mkdir()
    song.write_bytes(b"a song")
    for music in (song, song.parent):
        answer = ask("export", "tabata", "-o", str(song), "--music", str(music), "--force")
        assert answer.code == 2
        assert "would overwrite" in answer.err
    assert song.read_bytes() == b"a song"


def test_an_export_of_all_never_overwrites_its_music(ask: Ask, tmp_path: Path) -> None:
    song = tmp_path / "tabata.wav"
    song.write_bytes(b"a song")
    for music in (song, tmp_path):
        answer = ask(
            *("export", "--all", "--as", "wav", "-o", str(tmp_path), "--force", "--jobs", "1"),
            *("--music", str(music), "--voice", "estimate"),
        )
        assert answer.code == 2
    assert song.read_bytes() == b"a song"


@pytest.mark.parametrize("how", ["symlink", "hardlink"])
def test_an_import_never_overwrites_what_it_reads(ask: Ask, tmp_path: Path, how: str) -> None:
    script = tmp_path / "s.md"
    script.write_text(SCRIPT)
    target = linked(script, "mine.yaml", how)
    answer = ask("import", str(script), "-o", str(target), "--force")
    assert answer.code == 2
    assert "would overwrite" in answer.err
    assert script.read_text() == SCRIPT


def test_progress_never_overwrites_the_settings(ask: Ask, config: Path) -> None:
    ask("log", "add", "walk", "--minutes", "30")
    settings = config / "config.toml"
    config.mkdir(parents=True, exist_ok=True)
    settings.write_text("volume = 50\n")
    answer = ask("progress", "-o", str(settings), "--force")
    assert answer.code == 2
    assert settings.read_text() == "volume = 50\n"
