"""Scripts and workouts of other programs, as sessions and as routine files: the table of suffixes.

The help of ``import`` is made from it, so this module imports nothing slow.
"""

from __future__ import annotations

from typing import NamedTuple


class ImportFormat(NamedTuple):
    """What files with a suffix are, as the help names them, and the module here that reads them.

    That module is an `Importer` of `voiceguide.importing.open_file`.
    """

    module: str
    about: str


IMPORTERS = {
    ".txt": ImportFormat("script_file", "a script"),
    ".md": ImportFormat("script_file", "a script"),
    ".markdown": ImportFormat("script_file", "a script"),
    ".json": ImportFormat("timer_backups", "a workout of an app"),
    ".zwo": ImportFormat("zwift", "a workout of Zwift"),
}
"""Suffix to importer; packages add more."""

SUFFIXES = tuple(IMPORTERS)
SCRIPT_SUFFIXES = tuple(
    suffix for suffix, importer in IMPORTERS.items() if importer.module == "script_file"
)
"""Of files that are also played and exported, as they stand."""


def known_files() -> str:
    """All that can be read, in words: ``a script (.txt .md), or a workout of Zwift (.zwo)``."""
    suffixes: dict[str, list[str]] = {}
    for suffix, importer in IMPORTERS.items():
        suffixes.setdefault(importer.about, []).append(suffix)
    *kinds, last = (f"{about} ({' '.join(those)})" for about, those in suffixes.items())
    return f"{', '.join(kinds)}, or {last}"
