"""Notifications over a real D-Bus session, answered by a server of the test's own."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import pytest

from tests.strange_bus import STRANGE, strange_bus
from voiceguide.remind import notify
from voiceguide.remind.notify import NoNotifications, ask

needed = pytest.mark.skipif(
    shutil.which("dbus-run-session") is None or importlib.util.find_spec("dbus_fast") is None,
    reason="needs dbus-run-session and voiceguide[desktop]",
)

ON_A_DESKTOP = """
import subprocess, sys
press, wait, desktop = sys.argv[1:]
server = subprocess.Popen([sys.executable, desktop, press], stdout=subprocess.PIPE, text=True)
assert server.stdout.readline() == "ready\\n"
from voiceguide.remind.notify import ask
pressed = ask("Posture break", "Check how you are sitting.",
              {"start": "Start", "snooze": "Snooze", "skip": "Skip"}, float(wait))
server.terminate()
print(server.stdout.read(), end="")
print(pressed)
"""


def asked(press: str, wait_s: float = 5.0) -> tuple[dict[str, object], str]:
    desktop = Path(__file__).with_name("desktop.py")
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", ON_A_DESKTOP,
         press, str(wait_s), str(desktop)],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, *_, last = done.stdout.splitlines()
    return json.loads(first), last


@needed
@pytest.mark.parametrize(
    ("press", "answer"), [("Start", "start"), ("Snooze", "snooze"), ("Skip", "skip"), ("", "None")]
)
def test_the_pressed_button_is_the_answer(press: str, answer: str) -> None:
    shown, pressed = asked(press)
    assert pressed == answer
    assert shown["title"] == "Posture break"
    assert shown["body"] == "Check how you are sitting."
    assert {"Start", "Snooze", "Skip"} <= set(shown["labels"])  # type: ignore[call-overload]


@needed
def test_nobody_there_is_no_answer_after_a_while() -> None:
    assert asked("-", 0.3)[1] == "None"


def test_without_a_desktop_it_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere there is always a desktop")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(NoNotifications, match="no desktop"):
        ask("a", "b", {}, 1)


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session")
def test_a_bus_without_a_notification_server_is_said_in_words() -> None:
    code = (
        "from voiceguide.remind.notify import NoNotifications, ask\n"
        "try:\n    ask('a', 'b', {}, 1)\n"
        "except NoNotifications as error:\n    print(error.message)\n"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", code],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert "notifications" in done.stdout, done.stderr


on_linux = pytest.mark.skipif(
    sys.platform != "linux" or importlib.util.find_spec("dbus_fast") is None,
    reason="needs Linux and voiceguide[desktop]",
)


def is_said_in_words(
    address: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setattr(notify, "ANSWER_LIMIT_S", 0.5)
    with pytest.raises(NoNotifications, match="message bus") as problem:
        ask("a", "b", {}, 1)
    assert problem.value.hint == notify.STILL_SPOKEN
    assert capfd.readouterr().err == ""


@on_linux
@pytest.mark.parametrize("how", STRANGE)
def test_a_bus_that_refuses_dies_hangs_or_talks_nonsense_is_said_in_words(
    how: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with strange_bus(tmp_path, STRANGE[how]) as address:
        is_said_in_words(address, monkeypatch, capfd)


@on_linux
@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "nonsense", "unix:", "tcp:port=x"])
def test_an_address_without_a_bus_is_said_in_words(
    address: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    is_said_in_words(address, monkeypatch, capfd)


@needed
def test_a_bus_that_dies_while_it_is_shown_is_said_in_words_at_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    desktop = [sys.executable, str(Path(__file__).with_name("desktop.py")), "-"]
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as bus:  # fmt: skip
        assert bus.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
        with subprocess.Popen(
            desktop, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == "ready\n"

            def end_when_shown(shown: IO[str]) -> None:
                shown.readline()
                bus.kill()

            threading.Thread(target=end_when_shown, args=(server.stdout,)).start()
            begun = time.monotonic()
            with pytest.raises(NoNotifications, match="message bus"):
                ask("a", "b", {"start": "Start"}, 20.0)
            assert time.monotonic() - begun < 10
            server.kill()
    assert capfd.readouterr().err == ""
