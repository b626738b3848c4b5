"""What is asked and said around a session: safety, pain, days off, and while it is led."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.app.safety_questions import offered_conditions
from voiceguide.loading import Loaded
from voiceguide.person.training_rules import DOCTOR_DAYS
from voiceguide.phrases.phrases import Phrases
from voiceguide.planning.session_topics import topics_of
from voiceguide.routine.topics import words_for


def live_fixed(phrases: Phrases) -> Iterator[str]:
    """What may be said at any time in any session."""
    yield from phrases.without_values("live")
    yield phrases.get("going_on.plain")


def questions(loaded: Loaded, phrases: Phrases) -> Iterator[str]:
    """What is asked before a session of a routine and after it, and what speaks against it."""
    routine, safety = loaded.routine, loaded.library.safety
    topics = topics_of(routine, loaded.library)
    gate, rules = safety.gate, safety.rules
    yield from words_for(safety.statement, topics)
    yield gate.asked_professional
    flags = [flag for flag in safety.red_flags if flag.is_for(topics)]
    for flag in flags:
        yield flag.say
    if any(flag.is_of_hard_effort_alone for flag in flags):
        yield gate.hard_effort
    yield gate.red_flag
    if gate.duration.is_for(topics):
        yield gate.duration.say
        yield from _numbered(gate.durations.values())
    yield gate.conditions
    for new_pain_too in (False, True):
        yield from _numbered(offered_conditions(safety, new_pain_too=new_pain_too).values())
    yield from (gate.asked_about, safety.advise, gate.go_on)
    yield phrases.get("before.answer_again")
    for name in ("worse", "ask", "after"):
        yield phrases.of_body(name, routine.body)
    yield from _against(loaded, phrases, frozenset(topics))
    yield from (rules.see_doctor, rules.tomorrow_off_say(topics))


def _against(loaded: Loaded, phrases: Phrases, topics: frozenset[str]) -> Iterator[str]:
    routine, rules = loaded.routine, loaded.library.safety.rules
    yield rules.day_off_say(topics)
    yield rules.too_many_today
    for days in range(rules.days_off_to_doctor, DOCTOR_DAYS + 1):
        why = phrases.get("before.days_off", n=phrases.number(days))
        yield f"{why} {rules.see_doctor}"
    if routine.days_between:
        between = phrases.plural("days", routine.days_between)
        for days in range(routine.days_between + 1):
            if days > 1:
                when = phrases.get_lower("before.days_ago", time=phrases.plural("days", days))
            else:
                when = phrases.get_lower("before.yesterday" if days else "before.today")
            yield phrases.get("before.too_soon", name=routine.name, time=when, rest=between)
    yield phrases.get("before.anyway")


def _numbered(words: object) -> Iterator[str]:
    """Choices as a terminal has them read."""
    if not hasattr(words, "__iter__"):
        return
    yield from (f"{index}: {each}." for index, each in enumerate(words, 1))
