"""From a command's words to a session's timeline or sound, with what to tell about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.app.context import AppContext
    from voiceguide.loading import Loaded
    from voiceguide.person.person import Person
    from voiceguide.rendering import Rendering
    from voiceguide.routine.library import Library
    from voiceguide.routine.session_kinds import Sort
    from voiceguide.session_options import SessionOptions, Tones
    from voiceguide.timeline import Timeline

ESTIMATED = "Lengths are estimated; --voice measures them."


def prepare(
    routine: str,
    chosen: SessionOptions,
    context: AppContext,
    *,
    for_me: bool = False,
    for_others: bool = False,
) -> Rendering:
    """The session in the chosen voice; warnings, and what conditions changed, go to the person.

    One made `for_others` explains its tones, where nobody says otherwise.
    """
    from voiceguide import session

    loaded = session.load(routine, context.folders)
    if for_me:
        chosen = for_me_in(loaded, chosen, context)
    elif for_others:
        chosen = chosen.with_tones("explained", context.settings.over(loaded.routine.options))
    rendering = _rendered(loaded, chosen, context)
    for message in (*map(str, loaded.warnings), *changed_by_conditions(rendering.timeline)):
        context.ui.tell(message)
    return rendering


def for_me_in(loaded: Loaded, chosen: SessionOptions, context: AppContext) -> SessionOptions:
    """The options as `play` makes them of a routine for the person of the profile, unasked.

    Raises SafetyStop where the answers cannot be read.
    """
    chosen, person = for_person(chosen, loaded.library, context)
    below = context.settings.over(loaded.routine.options)
    return chosen.with_tones(tones_for(person.sessions_heard, loaded), below)


def tones_for(heard: Mapping[Sort, int], loaded: Loaded) -> Tones:
    """Whether a routine explains its tones to somebody who has heard so many sessions."""
    from voiceguide.person.known_tones import knows_tones
    from voiceguide.planning.session_topics import purposes_of
    from voiceguide.routine.session_kinds import sort_of

    sort = sort_of(purposes_of(loaded.routine, loaded.library))
    return "plain" if knows_tones(heard, sort) else "explained"


def for_person(
    chosen: SessionOptions, library: Library, context: AppContext
) -> tuple[SessionOptions, Person]:
    """The options as `play` makes them of any routine for the person of the profile, and who it is.

    Raises SafetyStop where the answers cannot be read.
    """
    from voiceguide.app.safety_questions import known_answers
    from voiceguide.person.event import local_now
    from voiceguide.person.person import read_person
    from voiceguide.person.progress import places
    from voiceguide.structs import replace

    now, progress = local_now(), context.settings.progress
    person = read_person(context.folders.data, now, progress=progress)
    for note in person.notes:
        context.ui.tell(note)
    if progress:
        rules, pain_rules = library.habits.progress, library.safety.rules
        chosen = replace(chosen, places=places(person.history, rules, pain_rules, now.date()))
    profile = known_answers(person)
    if profile is None:
        context.ui.tell("There are no answers of yours yet; give them with: voiceguide profile")
        return chosen, person
    conditions = tuple(dict.fromkeys((*chosen.conditions, *profile.conditions)))
    asked = chosen.asked or profile.asked_about
    return replace(chosen, conditions=conditions, asked=asked), person


def changed_by_conditions(timeline: Timeline) -> Iterator[str]:
    """What the conditions that it was asked for have changed, in words for the terminal."""
    from voiceguide.planning.conditions import UNCHECKED

    conditions = timeline.options.conditions
    notes = [note for note in timeline.notes if any(each in note.why for each in conditions)]
    for note in dict.fromkeys(notes):
        yield f"{timeline.name}: {note.words} ({note.why})"
    unchecked = UNCHECKED in timeline.notes
    if conditions and unchecked:
        yield f"{timeline.name}: its steps are not checked against {', '.join(conditions)}"
    if conditions and not notes and not unchecked:
        yield f"{timeline.name}: no exercise is changed for {', '.join(conditions)}"


def planned(loaded: Loaded, chosen: SessionOptions, context: AppContext) -> Timeline:
    """The timeline with the lengths of a voice where one is chosen, else with estimated ones."""
    from voiceguide import session

    if chosen.voice is None:
        return session.estimated(loaded, chosen.over(context.settings), context.folders)
    return _rendered(loaded, chosen, context).timeline


def _rendered(loaded: Loaded, chosen: SessionOptions, context: AppContext) -> Rendering:
    from voiceguide import session

    with context.ui.speaking() as progress:
        rendered = session.render(
            loaded, chosen.over(context.settings), context.folders, progress=progress
        )
    for problem in rendered.problems:
        context.ui.tell(f"warning: {problem}")
    return rendered.session
