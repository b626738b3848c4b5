"""The machine is held awake: asked of stand-in desktops on a real bus."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.control.desktop import SERVICES
from tests.strange_bus import STRANGE, strange_bus
from voiceguide.control import stay_awake as awake
from voiceguide.control.status import Mode
from voiceguide.control.stay_awake import Awake, held_awake
from voiceguide.errors import Missing
from voiceguide.install_command import install_command

pytest.importorskip("wakepy")
pytestmark = [
    pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session"),
    pytest.mark.skipif(sys.platform != "linux", reason="a bus of Linux"),
]
DESKTOP = Path(__file__).with_name("desktop.py")
LIMIT_S = 15.0


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """The address of a bus of our own."""
    pytest.importorskip("dbus_fast")
    with subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", "echo $DBUS_SESSION_BUS_ADDRESS; cat"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as session:  # fmt: skip
        assert session.stdout is not None
        assert session.stdin is not None
        yield session.stdout.readline().strip()
        session.stdin.close()


@pytest.fixture(autouse=True)
def on_the_bus(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)


class Desktop:
    """What a stand-in desktop tells."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._told: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self._told.put(line.strip())

    def next(self) -> str:
        return self._told.get(timeout=LIMIT_S)

    @property
    def silent(self) -> bool:
        return self._told.empty()


@contextmanager
def running(service: str) -> Iterator[Desktop]:
    with subprocess.Popen(
        [sys.executable, str(DESKTOP), service], stdout=subprocess.PIPE, text=True
    ) as process:
        desktop = Desktop(process)
        assert desktop.next() == "ready"
        try:
            yield desktop
        finally:
            process.kill()


@pytest.mark.parametrize("service", SERVICES)
def test_every_kind_of_desktop_is_asked_and_it_is_given_back(service: str) -> None:
    with running(service) as desktop:
        with held_awake() as who:
            assert who == service
            assert desktop.next() == "held"
            assert desktop.silent
        assert desktop.next() == "given back"


def test_without_a_desktop_or_a_bus_it_is_missing_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Missing, match="no desktop"), held_awake():
        pass
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    with pytest.raises(Missing, match="no desktop"), held_awake():
        pass


AT_A_STRANGE_BUS = """
import time
from voiceguide.control import stay_awake as awake
awake.FIRST_S = 0
holder = awake.Awake(lambda: "playing")
with holder:
    # Where the bus hangs, so may the thread: nobody waits for it.
    holder.join(0.5)
    begun = time.monotonic()
print(time.monotonic() - begun < 2 * awake.GIVE_BACK_S)
"""


@pytest.mark.parametrize("how", ["it rejects", "it accepts and hangs", "it accepts and closes"])
def test_a_bus_that_refuses_hangs_or_dies_keeps_no_session_up(how: str, tmp_path: Path) -> None:
    with strange_bus(tmp_path, STRANGE[how]) as address:
        done = subprocess.run(
            [sys.executable, "-c", AT_A_STRANGE_BUS],
            env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": address},
            capture_output=True, text=True, check=False, timeout=LIMIT_S,
        )  # fmt: skip
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wakepy", None)
    with pytest.raises(Missing, match="not installed") as missing, held_awake():
        pass
    assert missing.value.hint is not None
    assert install_command("desktop") in missing.value.hint


def test_a_desktop_that_goes_away_meanwhile_is_no_trouble() -> None:
    with running(SERVICES[0]) as desktop:
        holding = held_awake()
        holding.__enter__()
        assert desktop.next() == "held"
    holding.__exit__(None, None, None)


def test_a_session_that_stands_still_for_long_lets_it_sleep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, length_s in (("FIRST_S", 0), ("LOOK_S", 0.01), ("FORGOTTEN_S", 0.1)):
        monkeypatch.setattr(awake, name, length_s)
    mode: Mode = "playing"
    with running(SERVICES[0]) as desktop:
        with Awake(lambda: mode):
            assert desktop.next() == "held"
            threading.Event().wait(0.3)
            assert desktop.silent
            mode = "paused"
            assert desktop.next() == "given back"
            mode = "playing"
            assert desktop.next() == "held"
        assert desktop.next() == "given back"


ROUTINE = """\
name: Long
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 60 s}
"""


@pytest.mark.whole
@pytest.mark.parametrize(
    ("number", "ending"), [(signal.SIGINT, "given back"), (signal.SIGTERM, "given back"),
                           (signal.SIGKILL, "gone")]
)  # fmt: skip
def test_however_a_session_ends_the_machine_may_sleep_again(
    number: int, ending: str, tmp_path: Path
) -> None:
    routine = tmp_path / "long.yaml"
    routine.write_text(ROUTINE)
    folders = {f"VOICEGUIDE_{each}_DIR": str(tmp_path / each) for each in ("DATA", "RUNTIME")}
    with running(SERVICES[0]) as desktop:
        begun = time.monotonic()
        program = subprocess.Popen(
            [sys.executable, "-m", "voiceguide", "play", str(routine), "--voice", "estimate",
             "--output", "silent", "--screen", "quiet", "--yes"],
            env={**os.environ, **folders}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            assert desktop.next() == "held"
            assert time.monotonic() - begun < LIMIT_S
            program.send_signal(number)
            assert desktop.next() == ending
        finally:
            program.kill()
            program.wait()
