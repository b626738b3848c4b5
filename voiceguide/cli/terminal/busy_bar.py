"""A sign of life where something takes longer than a person likes to wait."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from voiceguide.cli.terminal import console

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE_S = 0.5


class BusyBar:
    """A bar at a terminal, one line elsewhere, and nothing at all within `PATIENCE_S`.

    Called with how much is done, and how much there is.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._turn = threading.Lock()
        self._done = self._all = 0
        self._bar: Bar | None = None
        self._over = False
        self._timer = threading.Timer(PATIENCE_S, self._show)
        self._timer.daemon = True

    def __enter__(self) -> BusyBar:
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
        if not console.is_terminal(sys.stderr):
            if not self._over:
                console.tell(f"{self._what} ..")
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        columns = (TextColumn(self._what, markup=False), BarColumn(), TaskProgressColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        with self._turn:
            if self._over:
                return
            self._bar = bar
            bar.add_task("", total=self._all or None, completed=self._done)
            bar.start()


class SpeakingBar(BusyBar):
    """Shown while lines are spoken that are new; how long anything else takes does not count."""

    def __init__(self) -> None:
        super().__init__("Speaking lines that are new; the next time they are there at once")
        self._begun = False

    def __enter__(self) -> SpeakingBar:
        return self

    def __call__(self, done: int, every: int) -> None:
        super().__call__(done, every)
        if done < every and not self._begun:
            self._begun = True
            self._timer.start()
