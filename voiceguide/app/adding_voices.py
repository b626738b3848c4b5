"""`voiceguide voices add`: a voice by its name, which is downloaded, or from files of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.app import voices_from_files
from voiceguide.app.context import AppContext
from voiceguide.app.keeping_voices import MODEL, named_files, told_added, tried, what_now
from voiceguide.app.voices import alone_with_voices
from voiceguide.errors import DiskProblem, NoVoice, UsageError
from voiceguide.files import at_home
from voiceguide.person.event import local_now
from voiceguide.speech import voice_store
from voiceguide.speech.added_voices import AddedVoice, added_voice, how_to_install
from voiceguide.speech.voice_catalogue import CatalogueVoice, catalogue, voice_in_catalogue
from voiceguide.text import file_size

if TYPE_CHECKING:
    from voiceguide.speech.voice_download import DownloadLimits

_FILES = (".onnx", ".zip", ".json", ".toml")


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
    if not _is_file(what):
        if name is not None:
            raise UsageError("--name is for voices from files", hint="leave it out")
        voice = voice_in_catalogue(what)
        # Nobody else is kept waiting while the person thinks.
        if not _is_here(voice) and not yes and not _wanted(voice, context):
            return []
        with alone_with_voices():
            return _download(voice, context, limits=limits)
    path = at_home(what)
    with alone_with_voices():
        if path.is_dir() or path.suffix.lower() == ".zip":
            return voices_from_files.add_pack(path, name)
        if path.suffix.lower() == ".onnx":
            return voices_from_files.add_model(path, name)
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
    return len(path.parts) > 1 or path.suffix.lower() in _FILES or _exists(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long for a name of a file
        return False


def _is_here(voice: CatalogueVoice) -> AddedVoice | None:
    """The very voice, where it was added."""
    there = added_voice(voice.engine, voice.name)
    return there if there is not None and there.sha256 == voice.files[MODEL].sha256 else None


def _download(
    voice: CatalogueVoice, context: AppContext, *, limits: DownloadLimits | None
) -> list[str]:
    if (there := _is_here(voice)) is not None:
        return [f"{there.spec} is here already.", *what_now(there)]
    folder = voice_store.download_folder(voice.name)
    files = named_files(folder, voice.name, voice.files)
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
        was_tried = tried(made)
    except NoVoice as refused:
        voice_store.drop_download(voice.name)
        raise NoVoice(
            f"{voice.spec} came as it should, and cannot be used: {refused.message}",
            hint=f"update what speaks it: {how_to_install(voice.engine)} --upgrade",
        ) from refused
    return told_added(voice_store.keep_voice(folder, made), was_tried=was_tried)


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
        addresses = "".join(f"\n    {file.address}" for file in voice.files.values())
        hint = (
            f"{missing.hint}; or fetch its files elsewhere, side by side:{addresses}\n"
            f"  and then: voiceguide voices add {voice.files[MODEL].name}"
        )
        raise Missing(f"{voice.name} was not added: {missing.message}", hint=hint) from missing


def _go_on(voice: CatalogueVoice) -> str:
    return (
        f"`voiceguide voices add {voice.name}` goes on,"
        f" `voiceguide voices remove {voice.name}` takes it away"
    )
