"""Labels for Audacity: every line and tone over the sound, as ``start<TAB>end<TAB>label``.

The suffix is ``.labels.txt``, since Audacity opens any text file and has no suffix of its own.
"""

from __future__ import annotations

from voiceguide.text import clean
from voiceguide.timeline import Cue, Timeline, VoiceCue


def text(timeline: Timeline) -> str:
    """A label for each cue in seconds to the millisecond; tones in brackets."""
    return "".join(
        f"{cue.at_ms / 1000:.3f}\t{cue.end_ms / 1000:.3f}\t{_label(cue)}\n" for cue in timeline.cues
    )


def _label(cue: Cue) -> str:
    return clean(cue.text) if isinstance(cue, VoiceCue) else f"[{clean(cue.sound)}]"
