"""Keeps the plug-ins that ALSA has loaded, so that a session which looks for an output stays small.

PortAudio lists its devices only when it is started, and each start has ALSA load its plug-ins and
unload them at the end, with all the libraries that these need: sixty, where the one for A52 sound
is installed. Each time 13 KB are lost in them, 1 MB a minute, and 23 ms of a processor's time go,
against 6 ms where they stay loaded.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

MAPS = Path("/proc/self/maps")
FOLDER = "/alsa-lib/"

_kept: set[str] = set()


def keep_plugins(maps: Path = MAPS) -> frozenset[str]:
    """Keep those that are loaded now, to the program's end; all that are kept by now."""
    if sys.platform.startswith("linux"):
        lines = maps.read_text().splitlines()
        loaded = {line.split(maxsplit=5)[-1] for line in lines if FOLDER in line}
        for path in loaded - _kept:
            with suppress(OSError):  # put away by an update of the system meanwhile
                ctypes.CDLL(path)
                _kept.add(path)
    return frozenset(_kept)
