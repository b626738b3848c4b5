"""The spoken lines with their times: what captions, lyrics and labels share."""

from __future__ import annotations

from msgspec import Struct

from voiceguide.text import clean
from voiceguide.timeline import Timeline, VoiceCue
from voiceguide.units import Ms

WORD_JOINER = "\u2060"
"""Seen and heard by nobody: keeps apart what a reader would take for markup."""


class Caption(Struct, frozen=True):
    """A spoken line; `text` is one line, safe to print, never empty."""

    start_ms: Ms
    end_ms: Ms
    text: str


def captions(timeline: Timeline) -> tuple[Caption, ...]:
    """All spoken lines in order; no two at the same time."""
    texts = ((cue, clean(cue.text)) for cue in timeline.cues if isinstance(cue, VoiceCue))
    return tuple(Caption(cue.at_ms, cue.end_ms, text) for cue, text in texts if text)
