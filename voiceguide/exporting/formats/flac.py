"""FLAC: the sound of the WAV file to the bit, in half the room, with chapters and tags."""

from __future__ import annotations

from typing import BinaryIO

from voiceguide.exporting import Progress
from voiceguide.exporting.encoder import MOST_COMMENTS, Encoding, encode
from voiceguide.rendering import Audible

MOST_CHAPTERS = MOST_COMMENTS

# FFmpeg writes no chapters into FLAC, but reads these comments as chapters.
FLAC = Encoding(
    "flac", "flac", samples="s16", chapters_as_comments=True, most_chapters=MOST_CHAPTERS
)


def write(
    session: Audible, file: BinaryIO, *, track: int = 1, progress: Progress | None = None
) -> None:
    """Write the whole session block by block, in constant memory."""
    encode(session, file, FLAC, track=track, progress=progress)
