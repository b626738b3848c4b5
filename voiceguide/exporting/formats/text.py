"""The script as plain text, to read at a desk or aloud."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.exporting.script.sheet import Section, sheet
from voiceguide.text import exact_clock
from voiceguide.timeline import Timeline


def text(timeline: Timeline) -> str:
    """Header, a section for each exercise with a row per cue and stretch, and the notes."""
    session = sheet(timeline)
    width = len(exact_clock(timeline.length_ms))
    lines = [session.title, "=" * max(3, len(session.title)), *session.facts]
    for section in session.sections:
        lines += ["", section.title, *_rows(section, width)]
    if session.notes:
        lines += ["", "Notes", *(f"  - {note}" for note in session.notes)]
    return "\n".join(lines) + "\n"


def _rows(section: Section, width: int) -> Iterator[str]:
    for row in section.rows:
        yield f"  {exact_clock(row.at_ms):>{width}}  {row.kind:<4}  {row.what}"
