"""Sound made ahead of its time on a thread of its own, so that who plays it never waits."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.errors import VoiceguideError
from voiceguide.units import SAMPLE_RATE_HZ

CHUNK_FRAMES = SAMPLE_RATE_HZ
AHEAD_FRAMES = 8 * SAMPLE_RATE_HZ
"""What is held at most: longer than a disk sleeps, or a file takes to be looked through."""

ENOUGH_FRAMES = SAMPLE_RATE_HZ // 2
"""After a lack, it sounds again when so much is there."""

FADE_FRAMES = SAMPLE_RATE_HZ // 5

END_LIMIT_S = 1.0


class Readable(Protocol):
    """Something that may take its time."""

    def read(self, frames: int) -> Samples: ...


class Ahead:
    """The mono sound of what `open_it` gives, some seconds ahead of who reads it.

    Opening, reading and failing happen on the thread; `close` ends it. It opens at once and begins
    to read when it is first read itself, so that it holds up nothing that comes before. Where the
    thread is late, the sound fades out and in, and loses nothing.
    """

    def __init__(self, open_it: Callable[[Ahead], Readable]) -> None:
        self.said: deque[str] = deque(maxlen=20)
        """What is to be shown to the person; to be taken from the left, by any thread."""
        self._open_it = open_it
        self._turn = threading.Condition()
        self._chunks: deque[Samples] = deque()
        self._ready = 0
        self._level = 0
        self._wanted = self._closed = False
        self._opened = threading.Event()
        self._error: VoiceguideError | None = None
        self._thread = threading.Thread(target=self._work, name="voiceguide-music", daemon=True)
        self._thread.start()

    def opened(self, limit_s: float) -> None:
        """Wait until it is open, or so long. Raises why it cannot be."""
        if self._opened.wait(limit_s) and self._error is not None:
            raise self._error

    def read(self, frames: int) -> Samples:
        """The next frames, shape (frames,); silence in place of what is not ready. Never waits."""
        with self._turn:
            if not self._wanted:
                self._wanted = True
                self._turn.notify()
            if self._level == 0 and self._ready < max(ENOUGH_FRAMES, frames + FADE_FRAMES):
                return np.zeros(frames, np.float32)
            # Only what is there when the fade begins can be faded out: it takes FADE_FRAMES.
            falls = self._ready - frames < FADE_FRAMES
            taken = min(frames, self._level) if falls else frames
            sound = self._taken(taken)
            if len(self._chunks) * CHUNK_FRAMES < AHEAD_FRAMES:
                self._turn.notify()
        level, self._level = self._level, self._turned(taken, falls)
        if falls or level < FADE_FRAMES:
            levels = np.arange(level, level - taken, -1) if falls else level + np.arange(taken)
            gains = np.minimum(levels, FADE_FRAMES).astype(np.float32) / np.float32(FADE_FRAMES)
            sound = sound * gains
        if taken < frames:
            sound = np.concatenate([sound, np.zeros(frames - taken, np.float32)])
        return sound

    def close(self) -> None:
        """End the thread; one that a disk holds up is left to itself."""
        with self._turn:
            self._closed = True
            self._turn.notify()
        self._thread.join(END_LIMIT_S)

    def _turned(self, taken: int, falls: bool) -> int:
        return self._level - taken if falls else min(FADE_FRAMES, self._level + taken)

    def _taken(self, frames: int) -> Samples:
        """So many of the frames that are ready, which are at least as many."""
        self._ready -= frames
        parts: list[Samples] = []
        while frames > 0:
            chunk = self._chunks.popleft()
            if len(chunk) > frames:
                self._chunks.appendleft(chunk[frames:])
            parts.append(chunk[:frames])
            frames -= len(parts[-1])
        return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, np.float32), *parts])

    # The thread

    def _work(self) -> None:
        try:
            source = self._open_it(self)
            self._opened.set()
            while self._has_room():
                chunk = source.read(CHUNK_FRAMES).reshape(-1)
                with self._turn:
                    self._chunks.append(chunk)
                    self._ready += len(chunk)
        except VoiceguideError as error:
            self._error = error
            if self._opened.is_set():
                self.said.append(f"The music ends: {error.message}")
        finally:
            self._opened.set()

    def _has_room(self) -> bool:
        """Wait until a chunk fits in; False when it is closed."""
        with self._turn:
            self._turn.wait_for(
                lambda: (
                    self._closed or (self._wanted and self._ready + CHUNK_FRAMES <= AHEAD_FRAMES)
                )
            )
            return not self._closed
