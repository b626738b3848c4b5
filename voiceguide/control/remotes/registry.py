"""Where commands come from besides the keys: a table of modules, each opened while a session runs.

A module has ``open_remote(command_queue, snapshot, tell)``, which returns at once and raises
Missing where its way does not exist on this machine. A remote posts commands to the queue and
may look at the snapshot, from threads of its own; what the person should know of it, it tells
once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from voiceguide.errors import Missing

if TYPE_CHECKING:
    from voiceguide.control.command_queue import CommandQueue
    from voiceguide.control.status import Snapshot

REMOTES = {
    "control socket": "voiceguide.control.remotes.socket",
    "media keys": "voiceguide.control.remotes.media_keys",
}
"""Every remote by the name people know it by, and its module."""


class Remote(Protocol):
    """Something that listens, until it is closed."""

    def close(self) -> None: ...


class Remotes:
    """All remotes, open while the block runs; one that cannot be is left out, and why is kept."""

    def __init__(
        self,
        command_queue: CommandQueue,
        snapshot: Callable[[], Snapshot],
        tell: Callable[[str], None],
        table: Mapping[str, str] = REMOTES,
    ) -> None:
        self._command_queue, self._snapshot, self._tell, self._table = (
            command_queue,
            snapshot,
            tell,
            table,
        )
        self._open: list[Remote] = []
        self.unavailable: dict[str, str] = {}

    def __enter__(self) -> Remotes:
        for name, module in self._table.items():
            try:
                open_remote = import_module(module).open_remote
                remote: Remote = open_remote(self._command_queue, self._snapshot, self._tell)
            except Missing as error:
                self.unavailable[name] = error.message
            else:
                self._open.append(remote)
        return self

    def __exit__(self, *_: object) -> None:
        for remote in self._open:
            remote.close()
