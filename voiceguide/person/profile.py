"""The answers of the safety gate, and when to ask again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

from voiceguide.person.event import UNREADABLE, check_data, day_of
from voiceguide.structs import replace

if TYPE_CHECKING:
    from voiceguide.routine.model import Safety

ACUTE_DURATION = "under-6-weeks"
ACUTE_CONDITION = "acute-low-back-pain"
CANNOT_BE_READ = "Your answers to the safety questions cannot be read."


class Profile(Struct, frozen=True):
    """What a person answered, on which day, to which version of the questions."""

    day: date
    version: int
    red_flag: bool
    asked_professional: bool = False
    goes_on: bool = False
    """Without having asked a professional: the person's own decision, after the advice."""
    duration: str | None = None
    ticked: tuple[str, ...] = ()
    asked_about: bool = False
    """The professional's yes covers the ticked conditions."""
    answered: tuple[str, ...] = ()
    """The keys of the red flags that were asked about; with `red_flag`, one of them applies."""
    easy_only: bool = False
    """A red flag of hard effort applies: only that is not to be played."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions every plan is made for: the ticked ones, and what follows from them."""
        if self.duration == ACUTE_DURATION and ACUTE_CONDITION not in self.ticked:
            return (*self.ticked, ACUTE_CONDITION)
        return self.ticked

    @property
    def may_play(self) -> bool:
        """Whether nothing stands against playing."""
        return not self.red_flag and (self.asked_professional or self.goes_on)

    def with_conditions(self, ticked: tuple[str, ...]) -> Profile:
        """Other conditions; a professional's yes to them has to be given anew."""
        return replace(self, ticked=ticked, asked_about=self.asked_about and not ticked)

    def data(self) -> dict[str, Any]:
        """As an event keeps it."""
        lists = {"ticked": list(self.ticked), "answered": list(self.answered)}
        return {**asdict(self), "day": self.day.isoformat(), **lists}


def read_profile(data: Mapping[str, Any]) -> Profile:
    """A profile of an event's data. Raises ValueError for what is none."""
    if data == UNREADABLE:
        raise ValueError("the answers were lost")
    check_data("profile", data)
    lists = {name: tuple(data.get(name, ())) for name in ("ticked", "answered")}
    return Profile(**{**data, "day": day_of(data["day"]), **lists})


def why_ask(
    profile: Profile | None, safety: Safety, today: date, *, unreadable: bool = False
) -> str | None:
    """Why the gate is asked before a session, in words for the person; None where it is not."""
    if unreadable:
        return f"{CANNOT_BE_READ} So the questions come again."
    if profile is None:
        return "A few questions first. They are asked once, and the answers stay on this machine."
    if profile.red_flag:
        return "Last time you had a warning sign, so the questions come again."
    if profile.version != safety.version:
        return "The safety questions have changed, so they come again."
    age = today - profile.day
    if not timedelta(0) <= age < timedelta(days=safety.gate.ask_again_after_days):
        return "It has been half a year, so the safety questions come again."
    return None
