"""What was learned of voices, so that a warm start need not start their engine to know it.

One small JSON file beside the cached lines for each engine: a voice's version, and its rate at each
pace. It is trusted only while the files of the voice are the very files they were.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from voiceguide.files import whole_file
from voiceguide.structs import replace

_FORMAT = 2


class KnownVoice(Struct, frozen=True):
    """The name that was chosen for what was asked, and the engine's rate at each pace."""

    name: str
    version: str
    files: tuple[str, ...] = ()
    rates: Mapping[int, int] = field(default_factory=dict)

    def with_rate(self, words_a_minute: int, rate: int) -> KnownVoice:
        """The same voice, knowing one pace more."""
        return replace(self, rates={**self.rates, words_a_minute: rate})


def recall(folder: Path, engine: str, asked: str) -> KnownVoice | None:
    """What is known of a voice by what was asked for, as "en/" or "en/NAME".

    None where nothing is known, or the voice may be another by now.
    """
    try:
        known = _read(folder, engine)[asked]
        voice = KnownVoice(
            str(known["name"]),
            str(known["version"]),
            tuple(str(file) for file in known["files"]),
            {int(pace): int(rate) for pace, rate in known["rates"].items()},
        )
        identity = known["identity"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Missing, cut short or altered: it is learned anew.
        return None
    return voice if identity is not None and identity == _identity(voice.files) else None


def remember(folder: Path, engine: str, asked: str, voice: KnownVoice) -> None:
    """Keep what is known of a voice, whole or not at all.

    Raises OSError, and as `whole_file` does.
    """
    identity = _identity(voice.files)
    if identity is None:
        return
    try:
        voices = _read(folder, engine)
    except (OSError, ValueError, KeyError, TypeError):
        voices = {}
    voices[asked] = {
        "name": voice.name,
        "version": voice.version,
        "files": list(voice.files),
        "identity": identity,
        "rates": {str(pace): rate for pace, rate in voice.rates.items()},
    }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole_file(folder / _file(engine), force=True) as file:
        file.write(json.dumps({"format": _FORMAT, "voices": voices}, indent=1).encode())


def _read(folder: Path, engine: str) -> dict[str, Any]:
    known = json.loads((folder / _file(engine)).read_bytes())
    if known["format"] != _FORMAT or not isinstance(known["voices"], dict):
        raise ValueError("another format")
    return dict(known["voices"])


def _file(engine: str) -> str:
    return f"voices-{engine}.json"


def _identity(files: Sequence[str]) -> str | None:
    """Changes whenever one of the files does; None where that cannot be told.

    The speech of macOS and Windows is part of the system, and changes with it.
    """
    if files:
        try:
            states = [Path(file).stat() for file in files]
        except OSError:
            return None
        return " ".join(f"{state.st_mtime_ns}/{state.st_size}" for state in states)
    if sys.platform == "win32":
        return f"windows {sys.getwindowsversion().build}"
    return f"macos {os.uname().release}" if sys.platform == "darwin" else None
