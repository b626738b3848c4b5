"""Keys on a thread of their own: commands at once, and each key for the screen."""

from __future__ import annotations

import queue
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from voiceguide.control.command_queue import CommandQueue
from voiceguide.control.remotes.keys import KeyRemote
from voiceguide.control.remotes.terminal_keys import Keys


class PressedKeys(Keys):
    """Keys that the test presses; an exception among them is raised."""

    possible = True

    def __init__(self) -> None:
        self.waiting: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()

    def press(self, *keys: str | Exception) -> None:
        for key in keys:
            self.waiting.put(key)

    def read(self, timeout_s: float) -> str | None:
        try:
            key = self.waiting.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if isinstance(key, Exception):
            raise key
        return key


def asked(command_queue: CommandQueue) -> tuple[str, int] | None:
    asked = command_queue.take(5)
    return None if asked is None else (asked.name, asked.value)


def test_a_key_is_obeyed_though_nobody_looks_at_it() -> None:
    keys, command_queue = PressedKeys(), CommandQueue()
    with KeyRemote(keys, command_queue):
        keys.press("p", "space")
        assert asked(command_queue) == ("pain", 0)
        assert asked(command_queue) == ("toggle", 0)


def test_each_key_is_handed_to_the_screen() -> None:
    keys = PressedKeys()
    with KeyRemote(keys, CommandQueue()) as source:
        keys.press("?", "n", "7", "ä")
        assert [source.pressed(5) for _ in range(4)] == ["?", "n", "", "ä"]
        assert source.pressed(0.01) is None


def test_digits_are_an_answer_and_a_one_that_nothing_follows_is_one() -> None:
    keys, command_queue = PressedKeys(), CommandQueue()
    with KeyRemote(keys, command_queue):
        keys.press("1", "0")
        assert asked(command_queue) == ("answer", 10)
        keys.press("1")
        assert asked(command_queue) == ("answer", 1)


def test_what_goes_wrong_with_the_keys_is_raised_where_they_are_waited_for() -> None:
    keys = PressedKeys()
    with KeyRemote(keys, CommandQueue()) as source:
        keys.press(ValueError("no such key"))
        with pytest.raises(ValueError, match="no such key"):
            until(lambda: source.pressed(0.05) is not None)


def test_without_keys_it_only_keeps_the_pace() -> None:
    with KeyRemote(Keys(), CommandQueue()) as source:
        began_s = time.monotonic()
        assert source.pressed(0.05) is None
        assert time.monotonic() - began_s >= 0.04


def until(is_so: Callable[[], bool]) -> None:
    ends_s = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < ends_s


WAITS = """\
import signal

from voiceguide.control.command_queue import CommandQueue
from voiceguide.control.remotes.keys import KeyRemote
from voiceguide.control.remotes.terminal_keys import Keys

signal.signal(signal.SIGCONT, lambda *_: None)
with KeyRemote(Keys(), CommandQueue()) as source:
    while True:
        source.pressed(0.2)
        print("still here", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no program is stopped there")
def test_a_program_stopped_longer_than_its_wait_for_a_key_goes_on() -> None:
    command = [sys.executable, "-c", WAITS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as waiting:
        assert waiting.stdout is not None
        try:
            waiting.stdout.read(1)
            for _ in range(2):
                waiting.send_signal(signal.SIGSTOP)
                time.sleep(0.5)
                before = waiting.stdout.read(10_000)
                waiting.send_signal(signal.SIGCONT)
                assert before, "it did not wait for keys before it was stopped"
                assert select.select([waiting.stdout], [], [], 5)[0], "it stands still"
        finally:
            waiting.kill()
