"""Opus at 32 kbit/s: the smallest file that sounds good; at 48 kHz, as Opus always is."""

from __future__ import annotations

from typing import BinaryIO

from voiceguide.exporting import Progress
from voiceguide.exporting.encoder import MOST_COMMENTS, Encoding, encode
from voiceguide.rendering import Audible

MOST_CHAPTERS = MOST_COMMENTS

OPUS = Encoding(
    "opus",
    "libopus",
    rate_hz=48_000,
    bit_rate=32_000,
    chapters_as_comments=True,
    most_chapters=MOST_CHAPTERS,
    cover_as_comment=True,
)


def write(
    session: Audible, file: BinaryIO, *, track: int = 1, progress: Progress | None = None
) -> None:
    """Write the whole session block by block, in constant memory."""
    encode(session, file, OPUS, track=track, progress=progress)
