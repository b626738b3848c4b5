"""What the systems' timers are given, checked with the systems' own readers where there are any."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
from datetime import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from voiceguide.errors import Missing, UsageError
from voiceguide.remind import install as installer
from voiceguide.remind.install import (
    System,
    TimerPlan,
    folder_of,
    install,
    remove,
    status,
    system_here,
    texts,
)
from voiceguide.remind.schedule import times_of_day
from voiceguide.routine.library import Library
from voiceguide.structs import replace

RULES = Library().habits.posture
PLAN = TimerPlan(
    ("/bin/sh", "-c", 'echo 100% "$HOME" \\ ready', "a b"),
    times_of_day(RULES, 50),
    RULES.days,
    {"VOICEGUIDE_DATA_DIR": "/home/my data/100%"},
)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for name, text in texts(PLAN, "systemd").items():
        (tmp_path / name).write_text(text)
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *units],
        capture_output=True, text=True, check=False, env={"XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "voiceguide" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_reads_the_times_as_they_are_meant() -> None:
    lines = texts(PLAN, "systemd")["voiceguide-remind.timer"].splitlines()
    calendar = [line.split("=", 1)[1] for line in lines if line.startswith("OnCalendar=")]
    assert len(calendar) == 10
    done = subprocess.run(
        ["systemd-analyze", "calendar", calendar[0]], capture_output=True, text=True, check=True
    )
    assert "Mon..Fri *-*-* 09:50:00" in done.stdout


def test_nothing_in_a_command_has_a_meaning_for_systemd() -> None:
    service = texts(PLAN, "systemd")["voiceguide-remind.service"]
    assert 'ExecStart="/bin/sh" "-c" "echo 100%% \\"$$HOME\\" \\\\ ready" "a b"' in service
    assert 'Environment="VOICEGUIDE_DATA_DIR=/home/my data/100%%"' in service


def test_the_launchd_agent_is_a_plist_with_every_time() -> None:
    agent = plistlib.loads(texts(PLAN, "launchd")["org.voiceguide.remind.plist"].encode())
    assert agent["ProgramArguments"] == list(PLAN.command)
    assert len(agent["StartCalendarInterval"]) == 50
    assert agent["StartCalendarInterval"][0] == {"Weekday": 1, "Hour": 9, "Minute": 50}


def test_the_windows_task_is_xml_with_every_time() -> None:
    text = texts(
        TimerPlan(("C:\\a & b\\python.exe", "-m", "x y"), (time(9, 50),), RULES.days, {}), "windows"
    )
    root = ElementTree.fromstring(text["voiceguide-remind.xml"].encode("utf-16"))  # noqa: S314 - our own
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    command = root.find("t:Actions/t:Exec/t:Command", space)
    assert command is not None
    assert command.text == "C:\\a & b\\python.exe"
    assert len(root.findall("t:Triggers/t:CalendarTrigger", space)) == 1
    assert len(root.findall(".//t:DaysOfWeek/*", space)) == 5


def test_each_system_has_its_place() -> None:
    assert [system_here(name) for name in ("linux", "darwin", "win32")] == [
        "systemd", "launchd", "windows",
    ]  # fmt: skip
    assert folder_of("launchd", Path("/u")).parts[-3:] == ("u", "Library", "LaunchAgents")


def test_installed_shown_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, ...]] = []

    def run(command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        called.append(tuple(command))
        return subprocess.CompletedProcess(command, 0, "next at 09:50\n", "")

    monkeypatch.setattr(installer, "_run", run)
    assert not status("systemd", tmp_path).installed
    written = install(PLAN, "systemd", tmp_path / "units")
    assert [path.name for path in written] == [
        "voiceguide-remind.service",
        "voiceguide-remind.timer",
    ]
    assert called[-1] == ("systemctl", "--user", "enable", "--now", "voiceguide-remind.timer")
    assert status("systemd", tmp_path / "units").says == "next at 09:50"
    assert remove("systemd", tmp_path / "units") == written
    assert not status("systemd", tmp_path / "units").installed
    assert remove("systemd", tmp_path / "units") == ()


def test_where_the_system_refuses_the_person_is_told_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer, "_run", lambda command: None)
    with pytest.raises(Missing, match="not switched on: there is no systemctl") as missing:
        install(PLAN, "systemd", tmp_path)
    assert missing.value.hint == "switch them on with: systemctl --user daemon-reload"


STRANGE = TimerPlan(
    ("/bin/sh", "-c", "true\nExecStartPost=/bin/evil"),
    times_of_day(RULES, 50),
    RULES.days,
    {"VOICEGUIDE_DATA_DIR": "/data\n[Service]\nExecStartPost=/bin/evil\r\x1b\u2028"},
)


def test_a_line_end_in_a_folder_begins_no_line_of_the_unit() -> None:
    unit = texts(STRANGE, "systemd")[f"{installer.NAME}.service"]
    assert not [line for line in unit.splitlines() if line.startswith("ExecStartPost")]
    assert unit.count("[Service]\n") == 1
    assert "\\x0a[Service]\\x0aExecStartPost=/bin/evil\\x0d\\x1b\\xe2\\x80\\xa8" in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_a_folder_with_a_line_end_for_one_folder(tmp_path: Path) -> None:
    for name, text in texts(STRANGE, "systemd").items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no",
         *(str(path) for path in tmp_path.iterdir())],
        capture_output=True, text=True, check=False, env={"XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    assert [line for line in done.stderr.splitlines() if "voiceguide" in line] == []


@pytest.mark.parametrize("system", ["systemd", "launchd", "windows"])
def test_what_a_file_of_the_system_cannot_hold_is_refused_in_words(system: System) -> None:
    plan = replace(STRANGE, environment={"VOICEGUIDE_DATA_DIR": "/caf\udce9"})
    if system != "systemd":
        plan = STRANGE
    with pytest.raises(UsageError, match="VOICEGUIDE_DATA_DIR has a character"):
        texts(plan, system)
