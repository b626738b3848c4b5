"""A piece of sound, ready to be mixed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from voiceguide.units import SAMPLE_RATE_HZ, Ms

Samples = npt.NDArray[np.float32]
"""Sound to work on: shape (frames,), mono at 44.1 kHz, -1.0 to 1.0."""

Pcm = npt.NDArray[np.int16]
"""Sound as it is kept: shape (frames,), mono at 44.1 kHz, 16 bit."""

FULL_SCALE = 32768.0


class Clip(Struct, frozen=True, eq=False):
    """A line or a tone: 16 bit mono at 44.1 kHz, read-only, never empty."""

    pcm: Pcm

    def __post_init__(self) -> None:
        if self.pcm.ndim != 1 or self.pcm.dtype != np.int16 or len(self.pcm) == 0:
            raise ValueError("a clip is one row of 16-bit samples, not empty")

    @property
    def length_ms(self) -> Ms:
        """Whole milliseconds that hold all of it, so that what follows never overlaps it."""
        return Ms(-(-len(self.pcm) * 1000 // SAMPLE_RATE_HZ))

    @classmethod
    def from_samples(cls, samples: Samples) -> Clip:
        """Round to 16 bit; what is louder than full scale is cut off."""
        scaled = np.rint(samples * FULL_SCALE)
        return cls(np.clip(scaled, -32768, 32767).astype(np.int16))

    def samples(self) -> Samples:
        """A fresh float copy, -1.0 to 1.0."""
        return self.pcm.astype(np.float32) / np.float32(FULL_SCALE)

    def louder(self, factor: float) -> Clip:
        """The same sound, so many times as loud; what would pass full scale is cut off."""
        return Clip.from_samples(self.samples() * np.float32(factor))
