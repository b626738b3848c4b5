"""Music under whatever is played, on the device's own frames."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import Protocol

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.audio.ducking import AHEAD_MS, BACK_MS, DUCKED
from voiceguide.audio.mixer import limit
from voiceguide.audio.music import Music, music_files
from voiceguide.audio.read_ahead import Ahead
from voiceguide.units import SAMPLE_RATE_HZ, frame_at

KEPT_FRAMES = 5 * SAMPLE_RATE_HZ
"""How far back the music is known: more than any sink works ahead and takes back."""

TURN_FRAMES = SAMPLE_RATE_HZ // 4
"""Where a command makes it suddenly louder or softer, it takes a quarter of a second."""

SUDDEN = 0.002
"""A smaller difference between two blocks is a slope, or cannot be heard."""

DOWN_FRAMES, BACK_FRAMES = frame_at(AHEAD_MS), frame_at(BACK_MS)


class EndlessMusic(Protocol):
    """Music that goes on and on, for a thread that may not wait."""

    said: deque[str]

    def read(self, frames: int) -> Samples:
        """The next frames, shape (frames,), at once."""

    def opened(self, limit_s: float) -> None:
        """Wait until it is open, or so long. Raises why it cannot be."""

    def close(self) -> None:
        """Nothing more will be read."""


def open_music_track(path: Path, volume: float) -> MusicTrack:
    """Music from a file or folder, at a volume from 0 to 1, opened and decoded on its own thread.

    Raises UsageError where there is no such file.
    """
    music_files(path)
    return MusicTrack(Ahead(lambda ahead: Music(path, volume).stream(ahead.said.append)))


class MusicTrack:
    """Music under a session; the same frames may be asked for again."""

    def __init__(self, music: EndlessMusic) -> None:
        self._music = music
        self._turn = threading.Lock()
        # Twice as long as what is kept, so that it is moved to the front only now and then.
        self._sound = np.zeros(2 * KEPT_FRAMES, np.float32)
        self._factors = np.zeros(2 * KEPT_FRAMES, np.float32)
        self._first = self._known = 0
        self._said: tuple[int, int] | None = None

    @property
    def said(self) -> deque[str]:
        """What is to be shown to the person; to be taken from the left, by any thread."""
        return self._music.said

    def begin(self) -> None:
        """From here on the frames are counted from 0 again, on another device."""
        with self._turn:
            self._first = self._known = 0
            self._said = None

    def soften(self, first: int, frames: int) -> None:
        """Be soft under something that nobody knew of before, from its first frame on."""
        with self._turn:
            self._said = first, first + frames

    def opened(self, limit_s: float) -> None:
        """Wait until the music is open, or so long. Raises why it cannot be played."""
        self._music.opened(limit_s)

    def close(self) -> None:
        """No more music is needed."""
        self._music.close()

    def under(self, first: int, sound: Samples, factors: Samples) -> None:
        """Mix in place under a block that begins with a frame, so loud as `factors` say."""
        with self._turn:
            for at in range(0, len(sound), KEPT_FRAMES):
                part = slice(at, at + KEPT_FRAMES)
                self._under(first + at, sound[part], factors[part])

    def _under(self, first: int, sound: Samples, factors: Samples) -> None:
        if self._said is not None and first < self._said[1] + BACK_FRAMES:
            factors = np.minimum(factors, self._softened(first, len(sound), *self._said))
        inside = self._place_for(first, len(sound))
        here = slice(inside, inside + len(sound))
        before = self._factors[inside - 1] if inside > 0 else factors[0]
        self._factors[here] = factors
        if abs(before - factors[0]) > SUDDEN:
            way = np.clip(1 - np.arange(1, len(sound) + 1) / TURN_FRAMES, 0, 1)
            self._factors[here] += (before - factors[0]) * way
        if self._factors[here].any():
            sound += self._sound[here] * self._factors[here]
            limit(sound)

    def _softened(self, first: int, frames: int, begins: int, ends: int) -> Samples:
        edges = (begins, begins + DOWN_FRAMES, max(ends, begins + DOWN_FRAMES), ends + BACK_FRAMES)
        at = np.arange(first, first + frames)
        return np.interp(at, edges, (1, DUCKED, DUCKED, 1)).astype(np.float32)

    def _place_for(self, first: int, frames: int) -> int:
        """Where the music of a block lies in what is kept, read as far as that."""
        if first - self._first + frames > len(self._sound):
            kept = slice(max(0, self._known - KEPT_FRAMES), self._known)
            for row in (self._sound, self._factors):
                row[: kept.stop - kept.start] = row[kept].copy()
            self._first += kept.start
            self._known -= kept.start
        inside = first - self._first
        missing = inside + frames - self._known
        if missing > 0:
            self._sound[self._known : self._known + missing] = self._music.read(missing)
            self._known += missing
        return inside
