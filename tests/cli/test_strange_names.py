"""Files whose names are bytes, not text: every command reads them, plays them and logs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT
from tests.known_person import known_person

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(sys.platform != "linux", reason="file names as Linux has them"),
]
NAME = b"caf\xe9.yaml"


def run(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    kinds = ("DATA", "CONFIG", "CACHE", "STATE", "RUNTIME")
    env = {**os.environ, **{f"VOICEGUIDE_{kind}_DIR": str(folder / kind) for kind in kinds}}
    return subprocess.run(
        [sys.executable, "-m", "voiceguide", *arguments],
        cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        timeout=300,
    )  # fmt: skip


def test_a_session_of_such_a_file_is_played_and_logged(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(NAME)).write_text(SHORT)
    known_person(tmp_path / "DATA")  # who has heard the safety words
    words = ("--output", "silent", "--voice", "estimate", "--yes")
    played = run(tmp_path, "play", NAME, *words)
    assert played.returncode == 0
    assert b"Traceback" not in played.stderr
    assert b"log" not in played.stderr
    (entry,) = json.loads(run(tmp_path, "log", "--json").stdout)
    assert (entry["name"], entry["reason"]) == ("Short one", "finished")
    assert run(tmp_path, "log", "--export", "log.json").returncode == 0
    events = json.loads((tmp_path / "log.json").read_text())["events"]
    began = next(each for each in events if each["kind"] == "began")
    assert os.fsencode(began["data"]["options"]["routine"]).endswith(NAME)


@pytest.mark.parametrize(
    "command",
    [
        ("check", NAME), ("show", NAME), ("script", NAME), ("script", NAME, "--format", "json"),
        ("export", NAME, "--voice", "estimate", "-o", b"\xe9.html", "-o", b"\xe9.wav"),
        ("import", b"caf\xe9.md", "-o", "imported.yaml"),
    ],
    ids=lambda command: command[0],
)  # fmt: skip
def test_such_a_file_is_read_and_written(tmp_path: Path, command: tuple[str | bytes, ...]) -> None:
    (tmp_path / os.fsdecode(NAME)).write_text(SHORT)
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("Hello there.\n\nSit down now.\n")
    done = run(tmp_path, *command)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
