"""Clients of the control socket that mean no good, on threads of a process of their own.

    python crowd.py SOCKET KIND=COUNT …    (a kind is one of `KINDS`)

Prints a line when each of them has been there once, and goes on until it is killed.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Do = Callable[[socket.socket], None]


def idle(client: socket.socket) -> None:
    """Says nothing until it is sent away."""
    client.recv(100)


def slow(client: socket.socket) -> None:
    """A byte every 0.9 s."""
    for byte in b"next and so on and on":
        client.sendall(bytes([byte]))
        time.sleep(0.9)


def flood(client: socket.socket) -> None:
    """A command as often as it can, without waiting for the answer."""
    client.sendall(b"louder\n")


def endless(client: socket.socket) -> None:
    """A line that never ends."""
    while True:
        client.sendall(b"x" * 1000)


KINDS: dict[str, Do] = {"idle": idle, "slow": slow, "flood": flood, "endless": endless}


@contextmanager
def crowd(path: Path, **counts: int) -> Iterator[None]:
    """So many of each kind at a socket, while the block runs."""
    words = [f"{kind}={count}" for kind, count in counts.items()]
    with subprocess.Popen(
        [sys.executable, __file__, str(path), *words],
        stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "all there\n"
            yield
        finally:
            process.kill()


def main(path: str, *kinds: str) -> None:
    threads = []
    for kind in kinds:
        name, count = kind.split("=")
        threads += [Visitor(path, KINDS[name]) for _ in range(int(count))]
    for each in threads:
        each.start()
    for each in threads:
        each.been.wait()
    print("all there", flush=True)
    threading.Event().wait()


class Visitor(threading.Thread):
    """Comes again and again; `been` is set when it was let in."""

    def __init__(self, path: str, do: Do) -> None:
        super().__init__(daemon=True)
        self._path, self._do = path, do
        self.been = threading.Event()

    def run(self) -> None:
        while True:
            try:
                with socket.socket(socket.AF_UNIX) as client:
                    client.connect(self._path)
                    self.been.set()
                    self._do(client)
            except OSError:
                time.sleep(0.001)


if __name__ == "__main__":
    main(*sys.argv[1:])
