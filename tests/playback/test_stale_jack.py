"""What a killed program left of JACK's database no longer keeps sound libraries waiting."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from voiceguide.errors import NoSoundOutput
from voiceguide.playback.outputs import miniaudio as miniaudio_sink
from voiceguide.playback.outputs import sounddevice as sounddevice_sink
from voiceguide.playback.outputs.stale_jack import forget_jack

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux has it")
PERSON = os.getuid() if sys.platform != "win32" else 0


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """As a program leaves it that is killed while it makes it."""
    folder = tmp_path / f"jack_db-{PERSON}"
    folder.mkdir()
    (folder / "__db.001").touch()
    return folder


def test_a_database_without_a_server_is_thrown_away(database: Path, tmp_path: Path) -> None:
    forget_jack(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_none_nothing_happens(tmp_path: Path) -> None:
    forget_jack(tmp_path)
    forget_jack(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_the_database_of_a_running_server_stays(database: Path, tmp_path: Path) -> None:
    (tmp_path / f"jack_default_{PERSON}_0").touch()
    forget_jack(tmp_path)
    assert (database / "__db.001").exists()


def test_somebody_elses_server_and_database_are_nothing_to_us(
    database: Path, tmp_path: Path
) -> None:
    (tmp_path / f"jack_default_{PERSON + 1}_0").touch()
    (tmp_path / f"jack_db-{PERSON + 1}").mkdir()
    forget_jack(tmp_path)
    assert not database.exists()
    assert (tmp_path / f"jack_db-{PERSON + 1}").exists()


def test_a_database_that_belongs_to_somebody_else_stays(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: PERSON + 1)
    database.rename(tmp_path / f"jack_db-{PERSON + 1}")
    forget_jack(tmp_path)
    assert (tmp_path / f"jack_db-{PERSON + 1}").exists()


def test_a_link_in_its_place_leads_nowhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (tmp_path / f"jack_db-{PERSON}").symlink_to(elsewhere)
    forget_jack(tmp_path)
    assert (elsewhere / "kept").exists()


@pytest.mark.parametrize(
    ("library", "open_sink"),
    [("sounddevice", sounddevice_sink.open_sink), ("miniaudio", miniaudio_sink.open_sink)],
)
def test_it_is_thrown_away_before_a_library_that_looks_there_is_started(
    library: str, open_sink: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[bool] = []
    for module in (sounddevice_sink, miniaudio_sink):
        monkeypatch.setattr(module, "forget_jack", lambda: forgotten.append(True))
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(NoSoundOutput, match="not installed"):
        open_sink()
    assert forgotten
