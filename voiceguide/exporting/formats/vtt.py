"""WebVTT captions (W3C): the spoken lines, for players on the web."""

from __future__ import annotations

from voiceguide.exporting.script.captions import captions
from voiceguide.text import stamp
from voiceguide.timeline import Timeline


def text(timeline: Timeline) -> str:
    """A numbered cue for each spoken line, to the millisecond."""
    cues = (
        f"\n{number}\n{stamp(each.start_ms)} --> {stamp(each.end_ms)}\n{_escaped(each.text)}\n"
        for number, each in enumerate(captions(timeline), 1)
    )
    return "WEBVTT\n" + "".join(cues)


def _escaped(line: str) -> str:
    """As text: what would be a tag, an entity or an arrow is written as entities."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
