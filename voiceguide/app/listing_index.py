"""The list of routines as it was last time, kept beside the cache: laying all out takes long.

It counts only for the very files, settings and program that it was made of, and is checked as a
whole: what is damaged or of another making is as if it were not there.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import voiceguide
from voiceguide.program_version import program_version

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions
    from voiceguide.settings import Folders

INDEX_FILE = "routines.json"
INDEX_BYTES_AT_MOST = 4_000_000
FILES_AT_MOST = 5_000
"""In more files than this nothing is looked for that may have changed: there is no index then."""
DEPTH_AT_MOST = 4
READ_BYTES_AT_MOST = 256 * 1024
"""Larger files of a person are told apart by size and times alone."""


def index_key(folders: Folders, settings: SessionOptions) -> str | None:
    """What the list depends on, as one digest; None where it cannot be told."""
    package = Path(voiceguide.__file__).parent
    digest = hashlib.sha256(repr((program_version(), settings, folders.library)).encode())
    count = 0
    try:
        for root in (package, package.parent / "sounds", folders.library, folders.sounds):
            own = root == folders.library
            for path in _files(root, DEPTH_AT_MOST):
                digest.update(_mark(path, read=own))
                count += 1
                if count > FILES_AT_MOST:
                    return None
    except OSError:
        return None
    return digest.hexdigest()


def read_index(folders: Folders, key: str) -> list[Any] | None:
    """What was kept under a key; None where there is nothing, or nothing that can be trusted."""
    file = folders.cache / INDEX_FILE
    try:
        if not stat.S_ISREG(file.stat().st_mode) or file.stat().st_size > INDEX_BYTES_AT_MOST:
            return None
        kept_key, checksum, rows = json.loads(file.read_bytes())
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return rows if kept_key == key and checksum == _checksum(key, rows) else None


def keep_index(folders: Folders, key: str, rows: list[Any]) -> None:
    """Keep the rows under a key, in place of what was kept; not where nothing can be written."""
    from voiceguide.errors import VoiceguideError
    from voiceguide.files import whole_file

    try:
        folders.cache.mkdir(parents=True, exist_ok=True)
        with whole_file(folders.cache / INDEX_FILE, force=True) as file:
            file.write(json.dumps([key, _checksum(key, rows), rows]).encode())
    except (VoiceguideError, OSError):  # the list is right without it, and only slower
        return


def _checksum(key: str, rows: object) -> str:
    return hashlib.sha256(json.dumps([key, rows]).encode()).hexdigest()


def _files(folder: Path, depth: int) -> Iterator[Path]:
    """The files of a folder and of those in it, in order; links to folders are followed."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            yield path
        elif depth > 1 and path.name != "__pycache__":
            yield from _files(path, depth - 1)


def _mark(path: Path, *, read: bool) -> bytes:
    """What tells a file from what it was before: its times, its size, and what is in it.

    Raises OSError for a file that cannot be read.
    """
    try:
        about = path.stat()
    except FileNotFoundError:  # a link that leads nowhere yet
        return repr(str(path)).encode()
    mark = repr((str(path), about.st_size, about.st_mtime_ns, about.st_ctime_ns)).encode()
    if read and stat.S_ISREG(about.st_mode) and about.st_size <= READ_BYTES_AT_MOST:
        mark += hashlib.sha256(path.read_bytes()).digest()
    return mark
