"""Where commands come from besides the keys: a table of modules, each opened while a session runs.

A module has ``open_remote(command_queue, snapshot, tell)``, which returns at once and raises
Missing where its way does not exist on this machine. A remote posts commands to the queue and
may look at the snapshot, from threads of its own; what the person should know of it, it tells
once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from voiceguide import extensions
from voiceguide.errors import Missing

if TYPE_CHECKING:
    from voiceguide.control.command_queue import CommandQueue
    from voiceguide.control.status import Snapshot

REMOTES = {
    "control socket": "voiceguide.control.remotes.socket",
    "media keys": "voiceguide.control.remotes.media_keys",
}
"""Every remote by the name people know it by, and its module; packages add more."""


class Remote(Protocol):
    """Something that listens, until it is closed."""

    def close(self) -> None: ...


class Remotes:
    """All remotes, open while the block runs; one that cannot be is left out, and why is kept.

    `added` are those of packages that the person asked for: where one cannot be, they are told.
    """

    def __init__(
        self,
        command_queue: CommandQueue,
        snapshot: Callable[[], Snapshot],
        tell: Callable[[str], None],
        table: Mapping[str, str] = REMOTES,
        added: Sequence[str] = (),
    ) -> None:
        self._command_queue, self._snapshot, self._tell = command_queue, snapshot, tell
        self._table, self._added = table, added
        self._open: list[Remote] = []
        self.unavailable: dict[str, str] = {}

    def __enter__(self) -> Remotes:
        for name, module in self._table.items():
            self._open_one(name, partial(import_module, module))
        for name in self._added:
            self._open_one(name, partial(extensions.load, "remotes", name))
            if name in self.unavailable:
                self._tell(self.unavailable[name])
        return self

    def _open_one(self, name: str, module: Callable[[], Any]) -> None:
        try:
            with extensions.failures_told("remotes", name):
                remote = module().open_remote(self._command_queue, self._snapshot, self._tell)
        except Missing as error:
            self.unavailable[name] = error.message
        else:
            self._open.append(remote)

    def __exit__(self, *_: object) -> None:
        for remote in self._open:
            remote.close()
