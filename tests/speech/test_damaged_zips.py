"""Zips that are damaged, or made to do harm: refused in words that name them."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from tests.speech.pack_kit import TOML, spoken, wav
from voiceguide.errors import UsageError
from voiceguide.speech.recordings.pack_import import copy_pack


def packed(path: Path, method: int, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("voice.toml", TOML)
        for name in names:
            archive.writestr(name, wav(spoken()), method)
    return path


def altered(path: Path, old: bytes, new: bytes, *, every: bool = True) -> Path:
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new, -1 if every else 1))
    return path


def refusal(source: Path, tmp_path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        copy_pack(source, tmp_path / "store" / "anna")
    assert list((tmp_path / "store").iterdir()) == []
    assert str(source) in str(refused.value)
    assert ".voiceguide" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_of_any_packing_is_a_broken_zip(tmp_path: Path, method: int) -> None:
    source = packed(tmp_path / "a.zip", method, "in.wav")
    raw = bytearray(source.read_bytes())
    at = raw.index(b"in.wav") + 6
    for start in (at, at + 9, at + 400):
        damaged = raw.copy()
        damaged[start : start + 60] = b"\x5a" * 60
        source.write_bytes(damaged)
        assert "zip" in refusal(source, tmp_path)


def test_a_name_that_is_not_the_text_it_says_is_refused(tmp_path: Path) -> None:
    source = packed(tmp_path / "a.zip", zipfile.ZIP_STORED, "ä.wav")
    altered(source, "ä.wav".encode(), b"\xff\xfe.wav")
    assert "a name in it is no text" in refusal(source, tmp_path)


def test_an_entry_without_a_name_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("voice.toml", TOML)
        archive.writestr(zipfile.ZipInfo(), b"")
        archive.infolist()[-1].filename = ""
    assert "'' leads out of the pack, or is no name on every system" in refusal(source, tmp_path)


@pytest.mark.parametrize("name", ["x" * 300 + ".wav", "CON.wav", "lines/nul .b.wav", "com1.wav"])
def test_a_name_that_some_system_does_not_take_is_refused(tmp_path: Path, name: str) -> None:
    source = packed(tmp_path / "a.zip", zipfile.ZIP_STORED, name)
    assert "is no name on every system" in refusal(source, tmp_path)


def test_a_file_in_which_another_lies_is_refused(tmp_path: Path) -> None:
    source = packed(tmp_path / "a.zip", zipfile.ZIP_STORED, "A.wav/b.wav", "a.wav")
    assert "a.wav is a file, and A.wav/b.wav lies in it" in refusal(source, tmp_path)


def test_damaged_places_in_the_file_are_told_as_such(tmp_path: Path) -> None:
    source = packed(tmp_path / "a.zip", zipfile.ZIP_STORED, "in.wav")
    raw = bytearray(source.read_bytes())
    end = raw.rindex(b"PK\x05\x06")
    for place in (raw.rindex(b"PK\x01\x02") + 42, end + 16, end + 12):
        for value in (b"\xff\xff\xff\xf0", b"\x00\x00\x00\x7f", b"\x07\x00\x00\x00"):
            damaged = raw.copy()
            damaged[place : place + 4] = value
            source.write_bytes(damaged)
            assert "zip" in refusal(source, tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_zip_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    source = packed(tmp_path / "a.zip", zipfile.ZIP_STORED, "in.wav")
    source.chmod(0)
    assert "cannot be read: Permission denied" in refusal(source, tmp_path)
