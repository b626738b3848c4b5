"""What ends the program that plays a tape, and what does not; with a simpleaudio of paper."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voiceguide.playback.outputs import simpleaudio_process as tape_deck

PAPER = """\
class Playing:
    def is_playing(self):
        return True


def play_buffer(sound, channels, width, rate):
    return Playing()
"""


@pytest.fixture
def deck(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    package = tmp_path / "simpleaudio"
    package.mkdir()
    (package / "__init__.py").write_text(PAPER)
    (package / "_simpleaudio.py").write_text("class SimpleaudioError(Exception):\n    pass\n")
    tape = tmp_path / "tape"
    tape.write_bytes(bytes(8192))
    command = [sys.executable, "-I", "-S", tape_deck.__file__, str(tmp_path), str(tape)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as deck:
        assert deck.stdout is not None
        assert deck.stdout.readline().startswith("playing ")
        yield deck
        deck.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP", "SIGQUIT"])
def test_what_a_terminal_sends_to_all_its_programs_is_left_to_the_session(
    deck: subprocess.Popen[str], name: str
) -> None:
    deck.send_signal(getattr(signal, name))
    with pytest.raises(subprocess.TimeoutExpired):
        deck.wait(0.3)


def test_it_ends_with_the_session(deck: subprocess.Popen[str]) -> None:
    assert deck.stdin is not None
    deck.stdin.close()
    assert deck.wait(5) == 0
