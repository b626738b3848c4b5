"""The safety gate: a few short questions before the first session, and again after half a year.

What is asked follows from the session that is to be played: its part of the body, and its kind of
effort. Where a later session is about something else, only the rest of the questions comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from voiceguide.app.context import AppContext
from voiceguide.app.interaction import Interaction
from voiceguide.app.log_access import try_store
from voiceguide.errors import SafetyStop
from voiceguide.person.event import new_event
from voiceguide.person.person import Person
from voiceguide.person.profile import ACUTE_CONDITION, CANNOT_BE_READ, Profile, why_ask
from voiceguide.routine.model import Safety
from voiceguide.routine.topics import TopicLine, words_for
from voiceguide.structs import replace

NO_ROUTINE: frozenset[str] = frozenset()
"""The topics where the questions are asked without a session to be played."""
_WHEN_CLEARED = "when a doctor has cleared you: voiceguide profile --ask"


def pass_gate(
    person: Person, safety: Safety, now: datetime, context: AppContext, topics: Collection[str]
) -> Profile:
    """The person's answers, asked where that is due. Raises SafetyStop as `refuse` does."""
    profile = person.profile
    why = why_ask(profile, safety, now.date(), unreadable=person.unreadable)
    if profile is None or why is not None:
        context.ui.prepare()
        context.ui.tell(why or "")
        profile = ask_all(safety, now, context.ui, topics, profile)
        try_store(context, new_event("profile", now, **profile.data()))
    else:
        known = profile
        if not profile.may_play:
            profile = _asked_meanwhile(profile, safety, context.ui)
        if profile.may_play:
            profile = _ask_the_rest(profile, safety, context.ui, topics)
        if profile != known and (profile.may_play or profile.red_flag):
            try_store(context, new_event("profile", now, **profile.data()))
    refuse(profile, safety, topics)
    return profile


def known_answers(person: Person) -> Profile | None:
    """The answers, None where none were given. Raises SafetyStop where they cannot be read."""
    if person.unreadable:
        raise SafetyStop(
            f"{CANNOT_BE_READ} Without them no session can be made for you.",
            hint="give them again, at a terminal: voiceguide profile --ask",
        )
    return person.profile


def refuse(profile: Profile | None, safety: Safety, topics: Collection[str] = NO_ROUTINE) -> None:
    """Raises SafetyStop where the answers forbid to play a session of these topics."""
    if profile is None:
        return
    if profile.red_flag:
        raise SafetyStop(safety.urgent, hint=_WHEN_CLEARED)
    if not profile.may_play:
        raise SafetyStop(safety.advise, hint="look around with: voiceguide list")
    if profile.easy_only and "hard" in topics:
        raise SafetyStop(safety.easy_only, hint=_WHEN_CLEARED)


def ask_all(
    safety: Safety,
    now: datetime,
    ui: Interaction,
    topics: Collection[str] = NO_ROUTINE,
    before: Profile | None = None,
) -> Profile:
    """Ask all of it; where one of them applied `before`, also the warning signs asked about then.

    No session follows before all warning signs were heard, or read.
    """
    ui.prepare()
    gate = safety.gate
    statement = words_for(safety.statement, topics)
    ui.tell("\n" + "\n".join(statement) + "\n")
    asked = ui.yes(gate.asked_professional, before=statement)
    again = before.answered if before and (before.red_flag or not topics) else ()
    flags = [flag for flag in safety.red_flags if flag.is_for(topics) or flag.key in again]
    profile = Profile(now.date(), safety.version, red_flag=False, asked_professional=asked)
    profile = _ask_for(flags, profile, safety, ui)
    if profile.red_flag:
        return profile
    had_pain = before is not None and before.duration not in (None, "none")
    if had_pain or safety.gate.duration.is_for(topics):
        profile = _ask_duration(profile, safety, ui)
    ui.tell("")
    offered = offered_conditions(safety, new_pain_too=profile.duration is None)
    ticked = ui.any_of(gate.conditions, offered)
    about = bool(ticked) and asked and ui.yes(gate.asked_about)
    goes_on = not asked and decides(safety, ui)
    return replace(profile, goes_on=goes_on, ticked=ticked, asked_about=about)


def offered_conditions(safety: Safety, *, new_pain_too: bool) -> dict[str, str]:
    """The conditions to tick; new pain among them where it was not asked for before."""
    return {
        id: words
        for id, words in safety.conditions.items()
        if new_pain_too or id != ACUTE_CONDITION
    }


def decides(safety: Safety, ui: Interaction) -> bool:
    """Whether a person who has asked nobody goes on after the advice."""
    ui.prepare()
    ui.tell("\n" + safety.advise)
    return ui.yes(safety.gate.go_on, before=(safety.advise,))


def _ask_the_rest(
    profile: Profile, safety: Safety, ui: Interaction, topics: Collection[str]
) -> Profile:
    """What a session of these topics needs and was never asked; a red flag of hard effort again."""
    flags = [
        flag
        for flag in safety.red_flags
        if flag.is_for(topics)
        and (
            flag.key not in profile.answered or (profile.easy_only and flag.is_of_hard_effort_alone)
        )
    ]
    if flags:
        ui.prepare()
        ui.tell("A few more questions, before this one.")
        about = {topic for flag in flags for topic in flag.about if topic in topics}
        own = [line for line in safety.statement if about.intersection(line.about)]
        statement = words_for(own, topics)
        if statement:
            ui.tell("\n" + "\n".join(statement))
        profile = _ask_for(flags, profile, safety, ui, statement)
    if profile.red_flag or profile.duration or not safety.gate.duration.is_for(topics):
        return profile
    return _ask_duration(profile, safety, ui)


def _ask_for(
    flags: Iterable[TopicLine],
    profile: Profile,
    safety: Safety,
    ui: Interaction,
    before: Collection[str] = (),
) -> Profile:
    """The answers with those about red flags; `before` is what is spoken first."""
    gate = safety.gate
    hard = [flag for flag in flags if flag.is_of_hard_effort_alone]
    others = [flag for flag in flags if not flag.is_of_hard_effort_alone]
    profile = _with_answered(profile, others)
    if others and _any_applies(gate.red_flag_title, gate.red_flag, others, ui, before):
        return replace(profile, red_flag=True)
    if not hard:
        return profile
    easy_only = _any_applies(gate.hard_effort_title, gate.hard_effort, hard, ui)
    return replace(_with_answered(profile, hard), easy_only=easy_only)


def _with_answered(profile: Profile, flags: Iterable[TopicLine]) -> Profile:
    keys = (*profile.answered, *(flag.key for flag in flags))
    return replace(profile, answered=tuple(dict.fromkeys(keys)))


def _any_applies(
    title: str,
    question: str,
    flags: Collection[TopicLine],
    ui: Interaction,
    before: Collection[str] = (),
) -> bool:
    words = [flag.say for flag in flags]
    ui.tell(f"\n{title}:\n" + "\n".join(f"  - {line}" for line in words))
    return ui.any_applies(question, (*before, *words))


def _ask_duration(profile: Profile, safety: Safety, ui: Interaction) -> Profile:
    gate = safety.gate
    ui.tell("")
    return replace(profile, duration=ui.one_of(gate.duration.say, gate.durations))


def _asked_meanwhile(profile: Profile, safety: Safety, ui: Interaction) -> Profile:
    asked = ui.yes(safety.gate.asked_professional)
    return replace(profile, asked_professional=asked, goes_on=not asked and decides(safety, ui))
