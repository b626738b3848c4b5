"""Kokoro: one neural model with many voices, by kokoro-onnx, an extra (``voiceguide[kokoro]``).

It is clearer than Piper and takes some eight times as long to speak. A voice is a model, FILE.onnx,
and a file with the styles of all its voices, which is a NumPy archive whatever its suffix.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide.errors import NoVoice, UsageError, did_you_mean
from voiceguide.phrases.languages import language_of
from voiceguide.speech.added_voices import added_by, added_voice, best_added
from voiceguide.speech.engine import EngineTraits
from voiceguide.speech.voice import VoiceChoice
from voiceguide.text import quoted

if TYPE_CHECKING:
    from voiceguide.speech.engines.kokoro_model import OpenedKokoro

TRAITS = EngineTraits(
    start_limit_s=120.0,
    line_limit_s=180.0,
    worker_mb=400,
    rate_is_as_heard=True,
    extra="kokoro",
)

_GENDERS: Final = {"f": "female", "m": "male"}
"""The second letter of a voice's name, as in af_heart."""


def default_voice(language: str) -> str | None:
    """A voice that was added for a language, the one of the very region first."""
    return best_added("kokoro", language)


def voices() -> list[VoiceChoice]:
    """The voices that were added. Raises NoVoice where kokoro-onnx is not installed."""
    _versions()
    return [
        VoiceChoice(voice.name, voice.language, _GENDERS.get(voice.name[1:2]))
        for voice in added_by("kokoro")
    ]


def open(name: str | None, language: str) -> OpenedKokoro:  # noqa: A001  # as every engine
    """A voice that was added, or one in a file: FILE.onnx+STYLE, with its voices*.bin beside it.

    Raises NoVoice where kokoro-onnx or a voice is missing, and UsageError for a file that is none.
    """
    versions = _versions()
    name = name or default_voice(language)
    if name is None:
        raise NoVoice(
            f"no voice of Kokoro was added for the language '{language}'",
            hint="`voiceguide voices list` shows which can be had",
        )
    from voiceguide.speech.engines.kokoro_model import OpenedKokoro, styles_beside

    file, plus, style = name.partition("+")
    if file.endswith(".onnx"):
        known = language_of(language)
        usual = known.voices.get("kokoro", "") if known is not None else ""
        style = style if plus else usual
        return OpenedKokoro(f"{file}+{style}", style, versions, Path(file), styles_beside(file))
    voice = added_voice("kokoro", name)
    if voice is None:
        raise UsageError(
            f"no voice of Kokoro is called {quoted(name)} here",
            hint=did_you_mean(name, (each.name for each in added_by("kokoro")))
            or "`voiceguide voices list` names them",
        )
    model, styles = voice.files["model"], voice.files["voices"]
    return OpenedKokoro(voice.name, voice.name, versions, model, styles, voice.sha256)


def _versions() -> str:
    from voiceguide.speech.engines.onnx_models import package_versions

    return package_versions("kokoro", "kokoro-onnx", "onnxruntime")
