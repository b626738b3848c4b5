"""What was learned of engines and voices, so that a warm start need not start them to know it.

One small JSON file beside the cached lines: which version an engine has, the rate of each
voice and pace. It is trusted only while the engine's library is the very file it was.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from voiceguide.files import whole_file

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """The name that was chosen for what was asked, and the engine's rate at each pace."""

    name: str
    rates: Mapping[int, int] = field(default_factory=dict)

    def with_rate(self, words_a_minute: int, rate: int) -> KnownVoice:
        """The same voice, knowing one pace more."""
        return replace(self, rates={**self.rates, words_a_minute: rate})


@dataclass(frozen=True, slots=True)
class KnownEngine:
    """A driver's version and library, and its voices by what was asked for: "en/" or "en/NAME"."""

    version: str
    library: str
    voices: Mapping[str, KnownVoice] = field(default_factory=dict)

    def with_voice(self, asked: str, voice: KnownVoice) -> KnownEngine:
        """The same engine, knowing one voice more, or more of it."""
        return replace(self, voices={**self.voices, asked: voice})


def recall(folder: Path, driver: str) -> KnownEngine | None:
    """What is known of a driver; None where nothing is, or the engine may be another by now."""
    try:
        known = json.loads((folder / _file(driver)).read_bytes())
        if known["format"] != _FORMAT or known["identity"] != _identity(known["library"]):
            return None
        voices = {
            asked: KnownVoice(
                str(voice["name"]),
                {int(pace): int(rate) for pace, rate in voice["rates"].items()},
            )
            for asked, voice in known["voices"].items()
        }
        return KnownEngine(str(known["version"]), str(known["library"]), voices)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Missing, cut short or altered: it is learned anew.
        return None


def remember(folder: Path, driver: str, engine: KnownEngine) -> None:
    """Keep what is known, whole or not at all. Raises OSError, and as `whole_file` does."""
    identity = _identity(engine.library)
    if identity is None:
        return
    known = {
        "format": _FORMAT,
        "identity": identity,
        "library": engine.library,
        "version": engine.version,
        "voices": {
            asked: {"name": voice.name, "rates": {str(p): r for p, r in voice.rates.items()}}
            for asked, voice in engine.voices.items()
        },
    }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole_file(folder / _file(driver), force=True) as file:
        file.write(json.dumps(known, indent=1).encode())


def _file(driver: str) -> str:
    return f"voices-{driver}.json"


def _identity(library: str) -> str | None:
    """Changes whenever the engine's library does; None where that cannot be told.

    The speech of macOS and Windows is part of the system, and changes with it.
    """
    if library:
        try:
            status = Path(library).stat()
        except OSError:
            return None
        return f"{status.st_mtime_ns}/{status.st_size}"
    if sys.platform == "win32":
        return f"windows {sys.getwindowsversion().build}"
    return f"macos {os.uname().release}" if sys.platform == "darwin" else None
