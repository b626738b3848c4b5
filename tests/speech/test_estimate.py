"""Lengths without an engine."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import UsageError
from voiceguide.speech.engines.estimate import estimated_length_ms
from voiceguide.speech.voice import open_voice


@pytest.mark.parametrize(
    ("text", "words_a_minute", "length_ms"),
    [
        ("", 140, 200),
        ("Relax.", 120, 700),
        ("Relax.", 140, 629),
        ("Breathe out, and tighten your stomach.", 120, 3200),
        ("Hold for 20 s.", 120, 2200),
        ("One two three four five six seven eight", 160, 3200),
        ("one", 800, 275),
        ("one", 96_000, 201),
    ],
)
def test_a_text_takes_a_fifth_of_a_second_and_its_words(
    text: str, words_a_minute: int, length_ms: int
) -> None:
    assert estimated_length_ms(text, words_a_minute) == length_ms


@given(st.integers(0, 50), st.integers(60, 300))
def test_the_length_is_the_nearest_whole_millisecond(words: int, pace: int) -> None:
    length_ms = estimated_length_ms("word " * words, pace)
    assert abs(length_ms - 200 - words * 60_000 / pace) <= 0.5


def test_a_clip_is_as_long_as_was_estimated() -> None:
    voice = open_voice("estimate", 140)
    texts = ["Relax.", "Hold for 20 s.", "Breathe out slowly."]
    for text, clip in voice.speak(texts).items():
        assert clip.length_ms - estimated_length_ms(text, 140) in (0, 1)
        assert not clip.pcm.any()
    assert voice.info.measured is False


def test_there_is_one_estimate() -> None:
    with pytest.raises(UsageError, match="Annie"):
        open_voice("estimate:Annie", 140)


def test_estimating_loads_no_numpy_and_no_engine() -> None:
    program = (
        "import sys; sys.path[:] = sys.argv[1:];"
        "from voiceguide.speech.engines.estimate import estimated_length_ms;"
        "estimated_length_ms('Hold for 20 s.', 140);"
        "print([name for name in ('numpy', 'pyttsx3', 'subprocess') if name in sys.modules])"
    )
    command = [sys.executable, "-S", "-c", program, *sys.path]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"
