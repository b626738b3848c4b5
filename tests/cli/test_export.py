import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from tests.audio.test_music import tone_file
from tests.cli.conftest import Ask

ESTIMATE = ("--voice", "estimate")


def test_several_files_come_from_one_timeline(ask: Ask, short: Path, tmp_path: Path) -> None:
    wav, told = tmp_path / "x.wav", tmp_path / "x.json"
    answer = ask("export", str(short), "-o", str(wav), "-o", str(told), *ESTIMATE)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines() == [f"{wav}: 8.1 s", f"{told}: 8.1 s"]
    with wave.open(str(wav)) as sound:
        length_ms = round(1000 * sound.getnframes() / sound.getframerate())
    assert length_ms == json.loads(told.read_text())["length_ms"]


def test_what_exists_is_refused_at_once_unless_forced(
    ask: Ask, short: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("mine")
    answer = ask("export", str(short), "-o", str(path), *ESTIMATE)
    assert answer.code == 2
    assert answer.err == f"{path} exists already\n  hint: --force replaces it\n"
    assert path.read_text() == "mine"
    assert ask("export", str(short), "-o", str(path), "--force", *ESTIMATE).code == 0
    assert path.read_text().startswith("Short one\n")


def test_unknown_suffixes_and_doubles_are_refused_before_anything_is_written(
    ask: Ask, short: Path, tmp_path: Path
) -> None:
    good, bad = tmp_path / "x.txt", tmp_path / "x.wave"
    answer = ask("export", str(short), "-o", str(good), "-o", str(bad), *ESTIMATE)
    assert answer.code == 2
    assert "did you mean '.wav'?" in answer.err
    assert ask("export", str(short), "-o", str(good), "-o", str(good), *ESTIMATE).code == 2
    assert not good.exists()


def test_no_file_is_asked_for(ask: Ask, short: Path) -> None:
    assert ask("export", str(short)).code == 2


def test_an_interrupted_export_leaves_nothing(tmp_path: Path) -> None:
    wav = tmp_path / "x.wav"
    command = [sys.executable, "-m", "voiceguide", "export", "back-relief", *ESTIMATE]
    process = subprocess.Popen(
        [*command, "-o", str(wav)], stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    while not list(tmp_path.iterdir()) and process.poll() is None:
        select.select([], [], [], 0.002)
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=10)
    assert process.returncode == 130, told
    assert told == "Interrupted.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("answer", "replaced"), [("y\n", True), ("\n", False)])
def test_at_a_terminal_a_file_that_exists_is_asked_about(
    short: Path, tmp_path: Path, answer: str, replaced: bool
) -> None:
    target = tmp_path / "there.txt"
    target.write_text("mine")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "voiceguide", "export", str(short), "-o", str(target)]
    with subprocess.Popen(
        [*command, "--voice", "estimate"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.write(leader, answer.encode())
        assert process.wait(20) == (0 if replaced else 2)
    assert b"Replace" in os.read(leader, 65_536)
    assert (target.read_text() != "mine") is replaced
    os.close(leader)
    os.close(follower)


def test_music_goes_into_the_sound_and_leaves_the_sheet_alone(
    ask: Ask, short: Path, tmp_path: Path
) -> None:
    songs = tmp_path / "songs"
    songs.mkdir()
    tone_file(songs / "b.mp3", 4)
    (songs / "a.mp3").write_text("la la la")
    plain, told = (tmp_path / f"{name}.txt" for name in "ab")
    wav, flac = tmp_path / "a.wav", tmp_path / "a.flac"
    with_music = ("--music", str(songs), "--music-volume", "30")
    assert ask("export", str(short), "-o", str(plain), *ESTIMATE).code == 0
    answer = ask(
        "export", str(short), "-o", str(wav), "-o", str(flac), "-o", str(told),
        *with_music, *ESTIMATE,
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert answer.err.count("warning: ") == 1
    assert "a.mp3 cannot be played as music" in answer.err
    with wave.open(str(wav)) as sound:
        assert sound.getnchannels() == 2
        loud = max(abs(each[0]) for each in struct.iter_unpack("<h", sound.readframes(300_000)))
    assert loud > 300
    assert told.read_bytes() == plain.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "FOLDER/a.txt", "-o", "FOLDER/a.html", "--music", "SONG"), "--music needs a file"),
        (("-o", "FOLDER/a.wav", "--music", "FOLDER/none.mp3"), "there is no music at"),
        (("-o", "FOLDER/a.wav", "--music", "ROUTINE"), "cannot be played as music"),
        (("-o", "FOLDER/a.wav", "--music", "SONG", "--music-volume", "101"), "--music-volume"),
    ],
)
def test_music_that_cannot_be_is_refused_before_anything_is_written(
    ask: Ask, short: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "songs").mkdir()
    song = tone_file(tmp_path / "songs" / "song.wav", 2)
    folder = tmp_path / "out"
    folder.mkdir()
    places = {"FOLDER": folder, "SONG": song, "ROUTINE": short}
    for name, path in places.items():
        arguments = tuple(each.replace(name, str(path)) for each in arguments)
    answer = ask("export", str(short), *arguments, *ESTIMATE)
    assert answer.code == 2
    assert said in answer.err
    assert list(folder.iterdir()) == []
