from __future__ import annotations

import json
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import timeline_of
from voiceguide.control.desk import Snapshot
from voiceguide.control.inbox import Inbox
from voiceguide.control.socket_source import NothingPlays, SocketSource, open_source, send
from voiceguide.control.stage import Spot
from voiceguide.errors import Missing, UsageError
from voiceguide.units import Ms

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    monkeypatch.setenv("VOICEGUIDE_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def source(folder: Path, inbox: Inbox) -> Iterator[SocketSource]:
    timeline = timeline_of("desk-break")
    source = open_source(inbox, lambda: Snapshot("playing", Spot(0, Ms(1000)), (timeline,), 90))
    yield source
    source.close()


@pytest.mark.usefixtures("source")
def test_a_command_reaches_the_inbox(inbox: Inbox) -> None:
    assert send("next") == "ok"
    asked = inbox.take(1)
    assert asked is not None
    assert asked.name == "next"


@pytest.mark.usefixtures("source")
def test_only_the_user_may_open_it(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "control.sock").stat().st_mode) == 0o600


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("line", ["seek", "quit", "x" * 5000, "next\x00", "é"])
def test_anything_else_is_refused_in_words(inbox: Inbox, line: str) -> None:
    with pytest.raises(UsageError, match="there is no command"):
        send(line)
    assert inbox.take(0.01) is None


@pytest.mark.usefixtures("source")
def test_status_tells_what_is_going_on() -> None:
    told = json.loads(send("status"))
    assert (told["mode"], told["at_ms"], told["volume_percent"]) == ("playing", 1000, 90)


@pytest.mark.usefixtures("source")
def test_a_client_that_says_nothing_holds_up_nobody_for_long(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(folder / "control.sock"))
        assert send("next") == "ok"


@pytest.mark.usefixtures("folder")
def test_without_a_session_it_says_so() -> None:
    with pytest.raises(NothingPlays, match="no session is playing"):
        send("next")


def test_what_a_killed_session_left_is_no_hindrance(folder: Path, inbox: Inbox) -> None:
    folder.mkdir()
    (folder / "control.sock").touch()
    timeline = timeline_of("desk-break")
    open_source(inbox, lambda: Snapshot("playing", Spot(0, Ms(0)), (timeline,), 90)).close()
    assert not (folder / "control.sock").exists()


def test_a_folder_of_somebody_else_is_not_used(
    tmp_path: Path, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("VOICEGUIDE_RUNTIME_DIR", str(tmp_path / "run"))
    with pytest.raises(Missing, match="belongs to somebody else"):
        open_source(inbox, lambda: pytest.fail("not asked"))


@pytest.mark.usefixtures("source")
def test_an_answer_reaches_the_inbox_with_its_number(inbox: Inbox) -> None:
    assert send("answer 3") == "ok"
    asked = inbox.take(1)
    assert asked is not None
    assert (asked.name, asked.value) == ("answer", 3)
