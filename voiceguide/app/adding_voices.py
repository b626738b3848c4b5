"""`voiceguide voices add`: a voice by its name, which is downloaded, or from files of one's own."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.app.context import AppContext
from voiceguide.app.voices import alone_with_voices, tried_lines
from voiceguide.errors import DiskProblem, NoVoice, UsageError
from voiceguide.person.event import local_now
from voiceguide.phrases.languages import base_language
from voiceguide.speech import voice_store
from voiceguide.speech.added_voices import (
    AddedVoice,
    added_voice,
    best_voice,
    how_to_install,
    is_installed,
)
from voiceguide.speech.voice_catalogue import CatalogueVoice, catalogue, voice_in_catalogue
from voiceguide.text import clean, file_size

if TYPE_CHECKING:
    from voiceguide.speech.voice_download import DownloadLimits

MODEL, CONFIG, PACK = "model", "config", "pack"

_ENDINGS = {MODEL: ".onnx", CONFIG: ".onnx.json", "voices": "-voices.bin"}
"""What the files of a voice are called here: the engine finds one beside the other."""
_FILES = (".onnx", ".zip", ".json", ".toml")
_SPARE_BYTES = 32 * 1024 * 1024


def add_voice(
    what: str,
    context: AppContext,
    *,
    name: str | None = None,
    yes: bool = False,
    limits: DownloadLimits | None = None,
) -> list[str]:
    """Add a voice, and say what came of it; [] where the person does not want it.

    Raises UsageError for what is no voice, Missing where it cannot be had, DiskProblem.
    """
    if name is not None:
        voice_store.fitting_name(name)
    with alone_with_voices():
        if not _is_file(what):
            if name is not None:
                raise UsageError("--name is for voices from files", hint="leave it out")
            return _download(voice_in_catalogue(what), context, yes=yes, limits=limits)
        path = Path(what).expanduser()
        if path.is_dir() or path.suffix.lower() == ".zip":
            return _add_pack(path, name)
        if path.suffix.lower() == ".onnx":
            return _add_model(path, name)
    hint = "name FILE.onnx, or a pack of recordings: its folder, or that as .zip"
    if path.name.lower().endswith(".onnx.json"):
        hint = f"name the model, which is beside it: {path.with_suffix('')}"
    raise UsageError(f"{path} is no voice", hint=hint)


def _is_file(what: str) -> bool:
    """Whether a file or folder is meant, and not a name of the catalogue."""
    known = {name for voice in catalogue().values() for name in (voice.name, voice.spec)}
    if what.lower() in {name.lower() for name in known}:
        return False
    path = Path(what)
    return len(path.parts) > 1 or path.suffix.lower() in _FILES or path.is_dir()


def _download(
    voice: CatalogueVoice, context: AppContext, *, yes: bool, limits: DownloadLimits | None
) -> list[str]:
    there = added_voice(voice.engine, voice.name)
    if there is not None and there.sha256 == voice.files[MODEL].sha256:
        return [f"{there.spec} is here already.", *_what_now(there)]
    if not yes and not _wanted(voice, context):
        return []
    folder = voice_store.download_folder(voice.name)
    files = {part: folder / f"{voice.name}{_ENDINGS[part]}" for part in voice.files}
    _fetch(voice, files, context, limits)
    made = AddedVoice(
        voice.engine,
        voice.name,
        voice.language,
        files,
        voice.files[MODEL].sha256,
        voice.quality,
        voice.licence,
        voice.files[MODEL].address,
        local_now().isoformat(timespec="seconds"),
    )
    try:
        tried = _tried(made, voice.language)
    except NoVoice as refused:
        voice_store.drop_download(voice.name)
        raise NoVoice(
            f"{voice.spec} came as it should, and cannot be used: {refused.message}",
            hint=f"update what speaks it: {how_to_install(voice.engine)} --upgrade",
        ) from refused
    return _added(voice_store.keep_voice(folder, made), tried=tried)


def _wanted(voice: CatalogueVoice, context: AppContext) -> bool:
    """Tell what the voice is, and ask. Raises UsageError where nobody can answer."""
    ui, host = context.ui, voice.files[MODEL].address.split("/")[2]
    ui.tell(f"{voice.name}: {voice.language}, {voice.gender}, quality {voice.quality}.")
    ui.tell(f"{file_size(voice.size)} from {host}. Licence: {voice.licence}.")
    ui.tell(f"Its card, as read on {voice.read_on}: {voice.card_says}")
    ui.tell(f"  {voice.card}")
    if there := voice_store.downloaded_bytes(voice.name):
        ui.tell(f"{file_size(there)} of it have come already.")
    if not ui.can_ask:
        raise UsageError("downloading needs your word", hint="--yes downloads without asking")
    if ui.yes("Download it?", default=True):
        return True
    ui.tell("Nothing was downloaded.")
    return False


def _fetch(
    voice: CatalogueVoice,
    files: dict[str, Path],
    context: AppContext,
    limits: DownloadLimits | None,
) -> None:
    from voiceguide.errors import Missing
    from voiceguide.speech.voice_download import download

    before = 0
    try:
        with context.ui.busy(f"Downloading {voice.name}, {file_size(voice.size)}") as progress:
            for part, file in voice.files.items():

                def came(done: int, before: int = before) -> None:
                    progress(before + done, voice.size)

                download(file, files[part], came, limits)
                before += file.size
    except KeyboardInterrupt:
        if there := voice_store.downloaded_bytes(voice.name):
            context.ui.tell(f"{file_size(there)} of {voice.name} are kept: {_go_on(voice)}")
        raise
    except DiskProblem:
        raise
    except Missing as missing:
        files_by_hand = (
            "or fetch its files elsewhere, put them side by side, and then:"
            f" voiceguide voices add {voice.files[MODEL].name}"
        )
        addresses = (f"\n    {file.address}" for file in voice.files.values())
        hint = "".join((f"{missing.hint}; {files_by_hand}", *addresses))
        raise Missing(f"{voice.name} was not added: {missing.message}", hint=hint) from missing


def _go_on(voice: CatalogueVoice) -> str:
    return (
        f"`voiceguide voices add {voice.name}` goes on,"
        f" `voiceguide voices remove {voice.name}` takes it away"
    )


def _add_model(path: Path, name: str | None) -> list[str]:
    from voiceguide.speech.piper_files import MODEL_BYTES_AT_MOST, read_piper_files

    found = read_piper_files(path, Path(f"{path}.json"))
    with voice_store.voice_in_the_making() as folder:
        staged = {MODEL: folder / "voice.onnx", CONFIG: folder / "voice.onnx.json"}
        _check_room(path.stat().st_size, folder)
        sha256 = voice_store.copy_file(path, staged[MODEL], MODEL_BYTES_AT_MOST)
        voice_store.copy_file(Path(f"{path}.json"), staged[CONFIG], MODEL_BYTES_AT_MOST)
        known = _of_catalogue(sha256)
        own = known.name if known else _name_of("piper", (found.name, path.stem), sha256)
        called = name or own
        there = added_voice("piper", called)
        if there is not None and there.sha256 == sha256:
            return [f"{there.spec} is here already.", *_what_now(there)]
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
        try:
            tried = _tried(made, found.language)
        except NoVoice as refused:
            raise UsageError(
                f"{path} cannot be used: {_as_given(refused.message, folder, path)}",
                hint=refused.hint,
            ) from refused
        named = {part: folder / f"{made.name}{_ENDINGS[part]}" for part in staged}
        for part, file in staged.items():
            file.rename(named[part])
        kept = voice_store.keep_voice(folder, replace(made, files=named))
    said = _added(kept, tried=tried)
    if known is None:
        said.append("Nobody here looked at its licence: see to it, before you let others hear it.")
    return said


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


def _add_pack(path: Path, name: str | None) -> list[str]:
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
        made = AddedVoice(
            "recorded",
            called,
            pack.language,
            {PACK: folder / PACK},
            licence=pack.licence or "",
            source=path.name,
            added=local_now().isoformat(timespec="seconds"),
        )
        kept = voice_store.keep_voice(folder, made)
    lines = f"{len(pack.files)} lines are recorded" if len(pack.files) > 1 else "1 line is recorded"
    others = f"{pack.fallback} says" if pack.fallback else "nobody says"
    said = [*_added(kept, tried=True), f"{lines}; {others} what is missing."]
    if copied.left_out:
        shown = ", ".join(copied.left_out[:3])
        more = f" and {len(copied.left_out) - 3} more" if len(copied.left_out) > 3 else ""
        said.append(f"Left out, for it is no recording: {shown}{more}.")
    return said


def _tried(made: AddedVoice, language: str) -> bool:
    """Have a line spoken by a voice that is not kept yet; False where its engine is missing.

    Raises NoVoice, UsageError where it does not speak.
    """
    from voiceguide.speech.voice import engines, open_voice

    if made.engine not in engines() or not is_installed(made.engine):
        return False
    with tempfile.TemporaryDirectory(prefix="voiceguide-") as cache:
        voice = open_voice(
            f"{made.engine}:{made.files[MODEL]}", 140, language=language, cache=Path(cache)
        )
        try:
            voice.speak(tried_lines(language)[:1])
        finally:
            voice.close()
    return True


def _added(voice: AddedVoice, *, tried: bool) -> list[str]:
    said = [
        f"Added {voice.spec}: {file_size(voice_store.size_of(voice.folder))} in {voice.folder}."
    ]
    if not tried and is_installed(voice.engine):
        said.append("It was not tried: this voiceguide has no engine for it.")
    return [*said, *_what_now(voice)]


def _what_now(voice: AddedVoice) -> list[str]:
    """What the person can do with it next."""
    if not is_installed(voice.engine):
        return [f"It cannot speak yet, and was not tried: {how_to_install(voice.engine)}"]
    language = base_language(voice.language)
    if best_voice(language) == voice.spec:
        return [f"It speaks {language} from now on. Hear it: voiceguide voices try {voice.name}"]
    return [f"To have it speak {language}: voiceguide voices use {voice.name}"]


def _as_given(message: str, folder: Path, path: Path) -> str:
    """What an engine says of the copy, said of the file that was given."""
    return clean(message.replace(str(folder / "voice.onnx"), path.name))


def _check_room(wanted: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted + _SPARE_BYTES:
        raise DiskProblem(
            f"the voice has {file_size(wanted)}, and the disk has {file_size(free)} left",
            hint="free some space, or set VOICEGUIDE_DATA_DIR to a folder on another disk",
        )
