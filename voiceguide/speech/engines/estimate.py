"""Speech that was not measured: how long a text will take, and a silent voice of that length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voiceguide.phrases.spoken import spoken_form
from voiceguide.speech.voice import Progress, Voice, VoiceChoice
from voiceguide.text import quoted
from voiceguide.timeline import VoiceInfo
from voiceguide.units import SAMPLE_RATE_HZ, Ms

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.clip import Clip

START_MS = 200
"""Of every line, however short."""


def estimated_length_ms(text: str, words_a_minute: int, language: str = "en") -> Ms:
    """0.2 s, and the time of its words as they are spoken; "20 s" counts as two.

    Rounded to the nearest millisecond, a half up.
    """
    words = len(spoken_form(text, language).split())
    return Ms(START_MS + (2 * words * 60_000 + words_a_minute) // (2 * words_a_minute))


class EstimatedVoice:
    """Says nothing, for as long as a voice at this pace would speak."""

    def __init__(self, words_a_minute: int, language: str) -> None:
        self._language = language
        self.info = VoiceInfo("estimate", "estimate", words_a_minute, measured=False)
        self.fingerprint = f"estimate {words_a_minute} {language}"
        self.problems: Sequence[str] = ()

    def speak(self, texts: Sequence[str], progress: Progress | None = None) -> dict[str, Clip]:
        """Silent clips; they take no memory, whatever their length."""
        import numpy as np

        from voiceguide.audio.clip import Clip

        silence = np.zeros(1, np.int16)
        clips: dict[str, Clip] = {}
        for text in texts:
            length_ms = estimated_length_ms(text, self.info.words_a_minute, self._language)
            # Rounded down, so that the clip's length in whole milliseconds is the estimate's.
            frames = length_ms * SAMPLE_RATE_HZ // 1000
            clips[text] = Clip(np.broadcast_to(silence, (frames,)))
        if progress is not None:
            progress(len(clips), len(clips))
        return clips

    def close(self) -> None:
        """Nothing was started."""


def open_voice(
    name: str | None, words_a_minute: int, *, language: str, cache: Path | None = None
) -> Voice:
    """The silent voice; it has no names to choose from, and needs no cache."""
    del cache
    if name is not None:
        from voiceguide.errors import UsageError

        raise UsageError(
            f"the engine 'estimate' has no voice {quoted(name)}",
            hint="leave out the name: estimate",
        )
    return EstimatedVoice(words_a_minute, language)


def list_voices() -> list[VoiceChoice]:
    """The one silent voice."""
    return [VoiceChoice("estimate", None, None)]
