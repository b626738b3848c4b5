"""The safety gate: a few short questions before the first session, and again after half a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from voiceguide.app.context import AppContext
from voiceguide.app.interaction import Interaction
from voiceguide.app.log_access import try_store
from voiceguide.errors import SafetyStop
from voiceguide.person.event import new_event
from voiceguide.person.person import Person
from voiceguide.person.profile import ACUTE_CONDITION, CANNOT_BE_READ, Profile, why_ask
from voiceguide.routine.model import Safety

DURATIONS = {
    "none": "I have no pain",
    "under-6-weeks": "Less than six weeks",
    "6-to-12-weeks": "Six to twelve weeks",
    "over-3-months": "More than three months",
}
"""Words for the durations; another one is shown as it is written."""


def pass_gate(person: Person, safety: Safety, now: datetime, context: AppContext) -> Profile:
    """The person's answers, asked where that is due. Raises SafetyStop as `refuse` does."""
    profile = person.profile
    why = why_ask(profile, safety, now.date(), unreadable=person.unreadable)
    if profile is None or why is not None:
        context.ui.prepare()
        context.ui.tell(why or "")
        profile = ask_all(safety, now, context.ui)
        try_store(context, new_event("profile", now, **profile.data()))
    elif not profile.may_play:
        profile = _asked_meanwhile(profile, safety, now, context)
    refuse(profile, safety)
    return profile


def known_answers(person: Person) -> Profile | None:
    """The answers, None where none were given. Raises SafetyStop where they cannot be read."""
    if person.unreadable:
        raise SafetyStop(
            f"{CANNOT_BE_READ} Without them no session can be made for you.",
            hint="give them again, at a terminal: voiceguide profile --ask",
        )
    return person.profile


def refuse(profile: Profile | None, safety: Safety) -> None:
    """Raises SafetyStop where the answers forbid to play."""
    if profile is None or profile.may_play:
        return
    if profile.red_flag:
        raise SafetyStop(
            safety.urgent, hint="when a doctor has cleared you: voiceguide profile --ask"
        )
    raise SafetyStop(safety.advise, hint="look around with: voiceguide list")


def ask_all(safety: Safety, now: datetime, ui: Interaction) -> Profile:
    """Ask all of it. No session follows before all warning signs were heard, or read."""
    ui.prepare()
    gate = safety.gate
    ui.tell("\n" + "\n".join(safety.statement) + "\n")
    asked = ui.yes(gate.asked_professional, before=safety.statement)
    ui.tell("\nWarning signs:\n" + "\n".join(f"  - {flag}" for flag in safety.red_flags))
    red_flag = gate.red_flag.replace("listed below", "listed above")
    if ui.any_applies(red_flag, safety.red_flags):
        return Profile(now.date(), safety.version, red_flag=True, asked_professional=asked)
    ui.tell("")
    duration = ui.one_of(
        gate.duration, {each: DURATIONS.get(each, each) for each in gate.durations}
    )
    ui.tell("")
    ticked = ui.any_of(gate.conditions, offered_conditions(safety))
    also = "Does that yes cover what you ticked here, too?"
    about = bool(ticked) and asked and ui.yes(also)
    goes_on = not asked and decides(safety, ui)
    return Profile(
        now.date(),
        safety.version,
        red_flag=False,
        asked_professional=asked,
        goes_on=goes_on,
        duration=duration,
        ticked=ticked,
        asked_about=about,
    )


def offered_conditions(safety: Safety) -> dict[str, str]:
    """The conditions to tick; new pain was asked for before."""
    return {id: words for id, words in safety.conditions.items() if id != ACUTE_CONDITION}


def decides(safety: Safety, ui: Interaction) -> bool:
    """Whether a person who has asked nobody goes on after the advice."""
    ui.prepare()
    ui.tell("\n" + safety.advise)
    return ui.yes("Go on now all the same?", before=(safety.advise,))


def _asked_meanwhile(
    profile: Profile, safety: Safety, now: datetime, context: AppContext
) -> Profile:
    ui = context.ui
    asked = ui.yes(safety.gate.asked_professional)
    profile = replace(profile, asked_professional=asked, goes_on=not asked and decides(safety, ui))
    if profile.may_play:
        try_store(context, new_event("profile", now, **profile.data()))
    return profile
