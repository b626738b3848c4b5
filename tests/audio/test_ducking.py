"""How loud music may be, at every frame."""

import numpy as np
import pytest

from voiceguide.audio.clip import Samples
from voiceguide.audio.ducking import AHEAD_MS, BACK_MS, DUCKED, FADE_OUT_MS, Ducking
from voiceguide.units import frame_at


def in_db(factor: float) -> float:
    return float(20 * np.log10(factor))


def test_it_is_twelve_decibels_softer_when_a_cue_begins_and_comes_back_after_it() -> None:
    factors = Ducking([(5000, 6000), (6300, 7000)]).factors(0, frame_at(10_000))
    assert factors[frame_at(5000 - AHEAD_MS) - 1] == 1
    assert in_db(factors[frame_at(5000)]) == pytest.approx(-12)
    assert np.allclose(factors[frame_at(5000) : frame_at(7000)], DUCKED)
    assert factors[frame_at(7000 + BACK_MS)] == 1
    assert np.abs(np.diff(factors)).max() < 0.001


def test_the_pips_of_a_countdown_do_not_make_it_pump() -> None:
    pips = [(at, at + 120) for at in (5000, 6000, 7000)]
    factors = Ducking(pips).factors(frame_at(5000), frame_at(2120))
    assert np.allclose(factors, DUCKED)


def test_a_cue_at_the_very_beginning_is_soft_at_once() -> None:
    assert Ducking([(0, 1000)]).factors(0, 1)[0] == pytest.approx(DUCKED)


@pytest.mark.parametrize("end_ms", [None, 20_000])
def test_blocks_of_any_size_are_the_same(end_ms: int | None) -> None:
    cues = [(at, at + 700) for at in range(500, 18_000, 2300)]
    ducking = Ducking(cues, end_ms)
    whole = ducking.factors(0, frame_at(21_000))
    sizes = np.random.default_rng(1).integers(1, 9000, 400)
    parts: list[Samples] = []
    at = 0
    for size in sizes:
        parts.append(ducking.factors(at, int(size)))
        at += int(size)
    assert np.array_equal(np.concatenate(parts)[: len(whole)], whole)


def test_it_fades_out_towards_the_end_and_stays_away() -> None:
    factors = Ducking([], 20_000).factors(0, frame_at(25_000))
    assert factors[frame_at(20_000 - FADE_OUT_MS)] == pytest.approx(1)
    assert np.all(np.diff(factors[frame_at(20_000 - FADE_OUT_MS) :]) <= 0)
    assert not factors[frame_at(20_000) :].any()


def test_no_cues_are_no_ducking() -> None:
    assert np.all(Ducking([]).factors(12_345, 1000) == 1)
