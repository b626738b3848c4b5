"""The voices that can be added by name: a table, each row as its publisher's own pages say.

`VOICEGUIDE_VOICE_CATALOGUE` names another table of the same form, such as a practice's own.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from voiceguide.errors import UsageError, did_you_mean, refusal_of
from voiceguide.files import NotPlain, at_home, decoded, read_plain
from voiceguide.text import quoted

VARIABLE = "VOICEGUIDE_VOICE_CATALOGUE"
BUILT_IN = Path(__file__).with_name("voice_catalogue.toml")
_BYTES_AT_MOST = 256 * 1024
_FILE_BYTES_AT_MOST = 512 * 1024 * 1024
_PARTS = {"piper": ("model", "config"), "kokoro": ("model", "voices")}
_TEXTS = ("language", "gender", "quality", "licence", "card", "card_says")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class CatalogueFile(Struct, frozen=True):
    """A file to be downloaded, and what it must be."""

    address: str
    size: int
    """In bytes."""
    sha256: str

    @property
    def name(self) -> str:
        """What it is called where it comes from."""
        return self.address.rpartition("/")[2]


class CatalogueVoice(Struct, frozen=True):
    """A voice that can be added by its name."""

    name: str
    engine: str
    language: str
    """Like "en-us"."""
    gender: str
    """female or male, or empty."""
    quality: str
    licence: str
    """In a few words."""
    card: str
    """The address of the publisher's page on the voice."""
    card_says: str
    """What stands there of its recordings, its training and its licence."""
    read_on: date
    """When that was read."""
    files: Mapping[str, CatalogueFile]

    @property
    def spec(self) -> str:
        """As `--voice` takes it, once it was added."""
        return f"{self.engine}:{self.name}"

    @property
    def size(self) -> int:
        """Of all its files, in bytes."""
        return sum(file.size for file in self.files.values())


def catalogue() -> dict[str, CatalogueVoice]:
    """Every voice that can be added by name. Raises UsageError for a table that cannot be used."""
    given = os.environ.get(VARIABLE)
    path = at_home(given) if given else BUILT_IN
    try:
        rows = tomllib.loads(decoded(read_plain(path, _BYTES_AT_MOST), str(path)))
    except NotPlain as refused:
        raise UsageError(f"{path} {refused}", hint=f"mend {VARIABLE}") from None
    except OSError as error:
        raise refusal_of(error) or UsageError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no table: {error}", hint=f"mend {VARIABLE}") from None
    try:
        return {name: _voice(name, row) for name, row in rows.items()}
    except _Unfit as unfit:
        raise UsageError(f"{path}: {unfit}", hint=f"see {BUILT_IN}") from None


def voice_in_catalogue(name: str) -> CatalogueVoice:
    """One of them by its name, in whatever letters, with or without its engine.

    Raises UsageError for one that is not there.
    """
    known = catalogue()
    wanted = name.lower()
    for voice in known.values():
        if wanted in (voice.name.lower(), voice.spec.lower()):
            return voice
    there_are = f"there are: {', '.join(sorted(known))}" if known else "the table is empty"
    hint = did_you_mean(wanted.rpartition(":")[2], known) or there_are
    raise UsageError(
        f"there is no voice {quoted(name)} to be added by name",
        hint=f"{hint}; a voice of your own: voiceguide voices add FILE.onnx",
    )


class _Unfit(ValueError):
    """What is wrong with the table, in words."""


def _voice(name: str, row: object) -> CatalogueVoice:
    if not isinstance(row, dict):
        raise _Unfit(f"'{name}' is no table")
    engine = row.get("engine")
    if engine not in _PARTS:
        raise _Unfit(f"[{name}] has the engine {engine!r}; there are: {', '.join(_PARTS)}")
    for key in _TEXTS:
        if not isinstance(row.get(key), str):
            raise _Unfit(f"[{name}] lacks '{key}', in quotes")
    read_on = row.get("read_on")
    if type(read_on) is not date:
        raise _Unfit(f"[{name}] lacks 'read_on', as in read_on = 2026-11-28")
    files = {part: _file(f"{name}.{part}", row.get(part)) for part in _PARTS[engine]}
    texts: dict[str, Any] = {key: row[key] for key in _TEXTS}
    return CatalogueVoice(name=name, engine=engine, read_on=read_on, files=files, **texts)


def _file(name: str, row: object) -> CatalogueFile:
    if not isinstance(row, dict):
        raise _Unfit(f"[{name}] is missing")
    address, size, sha256 = (row.get(key) for key in ("address", "bytes", "sha256"))
    if not isinstance(address, str) or "/" not in address or not address.isascii():
        raise _Unfit(f"[{name}] lacks 'address', in quotes")
    if type(size) is not int or not 0 < size <= _FILE_BYTES_AT_MOST:
        raise _Unfit(f"[{name}] has {size!r} bytes; 1 to {_FILE_BYTES_AT_MOST} can be")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise _Unfit(f"[{name}] lacks 'sha256', 64 digits and letters from a to f")
    return CatalogueFile(address, size, sha256)
