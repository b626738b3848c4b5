"""Reminders as the system's own timers: a systemd user timer, a launchd agent, a Windows task.

Each calls ``voiceguide remind --once`` at the times of the schedule. launchd and Windows are
untried; what is written for them is checked as plist and XML.
"""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from msgspec import Struct

from voiceguide.errors import Missing, UsageError

System = Literal["systemd", "launchd", "windows"]
NAME = "voiceguide-remind"
LABEL = "org.voiceguide.remind"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TOOL_LIMIT_S = 20.0


class TimerPlan(Struct, frozen=True):
    """What is called, with which surroundings, and when (days from 0 for Monday)."""

    command: tuple[str, ...]
    times: tuple[time, ...]
    days: frozenset[int]
    environment: Mapping[str, str]


class Status(Struct, frozen=True):
    """Whether reminders are installed, and what the system says of them."""

    files: tuple[Path, ...]
    installed: bool
    says: str


def system_here(platform: str = sys.platform) -> System:
    """Which of the three this machine has."""
    if platform == "darwin":
        return "launchd"
    return "windows" if platform == "win32" else "systemd"


def texts(plan: TimerPlan, system: System) -> dict[str, str]:
    """File name -> text of what is installed.

    Raises UsageError for a folder or program whose name no such file can hold.
    """
    _check_words(plan, system)
    return {name: write(plan) for name, write in _TIMERS[system].files.items()}


def folder_of(system: System, home: Path | None = None) -> Path:
    """Where the system looks for them."""
    home = home or Path.home()
    match system:
        case "systemd":
            config = os.environ.get("XDG_CONFIG_HOME")
            return (Path(config) if config else home / ".config") / "systemd" / "user"
        case "launchd":
            return home / "Library" / "LaunchAgents"
        case "windows":
            local = os.environ.get("LOCALAPPDATA")
            return (Path(local) if local else home) / "voiceguide"


def install(plan: TimerPlan, system: System, folder: Path) -> tuple[Path, ...]:
    """Write the files and have the system use them; what was written. Raises Missing."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts(plan, system).items():
            path = folder / name
            path.write_text(text, encoding="utf-16" if system == "windows" else "utf-8")
            written.append(path)
    except OSError as error:
        raise Missing(
            f"{folder} cannot be written: {error.strerror}", hint="look who may write there"
        ) from error
    for command in _TIMERS[system].begin:
        _call(_in_folder(command, folder))
    return tuple(written)


def remove(system: System, folder: Path) -> tuple[Path, ...]:
    """Have the system forget them, and delete the files; what was deleted."""
    there = _files(system, folder)
    if there:
        # What was never begun cannot be ended: the files still go.
        _run(_in_folder(_TIMERS[system].end, folder))
    for path in there:
        path.unlink(missing_ok=True)
    return there


def status(system: System, folder: Path) -> Status:
    """What there is now."""
    files = _files(system, folder)
    said = _run(_TIMERS[system].ask) if files else None
    return Status(files, bool(files), said.stdout.strip() if said else "")


def _files(system: System, folder: Path) -> tuple[Path, ...]:
    return tuple(path for name in _TIMERS[system].files if (path := folder / name).exists())


def _call(command: Sequence[str]) -> None:
    done = _run(command)
    if done is None or done.returncode != 0:
        said = (done.stderr or done.stdout).strip() if done else f"there is no {command[0]}"
        raise Missing(
            f"the reminders are written, but not switched on: {said}",
            hint=f"switch them on with: {' '.join(command)}",
        )


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str] | None:
    if shutil.which(command[0]) is None:
        return None
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=TOOL_LIMIT_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def _check_words(plan: TimerPlan, system: System) -> None:
    """Refuse what the system does not read: systemd takes line ends, the others only plain text."""
    words = [*plan.environment.items(), *(("the program", word) for word in plan.command)]
    for name, word in words:
        utf_8 = not any("\ud800" <= character <= "\udfff" for character in word)
        if not (utf_8 if system == "systemd" else word.isprintable()):
            raise UsageError(
                f"{name} has a character that cannot be written here: {word!r}",
                hint="choose a folder with a plain name",
            )


def _quoted(word: str) -> str:
    """A word of a systemd command line: nothing in it has a meaning."""
    for mark, plain in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(mark, plain)
    # A line end would begin a setting of its own.
    plain_word = "".join(
        character
        if character.isprintable()
        else "".join(f"\\x{byte:02x}" for byte in character.encode())
        for character in word
    )
    return f'"{plain_word}"'


def _service(plan: TimerPlan) -> str:
    settings = "".join(
        f"Environment={_quoted(f'{name}={value}').replace('$$', '$')}\n"
        for name, value in sorted(plan.environment.items())
    )
    return (
        "[Unit]\n"
        "Description=Reminder of a posture break (voiceguide)\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"{settings}"
        f"ExecStart={' '.join(_quoted(word) for word in plan.command)}\n"
    )


def _timer(plan: TimerPlan) -> str:
    days = ",".join(DAYS[day][:3] for day in sorted(plan.days))
    lines = "".join(f"OnCalendar={days} *-*-* {at:%H:%M:%S}\n" for at in plan.times)
    return (
        "[Unit]\n"
        "Description=Reminders of posture breaks in working hours (voiceguide)\n"
        "\n"
        "[Timer]\n"
        f"{lines}"
        "AccuracySec=10s\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def _plist(plan: TimerPlan) -> str:
    moments = [
        {"Weekday": (day + 1) % 7, "Hour": at.hour, "Minute": at.minute}
        for day in sorted(plan.days)
        for at in plan.times
    ]
    agent = {
        "Label": LABEL,
        "ProgramArguments": list(plan.command),
        "EnvironmentVariables": dict(plan.environment),
        "StartCalendarInterval": moments,
    }
    return plistlib.dumps(agent).decode()


def _task(plan: TimerPlan) -> str:
    days = "".join(f"<{DAYS[day]} />" for day in sorted(plan.days))
    triggers = "".join(
        f"<CalendarTrigger><StartBoundary>2026-01-01T{at:%H:%M:%S}</StartBoundary>"
        f"<ScheduleByWeek><DaysOfWeek>{days}</DaysOfWeek><WeeksInterval>1</WeeksInterval>"
        "</ScheduleByWeek></CalendarTrigger>"
        for at in plan.times
    )
    program, *words = plan.command
    return (
        '<?xml version="1.0" encoding="UTF-16"?>\n'
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">'
        f"<Triggers>{triggers}</Triggers>"
        "<Settings><DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries></Settings>"
        f"<Actions><Exec><Command>{escape(program)}</Command>"
        f"<Arguments>{escape(subprocess.list2cmdline(words))}</Arguments></Exec></Actions>"
        "</Task>\n"
    )


class _Timers(Struct, frozen=True):
    """What a system takes; ``{folder}`` in a command is where the files are."""

    files: Mapping[str, Callable[[TimerPlan], str]]
    begin: Sequence[Sequence[str]]
    end: Sequence[str]
    ask: Sequence[str]


_SYSTEMCTL = ("systemctl", "--user")
_TIMERS: Mapping[System, _Timers] = {
    "systemd": _Timers(
        files={f"{NAME}.service": _service, f"{NAME}.timer": _timer},
        begin=(
            (*_SYSTEMCTL, "daemon-reload"),
            (*_SYSTEMCTL, "enable", "--now", f"{NAME}.timer"),
        ),
        end=(*_SYSTEMCTL, "disable", "--now", f"{NAME}.timer"),
        ask=(*_SYSTEMCTL, "list-timers", "--no-pager", f"{NAME}.timer"),
    ),
    "launchd": _Timers(
        files={f"{LABEL}.plist": _plist},
        begin=(("launchctl", "load", "-w", f"{{folder}}/{LABEL}.plist"),),
        end=("launchctl", "unload", "-w", f"{{folder}}/{LABEL}.plist"),
        ask=("launchctl", "list", LABEL),
    ),
    "windows": _Timers(
        files={f"{NAME}.xml": _task},
        begin=(("schtasks", "/Create", "/F", "/TN", NAME, "/XML", f"{{folder}}/{NAME}.xml"),),
        end=("schtasks", "/Delete", "/F", "/TN", NAME),
        ask=("schtasks", "/Query", "/TN", NAME),
    ),
}


def _in_folder(command: Sequence[str], folder: Path) -> list[str]:
    """The command for the files in a folder."""
    mark = "{folder}/"
    return [str(folder / word[len(mark) :]) if word.startswith(mark) else word for word in command]
