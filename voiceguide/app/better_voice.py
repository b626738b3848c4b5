"""How to have a better voice than the system's plainest one: told once, and by `doctor`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceguideError
from voiceguide.phrases.languages import base_language
from voiceguide.speech.added_voices import (
    added_voice,
    added_voices,
    best_voice,
    chosen_voice,
    chosen_voices,
    how_to_install,
    is_installed,
    why_no_fallback,
)
from voiceguide.speech.voice import DEFAULT_ENGINE
from voiceguide.speech.voice_catalogue import catalogue

if TYPE_CHECKING:
    from voiceguide.settings import Folders

TOLD = "better-voice-told"
"""The empty file in the state folder that says so."""


def better_voice(engine: str, language: str) -> str | None:
    """What to do for a better voice than that of an engine; None where there is no better way.

    Only espeak-ng is asked about: what other systems bring along is clear, and so is what somebody
    has chosen.
    """
    if engine != DEFAULT_ENGINE or sys.platform in ("darwin", "win32"):
        return None
    spoken = base_language(language)
    if spoken in chosen_voices():
        return None
    for voice in added_voices():
        if base_language(voice.language) == spoken and not is_installed(voice.engine):
            return f"{voice.spec} was added, and cannot speak yet: {how_to_install(voice.engine)}"
    name = _name_for(spoken)
    add = f"voiceguide voices add {name or 'FILE.onnx'}"
    if not is_installed("piper"):
        add = f"{how_to_install('piper')}, then {add}"
    file = "" if name else f" (any voice of Piper that speaks {spoken})"
    return f"This was espeak-ng. A voice that is easier to understand: {add}{file}"


def lost_choice(language: str) -> str | None:
    """Why the voice that was chosen for a language does not speak it, or the one that was added.

    None where it does, and where there is none.
    """
    spoken = base_language(language)
    spec = chosen_voices().get(spoken)
    if spec is None:
        return _silent_one(spoken)
    if chosen_voice(spoken) is not None:
        return None
    engine, _, name = spec.partition(":")
    if not is_installed(engine):
        return f"{spec}, your choice for {spoken}, cannot speak here: {how_to_install(engine)}"
    if (voice := added_voice(engine, name)) is not None and (why := why_no_fallback(voice)):
        return f"{spec}, your choice for {spoken}, cannot speak here: '{voice.fallback}' {why}"
    return f"{spec}, your choice for {spoken}, is here no more: voiceguide voices use NAME"


def _silent_one(language: str) -> str | None:
    """The voice that was added for a language where none of them can speak, and what it needs."""
    if best_voice(language) is not None:
        return None
    for voice in added_voices():
        if base_language(voice.language) == language and not is_installed(voice.engine):
            return (
                f"{voice.spec}, which you added, cannot speak here: {how_to_install(voice.engine)}"
            )
    return None


def better_voice_once(engine: str, language: str, folders: Folders) -> str | None:
    """The same, where it was never told on this machine."""
    told = folders.state / TOLD
    if told.exists() or (line := better_voice(engine, language)) is None:
        return None
    try:
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()
    except OSError:  # then it is told again, which harms nobody
        return line
    return line


def _name_for(language: str) -> str | None:
    """The first voice of the catalogue that speaks a language."""
    try:
        voices = catalogue().values()
    except VoiceguideError:  # a table of somebody's own: `voices list` says what is wrong
        return None
    return next((v.name for v in voices if base_language(v.language) == language), None)
