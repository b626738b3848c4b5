"""The control socket: real sockets, real threads, and clients that mean no good."""

from __future__ import annotations

import json
import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cli.conftest import timeline_of
from tests.control.crowd import crowd
from voiceguide.control.command_queue import CommandQueue
from voiceguide.control.piece_source import PlaybackPosition
from voiceguide.control.relayout import SessionLayout
from voiceguide.control.remotes.socket import (
    BACKLOG,
    MOST_CLIENTS,
    DoesNotAnswer,
    NothingPlays,
    SocketRemote,
    open_remote,
    send,
)
from voiceguide.control.status import Mode, Snapshot
from voiceguide.errors import Missing, UsageError
from voiceguide.structs import replace
from voiceguide.timeline import Segment, Timeline, VoiceCue
from voiceguide.units import Ms

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    monkeypatch.setenv("VOICEGUIDE_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def command_queue() -> CommandQueue:
    return CommandQueue()


class Session:
    """What a source looks at."""

    def __init__(self) -> None:
        self.mode: Mode = "playing"
        self.at_ms = 1000
        self.layout: SessionLayout | None = None
        self.told: list[str] = []
        self.timeline = timeline_of("desk-break")

    def snapshot(self) -> Snapshot:
        timelines = (self.timeline,)
        return Snapshot(self.mode, PlaybackPosition(0, Ms(self.at_ms)), timelines, 90, self.layout)

    def source(self, command_queue: CommandQueue) -> SocketRemote:
        return open_remote(command_queue, self.snapshot, self.told.append)


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def source(folder: Path, command_queue: CommandQueue, session: Session) -> Iterator[SocketRemote]:
    source = session.source(command_queue)
    yield source
    source.close()


def names(command_queue: CommandQueue) -> list[str]:
    """What waits in a queue."""
    taken: list[str] = []
    while (asked := command_queue.take(0)) is not None:
        taken.append(asked.name)
    return taken


@pytest.mark.usefixtures("source")
def test_a_command_reaches_the_queue(command_queue: CommandQueue) -> None:
    assert send("next") == "ok"
    assert names(command_queue) == ["next"]


@pytest.mark.usefixtures("source")
def test_only_the_user_may_open_it(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "control.sock").stat().st_mode) == 0o600
    assert [each.name for each in folder.iterdir()] == ["control.sock"]


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("line", ["seek", "quit", "x" * 5000, "next\x00", "é"])
def test_anything_else_is_refused_in_words(command_queue: CommandQueue, line: str) -> None:
    with pytest.raises(UsageError, match="there is no command"):
        send(line)
    assert names(command_queue) == []


@pytest.mark.usefixtures("source")
def test_status_tells_what_is_going_on() -> None:
    told = json.loads(send("status"))
    assert (told["mode"], told["at_ms"], told["volume_percent"]) == ("playing", 1000, 90)


@pytest.mark.usefixtures("folder")
def test_without_a_session_it_says_so() -> None:
    with pytest.raises(NothingPlays, match="no session is playing"):
        send("next")


def test_what_a_killed_session_left_is_no_hindrance(
    folder: Path, command_queue: CommandQueue, session: Session
) -> None:
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(folder / "control.sock"))
    with pytest.raises(NothingPlays):
        send("next")
    source = session.source(command_queue)
    assert send("next") == "ok"
    source.close()
    assert not (folder / "control.sock").exists()


def test_a_folder_of_somebody_else_is_not_used(
    tmp_path: Path, command_queue: CommandQueue, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("VOICEGUIDE_RUNTIME_DIR", str(tmp_path / "run"))
    with pytest.raises(Missing, match="belongs to somebody else"):
        session.source(command_queue)
    assert len(session.told) == 1
    assert "belongs to somebody else" in session.told[0]
    with pytest.raises(NothingPlays):
        send("stop")


def asking() -> Timeline:
    """A session that asks a question from 2 s to 4 s, after a hold."""
    question = VoiceCue(Ms(2000), Ms(1000), "How is your pain?", "check")
    segments = (
        Segment(Ms(0), Ms(1500), "opening", "Opening"),
        Segment(Ms(1500), Ms(2000), "hold", "Hold"),
        Segment(Ms(2000), Ms(4000), "check", "Question"),
    )
    return replace(
        timeline_of("desk-break"), length_ms=Ms(4000), segments=segments, cues=(question,)
    )


@pytest.mark.usefixtures("source")
def test_an_answer_reaches_the_queue_with_its_number(
    command_queue: CommandQueue, session: Session
) -> None:
    session.timeline, session.at_ms = asking(), 2500
    assert send("answer 3") == "ok"
    asked = command_queue.take(1)
    assert asked is not None
    assert (asked.name, asked.value) == ("answer", 3)


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    ("line", "mode", "at_ms", "why"),
    [
        ("answer 3", "playing", 1000, "nothing is asked now"),
        ("more", "playing", 1000, "there is nothing to make longer here"),
        ("more", "playing", 2500, "there is nothing to make longer here"),
        ("pause", "lost", 1600, "nothing can be heard now"),
        ("pain", "lost", 1600, "nothing can be heard now"),
    ],
)
def test_what_the_session_would_not_do_is_refused_and_not_posted(
    command_queue: CommandQueue, session: Session, line: str, mode: Mode, at_ms: int, why: str
) -> None:
    session.timeline, session.mode, session.at_ms = asking(), mode, at_ms
    with pytest.raises(UsageError, match=why):
        send(line)
    assert names(command_queue) == []
    session.mode, session.at_ms = "playing", 1600
    assert send("more") == "ok"
    assert send("stop") == "ok"


@pytest.mark.usefixtures("source")
def test_where_nothing_is_easier_the_caller_is_told_and_the_session_says_so_too(
    command_queue: CommandQueue, session: Session
) -> None:
    session.layout = SessionLayout.of_script(session.timeline)
    with pytest.raises(UsageError, match="there is no easier version here"):
        send("easier")
    assert names(command_queue) == ["easier"]


@pytest.mark.usefixtures("source")
def test_stop_is_obeyed_without_a_sound_output(
    command_queue: CommandQueue, session: Session
) -> None:
    session.mode = "lost"
    assert send("stop") == "ok"
    assert names(command_queue) == ["stop"]


@pytest.mark.usefixtures("source")
def test_a_second_session_leaves_the_first_ones_socket_alone(
    command_queue: CommandQueue, session: Session
) -> None:
    with pytest.raises(Missing, match="another session listens"):
        session.source(CommandQueue())
    assert "another session" in session.told[0]
    assert send("next") == "ok"
    assert names(command_queue) == ["next"]


def test_it_is_found_by_programs_without_the_desktops_surroundings(
    tmp_path: Path, command_queue: CommandQueue, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VOICEGUIDE_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    source = session.source(command_queue)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "desktop"))
    assert send("stop") == "ok"
    source.close()


# Held up, and flooded


def seconds_of(line: str) -> float:
    """How long it takes until a command is obeyed."""
    begun = time.monotonic()
    assert not send(line).startswith(("busy", "over"))
    return time.monotonic() - begun


def connected(folder: Path) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(5)
    try:
        client.connect(str(folder / "control.sock"))
    except OSError:
        client.close()
        raise
    return client


def seconds_late() -> float:
    """How much later than it asked for a thread is woken."""
    began = time.monotonic()
    threading.Event().wait(0.02)
    return time.monotonic() - began - 0.02


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    "kinds",
    [
        {"idle": 50},
        {"slow": 50},
        {"flood": 50},
        {"endless": 50},
        {"idle": 50, "slow": 50, "flood": 50},
        {"flood": 200},  # more than may wait to be let in
    ],
    ids=str,
)
def test_stop_is_obeyed_within_a_second_beside_a_crowd(
    folder: Path, command_queue: CommandQueue, kinds: dict[str, int]
) -> None:
    with crowd(folder / "control.sock", **kinds):
        assert json.loads(send("status"))["mode"] == "playing"
        # A busy machine is late with everything: as late as it wakes a thread that only waits.
        late_s = max(seconds_late() for _ in range(5))
        assert seconds_of("stop") < 1 + 10 * late_s
    asked = command_queue.take(0)
    assert asked is not None
    assert asked.name == "stop"


def test_a_client_has_one_second_for_its_whole_line(source: SocketRemote, folder: Path) -> None:
    begun = time.monotonic()
    with connected(folder) as silent, connected(folder) as slow:
        slow.sendall(b"ne")
        assert silent.recv(100) == b"busy\n"
        assert slow.recv(100) == b"busy\n"
    assert 0.9 < time.monotonic() - begun < 3


@pytest.mark.usefixtures("source")
def test_of_too_many_the_oldest_is_told_that_it_is_busy(
    folder: Path, command_queue: CommandQueue
) -> None:
    with ExitStack() as held:
        clients = [held.enter_context(connected(folder)) for _ in range(MOST_CLIENTS + 1)]
        assert clients[0].recv(100) == b"busy\n"
        clients[-1].sendall(b"next\n")
        assert clients[-1].recv(100) == b"ok\n"
    assert names(command_queue) == ["next"]


def test_with_a_full_queue_the_answer_is_busy_and_stop_and_pain_are_obeyed(
    source: SocketRemote, command_queue: CommandQueue
) -> None:
    while command_queue.post("louder"):
        pass
    with pytest.raises(DoesNotAnswer, match="too busy: it has not obeyed"):
        send("softer")
    assert send("pain") == "ok"
    assert send("stop") == "ok"
    taken = names(command_queue)
    assert (taken[0], taken[-1]) == ("stop", "pain")
    assert "softer" not in taken


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("mode", ["finished", "stopped"])
def test_after_the_end_no_command_is_said_to_be_obeyed(
    session: Session, command_queue: CommandQueue, mode: Mode
) -> None:
    session.mode = mode
    with pytest.raises(NothingPlays):
        send("next")
    assert names(command_queue) == []


@pytest.mark.usefixtures("source")
def test_what_comes_after_stop_is_not_said_to_be_obeyed() -> None:
    assert send("stop") == "ok"
    assert send("stop") == "ok"
    with pytest.raises(NothingPlays):
        send("next")


def test_a_session_that_stands_still_is_not_said_to_be_none(folder: Path) -> None:
    folder.mkdir()
    with ExitStack() as held:
        frozen = held.enter_context(socket.socket(socket.AF_UNIX))
        frozen.bind(str(folder / "control.sock"))
        frozen.listen(0)
        with pytest.raises(DoesNotAnswer, match="whether it obeys is not known"):
            send("stop")
        with pytest.raises(BlockingIOError):
            connected(folder)  # the first left no room to wait in
        with pytest.raises(DoesNotAnswer, match="it has not obeyed"):
            send("stop")


def test_a_folder_that_no_socket_can_be_in_is_not_said_to_be_no_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / ("x" * 120)
    far.mkdir()
    monkeypatch.setenv("VOICEGUIDE_RUNTIME_DIR", str(far))
    with pytest.raises(DoesNotAnswer, match="cannot be used"):
        send("stop")


@pytest.mark.skipif(os.name != "posix", reason="needs a limit of open files")
@pytest.mark.usefixtures("source")
def test_without_a_file_left_to_open_stop_is_obeyed_all_the_same(
    folder: Path, command_queue: CommandQueue
) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as held:
        ours = [held.enter_context(socket.socket(socket.AF_UNIX)) for _ in range(BACKLOG // 2)]
        for each in ours:
            each.settimeout(5)
        stopping = held.enter_context(socket.socket(socket.AF_UNIX))
        stopping.settimeout(5)
        # Everything is open by now that the clients need: one more is left for the session.
        free = os.dup(0)
        os.close(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, hard))
        try:
            for each in ours:
                each.connect(str(folder / "control.sock"))
            stopping.connect(str(folder / "control.sock"))
            stopping.sendall(b"stop\n")
            answer = stopping.recv(100)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert answer == b"ok\n"
    assert names(command_queue) == ["stop"]
