"""A session as sound: from any position, as long as the timeline."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.audio.clip import Clip
from voiceguide.rendering import Rendering
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Segment, Timeline, Tone, VoiceCue, VoiceInfo
from voiceguide.units import Ms, frame_at

LINE = Clip(np.full(frame_at(500), 2000, np.int16))
PIP = Clip(np.full(frame_at(120), 900, np.int16))


def session(*cues: VoiceCue | Tone, length_ms: int = 3001) -> Timeline:
    return Timeline(
        routine="short",
        name="Short",
        length_ms=Ms(length_ms),
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=(Segment(Ms(0), Ms(length_ms), "opening", "Short"),),
        cues=cues,
    )


def rendering() -> Rendering:
    timeline = session(
        VoiceCue(Ms(333), Ms(500), "Hello.", "opening"),
        Tone(Ms(1001), Ms(120), "pip", "countdown"),
        VoiceCue(Ms(1500), Ms(500), "Hello.", "opening"),
        Tone(Ms(2881), Ms(120), "pip", "countdown"),
    )
    return Rendering(timeline, {"Hello.": LINE}, {"pip": PIP})


def test_each_cue_begins_at_the_frame_of_its_time() -> None:
    made = rendering()
    sound = made.block(0, made.frames) * 32768
    onsets = np.flatnonzero((sound != 0) & (np.roll(sound, 1) == 0))
    assert onsets.tolist() == [frame_at(at_ms) for at_ms in (333, 1001, 1500, 2881)]
    assert set(sound.tolist()) == {0, 900, 2000}


def test_it_is_as_long_as_the_timeline_and_silent_beyond() -> None:
    made = rendering()
    assert made.frames == frame_at(3001)
    last = made.block(made.frames - 10, 30)
    assert len(last) == 30
    assert not last[10:].any()
    assert not made.block(10 * made.frames, 5).any()


@given(st.integers(1, 50_000))
def test_blocks_of_any_length_are_the_whole_session(frames_per_block: int) -> None:
    made = rendering()
    blocks = list(made.blocks(max(frames_per_block, 500)))
    assert np.array_equal(np.concatenate(blocks), made.block(0, made.frames))


def test_blocks_without_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        next(rendering().blocks(0))


@pytest.mark.parametrize(
    ("clips", "tones", "said"),
    [
        ({}, {"pip": PIP}, "no clip for the line 'Hello.' at 333 ms"),
        ({"Hello.": LINE}, {}, "no clip for the tone 'pip' at 1001 ms"),
        ({"Hello.": LINE}, {"pip": LINE}, "the tone 'pip' at 1001 ms lasts 500 ms, not 120 ms"),
    ],
)
def test_a_missing_or_too_long_clip_is_refused_at_birth(
    clips: dict[str, Clip], tones: dict[str, Clip], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Rendering(rendering().timeline, clips, tones)


def test_a_clip_that_fills_its_cue_to_the_nearest_frame_is_taken() -> None:
    """8 ms are 352.8 frames: the nearest whole one is a hair longer."""
    timeline = session(VoiceCue(Ms(100), Ms(8), "Eight.", "number"))
    clip = Clip(np.full(frame_at(8), 2000, np.int16))
    assert clip.length_ms == 9
    assert Rendering(timeline, {"Eight.": clip}, {}).block(frame_at(100), 353).all()


def test_a_session_of_nothing_has_no_blocks() -> None:
    nothing = Timeline(
        routine="none",
        name="None",
        length_ms=Ms(0),
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=(),
        cues=(),
    )
    assert list(Rendering(nothing, {}, {}).blocks()) == []
