"""The timeline: what it refuses to be, and the questions it answers."""

from __future__ import annotations

import pytest

from tests.kit import compiled
from voiceguide.timeline import (
    Cue,
    Options,
    Segment,
    SegmentKind,
    Timeline,
    Tone,
    Voice,
    VoiceInfo,
)
from voiceguide.units import Ms

INFO = VoiceInfo("test", "test", 140, measured=False)
OPTIONS = Options("gentle", "normal", "normal", "tones", "normal", "fade", (), 0)


def segment(start: int, end: int, kind: SegmentKind = "move") -> Segment:
    return Segment(Ms(start), Ms(end), kind, "Own")


def voice(at: int, length: int) -> Voice:
    return Voice(Ms(at), Ms(length), "Hello.", "instruction")


def pip(at: int) -> Tone:
    return Tone(Ms(at), Ms(120), "pip", "countdown")


def timeline(*cues: Cue, segments: tuple[Segment, ...] = (segment(0, 10_000),)) -> Timeline:
    return Timeline("own", "Own", Ms(10_000), INFO, OPTIONS, segments, cues)


@pytest.mark.parametrize(
    "segments",
    [
        (segment(0, 4000), segment(5000, 10_000)),  # a gap
        (segment(0, 6000), segment(5000, 10_000)),  # an overlap
        (segment(0, 5000), segment(5000, 5000), segment(5000, 10_000)),  # nothing
        (segment(0, 9000),),  # ends too early
        (segment(0, 11_000),),  # ends too late
        (segment(1000, 10_000),),  # begins too late
        (),
    ],
)
def test_segments_lie_end_to_end_over_the_session(segments: tuple[Segment, ...]) -> None:
    with pytest.raises(ValueError, match=r"gap|end at"):
        timeline(segments=segments)


@pytest.mark.parametrize(
    ("cues", "wrong"),
    [
        ((voice(3000, 500), voice(1000, 500)), "out of order"),
        ((voice(9800, 500),), "outside the session"),
        ((voice(1000, 2000), voice(2000, 500)), "talks over the line before"),
        ((pip(1000), voice(1100, 500)), "talks over a countdown"),
        ((voice(1000, 500), pip(1400)), "a countdown under a voice"),
    ],
)
def test_nothing_talks_over_anything(cues: tuple[Cue, ...], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        timeline(*cues)


def test_neighbours_may_touch() -> None:
    made = timeline(voice(1000, 500), voice(1500, 500), pip(2000), voice(2120, 100))
    assert len(made.cues) == 4


def test_a_tone_that_is_no_countdown_may_sound_with_the_voice() -> None:
    rise = Tone(Ms(1000), Ms(450), "rise", "rise")
    assert timeline(rise, voice(1000, 700)).voices == (voice(1000, 700),)


def test_between_takes_the_start_and_leaves_the_stop() -> None:
    made = timeline(voice(1000, 500), pip(2000), pip(3000))
    assert made.between(1000, 3000) == made.cues[:2]
    assert made.between(3000, 3000) == ()
    assert made.between(0, 10_000) == made.cues


def test_between_windows_share_no_cue() -> None:
    cues = compiled("hamstring-stretch").timeline
    edges = range(0, cues.length_ms + 5000, 5000)
    windows = [cues.between(start, start + 5000) for start in edges]
    assert tuple(cue for window in windows for cue in window) == cues.cues


def test_a_time_belongs_to_the_segment_that_starts_with_it() -> None:
    made = timeline(segments=(segment(0, 4000), segment(4000, 10_000, "hold")))
    kinds = [made.segment_at(at).kind for at in (0, 3999, 4000, 9999, 10_000, 99_000)]
    assert kinds == ["move", "move", "hold", "hold", "hold", "hold"]


def test_a_length_is_half_open() -> None:
    assert segment(2000, 5000).length_ms == 3000
    assert voice(2000, 500).end_ms == pip(2380).end_ms == 2500
