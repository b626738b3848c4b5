"""Commands from other programs of the same user: a socket in the runtime folder, 0600 in 0700.

One line is one command, answered by ``ok``, ``error: …``, ``busy`` (not obeyed: ask again) or
``over`` (not obeyed: the session has ended); ``status`` is answered by JSON. Not on Windows.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import stat
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.control.status import OVER, status
from voiceguide.errors import Missing, UsageError

if TYPE_CHECKING:
    from voiceguide.control.command_queue import CommandQueue
    from voiceguide.control.status import Snapshot

SOCKET = "control.sock"
LONGEST_LINE = 64
REQUEST_LIMIT_S = 1.0
"""For a whole request, from the connection to its line."""
MOST_CLIENTS = 64
"""Whose line is waited for. Of more, the one that has waited longest is told "busy"."""
BACKLOG = 128
MANY = 16
"""Requests at once: more than people make."""
REST_S = 0.005
"""After many requests at once, so that a flood leaves the processor to the sound."""
CLOSE_LIMIT_S = 1.0
ANSWERS = {"taken": "ok", "same": "ok", "full": "busy", "over": "over"}
LONGEST_ANSWER = 4096
ANSWER_LIMIT_S = 2.0
"""How long a session may take to answer, however often it has to be asked again."""
LEAST_S = 0.2
"""For an answer: with less left, it is not asked again."""
AGAIN_S = 0.01


def runtime_folder() -> Path:
    """Where a person's running programs meet; VOICEGUIDE_RUNTIME_DIR comes before the system's."""
    return runtime_folders()[0]


def runtime_folders() -> tuple[Path, ...]:
    """Where a session may listen, the likeliest first: it may have been begun elsewhere.

    A job of the system or another user's shell has no XDG_RUNTIME_DIR, for instance.
    """
    given = os.environ.get("VOICEGUIDE_RUNTIME_DIR")
    if given:
        return (Path(given),)
    system = os.environ.get("XDG_RUNTIME_DIR")
    known = [Path(system)] if system else []
    usual = Path(f"/run/user/{os.getuid()}")
    fallback = Path(tempfile.gettempdir()) / f"voiceguide-{os.getuid()}"
    return tuple(dict.fromkeys([*(each / "voiceguide" for each in known), fallback,
                                usual / "voiceguide"]))  # fmt: skip


def is_own(folder: Path) -> bool:
    """Whether it is a folder, no link to one, of this user. Raises OSError."""
    own = folder.stat(follow_symlinks=False)
    return stat.S_ISDIR(own.st_mode) and own.st_uid == os.getuid()


class Client(Struct):
    """One that is connected, and what it has said up to now."""

    connection: socket.socket
    ends_s: float
    said: bytes = b""

    def line(self) -> str | None:
        """Its line, once it is whole or too long; None until then. Raises OSError for one gone."""
        try:
            more = self.connection.recv(LONGEST_LINE + 1)
        except BlockingIOError:
            return None
        self.said += more
        if not more and not self.said:
            raise ConnectionResetError
        if more and b"\n" not in self.said and len(self.said) <= LONGEST_LINE:
            return None
        return self.said[:LONGEST_LINE].partition(b"\n")[0].decode("ascii", "replace")

    def end(self, answer: str | None) -> None:
        """Answer, and hang up; one that is gone, or reads nothing, has had its turn."""
        with self.connection as connection:
            if answer is not None:
                try:
                    connection.send(answer.encode() + b"\n")
                except OSError:
                    return


class SocketRemote:
    """Listens on a thread, to all clients side by side; none holds up another."""

    def __init__(
        self, path: Path, command_queue: CommandQueue, snapshot: Callable[[], Snapshot]
    ) -> None:
        self._path, self._command_queue, self._snapshot = path, command_queue, snapshot
        self._listener = _listener_at(path)
        self._file = _identity(path)
        self._clients: dict[int, Client] = {}
        self._room = MOST_CLIENTS
        self._closing = threading.Event()
        self._wake, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for each in (self._listener, self._woken):
            self._selector.register(each, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="voiceguide-socket", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more, and take the socket away, unless it is another session's by now."""
        if _identity(self._path) == self._file:
            self._path.unlink(missing_ok=True)
        self._closing.set()
        with suppress(OSError):  # the thread has ended by itself
            self._wake.send(b"\0")
        self._thread.join(CLOSE_LIMIT_S)
        self._wake.close()

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                said = self._hear(self._waited_for())
                self._answer_all(said)
                self._send_away()
                if len(said) > MANY:
                    self._closing.wait(REST_S)
        finally:
            for client in [*self._clients.values()]:
                self._end(client, None)
            self._selector.close()
            self._listener.close()
            self._woken.close()

    def _waited_for(self) -> list[Client]:
        """Those of whom there is something to hear, new ones too, after a wait for any."""
        oldest = next(iter(self._clients.values()), None)
        wait_s = None if oldest is None else max(0.0, oldest.ends_s - time.monotonic())
        ready = {key.fd for key, _ in self._selector.select(wait_s)}
        new = self._accepted() if self._listener.fileno() in ready else []
        return [*(client for fd, client in self._clients.items() if fd in ready), *new]

    def _accepted(self) -> list[Client]:
        new: list[Client] = []
        while len(new) < MOST_CLIENTS:
            try:
                connection, _ = self._listener.accept()
            except BlockingIOError:
                break
            except OSError:  # out of files, or gone again
                self._room = max(0, len(self._clients) - 1)
                self._closing.wait(REST_S)
                break
            connection.setblocking(False)
            client = Client(connection, time.monotonic() + REQUEST_LIMIT_S)
            self._clients[connection.fileno()] = client
            self._selector.register(connection, selectors.EVENT_READ)
            new.append(client)
        return new

    def _hear(self, clients: Iterable[Client]) -> list[tuple[str, Client]]:
        said: list[tuple[str, Client]] = []
        for client in clients:
            try:
                line = client.line()
            except OSError:
                self._end(client, None)
                continue
            if line is not None:
                said.append((line, client))
        return said

    def _answer_all(self, said: list[tuple[str, Client]]) -> None:
        told: str | None = None
        for line, client in sorted(said, key=lambda each: each[0] != "stop"):
            if line == "status":
                told = told or self._status()
                self._end(client, told)
            else:
                self._end(client, self._answer(line))

    def _answer(self, line: str) -> str:
        # Loaded by the session that listens, but not by who only sends.
        from voiceguide.control.command_table import refusal
        from voiceguide.control.commands import command_of

        snapshot = self._snapshot()
        if snapshot.mode in OVER:
            return "over"
        try:
            refused = refusal(command_of(line)[0], snapshot)
            if refused is not None and not refused.aloud:
                return f"error: {refused.why}"
            answer = ANSWERS[self._command_queue.post_line(line)]
        except UsageError as error:
            return f"error: {error.message}"
        return answer if refused is None or answer != "ok" else f"error: {refused.why}"

    def _status(self) -> str:
        try:
            return json.dumps(status(self._snapshot()))
        except Exception as error:  # noqa: BLE001 - whatever it is: "stop" is served all the same
            return f"error: what is going on cannot be told ({error!r})"

    def _send_away(self) -> None:
        """Those whose time is over, and the oldest of too many."""
        now_s = time.monotonic()
        for client in [*self._clients.values()]:
            if len(self._clients) <= self._room and client.ends_s > now_s:
                break
            self._end(client, "busy")
        self._room = MOST_CLIENTS

    def _end(self, client: Client, answer: str | None) -> None:
        del self._clients[client.connection.fileno()]
        self._selector.unregister(client.connection)
        client.end(answer)


def _listener_at(path: Path) -> socket.socket:
    """A socket that listens there, in place of one that nobody listens to any more.

    Raises Missing where another session does; OSError.
    """
    if _somebody_listens(path):
        raise Missing(f"another session listens at {path}")
    own = path.with_name(f".{os.getpid()}")
    listener = socket.socket(socket.AF_UNIX)
    try:
        own.unlink(missing_ok=True)
        listener.bind(str(own))
        # Nobody else may enter the folder, and nobody knows this name.
        own.chmod(0o600)
        listener.listen(BACKLOG)
        listener.setblocking(False)
        own.replace(path)
    except BaseException:
        listener.close()
        own.unlink(missing_ok=True)
        raise
    return listener


def _somebody_listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            probe.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        except BlockingIOError:  # more wait than it has room for
            return True
    return True


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat(follow_symlinks=False)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_remote(
    command_queue: CommandQueue, snapshot: Callable[[], Snapshot], tell: Callable[[str], None]
) -> SocketRemote:
    """The socket of the runtime folder; raises Missing where there cannot be one.

    Where there could be one, the person is told of it too.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise Missing("Python has no such sockets on this system")
    try:
        return _opened(runtime_folder(), command_queue, snapshot)
    except Missing as problem:
        tell(f"warning: `voiceguide control` cannot reach this session: {problem.message}")
        raise


def _opened(
    folder: Path, command_queue: CommandQueue, snapshot: Callable[[], Snapshot]
) -> SocketRemote:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_own(folder):
            raise Missing(f"{folder} belongs to somebody else")
        folder.chmod(0o700)
        return SocketRemote(folder / SOCKET, command_queue, snapshot)
    except OSError as error:
        raise Missing(f"{folder} cannot be used ({error.strerror or error})") from error


class NothingPlays(UsageError):
    """No session of this user listens."""


class DoesNotAnswer(Missing):
    """A session of this user is there, but it did not obey, or nobody knows whether it did."""


def send(line: str, folder: Path | None = None) -> str:
    """Give a command to the running session; its answer.

    `folder` is the session's runtime folder, where it is not this program's own. Raises
    NothingPlays, DoesNotAnswer; UsageError for what the session refuses.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise Missing("Python has no such sockets on this system", hint="use the session's keys")
    ends_s = time.monotonic() + ANSWER_LIMIT_S
    for each in (folder,) if folder is not None else runtime_folders():
        answer = _asked(each, line, ends_s)
        if answer == "over":
            break
        if answer is not None:
            if answer.startswith("error: "):
                raise UsageError(answer.removeprefix("error: "))
            return answer
    raise NothingPlays("no session is playing", hint="start one with: voiceguide play ROUTINE")


def _asked(folder: Path, line: str, ends_s: float) -> str | None:
    """The answer of the session that listens in a folder, None where none does.

    Asked again while it is busy. Raises DoesNotAnswer.
    """
    answer = ""
    try:
        if not is_own(folder):
            return None
        while (left_s := ends_s - time.monotonic()) > LEAST_S:
            try:
                answer = _asked_once(folder / SOCKET, line, left_s)
            except (FileNotFoundError, ConnectionRefusedError):
                return None
            except BlockingIOError:  # too many wait to be let in
                answer = "busy"
            except (TimeoutError, ConnectionResetError, BrokenPipeError):
                answer = ""
            if answer not in ("", "busy"):
                return answer
            time.sleep(AGAIN_S)
    except FileNotFoundError:
        return None
    except OSError as error:
        why = error.strerror or str(error)
        raise DoesNotAnswer(
            f"{folder / SOCKET} cannot be used ({why})", hint="use the session's keys"
        ) from error
    raise DoesNotAnswer(
        "a session is there, but too busy: it has not obeyed"
        if answer == "busy"
        else "a session is there, but it does not answer: whether it obeys is not known",
        hint="try again, or press q in its terminal to stop it",
    )


def _asked_once(path: Path, line: str, limit_s: float) -> str:
    """The answer; nothing where the session hung up without one. Raises OSError."""
    with socket.socket(socket.AF_UNIX) as client:
        if sys.platform == "linux":
            # The kernel lets everybody wait in turn; with the limit of Python a full queue refuses.
            until = struct.pack("@ll", int(limit_s), int(limit_s % 1 * 1_000_000))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, until)
            client.connect(str(path))
            client.settimeout(limit_s)
        else:
            client.settimeout(limit_s)
            client.connect(str(path))
        client.sendall(line.encode() + b"\n")
        return client.makefile(encoding="utf-8").readline(LONGEST_ANSWER).strip()
