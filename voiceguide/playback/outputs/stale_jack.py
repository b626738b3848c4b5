"""Clears away what would make every sound library on Linux that knows JACK wait for ever.

JACK's library keeps a small database for each person in shared memory, and PortAudio's start
opens it although no JACK runs. A program that is killed in that moment leaves the database half
made, or its lock held, and every later start waits for that without end. No setting of JACK's
library keeps it from looking there.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

SHARED = Path("/dev/shm")  # noqa: S108  # where that library has it


def forget_jack(shared: Path = SHARED) -> None:
    """Throw away this person's database of JACK, unless a JACK of theirs runs.

    It holds notes on the clients of a running server only. Whoever opens it at the same time
    makes a new one, or does without.
    """
    if not sys.platform.startswith("linux"):
        return
    person = os.getuid()
    kept, aside = shared / f"jack_db-{person}", shared / f"voiceguide-{os.getpid()}-jack"
    # Nothing there, or nothing that may be touched: the sound library sees for itself.
    with suppress(OSError):
        if any(shared.glob(f"jack_*_{person}_*")):
            return
        found = kept.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != person:
            return
        kept.rename(aside)  # at once: nobody meets a half of it
        shutil.rmtree(aside, ignore_errors=True)
