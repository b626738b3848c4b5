"""How long it takes from a start to the first sound, at a real sound server of our own."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".venv" / "bin" / "voiceguide"

HEARD = 0.003
"""Of full scale; nothing else sounds at the server."""


class NoFirstSoundError(Exception):
    """No sound came, or there is no sound server; in words."""


class Machine:
    """Folders of its own, so that nothing of the user's is touched or needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Byte code is kept as on a user's machine, whatever this shell says.
        self.env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            self.env[f"VOICEGUIDE_{kind}_DIR"] = str(folder / kind.lower())

    def cold(self) -> dict[str, str]:
        """The setting of an empty cache."""
        return {"VOICEGUIDE_CACHE_DIR": tempfile.mkdtemp(dir=self.folder)}


@contextmanager
def sound_server(machine: Machine) -> Iterator[Any]:
    from tests.device.soundserver import PACKAGES, SoundServer, missing_tools
    from tests.known_person import known_person

    # Else the first session would begin with the full safety words.
    known_person(machine.folder / "data")
    if missing_tools():
        raise NoFirstSoundError(
            f"for this the tests' sound server is needed: apt install {PACKAGES}"
        )
    server = SoundServer(Path(tempfile.mkdtemp(dir=machine.folder)))
    server.env |= {k: v for k, v in machine.env.items() if k.startswith(("VOICEGUIDE_", "PYTHON"))}
    server.env.pop("PYTHONDONTWRITEBYTECODE", None)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def playing(
    server: Any, *arguments: str, changes: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(PROGRAM), "play", *arguments, "--screen", "quiet"],
        env={**server.env, **(changes or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)


def first_sound_s(
    server: Any, *arguments: str, wait_s: float = 3.5, changes: Mapping[str, str] | None = None
) -> float:
    """From the process's start to the first sound at the server, of a session it plays."""
    with server.recorded() as recording:
        time.sleep(0.3)
        started = time.monotonic()
        process = playing(server, *arguments, changes=changes)
        time.sleep(wait_s)
        end(process)
    loud = np.flatnonzero(np.abs(recording.samples) > HEARD)
    if not len(loud):
        raise NoFirstSoundError(f"no sound came within {wait_s} s")
    return float(recording.second_of(loud[0])) - started


def first_sounds_s(
    spec: str, routine: str, runs: int = 3, wait_s: float = 60.0
) -> dict[str, float]:
    """With an empty cache and with a full one, the middle one of some runs each."""
    arguments = (routine, "--voice", spec)
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(Path(folder))
        with sound_server(machine) as server:
            cold = [
                first_sound_s(server, *arguments, wait_s=wait_s, changes=machine.cold())
                for _ in range(runs)
            ]
            first_sound_s(server, *arguments, wait_s=wait_s)
            warm = [first_sound_s(server, *arguments, wait_s=10.0) for _ in range(runs)]
    return {"empty cache": statistics.median(cold), "cached": statistics.median(warm)}
