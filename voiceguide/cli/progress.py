"""A sign of life while lines are spoken, where that takes longer than a person likes to wait."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from voiceguide.cli import console

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE_S = 0.5


class Speaking:
    """A bar at a terminal, one line elsewhere, and nothing at all within `PATIENCE_S`.

    Called with how many lines are spoken, and how many there are.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._done = self._all = 0
        self._bar: Bar | None = None
        self._over = False
        self._timer = threading.Timer(PATIENCE_S, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Speaking:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._turn:
            self._over = True
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, done: int, every: int) -> None:
        with self._turn:
            self._done, self._all = done, every
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], completed=done, total=every)

    def _show(self) -> None:
        if not console.moves(sys.stderr):
            console.tell("Speaking new lines; the next time they are there at once.")
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("Speaking new lines"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        with self._turn:
            if self._over:
                return
            self._bar = bar
            bar.add_task("", total=self._all or None, completed=self._done)
            bar.start()
