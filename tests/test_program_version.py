from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from voiceguide.program_version import program_version


def test_it_is_what_the_metadata_says() -> None:
    assert program_version() == metadata.version("voiceguide")


def test_the_first_one_on_the_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "voiceguide-9.8.7rc1+own.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Name: voiceguide\nVersion: 9.8.7rc1+own\n")
    (tmp_path / "voiceguide_pedal-1.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", ["/no/such/folder", str(tmp_path), *sys.path])
    assert program_version() == metadata.version("voiceguide") == "9.8.7rc1+own"


def test_where_no_folder_has_it_the_metadata_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setattr(metadata, "version", lambda name: f"{name} of elsewhere")
    assert program_version() == "voiceguide of elsewhere"
