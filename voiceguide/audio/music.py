"""Music from files, without an end: decoded as it is needed, one file running into the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.errors import Missing, UsageError
from voiceguide.units import SAMPLE_RATE_HZ, frame_at

if TYPE_CHECKING:
    from types import ModuleType

SUFFIXES = frozenset(
    {".mp3", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".wav", ".wma", ".aif", ".aiff", ".mp4"}
)
CROSSFADE_FRAMES = frame_at(3000)
SHORTEST_FRAMES = frame_at(1000)
"""What is shorter than that in a whole round of files is no music to loop."""


def music_files(path: Path) -> tuple[Path, ...]:
    """The file, or the sound files of a folder by name. Raises UsageError where there is none."""
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise UsageError(f"there is no music at {path}", hint="give a sound file or a folder")
    found = sorted(
        each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file()
    )
    if not found:
        known = ", ".join(sorted(SUFFIXES))
        raise UsageError(f"there is no sound file in {path}", hint=f"known are {known}")
    return tuple(found)


class Music:
    """All files in order, over and over; each fades into the next, and a single one into itself.

    Holds a few seconds of sound. Raises UsageError at birth for what cannot be decoded, and
    Missing without PyAV.
    """

    def __init__(self, path: Path) -> None:
        self._files = music_files(path)
        self._av = _pyav()
        for file in self._files:
            _probe(self._av, file)
        self._sound = self._endless()
        self._ready = np.zeros(0, np.float32)

    def read(self, frames: int) -> Samples:
        """The next frames: shape (frames,), mono at 44.1 kHz."""
        parts, have = [self._ready], len(self._ready)
        while have < frames:
            parts.append(next(self._sound))
            have += len(parts[-1])
        whole = np.concatenate(parts)
        self._ready = whole[frames:]
        return whole[:frames]

    def _endless(self) -> Iterator[Samples]:
        kept = np.zeros(0, np.float32)
        while True:
            heard = 0
            for file in self._files:
                fading = kept
                kept = np.zeros(0, np.float32)
                for block in _decoded(self._av, file):
                    heard += len(block)
                    block, fading = _faded_into(fading, block)
                    kept = np.concatenate([kept, block])
                    if len(kept) > 2 * CROSSFADE_FRAMES:
                        yield kept[:-CROSSFADE_FRAMES]
                        kept = kept[-CROSSFADE_FRAMES:]
                if len(kept) > CROSSFADE_FRAMES:
                    yield kept[:-CROSSFADE_FRAMES]
                    kept = kept[-CROSSFADE_FRAMES:]
            if heard < SHORTEST_FRAMES:
                raise UsageError(f"{self._files[0]} holds less than a second of sound")


def _faded_into(fading: Samples, block: Samples) -> tuple[Samples, Samples]:
    """The block with the beginning of what fades out over it, and what is left of that."""
    frames = min(len(fading), len(block))
    if frames == 0:
        return block, fading
    # Counted from the end of the tail, so that blocks of any size fade alike.
    left = np.arange(len(fading), len(fading) - frames, -1) / CROSSFADE_FRAMES
    out = np.sin(np.minimum(left, 1) * np.pi / 2).astype(np.float32)
    into = np.cos(np.minimum(left, 1) * np.pi / 2).astype(np.float32)
    mixed = block.copy()
    mixed[:frames] = block[:frames] * into + fading[:frames] * out
    return mixed, fading[frames:]


def _mono(interleaved: Samples) -> Samples:
    mono: Samples = interleaved.reshape(-1, 2).mean(axis=1, dtype=np.float32)
    return mono


def _pyav() -> ModuleType:
    try:
        import av
    except ImportError as error:
        raise Missing(
            f"music needs PyAV, which cannot be loaded ({error})", hint="pip install av"
        ) from error
    return av


def _probe(av: ModuleType, file: Path) -> None:
    if next(_decoded(av, file), None) is None:
        raise UsageError(f"there is no sound in {file}", hint="give another sound file")


def _decoded(av: ModuleType, file: Path) -> Iterator[Samples]:
    """A file's sound in blocks, mono at 44.1 kHz. Raises UsageError for what is no sound file."""
    try:
        with av.open(str(file)) as container:
            if not container.streams.audio:
                return
            resampler = av.AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE_HZ)
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    yield _mono(part.to_ndarray())
            for part in resampler.resample(None):
                yield _mono(part.to_ndarray())
    except (av.FFmpegError, OSError) as error:
        raise UsageError(f"{file} cannot be played as music ({error})") from error
