"""A long tape for simpleaudio, which knows no streams: written while it is being played."""

from __future__ import annotations

import atexit
import mmap
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from voiceguide.audio.clip import Pcm
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.outputs import simpleaudio_process
from voiceguide.playback.outputs.interface import WITHOUT_SOUND, remedy
from voiceguide.playback.time_limit import within
from voiceguide.units import SAMPLE_RATE_HZ, frame_at

TAPE_FRAMES = 20 * 60 * SAMPLE_RATE_HZ
"""Twenty minutes, 101 MiB of address space. simpleaudio counts bytes in 31 bits, and a sound
card's clock strays from the machine's by some milliseconds a minute: a new tape ends both."""

OPEN_LIMIT_S = 3.0

READ_AHEAD = frame_at(114)
"""Where the last page lies that the player of a healthy tape has touched, ahead of the ear:
simpleaudio asks ALSA for a buffer of 100 ms; measured were 78 to 148 ms, for a page is 46 ms."""

FAR_OFF = frame_at(60)
"""A single look that is off by more says that the device began late or ran dry."""

LOOKS = 8
ASTRAY = frame_at(20)
"""The mean of so many looks that is off by more says that the clocks have drifted apart."""

LINUX = hasattr(os, "memfd_create")


class Tape:
    """A sparse file of silence that a process of its own plays from its beginning, once.

    Mono at 44.1 kHz, 16 bit. Frame f is heard f / 44,100 s after the tape began; what is
    written before the player has read it, about 0.1 s ahead, is heard.
    Raises NoSoundOutput when it cannot be played.
    """

    def __init__(self, packages: Path, frames: int = TAPE_FRAMES) -> None:
        self.frames = frames
        self._file, path = _sparse_file()
        os.ftruncate(self._file, frames * 2)
        self._memory = mmap.mmap(self._file, frames * 2)
        self._pcm: Pcm = np.frombuffer(self._memory, np.int16)
        self._freed = self._sounded = 0
        self._looks: list[int] = []
        self._known = self._lost = False
        self.corrected_frames = 0
        """How much later, in all, its clock was set without the device having lost anything."""
        self._path = path
        self._deck = subprocess.Popen(
            [sys.executable, "-I", "-S", simpleaudio_process.__file__, str(packages), path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(self._deck.kill)
        try:
            self._began_ns = self._answer()
        except NoSoundOutput:
            self.close()
            raise

    def now(self) -> int:
        """The frame that is heard now."""
        return (time.monotonic_ns() - self._began_ns) * SAMPLE_RATE_HZ // 1_000_000_000

    def frame_heard_with(self, other: Tape, frame: int) -> int:
        """The frame of this tape that is heard together with a frame of another."""
        return frame + (other._began_ns - self._began_ns) * SAMPLE_RATE_HZ // 1_000_000_000

    def write(self, first_frame: int, pcm: Pcm) -> None:
        """Put sound on the tape; it must fit. Silence on silence leaves the file sparse."""
        if first_frame >= self._sounded and not pcm.any():
            return
        self._sounded = max(self._sounded, first_frame + len(pcm))
        self._pcm[first_frame : first_frame + len(pcm)] = pcm

    def settle(self) -> bool:
        """Set the clock by how far the player has read, where that shows; False if it was far off.

        A device may begin late, run dry or be a little fast or slow, and simpleaudio tells
        nobody. But Linux gives a hole of a sparse file its page when the page is first read, so
        in the silence after the last sound the player leaves a trace.
        """
        if not LINUX:
            return True
        page = os.lseek(self._file, self._freed, os.SEEK_HOLE) // 2
        if page < self._sounded + mmap.PAGESIZE:
            return True
        late = self.now() + READ_AHEAD - page
        self._looks.append(late)
        if abs(late) > FAR_OFF:
            self._lost = self._known
            self._shift(late)
            return False
        if len(self._looks) == LOOKS:
            mean = sum(self._looks) // LOOKS
            correction = mean if abs(mean) > ASTRAY else 0
            self._shift(correction)
            # After a loss it is the loss that is known better.
            self.corrected_frames += 0 if self._lost else correction
            self._known, self._lost = True, False
        return True

    def _shift(self, frames: int) -> None:
        self._began_ns += frames * 1_000_000_000 // SAMPLE_RATE_HZ
        self._looks.clear()

    def forget_before(self, frame: int) -> None:
        """Give back the memory of what has been played, where the system can."""
        end = frame * 2 // mmap.ALLOCATIONGRANULARITY * mmap.ALLOCATIONGRANULARITY
        if LINUX and end - self._freed >= 1 << 20:
            self._memory.madvise(mmap.MADV_REMOVE, self._freed, end - self._freed)
            self._freed = end

    @property
    def ended(self) -> bool:
        """Whether nothing plays it any more."""
        return self._deck.poll() is not None

    def steps(self) -> int | None:
        """A count that goes on while the device takes sound; None where it cannot be known.

        simpleaudio tells nobody how far it has come. Its threads sleep and wake with the device,
        and Linux counts that.
        """
        if not LINUX:
            return None
        tasks = Path(f"/proc/{self._deck.pid}/task")
        try:
            threads = [task for task in tasks.iterdir() if task.name != str(self._deck.pid)]
            return sum(_switches(task) for task in threads)
        except FileNotFoundError:
            return None

    def close(self) -> None:
        """Silence at once: the process is killed, the file is gone."""
        self._deck.kill()
        self._deck.wait()
        atexit.unregister(self._deck.kill)
        for pipe in filter(None, (self._deck.stdin, self._deck.stdout)):
            pipe.close()
        self._pcm = np.empty(0, np.int16)
        self._memory.close()
        os.close(self._file)
        if not self._path.startswith("/proc/"):
            Path(self._path).unlink()

    def _answer(self) -> int:
        try:
            line = within(OPEN_LIMIT_S, lambda: next(iter(self._deck.stdout or ()), b"")).decode()
        except TimeoutError:
            raise NoSoundOutput(
                "simpleaudio got no answer from the sound system",
                hint=f"restart the sound server; {WITHOUT_SOUND}",
            ) from None
        word, _, began_ns = line.strip().partition(" ")
        if word == "playing":
            return int(began_ns)
        raise NoSoundOutput(
            f"simpleaudio: {line.strip() or 'it ended without a word'}",
            hint=f"{remedy()}; {WITHOUT_SOUND}",
        )


def _sparse_file() -> tuple[int, str]:
    """An empty file and the path by which another process opens it; in memory on Linux."""
    if LINUX:
        file = os.memfd_create("voiceguide-tape")
        return file, f"/proc/{os.getpid()}/fd/{file}"
    return tempfile.mkstemp(prefix="voiceguide-tape-")


def _switches(task: Path) -> int:
    for line in (task / "status").read_text().splitlines():
        if line.startswith("voluntary_ctxt_switches"):
            return int(line.split()[1])
    return 0
