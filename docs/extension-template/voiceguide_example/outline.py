"""An export format: one line for each segment."""

from __future__ import annotations

from voiceguide.exporting import Format
from voiceguide.timeline import Timeline

FORMAT = Format("text", "voiceguide_example.outline", "an outline of the session")


def text(timeline: Timeline) -> str:
    """The whole file; the same for the same timeline."""
    return "".join(
        f"{segment.start_ms} {segment.kind} {segment.label}\n" for segment in timeline.segments
    )
