from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.audio.clip import Clip
from voiceguide.audio.mixer import CEILING
from voiceguide.cli.programme import Programme, Spot
from voiceguide.rendering import Rendering
from voiceguide.timeline import Options, Segment, Timeline, Tone, VoiceInfo
from voiceguide.units import Ms, frame_at


def rendering(length_ms: int, level: int) -> Rendering:
    """A tone of a constant level, as long as the session."""
    timeline = Timeline(
        routine="x",
        name="X",
        length_ms=Ms(length_ms),
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=Options("gentle", "normal", "normal", "tones", "none", "fade", (), 0),
        segments=(Segment(Ms(0), Ms(length_ms), "opening", "X"),),
        cues=(Tone(Ms(0), Ms(length_ms), "start", "start"),),
    )
    pcm = np.full(frame_at(length_ms), level, np.int16)
    return Rendering(timeline, {}, {"start": Clip(pcm)})


def whole(programme: Programme, sizes: Sequence[int]) -> np.ndarray:
    blocks, at = [], 0
    for size in sizes:
        blocks.append(programme.block(at, size))
        at += size
    return np.concatenate(blocks)


PARTS = (rendering(100, 1000), rendering(250, -2000))


def test_the_parts_follow_each_other_without_a_gap() -> None:
    programme = Programme(PARTS)
    first, second = PARTS[0].frames, PARTS[1].frames
    assert programme.frames == first + second
    sound = programme.block(0, programme.frames)
    assert np.all(sound[:first] == np.float32(1000 / 32768))
    assert np.all(sound[first:] == np.float32(-2000 / 32768))


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=8))
def test_blocks_of_any_size_give_the_same_sound(sizes: list[int]) -> None:
    programme = Programme(PARTS, volume_percent=140)
    assert np.array_equal(whole(programme, sizes), programme.block(0, sum(sizes)))


def test_the_volume_scales_and_what_is_too_loud_is_limited() -> None:
    loud = rendering(50, 20_000)
    softer = Programme([loud], volume_percent=50).block(0, 10)
    assert np.allclose(softer, 10_000 / 32768, atol=1e-4)
    assert not Programme([loud], volume_percent=0).block(0, 10).any()
    louder = Programme([loud], volume_percent=150).block(0, 10)
    assert 0.7 < louder[0] <= CEILING


@pytest.mark.parametrize(
    ("position_ms", "spot"),
    [(0, (0, 0)), (99, (0, 99)), (100, (1, 0)), (349, (1, 249)), (350, (1, 250)), (999, (1, 250))],
)
def test_a_position_lies_in_one_part(position_ms: int, spot: tuple[int, int]) -> None:
    assert Programme(PARTS).spot(position_ms) == Spot(spot[0], Ms(spot[1]))


def test_there_is_no_programme_of_nothing() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        Programme([])
