"""Reminds in the foreground, until it is stopped; the clock and all else are given to it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct

from voiceguide.remind.schedule import Agenda, is_quiet

Answer = Literal["start", "snooze", "skip"]

LOOK_AGAIN_S = 20.0
"""How long a wait is at most: a clock that is set, and sleep, are noticed after it."""


class Surroundings(Protocol):
    """What a reminder needs of the world."""

    def now(self) -> datetime:
        """The wall clock here, without an offset."""
        ...

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        ...

    def is_playing(self) -> bool:
        """Whether a session plays."""
        ...

    def session_end(self) -> datetime | None:
        """When the last session ended, as `now` tells time."""
        ...

    def remind(self, number: int) -> Answer | None:
        """Give the reminder; None where nobody answered."""
        ...

    def start(self) -> None:
        """Begin the break."""
        ...


class Loop(Struct):
    """Goes through an agenda; `given` counts reminders, for their words to take turns."""

    agenda: Agenda
    world: Surroundings
    given: int = 0

    def run(self, until: datetime | None = None) -> None:
        """Remind for ever, or until a time."""
        while until is None or self.world.now() < until:
            self.step()

    def step(self) -> None:
        """Wait a little, or give the reminder that is due."""
        self.agenda = self.agenda.caught_up(self.world.now())
        slot = self.agenda.next()
        left_s = (slot - self.world.now()).total_seconds()
        if left_s > 0:
            self.world.wait(min(left_s, LOOK_AGAIN_S))
            return
        self.give(slot)

    def held_back(self) -> str | None:
        """Why no reminder is given now, in words; None where nothing speaks against it."""
        rules = self.agenda.rules
        if self.world.is_playing():
            return "a session is playing"
        if is_quiet(self.world.now(), self.world.session_end(), rules):
            return f"a session ended less than {rules.quiet_after_session_min} minutes ago"
        return None

    def give(self, slot: datetime) -> Answer | None:
        """The reminder of a time, unless a session plays or has just ended."""
        self.agenda = self.agenda.dealt_with(slot)
        if self.held_back() is not None:
            return None
        answer = self.world.remind(self.given)
        self.given += 1
        if answer == "start":
            self.world.start()
        elif answer == "snooze":
            self.agenda = self.agenda.snoozing(self.world.now())
        return answer
