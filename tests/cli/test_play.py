from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.known_person import known_person
from voiceguide.person.history import read_history, read_latest
from voiceguide.person.store import open_store

pytestmark = pytest.mark.whole

NO_SOUND = {"PULSE_SERVER": "unix:/nowhere/pulse", "PIPEWIRE_REMOTE": "/nowhere/pipewire"}

STEPS = """\
name: Steps
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 20 s}
"""

ON_THIS_TERMINAL = """
import os, sys
os.close(os.open(os.ttyname(0), os.O_RDWR))  # the first terminal a new session opens is its own
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


class AtTerminal:
    """The program at a terminal of its own, 80 columns wide."""

    def __init__(self, *arguments: str) -> None:
        self.leader, follower = pty.openpty()
        termios.tcsetwinsize(follower, (24, 80))
        self.follower = follower
        self.modes = termios.tcgetattr(follower)
        self.process = subprocess.Popen(
            [sys.executable, "-c", ON_THIS_TERMINAL, "-m", "voiceguide", *arguments],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm"},
        )
        self.seen = ""

    def until(self, text: str, limit_s: float = 10) -> None:
        """Wait until the terminal has shown a text."""
        ends = time.monotonic() + limit_s
        while text not in self.seen:
            assert time.monotonic() < ends, f"{text!r} was not shown:\n{self.seen}"
            self.read(0.1)

    def read(self, wait_s: float) -> bool:
        """Take what is shown next; False when that is nothing for so long."""
        if not select.select([self.leader], [], [], wait_s)[0]:
            return False
        self.seen += os.read(self.leader, 65_536).decode(errors="replace")
        return True

    def press(self, keys: str) -> None:
        os.write(self.leader, keys.encode())

    def ended(self, limit_s: float = 5) -> int:
        """The exit code; reads on, as a terminal does."""
        ends = time.monotonic() + limit_s
        while self.process.poll() is None:
            assert time.monotonic() < ends, f"it goes on:\n{self.seen}"
            self.read(0.05)
        self.read(0.1)
        return self.process.returncode

    @property
    def whole(self) -> bool:
        """Whether the terminal's modes are as before, and its cursor is shown."""
        hidden, shown = self.seen.rfind("\x1b[?25l"), self.seen.rfind("\x1b[?25h")
        return termios.tcgetattr(self.follower) == self.modes and shown >= hidden

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.leader)
        os.close(self.follower)


@pytest.fixture
def terminal(short: Path) -> Iterator[AtTerminal]:
    """The short routine, playing silently."""
    at_terminal = AtTerminal("play", str(short), "--output", "silent", "--voice", "estimate")
    yield at_terminal
    at_terminal.close()


def silently(short: Path, *options: str) -> tuple[str, ...]:
    return ("play", str(short), "--output", "silent", "--voice", "estimate", *options)


def playing(short: Path) -> subprocess.Popen[str]:
    """The short routine as a process whose output is read here."""
    command = [sys.executable, "-m", "voiceguide", *silently(short)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture
def heard(data: Path) -> None:
    """Somebody who has answered the questions, and heard the safety words today."""
    known_person(data)


@pytest.mark.usefixtures("heard")
def test_without_a_terminal_each_cue_is_a_plain_line_when_it_is_heard(short: Path) -> None:
    with playing(short) as process:
        assert process.stdout is not None
        heard = [(time.monotonic(), process.stdout.readline()) for _ in range(3)]
        process.terminate()
    assert [line for _, line in heard] == [
        "0:00.0  tone  lead-in\n",
        "0:01.2  say   Hello.\n",
        "0:02.2  say   Sit up.\n",
    ]
    assert heard[2][0] - heard[0][0] >= 1.0, "each at its time, not all at once"


@pytest.mark.usefixtures("heard")
def test_the_quiet_screen_shows_nothing_that_is_heard_and_says_so_without_sound(
    short: Path, program: Run
) -> None:
    done = program(*silently(short, "--screen", "quiet", "--from", "2", "--volume", "150"))
    assert done.returncode == 0
    assert done.stderr == (
        "Sound: silent.\n"
        "warning: nothing is heard (output silent), and the screen 'quiet' shows only the names"
        " of steps\n"
    )
    assert done.stdout == "2 of 2: Rest\n"


def test_without_any_sound_output_nothing_plays(short: Path, program: Run) -> None:
    began = time.monotonic()
    done = program("play", str(short), "--voice", "estimate", **NO_SOUND)
    assert time.monotonic() - began < 5
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("no sound output opens:\n  sounddevice: ")
    assert "voiceguide export" in done.stderr


def test_an_output_asked_for_by_name_is_not_replaced(short: Path, program: Run) -> None:
    done = program("play", str(short), "--voice", "estimate", "--output", "miniaudio", **NO_SOUND)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("miniaudio: ")


def test_a_screen_asked_for_by_name_is_not_replaced(short: Path, program: Run) -> None:
    done = program(*silently(short, "--screen", "rich"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "the screen 'rich' needs a terminal\n  hint: use --screen lines\n"


def test_an_item_that_is_not_there_is_refused(short: Path, program: Run) -> None:
    done = program(*silently(short, "--from", "3"))
    assert done.returncode == 2
    assert done.stderr.startswith("there is no item 3: 'short' has 2\n")


@pytest.mark.usefixtures("heard")
def test_keys_pause_go_on_and_stop(terminal: AtTerminal) -> None:
    terminal.until("Hello.")
    terminal.press(" ")
    terminal.until("Paused")
    terminal.press("?")
    terminal.until("pause or go on, ready")
    terminal.seen = ""
    terminal.press("?")
    terminal.until("q stops", 5)
    while terminal.read(0.2):
        pass
    assert not terminal.read(0.5), "nothing moves in a pause"
    terminal.press(" ")
    terminal.until("“Sit up.”")
    terminal.press("q")
    assert terminal.ended() == 0
    assert re.search(r"Stopped at 0:0[2-4] of 0:\d\d\.", terminal.seen)
    assert terminal.whole


def test_pain_told_in_the_moment_before_stopping_is_kept(data: Path, tmp_path: Path) -> None:
    known_person(data)
    routine = tmp_path / "steps.yaml"
    routine.write_text(STEPS)
    at_terminal = AtTerminal(*silently(routine, "--yes", "--screen", "lines"))
    at_terminal.until("Stand still", 15)
    at_terminal.press("pq")
    try:
        assert at_terminal.ended() == 0
    finally:
        at_terminal.close()
    with open_store(data) as store:
        rows = store.connection.execute("SELECT count(*) FROM events WHERE kind = 'pain'")
        assert rows.fetchone() == (1,)


@pytest.mark.parametrize("screen", ["lines", "quiet"])
def test_without_a_sound_output_nothing_is_asked_and_nothing_spoken(
    screen: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**NO_SOUND, "VOICEGUIDE_CACHE_DIR": str(tmp_path / "cache")}.items():
        monkeypatch.setenv(name, value)
    at_terminal = AtTerminal("play", "morning", "--screen", screen)
    try:
        assert at_terminal.ended(15) == 4
    finally:
        at_terminal.close()
    assert at_terminal.seen.count("no sound output opens") == 1
    assert "[y/" not in at_terminal.seen
    assert not (tmp_path / "cache" / "speech").exists()
    assert "Traceback" not in at_terminal.seen


@pytest.mark.usefixtures("data")
def test_a_session_without_sound_that_was_asked_for_asks_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in NO_SOUND.items():
        monkeypatch.setenv(name, value)
    at_terminal = AtTerminal(
        "play", "morning", "--output", "silent", "--voice", "estimate", "--screen", "lines"
    )
    try:
        at_terminal.until("[y/N]", 15)
        at_terminal.press("y\n")
        at_terminal.until("[y/n]", 15)
        at_terminal.press("y\n")  # nothing is spoken, so an answer is taken at once
        assert at_terminal.ended(15) == 3
    finally:
        at_terminal.close()


@pytest.mark.usefixtures("data")
def test_the_profiles_questions_go_on_without_sound_and_say_that_they_are_not_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in NO_SOUND.items():
        monkeypatch.setenv(name, value)
    at_terminal = AtTerminal("profile", "--ask")
    try:
        at_terminal.until("[y/N]", 15)
        at_terminal.press("y\n")
        at_terminal.until("[y/n]", 15)
        at_terminal.press("n\n")
        at_terminal.until("[numbers", 15)
    finally:
        at_terminal.close()
    told = "warning: the questions are not heard: no sound output opens. Please read them here."
    assert " ".join(at_terminal.seen.split()).count(told) == 1


@pytest.mark.usefixtures("heard")
def test_ctrl_c_stops_cleanly_and_says_where(terminal: AtTerminal) -> None:
    terminal.until("Welcome")
    terminal.press("\x03")
    assert terminal.ended() == 130
    assert re.search(r"Stopped at 0:0[0-2] of 0:\d\d\.", terminal.seen)
    assert "Traceback" not in terminal.seen
    assert terminal.whole


@pytest.mark.usefixtures("heard")
def test_sigterm_ends_it_within_a_second_and_leaves_the_terminal_whole(
    terminal: AtTerminal,
) -> None:
    terminal.until("Welcome")
    began = time.monotonic()
    terminal.process.terminate()
    code = terminal.ended()
    assert time.monotonic() - began < 2.0  # 0.2 s alone; others may have the machine
    assert code in (143, -signal.SIGTERM)
    assert "Traceback" not in terminal.seen
    assert terminal.whole


def test_the_first_session_begins_with_the_safety_words_until_they_were_heard(
    data: Path, terminal: AtTerminal
) -> None:
    for answer in ("y", "n", ""):
        terminal.until("] ")
        terminal.seen = ""
        terminal.press(f"{answer}\n")
    terminal.until("Sound: silent.")
    terminal.press("q")
    assert terminal.ended() == 0
    assert "Stopped in the safety words, before the session." in terminal.seen
    with open_store(data) as store:
        assert read_latest(store, "safety-heard") is None
        assert read_history(store).sessions == ()


@pytest.mark.usefixtures("heard")
def test_a_reader_that_goes_away_ends_the_session(short: Path) -> None:
    with playing(short) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().endswith("lead-in\n")
        process.stdout.close()
        assert process.stderr.read() == "Sound: silent.\n"
        assert process.wait(5) == 0


@pytest.mark.usefixtures("heard")
def test_a_session_longer_than_its_length_is_told_before_it_plays(
    tmp_path: Path,
) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("name: X\nlength: 1 min\nitems:\n  - cat-stretch\n  - rest: fill\n")
    with playing(path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().endswith("lead-in\n")
        process.terminate()
        assert re.search(r"warning: .* too long even at its shortest\n", process.stderr.read())
