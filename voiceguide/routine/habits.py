"""What habits.yaml and the rules of safety.yaml say, as data; times are whole minutes or days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import time
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from voiceguide.routine.topics import TopicLine

GoalOf = Literal["strength", "stretch", "activity"]


class Goal(Struct, frozen=True):
    """Something for every week from Monday to Sunday: days with a kind of session, or minutes."""

    id: str
    counts: GoalOf
    at_least: int
    unit: Literal["days", "min"]
    say_left: str | None = None
    """With ``<left>`` where the number goes; for one day left."""


class ProgressRules(Struct, frozen=True):
    """How an exercise's place in its range moves, in quarters of the range (0 to 4)."""

    start: int
    step: int
    after_good_sessions: int
    at_most_every_days: int
    break_longer_than_days: int


class PostureRules(Struct, frozen=True):
    """When to remind of a posture break; local times of day, days from 0 for Monday."""

    shortest_min: int
    longest_min: int
    starting: time
    until: time
    days: frozenset[int]
    say: tuple[str, ...]
    then: str
    """The routine that is offered."""
    snooze_min: int
    quiet_after_session_min: int


class Habits(Struct, frozen=True):
    """The goals of a week, progress and reminders."""

    goals: tuple[Goal, ...]
    progress: ProgressRules
    posture: PostureRules


class GateQuestions(Struct, frozen=True):
    """What is asked before the first session, and how long the answers hold."""

    ask_again_after_days: int
    asked_professional: str
    go_on: str
    """To who has asked no professional, after the advice."""
    red_flag: str
    red_flag_title: str
    hard_effort: str
    hard_effort_title: str
    duration: TopicLine
    durations: Mapping[str, str]
    """The words of each."""
    conditions: str
    asked_about: str
    """Whether the professional's yes covers the conditions."""


class PainRules(Struct, frozen=True):
    """Pain is a whole number from 0 to 10; what the program does about it."""

    mild_up_to: int
    stop_after_min: int
    """More than mild for so long ends a session."""
    stop_now_words: tuple[str, ...]
    see_doctor: str
    most_sessions_a_day: int
    too_many_today: str
    rise: int
    at_least: int
    day_off_days: int
    day_off_lines: tuple[TopicLine, ...]
    tomorrow_off_lines: tuple[TopicLine, ...]
    days_off_to_doctor: int
    full_safety_every_days: int

    def day_off_say(self, topics: Collection[str]) -> str:
        """What is said of a day off before a session of these topics."""
        return " ".join(line.say for line in self.day_off_lines if line.is_for(topics))

    def tomorrow_off_say(self, topics: Collection[str]) -> str:
        """What is said after a session of these topics that makes the next day one."""
        return " ".join(line.say for line in self.tomorrow_off_lines if line.is_for(topics))

    def is_sore(self, pain: int, before: int | None) -> bool:
        """Whether so much pain is too much: by itself, or compared with what was before."""
        return pain >= self.at_least or (before is not None and pain - before >= self.rise)


PAIN_AT_MOST = 10
