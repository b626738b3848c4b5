"""Which options of a session the commands take, by the names of their fields."""

from __future__ import annotations

from voiceguide.session_options import SHAPING, declared

OF_THE_SESSION = tuple(
    name for name in SHAPING if name in declared() and declared()[name][1].flag is not None
)
"""The options that decide what is in a session."""

OF_PLAY = (
    *OF_THE_SESSION,
    "output",
    "screen",
    "volume_percent",
    "yes",
    "pain",
    "progress",
    "anyway",
    "wait",
    "music",
    "music_percent",
)
"""Those of `voiceguide play`."""
