"""Where this program's sound comes out, as PulseAudio or PipeWire says: a stand-in is no success.

When the last output goes, a sound server may put a dummy in its place, into which everything
plays on without a fault. Needs `pactl` (pulseaudio-utils), which both servers answer; without
it, and on other systems, nothing is known.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DUMMIES = ("auto_null",)
"""What both servers call the output that they make up."""

ASK_LIMIT_S = 2.0
TOLD_OF = ("sink", "server")


@dataclass(frozen=True, slots=True)
class Outlet:
    """An output as the system names it."""

    name: str
    description: str
    muted: bool

    @property
    def dummy(self) -> bool:
        """Nobody can hear it."""
        return self.name in DUMMIES


def outlet_of(
    sinks: Iterable[Mapping[str, Any]],
    inputs: Iterable[Mapping[str, Any]],
    pids: frozenset[int],
) -> Outlet | None:
    """The output of the stream of one of these processes; None while there is no stream."""
    ours = {
        each.get("sink")
        for each in inputs
        if each.get("properties", {}).get("application.process.id") in {str(pid) for pid in pids}
    }
    return next((_outlet(sink) for sink in sinks if sink.get("index") in ours), None)


def _outlet(sink: Mapping[str, Any]) -> Outlet:
    name = str(sink.get("name", ""))
    return Outlet(name, str(sink.get("description") or name), sink.get("mute") is True)


def default_outlet() -> Outlet | None:
    """The output that a program would get now; None where nobody can say."""
    try:
        name = _ask("get-default-sink").strip()
        sinks = json.loads(_ask("list", "sinks"))
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return next((_outlet(sink) for sink in sinks if sink.get("name") == name), None)


def _ask(*words: str) -> str:
    return subprocess.run(
        ["pactl", "-f", "json", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=ASK_LIMIT_S,
    ).stdout


def _family() -> frozenset[int]:
    """This process and those it started: some outputs play from a process of their own."""
    pids = {os.getpid()}
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that has just ended
            pids |= {int(pid) for pid in (task / "children").read_text().split()}
    return frozenset(pids)


class OutletWatch:
    """Keeps `outlet` up to date, told by the server itself: nothing is asked while nothing changes.

    A server that goes away is not noticed here but by the player.
    """

    def __init__(self) -> None:
        self.outlet: Outlet | None = None
        self._over = threading.Event()
        self._listening: subprocess.Popen[str] | None = None
        if shutil.which("pactl") is not None and Path("/proc/self/task").is_dir():
            threading.Thread(target=self._run, name="voiceguide-outlet", daemon=True).start()

    def close(self) -> None:
        """Watch no more."""
        self._over.set()
        if self._listening is not None:
            self._listening.kill()

    def _run(self) -> None:
        while not self._over.is_set():
            self._listen()
            self._over.wait(1.0)

    def _listen(self) -> None:
        with subprocess.Popen(
            ["pactl", "subscribe"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
        ) as self._listening:
            if self._over.is_set():
                self._listening.kill()
            self._look()
            for line in self._listening.stdout or ():
                if any(f" on {what}" in line for what in TOLD_OF):
                    self._look()

    def _look(self) -> None:
        try:
            sinks, inputs = (
                json.loads(_ask("list", "sinks")),
                json.loads(_ask("list", "sink-inputs")),
            )
        except (OSError, subprocess.SubprocessError, ValueError):
            return
        self.outlet = outlet_of(sinks, inputs, _family())
