"""WAV: 16-bit mono PCM at 44.1 kHz, as long as the timeline to the frame."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np

from voiceguide.audio.clip import FULL_SCALE
from voiceguide.audio.wav import header_bytes
from voiceguide.rendering import Rendering


def write(rendering: Rendering, file: BinaryIO) -> None:
    """Write header and sound block by block, in constant memory.

    Raises UsageError for a session longer than 13.5 hours, before anything is written.
    """
    file.write(header_bytes(rendering.frames))
    for block in rendering.blocks():
        block *= np.float32(FULL_SCALE)
        file.write(np.rint(block, out=block).astype("<i2").data)
