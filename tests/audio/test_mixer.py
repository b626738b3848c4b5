"""The mix: exact places, the same in any blocks, never too loud."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.audio.clip import Clip, Samples
from voiceguide.audio.mixer import CEILING, KNEE, Mixer, limit

LENGTH = 3000


def clip(frames: int, level: int = 1000) -> Clip:
    return Clip(np.full(frames, level, np.int16))


@st.composite
def sounds(draw: st.DrawFn) -> list[tuple[int, Clip]]:
    """Up to 12 sounds of noise; some loud, some overlapping, some running past the end."""
    made = []
    for _ in range(draw(st.integers(0, 12))):
        rng = np.random.default_rng(draw(st.integers(0, 999)))
        level = draw(st.sampled_from([50, 9_000, 32_767]))
        noise = rng.integers(-level - 1, level, draw(st.integers(1, 900)), dtype=np.int16)
        made.append((draw(st.integers(0, LENGTH)), Clip(noise)))
    return made


def whole(mixer: Mixer) -> Samples:
    return mixer.block(0, LENGTH)


def test_a_sound_begins_at_its_frame_and_is_unchanged_below_the_knee() -> None:
    noise = np.random.default_rng(1).integers(-20_000, 20_000, 500, dtype=np.int16)
    mix = whole(Mixer([(700, Clip(noise))]))
    assert not mix[:700].any()
    assert (mix[700:1200] * 32768 == noise).all()
    assert not mix[1200:].any()


@given(sounds(), st.lists(st.integers(0, 700), min_size=1, max_size=20))
def test_the_mix_is_the_same_in_any_block_size(
    placed: list[tuple[int, Clip]], lengths: list[int]
) -> None:
    mixer = Mixer(placed)
    parts, first = [], 0
    for length in lengths:
        parts.append(mixer.block(first, length))
        first += length
    assert np.array_equal(np.concatenate(parts), mixer.block(0, first))


@given(sounds(), st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_any_block_is_a_cut_from_the_whole(
    placed: list[tuple[int, Clip]], first: int, length: int
) -> None:
    mixer = Mixer(placed)
    assert np.array_equal(mixer.block(first, length), mixer.block(0, first + length)[first:])


@given(sounds())
def test_the_order_in_which_sounds_are_given_does_not_matter(
    placed: list[tuple[int, Clip]],
) -> None:
    assert np.array_equal(whole(Mixer(placed)), whole(Mixer(placed[::-1])))


@given(sounds())
def test_the_sum_never_passes_the_ceiling_and_keeps_its_sign(
    placed: list[tuple[int, Clip]],
) -> None:
    mix = whole(Mixer(placed))
    plain = np.zeros(LENGTH)
    for first, sound in placed:
        inside = sound.pcm[: LENGTH - first]
        plain[first : first + len(inside)] += inside
    plain /= 32768
    assert np.abs(mix).max(initial=0) <= CEILING
    soft = np.abs(plain) <= KNEE
    assert np.array_equal(mix[soft], plain[soft].astype(np.float32))
    assert (np.sign(mix) == np.sign(plain)).all()


def test_a_long_sound_is_found_from_its_middle_though_short_ones_follow_it() -> None:
    mixer = Mixer([(0, clip(2500)), *((10 * n, clip(5, 1)) for n in range(1, 200))])
    assert (mixer.block(2100, 100) * 32768 == 1000).all()


def test_a_mix_of_nothing_is_silence_of_the_asked_length() -> None:
    assert not Mixer([]).block(12_345, 64).any()
    assert len(Mixer([(0, clip(5))]).block(3, 0)) == 0


def test_a_block_is_the_callers_own_to_change() -> None:
    mixer = Mixer([(0, clip(100))])
    mixer.block(0, 100)[:] = 1
    assert (mixer.block(0, 100) * 32768 == 1000).all()


@pytest.mark.parametrize(("first", "frames"), [(-1, 10), (0, -1)])
def test_a_negative_position_or_length_is_refused(first: int, frames: int) -> None:
    with pytest.raises(ValueError, match="block"):
        Mixer([]).block(first, frames)


def test_a_sound_before_the_session_is_refused() -> None:
    with pytest.raises(ValueError, match="before the session"):
        Mixer([(-1, clip(1))])


def test_the_limiter_rises_without_a_step_and_without_a_corner() -> None:
    levels = np.linspace(0, 4, 400_001).astype(np.float32)
    bent = levels.copy()
    limit(bent)
    slope = np.diff(bent.astype(np.float64)) / np.diff(levels.astype(np.float64))
    assert (bent[levels <= KNEE] == levels[levels <= KNEE]).all()
    smooth = slope.reshape(-1, 1000).mean(axis=1)
    assert smooth.min() >= 0
    assert np.abs(np.diff(smooth)).max() < 0.08, "a corner"
    mirrored = -levels
    limit(mirrored)
    assert (mirrored == -bent).all()
