"""M4A and M4B: AAC at 64 kbit/s, for phones; as M4B players keep the place, as in a book."""

from __future__ import annotations

from typing import BinaryIO

from voiceguide.exporting import Progress
from voiceguide.exporting.encoder import Encoding, encode
from voiceguide.rendering import Audible

MOST_CHAPTERS = 255
"""Nero's list, which many players read, counts them in one byte; the same in Apple's track."""

# FFmpeg's own "ipod" container would refuse a cover that is not one of its streams.
M4A = Encoding(
    "mp4",
    "aac",
    bit_rate=64_000,
    container_options={"brand": "M4A ", "movflags": "+faststart"},
    most_chapters=MOST_CHAPTERS,
)


def write(
    session: Audible, file: BinaryIO, *, track: int = 1, progress: Progress | None = None
) -> None:
    """Write the whole session block by block, in constant memory."""
    encode(session, file, M4A, track=track, progress=progress)
