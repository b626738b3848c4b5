"""A speech engine: a beep for each word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from voiceguide.audio.clip import Clip
from voiceguide.speech.voice import Voice, VoiceChoice
from voiceguide.timeline import VoiceInfo
from voiceguide.units import SAMPLE_RATE_HZ


class Beeper:
    """Beeps at so many words a minute."""

    def __init__(self, words_a_minute: int) -> None:
        self.info = VoiceInfo("beeper", "beeper", words_a_minute, measured=True)
        self.fingerprint = f"beeper 1.0 {words_a_minute}"
        self.problems: Sequence[str] = ()

    def speak(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> dict[str, Clip]:
        """A clip for every text, by the text as given."""
        clips = {}
        for done, text in enumerate(texts, 1):
            clips[text] = self._beeps(len(text.split()))
            if progress is not None:
                progress(done, len(texts))
        return clips

    def close(self) -> None:
        """End what was started; here nothing was."""

    def _beeps(self, words: int) -> Clip:
        word = np.zeros(SAMPLE_RATE_HZ * 60 // self.info.words_a_minute, np.float32)
        beep = np.arange(min(len(word), SAMPLE_RATE_HZ // 10)) / SAMPLE_RATE_HZ
        word[: len(beep)] = 0.2 * np.sin(2 * np.pi * 440 * beep)
        return Clip.from_samples(np.tile(word, max(1, words)))


def open_voice(
    name: str | None, words_a_minute: int, *, language: str, cache: Path | None = None
) -> Voice:
    """The voice called `name`; this engine has one only."""
    del name, language, cache
    return Beeper(words_a_minute)


def list_voices() -> list[VoiceChoice]:
    """What `voiceguide list voices` shows."""
    return [VoiceChoice("beeper", "en", None)]
