"""Keeps the machine from going to sleep while a session plays, where the desktop can be asked to.

By the package wakepy, which asks GNOME, KDE or another desktop on Linux (by D-Bus; not
systemd-logind itself), and the system on macOS and Windows, where it is untried.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from voiceguide.errors import Missing
from voiceguide.install_command import install_command

if TYPE_CHECKING:
    from voiceguide.control.status import Mode

FIRST_S = 2.0
"""After the first words: what is loaded here takes a tenth of a second."""
LOOK_S = 1.0
FORGOTTEN_S = 600.0
"""A session that has stood still for so long no longer keeps the machine awake."""
GIVE_BACK_S = 0.5


@contextmanager
def held_awake() -> Iterator[str]:
    """The machine does not go to sleep by itself while the block runs; who sees to that.

    The screen may go dark and be locked where the desktop tells the two apart. Raises Missing
    where it cannot be held. Slow to begin: for a thread of its own.
    """
    try:
        from wakepy import keep
    except ImportError:
        raise Missing("wakepy is not installed", hint=install_command("desktop")) from None
    for mode in (keep.running(on_fail="pass"), keep.presenting(on_fail="pass")):
        mode.__enter__()
        if mode.active and mode.method is not None:
            try:
                yield mode.method.name
            finally:
                # It went away by itself where the desktop is gone.
                with suppress(RuntimeError):
                    mode.__exit__(None, None, None)
            return
    raise Missing("no desktop here can be asked for it")


class Awake(threading.Thread):
    """Holds the machine awake while the block runs and the session does not stand still."""

    def __init__(self, mode: Callable[[], Mode]) -> None:
        super().__init__(name="voiceguide-awake", daemon=True)
        self._mode = mode
        self._over = threading.Event()

    def __enter__(self) -> Awake:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join(GIVE_BACK_S)

    def run(self) -> None:
        if self._over.wait(FIRST_S):
            return
        with suppress(Missing):
            while not self._over.is_set():
                with held_awake():
                    self._while_it_moves()
                self._while_it_stands()

    def _while_it_moves(self) -> None:
        still_s = 0.0
        while still_s < FORGOTTEN_S and not self._over.wait(LOOK_S):
            still_s = 0.0 if self._mode() == "playing" else still_s + LOOK_S

    def _while_it_stands(self) -> None:
        while not self._over.wait(LOOK_S) and self._mode() != "playing":
            pass
