"""Each exercise's place in its range, moved by quarters as the log tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from voiceguide.person.history import History, Session
from voiceguide.person.training_rules import days_off
from voiceguide.routine.habits import PainRules, ProgressRules

TOP = 4
"""Quarters of a range."""
FAMILIAR_AFTER = 6
"""Times an exercise was done until its words may be fewer."""


class _Track(Struct):
    """One exercise on its way: `good` sessions since the last move, and when that was."""

    place: int
    since: date
    last: date
    good: int = 0
    ready: date | None = None
    """The day of the good session that was enough."""

    def settle(self, day: date, rules: ProgressRules) -> None:
        """Make the move that is due by a day."""
        if self.ready is None:
            return
        due = max(self.ready, self.since + timedelta(days=rules.at_most_every_days))
        if due <= day:
            self.place = min(TOP, self.place + rules.step)
            self.since, self.good, self.ready = due, 0, None


def places(
    history: History, rules: ProgressRules, pain: PainRules, today: date
) -> Mapping[str, int]:
    """Exercise -> quarters of its range, 0 to 4, for the exercises that were done lately.

    A session is good when it was finished and pain after it was mild and no higher than before.
    """
    tracks: dict[str, _Track] = {}
    offs = iter(sorted(days_off(history, pain), key=lambda off: off.since))
    off = next(offs, None)
    away = timedelta(days=rules.break_longer_than_days)
    for session in history.sessions:
        while off is not None and off.since <= (session.ended or session.began):
            if off.since > session.began:
                break  # this session made it: first what was done, then the step back
            _step_back(tracks, off.since.date(), rules)
            off = next(offs, None)
        good = is_good(session, pain)
        for exercise in {exercise for exercise, _ in session.exercises if exercise is not None}:
            track = tracks.get(exercise)
            if track is None or session.day - track.last > away:
                track = tracks[exercise] = _Track(rules.start, session.day, session.day)
            track.settle(session.day, rules)
            track.last = session.day
            track.good += good
            if track.good >= rules.after_good_sessions and track.ready is None:
                track.ready = session.day
    while off is not None:
        _step_back(tracks, off.since.date(), rules)
        off = next(offs, None)
    here: dict[str, int] = {}
    for exercise, track in tracks.items():
        if today - track.last <= away:
            track.settle(today, rules)
            here[exercise] = track.place
    return here


def is_good(session: Session, pain: PainRules) -> bool:
    """Finished, with pain after it that is mild and no higher than before; both were told."""
    before, after = session.pain_before, session.pain_after
    if not session.finished or before is None or after is None:
        return False
    return after <= before and after <= pain.mild_up_to


def familiar(history: History, exercises: frozenset[str]) -> bool:
    """Whether a person knows all these exercises well enough for fewer words."""
    times = dict.fromkeys(exercises, 0)
    for session in history.sessions:
        for exercise, _ in session.exercises:
            if exercise in times:
                times[exercise] += 1
    return bool(times) and min(times.values()) >= FAMILIAR_AFTER


def _step_back(tracks: Mapping[str, _Track], day: date, rules: ProgressRules) -> None:
    for track in tracks.values():
        track.settle(day, rules)
        track.place = max(0, track.place - rules.step)
        track.since, track.good, track.ready = day, 0, None
