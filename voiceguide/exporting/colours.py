"""One colour for each kind of segment, in every picture of a timeline.

Chosen so that holds, movements, words and rests differ in lightness too: the pictures are
read by people who see no colours, and printed in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from voiceguide.timeline import SegmentKind

BACKGROUND = "#fbfaf7"
INK = "#1d2b33"

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "hold": "#1f5a6b",
        "move": "#4f9d8f",
        "breathe": "#7fb6d6",
        "rest": "#dfe6d5",
        "words": "#e8b86b",
    }
)
"""What the legend shows: the name of a family of kinds, and its colour."""

_FAMILY_OF: Mapping[SegmentKind, str] = MappingProxyType(
    {"hold": "hold", "move": "move", "breathe": "breathe", "rest": "rest", "fill": "rest"}
)


def family_of(kind: SegmentKind) -> str:
    """``hold``, ``move``, ``breathe``, ``rest``, or ``words`` for all that is only spoken."""
    return _FAMILY_OF.get(kind, "words")


def colour_of(kind: SegmentKind) -> str:
    """The colour of a segment, as ``#rrggbb``."""
    return FAMILIES[family_of(kind)]
