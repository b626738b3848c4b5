"""Music from files, without an end: decoded as it is needed, one file running into the next."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.audio.decoding import Channels, decoded, excerpts, in_pieces
from voiceguide.audio.loudness import block_powers, gated_lufs
from voiceguide.audio.mixer import KNEE
from voiceguide.errors import UsageError
from voiceguide.units import amplitude, frame_at

SUFFIXES = frozenset(
    {".aac", ".aif", ".aiff", ".ape", ".caf", ".flac", ".m4a", ".m4b", ".mka", ".mp2", ".mp3"}
    | {".mp4", ".oga", ".ogg", ".opus", ".wav", ".weba", ".webm", ".wma", ".wv"}
)
MOST_FILES = 5000
MOST_DEPTH = 8
"""Of a folder of music: more is a disk that was named by mistake."""

CROSSFADE_FRAMES = frame_at(3000)
"""How long a file runs into the next; of short files, half of them."""

SHORTEST_FRAMES = frame_at(1000)
"""What is shorter than that in a whole round of files is no music to loop."""

LEVEL_LUFS: dict[Channels, float] = {1: -19.0, 2: -16.0}
"""Of every file at full volume, by channels: as loud as the coach's voice."""

MOST_BOOST = amplitude(20.0)
"""More would only bring up the noise of a file that is next to silent."""

_NUMBERS = re.compile(r"([0-9]{1,18})")
_PLACES, _PLACE_MS = 12, 5000
"""How much of a file tells its level: a minute from all over it."""


Tell = Callable[[str], None]


def _told_to_nobody(_said: str) -> None: ...


def music_files(path: Path) -> tuple[Path, ...]:
    """The file, or the sound files of a folder and of those in it, by name: 2 before 10.

    Hidden files, such as the ``._song.mp3`` that macOS leaves beside songs, are no music.
    Raises UsageError where there is none, or where a folder holds too many or cannot be read.
    """
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise UsageError(f"there is no music at {path}", hint="give a sound file or a folder")
    found = sorted(_sound_files(path), key=lambda file: _by_name(file.relative_to(path)))
    if not found:
        known = ", ".join(sorted(SUFFIXES))
        raise UsageError(f"there is no sound file in {path}", hint=f"known are {known}")
    return tuple(found)


def _sound_files(top: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise UsageError(
            f"the music folder {error.filename} cannot be read: {error.strerror}",
            hint="look who may read it, or name another folder",
        ) from error

    count = 0
    for folder, inside, names in os.walk(top, onerror=refuse):
        here = Path(folder)
        deep = len(here.relative_to(top).parts) >= MOST_DEPTH
        inside[:] = [] if deep else [name for name in inside if not name.startswith(".")]
        for name in names:
            file = here / name
            if name.startswith(".") or file.suffix.lower() not in SUFFIXES or not file.is_file():
                continue
            count += 1
            if count > MOST_FILES:
                raise UsageError(
                    f"there are more than {MOST_FILES} sound files in {top}",
                    hint="name a folder in it",
                )
            yield file


def _by_name(file: Path) -> list[list[tuple[int, str]]]:
    """A key that puts 2 before 10, in whatever case letters are."""
    return [
        [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(name)]
        for name in (*(part.casefold() for part in file.parts), *file.parts)
    ]


class Music:
    """A file or a folder of them, each brought to one level: as loud as the voice, at `volume` 1.

    A file whose peaks would pass `KNEE` at that level stays so much softer. Raises UsageError
    where there is no file that can be decoded, and Missing without PyAV.
    """

    def __init__(self, path: Path, volume: float = 1.0, channels: Channels = 1) -> None:
        self.files = music_files(path)
        self.volume, self.channels = volume, channels
        self.told: set[str] = set()
        """What is known to be left out, so that it is told once."""
        self._gains: dict[Path, np.float32] = {}
        why: list[UsageError] = []
        for file in self.files:
            try:
                if next(decoded(file, channels), None) is not None:
                    return
            except UsageError as error:
                why.append(error)
        raise why[0] if why else UsageError(f"there is no sound in {path}")

    def stream(self, tell: Tell = _told_to_nobody) -> Stream:
        """The music from its beginning; `tell` is called for what is left out of it."""
        return Stream(self, tell)

    def fingerprint(self) -> str:
        """Other for other files, a change in one of them, or another volume."""
        digest = hashlib.blake2b(digest_size=16)
        for file in self.files:
            looks = file.stat()
            digest.update(f"{file.name}\0{looks.st_size} {looks.st_mtime_ns}\n".encode())
        digest.update(f"{self.volume} {self.channels}".encode())
        return digest.hexdigest()

    def gain(self, file: Path) -> np.float32:
        """The factor that brings a file to the level. Raises UsageError for what is no sound."""
        if file not in self._gains:
            self._gains[file] = np.float32(self._measured(file))
        return self._gains[file]

    def _measured(self, file: Path) -> float:
        powers, peak = [np.zeros(0)], 0.0
        for piece, rate_hz in excerpts(file, self.channels, _PLACES, _PLACE_MS):
            powers.append(np.sum([block_powers(each, rate_hz) for each in piece.T], axis=0))
            peak = max(peak, float(np.abs(piece).max()))
        loudness = gated_lufs(np.concatenate(powers))
        if loudness == float("-inf"):
            return self.volume
        wanted = min(amplitude(LEVEL_LUFS[self.channels] - loudness), MOST_BOOST) * self.volume
        return min(wanted, float(KNEE) / peak)


class Stream:
    """All files in order, over and over; each fades into the next, and a single one into itself.

    Holds a few seconds of sound.
    """

    def __init__(self, music: Music, tell: Tell) -> None:
        self._music, self._tell = music, tell
        self._sound = self._endless()
        self._ready = self._nothing()

    def read(self, frames: int) -> Samples:
        """The next frames: shape (frames, channels), at 44.1 kHz.

        A file that cannot be decoded any more is told and left out. Raises UsageError when none
        of them can be.
        """
        parts, have = [self._ready], len(self._ready)
        while have < frames:
            parts.append(next(self._sound))
            have += len(parts[-1])
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
        self._ready = whole[frames:]
        return whole[:frames]

    def _endless(self) -> Iterator[Samples]:
        tail = self._nothing()
        while True:
            heard = 0
            for file in self._music.files:
                pieces = in_pieces(self._levelled(file), 2 * CROSSFADE_FRAMES)
                held = next(pieces, None)
                if held is None:
                    continue
                heard += len(held)
                over = min(len(tail), len(held) // 2)
                yield tail[: len(tail) - over]
                held[:over] = _crossfaded(tail[len(tail) - over :], held[:over])
                for piece in pieces:
                    yield held[:-CROSSFADE_FRAMES]
                    held = np.concatenate([held[-CROSSFADE_FRAMES:], piece])
                yield held[:-CROSSFADE_FRAMES]
                tail = held[-CROSSFADE_FRAMES:]
            if heard < SHORTEST_FRAMES:
                which = ", ".join(str(file) for file in self._music.files[:3])
                raise UsageError(f"less than a second of sound is in {which}")

    def _levelled(self, file: Path) -> Iterator[Samples]:
        """A file's sound at its level; as far as it can be decoded."""
        try:
            gain = self._music.gain(file)
            for block in decoded(file, self._music.channels):
                yield block * gain
        except UsageError as error:
            if error.message not in self._music.told:
                self._music.told.add(error.message)
                self._tell(error.message)

    def _nothing(self) -> Samples:
        return np.zeros((0, self._music.channels), np.float32)


def _crossfaded(before: Samples, after: Samples) -> Samples:
    """Two sounds of one length, the first fading into the second at even power."""
    turn = (np.arange(len(before), dtype=np.float32) + 0.5) / max(1, len(before)) * (np.pi / 2)
    out, into = np.cos(turn)[:, None], np.sin(turn)[:, None]
    return np.asarray(before * out + after * into, np.float32)
