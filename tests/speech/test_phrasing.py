"""A calm pace by pauses first: phrases, pauses and stretch, without any engine."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.clip import Samples
from voiceguide.speech.phrasing import (
    FASTEST,
    NATURAL_DELIVERY,
    SLOWEST,
    delivery_at,
    phrases_of,
    spoken_in_phrases,
)

RATE_HZ = 1000
NATURAL = 200
CALM = delivery_at(120, NATURAL)
WORD_S = 0.2


def tone(text: str, stretch: float) -> Samples:
    """An engine that hums for each word, between silences."""
    hum = np.full(round(RATE_HZ * WORD_S * stretch) * len(text.split()), 0.5, np.float32)
    return np.pad(hum, 50)


def silences_ms(samples: Samples) -> list[int]:
    """How long the silences between sounds are."""
    heard = np.flatnonzero(samples)
    steps = np.diff(heard)
    return [int(step) - 1 for step in steps if step > 1]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Breathe in, slowly. Hold!", ["Breathe in,", "slowly.", "Hold!"]),
        ("Rest: one minute; then go on", ["Rest:", "one minute;", "then go on"]),
        ("1.5 to 2,5 and a.m. or 3:20", ["1.5 to 2,5 and a.m.", "or 3:20"]),
        ("吸って。止めて、吐く。", ["吸って。", "止めて、", "吐く。"]),
        ("Now ... go", ["Now ...", "go"]),
        ("", []),
        ("...", []),
    ],
)
def test_a_text_is_cut_after_its_marks(text: str, phrases: list[str]) -> None:
    assert phrases_of(text) == phrases


def test_long_text_without_marks_is_cut_all_the_same() -> None:
    phrases = phrases_of("word " * 1000)
    assert max(len(phrase.split()) for phrase in phrases) <= 30
    assert sum(len(phrase.split()) for phrase in phrases) == 1000
    assert CALM.pause_after_ms(phrases[0]) == 0


def test_at_its_natural_pace_a_voice_says_words_as_it_was_trained() -> None:
    assert delivery_at(NATURAL, NATURAL) == NATURAL_DELIVERY
    assert NATURAL_DELIVERY.stretch == 1


def test_pauses_grow_first_and_then_the_words() -> None:
    slower = delivery_at(170, NATURAL)
    assert slower.long_pause_ms > 1.5 * NATURAL_DELIVERY.long_pause_ms
    assert slower.stretch < 1.15
    assert CALM.long_pause_ms > slower.long_pause_ms
    assert CALM.stretch > slower.stretch


def test_a_slower_voice_is_stretched_less() -> None:
    assert delivery_at(120, 160).stretch < delivery_at(120, 200).stretch


@pytest.mark.parametrize("text", ["Hold.", "Breathe in, slowly. Now rest a little. And go."])
def test_a_lower_pace_is_never_faster(text: str) -> None:
    def length_at(pace: int) -> int:
        return len(spoken_in_phrases(text, delivery_at(pace, NATURAL), RATE_HZ, tone))

    lengths = [length_at(pace) for pace in range(SLOWEST - 20, FASTEST + 20, 5)]
    assert lengths == sorted(lengths, reverse=True)


def test_few_words_are_not_drawn_out() -> None:
    assert CALM.stretch_of("Halfway.") < CALM.stretch_of("Let both knees sink to the left.")


def test_a_stop_is_longer_than_a_comma() -> None:
    sound = spoken_in_phrases("One two, three. Four.", CALM, RATE_HZ, tone)
    comma_ms, stop_ms = silences_ms(sound)
    assert 2 * comma_ms < stop_ms <= 1100


def test_the_silence_of_the_engine_between_phrases_is_not_added_to_the_pause() -> None:
    (pause_ms,) = silences_ms(spoken_in_phrases("One. Two.", NATURAL_DELIVERY, RATE_HZ, tone))
    assert pause_ms == pytest.approx(NATURAL_DELIVERY.long_pause_ms, abs=25)


def test_both_ends_of_a_line_stay_as_the_engine_gave_them() -> None:
    sound = spoken_in_phrases("One. Two.", NATURAL_DELIVERY, RATE_HZ, tone)
    heard = np.flatnonzero(sound)
    assert heard[0] == 50
    assert len(sound) - 1 - heard[-1] == 50


def test_a_phrase_without_sound_leaves_no_pause() -> None:
    def only_two(text: str, stretch: float) -> Samples:
        return tone(text, stretch) if text == "Two." else np.zeros(100, np.float32)

    assert silences_ms(spoken_in_phrases("One. Two. Three.", CALM, RATE_HZ, only_two)) == []


@pytest.mark.parametrize("text", ["", "...", "One. Two."])
def test_what_gives_no_sound_is_empty(text: str) -> None:
    def nothing(text: str, stretch: float) -> Samples:
        return np.zeros(0, np.float32)

    assert len(spoken_in_phrases(text, CALM, RATE_HZ, nothing)) == 0
