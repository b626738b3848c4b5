"""Keeping added voices: each is stored whole or not at all, and removed in one step.

A voice is put together in a hidden folder of its own and takes its place by being renamed. What a
killed program left there is removed the next time, but for downloads, which go on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voiceguide.errors import DiskProblem, UsageError
from voiceguide.files import open_plain, refusals_in_words
from voiceguide.speech.added_voices import (
    AddedVoice,
    choose_voice,
    chosen_voices,
    voices_folder,
    write_record,
)
from voiceguide.structs import replace
from voiceguide.text import file_size

UNFINISHED = ".unfinished"
"""The folder among the voices where they are put together."""
SPARE_BYTES = 32 * 1024 * 1024
"""What must stay free on the disk."""
_DOWNLOAD = "download-"
_REPLACING = "replacing-"
"""What gives way to another voice: put back where that never came. A removed one is not."""
_REMOVING = "removing-"
_CHUNK_BYTES = 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)


def fitting_name(name: str) -> str:
    """A voice's name, where it can be one. Raises UsageError."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise UsageError(
            f"{name!r} cannot be the name of a voice",
            hint="letters, digits, - and _, beginning with a letter or digit: --name my-voice",
        )
    return name


@contextmanager
def voice_in_the_making() -> Iterator[Path]:
    """An empty folder to put a voice together in, which is gone when the block ends."""
    folder = _unfinished() / f"adding-{secrets.token_hex(6)}"
    with refusals_in_words(folder):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def download_folder(name: str) -> Path:
    """Where a voice's files lie until all of them have come; kept when a download breaks off."""
    folder = _unfinished() / f"{_DOWNLOAD}{name}"
    with refusals_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def downloaded_bytes(name: str) -> int:
    """How much of a voice has come that is not whole yet."""
    return size_of(_unfinished() / f"{_DOWNLOAD}{name}")


def unfinished_downloads() -> list[str]:
    """The names of the voices whose download broke off."""
    with contextlib.suppress(OSError):
        return sorted(
            each.name.removeprefix(_DOWNLOAD)
            for each in _unfinished().iterdir()
            if each.name.startswith(_DOWNLOAD) and size_of(each)
        )
    return []


def drop_download(name: str) -> int:
    """Remove what has come of a voice, and say how many bytes that was."""
    dropped = downloaded_bytes(name)
    shutil.rmtree(_unfinished() / f"{_DOWNLOAD}{name}", ignore_errors=True)
    return dropped


def keep_voice(made: Path, voice: AddedVoice) -> AddedVoice:
    """Give the folder `made`, with all the files of a voice, its place: whole or not at all.

    A voice of the same name gives way to it. Raises DiskProblem, UsageError.
    """
    place = voices_folder() / voice.engine / voice.name
    with refusals_in_words(place):
        write_record(made, voice)
        place.parent.mkdir(parents=True, exist_ok=True)
        before = _out_of_the_way(place, _REPLACING) if os.path.lexists(place) else None
        try:
            made.rename(place)
        except BaseException:
            # An interruption may come after the new one is in its place.
            if before is not None and not os.path.lexists(place):
                before.rename(place)
            raise
        if before is not None:
            shutil.rmtree(before.parent.parent, ignore_errors=True)
    files = {part: place / file.name for part, file in voice.files.items()}
    return replace(voice, files=files, folder=place)


def remove_folder(folder: Path) -> int:
    """Remove a voice's folder at once, with all that is in it; how many bytes that were.

    Whatever language had chosen it falls back to its next best voice. Raises DiskProblem,
    UsageError.
    """
    spec = f"{folder.parent.name}:{folder.name}"
    size = size_of(folder)
    with refusals_in_words(folder):
        shutil.rmtree(_out_of_the_way(folder, _REMOVING).parent.parent, ignore_errors=True)
        for language, chosen in chosen_voices().items():
            if chosen.lower() == spec.lower():
                choose_voice(language, None)
    return size


def copy_file(source: Path, target: Path, most_bytes: int) -> str:
    """Copy a file of somebody's, and give its SHA-256.

    Raises UsageError for one of more than `most_bytes`, NotPlain for what is no file, DiskProblem.
    """
    digest, left = hashlib.sha256(), most_bytes
    with open_plain(source) as file, refusals_in_words(target), target.open("xb") as out:
        while chunk := file.read(_CHUNK_BYTES):
            left -= len(chunk)
            if left < 0:
                raise UsageError(f"{source} is too large for a voice", hint="choose another")
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def check_room(wanted: int, folder: Path) -> None:
    """Raise DiskProblem where a disk has no room for so many bytes, and some to spare."""
    with refusals_in_words(folder):
        free = shutil.disk_usage(folder).free
    if free < wanted + SPARE_BYTES:
        raise DiskProblem(
            f"{file_size(wanted)} are to come, and the disk has {file_size(free)} left",
            hint="free some space, or set VOICEGUIDE_DATA_DIR to a folder on another disk",
        )


def tidy() -> None:
    """Remove what killed programs left; nobody else may be adding or removing meanwhile.

    A voice that had to give way to another one, which never took its place, comes back.
    """
    with contextlib.suppress(OSError):
        for each in _unfinished().iterdir():
            if each.name.startswith(_REPLACING):
                _put_back(each)
            if not each.name.startswith(_DOWNLOAD):
                shutil.rmtree(each, ignore_errors=True)


def _put_back(aside: Path) -> None:
    """Give a replaced voice its place again, where that is empty."""
    for voice in aside.glob("*/*"):
        place = voices_folder() / voice.parent.name / voice.name
        if not os.path.lexists(place):
            with contextlib.suppress(OSError):  # its engine's folder is a file by now
                place.parent.mkdir(parents=True, exist_ok=True)
                voice.rename(place)


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder; links count as themselves."""
    total = 0
    for inside, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(inside, name).stat(follow_symlinks=False).st_size
    return total


def _unfinished() -> Path:
    return voices_folder() / UNFINISHED


def _out_of_the_way(place: Path, why: str) -> Path:
    """Move a voice where it is none any more, in one step; its place stays known there."""
    aside = _unfinished() / f"{why}{secrets.token_hex(6)}" / place.parent.name / place.name
    aside.parent.mkdir(parents=True, exist_ok=True)
    place.rename(aside)
    return aside
