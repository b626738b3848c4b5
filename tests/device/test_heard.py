"""A recording is taken apart into what was heard whole, in part, or strangely."""

from __future__ import annotations

import numpy as np
import pytest

from tests.device.heard import Begun, take_apart
from tests.device.recorded import HEARD_RATE_HZ, RATE_HZ, Signal, lowered, shifted


def line(seed: int, seconds: float) -> Signal:
    """Noise in syllables, as unlike any other as a line is."""
    noise = np.random.default_rng(seed).normal(0, 0.1, int(seconds * HEARD_RATE_HZ))
    at = np.arange(len(noise)) / HEARD_RATE_HZ
    return lowered((noise * np.abs(np.sin(2 * np.pi * 2 * at)) + 1e-5).astype(np.float32))


LINES = {"one": line(1, 1.5), "two": line(2, 2.0), "three": line(3, 0.6)}
TONE = (0.2 * np.sin(2 * np.pi * 800 * np.arange(2500) / RATE_HZ)).astype(np.float32)
SOUNDS = {**LINES, "<tone>": TONE}


def heard(*placed: tuple[float, Signal]) -> Signal:
    out = np.random.default_rng(9).normal(0, 1e-4, 20 * RATE_HZ).astype(np.float32)
    for at_s, sound in placed:
        first = int(at_s * RATE_HZ)
        out[first : first + len(sound)] += sound
    return out


def test_lines_are_found_whole_where_they_are() -> None:
    found, rests = take_apart(heard((1.0, LINES["one"]), (5.0, 0.6 * LINES["two"])), SOUNDS)
    assert [each.name for each in found] == ["one", "two"]
    assert [each.at_s for each in found] == pytest.approx([1, 5], abs=1e-4)
    assert found[1].gain == pytest.approx(0.6, abs=0.01)
    assert all(each.whole for each in found)
    assert not rests


def test_a_place_between_samples_is_told_to_a_hundredth_of_a_millisecond() -> None:
    moved = shifted(LINES["two"], 0.37)
    found, _ = take_apart(heard((2.0, moved)), SOUNDS)
    assert found[0].at_s == pytest.approx(2 + 0.37 / RATE_HZ, abs=1e-5)


def test_a_tone_over_a_line_hides_neither() -> None:
    found, rests = take_apart(heard((1.0, LINES["two"]), (1.7, TONE)), SOUNDS)
    assert [(each.name, each.whole) for each in found] == [("two", True), ("<tone>", True)]
    assert not rests


def test_a_line_that_was_cut_late_is_not_whole() -> None:
    cut = LINES["two"][: int(1.6 * RATE_HZ)]
    found, _ = take_apart(heard((1.0, cut)), SOUNDS)
    assert found[0].heard_s == pytest.approx(1.6, abs=0.05)
    assert not found[0].whole


def test_a_line_that_was_cut_early_is_found_as_far_as_it_went() -> None:
    cut = LINES["two"][: int(0.6 * RATE_HZ)]
    found, rests = take_apart(heard((1.0, cut)), SOUNDS, [Begun("two", 0.7, 1.3, 1.9)])
    assert [each.name for each in found] == ["two"]
    assert found[0].heard_s == pytest.approx(0.6, abs=0.05)
    assert not found[0].whole
    assert not rests


def test_a_tone_over_the_beginning_of_a_line_that_was_cut_is_found() -> None:
    cut = LINES["two"][: int(0.9 * RATE_HZ)]
    begun = [Begun("two", 0.7, 1.3, 2.1)]
    found, rests = take_apart(heard((1.0, cut), (1.0, 0.3 * TONE)), SOUNDS, begun)
    assert sorted(each.name for each in found) == ["<tone>", "two"]
    assert not rests


def test_a_line_that_is_not_there_is_not_found() -> None:
    found, _ = take_apart(heard((1.0, LINES["one"])), SOUNDS, [Begun("two", 0.7, 1.3, 2.1)])
    assert [each.name for each in found] == ["one"]


def test_the_second_half_of_a_line_is_told_from_its_beginning() -> None:
    half = LINES["two"][int(1.3 * RATE_HZ) :]
    _, rests = take_apart(heard((3.0, half)), SOUNDS)
    assert rests[0].name == "two"
    assert rests[0].from_s == pytest.approx(1.3, abs=0.05)


def test_two_lines_at_once_are_both_found() -> None:
    found, _ = take_apart(heard((1.0, LINES["two"]), (1.4, LINES["one"])), SOUNDS)
    assert sorted(each.name for each in found) == ["one", "two"]


def test_a_click_is_left_over() -> None:
    samples = heard((1.0, LINES["one"]))
    samples[8 * RATE_HZ : 8 * RATE_HZ + 4] = 0.5
    _, rests = take_apart(samples, SOUNDS)
    assert [(round(rest.at_s), rest.name) for rest in rests] == [(8, None)]


def test_a_recording_comes_down_to_the_lower_rate_in_its_place() -> None:
    at = np.arange(30 * HEARD_RATE_HZ) / HEARD_RATE_HZ
    wave = np.sin(2 * np.pi * 1000 * at).astype(np.float32)
    low = lowered(wave)
    expected = np.sin(2 * np.pi * 1000 * np.arange(len(low)) / RATE_HZ)
    assert np.abs(low[100:-100] - expected[100:-100]).max() < 0.001
