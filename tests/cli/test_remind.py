"""`voiceguide remind` from outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run
from voiceguide.app.session_lock import lock_file
from voiceguide.person.lock import Lock
from voiceguide.settings import Folders


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEGUIDE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return tmp_path / "state"


@pytest.mark.usefixtures("data", "state")
def test_one_reminder_is_shown_where_there_is_no_desktop(program: Run) -> None:
    done = program("remind", "--once", "--quiet")
    assert done.returncode == 0
    assert "posture break" in done.stderr or "Stand up" in done.stderr
    assert "No notification: there is no desktop" in done.stderr


@pytest.mark.usefixtures("state")
def test_there_is_none_while_a_session_plays(data: Path, program: Run) -> None:
    data.mkdir(parents=True)
    with Lock(lock_file(Folders(data, data, data, data))):
        done = program("remind", "--once", "--quiet")
    assert (done.returncode, done.stderr) == (0, "No reminder now: a session is playing.\n")


@pytest.mark.usefixtures("data")
def test_two_reminders_at_once_are_refused(state: Path, program: Run) -> None:
    state.mkdir(parents=True)
    with Lock(state / "remind.lock"):
        done = program("remind")
    assert done.returncode == 2
    assert done.stderr.startswith("reminders are given already by process ")


@pytest.mark.usefixtures("data", "state")
def test_what_is_installed_is_shown(ask: Ask) -> None:
    assert ask("remind", "--status").out.startswith("Not installed.")
    assert ask("remind", "--remove").out == "There was nothing to remove.\n"
    assert ask("remind", "--once", "--install").code == 2


@pytest.mark.usefixtures("state")
@pytest.mark.skipif(sys.platform != "linux", reason="systemd")
def test_units_are_written_and_removed(data: Path, ask: Ask) -> None:
    ask("remind", "--install")  # without a running systemd it says what to type
    units = Path(os.environ["XDG_CONFIG_HOME"]) / "systemd" / "user"
    assert sorted(path.name for path in units.iterdir()) == [
        "voiceguide-remind.service",
        "voiceguide-remind.timer",
    ]
    service = (units / "voiceguide-remind.service").read_text()
    assert f'Environment="VOICEGUIDE_DATA_DIR={data}"' in service
    assert '"remind" "--once"' in service
    assert ask("remind", "--status").out.startswith("Installed:")
    assert ask("remind", "--remove").out == "Removed.\n"
    assert list(units.iterdir()) == []


@pytest.mark.usefixtures("data", "state")
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session")
def test_the_desktops_answer_ends_the_reminder(tmp_path: Path) -> None:
    desktop = Path(__file__).parent.parent / "remind" / "desktop.py"
    code = (
        "import subprocess, sys\n"
        "server = subprocess.Popen([sys.executable, sys.argv[1], 'Skip'],"
        " stdout=subprocess.PIPE, text=True)\n"
        "assert server.stdout.readline() == 'ready\\n'\n"
        "done = subprocess.run([sys.executable, '-m', 'voiceguide', 'remind', '--once',"
        " '--quiet'], stdin=subprocess.DEVNULL)\n"
        "server.terminate()\n"
        "print(server.stdout.read(), end='')\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", code, str(desktop)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout.splitlines()[0])
    assert shown["labels"] == ["Start", "Snooze", "Skip"]
