"""A voice that speaks later lines only when the test lets it; its lengths are not as estimated."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from voiceguide.audio.clip import Clip
from voiceguide.errors import NoVoice
from voiceguide.speech.engines.estimate import estimated_length_ms
from voiceguide.speech.voice import Progress, VoiceChoice
from voiceguide.timeline import VoiceInfo
from voiceguide.units import Ms, frame_at

ready_to_speak = threading.Event()
"""Set by a test: lines that a session does not begin with are spoken, too."""
unspeakable: set[str] = set()
"""Texts at which the voice fails."""


def spoken_ms(text: str, words_a_minute: int) -> Ms:
    """Between nine tenths and eleven tenths of the estimate, the same for the same text."""
    return Ms(estimated_length_ms(text, words_a_minute) * (90 + crc32(text.encode()) % 21) // 100)


class SlowVoice:
    problems: Sequence[str] = ()

    def __init__(self, words_a_minute: int) -> None:
        self.info = VoiceInfo("slow", "slow", words_a_minute, measured=True)
        self.fingerprint = f"slow {words_a_minute}"
        self._clips: dict[str, Clip] = {}

    def ready(self, texts: Sequence[str]) -> dict[str, Clip]:
        return {text: self._clips[text] for text in texts if text in self._clips}

    def speak(self, texts: Sequence[str], progress: Progress | None = None) -> dict[str, Clip]:
        if threading.current_thread().name == "voiceguide-speaker":
            ready_to_speak.wait(20)
        if failing := unspeakable.intersection(texts):
            raise NoVoice(f"the voice failed to speak: {min(failing)}")
        for text in texts:
            frames = frame_at(spoken_ms(text, self.info.words_a_minute))
            self._clips[text] = Clip(np.full(frames, 8000, np.int16))
        return {text: self._clips[text] for text in texts}

    def close(self) -> None:
        ready_to_speak.set()


def open_voice(
    name: str | None, words_a_minute: int, *, language: str, cache: Path | None = None
) -> SlowVoice:
    del name, language, cache
    return SlowVoice(words_a_minute)


def list_voices() -> list[VoiceChoice]:
    return []
