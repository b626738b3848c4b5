"""Spoken lines on the disk, so that each is spoken once.

A clip is a WAV file anyone can listen to, with one chunk more: a checksum over the sound and
the key it belongs to. Whatever goes wrong with the folder costs time, never the session.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import struct
import time
import zlib
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np

from voiceguide.audio.clip import Clip, Pcm
from voiceguide.audio.riff import HEADER_BYTES, chunk, header_bytes
from voiceguide.files import given_folder

LIMIT_BYTES = 2 * 1024**3
"""More than a whole library in two voices."""
DISK_PART = 10
"""Of what is free on the disk, no more than one part in so many, what is kept included."""

_HEADER_BYTES = HEADER_BYTES + 12
"""With the chunk of the checksum."""
_SECONDS_BETWEEN_TOUCHES = 3600
_SECONDS_TO_ABANDON = 3600

_PARTS = count()
"""Two caches of one program may write the same clip at once."""


def cache_folder() -> Path:
    """Where this user's cache is: `VOICEGUIDE_CACHE_DIR`, or the system's place for caches."""
    chosen = os.environ.get("VOICEGUIDE_CACHE_DIR")
    if chosen:
        return given_folder("VOICEGUIDE_CACHE_DIR", chosen)
    import platformdirs

    return platformdirs.user_cache_path("voiceguide", appauthor=False)


def clips_folder(folder: Path) -> Path:
    """The clips' own folder in that of what can be made anew."""
    return folder / "speech"


def cached_bytes(folder: Path) -> int:
    """How much the clips there take, in the folder of what can be made anew; 0 where none are."""
    try:
        with os.scandir(clips_folder(folder)) as entries:
            return sum(entry.stat(follow_symlinks=False).st_size for entry in entries)
    except OSError:  # no folder, or none that may be looked into
        return 0


class ClipCache:
    """Clips by key, in one folder that several programs may use at once.

    `problems` tells in words what kept it from writing or reading; after the first failed
    write it does not try again. It never raises for what the disk does.
    """

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = clips_folder(folder)
        self._limit_bytes = limit_bytes
        self._writes = True
        self.problems: list[str] = []

    def get(self, key: str) -> Clip | None:
        """The clip of a key; None where there is none, or it was cut short or altered."""
        return self.get_all([key]).get(key)

    def get_all(self, keys: Sequence[str]) -> dict[str, Clip]:
        """The whole clips there are of these keys.

        They share one piece of memory: fresh memory costs more time than reading, and the
        system hands out a large piece in large pages. They are read, not mapped, because a
        session that plays must not depend on a disk any more.
        """
        found: list[tuple[str, Path, int]] = []
        for key in keys:
            path = self._path(key)
            # What cannot be looked at is reported when it cannot be written.
            with contextlib.suppress(OSError):
                size = path.stat().st_size - _HEADER_BYTES
                if size > 0 and size % 2 == 0:
                    found.append((key, path, size // 2))
        room = np.empty(sum(frames for _, _, frames in found), np.int16)
        clips: dict[str, Clip] = {}
        first = 0
        for key, path, frames in found:
            pcm: Pcm = room[first : first + frames]
            first += frames
            if self._read(key, path, pcm):
                clips[key] = Clip(pcm)
        return clips

    def _read(self, key: str, path: Path, pcm: Pcm) -> bool:
        """Fill `pcm`; False where the entry is not whole."""
        try:
            with path.open("rb", buffering=0) as file:
                header = file.read(_HEADER_BYTES)
                got = file.readinto(pcm.data.cast("B"))
                unused_s = time.time() - os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return False
        except OSError as problem:
            self._note(f"spoken lines cannot be read from {self._folder}: {problem.strerror}")
            return False
        if got != pcm.nbytes or header != _header(key, pcm):
            return False
        if unused_s > _SECONDS_BETWEEN_TOUCHES:
            # A cache that may only be read still serves; nothing in it is ever dropped.
            with contextlib.suppress(OSError):
                os.utime(path)
        return True

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip, whole or not at all."""
        if not self._writes:
            return
        path = self._path(key)
        unfinished = path.with_suffix(f".{os.getpid()}-{next(_PARTS)}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with unfinished.open("xb", buffering=0) as file:
                    _write_all(file.fileno(), _header(key, clip.pcm))
                    _write_all(file.fileno(), clip.pcm.data.cast("B"))
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as problem:
            self._writes = False
            self._note(
                f"spoken lines cannot be kept in {self._folder} ({problem.strerror}): "
                "they will be spoken anew next time"
            )

    def tidy(self) -> None:
        """Drop the longest unused clips above the limit, and what a killed program left."""
        kept: list[tuple[float, int, Path]] = []
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    abandoned = time.time() - status.st_mtime > _SECONDS_TO_ABANDON
                    if entry.name.endswith(".part") and abandoned:
                        Path(entry.path).unlink(missing_ok=True)
                    elif entry.name.endswith(".wav"):
                        kept.append((status.st_mtime, status.st_size, Path(entry.path)))
            size = sum(bytes_ for _, bytes_, _ in kept)
            free = shutil.disk_usage(self._folder).free
            limit_bytes = min(self._limit_bytes, (free + size) // DISK_PART)
            for _, bytes_, path in sorted(kept):
                if size <= limit_bytes:
                    break
                path.unlink(missing_ok=True)
                size -= bytes_
        except FileNotFoundError:
            return
        except OSError as problem:
            self._note(f"the cache in {self._folder} cannot be tidied: {problem.strerror}")

    def _path(self, key: str) -> Path:
        name = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return self._folder / f"{name}.wav"

    def _note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _header(key: str, pcm: Pcm) -> bytes:
    """The one header a whole entry of this key and sound can have."""
    key_checksum = zlib.crc32(key.encode("utf-8", "surrogatepass"))
    checksum = struct.pack("<I", zlib.crc32(pcm.data, key_checksum))
    return header_bytes(len(pcm), before=chunk(b"vgck", checksum))


def _write_all(descriptor: int, data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
