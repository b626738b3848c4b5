"""`voiceguide play` on a real sound server: heard, lost, frozen, absent."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.device.busy import in_time
from tests.device.soundserver import SoundServer
from tests.known_person import known_person
from voiceguide.person.history import read_latest
from voiceguide.person.store import open_store

pytestmark = pytest.mark.device

ROUTINE = """\
name: Short one
opening: {say: [Hello.], safety: none}
closing: {say: [The end.]}
items:
  - note: Sit up.
  - rest: 30 s
    say: The rest.
"""


def heard_the_safety_words(data: Path) -> None:
    known_person(data)


class Session:
    """The program at play, its lines read as they come."""

    def __init__(self, env: dict[str, str], folder: Path, *options: str) -> None:
        routine = folder / "short.yaml"
        routine.write_text(ROUTINE)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voiceguide", "play", str(routine), *options],
            env={**env, "VOICEGUIDE_DATA_DIR": str(folder / "data")},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def until(self, words: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if words in line:
                return
        raise AssertionError(f"{words!r} was never shown")

    def told_until(self, words: str) -> str:
        """What is told up to a line with these words."""
        assert self.process.stderr is not None
        told = ""
        for line in self.process.stderr:
            told += line
            if words in line:
                return told
        raise AssertionError(f"{words!r} was never told:\n{told}")

    def end(self) -> tuple[int, str, float]:
        """The exit code, what was told, and how many seconds that took."""
        began_s = time.monotonic()
        _, told = self.process.communicate(timeout=20)
        return self.process.returncode, told, time.monotonic() - began_s

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


Start = Callable[..., Session]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts sessions; none of them outlives the test."""
    sessions: list[Session] = []

    def begin(env: dict[str, str], *options: str) -> Session:
        sessions.append(Session(env, tmp_path, "--voice", "estimate", *options))
        return sessions[-1]

    yield begin
    for session in sessions:
        session.close()


def test_the_output_that_was_taken_is_told(server: SoundServer, start: Start) -> None:
    session = start(server.env)
    session.until("lead-in")
    session.process.terminate()
    code, told, took_s = session.end()
    assert code == 143
    assert told.splitlines() == [
        "Sound: sounddevice.",
        "warning: the voice 'estimate' says nothing: only the tones are heard",
    ]
    assert took_s < in_time(1.0)


def test_a_lost_output_is_told_at_once_and_the_place_is_kept(
    own_server: SoundServer, tmp_path: Path, start: Start
) -> None:
    heard_the_safety_words(tmp_path / "data")
    own_server.start()
    session = start(own_server.env, "--from", "2")
    session.until("The rest.")
    own_server.kill()
    told = session.told_until("Your place is kept")
    assert "The sound output is gone: " in told
    assert session.process.poll() is None
    session.process.terminate()
    code, told, took_s = session.end()
    assert code == 143, told
    assert "Traceback" not in told
    assert took_s < in_time(4.0)


def test_safety_words_that_were_not_heard_are_not_noted_as_heard(
    own_server: SoundServer, tmp_path: Path, start: Start
) -> None:
    own_server.start()
    session = start(own_server.env)
    session.until("Move slowly")
    own_server.freeze()
    session.told_until("Your place is kept")
    session.process.terminate()
    session.end()
    own_server.kill()
    with open_store(tmp_path / "data") as store:
        assert read_latest(store, "safety-heard") is None


def test_sigterm_ends_it_soon_even_while_the_server_is_frozen(
    own_server: SoundServer, start: Start
) -> None:
    own_server.start()
    session = start(own_server.env)
    session.until("lead-in")
    own_server.freeze()
    session.process.terminate()
    code, told, took_s = session.end()
    own_server.kill()
    assert code in (4, 143), told
    assert took_s < in_time(4.0)


def test_a_frozen_server_is_not_waited_for_for_ever(own_server: SoundServer, start: Start) -> None:
    own_server.start()
    own_server.freeze()
    session = start(own_server.env)
    code, told, took_s = session.end()
    own_server.kill()
    assert code == 4
    assert "got no answer from the sound system" in told
    assert took_s < in_time(6.0)
