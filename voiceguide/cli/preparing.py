"""From a command's words to a session's timeline or sound, with what to tell about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli import console, options
from voiceguide.cli.progress import Speaking

if TYPE_CHECKING:
    from voiceguide.rendering import Rendering
    from voiceguide.session import Choices, Loaded
    from voiceguide.settings import Folders, Settings
    from voiceguide.timeline import Timeline

ESTIMATED = "Lengths are estimated; --voice measures them."


def prepare(routine: str, chosen: Choices) -> Rendering:
    """The session in the chosen voice; warnings go to the person."""
    from voiceguide import session

    folders, settings = options.surroundings()
    loaded = session.load(routine, folders)
    rendering = _rendered(loaded, for_person(chosen, folders), settings, folders)
    for warning in loaded.warnings:
        console.tell(str(warning))
    return rendering


def for_person(chosen: Choices, folders: Folders) -> Choices:
    """The choices with the conditions of the person's profile, without asking anything."""
    from dataclasses import replace

    from voiceguide.person.person import read_person
    from voiceguide.person.recorder import local_now

    person = read_person(folders.data, local_now())
    for note in person.notes:
        console.tell(note)
    profile = person.profile
    if profile is None or not profile.conditions:
        return chosen
    conditions = tuple(dict.fromkeys((*chosen.conditions, *profile.conditions)))
    return replace(chosen, conditions=conditions, asked=chosen.asked or profile.asked_about)


def planned(loaded: Loaded, chosen: Choices, settings: Settings, folders: Folders) -> Timeline:
    """The timeline with the lengths of a voice where one is chosen, else with estimated ones."""
    from voiceguide import session

    if chosen.voice is None:
        return session.estimated(loaded, chosen, settings, folders)
    return _rendered(loaded, chosen, settings, folders).timeline


def _rendered(loaded: Loaded, chosen: Choices, settings: Settings, folders: Folders) -> Rendering:
    from voiceguide import session

    with Speaking() as progress:
        rendered = session.render(loaded, chosen, settings, folders, progress=progress)
    for problem in rendered.problems:
        console.tell(f"warning: {problem}")
    return rendered.session
