"""What the shell offers after Tab: ids of the library, and files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.routine.library import FileKind


def routines(incomplete: str) -> list[str]:
    """Routines, and files that may hold one."""
    return [*_ids(incomplete, "routine"), *_files(incomplete)]


def things(incomplete: str) -> list[str]:
    """All that `show` and `check` take, and files."""
    return [*_ids(incomplete, "routine", "exercise", "advice"), *_files(incomplete)]


def conditions(incomplete: str) -> list[str]:
    """The conditions a person may have."""
    from voiceguide.routine.library import Library

    return [id for id in Library().safety.conditions if id.startswith(incomplete)]


def voices(incomplete: str) -> list[str]:
    """Voices that were added."""
    from voiceguide.speech.added_voices import added_voices

    return [voice.name for voice in added_voices() if voice.name.startswith(incomplete)]


def voices_to_add(incomplete: str) -> list[str]:
    """Voices that can be had by name, and files."""
    from voiceguide.errors import VoiceguideError
    from voiceguide.speech.voice_catalogue import catalogue

    try:
        known = [name for name in catalogue() if name.startswith(incomplete)]
    except VoiceguideError:  # a table of somebody's own that cannot be used
        known = []
    return [*known, *_files(incomplete, (".onnx", ".zip"))]


def _ids(incomplete: str, *kinds: FileKind) -> Iterator[str]:
    from voiceguide.routine.library import Library
    from voiceguide.settings import Folders

    library = Library([Folders.of_user().library])
    for kind in kinds:
        yield from (id for id in library.ids(kind) if id.startswith(incomplete))


def _files(incomplete: str, suffixes: tuple[str, ...] = (".yaml", ".yml")) -> Iterator[str]:
    """Files of some kinds and folders whose path begins with what is typed, as it is typed."""
    folder, _, name = incomplete.rpartition("/")
    typed = f"{folder}/" if "/" in incomplete else ""
    try:
        entries = sorted(Path(typed or ".").expanduser().iterdir())
    except (OSError, RuntimeError):  # no such folder, or home: nothing to offer
        return
    for entry in entries:
        if entry.name.startswith(name) and (name or not entry.name.startswith(".")):
            if entry.is_dir():
                yield f"{typed}{entry.name}/"
            elif entry.suffix in suffixes:
                yield f"{typed}{entry.name}"
