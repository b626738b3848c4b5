"""LRC lyrics: the spoken lines, for music players; times to the hundredth of a second."""

from __future__ import annotations

from voiceguide.exporting.script.captions import captions
from voiceguide.exporting.script.sheet import clean
from voiceguide.exporting.tags import ALBUM, ARTIST
from voiceguide.timeline import Timeline


def text(timeline: Timeline) -> str:
    """Tags, then a line for each spoken one; minutes may pass 60."""
    title = clean(timeline.name).replace("]", ")")
    minutes, seconds = divmod((timeline.length_ms + 500) // 1000, 60)
    head = f"[ti:{title}]\n[ar:{ARTIST}]\n[al:{ALBUM}]\n[length:{minutes:02}:{seconds:02}]\n"
    return head + "".join(
        f"{_stamp(each.start_ms)}{_kept(each.text)}\n" for each in captions(timeline)
    )


def _stamp(at_ms: int) -> str:
    hundredths = (at_ms + 5) // 10
    seconds = hundredths // 100
    return f"[{seconds // 60:02}:{seconds % 60:02}.{hundredths % 100:02}]"


def _kept(line: str) -> str:
    """A line that begins with a bracket, kept apart: it would be taken for one more time."""
    return f" {line}" if line.startswith("[") else line
