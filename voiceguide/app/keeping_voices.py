"""What every way of adding a voice ends with: it is tried, kept, and told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from voiceguide.phrases.languages import base_language, language_of
from voiceguide.speech import voice_store
from voiceguide.speech.added_voices import (
    LACKS_OTHER,
    AddedVoice,
    best_voice,
    how_to_install,
    is_installed,
)
from voiceguide.text import file_size

MODEL, CONFIG, STYLES, PACK = "model", "config", "voices", "pack"
"""What the files of a voice are for."""
_NAMES = {MODEL: "{}.onnx", CONFIG: "{}.onnx.json", STYLES: "voices-{}.bin"}
"""What they are called here, with the voice's name: an engine finds one beside the other."""


def named_files(folder: Path, name: str, parts: Iterable[str]) -> dict[str, Path]:
    """The files of a voice in its folder."""
    return {part: folder / _NAMES[part].format(name) for part in parts}


def tried(made: AddedVoice) -> bool:
    """Have a line spoken by a voice that is not kept yet; False where its engine is missing.

    Raises NoVoice, UsageError where it does not speak.
    """
    from voiceguide.speech.voice import engines

    if made.engine not in engines() or not is_installed(made.engine):
        return False
    known = language_of(made.language)
    lines = known.calibration if known else ()
    from voiceguide.speech.spoken_voice import speak_once

    # One model of Kokoro has many voices.
    style = f"+{made.name}" if made.engine == "kokoro" else ""
    text = lines[0] if lines else "1, 2, 3."
    speak_once(made.engine, f"{made.files[MODEL]}{style}", made.language, text)
    return True


def told_added(voice: AddedVoice, *, was_tried: bool) -> list[str]:
    """What was added, and what the person can do with it next."""
    said = [
        f"Added {voice.spec}: {file_size(voice_store.size_of(voice.folder))} in {voice.folder}."
    ]
    if not was_tried and is_installed(voice.engine):
        said.append("It was not tried: this voiceguide has no engine for it.")
    return [*said, *what_now(voice)]


def what_now(voice: AddedVoice) -> list[str]:
    """What the person can do with it next."""
    if not is_installed(voice.engine):
        return [f"It cannot speak yet, and was not tried: {how_to_install(voice.engine)}"]
    language = base_language(voice.language)
    if voice.quality == LACKS_OTHER:
        return [f"It speaks where it is named alone: --voice {voice.spec}"]
    if best_voice(language) == voice.spec:
        return [f"It speaks {language} from now on. Hear it: voiceguide voices try {voice.name}"]
    return [f"To have it speak {language}: voiceguide voices use {voice.name}"]
