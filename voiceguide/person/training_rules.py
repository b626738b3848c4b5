"""What the program itself watches: days off, a doctor's advice, sessions a day, days between.

Pure functions of a frozen history and a moment. They only ask; the person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from voiceguide.person.history import Check, History, Session
from voiceguide.phrases.phrases import Phrases
from voiceguide.routine.habits import PainRules
from voiceguide.routine.session_kinds import Sort

DOCTOR_DAYS = 14
LOOK_BACK = timedelta(days=60)
"""More than any rule looks at, so that a reader may leave out what is older."""
ONE_DAY = timedelta(days=1)
ASKED_EVERY = timedelta(hours=1)
"""An answer about pain holds so long."""


class DayOff(Struct, frozen=True):
    """A day off: `since` the moment that made it, through the end of `day`."""

    since: datetime
    day: date


class Concern(Struct, frozen=True):
    """Something to think about before a session, in a sentence or two."""

    kind: Literal["day-off", "doctor", "too-many", "too-soon"]
    say: str


def days_off(history: History, rules: PainRules) -> tuple[DayOff, ...]:
    """Every day off there was, in order; several reasons for one day are one day off."""
    found: dict[date, DayOff] = {}
    for since, day in sorted(_triggers(history, rules)):
        found.setdefault(day, DayOff(since, day))
    return tuple(sorted(found.values(), key=lambda off: off.day))


def day_off(history: History, rules: PainRules, now: datetime) -> DayOff | None:
    """The day off that holds at a moment, or None."""
    holding = (off for off in days_off(history, rules) if off.since <= now)
    return next((off for off in holding if now.date() <= off.day), None)


def days_off_lately(history: History, rules: PainRules, now: datetime) -> int:
    """Where a day off holds, how many there were in the 14 days up to it; else 0."""
    current = day_off(history, rules, now)
    if current is None:
        return 0
    first = current.day - timedelta(days=DOCTOR_DAYS - 1)
    lately = [off for off in days_off(history, rules) if first <= off.day <= current.day]
    return len(lately)


def concerns(
    history: History,
    rules: PainRules,
    now: datetime,
    say: Phrases,
    *,
    sort: Sort,
    routine: str,
    days_between: int = 0,
    topics: Collection[str] = (),
) -> tuple[Concern, ...]:
    """What speaks against a session now, the weightiest first; at most two are worth saying.

    `rules` and `say` are in the session's language. A posture break, a walk and quiet breathing
    are never held back.
    """
    if sort != "exercise":
        return ()
    found: list[Concern] = []
    lately = days_off_lately(history, rules, now)
    if lately >= rules.days_off_to_doctor:
        why = say.get("before.days_off", n=say.number(lately))
        found.append(Concern("doctor", f"{why} {rules.see_doctor}"))
    elif lately:
        found.append(Concern("day-off", rules.day_off_say(topics)))
    today = [each for each in history.sessions if _is_exercise(each) and each.day == now.date()]
    if len(today) >= rules.most_sessions_a_day:
        found.append(Concern("too-many", rules.too_many_today))
    elif (soon := _too_soon(history, now.date(), say, routine, days_between)) is not None:
        found.append(soon)
    return tuple(found[:2])


def asks_next_morning(history: History, today: date) -> Session | None:
    """The session that "worse than before your last session?" is about, where it is to be asked.

    Asked once, on a later day, of a session not longer ago than two weeks.
    """
    done = [each for each in history.sessions if _is_exercise(each)]
    if not done or not done[-1].day < today <= done[-1].day + timedelta(days=DOCTOR_DAYS):
        return None
    last = done[-1]
    answered = any(check.worse is not None and check.at > last.began for check in history.checks)
    return None if answered else last


def pain_lately(history: History, now: datetime) -> int | None:
    """The pain that was told last, before or after a session, where that was within the hour.

    It holds for the session that begins now, also where the one it was told for never began.
    """
    told = [(check.at, check.pain) for check in history.checks]
    told += [(each.ended or each.began, each.pain_after) for each in history.sessions]
    lately = [
        (at, pain)
        for at, pain in told
        if pain is not None and timedelta(0) <= now - at < ASKED_EVERY
    ]
    return max(lately)[1] if lately else None


def asks_pain(history: History, now: datetime, sort: Sort) -> bool:
    """Whether pain is asked before a session: not for breaks, nor within the hour of an answer."""
    return sort == "exercise" and pain_lately(history, now) is None


def _is_exercise(session: Session) -> bool:
    return session.sort == "exercise" and session.counts


def _triggers(history: History, rules: PainRules) -> Iterator[tuple[datetime, date]]:
    lasts = timedelta(days=rules.day_off_days)
    for session in history.sessions:
        after, before = session.pain_after, session.pain_before
        if after is None:
            continue
        if rules.is_sore(after, before):
            yield session.ended or session.began, session.day + lasts
    # The next morning: compared with what was felt before the last session of the day before.
    before_on = {each.day: each.pain_before for each in history.sessions}
    for check in history.checks:
        if _is_worse(check, before_on.get(check.day - ONE_DAY), rules):
            yield check.at, check.day + lasts - ONE_DAY


def _is_worse(check: Check, before: int | None, rules: PainRules) -> bool:
    return bool(check.worse) or (check.pain is not None and rules.is_sore(check.pain, before))


def _too_soon(
    history: History, today: date, say: Phrases, routine: str, days_between: int
) -> Concern | None:
    if not days_between:
        return None
    same = [each for each in history.sessions if each.routine == routine and each.counts]
    if not same or today - same[-1].day > timedelta(days=days_between):
        return None
    days = (today - same[-1].day).days
    if days > 1:
        when = say.get_lower("before.days_ago", time=say.plural("days", days))
    else:
        when = say.get_lower("before.yesterday" if days else "before.today")
    between = say.plural("days", days_between)
    line = say.get("before.too_soon", name=same[-1].name, time=when, rest=between)
    return Concern("too-soon", line)
