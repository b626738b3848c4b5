"""WAV: 16-bit PCM at 44.1 kHz, as long as the timeline to the frame.

After the sound come its tags (a LIST of INFO) and a marker for each chapter (``cue`` and
LIST of adtl), as audio editors read and write them.
Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (1991).
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import numpy as np

from voiceguide.audio.clip import FULL_SCALE
from voiceguide.audio.riff import chunk, header_bytes, list_chunk
from voiceguide.exporting import Progress
from voiceguide.exporting.script.chapters import chapters
from voiceguide.exporting.tags import tags
from voiceguide.rendering import Audible
from voiceguide.timeline import Timeline
from voiceguide.units import frame_at

_INFO = {
    "title": b"INAM",
    "artist": b"IART",
    "album": b"IPRD",
    "track": b"IPRT",
    "language": b"ILNG",
    "genre": b"IGNR",
    "comment": b"ICMT",
}


def write(
    session: Audible, file: BinaryIO, *, track: int = 1, progress: Progress | None = None
) -> None:
    """Write header, sound and chunks block by block, in constant memory.

    Raises UsageError for a session longer than 13.5 hours, before anything is written.
    """
    after = _info(tags(session.timeline, track)) + _markers(session.timeline)
    file.write(header_bytes(session.frames, len(after), session.channels))
    done = 0
    for block in session.blocks():
        done += len(block)
        block *= np.float32(FULL_SCALE)
        file.write(np.rint(block, out=block).astype("<i2").data)
        if progress:
            progress(done, session.frames)
    file.write(after)


def _info(named: dict[str, str]) -> bytes:
    known = ((_INFO[name], value) for name, value in named.items() if name in _INFO)
    return list_chunk(b"INFO", (chunk(id, value.encode() + b"\0") for id, value in known))


def _markers(timeline: Timeline) -> bytes:
    """A marker at the first frame of each chapter, and its name."""
    marked = [(number, each) for number, each in enumerate(chapters(timeline), 1)]
    points = b"".join(
        struct.pack("<II4sIII", number, frame, b"data", 0, 0, frame)
        for number, frame in ((number, frame_at(each.start_ms)) for number, each in marked)
    )
    labels = (
        chunk(b"labl", struct.pack("<I", number) + each.title.encode() + b"\0")
        for number, each in marked
    )
    return chunk(b"cue ", struct.pack("<I", len(marked)) + points) + list_chunk(b"adtl", labels)
