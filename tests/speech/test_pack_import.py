"""Packs of strangers: taken over whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.speech.pack_kit import TOML, pack, spoken, wav
from voiceguide.errors import BadFiles, UsageError
from voiceguide.speech.recordings.line_names import line_words
from voiceguide.speech.recordings.pack_import import copy_pack
from voiceguide.speech.recordings.voice_pack import read_pack

IN = line_words("Breathe in.", "en")


def zipped(path: Path, files: dict[str, bytes], **more: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = more.get("mode", 0o644 | stat.S_IFREG) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


def refusal(source: Path, tmp_path: Path) -> str:
    """Why a source is refused; nothing of it is left."""
    target = tmp_path / "store" / "anna"
    with pytest.raises(UsageError) as refused:
        copy_pack(source, target)
    assert list((tmp_path / "store").iterdir()) == []
    return str(refused.value)


def test_a_folder_is_copied(tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna", breathe_in=wav(spoken()))
    (folder / "notes.odt").write_text("x")
    (folder / "README.md").write_text("Read in a wardrobe.")
    copied = copy_pack(folder, tmp_path / "store" / "anna")
    assert copied.pack.file_for(IN) == tmp_path / "store" / "anna" / "breathe-in.wav"
    assert copied.left_out == ("notes.odt",)
    names = sorted(path.name for path in (tmp_path / "store" / "anna").iterdir())
    assert names == ["README.md", "breathe-in.wav", "voice.toml"]


def test_a_zip_is_unpacked_with_or_without_a_folder_around_it(tmp_path: Path) -> None:
    files = {"voice.toml": TOML.encode(), "lines/breathe-in.wav": wav(spoken())}
    for number, around in enumerate(("", "anna/")):
        inside = {f"{around}{name}": data for name, data in files.items()}
        source = zipped(tmp_path / f"{number}.zip", inside | {"__MACOSX/._x.wav": b"x"})
        copied = copy_pack(source, tmp_path / "store" / str(number))
        assert copied.pack.file_for(IN) is not None
        assert copied.left_out == ("__MACOSX/._x.wav",)


@pytest.mark.parametrize(
    "name", ["../evil.wav", "/evil.wav", "lines/../../evil.wav", "C:/evil.wav", "a\\..\\b.wav"]
)  # fmt: skip
def test_names_that_leave_the_pack_are_refused(tmp_path: Path, name: str) -> None:
    source = zipped(tmp_path / "a.zip", {"voice.toml": TOML.encode(), name: wav(spoken())})
    assert "leads out of the pack" in refusal(source, tmp_path)
    assert not (tmp_path / "evil.wav").exists()


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    files = {"voice.toml": TOML.encode(), "in.wav": b"/etc/passwd"}
    source = zipped(tmp_path / "a.zip", files, mode=0o777 | stat.S_IFLNK)
    assert "is a link or no file" in refusal(source, tmp_path)


def test_links_that_leave_a_folder_are_refused(tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna")
    (tmp_path / "secret.wav").write_bytes(wav(spoken()))
    (folder / "in.wav").symlink_to(tmp_path / "secret.wav")
    assert "in.wav leads out of its folder" in refusal(folder, tmp_path)
    (folder / "in.wav").unlink()
    (folder / "lines").symlink_to(tmp_path)
    assert "lines is a link to a folder" in refusal(folder, tmp_path)


@pytest.mark.parametrize("locked", ["anna", "anna/lines"])
def test_a_folder_that_may_not_be_read_is_named_and_not_taken_as_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    """Told by the system even where the tests may read everything."""
    folder = pack(tmp_path / "anna", breathe_in=wav(spoken()))
    (folder / "lines").mkdir()
    closed, scandir = str(tmp_path / locked), os.scandir

    def refusing(path: str | Path = ".") -> Any:
        if str(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", closed)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert f"{closed} cannot be read: Permission denied" in refusal(folder, tmp_path)
    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        read_pack(folder)


def test_a_zip_that_would_fill_the_disk_is_refused(tmp_path: Path) -> None:
    files = {"voice.toml": TOML.encode(), "in.wav": b"RIFF0000WAVE" + bytes(90 * 1024**2)}
    assert "would unpack to 90 MB" in refusal(zipped(tmp_path / "a.zip", files), tmp_path)


def test_too_large_and_too_many_files_are_refused(tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna")
    with (folder / "in.wav").open("wb") as file:
        file.write(b"RIFF0000WAVE")
        file.truncate(97 * 1024**2)
    assert "in.wav is larger than 96 MB" in refusal(folder, tmp_path)
    many = {"voice.toml": TOML.encode()} | {f"{number}.wav": b"" for number in range(20_000)}
    assert "more than 20,000 files" in refusal(zipped(tmp_path / "a.zip", many), tmp_path)


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    assert "in.wav is no WAV, FLAC or MP3 file" in refusal(
        pack(tmp_path / "a", **{"in": b"#!/bin/sh"}), tmp_path
    )
    assert "in.wav is empty" in refusal(pack(tmp_path / "b", **{"in": b""}), tmp_path)


def test_what_is_no_pack_or_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there is no voice.toml in it" in refusal(tmp_path / "empty", tmp_path)
    assert "there is no pack" in refusal(tmp_path / "gone.zip", tmp_path)
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and so on")
    assert "is no zip that can be read" in refusal(tmp_path / "a.zip", tmp_path)
    whole = zipped(tmp_path / "b.zip", {"voice.toml": TOML.encode(), "in.wav": wav(spoken())})
    raw = bytearray(whole.read_bytes())
    at = raw.index(b"in.wav") + 400
    raw[at : at + 50] = bytes(50)
    whole.write_bytes(raw)
    assert "zip" in refusal(whole, tmp_path)


def test_a_pack_with_a_broken_table_is_not_stored(tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna", TOML + '[lines]\n"In." = "gone.wav"\n')
    with pytest.raises(BadFiles, match=r"anna/voice\.toml:5:1: 'In\.': there is no file gone\.wav"):
        copy_pack(folder, tmp_path / "store" / "anna")
    assert list((tmp_path / "store").iterdir()) == []


def test_a_pack_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna")
    copy_pack(folder, tmp_path / "store" / "anna")
    with pytest.raises(UsageError, match="exists already"):
        copy_pack(folder, tmp_path / "store" / "anna")
