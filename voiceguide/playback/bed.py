"""Music under whatever is played, on the device's own frames."""

from __future__ import annotations

import threading
from typing import Protocol

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.audio.mixer import limit
from voiceguide.errors import VoiceguideError
from voiceguide.units import SAMPLE_RATE_HZ

KEPT_FRAMES = 5 * SAMPLE_RATE_HZ
"""How far back the music is known: more than any sink works ahead and takes back."""

TURN_FRAMES = SAMPLE_RATE_HZ // 4
"""Where a command makes it suddenly louder or softer, it takes a quarter of a second."""


class Endless(Protocol):
    """Music that goes on and on."""

    def read(self, frames: int) -> Samples: ...


class Bed:
    """Music at a volume, from 0 to 1 of itself; the same frames may be asked for again."""

    def __init__(self, music: Endless, volume: float) -> None:
        self._music: Endless | None = music
        self._volume = np.float32(volume)
        self.problem: str | None = None
        """Why the music has ended; to be told, and taken away."""
        self._turn = threading.Lock()
        self._first = 0
        self._kept = np.zeros(0, np.float32)
        self._factors = np.zeros(0, np.float32)

    def begin(self) -> None:
        """From here on the frames are counted from 0 again, on another device."""
        with self._turn:
            self._first = 0
            self._kept = self._factors = np.zeros(0, np.float32)

    def _read(self, frames: int) -> Samples:
        if self._music is not None:
            try:
                return self._music.read(frames)
            except VoiceguideError as error:  # a file that is gone costs the music alone
                self._music, self.problem = None, error.message
        return np.zeros(frames, np.float32)

    def under(self, first: int, sound: Samples, factors: Samples) -> None:
        """Mix in place under a block that begins with a frame, so loud as `factors` say."""
        with self._turn:
            inside = first - self._first
            missing = inside + len(sound) - len(self._kept)
            if missing > 0:
                self._kept = np.concatenate([self._kept, self._read(missing)])
            before = self._factors[inside - 1] if 0 < inside <= len(self._factors) else factors[0]
            step = before - factors[0]
            way = np.clip(1 - np.arange(1, len(sound) + 1) / TURN_FRAMES, 0, 1)
            turned = (factors + step * way).astype(np.float32)
            self._factors = np.concatenate([self._factors[:inside], turned])
            music = self._kept[inside : inside + len(sound)]
            sound += music * turned * self._volume
            limit(sound)
            spare = len(self._kept) - KEPT_FRAMES
            if spare > 0:
                self._kept, self._factors = self._kept[spare:], self._factors[spare:]
                self._first += spare
