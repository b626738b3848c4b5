"""Writes to the log as things happen, on a thread of its own: a slow disk never holds up sound.

What cannot be written stays in memory and is tried again with whatever comes next; a session
never stops for it. What is damaged is set aside, and this session's events are written anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from voiceguide.errors import DiskProblem
from voiceguide.person.event import Event
from voiceguide.person.store import Damaged, NewerData, Store, open_store, recover
from voiceguide.person.tables import MIGRATIONS, Migration

CLOSE_LIMIT_S = 5.0
RETRY_S = 2.0
Acknowledged = Callable[[Sequence[Event]], None]


class Log:
    """A writer. `put` and `reached` never wait and never raise; the rest is for the end.

    `acknowledged` is called on the writer's thread with events that are on the disk. A context
    manager that closes it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        acknowledged: Acknowledged | None = None,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self._folder = folder
        self._migrations = migrations
        self._acknowledged = acknowledged
        self._turn = threading.Condition()
        self._waiting: list[Event] = []
        self._written: list[Event] = []
        self._place: tuple[str, int] | None = None
        self._messages: list[str] = []
        self._trouble: str | None = None
        self._refused = False
        self._broken = False
        self._closing = False
        self._checked = False
        self._store: Store | None = None
        self._thread = threading.Thread(target=self._run, name="voiceguide-log", daemon=True)
        self._thread.start()

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, *events: Event) -> None:
        """Have events written."""
        with self._turn:
            self._waiting += events
            self._turn.notify_all()

    def reached(self, session: str, at_ms: int) -> None:
        """Have a session's place written; only the newest counts."""
        with self._turn:
            self._place = session, at_ms
            self._turn.notify_all()

    def messages(self) -> list[str]:
        """What the person should be told; each once."""
        with self._turn:
            messages, self._messages = self._messages, []
        return messages

    @property
    def trouble(self) -> str | None:
        """Why what is not on the disk is not there, in words; None where nothing was refused."""
        with self._turn:
            return self._trouble if self._broken else None

    @property
    def whole(self) -> bool:
        """Whether everything is on the disk that was put so far."""
        with self._turn:
            return not self._waiting

    @property
    def _idle(self) -> bool:
        return not self._waiting and self._place is None

    def flush(self, timeout_s: float = CLOSE_LIMIT_S) -> bool:
        """Wait until everything is written; False where it is not, or not in time."""
        with self._turn:
            self._turn.wait_for(lambda: self._idle or self._broken, timeout_s)
            return self._idle

    def close(self, timeout_s: float = CLOSE_LIMIT_S) -> bool:
        """Write what is left, and let go; False where something could not be written."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        self._thread.join(timeout_s)
        return self.whole

    # The writer's thread

    def _run(self) -> None:
        while self._next():
            with self._turn:
                events, place = tuple(self._waiting), self._place
            if self._attempt(events, place):
                with self._turn:
                    del self._waiting[: len(events)]
                    self._written += events
                    if self._place == place:
                        self._place = None
                    self._broken = False
                    self._turn.notify_all()
                if events and self._acknowledged is not None:
                    self._acknowledged(events)
        if self._store is not None:
            self._store.close()

    def _next(self) -> bool:
        """Wait for something to do; False at the end."""
        with self._turn:
            known = len(self._waiting), self._place
            if self._broken and not self._closing:
                # Not over and over: something new has to come first, or some time pass.
                self._turn.wait_for(
                    lambda: self._closing or (len(self._waiting), self._place) != known, RETRY_S
                )
                return True
            if self._broken and self._closing:
                return self._last_try()
            self._turn.wait_for(lambda: self._waiting or self._place is not None or self._closing)
            return bool(self._waiting) or self._place is not None

    def _last_try(self) -> bool:
        last, self._refused = not self._refused, True
        return last and bool(self._waiting)

    def _attempt(self, events: Sequence[Event], place: tuple[str, int] | None) -> bool:
        try:
            self._write(events, place)
        except Damaged:
            return self._begin_anew(events, place)
        except (DiskProblem, NewerData) as problem:
            self._fail(f"Not logged: {problem.message}. The session goes on.")
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is: the rest is kept, and told
            return self._without_what_fails(events, place, error)
        return True

    def _without_what_fails(
        self, events: Sequence[Event], place: tuple[str, int] | None, error: Exception
    ) -> bool:
        """Write one thing at a time, and leave out what cannot be: a fault of ours."""
        if len(events) + (place is not None) > 1:
            parts = [self._attempt((event,), None) for event in events]
            if place is not None:
                parts.append(self._attempt((), place))
            return all(parts)
        self._say(
            f"A part of the log could not be written, and is left out ({error!r})."
            " The session goes on; please report this."
        )
        return True

    def _write(self, events: Sequence[Event], place: tuple[str, int] | None) -> None:
        if self._store is None:
            self._store = open_store(self._folder, self._migrations)
            if self._store.note:
                self._say(self._store.note)
        if events:
            self._store.keep(events)
        if place is not None:
            self._store.keep_place(*place)
        if not self._checked:
            self._checked = True
            self._store.check()

    def _begin_anew(self, events: Sequence[Event], place: tuple[str, int] | None) -> bool:
        if self._store is not None:
            self._store.close()
            self._store = None
        try:
            known = (*self._written, *events)
            self._store = recover(self._folder, self._migrations, known)
            if place is not None:
                self._store.keep_place(*place)
        except Damaged as fault:
            self._fail(f"Not logged: the log is damaged again ({fault}). The session goes on.")
            return False
        except (DiskProblem, NewerData) as problem:
            self._fail(f"Not logged: {problem.message}. The session goes on.")
            return False
        if self._store.note:
            self._say(self._store.note)
        return True

    def _fail(self, message: str) -> None:
        with self._turn:
            told, self._broken = self._broken, True
            self._trouble = message
            self._turn.notify_all()
        if not told:
            self._say(message)

    def _say(self, message: str) -> None:
        with self._turn:
            if message not in self._messages:
                self._messages.append(message)
