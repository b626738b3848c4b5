"""Which of the full safety words a person has heard, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from voiceguide.person.event import day_of

if TYPE_CHECKING:
    from voiceguide.routine.model import Safety


class HeardSafety(Struct, frozen=True):
    """The day on which each line was heard last, by its number from 0, in one version of them."""

    version: int
    days: Mapping[int, date] = field(default_factory=dict)


def read_heard(data: Mapping[str, Any]) -> HeardSafety:
    """What an event tells."""
    lines = data.get("lines", {})
    return HeardSafety(data["version"], {int(n): day_of(day) for n, day in lines.items()})


def needs_full_safety(
    heard: HeardSafety | None, safety: Safety, topics: Collection[str], today: date
) -> bool:
    """Whether the full words come before a session of these topics.

    They do where any of its lines was never heard in this version, or long ago.
    """
    if heard is None or heard.version != safety.version:
        return True
    lasts = timedelta(days=safety.rules.full_safety_every_days)
    days = (heard.days.get(number) for number in _numbers(safety, topics))
    return any(day is None or not timedelta(0) <= today - day < lasts for day in days)


def heard_now(
    heard: HeardSafety | None, safety: Safety, topics: Collection[str], now: datetime
) -> dict[str, Any]:
    """The data of the event that the full words of these topics were heard now."""
    days = dict(heard.days) if heard is not None and heard.version == safety.version else {}
    days |= dict.fromkeys(_numbers(safety, topics), now.date())
    lines = {str(number): day.isoformat() for number, day in sorted(days.items())}
    return {"version": safety.version, "lines": lines}


def _numbers(safety: Safety, topics: Collection[str]) -> list[int]:
    return [number for number, line in enumerate(safety.full) if line.is_for(topics)]
