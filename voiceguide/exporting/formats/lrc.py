"""LRC lyrics: the spoken lines, for music players; times to the hundredth of a second."""

from __future__ import annotations

from voiceguide.exporting.script.captions import captions
from voiceguide.exporting.tags import ALBUM, ARTIST
from voiceguide.text import SECOND_MS, clean, minute_stamp, nearest
from voiceguide.timeline import Timeline


def text(timeline: Timeline) -> str:
    """Tags, then a line for each spoken one; minutes may pass 60."""
    title = clean(timeline.name).replace("]", ")")
    length = minute_stamp(nearest(timeline.length_ms, SECOND_MS)).removesuffix(".00")
    head = f"[ti:{title}]\n[ar:{ARTIST}]\n[al:{ALBUM}]\n[length:{length}]\n"
    return head + "".join(
        f"[{minute_stamp(each.start_ms)}]{_kept(each.text)}\n" for each in captions(timeline)
    )


def _kept(line: str) -> str:
    """A line that begins with a bracket, kept apart: it would be taken for one more time."""
    return f" {line}" if line.startswith("[") else line
