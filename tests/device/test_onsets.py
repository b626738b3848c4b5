"""The measures themselves: they find what is wrong with a recording, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from tests.device.alike import beside
from tests.device.onsets import Named, Signal, compare, find_named, find_whole, split_covered
from tests.device.tones import tone

RATE_HZ = 48_000
NAMES = ("lead-in", "start", "pip", "pip-next", "done", "acknowledged", "end")
SOUNDS = {name: tone(name) for name in NAMES}
DUE: list[Named] = [
    ("lead-in", 500.0), ("start", 3000.0), ("pip", 9000.0), ("pip", 10_000.0), ("pip", 11_000.0),
    ("done", 12_000.0), ("start", 15_500.0), ("pip-next", 21_000.0), ("done", 24_000.0),
    ("end", 28_000.0),
]  # fmt: skip
SECONDS = 30


def line(seed: int, seconds: float) -> Signal:
    """Noise in syllables, as unlike any other as a line is."""
    noise = np.random.default_rng(seed).normal(0, 0.1, int(seconds * RATE_HZ))
    at = np.arange(len(noise)) / RATE_HZ
    return (noise * np.abs(np.sin(2 * np.pi * 2 * at))).astype(np.float32)


def session(due: list[Named] = DUE, *, lines: bool = True) -> Signal:
    """Such a session as its file has it."""
    out = np.zeros(SECONDS * RATE_HZ, np.float32)
    for number, at_s in enumerate((1.6, 4.8, 17.0, 25.5) if lines else ()):
        spoken = line(number, 1.3)
        out[int(at_s * RATE_HZ) :][: len(spoken)] += spoken
    for name, at_ms in due:
        out[round(at_ms * RATE_HZ / 1000) :][: len(SOUNDS[name])] += SOUNDS[name]
    return out


def recorded(
    file: Signal, *, after_s: float = 1.25, gap_at_s: float = 0, gap_ms: float = 0
) -> Signal:
    """As a sound server gives it: later, a little softer, with hiss, and a gap where one is."""
    at, gap = int(gap_at_s * RATE_HZ), np.zeros(int(gap_ms * RATE_HZ / 1000), np.float32)
    before = np.zeros(int(after_s * RATE_HZ), np.float32)
    whole = np.float32(0.9) * np.concatenate([before, file[:at], gap, file[at:], before])
    hiss = np.random.default_rng(9).normal(0, 1e-5, len(whole)).astype(np.float32)
    return np.asarray(whole + hiss, np.float32)


def test_every_tone_is_found_under_its_own_name() -> None:
    found = find_named(recorded(session()), SOUNDS, RATE_HZ)
    assert [name for name, _ in found] == [name for name, _ in DUE]
    assert [at for _, at in found] == pytest.approx([at + 1250 for _, at in DUE], abs=0.02)


def test_a_recording_as_it_should_be_has_no_errors() -> None:
    errors = compare(find_named(recorded(session()), SOUNDS, RATE_HZ), DUE)
    assert (errors.count, errors.missing, errors.extra) == (len(DUE), 0, 0)
    assert errors.max_ms < 0.02
    assert abs(errors.drift_ms) < 0.02


@pytest.mark.parametrize("number", range(len(DUE)))
def test_a_tone_that_is_missing_is_told_and_no_other_is_taken_for_it(number: int) -> None:
    there = DUE[:number] + DUE[number + 1 :]
    errors = compare(find_named(recorded(session(there)), SOUNDS, RATE_HZ), DUE)
    assert (errors.count, errors.missing, errors.extra) == (len(DUE) - 1, 1, 0)
    assert errors.max_ms < 0.02


def test_a_tone_that_is_late_is_told_by_how_much() -> None:
    late = [*DUE[:5], ("done", 12_030.0), *DUE[6:]]
    errors = compare(find_named(recorded(session(late)), SOUNDS, RATE_HZ), DUE)
    assert errors.missing == 0
    assert errors.max_ms == pytest.approx(30, abs=0.02)
    assert errors.median_ms < 0.02


def test_a_tone_that_answers_a_command_is_extra_and_moves_nothing() -> None:
    more = sorted([*DUE, ("acknowledged", 15_250.0)], key=lambda each: each[1])
    errors = compare(find_named(recorded(session(more)), SOUNDS, RATE_HZ), DUE)
    assert (errors.missing, errors.extra) == (0, 1)
    assert errors.max_ms < 0.02


def test_one_that_is_heard_twice_is_extra() -> None:
    more = sorted([*DUE, ("pip", 9200.0)], key=lambda each: each[1])
    errors = compare(find_named(recorded(session(more)), SOUNDS, RATE_HZ), DUE)
    assert (errors.missing, errors.extra) == (0, 1)


def test_the_first_that_is_missing_does_not_move_all_others() -> None:
    errors = compare([(name, at + 700) for name, at in DUE[1:]], DUE)
    assert (errors.missing, errors.max_ms) == (1, 0)


def test_a_clock_that_runs_ahead_is_drift() -> None:
    errors = compare([(name, at * 1.0004) for name, at in DUE], DUE)
    assert errors.drift_ms == pytest.approx(27_500 * 0.0004, abs=0.5)
    assert errors.missing == 0


def test_without_any_sound_all_is_missing() -> None:
    errors = compare([], DUE)
    assert (errors.count, errors.missing, errors.extra) == (0, len(DUE), 0)


def test_a_recording_as_exported_is_alike_in_every_second() -> None:
    alike = beside(recorded(session()), session(), RATE_HZ)
    assert alike.began_s == 1.25
    assert alike.seconds > 12
    assert alike.unlike_s == []
    assert alike.steps == []
    assert abs(alike.drift_ms) < 0.01


@pytest.mark.parametrize("at_s", [8.5, 16.0, 18.0])
def test_a_gap_is_found_where_it_is_and_nothing_else(at_s: float) -> None:
    """In silence, on the edge of a second, and inside of a line."""
    alike = beside(recorded(session(), gap_at_s=at_s, gap_ms=20), session(), RATE_HZ)
    (step,) = alike.steps
    assert step.by_ms == pytest.approx(20, abs=0.02)
    assert at_s <= step.at_s <= at_s + 2
    assert len(alike.unlike_s) <= 1
    assert abs(alike.drift_ms) < 0.02


def test_a_tone_that_is_missing_is_a_second_unlike_the_file() -> None:
    alike = beside(recorded(session([*DUE[:5], *DUE[6:]])), session(), RATE_HZ)
    assert alike.unlike_s == [12.0]
    assert alike.steps == []


def test_another_clock_is_drift_and_no_gap() -> None:
    file, at = session(), np.arange(SECONDS * RATE_HZ)
    slow = np.interp(at * 1.00004, at, file).astype(np.float32)
    alike = beside(recorded(slow), file, RATE_HZ)
    assert alike.steps == []
    assert alike.drift_ms == pytest.approx(-27_000 * 0.00004, abs=0.3)


def test_a_tone_under_words_is_not_judged() -> None:
    cues = [
        {"kind": "tone", "sound": "start", "at_ms": 1000, "length_ms": 470},
        {"kind": "tone", "sound": "pip", "at_ms": 3000, "length_ms": 120},
        {"kind": "voice", "at_ms": 3050, "length_ms": 900},
    ]
    found: list[Named] = [("start", 1700.0), ("pip", 3780.0), ("pip", 5000.0)]
    assert split_covered(found, cues) == ([found[0], found[2]], [("start", 1000.0)])


def noise(length: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(length).astype(np.float32)


def test_a_line_is_whole_though_it_has_a_gap_and_not_where_it_is_cut_short() -> None:
    rate_hz, line = 8000, noise(16_000, 1)
    gap = np.zeros(800, np.float32)
    torn = np.concatenate([gap, line[:5000], gap, line[5000:], gap])
    assert find_whole(torn, line, rate_hz) == pytest.approx([800], abs=1)
    late = np.concatenate([gap, line[:14_500], gap[:120], line[14_500:], gap])
    assert find_whole(late, line, rate_hz) == pytest.approx([800], abs=1)
    for end in (12_000, 15_000):
        assert find_whole(np.concatenate([gap, line[:end], gap]), line, rate_hz) == []
    assert find_whole(noise(40_000, 2), line, rate_hz) == []
