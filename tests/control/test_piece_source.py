from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.control.test_silence_windows import TIMELINE
from voiceguide.audio.clip import Clip, Samples
from voiceguide.audio.ducking import DUCKED, Ducking
from voiceguide.control.piece_source import (
    PieceSource,
    PlaybackPosition,
    interlude,
    silence,
    stretch,
)
from voiceguide.units import Ms, frame_at


class Ramp:
    """Frame n sounds as n millionths."""

    def block(self, first_frame: int, frames: int) -> Samples:
        return np.arange(first_frame, first_frame + frames, dtype=np.float32) / 1e6


PLACE = PlaybackPosition(0, Ms(100))
SOURCE = PieceSource(
    [
        silence(PLACE, 50),
        interlude(PLACE, [(0, Clip(np.full(30, 16_384, np.int16)))], 1),
        stretch(Ramp(), 0, 100, 110),
        silence(PlaybackPosition(0, Ms(110)), 400),
    ]
)


def test_the_pieces_follow_each_other() -> None:
    sound = SOURCE.block(0, SOURCE.frames)
    assert SOURCE.frames == 50 + 44 + (frame_at(110) - frame_at(100)) + 400
    assert not sound[:50].any()
    assert np.all(sound[50:80] == 0.5)
    assert sound[94] == np.float32(frame_at(100) / 1e6)
    assert not sound[-400:].any()


def test_the_place_moves_in_the_session_only() -> None:
    assert SOURCE.position(0) == SOURCE.position(93) == PLACE
    assert SOURCE.position(94 + 221) == PlaybackPosition(0, Ms(105))
    assert SOURCE.position(SOURCE.frames) == PlaybackPosition(0, Ms(110))


@given(st.lists(st.integers(1, 300), min_size=1, max_size=20))
def test_blocks_of_any_size_are_the_same_sound(sizes: list[int]) -> None:
    whole, at = SOURCE.block(0, sum(sizes)), 0
    for size in sizes:
        assert np.array_equal(SOURCE.block(at, size), whole[at : at + size])
        at += size


def test_music_is_silent_in_a_pause_plays_in_a_wait_and_is_soft_under_words() -> None:
    source = PieceSource(
        [
            silence(PLACE, 50),
            interlude(PLACE, [(0, Clip(np.full(30, 16_384, np.int16)))], 1),
            stretch(Ramp(), 0, 5000, 14_000, Ducking([(6000, 7000)], 14_000)),
            silence(PlaybackPosition(0, Ms(14_000)), 400, music=1.0),
        ]
    )
    room = source.room(0, source.frames + 10)
    begins = 94 - frame_at(5000)
    assert not room[:50].any()
    assert np.allclose(room[50:94], DUCKED)
    assert np.allclose(room[begins + frame_at(6000) : begins + frame_at(7000)], DUCKED)
    assert room[begins + frame_at(14_000) - 1] < 0.001
    assert np.all(room[-410:-10] == 1)
    assert not room[-10:].any()


def test_silence_of_the_session_may_wait_or_be_left_out() -> None:
    source = PieceSource(
        [silence(PLACE, 1000), stretch(Ramp(), 0, 5000, 12_000, timeline=TIMELINE)]
    )
    assert source.spare(500, None) == (0, 0)
    after_ms = 12_000 - 10_000
    assert source.spare(1000 + frame_at(5000), None) == (frame_at(4900), frame_at(after_ms))


def test_what_was_lost_in_another_piece_is_not_taken_from_a_hold() -> None:
    source = PieceSource(
        [silence(PLACE, 1000), stretch(Ramp(), 0, 20_000, 50_000, timeline=TIMELINE)]
    )
    frame = 1000 + frame_at(10_000)
    assert source.spare(frame, 500).after == 0
    assert source.spare(frame, 1000 + frame_at(3000)).after == frame_at(15_000)
