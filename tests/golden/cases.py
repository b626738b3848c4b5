"""The golden scripts: every built-in routine at every level, with estimated lengths."""

from __future__ import annotations

from pathlib import Path

from voiceguide.exporting import script_text
from voiceguide.routine.library import Library
from voiceguide.session import estimated, load
from voiceguide.session_options import Level, SessionOptions
from voiceguide.settings import Folders

FOLDER = Path(__file__).parent / "scripts"
LEVELS: tuple[Level, ...] = ("gentle", "steady", "strong")
NOWHERE = Folders(*(FOLDER / "none" / kind for kind in ("config", "data", "cache", "state")))
"""No folder of a person's own."""
LIBRARY = Library()


def cases() -> dict[str, tuple[str, Level]]:
    """The name of each script's file, and the routine and level it is of."""
    return {
        f"{name}-{level}.txt": (name, level) for name in LIBRARY.ids("routine") for level in LEVELS
    }


def script_of(name: str, level: Level) -> str:
    """The script of a routine as `voiceguide script` writes it."""
    loaded = load(name, NOWHERE, LIBRARY)
    return script_text(estimated(loaded, SessionOptions(level=level), NOWHERE), "text")
