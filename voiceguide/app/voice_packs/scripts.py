"""The lines of routines for a person who will read them, and how much that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from voiceguide.app.voice_packs.lines_to_read import PARTS, GatheredLines, LineToRead, Part
from voiceguide.app.voice_packs.may_say import MINUTES, may_say
from voiceguide.app.voice_packs.step_lines import WORDS_A_MINUTE, SharedStepLines
from voiceguide.errors import UsageError
from voiceguide.phrases.languages import base_language
from voiceguide.text import count_of, quoted

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext

BETWEEN_LINES_S = 4
"""From the end of a line to the next one, for a person who reads them."""


def gathered(
    names: Sequence[str],
    context: AppContext,
    *,
    language: str | None = None,
    minutes: Collection[int] = MINUTES,
) -> GatheredLines:
    """All that sessions of these routines may say; of all there are in a language without any.

    Raises UsageError where they are in several languages, and as `load` does.
    """
    from voiceguide import session
    from voiceguide.audio.tones import tone_lengths
    from voiceguide.routine.library import Library

    folders = context.folders
    wanted = base_language(language or "en")
    library = Library([folders.library]).in_language(wanted)
    every = [session.load(name, folders, library) for name in names or library.ids("routine")]
    if not names:
        every = [each for each in every if base_language(each.routine.language) == wanted]
    languages = list(dict.fromkeys(base_language(each.routine.language) for each in every))
    if len(languages) > 1 or (language is not None and languages not in ([], [wanted])):
        raise UsageError(
            f"these routines are in other languages: {', '.join(languages)}",
            hint="a voice speaks one language: name the routines of one",
        )
    lines = GatheredLines(languages[0] if languages else wanted)
    steps = SharedStepLines(tone_lengths(folders.sounds))
    with context.ui.busy("Looking for every line that may be said") as progress:
        for number, loaded in enumerate(every):
            progress(number, len(every))
            may_say(loaded, context.settings, steps, minutes, into=lines)
    return lines


def gathered_one_by_one(context: AppContext, language: str) -> Iterator[GatheredLines]:
    """The same lines, with those of one routine of a language more each time, shorter ones first.

    Raises BadFiles.
    """
    from voiceguide import session
    from voiceguide.audio.tones import tone_lengths
    from voiceguide.routine.library import Library
    from voiceguide.routine.routine_file import leaves

    folders = context.folders
    library = Library([folders.library]).in_language(language)
    routines = [library.routine(id) for id in library.ids("routine")]
    own = [each for each in routines if base_language(each.language) == language]
    lines, steps = GatheredLines(language), SharedStepLines(tone_lengths(folders.sounds))
    with context.ui.busy("Looking which lines these are") as progress:
        for number, each in enumerate(sorted(own, key=lambda each: len([*leaves(each.items)]))):
            progress(number, len(own))
            may_say(session.load(each.id, folders, library), context.settings, steps, into=lines)
            yield lines


def amount(lines: Collection[LineToRead]) -> str:
    """How many lines there are, of each part, and how long reading them takes."""
    words = sum(len(line.text.split()) for line in lines)
    minutes = words / WORDS_A_MINUTE + len(lines) * BETWEEN_LINES_S / 60
    counts = {part: sum(line.part == part for line in lines) for part in PARTS}
    parts = ", ".join(f"{count} {part}" for part, count in counts.items() if count)
    return f"{count_of(len(lines), 'line')} ({parts}): about {minutes:.0f} minutes to read."


def chosen_parts(parts: Iterable[str] | None, usual: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of these names. Raises UsageError for another one."""
    if not parts:
        return tuple(usual)
    for name in parts:
        if name not in PARTS:
            raise UsageError(
                f"there is no part {quoted(name)}", hint=f"there are: {', '.join(PARTS)}"
            )
    return tuple(part for part in PARTS if part in set(parts))
