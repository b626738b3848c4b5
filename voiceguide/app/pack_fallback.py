"""Whether the voice that a pack leaves its missing lines to can speak here, told beforehand."""

from __future__ import annotations

from voiceguide.app.voices import meant_voice
from voiceguide.errors import NoVoice, UsageError
from voiceguide.speech.added_voices import PACKAGES, why_silent
from voiceguide.speech.voice import ENGINES, with_engine


def fallback_fault(fallback: str | None, language: str) -> str | None:
    """What is wrong with a pack's fallback, in a sentence; None where it can speak, or is none.

    An engine may be started to ask for its voices.
    """
    if fallback is None:
        return None
    try:
        why = why_silent(fallback, language)
        engine, _, name = with_engine(fallback).partition(":")
        if why is None and name and engine in ENGINES and engine not in PACKAGES:
            meant_voice(fallback)
    except (UsageError, NoVoice) as refused:
        why = f"cannot speak: {refused.message}"
    return f"'{fallback}' is to say what is not recorded, and {why}" if why else None
