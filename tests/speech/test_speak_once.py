"""A voice is tried before anything is kept of it."""

from pathlib import Path

import pytest

from voiceguide.errors import UsageError
from voiceguide.speech.spoken_voice import speak_once


def test_a_voice_that_speaks_is_tried_without_a_trace(own_cache: Path) -> None:
    speak_once("pyttsx3", "en-us", "en", "Hold for twenty seconds.")
    assert not own_cache.exists()


def test_a_voice_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="en-xx"):
        speak_once("pyttsx3", "en-xx", "en", "Hold.")
