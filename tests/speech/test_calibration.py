"""From words a minute as heard to an engine's rate, with engines that can be computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import UsageError
from voiceguide.phrases.languages import all_languages
from voiceguide.phrases.spoken import spoken_form
from voiceguide.speech.calibration import Measure, lines_of, rate_for

LINES = {code: each.calibration for code, each in all_languages().items() if each.calibration}


def engine(heard_at: Callable[[int], float]) -> Measure:
    def measure(lines: Sequence[tuple[str, int]]) -> Sequence[float]:
        return [len(text.split()) * 60_000 / heard_at(rate) for text, rate in lines]

    return measure


@given(st.floats(0.8, 1.5), st.floats(-20, 20), st.sampled_from([120, 140, 160]))
def test_the_rate_gives_the_pace_within_a_percent(slope: float, offset: float, pace: int) -> None:
    rate = rate_for(pace, "en", engine(lambda rate: slope * rate + offset))
    assert slope * rate + offset == pytest.approx(pace, rel=0.01)


def test_a_curve_is_followed_too() -> None:
    rate = rate_for(140, "en", engine(lambda rate: 8 * rate**0.6))
    assert 8 * rate**0.6 == pytest.approx(140, rel=0.02)


def test_steps_of_eleven_percent_are_taken_as_near_as_they_come() -> None:
    heard = [100, 111, 123, 137, 152, 168, 187]
    rate = rate_for(140, "en", engine(lambda rate: heard[min(6, max(0, (rate - 80) // 12))]))
    assert heard[min(6, max(0, (rate - 80) // 12))] in (137, 152)


def test_a_pace_out_of_reach_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="60 words a minute") as refusal:
        rate_for(60, "en", engine(lambda rate: max(95, 1.2 * rate)))
    assert "95" in str(refusal.value.hint)


def test_a_language_without_lines_is_refused() -> None:
    with pytest.raises(UsageError, match="'tlh'"):
        lines_of("tlh")


def test_a_dialect_has_the_lines_of_its_language() -> None:
    assert lines_of("en-GB") == LINES["en"]


@pytest.mark.parametrize("language", LINES)
def test_the_lines_are_already_as_they_are_spoken(language: str) -> None:
    assert all(spoken_form(line, language) == line for line in LINES[language])
