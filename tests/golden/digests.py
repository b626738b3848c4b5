"""Digests of what a change of the code's shape alone must leave as it is, to the byte."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from tests.golden.cases import FOLDER, LEVELS, LIBRARY, NOWHERE
from voiceguide.exporting import script_text, write
from voiceguide.session import estimated, load, render
from voiceguide.session_options import Detail, Level, SessionOptions
from voiceguide.timeline import Timeline

FILE = FOLDER.parent / "digests.txt"
"""Lines as `sha256sum` writes them."""
FORMATS = (".wav", ".flac", ".html", ".vtt")
ROUTINES = ("morning", "back-relief", "tabata", "yoga-side-stretch")
"""What is written in all `FORMATS`: whole sessions of about ten minutes, sides, and intervals."""


def digests() -> Iterator[tuple[str, str]]:
    """The name of each thing and its SHA-256: every built-in routine at every level and detail as
    a timeline's JSON, and some of them in other formats, with a silent voice."""
    for name in LIBRARY.ids("routine"):
        for level in LEVELS:
            for detail in get_args(Detail):
                text = script_text(_timeline(name, level, detail), "json")
                yield f"{name}-{level}-{detail}.json", _digest(text.encode())
    with tempfile.TemporaryDirectory() as folder:
        for name in ROUTINES:
            sound = render(load(name, NOWHERE, LIBRARY), SessionOptions(voice="estimate"), NOWHERE)
            for suffix in FORMATS:
                path = Path(folder) / f"{name}{suffix}"
                write(sound.session, path)
                yield path.name, _digest(path.read_bytes())


def _timeline(name: str, level: Level, detail: Detail) -> Timeline:
    loaded = load(name, NOWHERE, LIBRARY)
    return estimated(loaded, SessionOptions(level=level, detail=detail), NOWHERE)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def written() -> dict[str, str]:
    """What `FILE` says: names and digests."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
