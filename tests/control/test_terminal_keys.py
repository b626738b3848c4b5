import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.control.remotes.terminal_keys import KeyParser, Keys, open_keys


def keys_of(*pieces: bytes) -> list[str]:
    parser = KeyParser()
    return [key for piece in pieces for key in parser.feed(piece)] + parser.settle()


def test_keys_have_the_names_people_know() -> None:
    assert keys_of(b"n \r\t\x7f?") == ["n", "space", "enter", "tab", "backspace", "?"]


def test_a_burst_of_three_letters_is_three_keys() -> None:
    assert keys_of(b"nbr") == ["n", "b", "r"]


def test_arrows_come_in_two_spellings() -> None:
    assert keys_of(b"\x1b[A\x1b[D\x1bOB") == ["up", "left", "down"]


def test_letters_beyond_ascii_are_themselves() -> None:
    assert keys_of("ä".encode()) == ["ä"]


def test_a_lone_escape_is_a_key() -> None:
    assert keys_of(b"\x1b") == ["escape"]


def test_function_keys_and_pasted_control_characters_are_dropped_whole() -> None:
    assert keys_of(b"\x1b[15~\x1b[1;5A\x00\x02n") == ["n"]


@given(st.lists(st.sampled_from([b"n", b" ", b"\x1b[A", b"\x1bOC", "ß".encode(), b"\x1b[5~"])))
def test_it_does_not_matter_how_the_bytes_are_cut(parts: list[bytes]) -> None:
    data = b"".join(parts)
    assert keys_of(*(data[i : i + 1] for i in range(len(data)))) == keys_of(data)


@given(st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    assert all(key.isprintable() for key in keys_of(data))


def test_without_a_terminal_there_are_no_keys() -> None:
    read, write = os.pipe()
    with os.fdopen(read) as stdin, os.fdopen(write, "w"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        with open_keys() as keys:
            assert isinstance(keys, Keys)
            assert keys.read(0.0) is None


READER = """
import sys
from voiceguide.control.remotes.terminal_keys import open_keys
with open_keys() as keys:
    print("ready", flush=True)
    while (key := keys.read(10)) not in ("q", None):
        print("key", key, flush=True)
print("end", flush=True)
"""


class Terminal:
    """A program at a terminal of its own, in the front, as a shell would start it."""

    def __init__(self, program: str = READER) -> None:
        self.ours, self.theirs = pty.openpty()
        self.modes = termios.tcgetattr(self.theirs)
        self.before = self.mode()
        self.said = b""
        self.process = subprocess.Popen(
            [sys.executable, "-c", TAKES_TERMINAL + program],
            stdin=self.theirs, stdout=self.theirs, stderr=self.theirs, start_new_session=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def mode(self) -> list[object]:
        return termios.tcgetattr(self.theirs)[:4]

    def expect(self, text: bytes) -> None:
        ends = time.monotonic() + 10
        while text not in self.said:
            left_s = max(0.0, ends - time.monotonic())
            assert select.select([self.ours], [], [], left_s)[0], f"{text!r} not in {self.said!r}"
            self.said += os.read(self.ours, 1024)

    def press(self, keys: bytes) -> None:
        os.write(self.ours, keys)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


TAKES_TERMINAL = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
"""


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()


def test_keys_come_at_once_and_the_terminal_is_left_as_it_was(terminal: Terminal) -> None:
    terminal.expect(b"ready")
    assert terminal.mode() != terminal.before
    terminal.press(b"n\x1b[B ")
    terminal.expect(b"key n\r\nkey down\r\nkey space")
    terminal.press(b"q")
    terminal.expect(b"end")
    assert terminal.process.wait(10) == 0
    assert terminal.mode() == terminal.before


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_it_and_the_terminal_is_left_as_it_was(terminal: Terminal, how: str) -> None:
    terminal.expect(b"ready")
    number = signal.Signals[how]
    os.kill(terminal.process.pid, number)
    assert terminal.process.wait(10) in (-number, 128 + number)
    assert terminal.mode() == terminal.before


def test_ctrl_c_ends_it_and_the_terminal_is_left_as_it_was(terminal: Terminal) -> None:
    terminal.expect(b"ready")
    terminal.press(b"\x03")
    terminal.expect(b"KeyboardInterrupt")
    assert terminal.process.wait(10) == -signal.SIGINT
    assert terminal.mode() == terminal.before


def test_going_on_without_a_stop_before_it_keeps_the_terminals_first_mode(
    terminal: Terminal,
) -> None:
    terminal.expect(b"ready")
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.press(b"n")
    terminal.expect(b"key n")
    terminal.press(b"q")
    terminal.expect(b"end")
    assert terminal.process.wait(10) == 0
    assert terminal.mode() == terminal.before


def test_a_shell_that_alters_the_mode_meanwhile_does_not_take_the_keys(terminal: Terminal) -> None:
    terminal.expect(b"ready")
    armed = terminal.mode()
    termios.tcsetattr(terminal.theirs, termios.TCSANOW, terminal.modes)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.press(b"n")
    terminal.expect(b"key n")
    assert terminal.mode() == armed


SHELL = """
import os, signal, sys, termios
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
before = termios.tcgetattr(0)[:4]
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    while os.tcgetpgrp(0) != os.getpgrp():
        pass
    exec(READER)
    os._exit(0)
os.setpgid(child, child)
os.tcsetpgrp(0, child)
_, status = os.waitpid(child, os.WUNTRACED)
os.tcsetpgrp(0, os.getpgrp())
print("stopped", os.WIFSTOPPED(status), termios.tcgetattr(0)[:4] == before, flush=True)
os.tcsetpgrp(0, child)
os.kill(child, signal.SIGCONT)
os.waitpid(child, 0)
print("whole", termios.tcgetattr(0)[:4] == before, flush=True)
"""


def test_ctrl_z_gives_the_terminal_back_and_going_on_takes_it_again() -> None:
    terminal = Terminal(f"READER = {READER!r}\n{SHELL}")
    try:
        terminal.expect(b"ready")
        terminal.press(b"\x1a")
        terminal.expect(b"stopped True True")
        terminal.press(b"n")
        terminal.expect(b"key n")
        terminal.press(b"q")
        terminal.expect(b"whole True")
    finally:
        terminal.close()
