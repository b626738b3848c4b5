"""Milliseconds, frames and decibels: the only conversions between them."""

from typing import NewType

Ms = NewType("Ms", int)
"""Whole milliseconds; a session time counts from the session's start."""

MINUTE_MS = 60_000

SAMPLE_RATE_HZ = 44_100
"""The one rate of clips, mixer, sinks and exported audio."""


def frame_at(at_ms: int, sample_rate_hz: int = SAMPLE_RATE_HZ) -> int:
    """The frame nearest to a session time; never add up rounded lengths."""
    return (at_ms * sample_rate_hz + 500) // 1000


def ms_at(frame: int, sample_rate_hz: int = SAMPLE_RATE_HZ) -> Ms:
    """The whole millisecond nearest to a frame."""
    return Ms((frame * 1000 + sample_rate_hz // 2) // sample_rate_hz)


def amplitude(level_db: float) -> float:
    """The factor of a level in decibels: 0 dB is 1.0, -6.02 dB is 0.5."""
    return float(10.0 ** (level_db / 20.0))
