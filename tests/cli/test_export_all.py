"""The whole library as files, and only what is not up to date."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.audio.test_music import tone_file
from tests.cli.conftest import SHORT, Ask
from voiceguide.exporting.export_index import INDEX_NAME, LOCK_NAME

QUICK = ("--as", "txt,lrc", "--voice", "estimate", "--jobs", "1")


def names(folder: Path) -> list[str]:
    ours = (INDEX_NAME, LOCK_NAME)
    return sorted(each.name for each in folder.iterdir() if each.name not in ours)


def test_every_routine_is_made_once_and_only_what_changed_again(
    ask: Ask, config: Path, tmp_path: Path
) -> None:
    own = config / "library" / "routines"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(SHORT, encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    first = ask("export", "--all", "-o", str(folder), *QUICK)
    assert first.code == 0, first.err
    files = names(folder)
    assert {"mine.lrc", "mine.txt", "morning.txt"} <= set(files)
    assert f"{len(files)} made, 0 up to date" in first.err
    assert (
        f"0 made, {len(files)} up to date" in ask("export", "--all", "-o", str(folder), *QUICK).err
    )

    (own / "mine.yaml").write_text(SHORT.replace("Sit up.", "Stand up."), encoding="utf-8")
    (folder / "morning.txt").unlink()
    third = ask("export", "--all", "-o", str(folder), *QUICK)
    assert f"3 made, {len(files) - 3} up to date" in third.err
    assert "Stand up." in (folder / "mine.lrc").read_text(encoding="utf-8")


def test_a_file_of_somebody_else_is_left_alone_and_told(
    ask: Ask, config: Path, tmp_path: Path
) -> None:
    (tmp_path / "morning.txt").write_text("my own notes", encoding="utf-8")
    answer = ask("export", "--all", "-o", str(tmp_path), *QUICK)
    assert answer.code == 2
    assert "morning.txt exists already" in answer.err
    assert (tmp_path / "morning.txt").read_text(encoding="utf-8") == "my own notes"
    assert (tmp_path / "desk-break.txt").is_file()
    assert ask("export", "--all", "-o", str(tmp_path), "--force", *QUICK).code == 0
    assert (tmp_path / "morning.txt").read_text(encoding="utf-8") != "my own notes"


@pytest.mark.parametrize("index", [None, '{"files": {}}', "{"])
def test_files_whose_index_was_lost_are_known_again_for_what_they_are(
    index: str | None, ask: Ask, config: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert ask("export", "--all", "-o", str(folder), *QUICK).code == 0
    (folder / INDEX_NAME).unlink()
    if index is not None:
        (folder / INDEX_NAME).write_text(index, encoding="utf-8")
    before = {name: (folder / name).stat().st_mtime_ns for name in names(folder)}
    again = ask("export", "--all", "-o", str(folder), *QUICK)
    assert (again.code, f"0 made, {len(before)} up to date" in again.err) == (0, True)
    assert {name: (folder / name).stat().st_mtime_ns for name in names(folder)} == before
    (folder / "morning.txt").write_text("my own notes", encoding="utf-8")
    assert ask("export", "--all", "-o", str(folder), *QUICK).code == 2


@pytest.mark.whole
def test_three_exports_into_one_folder_wait_for_each_other(config: Path, tmp_path: Path) -> None:
    words = ["export", "--all", "-o", str(tmp_path), "--as", "txt,html", "--voice", "estimate"]
    command = [sys.executable, "-m", "voiceguide", *words]
    at_once = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [each.communicate(timeout=120)[1] for each in at_once]
    assert [each.returncode for each in at_once] == [0, 0, 0], said
    made = sorted(re.search(r"\b0 made", each) is None for each in said)
    assert made == [False, False, True]


def test_a_broken_routine_costs_itself_only(ask: Ask, config: Path, tmp_path: Path) -> None:
    own = config / "library" / "routines"
    own.mkdir(parents=True)
    (own / "broken.yaml").write_text("name: x\nitems: 3\n", encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    answer = ask("export", "--all", "-o", str(folder), *QUICK)
    assert answer.code == 2
    assert "broken" in answer.err
    assert "morning.txt" in names(folder)
    assert "broken.txt" not in names(folder)


def test_two_processes_make_the_same_files_as_one(ask: Ask, config: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    assert ask("export", "--all", "-o", str(one), *QUICK).code == 0
    assert ask("export", "--all", "-o", str(two), *QUICK[:-1], "2").code == 0
    assert names(one) == names(two)
    for name in names(one):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_other_music_makes_the_sound_anew_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, ask: Ask, config: Path, tmp_path: Path
) -> None:
    own = config / "library" / "routines"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(SHORT, encoding="utf-8")
    monkeypatch.setattr("voiceguide.routine.library.Library.ids", lambda *_: ["mine"])
    song = tone_file(tmp_path / "song.mp3", 3)
    folder = tmp_path / "out"
    folder.mkdir()
    usual = ("--as", "flac,txt", "--voice", "estimate", "--jobs", "1", "--music", str(song))

    def made(*more: str) -> str:
        answer = ask("export", "--all", "-o", str(folder), *usual, *more)
        assert answer.code == 0, answer.err
        return answer.err.splitlines()[-1].removeprefix(f"{folder}: ")

    assert made() == "2 made, 0 up to date."
    assert made() == "0 made, 2 up to date."
    assert made("--music-volume", "20") == "1 made, 1 up to date."
    tone_file(song, 4)
    assert made("--music-volume", "20") == "1 made, 1 up to date."
    assert made("--music-volume", "20") == "0 made, 2 up to date."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--all", "--as", "txt", "--music", "SONG", "-o", "FOLDER"), "--music needs a file of"),
        (("--all", "-o", "FOLDER"), "--all needs the formats"),
        (("--all", "--as", "m4x", "-o", "FOLDER"), "nothing is known of .m4x files"),
        (("--all", "--as", ",", "-o", "FOLDER"), "--as names no format"),
        (("--all", "--as", "txt", "-o", "FOLDER/none"), "there is no folder"),
        (("--all", "morning", "--as", "txt", "-o", "FOLDER"), "name one routine, or --all"),
        (("-o", "FOLDER/a.txt"), "name one routine, or --all"),
        (("morning", "--as", "txt", "-o", "FOLDER/a.txt"), "--as and --jobs go with --all"),
    ],
)
def test_wrong_usage_is_told(
    ask: Ask, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    answer = ask("export", *(each.replace("FOLDER", str(tmp_path)) for each in arguments))
    assert answer.code == 2
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_ctrl_c_stops_all_processes_and_leaves_no_half_file(config: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voiceguide", "export", "--all", "--as", "mp3", "--jobs", "2"]
    with subprocess.Popen(
        [*command, "--voice", "estimate", "-o", str(tmp_path)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        until = time.monotonic() + 20
        while not list(tmp_path.glob(".voiceguide-*.part")) and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=20)
        assert running.returncode == 130
    assert "Traceback" not in said
    assert not list(tmp_path.glob(".voiceguide-*.part"))
    until = time.monotonic() + 10
    while still_there(running.pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not still_there(running.pid)


def still_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
