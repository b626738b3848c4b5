"""Taking a stranger's voice pack over, from a folder or a zip: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import lzma
import os
import secrets
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from msgspec import Struct

from voiceguide.errors import DiskProblem, UsageError, disk_problem
from voiceguide.files import NotPlain, open_plain
from voiceguide.speech.recordings.sound_file import MOST_BYTES, SUFFIXES, format_of
from voiceguide.speech.recordings.voice_pack import (
    DEEPEST,
    MOST_FILES,
    PACK_FILE,
    PACK_FILE_BYTES_AT_MOST,
    VoicePack,
    is_safe_name,
    read_pack,
    unread_folder,
)

MOST_PACK_BYTES = 4 * 1024**3
MOST_TIMES_LARGER = 50
"""Sound is never packed so tightly as a zip that is made to fill a disk."""
ALWAYS_ALLOWED_BYTES = 64 * 1024**2
MOST_TEXT_BYTES = 1024**2
_TEXTS = ("readme", "license", "licence", "copying")
_TEXT_SUFFIXES = ("", ".txt", ".md")
_CHUNK = 1024**2
_HINT = "ask whoever made the pack for one without it"


class CopiedPack(Struct, frozen=True):
    """The pack as it is stored now, and the names of what was left out of it."""

    pack: VoicePack
    left_out: tuple[str, ...]


class _Entry(Protocol):
    """A file of the pack that is taken over."""

    name: str
    """Inside the pack, with ``/`` between folders."""
    size: int

    def opened(self) -> contextlib.AbstractContextManager[BinaryIO]: ...


def copy_pack(source: Path, target: Path) -> CopiedPack:
    """Check a pack in a folder or a zip, and copy it to the folder `target`, which is made.

    Taken are voice.toml, sound files, and readmes and licences; anything else is left out. Raises
    UsageError for what is no pack, leads outside, is too large, or where `target` is there
    already; BadFiles for a voice.toml with problems; DiskProblem.
    """
    if os.path.lexists(target):
        raise UsageError(f"{target} exists already", hint="remove the voice first")
    part = target.parent / f".voiceguide-{secrets.token_hex(6)}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        try:
            with _entries_of(source) as (entries, left_out):
                _copy(entries, part, source)
            read_pack(part, str(source))
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        raise _refused(error, target) from error
    return CopiedPack(read_pack(target), tuple(left_out))


def _refused(error: OSError, target: Path) -> DiskProblem:
    known = disk_problem(error, str(target))
    return known or DiskProblem(
        f"{target} cannot be written: {error.strerror or error}",
        hint="`voiceguide doctor` lists the folders; look who may write there",
    )


@contextmanager
def _entries_of(source: Path) -> Iterator[tuple[list[_Entry], list[str]]]:
    """The files that are taken from a source, and the names of those that are not."""
    if source.is_dir():
        try:
            os.scandir(source).close()
        except OSError as error:
            unread_folder(error)
        # What else is wrong with a folder matters only where it is a pack.
        if not any(source.glob(PACK_FILE)) and not any(source.glob(f"*/{PACK_FILE}")):
            raise _no_pack(source)
        yield _chosen(list(_files_in(source)), source)
        return
    with contextlib.ExitStack() as opened:
        with _reading(source):
            file = opened.enter_context(open_plain(source))
            archive = opened.enter_context(zipfile.ZipFile(file))
            chosen = _chosen(list(_files_of(archive, source)), source)
        yield chosen


_BROKEN = (
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What Python raises for zips that are damaged, or made to be."""


@contextmanager
def _reading(source: Path) -> Iterator[None]:
    """Turn what may go wrong with a stranger's pack into words; nothing is written in the block."""
    try:
        yield
    except FileNotFoundError:
        raise UsageError(f"there is no pack {source}", hint="check its name") from None
    except NotPlain as refused:
        raise UsageError(f"{source} {refused}", hint="name a folder or a zip") from None
    except zipfile.BadZipFile as error:
        raise UsageError(
            f"{source} is no zip that can be read ({error})", hint="name a folder or a whole zip"
        ) from None
    except OSError as error:
        # bzip2 tells of damage without a number, and a damaged place in the file is none.
        if error.errno in (None, errno.EINVAL):
            raise _broken(source, error) from None
        raise UsageError(
            f"{source} cannot be read: {error.strerror}", hint="look who may read it"
        ) from None
    except _BROKEN as error:
        raise _broken(source, error) from None


def _broken(source: Path, error: Exception) -> UsageError:
    why = "a name in it is no text" if isinstance(error, UnicodeError) else str(error)
    return UsageError(f"{source} is a broken zip ({why})", hint="get it once more")


def _chosen(entries: list[_Entry], source: Path) -> tuple[list[_Entry], list[str]]:
    """Those that are taken, by their names inside the pack."""
    heads = [entry for entry in entries if PurePosixPath(entry.name).name == PACK_FILE]
    if not heads:
        raise _no_pack(source)
    head = min(heads, key=lambda entry: entry.name.count("/"))
    before = head.name[: -len(PACK_FILE)]
    taken: dict[str, _Entry] = {}
    left_out: list[str] = []
    for entry in entries:
        inside = entry.name.startswith(before)
        name = entry.name[len(before) :] if inside else entry.name
        limit = _limit(name) if inside else None
        if limit is None:
            left_out.append(entry.name)
            continue
        if entry.size > limit:
            raise UsageError(f"{source}: {name} is larger than {limit // 1024**2} MB", hint=_HINT)
        if (double := taken.get(name.casefold())) is not None:
            raise UsageError(f"{source}: {double.name} and {name} are one file here", hint=_HINT)
        entry.name = name
        taken[name.casefold()] = entry
    for name, entry in taken.items():
        for folder in PurePosixPath(name).parents:
            if (double := taken.get(str(folder))) is not None:
                raise UsageError(
                    f"{source}: {double.name} is a file, and {entry.name} lies in it", hint=_HINT
                )
    return list(taken.values()), left_out


def _no_pack(source: Path) -> UsageError:
    return UsageError(
        f"{source} is no voice pack: there is no {PACK_FILE} in it",
        hint="a pack is a folder with a file voice.toml, or a zip of one",
    )


def _limit(name: str) -> int | None:
    """How large a file of a pack may be; None for what is no part of one."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    if hidden or len(path.parts) > DEEPEST + 1:
        return None
    if name == PACK_FILE:
        return PACK_FILE_BYTES_AT_MOST
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return MOST_BYTES
    is_text = path.name.lower().startswith(_TEXTS) and suffix in _TEXT_SUFFIXES
    return MOST_TEXT_BYTES if is_text else None


class _FolderEntry(Struct):
    name: str
    size: int
    path: Path
    folder: Path

    def opened(self) -> contextlib.AbstractContextManager[BinaryIO]:
        return open_plain(self.path, self.folder)


def _files_in(folder: Path) -> Iterator[_Entry]:
    count = 0
    for place, inside, names in os.walk(folder, onerror=unread_folder):
        here = Path(place)
        if linked := next((name for name in inside if (here / name).is_symlink()), None):
            raise UsageError(
                f"{folder}: {linked} is a link to a folder", hint="put the folder itself there"
            )
        if len(here.relative_to(folder).parts) > DEEPEST:
            inside.clear()
        for name in names:
            count += 1
            if count > MOST_FILES:
                raise _too_many(folder)
            path = here / name
            shown = path.relative_to(folder).as_posix()
            try:
                with open_plain(path, folder) as file:
                    size = os.fstat(file.fileno()).st_size
            except NotPlain as refused:
                raise UsageError(f"{folder}: {shown} {refused}", hint=refused.hint) from None
            except (RuntimeError, FileNotFoundError):
                raise UsageError(
                    f"{folder}: {shown} is a link that leads nowhere", hint="take it away"
                ) from None
            except OSError as error:
                raise UsageError(
                    f"{folder}: {shown} cannot be read: {error.strerror}", hint="take it away"
                ) from None
            yield _FolderEntry(shown, size, path, folder)


class _ZipEntry(Struct):
    name: str
    size: int
    info: zipfile.ZipInfo
    archive: zipfile.ZipFile

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        with self.archive.open(self.info) as file:
            yield file  # type: ignore[misc]  # what reads bytes is all that is used of it


def _files_of(archive: zipfile.ZipFile, source: Path) -> Iterator[_Entry]:
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if len(infos) > MOST_FILES:
        raise _too_many(source)
    promised = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if promised > max(ALWAYS_ALLOWED_BYTES, MOST_TIMES_LARGER * packed):
        raise UsageError(f"{source} would unpack to {promised // 1024**2:,} MB", hint=_HINT)
    for info in infos:
        # Python itself has put ``/`` in place of other marks, and cut the name at a zero.
        if not is_safe_name(info.filename) or info.orig_filename != info.filename:
            raise UsageError(
                f"{source}: {info.orig_filename[:80]!r} leads out of the pack, or is no name "
                "on every system",
                hint=_HINT,
            )
        kind = info.external_attr >> 16
        if kind and stat.S_IFMT(kind) not in (0, stat.S_IFREG):
            raise UsageError(f"{source}: {info.filename} is a link or no file", hint=_HINT)
        if info.flag_bits & 1:
            raise UsageError(
                f"{source} is locked with a password", hint="unpack it, and name the folder"
            )
        yield _ZipEntry(info.filename, info.file_size, info, archive)


def _too_many(source: Path) -> UsageError:
    return UsageError(
        f"there are more than {MOST_FILES:,} files in {source}", hint="name a voice pack alone"
    )


def _chunk_of(read: BinaryIO, source: Path) -> bytes:
    with _reading(source):
        return read.read(_CHUNK)


def _copy(entries: list[_Entry], part: Path, source: Path) -> None:
    """Write the files of a pack, counting what really comes."""
    left = MOST_PACK_BYTES
    for entry in entries:
        path = part.joinpath(*entry.name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        sound = path.suffix.lower() in SUFFIXES
        with contextlib.ExitStack() as opened:
            with _reading(source):
                read = opened.enter_context(entry.opened())
            write = opened.enter_context(path.open("xb"))
            copied = 0
            while chunk := _chunk_of(read, source):
                if not copied and sound and format_of(chunk) is None:
                    raise UsageError(
                        f"{source}: {entry.name} is no WAV, FLAC or MP3 file, "
                        "whatever it is called",
                        hint="take it away, or put the right file there",
                    )
                copied += len(chunk)
                left -= len(chunk)
                if copied > entry.size or left < 0:
                    raise UsageError(
                        f"{source} holds more than it says, or than "
                        f"{MOST_PACK_BYTES // 1024**3} GB",
                        hint=_HINT,
                    )
                write.write(chunk)
            if sound and not copied:
                raise UsageError(f"{source}: {entry.name} is empty", hint="take it away")
