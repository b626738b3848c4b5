from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.control.conftest import Led
from voiceguide.control.answers import ENTER_MS, LATE_MS, TEN_MS, Digits, Typed, question_at

Lead = Callable[..., Led]

ASKS = """\
name: Asks
opening: {say: [Hello.], safety: none}
closing: {say: [The end.]}
items:
  - {do: calf-stretch, reps: 1, sets: 1, hold: 20 s}
  - ask: pain
  - {do: hamstring-stretch, reps: 1, sets: 1, hold: 20 s}
"""


def typed(*keys: tuple[str | None, int]) -> list[Typed]:
    """What came of keys at their times, without those that meant nothing."""
    digits = Digits()
    came = [digits.press(key, at_ms) for key, at_ms in keys]
    return [each for each in came if each != Typed()]


@pytest.mark.parametrize("digit", [0, 2, 3, 9])
def test_a_digit_is_an_answer_at_once(digit: int) -> None:
    assert typed((str(digit), 5000)) == [Typed(answer=digit)]


def test_a_one_and_a_nought_are_ten() -> None:
    assert typed(("1", 5000), ("0", 5900)) == [Typed(answer=10)]


def test_a_one_alone_is_one_after_a_moment_or_with_enter() -> None:
    assert typed(("1", 5000), (None, 5100), (None, 5000 + TEN_MS)) == [Typed(answer=1)]
    assert typed(("1", 5000), ("enter", 5300)) == [Typed(answer=1)]


def test_a_key_after_a_one_is_itself_too() -> None:
    assert typed(("1", 5000), ("space", 5300)) == [Typed(answer=1, key="space")]


def test_a_digit_after_a_one_takes_its_place() -> None:
    assert typed(("1", 5000), ("4", 5300)) == [Typed(answer=4)]


def test_enter_after_an_answer_belongs_to_it_and_later_is_itself() -> None:
    assert typed(("3", 5000), ("enter", 5400)) == [Typed(answer=3)]
    later = 5000 + ENTER_MS
    assert typed(("3", 5000), ("enter", later)) == [Typed(answer=3), Typed(key="enter")]


def test_other_keys_are_left_as_they_are() -> None:
    assert typed(("n", 5000), ("?", 5010)) == [Typed(key="n"), Typed(key="?")]


def test_a_question_can_be_answered_from_its_first_word_to_a_while_after(lead: Lead) -> None:
    led = lead(ASKS)
    line = next(cue for cue in led.timeline.voices if cue.role == "check")
    end = next(each.end_ms for each in led.timeline.segments if each.kind == "check")
    assert question_at(led.timeline, line.at_ms - 1) is None
    assert question_at(led.timeline, line.at_ms) == line.text
    assert question_at(led.timeline, end + LATE_MS - 1) == line.text
    assert question_at(led.timeline, end + LATE_MS) is None


@pytest.fixture
def led(lead: Lead) -> Led:
    """In the silence after a question."""
    led = lead(ASKS)
    check = next(each for each in led.timeline.segments if each.kind == "check")
    led.play_to(check.end_ms - 1500)
    return led


def test_a_question_says_once_that_it_takes_an_answer(led: Led) -> None:
    led.play(1000)
    assert (
        led.said.count("If you like, type your pain: 0 is none, 10 the worst you can imagine.") == 1
    )


def test_an_answer_is_acknowledged_shown_and_told_and_the_session_goes_on(
    led: Led,
) -> None:
    led.ask("answer", 3)
    assert led.play(300).any()
    assert led.said[-1] == "Pain 3."
    assert led.listening.answers == [(3, False)]
    led.play(4000)
    assert (led.mode, led.timeline.segment_at(led.position.at_ms).item) == ("playing", 3)


def test_no_answer_goes_on_just_the_same(led: Led) -> None:
    led.play(4000)
    assert (led.mode, led.listening.answers) == ("playing", [])


def test_a_high_answer_stops_with_calm_words_and_goes_on_by_itself(led: Led) -> None:
    led.conductor.live.setup.is_sore = lambda pain: pain >= 7
    led.ask("answer", 8)
    led.play(1000)
    assert led.mode == "asking"
    assert led.listening.answers == [(8, True)]
    assert led.listening.pains == 0  # an answer is told once
    assert "Stop here, and breathe calmly." in led.said
    led.play(20_000)
    assert (led.mode, led.timeline.segment_at(led.position.at_ms).item) == ("playing", 3)


def test_a_high_answer_in_the_next_exercise_offers_its_easier_version(
    led: Led,
) -> None:
    led.conductor.live.setup.is_sore = lambda pain: pain >= 7
    led.play(4000)
    led.ask("answer", 9)
    assert led.mode == "asking"
    assert "Choose the easier version, or we go on with the next one." in led.said


def test_a_wrong_answer_may_be_mended_while_the_session_stands_still(
    led: Led,
) -> None:
    led.conductor.live.setup.is_sore = lambda pain: pain >= 7
    led.ask("answer", 8)
    led.ask("answer", 2)
    assert led.listening.answers == [(8, True), (2, False)]
    assert led.mode == "asking"


def test_where_nothing_is_asked_a_number_is_no_answer(lead: Lead) -> None:
    led = lead(ASKS)
    led.play(5000)
    led.ask("answer", 3)
    assert led.said[-1] == "Nothing is asked now."
    assert led.listening.answers == []
