"""A voice is tried before anything is kept of it."""

from pathlib import Path

import pytest

from voiceguide.errors import NoVoice, UsageError
from voiceguide.speech.spoken_voice import speak_once
from voiceguide.speech.worker_pool import OTHER_WORDS, WorkerPool


def test_a_voice_that_speaks_is_tried_without_a_trace(own_cache: Path) -> None:
    speak_once("pyttsx3", "en-us", "en", "Hold for twenty seconds.")
    assert not own_cache.exists()


def test_a_voice_that_fails_is_not_told_to_change_words_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*_: object) -> None:
        raise NoVoice("the voice failed twice", hint=OTHER_WORDS)

    monkeypatch.setattr(WorkerPool, "ask_all", failing)
    with pytest.raises(NoVoice, match="failed twice") as refused:
        speak_once("pyttsx3", "en-us", "en", "Hold.")
    assert refused.value.hint == "get its files once more, or choose another voice"


def test_a_voice_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="en-xx"):
        speak_once("pyttsx3", "en-xx", "en", "Hold.")
