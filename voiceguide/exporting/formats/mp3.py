"""MP3 at 64 kbit/s, for every player there is; chapters by ID3, gapless by its Info header."""

from __future__ import annotations

from typing import BinaryIO

from voiceguide.exporting import Progress
from voiceguide.exporting.encoder import Encoding, encode
from voiceguide.rendering import Audible

MOST_CHAPTERS = 255
"""The table of contents counts them in one byte (ID3v2 Chapter Frame Addendum 1.0, 3.2)."""

MP3 = Encoding(
    "mp3",
    "libmp3lame",
    bit_rate=64_000,
    container_options={"id3v2_version": "3"},
    most_chapters=MOST_CHAPTERS,
)
"""ID3 version 2.3, which old cars and Windows read too."""


def write(
    session: Audible, file: BinaryIO, *, track: int = 1, progress: Progress | None = None
) -> None:
    """Write the whole session block by block, in constant memory."""
    encode(session, file, MP3, track=track, progress=progress)
