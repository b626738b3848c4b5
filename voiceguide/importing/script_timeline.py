"""A script as a timeline: its lines one after the other, its pauses to the millisecond.

A pause is what is silent between two lines. Where none is written, there is the air that
every line has after it.
"""

from __future__ import annotations

from collections.abc import Mapping

from voiceguide.compiler.track import AIR_MS, Lengths
from voiceguide.importing.script_text import Bell, Quiet, Script, ScriptChapter, Words
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import (
    LEAD_IN_MS,
    Cue,
    Segment,
    SegmentKind,
    Timeline,
    Tone,
    VoiceCue,
    VoiceInfo,
)
from voiceguide.units import Ms

AFTER_BELL_MS = 2000
"""A bell rings so long alone; then it may ring on under the voice."""
AFTER_END_MS = 1000


def script_timeline(
    script: Script,
    id: str,
    lengths: Lengths,
    tones: Mapping[str, Ms],
    *,
    voice: VoiceInfo,
    options: SessionOptions,
    language: str,
) -> Timeline:
    """Lay a script out: the lead-in, its parts with a number for each heading, the end tone.

    Pure over `lengths` and `tones`: the same script and lengths give the same timeline.
    """
    layout = _Layout(script.name, lengths, tones)
    for part in script.parts:
        layout.add(part)
    layout.close()
    return Timeline(
        routine=id,
        name=script.name,
        length_ms=Ms(layout.now),
        voice=voice,
        options=options,
        segments=tuple(layout.segments),
        cues=tuple(sorted(layout.cues, key=lambda cue: cue.at_ms)),
        language=language,
    )


class _Layout:
    def __init__(self, name: str, lengths: Lengths, tones: Mapping[str, Ms]) -> None:
        self.lengths = lengths
        self.tones = tones
        self.name = name
        self.label, self.item = name, 0
        self.segments: list[Segment] = []
        self.cues: list[Cue] = [Tone(Ms(0), tones["lead-in"], "lead-in", "lead-in")]
        self.now = 0
        self.air_ms = 0
        """Not yet laid out: silence that comes before the next line, if no pause does."""
        self.ringing_until = 0
        self.segment("opening", LEAD_IN_MS)

    def add(self, part: Words | Quiet | Bell | ScriptChapter) -> None:
        if not isinstance(part, ScriptChapter):
            self.item = self.item or 1  # what comes before the first heading
        match part:
            case ScriptChapter(title=title):
                self.breathe()
                self.label, self.item = title, self.item + 1
            case Words(text=text):
                self.breathe()
                length = self.lengths[text]
                self.cues.append(VoiceCue(Ms(self.now), length, text, "note"))
                self.segment("note", self.now + length)
                self.air_ms = AIR_MS
            case Quiet(length_ms=length_ms):
                self.segment("rest", self.now + length_ms)
                self.air_ms = 0
            case Bell():
                self.breathe()
                self.cues.append(Tone(Ms(self.now), self.tones["bell"], "bell", "note"))
                self.ringing_until = self.now + self.tones["bell"]
                self.segment("note", self.now + AFTER_BELL_MS)
                self.air_ms = 0

    def breathe(self) -> None:
        """The air after a line belongs to it."""
        self.segment("note", self.now + self.air_ms)
        self.air_ms = 0

    def segment(self, kind: SegmentKind, until: int) -> None:
        """From `now` to `until`, as one with the segment before it if they are alike."""
        if until <= self.now:
            return
        item = self.item if kind in ("note", "rest") else None
        label = self.label if item else self.name
        last = self.segments[-1] if self.segments else None
        start = self.now
        if last and (last.kind, last.label, last.item) == (kind, label, item):
            start = last.start_ms
            self.segments.pop()
        self.segments.append(Segment(Ms(start), Ms(until), kind, label, item=item))
        self.now = until

    def close(self) -> None:
        self.breathe()
        start = max(self.now, self.ringing_until)
        self.cues.append(Tone(Ms(start), self.tones["end"], "end", "end"))
        self.segment("closing", start + self.tones["end"] + AFTER_END_MS)
