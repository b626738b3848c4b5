"""CUE: the chapters as tracks of a sound file that lies beside; times to 1/75 s, as on a CD."""

from __future__ import annotations

from pathlib import PurePath

from voiceguide.exporting.script.chapters import chapters
from voiceguide.exporting.tags import ARTIST
from voiceguide.text import clean, minute_stamp
from voiceguide.timeline import Timeline

FRAMES_PER_SECOND = 75
MOST_CHAPTERS = 99
"""A disc has no more tracks."""


def text(timeline: Timeline, sound: str) -> str:
    """A track for each chapter."""
    parts = chapters(timeline, MOST_CHAPTERS)
    kind = "MP3" if PurePath(sound).suffix.lower() == ".mp3" else "WAVE"
    lines = [f"PERFORMER {_quoted(ARTIST)}", f"TITLE {_quoted(timeline.name)}"]
    lines.append(f"FILE {_quoted(sound)} {kind}")
    for number, part in enumerate(parts, 1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(part.title)}",
            f"    INDEX 01 {minute_stamp(part.start_ms, ':', FRAMES_PER_SECOND)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """In quotes; CUE cannot hold quotes inside them."""
    return f'"{clean(words).replace(chr(34), chr(39))}"'
