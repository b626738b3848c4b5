"""Commands from other programs of the same user: a socket in the runtime folder, 0600 in 0700.

One line is one command, answered by ``ok`` or ``error: …``; ``status`` is answered by JSON.
Not on Windows.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import Missing, UsageError, VoiceguideError

if TYPE_CHECKING:
    from voiceguide.control.desk import Snapshot
    from voiceguide.control.inbox import Inbox

LONGEST_LINE = 64
ANSWER_LIMIT_S = 1.0
SOCKET = "control.sock"
LONGEST_ANSWER = 4096


def runtime_folder() -> Path:
    """Where a person's running programs meet; VOICEGUIDE_RUNTIME_DIR comes before the system's."""
    given = os.environ.get("VOICEGUIDE_RUNTIME_DIR")
    if given:
        return Path(given)
    system = os.environ.get("XDG_RUNTIME_DIR")
    if system:
        return Path(system) / "voiceguide"
    return Path(tempfile.gettempdir()) / f"voiceguide-{os.getuid()}"


class SocketSource:
    """Listens on a thread; one client after the other, none for longer than a second."""

    def __init__(self, path: Path, inbox: Inbox, snapshot: Callable[[], Snapshot]) -> None:
        self._path, self._inbox, self._snapshot = path, inbox, snapshot
        self._listener = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            path.unlink(missing_ok=True)
            self._listener.bind(str(path))
        finally:
            os.umask(before)
        self._listener.listen(4)
        self._thread = threading.Thread(target=self._run, name="voiceguide-socket", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more, and take the socket away."""
        self._path.unlink(missing_ok=True)
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # closed
                return
            with client:
                client.settimeout(ANSWER_LIMIT_S)
                try:
                    client.sendall(self._answer(_line(client)).encode() + b"\n")
                except OSError:  # gone, or too slow: its own loss
                    continue

    def _answer(self, line: str) -> str:
        if line == "status":
            return json.dumps(status(self._snapshot()))
        try:
            self._inbox.post_line(line)
        except UsageError as error:
            return f"error: {error.message}"
        return "ok"


def _line(client: socket.socket) -> str:
    data = b""
    while b"\n" not in data and len(data) <= LONGEST_LINE:
        more = client.recv(LONGEST_LINE + 1)
        if not more:
            break
        data += more
    return data[:LONGEST_LINE].partition(b"\n")[0].decode("ascii", "replace")


def status(snapshot: Snapshot) -> dict[str, object]:
    """What is going on, for programs."""
    timeline = snapshot.timelines[snapshot.spot.part]
    segment = timeline.segment_at(snapshot.spot.at_ms)
    return {
        "mode": snapshot.mode,
        "session": snapshot.spot.part == len(snapshot.timelines) - 1,
        "at_ms": snapshot.spot.at_ms,
        "length_ms": timeline.length_ms,
        "name": timeline.name,
        "kind": segment.kind,
        "label": segment.label,
        "item": segment.item,
        "side": segment.side,
        "volume_percent": snapshot.volume_percent,
    }


def open_source(inbox: Inbox, snapshot: Callable[[], Snapshot]) -> SocketSource:
    """The socket of the runtime folder; raises Missing where there cannot be one."""
    if not hasattr(socket, "AF_UNIX"):
        raise Missing("Python has no such sockets on this system")
    folder = runtime_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = folder.stat(follow_symlinks=False)
        if not stat.S_ISDIR(own.st_mode) or own.st_uid != os.getuid():
            raise Missing(f"{folder} belongs to somebody else")
        folder.chmod(0o700)
        return SocketSource(folder / SOCKET, inbox, snapshot)
    except OSError as error:
        raise Missing(f"{folder} cannot be used ({error.strerror or error})") from error


class NothingPlays(VoiceguideError):
    """No session of this user listens."""

    exit_code = 2


def send(line: str, folder: Path | None = None) -> str:
    """Give a command to the running session; its answer. Raises NothingPlays, UsageError.

    `folder` is the session's runtime folder, where it is not this program's own.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise Missing("Python has no such sockets on this system", hint="use the session's keys")
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2 * ANSWER_LIMIT_S)
        try:
            client.connect(str((folder or runtime_folder()) / SOCKET))
            client.sendall(line.encode() + b"\n")
            answer = client.makefile(encoding="utf-8").readline(LONGEST_ANSWER).strip()
        except OSError:
            raise NothingPlays(
                "no session is playing", hint="start one with: voiceguide play ROUTINE"
            ) from None
    if answer.startswith("error: "):
        raise UsageError(answer.removeprefix("error: "))
    return answer
