"""A real PulseAudio server of our own, without hardware, and what was heard from it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

HEARD_RATE_HZ = 48_000
TOOLS = ("pulseaudio", "pactl", "parec")
PACKAGES = "pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"

SINKS = ("ci", "ci2", "ci3")
"""Null sinks of the server, the first its default: several programs are heard apart."""

NULL_SINK = (
    "load-module module-null-sink sink_name={0} rate=48000 channels=2 format=s16le "
    "sink_properties=device.description={0}"
)

SMALL_BLOCKS = " norewinds=1"
"""A null sink works in blocks of 2 s until a stream asks for less, and is late by a block then;
with this in blocks of 50 ms at most."""

GOES_BEFORE = -11
"""The niceness of a sound server on desktops."""

CONFIGURATION = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/pulse/native
{sinks}
set-default-sink {first}
set-default-source {first}.monitor
"""

# Debian makes the pulse plugin ALSA's default only where libasound2-plugins is set up for it.
ALSA = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


def start_first(command: Sequence[str], **more: Any) -> subprocess.Popen[bytes]:
    """Start a sound server or a recorder before other programs, as on desktops, where one may.

    Linux shares the processor between sessions first, and inside them by niceness: so it has a
    session of its own, which goes before the others.
    """
    process = subprocess.Popen(
        ["nice", "-n", str(GOES_BEFORE), *command],
        start_new_session=True, **{"stderr": subprocess.DEVNULL, **more},
    )  # fmt: skip
    with suppress(OSError):
        Path(f"/proc/{process.pid}/autogroup").write_text(str(GOES_BEFORE))
    return process


def missing_tools() -> list[str]:
    """What of `TOOLS` is not installed; `PACKAGES` brings them."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def needs_pulseaudio() -> None:
    """Skip where there is no PulseAudio; fail in CI."""
    missing = missing_tools()
    if not missing:
        return
    text = f"{', '.join(missing)} missing: apt-get install {PACKAGES}"
    if os.environ.get("CI") == "true":
        pytest.fail(text)
    pytest.skip(text)


class SoundServer:
    """Starts in about 0.2 s; programs started with `env` play into its null sink."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        socket_folder = folder / "pulse"
        socket_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / ".asoundrc").write_text(ALSA)
        self.env = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(socket_folder),
            "PULSE_SERVER": f"unix:{socket_folder}/native",
        }
        self._null_sink = NULL_SINK
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, *, small_blocks: bool = True, sinks: Sequence[str] = SINKS) -> None:
        """Ready when this returns; without `small_blocks` idle sinks work in large ones."""
        self._null_sink = NULL_SINK + (SMALL_BLOCKS if small_blocks else "")
        self._processes = self._begin(sinks)
        ends = time.monotonic() + 20
        while not self._answers(sinks):
            if time.monotonic() > ends:
                raise RuntimeError("the sound server does not start")
            time.sleep(0.05)

    def _begin(self, sinks: Sequence[str]) -> list[subprocess.Popen[bytes]]:
        script = self.folder / "ci.pa"
        null_sinks = "\n".join(self._null_sink.format(name) for name in sinks)
        script.write_text(
            CONFIGURATION.format(folder=self.folder, sinks=null_sinks, first=sinks[0])
        )
        return [start_first(
            ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1",
             "--disallow-exit", "--use-pid-file=no", "--disable-shm=yes"],
            env=self.env, stdout=subprocess.DEVNULL,
        )]  # fmt: skip

    def _answers(self, _sinks: Sequence[str]) -> bool:
        asked = subprocess.run(["pactl", "info"], env=self.env, capture_output=True, check=False)
        return asked.returncode == 0

    def kill(self) -> None:
        """As if it crashed."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
        self._processes.clear()

    def pactl(self, *words: str) -> str:
        """What it answers."""
        command = ["pactl", *words]
        done = subprocess.run(command, env=self.env, check=True, capture_output=True, text=True)
        return done.stdout

    def unplug(self, sink: str | None = None) -> None:
        """Take a sink away, or all of them, as when the only headset goes."""
        if sink is None:
            self.pactl("unload-module", "module-null-sink")
            return
        modules = self.pactl("list", "short", "modules").splitlines()
        wanted = f"sink_name={sink} "
        self.pactl("unload-module", next(line.split()[0] for line in modules if wanted in line))

    def plug(self, sink: str) -> None:
        """Bring a sink back, or a new one."""
        self.pactl(*self._null_sink.format(sink).split())

    def env_of(self, sink: str) -> dict[str, str]:
        """For a program that shall play into one of `SINKS`."""
        return {**self.env, "PULSE_SINK": sink}

    def freeze(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGCONT)

    @contextmanager
    def recorded(self, sink: str = SINKS[0]) -> Iterator[Recording]:
        """What comes out of a sink while the block runs."""
        recording = Recording(self.env, sink)
        try:
            yield recording
        finally:
            recording.stop()


class Recording:
    """The monitor of a null sink, mono at 48 kHz, on the axis of `time.monotonic`.

    The sink has a clock of its own, some 0.04 % fast: PulseAudio rounds the length of each block
    down to microseconds.
    """

    def __init__(self, env: dict[str, str], sink: str) -> None:
        self._process = start_first(
            ["parec", f"--device={sink}.monitor", "--format=s16le", f"--rate={HEARD_RATE_HZ}",
             "--channels=1", "--raw", "--latency-msec=5"],
            env=env, stdout=subprocess.PIPE, bufsize=0,
        )  # fmt: skip
        self._bytes = bytearray()
        self._lags: list[tuple[float, float]] = []
        self._flowing = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        if not self._flowing.wait(30):
            raise RuntimeError("nothing comes from the monitor of the sound server")

    def _read(self) -> None:
        assert self._process.stdout is not None
        while block := self._process.stdout.read(65_536):
            self._bytes += block
            now, heard_s = time.monotonic(), len(self._bytes) / (2 * HEARD_RATE_HZ)
            if not self._lags or now > self._lags[-1][0] + 1:
                self._lags.append((now, now - heard_s))
            else:
                since, lag = self._lags[-1]
                self._lags[-1] = (since, min(lag, now - heard_s))
            if len(self._bytes) > HEARD_RATE_HZ // 5:
                self._flowing.set()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def until_heard(self, limit_s: float = 30) -> None:
        """Wait until something sounds."""
        ends, looked_at = time.monotonic() + limit_s, len(self._bytes) // 2 * 2
        while True:
            recorded = bytes(self._bytes[looked_at : len(self._bytes) // 2 * 2])
            if any(recorded):
                return
            assert time.monotonic() < ends, "nothing is heard"
            looked_at += len(recorded)
            time.sleep(0.02)

    @property
    def lags(self) -> npt.NDArray[np.float64]:
        """Shape (seconds, 2): a monotonic second, and that less the recording's at the time.

        Too late by some milliseconds at most: what is recorded comes in blocks.
        """
        lags = np.array(self._lags)
        near = np.pad(lags[:, 1], 2, constant_values=np.inf)
        lags[:, 1] = np.lib.stride_tricks.sliding_window_view(near, 5).min(axis=1)
        return lags

    def frame_at(self, at_s: float) -> int:
        """The frame that was heard at a monotonic second."""
        return int((at_s - np.interp(at_s, *self.lags.T)) * HEARD_RATE_HZ)

    def second_of(self, frame: float) -> float:
        """The monotonic second at which a frame was heard."""
        at_s, lag = self.lags.T
        return float(frame / HEARD_RATE_HZ + np.interp(frame / HEARD_RATE_HZ, at_s - lag, lag))

    @property
    def samples(self) -> npt.NDArray[np.float32]:
        """Shape (n,), -1.0 to 1.0, at 48 kHz."""
        whole = len(self._bytes) // 2 * 2
        pcm = np.frombuffer(bytes(self._bytes[:whole]), np.int16)
        return pcm.astype(np.float32) / np.float32(32768)
