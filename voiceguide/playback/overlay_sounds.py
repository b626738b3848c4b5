"""What lies over the played source on the device's own frames: short sounds, and the volume.

A sink may pull the same frames again after a command, so everything here is a function of the
frame, counted from the start of the device; nothing is used up.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from voiceguide.audio.clip import Samples
from voiceguide.audio.mixer import limit
from voiceguide.structs import replace
from voiceguide.units import frame_at

TURN_FRAMES = 900
"""A change of the volume takes 20 ms, so that it does not click."""

RISE_FROM = 0.1
RISE_FRAMES = frame_at(4000)
"""Sound that comes back begins 20 dB softer: somebody may wear headphones that are turned up."""

KEPT_FRAMES = 200_000
"""Sounds that ended so long ago are forgotten: more than any sink works ahead."""


class _Sound(Struct, frozen=True, eq=False):
    first: int
    samples: Samples
    fades: int | None = None
    fade_frames: int = 1
    through: bool = False

    def add_to(self, block: Samples, first: int) -> None:
        low = max(0, self.first - first)
        high = min(len(block), self.first + len(self.samples) - first)
        if low >= high:
            return
        part = self.samples[first + low - self.first : first + high - self.first]
        if self.fades is not None:
            over = (np.arange(first + low, first + high) - self.fades) / self.fade_frames
            part = part * np.clip(1 - over, 0, 1).astype(np.float32)
        block[low:high] += part


class _Turn(Struct, frozen=True):
    """From one factor to another, beginning with a frame."""

    at: int = 0
    before: float = 1.0
    after: float = 1.0
    lasts: int = TURN_FRAMES

    def factors(self, first: int, frames: int) -> Samples:
        way = np.clip((np.arange(first, first + frames) - self.at) / self.lasts, 0, 1)
        return np.asarray(self.before + (self.after - self.before) * way, np.float32)


class OverlaySounds:
    """Sounds over a source and the volume of both. Changed and asked from different threads."""

    def __init__(self) -> None:
        self._sounds: tuple[_Sound, ...] = ()
        self._turn = _Turn()

    def begin_with(self, factor: float) -> None:
        """The volume from the first frame on."""
        self._turn = _Turn(before=factor, after=factor)

    def rise_to(self, at: int, factor: float) -> None:
        """Softly from a frame on, and slowly up to a volume."""
        self._turn = _Turn(at, RISE_FROM * factor, factor, RISE_FRAMES)

    def add(self, first: int, samples: Samples, *, through: bool = False) -> None:
        """A sound that begins with a frame; one that goes `through` is never faded out."""
        kept = (
            sound
            for sound in self._sounds
            if sound.first + len(sound.samples) > first - KEPT_FRAMES
        )
        self._sounds = (*kept, _Sound(first, samples, through=through))

    def end(self, at: int, fade_frames: int) -> None:
        """Fade out whatever sounds from a frame on."""
        self._sounds = tuple(
            sound
            if sound.through or sound.fades is not None
            else replace(sound, fades=at, fade_frames=fade_frames)
            for sound in self._sounds
        )

    def turn_to(self, at: int, factor: float) -> None:
        """Another volume from a frame on."""
        before = float(self._turn.factors(at, 1)[0])
        self._turn = _Turn(at, before, factor)

    def mixed(self, first: int, block: Samples) -> Samples:
        """A block of the source, which may be altered, with what lies over it."""
        turn, sounds = self._turn, self._sounds
        for sound in sounds:
            sound.add_to(block, first)
        if turn.after != 1 or (first < turn.at + turn.lasts and turn.before != 1):
            block *= turn.factors(first, len(block))
        if sounds or turn.after > 1:
            limit(block)
        return block
