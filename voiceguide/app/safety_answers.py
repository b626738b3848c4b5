"""What the safety questions were answered with: asking, changing and telling it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from voiceguide.app.context import AppContext
from voiceguide.app.log_access import try_store
from voiceguide.app.safety_questions import (
    NO_ROUTINE,
    ask_all,
    known_answers,
    pass_gate,
    refuse,
)
from voiceguide.errors import UsageError, did_you_mean
from voiceguide.person.event import local_now, new_event
from voiceguide.person.person import read_person
from voiceguide.person.profile import ACUTE_CONDITION, Profile
from voiceguide.routine.library import Library
from voiceguide.routine.model import Safety
from voiceguide.structs import replace


def answers(
    context: AppContext,
    aloud: AbstractContextManager[None],
    *,
    again: bool = False,
    add: Iterable[str] = (),
    drop: Iterable[str] = (),
    ask: bool = True,
) -> tuple[Profile | None, Safety]:
    """The person's answers and what they are about; None where none were given.

    They are asked `again`, or changed by conditions, or asked for the first time where `ask` says
    so; questions are spoken while `aloud` runs. Raises SafetyStop, UsageError.
    """
    safety, now = Library([context.folders.library]).safety, local_now()
    person = read_person(context.folders.data, now)
    for note in person.notes:
        context.ui.tell(note)
    if again:
        if not context.ui.can_ask:
            raise UsageError("the questions need a terminal to be answered at", hint="open one")
        with aloud:
            known = ask_all(safety, now, context.ui, before=person.profile)
        try_store(context, new_event("profile", now, **known.data()))
        refuse(known, safety)
        return known, safety
    if add or drop:
        known = _changed(known_answers(person), tuple(add), tuple(drop), safety)
        try_store(context, new_event("profile", now, **known.data()))
        return known, safety
    if person.profile is None and ask and context.ui.can_ask:
        with aloud:
            return pass_gate(person, safety, now, context, NO_ROUTINE), safety
    return known_answers(person), safety


def answer_lines(known: Profile | None, safety: Safety) -> Iterator[str]:
    """The answers in words."""
    if known is None:
        yield "No answers yet. They are asked before your first session."
        return
    if known.red_flag:
        yield f"You had a warning sign on {known.day:%d %B %Y}. {safety.urgent}"
        yield "When a doctor has cleared you: voiceguide profile --ask"
        return
    yield f"Answered on {known.day:%d %B %Y}."
    yield f"A professional has said yes to exercise: {_yes(known.asked_professional)}"
    if known.easy_only:
        yield f"You had a warning sign of hard effort. {safety.easy_only}"
    if known.duration is not None:
        words = safety.gate.durations.get(known.duration, known.duration).lower()
        yield f"Pain: {'none' if known.duration == 'none' else words}"
    if not known.conditions:
        yield "Conditions: none. Every exercise is open to you."
        return
    yield "Conditions, which every session is made for:"
    for id in known.conditions:
        yield f"  {id:<22} {safety.conditions.get(id, 'no longer in the list')}"
    if known.asked_professional and known.ticked:
        yield f"The professional's yes covers them: {_yes(known.asked_about)}"


def _changed(
    known: Profile | None, add: tuple[str, ...], drop: tuple[str, ...], safety: Safety
) -> Profile:
    if known is None:
        raise UsageError("there are no answers to change", hint="begin with: voiceguide profile")
    for id in (*add, *drop):
        if id not in safety.conditions:
            hint = did_you_mean(id, safety.conditions) or f"known: {', '.join(safety.conditions)}"
            raise UsageError(f"there is no condition '{id}'", hint=hint)
    ticked = dict.fromkeys((*known.ticked, *add))
    changed = known.with_conditions(tuple(id for id in ticked if id not in drop))
    if ACUTE_CONDITION in drop and changed.duration == "under-6-weeks":
        changed = replace(changed, duration="6-to-12-weeks")
    return changed


def _yes(value: bool) -> str:
    return "yes" if value else "no"
