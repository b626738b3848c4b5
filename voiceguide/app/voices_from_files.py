"""Adding a voice from files: a model of Piper or of Kokoro, or a pack of recordings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from voiceguide.app.keeping_voices import (
    CONFIG,
    MODEL,
    PACK,
    STYLES,
    named_files,
    told_added,
    tried,
    what_now,
)
from voiceguide.app.pack_fallback import fallback_fault
from voiceguide.errors import NoVoice, UsageError
from voiceguide.person.event import local_now
from voiceguide.speech import voice_store
from voiceguide.speech.added_voices import LACKS_OTHER, REFUSES, AddedVoice, added_voice
from voiceguide.speech.voice_catalogue import CatalogueVoice, catalogue
from voiceguide.structs import replace
from voiceguide.text import clean

UNKNOWN_LICENCE = "Nobody here looked at its licence: see to it, before you let others hear it."
USUAL_STYLE = "af_heart"
"""The voice of Kokoro that is added where nobody names one: the clearest that was measured."""


def add_model(path: Path, name: str | None) -> list[str]:
    """Add FILE.onnx of Piper, with FILE.onnx.json beside it, or of Kokoro, and say so.

    Raises UsageError, DiskProblem.
    """
    from voiceguide.speech.piper_files import MODEL_BYTES_AT_MOST, read_piper_files

    if _is_kokoro(path):
        return _add_kokoro(path, name)
    found = read_piper_files(path, Path(f"{path}.json"))
    with voice_store.voice_in_the_making() as folder:
        staged = {MODEL: folder / "voice.onnx", CONFIG: folder / "voice.onnx.json"}
        voice_store.check_room(path.stat().st_size, folder)
        sha256 = voice_store.copy_file(path, staged[MODEL], MODEL_BYTES_AT_MOST)
        voice_store.copy_file(Path(f"{path}.json"), staged[CONFIG], MODEL_BYTES_AT_MOST)
        known = _of_catalogue(sha256)
        own = known.name if known else _name_of("piper", (found.name, path.stem), sha256)
        called = name or own
        there = added_voice("piper", called)
        if there is not None and there.sha256 == sha256:
            return [f"{there.spec} is here already.", *what_now(there)]
        if there is not None and name is None:
            raise UsageError(
                f"there is another voice {there.spec}", hint="give this one a name: --name OTHER"
            )
        made = AddedVoice(
            "piper",
            there.name if there else called,
            found.language,
            staged,
            sha256,
            found.quality,
            known.licence if known else "",
            path.name,
            local_now().isoformat(timespec="seconds"),
        )
        kept, was_tried = _tried_and_kept(made, folder, path)
    said = told_added(kept, was_tried=was_tried)
    if known is None:
        said.append(UNKNOWN_LICENCE)
    return said


def add_pack(path: Path, name: str | None) -> list[str]:
    """Add a pack of recordings, its folder or that as .zip, and say so.

    Raises UsageError, BadFiles, DiskProblem.
    """
    from voiceguide.speech.recordings.pack_import import copy_pack

    with voice_store.voice_in_the_making() as folder:
        copied = copy_pack(path, folder / PACK)
        pack = copied.pack
        own = pack.name if pack.name != PACK else path.stem  # it is called as its folder
        called = name or _name_of("recorded", (own,))
        if (there := added_voice("recorded", called)) is not None:
            raise UsageError(
                f"there is a voice {there.spec} already",
                hint=f"--name OTHER, or first: voiceguide voices remove {there.name}",
            )
        if not pack.files:
            raise UsageError(
                f"{path} has no recording in it", hint="voiceguide voices record makes them"
            )
        fault = fallback_fault(pack.fallback, pack.language)
        quality = "" if pack.fallback else REFUSES
        made = AddedVoice(
            "recorded",
            called,
            pack.language,
            {PACK: folder / PACK},
            quality=LACKS_OTHER if fault else quality,
            licence=pack.licence or "",
            source=path.name,
            added=local_now().isoformat(timespec="seconds"),
            fallback=pack.fallback or "",
        )
        kept = voice_store.keep_voice(folder, made)
    lines = f"{len(pack.files)} lines are recorded" if len(pack.files) > 1 else "1 line is recorded"
    others = f"{pack.fallback} says" if pack.fallback and not fault else "nobody says"
    said = [*told_added(kept, was_tried=True), f"{lines}; {others} what is missing."]
    if fault:
        said.append(f"{fault}: mend 'fallback' in its voice.toml, or have that voice here.")
    if copied.left_out:
        shown = ", ".join(copied.left_out[:3])
        more = f" and {len(copied.left_out) - 3} more" if len(copied.left_out) > 3 else ""
        said.append(f"Left out, for it is no recording: {shown}{more}.")
    return said


def _is_kokoro(path: Path) -> bool:
    """Whether a model is Kokoro; what is wrong with it otherwise is told later."""
    from voiceguide.files import NotPlain, open_plain
    from voiceguide.speech.engines.kokoro_model import is_kokoro
    from voiceguide.speech.onnx_file import NotOnnx, read_onnx

    try:
        with open_plain(path) as file:
            return is_kokoro(read_onnx(file, path.stat().st_size).inputs)
    except (OSError, NotPlain, NotOnnx):
        return False


def _add_kokoro(path: Path, name: str | None) -> list[str]:
    """Add one voice of Kokoro: its model, and the file with the styles of all its voices."""
    from voiceguide.speech.engines import kokoro_model as kokoro

    kokoro.check_model(path)
    styles = kokoro.styles_beside(str(path))
    names = kokoro.style_names(styles)
    style = name or (USUAL_STYLE if USUAL_STYLE in names else names[0] if names else "")
    kokoro.style_of(styles, style)
    with voice_store.voice_in_the_making() as folder:
        voice_store.check_room(path.stat().st_size + styles.stat().st_size, folder)
        staged = {MODEL: folder / "voice.onnx", STYLES: folder / "voices.bin"}
        sha256 = voice_store.copy_file(path, staged[MODEL], kokoro.MODEL_BYTES_AT_MOST)
        voice_store.copy_file(styles, staged[STYLES], kokoro.STYLES_BYTES_AT_MOST)
        there = added_voice("kokoro", style)
        if there is not None and there.sha256 == sha256:
            return [f"{there.spec} is here already.", *what_now(there)]
        made = AddedVoice(
            "kokoro",
            style,
            kokoro.LANGUAGES[style[0]],
            staged,
            sha256,
            source=path.name,
            added=local_now().isoformat(timespec="seconds"),
        )
        kept, was_tried = _tried_and_kept(made, folder, path)
    said = [*told_added(kept, was_tried=was_tried), UNKNOWN_LICENCE]
    others = [each for each in names if each != style and each[0] == style[0]]
    if others:
        elsewhere = len(names) - len(others) - 1
        more = f", and {elsewhere} in other languages" if elsewhere else ""
        said.append(f"More voices in the same files, by --name: {', '.join(others)}{more}.")
    return said


def _tried_and_kept(made: AddedVoice, folder: Path, given: Path) -> tuple[AddedVoice, bool]:
    """Have the engine speak a line with what lies in `folder`, and keep it; whether it could."""
    try:
        was_tried = tried(made)
    except (NoVoice, UsageError) as refused:
        raise UsageError(
            f"{given} cannot be used: {_as_given(refused.message, folder, given)}",
            hint=refused.hint,
        ) from refused
    named = named_files(folder, made.name, made.files)
    for part, file in made.files.items():
        file.rename(named[part])
    return voice_store.keep_voice(folder, replace(made, files=named)), was_tried


def _of_catalogue(sha256: str) -> CatalogueVoice | None:
    """The voice of the catalogue whose model this is."""
    return next(
        (voice for voice in catalogue().values() if voice.files[MODEL].sha256 == sha256), None
    )


def _name_of(engine: str, wishes: Iterable[str], sha256: str = "") -> str:
    """The first of the names that is free, or this very voice's, made fit."""
    fit = [re.sub(r"[^A-Za-z0-9_.-]+", "-", wish).strip("-._")[:60] or "voice" for wish in wishes]
    for name in fit:
        there = added_voice(engine, name)
        if there is None or (sha256 and there.sha256 == sha256):
            return voice_store.fitting_name(name)
    return voice_store.fitting_name(fit[-1])


def _as_given(message: str, folder: Path, path: Path) -> str:
    """What an engine says of the copy, said of the file that was given."""
    return clean(message.replace(str(folder / "voice.onnx"), path.name))
