"""Asks PulseAudio or PipeWire where this program's sound comes out, whenever something changes.

Needs `pactl` (pulseaudio-utils, 16 or newer), which both servers answer; without it, and on
other systems, nothing is known, and `why_unknown` says why.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from voiceguide.playback.system_output import SoundServerState, SystemOutput

ASK_LIMIT_S = 2.0
TOLD_OF = (" on sink", " on server", " on module")
"""Part of the lines of `pactl subscribe` that may mean a change; the first is of streams, too."""

_NONSENSE = (ValueError, TypeError, LookupError, AttributeError)
"""What reading an answer of another shape than pactl's raises."""

AGAIN_S = 1.0
"""Until the server is listened to anew, where it went away."""

UNTIL_HEARD_OF_S = 0.3
"""Each look makes the server tell of a client: until then nobody listens to it yet, and what
changed meanwhile would be missed."""


def why_unknown() -> str | None:
    """Why it cannot be known here whether sound is muted; None where it can."""
    if not sys.platform.startswith("linux"):
        return f"voiceguide cannot read the mixer of {sys.platform}"
    if shutil.which("pactl") is None:
        return "`pactl` is missing: on Debian and Ubuntu `sudo apt install pulseaudio-utils`"
    try:
        _ask("sinks")
    except subprocess.TimeoutExpired:
        return "the sound server does not answer `pactl`"
    except (OSError, subprocess.SubprocessError):
        return "`pactl` finds no sound server, or is older than version 16"
    except ValueError:
        return "the answer of `pactl` cannot be read"
    return None


def _ask(what: str) -> list[dict[str, Any]]:
    """One of pactl's lists. Raises OSError, subprocess.SubprocessError, ValueError."""
    answer: list[dict[str, Any]] = json.loads(
        subprocess.run(
            ["pactl", "-f", "json", "list", what],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=ASK_LIMIT_S,
            env=_plain(),
        ).stdout.decode(errors="replace")
    )
    if not all(isinstance(each, dict) for each in answer):
        raise ValueError("pactl's list holds other things than objects")
    return answer


def _plain() -> dict[str, str]:
    """In other languages pactl writes decimal commas, which are no JSON, and other words."""
    return {**os.environ, "LC_ALL": "C"}


def _family() -> frozenset[int]:
    """This process and those it started: some outputs play from a process of their own."""
    pids = {os.getpid()}
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that has just ended
            pids |= {int(pid) for pid in (task / "children").read_text().split()}
    return frozenset(pids)


class SystemOutputWatch:
    """Keeps `output` up to date, told by the server itself: nothing is asked while nothing changes.

    A server that goes away is not noticed here but by the player.
    """

    def __init__(self) -> None:
        self.output: SystemOutput | None = None
        """As of now; None while this program plays nothing, or nothing is known."""
        self.unheard: str | None = None
        """Why nobody heard it when it last played, as in `SystemOutput`."""
        self._over = threading.Event()
        self._news = threading.Event()
        self._hears = False
        self._modules: list[dict[str, Any]] = []
        self._other_modules = True
        """Whether the server may have loaded or unloaded some since they were asked for."""
        self._listening: subprocess.Popen[str] | None = None
        if shutil.which("pactl") is not None and Path("/proc/self/task").is_dir():
            for work in (self._listen_always, self._look_always):
                threading.Thread(target=work, name="voiceguide-system-output", daemon=True).start()

    def __enter__(self) -> SystemOutputWatch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Watch no more."""
        self._over.set()
        self._news.set()
        if self._listening is not None:
            self._listening.kill()

    # One thread hears what the server tells, another one asks: many news are one question.

    def _listen_always(self) -> None:
        while not self._over.is_set():
            with suppress(OSError):  # no memory or processes left: tried again
                self._listen()
            self._over.wait(AGAIN_S)

    def _listen(self) -> None:
        self._hears = False
        self._news.set()
        with subprocess.Popen(
            ["pactl", "subscribe"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
            env=_plain(),
        ) as self._listening:
            if self._over.is_set():
                self._listening.kill()
            for line in self._listening.stdout or ():
                if " on module" in line:
                    self._other_modules = True
                if not self._hears or any(what in line for what in TOLD_OF):
                    self._hears = True
                    self._news.set()

    def _look_always(self) -> None:
        answered = True
        while not self._over.is_set():
            self._news.wait(None if self._hears else UNTIL_HEARD_OF_S if answered else AGAIN_S)
            self._news.clear()
            if not self._over.is_set():
                answered = self._look()

    def _look(self) -> bool:
        """Ask; False where nobody answers."""
        try:
            if self._other_modules:
                self._other_modules = False  # before the question: what changes after it is new
                self._modules = []
                self._modules = _ask("modules")
            output = SoundServerState(_ask("sinks"), _ask("sink-inputs"), self._modules).output(
                _family()
            )
        except (OSError, subprocess.SubprocessError, *_NONSENSE):  # asked again
            self._other_modules = True
            return False
        self.output = output
        if self.output is not None:
            self.unheard = self.output.unheard
        return True
