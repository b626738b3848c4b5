"""`voiceguide profile`: what the safety questions were answered with, and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.commands.play import Output, ScreenName, Volume
from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.person.profile import Profile
    from voiceguide.routine.model import Safety

Again = Annotated[bool, typer.Option("--ask", help="Go through the questions again.")]
Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="ID", help="A condition you have; may be repeated."),
]
Drop = Annotated[
    list[str] | None,
    typer.Option("--drop", metavar="ID", help="A condition you no longer have."),
]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide profile",
            "voiceguide profile --ask",
            "voiceguide profile --add knee-pain --drop sciatica-flare",
        )
    )(profile)


def profile(
    again: Again = False,
    add: Add = None,
    drop: Drop = None,
    output: Output = None,
    screen: ScreenName = None,
    volume: Volume = None,
    voice: options.Voice = None,
    json: options.Json = False,
) -> None:
    """Show or change your answers to the safety questions. They stay on this machine.

    Begin with `voiceguide profile` alone, which asks them; --add and --drop change the answers.
    The questions are spoken too, but for --screen quiet and --output silent.
    """
    from datetime import datetime

    from voiceguide.app.log_access import keep
    from voiceguide.app.safety_questions import ask_all, known_answers, pass_gate, refuse
    from voiceguide.app.spoken_questions import questions_aloud_outside_sessions
    from voiceguide.person.event import happened
    from voiceguide.person.person import read_person
    from voiceguide.routine.library import Library

    context = user_context()
    aloud = questions_aloud_outside_sessions(
        context, output, screen, voice=voice, volume_percent=volume
    )
    safety = Library([context.folders.library]).safety
    now = datetime.now().astimezone()
    person = read_person(context.folders.data, now)
    for note in person.notes:
        console.tell(note)
    known: Profile | None
    if again:
        _needs_terminal(context)
        with aloud:
            known = ask_all(safety, now, context.ui)
        keep(context, happened("profile", now, **known.data()))
        refuse(known, safety)
    elif add or drop:
        known = _changed(known_answers(person), tuple(add or ()), tuple(drop or ()), safety)
        keep(context, happened("profile", now, **known.data()))
    elif person.profile is None and not json and context.ui.can_ask:
        with aloud:
            known = pass_gate(person, safety, now, context)
    else:
        known = known_answers(person)
    if json:
        console.write_json(None if known is None else known.data())
    elif known is None:
        console.say("No answers yet. They are asked before your first session.")
    else:
        _show(known, safety)


def _changed(
    known: Profile | None, add: tuple[str, ...], drop: tuple[str, ...], safety: Safety
) -> Profile:
    from voiceguide.errors import UsageError, did_you_mean

    if known is None:
        raise UsageError("there are no answers to change", hint="begin with: voiceguide profile")
    for id in (*add, *drop):
        if id not in safety.conditions:
            hint = did_you_mean(id, safety.conditions) or f"known: {', '.join(safety.conditions)}"
            raise UsageError(f"there is no condition '{id}'", hint=hint)
    ticked = dict.fromkeys((*known.ticked, *add))
    changed = known.with_conditions(tuple(id for id in ticked if id not in drop))
    if "acute-low-back-pain" in drop and changed.duration == "under-6-weeks":
        from dataclasses import replace

        changed = replace(changed, duration="6-to-12-weeks")
    return changed


def _show(known: Profile, safety: Safety) -> None:
    from voiceguide.app.safety_questions import DURATIONS

    if known.red_flag:
        console.say(f"You had a warning sign on {known.day:%d %B %Y}. {safety.urgent}")
        console.say("When a doctor has cleared you: voiceguide profile --ask")
        return
    console.say(f"Answered on {known.day:%d %B %Y}.")
    console.say(f"A professional has said yes to exercise: {_yes(known.asked_professional)}")
    if known.duration is not None:
        words = DURATIONS.get(known.duration, known.duration).lower()
        console.say(f"Pain: {'none' if known.duration == 'none' else words}")
    if not known.conditions:
        console.say("Conditions: none. Every exercise is open to you.")
        return
    console.say("Conditions, which every session is made for:")
    for id in known.conditions:
        console.say(f"  {id:<22} {safety.conditions.get(id, 'no longer in the list')}")
    if known.asked_professional and known.ticked:
        console.say(f"The professional's yes covers them: {_yes(known.asked_about)}")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _needs_terminal(context: AppContext) -> None:
    from voiceguide.errors import UsageError

    if not context.ui.can_ask:
        raise UsageError("the questions need a terminal to be answered at", hint="open one")
