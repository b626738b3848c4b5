"""Reminders at the right times, once each, whatever the clock does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from voiceguide.remind.loop import Answer, Loop
from voiceguide.remind.schedule import Agenda, every_min, times_of_day
from voiceguide.routine.library import Library

RULES = Library().habits.posture
TUESDAY = datetime.fromisoformat("2026-03-03")
FRIDAY = datetime.fromisoformat("2026-03-06")


def at(day: datetime, written: str) -> datetime:
    hour, minute = written.split(":")
    return day.replace(hour=int(hour), minute=int(minute))


@dataclass
class Day:
    """A world whose clock is moved by waiting, with answers to the first reminders."""

    time: datetime
    answers: list[Answer | None] = field(default_factory=list)
    ended: datetime | None = None
    plays: bool = False
    jump: tuple[datetime, timedelta] | None = None
    heard: list[str] = field(default_factory=list)
    started: int = 0

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.time += timedelta(seconds=seconds)
        if self.jump and self.time >= self.jump[0]:
            self.time += self.jump[1]
            self.jump = None

    def is_playing(self) -> bool:
        return self.plays

    def session_end(self) -> datetime | None:
        return self.ended

    def remind(self, number: int) -> Answer | None:
        assert number == len(self.heard)
        self.heard.append(f"{self.time:%H:%M}")
        return self.answers.pop(0) if self.answers else None

    def start(self) -> None:
        self.started += 1


def lived(day: Day, every: int = 50, until: datetime | None = None) -> list[str]:
    loop = Loop(Agenda(RULES, every, day.time), day)
    loop.run(until or day.time.replace(hour=0, minute=0) + timedelta(days=1))
    return day.heard


TEN = ["09:50", "10:40", "11:30", "12:20", "13:10", "14:00", "14:50", "15:40", "16:30", "17:20"]


def test_a_full_day_at_gentle_has_exactly_ten_reminders() -> None:
    assert every_min(RULES, "gentle") == 50
    assert lived(Day(TUESDAY)) == TEN


@pytest.mark.parametrize(
    ("level", "every", "number"), [("gentle", 50, 10), ("steady", 55, 9), ("strong", 60, 8)]
)
def test_the_other_levels_have_longer_times_between(level: str, every: int, number: int) -> None:
    assert every_min(RULES, level) == every
    assert len(times_of_day(RULES, every)) == number


def test_no_reminder_comes_on_a_weekend() -> None:
    saturday = FRIDAY + timedelta(days=1)
    assert lived(Day(saturday), until=saturday + timedelta(days=2)) == []
    assert Agenda(RULES, 50, at(FRIDAY, "17:20")).next() == FRIDAY + timedelta(
        days=3, hours=9, minutes=50
    )


def test_no_reminder_comes_within_twenty_minutes_after_a_session() -> None:
    assert lived(Day(TUESDAY, ended=at(TUESDAY, "10:21"))) == [
        each for each in TEN if each != "10:40"
    ]
    assert lived(Day(TUESDAY, ended=at(TUESDAY, "10:20"))) == TEN


def test_no_reminder_comes_while_a_session_plays() -> None:
    assert lived(Day(TUESDAY, plays=True)) == []


def test_snooze_moves_a_reminder_ten_minutes_and_the_next_stays() -> None:
    heard = lived(Day(TUESDAY, answers=["snooze", "snooze", "skip"]))
    assert heard[:4] == ["09:50", "10:00", "10:10", "10:40"]


def test_start_begins_the_break() -> None:
    day = Day(TUESDAY, answers=["skip", "start"])
    lived(day)
    assert day.started == 1


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_set_in_the_day_doubles_no_reminder(hours: int) -> None:
    day = Day(TUESDAY, jump=(at(TUESDAY, "10:45"), timedelta(hours=hours)))
    heard = lived(day)
    assert len(heard) == len(set(heard))
    expected = [each for each in TEN if each != "11:30"] if hours > 0 else TEN
    assert heard == expected


def test_after_sleep_only_what_is_due_now_comes() -> None:
    day = Day(TUESDAY, jump=(at(TUESDAY, "09:30"), timedelta(hours=4)))
    assert lived(day) == ["14:00", "14:50", "15:40", "16:30", "17:20"]


def test_started_in_the_middle_of_the_day_nothing_is_made_up_for() -> None:
    assert lived(Day(at(TUESDAY, "13:00")))[0] == "13:10"
