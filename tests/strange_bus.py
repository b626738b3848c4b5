"""A message bus (D-Bus) on a real socket that refuses, dies, hangs or talks nonsense."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

HANGS = None
"""In place of an answer: nothing more is said, and the connection stays open."""

ACCEPTED = b"OK 0123456789abcdef0123456789abcdef\r\n"
STRANGE: dict[str, Sequence[bytes | None]] = {
    "it closes at once": [],
    "it rejects": [b"REJECTED EXTERNAL\r\n"],
    "it rejects and waits": [b"REJECTED EXTERNAL\r\n", HANGS],
    "it talks nonsense": [b"\xff\x00 nonsense\r\n"],
    "its line never ends": [b"O" * 100_000],
    "it never answers": [HANGS],
    "it accepts and closes": [ACCEPTED],
    "it accepts and hangs": [ACCEPTED, HANGS],
    "it accepts and talks nonsense": [ACCEPTED, b"\x00" * 64],
    "it accepts and announces too much": [ACCEPTED, b"l\x02\x00\x01" + b"\xff" * 60],
}
"""What it says, one answer to whatever it reads; after the last it closes."""


@contextmanager
def strange_bus(folder: Path, answers: Sequence[bytes | None]) -> Iterator[str]:
    """The address of a bus that gives these answers to everyone who connects."""
    over = threading.Event()
    path = folder / "strange-bus"

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the other side went
            for each in answers:
                if not connection.recv(4096):
                    return
                if each is None:
                    over.wait()
                    return
                connection.sendall(each)

    def listen() -> None:
        with suppress(OSError):  # it is closed below
            while not over.is_set():
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        try:
            yield f"unix:path={path}"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            listening.join()
