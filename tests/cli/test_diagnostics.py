from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run
from tests.known_person import known_person
from voiceguide import diagnostics
from voiceguide.errors import NoSoundOutput, SafetyStop
from voiceguide.settings import Folders

LOGGER = logging.getLogger("voiceguide.test")


@pytest.fixture(autouse=True)
def ends_writing() -> Iterator[None]:
    yield
    logger = logging.getLogger("voiceguide")
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        with suppress(OSError):
            handler.close()


def written(folder: Path) -> str:
    return (folder / diagnostics.FILE_NAME).read_text(encoding="utf-8")


def test_what_happens_is_written_with_its_time_and_place(tmp_path: Path) -> None:
    diagnostics.start(tmp_path, "play")
    LOGGER.info("%s opened", "sounddevice")
    first, second = written(tmp_path).splitlines()
    assert " INFO " in first
    assert "voiceguide: play: " in first
    assert second.endswith("voiceguide.test: sounddevice opened")


def test_only_the_person_may_read_it(tmp_path: Path) -> None:
    diagnostics.start(tmp_path, "play")
    assert stat.S_IMODE((tmp_path / diagnostics.FILE_NAME).stat().st_mode) == 0o600


def test_it_never_grows_beyond_two_small_files(tmp_path: Path) -> None:
    diagnostics.start(tmp_path, "play")
    for number in range(12_000):
        LOGGER.info("line %d of a session that goes on and on", number)
    files = sorted(tmp_path.iterdir())
    assert [each.name for each in files] == ["diagnostics.log", "diagnostics.log.1"]
    assert all(each.stat().st_size <= diagnostics.MOST_BYTES for each in files)
    assert "line 11999 " in written(tmp_path)


def test_a_file_that_cannot_be_put_aside_stops_nothing_and_shows_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"{diagnostics.FILE_NAME}.1").mkdir()
    (tmp_path / f"{diagnostics.FILE_NAME}.1" / "in-the-way").touch()
    (tmp_path / diagnostics.FILE_NAME).write_text("x" * diagnostics.MOST_BYTES + "\n")
    diagnostics.start(tmp_path, "play")
    LOGGER.info("some line")
    assert capsys.readouterr() == ("", "")


def test_to_begin_it_loads_nothing_that_sends_records_elsewhere(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from voiceguide import diagnostics\n"
        "diagnostics.start(Path(sys.argv[1]), 'play'); print(*sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert {"logging.handlers", "importlib.metadata"}.isdisjoint(done.stdout.split())


def test_a_command_that_begins_goes_on_in_the_same_file(tmp_path: Path) -> None:
    diagnostics.start(tmp_path, "play")
    diagnostics.start(tmp_path, "export")
    LOGGER.info("once")
    assert written(tmp_path).count("once") == 1
    assert "voiceguide: play: " in written(tmp_path)


def test_a_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    diagnostics.start(tmp_path / "file", "play")
    LOGGER.info("lost")
    assert capsys.readouterr() == ("", "")
    diagnostics.start(tmp_path / "file", "play", debug=True)
    assert "cannot be written: " in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
def test_a_full_disk_stops_nothing_and_shows_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / diagnostics.FILE_NAME).symlink_to("/dev/full")
    diagnostics.start(tmp_path, "play")
    LOGGER.info("lost")
    assert capsys.readouterr() == ("", "")


def test_details_are_written_only_with_debug(tmp_path: Path) -> None:
    diagnostics.start(tmp_path, "play")
    LOGGER.debug("a detail")
    assert "a detail" not in written(tmp_path)
    diagnostics.start(tmp_path, "play", debug=True)
    LOGGER.debug("a detail")
    assert "a detail" in written(tmp_path)


def test_of_an_error_only_words_about_the_sound_are_written(tmp_path: Path) -> None:
    diagnostics.start(tmp_path, "play")
    diagnostics.ended(SafetyStop("you have knee-pain"))
    diagnostics.ended(NoSoundOutput("sounddevice finds no device"))
    diagnostics.ended(None)
    told = written(tmp_path)
    assert "knee-pain" not in told
    assert "ended: SafetyStop" in told
    assert "sounddevice finds no device" in told
    assert "ended well" in told


def test_a_session_leaves_its_output_modes_and_end_and_nothing_of_the_person(
    tmp_path: Path,
    ask: Ask,
) -> None:
    routine = tmp_path / "my-sciatica.yaml"
    routine.write_text(
        "name: Sciatica\nopening: {say: [Hello.], safety: none}\nitems:\n  - rest: 1 s\n"
    )
    folders = Folders.of_user()
    known_person(folders.data, ticked=["knee-pain"])
    answer = ask(
        "play", str(routine), "--yes", "--output", "silent", "--voice", "estimate",
        "--condition", "neck-pain", "--screen", "lines",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    told = written(folders.state).lower()
    for expected in ("play: ", "silent: opened in", "playing at ", "ended: finished"):
        assert expected in told
    for secret in ("sciatica", "knee", "neck", "hello", str(tmp_path).lower()):
        assert secret not in told


def test_commands_that_make_no_sound_write_nothing_unless_asked(
    tmp_path: Path,
    program: Run,
) -> None:
    state = tmp_path / "state"
    assert program("list", VOICEGUIDE_STATE_DIR=str(state)).returncode == 0
    assert not (state / diagnostics.FILE_NAME).exists()
    done = program("--debug", "list", VOICEGUIDE_STATE_DIR=str(state))
    assert done.returncode == 0
    assert "voiceguide: list: " in done.stderr
    assert "voiceguide: list: " in written(state)


def test_doctor_says_where_it_is(program: Run) -> None:
    said = program("doctor", "--quiet").stdout
    assert str(Folders.of_user().state / diagnostics.FILE_NAME) in said


def test_a_program_that_uses_voiceguide_sees_its_records_as_it_likes() -> None:
    code = (
        "import logging, sys\n"
        "logging.basicConfig(level=logging.INFO, format='%(name)s')\n"
        "from voiceguide.playback.outputs.interface import open_sink\n"
        "open_sink('silent').close()"
    )
    environment = {**os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "voiceguide.playback.outputs.interface"
