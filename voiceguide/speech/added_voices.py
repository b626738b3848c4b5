"""Voices that the person added, and which voice speaks a language.

Each lies in a folder of its own, `voices/ENGINE/NAME` of the data folder, with `voice.json` beside
its files. `voices/chosen.json` says which voice was chosen for a language.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from voiceguide.files import NotPlain, given_folder, read_plain, whole_file
from voiceguide.install_command import install_command
from voiceguide.phrases.languages import base_language

RECORD = "voice.json"
CHOSEN = "chosen.json"
_FORMAT = 1
_RECORD_BYTES_AT_MOST = 64 * 1024

PACKAGES = {"piper": "piper", "kokoro": "kokoro_onnx"}
"""What must be installed for an engine's voices to speak; the others need nothing more."""
REFUSES = "refuses what is missing"
"""The quality of a pack of recordings that says nothing but what is recorded."""
LACKS_OTHER = "lacks the voice for what is missing"
"""The quality of a pack whose fallback could not speak when it was added."""
EXTRAS = {"piper": "neural", "kokoro": "kokoro"}
"""Which of voiceguide's extras brings that."""


def voices_folder() -> Path:
    """Where added voices are: `voices` in `VOICEGUIDE_DATA_DIR`, or in the system's data folder."""
    chosen = os.environ.get("VOICEGUIDE_DATA_DIR")
    if chosen:
        return given_folder("VOICEGUIDE_DATA_DIR", chosen) / "voices"
    import platformdirs

    return platformdirs.user_data_path("voiceguide", appauthor=False) / "voices"


class AddedVoice(Struct, frozen=True):
    """A voice that was added, with its files; all of them are there."""

    engine: str
    """piper, kokoro or recorded."""
    name: str
    """As after `--voice ENGINE:`."""
    language: str
    """Like "en-us"."""
    files: Mapping[str, Path]
    """model and config (piper), model and voices (kokoro), pack: its folder (recorded)."""
    sha256: str = ""
    """Of the model; empty for a pack."""
    quality: str = ""
    licence: str = ""
    """In the words of those who made it; empty where nobody said."""
    source: str = ""
    """Where it came from: an address, or the name of a file."""
    added: str = ""
    """When, as in 2026-11-28T03:00:00."""
    fallback: str = ""
    """Of a pack: who says what is not recorded, as `--voice` takes it; empty where nobody does."""
    folder: Path = field(default_factory=Path)

    @property
    def spec(self) -> str:
        """As `--voice` takes it."""
        return f"{self.engine}:{self.name}"


def added_voices() -> list[AddedVoice]:
    """Every added voice that is whole, sorted by engine and name."""
    voices = (_whole(folder) for folder in _folders())
    return [voice for voice in voices if voice is not None]


def added_voice(engine: str, name: str) -> AddedVoice | None:
    """One of them by its name, in whatever letters it is written."""
    wanted = (engine, name.lower())
    return next(
        (each for each in added_voices() if (each.engine, each.name.lower()) == wanted), None
    )


def added_by(engine: str) -> list[AddedVoice]:
    """Those of one engine."""
    return [voice for voice in added_voices() if voice.engine == engine]


def best_added(engine: str, language: str) -> str | None:
    """The name of an engine's voice for a language: of the very region, else the last one added."""
    fitting = [
        voice
        for voice in added_by(engine)
        if base_language(voice.language) == base_language(language)
    ]
    best = max(fitting, key=lambda voice: (voice.language == language, voice.added), default=None)
    return best.name if best else None


def damaged_voices() -> list[Path]:
    """Folders of voices that lack a file, or whose record makes no sense."""
    return [folder for folder in _folders() if _whole(folder) is None]


def write_record(folder: Path, voice: AddedVoice) -> None:
    """Keep what is known of a voice beside its files. Raises as `whole_file` does."""
    record = {
        "format": _FORMAT,
        "language": voice.language,
        "files": {part: file.name for part, file in voice.files.items()},
        "sha256": voice.sha256,
        "quality": voice.quality,
        "licence": voice.licence,
        "source": voice.source,
        "added": voice.added,
        "fallback": voice.fallback,
    }
    with whole_file(folder / RECORD, force=True) as file:
        file.write(json.dumps(record, indent=1).encode())


def best_voice(language: str) -> str | None:
    """The voice to speak a language where nobody asks for one, as `--voice` takes it.

    The one chosen for the language, else the one that was added for it last; None leaves it to
    the system. A voice whose engine is not installed is passed over, and so is a pack without a
    voice for what it has not recorded: it is for some routines only.
    """
    if (chosen := chosen_voice(language)) is not None:
        return chosen
    fitting = [
        voice
        for voice in added_voices()
        if base_language(voice.language) == base_language(language)
        and is_installed(voice.engine)
        and voice.quality not in (REFUSES, LACKS_OTHER)
        and why_no_fallback(voice) is None
    ]
    best = max(fitting, key=lambda voice: (voice.language == language, voice.added), default=None)
    return best.spec if best else None


def chosen_voice(language: str) -> str | None:
    """The voice that was chosen for a language, where it can speak."""
    spec = chosen_voices().get(base_language(language))
    if spec is None:
        return None
    engine, _, name = spec.partition(":")
    if engine in (*PACKAGES, "recorded"):
        voice = added_voice(engine, name)
        if voice is None or why_no_fallback(voice) is not None:
            return None
    return spec if is_installed(engine) else None


def why_no_fallback(voice: AddedVoice) -> str | None:
    """Why a pack's fallback cannot speak here, as `why_silent`; None where it can, or has none."""
    return why_silent(voice.fallback, voice.language) if voice.fallback else None


def why_silent(spec: str, language: str) -> str | None:
    """Why a voice of `--voice` cannot speak here, in words that follow its name.

    As far as it is known without starting its engine; None where nothing speaks against it.
    """
    from voiceguide.speech.voice import ENGINES, engines, with_engine

    engine, _, name = with_engine(spec).partition(":")
    if engine not in ENGINES and engine not in engines():
        return "is no speech engine or added voice here"
    if not is_installed(engine):
        return f"needs what is not installed: {how_to_install(engine)}"
    if engine not in PACKAGES:
        return None
    if not name:
        known = best_added(engine, language)
        return None if known else f"has no voice for {base_language(language)} here"
    is_file = ".onnx" in name
    return None if is_file or added_voice(engine, name) else "is no voice that was added here"


def chosen_voices() -> dict[str, str]:
    """What was chosen: a language, as in "en", and its voice as `--voice` takes it."""
    try:
        chosen = _read_json(voices_folder() / CHOSEN)
    except (OSError, NotPlain, ValueError):  # missing, or not ours: nothing was chosen
        return {}
    return {str(language): spec for language, spec in chosen.items() if isinstance(spec, str)}


def choose_voice(language: str, spec: str | None) -> None:
    """Choose a voice for a language; None takes the choice back. Raises as `whole_file` does."""
    chosen = chosen_voices()
    chosen.pop(base_language(language), None)
    if spec is not None:
        chosen[base_language(language)] = spec
    folder = voices_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / CHOSEN, force=True) as file:
        file.write(json.dumps(chosen, indent=1, sort_keys=True).encode())


def is_installed(engine: str) -> bool:
    """Whether what an engine needs is there; nothing is imported."""
    package = PACKAGES.get(engine)
    return package is None or importlib.util.find_spec(package) is not None


def how_to_install(engine: str) -> str:
    """The command that brings what an engine needs."""
    return install_command(EXTRAS[engine])


def _folders() -> Iterator[Path]:
    """The folder of every added voice, whole or not."""
    for engine in _entries(voices_folder()):
        yield from _entries(engine)


def _entries(folder: Path) -> list[Path]:
    """The folders in a folder, but for hidden ones, which are unfinished."""
    try:
        return sorted(each for each in folder.iterdir() if each.name[0] != "." and each.is_dir())
    except OSError:  # nothing was added yet
        return []


def _whole(folder: Path) -> AddedVoice | None:
    """The voice in a folder; None where it is not whole."""
    try:
        record = _read_json(folder / RECORD)
        files = {str(part): folder / _plain_name(name) for part, name in record["files"].items()}
        texts = {key: str(record[key]) for key in ("quality", "licence", "source", "added")}
        voice = AddedVoice(
            folder.parent.name,
            folder.name,
            str(record["language"]),
            files,
            str(record["sha256"]),
            **texts,
            fallback=str(record.get("fallback", "")),
            folder=folder,
        )
    except (OSError, NotPlain, ValueError, KeyError, TypeError, AttributeError):
        return None
    return voice if files and all(file.exists() for file in files.values()) else None


def _plain_name(name: object) -> str:
    """A file's name that leads nowhere else."""
    if not isinstance(name, str) or Path(name).name != name:
        raise ValueError(f"no name of a file: {name!r}")
    return name


def _read_json(file: Path) -> dict[str, Any]:
    raw = read_plain(file, _RECORD_BYTES_AT_MOST)
    try:
        value = json.loads(raw)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("no table")
    return value
