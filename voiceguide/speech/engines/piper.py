"""Piper: neural voices from files, spoken by piper-tts, which is an extra (``voiceguide[neural]``).

piper-tts is under the GPL: it is never a part of voiceguide, and runs in a process of its own.
A voice is a model, FILE.onnx, and what describes it, FILE.onnx.json.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import NoVoice, UsageError, did_you_mean
from voiceguide.speech.added_voices import added_by, added_voice, best_added
from voiceguide.speech.engine import EngineTraits
from voiceguide.speech.voice import VoiceChoice
from voiceguide.text import quoted

if TYPE_CHECKING:
    from voiceguide.speech.engines.piper_model import OpenedPiper

TRAITS = EngineTraits(
    start_limit_s=60.0,
    line_limit_s=60.0,
    worker_mb=270,
    rate_is_as_heard=True,
    extra="neural",
)


def default_voice(language: str) -> str | None:
    """A voice that was added for a language, the one of the very region first."""
    return best_added("piper", language)


def voices() -> list[VoiceChoice]:
    """The voices that were added. Raises NoVoice where piper-tts is not installed."""
    _versions()
    return [VoiceChoice(voice.name, voice.language, None) for voice in added_by("piper")]


def open(name: str | None, language: str) -> OpenedPiper:  # noqa: A001  # as every engine
    """A voice that was added, or the file of one: FILE.onnx, with FILE.onnx.json beside it.

    Raises NoVoice where piper-tts or a voice is missing, and UsageError for a file that is none.
    """
    versions = _versions()
    name = name or default_voice(language)
    if name is None:
        raise NoVoice(
            f"no voice of Piper was added for the language '{language}'",
            hint="`voiceguide voices list` shows which can be had",
        )
    from voiceguide.speech.engines.piper_model import OpenedPiper

    if name.endswith(".onnx"):
        return OpenedPiper(name, language, versions, Path(name), Path(f"{name}.json"))
    voice = added_voice("piper", name)
    if voice is None:
        raise UsageError(
            f"no voice of Piper is called {quoted(name)} here",
            hint=did_you_mean(name, (each.name for each in added_by("piper")))
            or "`voiceguide voices list` names them",
        )
    model, config = voice.files["model"], voice.files["config"]
    return OpenedPiper(voice.name, language, versions, model, config, voice.sha256)


def _versions() -> str:
    from voiceguide.speech.engines.onnx_models import package_versions

    return package_versions("neural", "piper-tts", "onnxruntime")
