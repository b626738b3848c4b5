"""The numbers of trimming and levelling; every one of them is part of the keys of the cache."""

from __future__ import annotations

from typing import Final

SILENT_DBFS: Final = -45.0
"""A line that is nowhere louder holds no speech."""

BEGINS_DB: Final = -42.0
ENDS_DB: Final = -57.0
"""Under the line's own peak: speech begins with a sound above the first, and ends with the last one
above the second. Neural voices are soft, and end softly."""

KEPT_BEFORE_MS: Final = 8
KEPT_AFTER_MS: Final = 20
FADE_MS: Final = 3
"""What is kept around the speech holds the fades, so that its first and last sound are whole."""

LOUDNESS_LUFS: Final = -19.0
"""Spoken word in mono, of every line for itself: EBU and podcast practice."""

PEAK_DBFS: Final = -1.5
"""Room for what lies between the samples: true peaks stay under -1 dBTP."""

RULES: Final = (
    f"trim {SILENT_DBFS:g} dB, {BEGINS_DB:g} and {ENDS_DB:g} dB, "
    f"{KEPT_BEFORE_MS}+{KEPT_AFTER_MS} ms, "
    f"fade {FADE_MS} ms, level {LOUDNESS_LUFS:g} LUFS, peak {PEAK_DBFS:g} dB, 1"
)
"""All of them in words; the last number counts changes of the code that applies them."""
