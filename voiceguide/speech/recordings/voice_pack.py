"""A voice pack: a folder with voice.toml and a sound file for each line, as a person made it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field

from voiceguide.errors import BadFiles, Place, Problem, UsageError, did_you_mean
from voiceguide.files import NotPlain, decoded, read_plain
from voiceguide.reader.toml_text import as_written, place_in_table, place_of_setting, read_toml
from voiceguide.speech.recordings.line_names import RESERVED, file_stem, line_words, stem_as_named
from voiceguide.speech.recordings.sound_file import SUFFIXES

PACK_FILE = "voice.toml"
REFUSE = "refuse"
"""The fallback of a pack that lets nobody else speak its missing lines."""
PACK_FILE_BYTES_AT_MOST = 4 * 1024 * 1024
"""With a table of all lines of a large library."""
MOST_FILES = 20_000
LONGEST_NAME_BYTES = 255
"""Of one file or folder: what the usual disks take."""
DEEPEST = 4
"""Folders inside folders that are looked into."""

_TEXTS = ("name", "language", "fallback", "author", "licence")
_EXAMPLE = {
    "name": 'name = "Anna"',
    "language": 'language = "en"',
    "fallback": 'fallback = "pyttsx3", or "refuse"',
    "author": 'author = "Anna Example"',
    "licence": 'licence = "CC BY 4.0"',
}


class VoicePack(Struct, frozen=True):
    """What a pack says of itself, and which file belongs to which line."""

    folder: Path
    name: str
    language: str
    fallback: str | None
    """Another voice, as `--voice` takes it, for the lines that are missing; None refuses them."""
    author: str | None = None
    licence: str | None = None
    table: Mapping[str, str] = field(default_factory=dict)
    """A line's words -> its file, inside the folder, as voice.toml has it."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """A line's words -> the line, of those in the table."""
    stems: Mapping[str, str] = field(default_factory=dict)
    """The stem of a file that the table does not name -> the file."""

    def file_for(self, words: str) -> Path | None:
        """The recording of a line, by its words as `line_words` gives them."""
        name = self.table.get(words) or self.stems.get(file_stem(words))
        return None if name is None else self.folder / name

    @property
    def files(self) -> tuple[Path, ...]:
        """All its recordings, by name."""
        names = dict.fromkeys((*self.table.values(), *self.stems.values()))
        return tuple(self.folder / name for name in sorted(names))


def read_pack(folder: Path, shown: str | None = None) -> VoicePack:
    """The pack in a folder, called `shown` in problems; no sound is read yet.

    Raises UsageError where there is none, BadFiles with every problem of its voice.toml.
    """
    shown = shown or str(folder)
    text = _pack_file(folder, shown)
    return _Reader(folder, shown, text).pack()


def check_pack_text(text: str, folder: Path) -> None:
    """Raises BadFiles where the text could not be the voice.toml of a pack in a folder."""
    _Reader(folder, str(folder), text).pack()


def _pack_file(folder: Path, shown: str) -> str:
    file = folder / PACK_FILE
    if not folder.is_dir():
        raise UsageError(
            f"{shown} is no folder with a voice pack", hint="`voiceguide voices record` begins one"
        )
    try:
        raw = read_plain(file, PACK_FILE_BYTES_AT_MOST, folder)
    except FileNotFoundError:
        raise UsageError(
            f"{shown} is no voice pack: there is no {PACK_FILE} in it",
            hint='a pack is a folder with a file voice.toml, such as  name = "Anna"',
        ) from None
    except NotPlain as refused:
        raise UsageError(f"{shown}/{PACK_FILE} {refused}", hint=refused.hint) from None
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "its links lead in a circle"
        raise UsageError(f"{shown}/{PACK_FILE} cannot be read: {why}") from None
    if len(raw) > PACK_FILE_BYTES_AT_MOST:
        raise UsageError(f"{shown}/{PACK_FILE} is longer than 4 MB", hint="keep only lines in it")
    return decoded(raw, f"{shown}/{PACK_FILE}")


class _Reader:
    def __init__(self, folder: Path, shown: str, text: str) -> None:
        self.folder, self.text = folder, text
        self.file = f"{shown}/{PACK_FILE}"
        self.problems: list[Problem] = []

    def pack(self) -> VoicePack:
        written = read_toml(self.text, self.file)
        for name in written:
            if name not in (*_TEXTS, "lines"):
                known = (*_TEXTS, "lines")
                hint = did_you_mean(name, known) or f"known: {', '.join(known)}"
                self._problem(name, f"unknown setting {name!r}", hint)
        said = {name: self._text(name, written.get(name)) for name in _TEXTS}
        language = said["language"] or "en"
        self._language(language)
        fallback = said["fallback"] or "pyttsx3"
        if fallback.partition(":")[0] == "recorded":
            self._problem(
                "fallback",
                "the fallback of a recorded voice cannot be a recorded one",
                _EXAMPLE["fallback"],
            )
        table, texts = self._lines(written.get("lines"), language)
        stems = self._stems(set(table.values()))
        if self.problems:
            raise BadFiles(self.problems)
        return VoicePack(
            self.folder,
            said["name"] or self.folder.name,
            language,
            None if fallback == REFUSE else fallback,
            said["author"],
            said["licence"],
            table,
            texts,
            stems,
        )

    def _problem(self, name: str, message: str, hint: str, key: str | None = None) -> None:
        place = place_of_setting(name, self.text, self.file)
        if key is not None:
            place = place_in_table(place, key, self.text)
        self.problems.append(Problem(place, message, hint))

    def _text(self, name: str, value: object) -> str | None:
        if value is None:
            return None
        if isinstance(value, str) and value.strip() and value.isprintable() and len(value) <= 200:
            return value.strip()
        self._problem(name, f"'{name}' cannot be {as_written(value)}", _EXAMPLE[name])
        return None

    def _language(self, language: str) -> None:
        parts = language.split("-")
        if not (2 <= len(parts[0]) <= 3 and all(p.isascii() and p.isalnum() for p in parts)):
            self._problem("language", f"'{language[:40]}' is no language", _EXAMPLE["language"])

    def _lines(self, written: Any, language: str) -> tuple[dict[str, str], dict[str, str]]:
        table: dict[str, str] = {}
        texts: dict[str, str] = {}
        if written is None:
            return table, texts
        example = 'a table, as in  [lines]  and below it  "Breathe in." = "in.wav"'
        if not isinstance(written, dict):
            self._problem("lines", f"'lines' cannot be {as_written(written)}", example)
            return table, texts
        for text, name in written.items():
            words = line_words(text, language)
            wrong = self._wrong_file(name) if words else "nothing in this line can be spoken"
            if not wrong and words in table:
                wrong = f"its words stand here already, as {texts[words][:60]!r}"
            if wrong:
                shown = f"{text[:60]!r}: {wrong}"
                self._problem("lines", shown, "a line, and a sound file of the pack", text)
                continue
            table[words], texts[words] = str(PurePosixPath(name)), text
        return table, texts

    def _wrong_file(self, name: object) -> str | None:
        """What is wrong with a file that the table names; None where nothing is."""
        if not isinstance(name, str) or not is_safe_name(name):
            return f"{as_written(name)} is no file inside the pack"
        if PurePosixPath(name).suffix.lower() not in SUFFIXES:
            return f"{name} is not called .wav, .flac or .mp3"
        path = self.folder / name
        if not os.path.lexists(path):
            return f"there is no file {name}"
        try:
            inside = path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):
            inside = False
        return None if inside else f"{name} leads out of the pack"

    def _stems(self, named: set[str]) -> dict[str, str]:
        """The files that are found by their own names."""
        stems: dict[str, str] = {}
        for name in sound_files(self.folder):
            if name in named:
                continue
            stem = stem_as_named(PurePosixPath(name).stem)
            if stem in stems:
                self.problems.append(
                    Problem(
                        Place(self.file, 1, 1),
                        f"two files are for the same line: {stems[stem]} and {name}",
                        "take one of them away",
                    )
                )
            stems.setdefault(stem, name)
        return stems


def is_safe_name(name: str) -> bool:
    """Whether a relative name, with ``/`` between folders, stays inside on every system."""
    parts = name.split("/")
    return (
        0 < len(name) <= 400
        and name.isprintable()
        and not set(name) & set('\\:<>"|?*')
        and all(_is_name(part) for part in parts)
    )


def _is_name(part: str) -> bool:
    """Whether every system takes it as the name of a file or folder."""
    return (
        part not in ("", ".", "..")
        and not part.endswith((" ", "."))
        and len(part.encode()) <= LONGEST_NAME_BYTES
        and part.partition(".")[0].rstrip().lower() not in RESERVED
    )


def unread_folder(error: OSError) -> None:
    """Raises UsageError for a folder that may not be looked into, which `os.walk` would skip.

    One that is not there is empty: a pack that is to be begun.
    """
    if isinstance(error, FileNotFoundError):
        return
    name = error.filename if isinstance(error.filename, str) else "a folder"
    raise UsageError(
        f"{name} cannot be read: {error.strerror}", hint="look who may read it, or take it away"
    ) from error


def sound_files(folder: Path) -> Iterator[str]:
    """The names of all sound files in a pack and the folders in it, in order; no hidden ones.

    Raises UsageError where there are too many, or a folder may not be read.
    """
    found: list[str] = []
    looked_at = 0
    for place, inside, names in os.walk(folder, onerror=unread_folder):
        here = Path(place).relative_to(folder)
        inside[:] = [name for name in inside if not name.startswith(".")]
        if len(here.parts) >= DEEPEST:
            inside.clear()
        looked_at += len(names)
        if looked_at > MOST_FILES:
            raise UsageError(
                f"there are more than {MOST_FILES:,} files in {folder}",
                hint="name the folder of a voice pack",
            )
        found += [
            (here / name).as_posix()
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    yield from sorted(found, key=lambda name: (unicodedata.normalize("NFC", name), name))
