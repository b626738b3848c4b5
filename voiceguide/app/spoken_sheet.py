"""A session's lines as the voice gets them."""

from __future__ import annotations

from voiceguide import session
from voiceguide.app.context import AppContext
from voiceguide.phrases.spoken import spoken_form
from voiceguide.routine.say_as_words import spelling
from voiceguide.text import clean, exact_clock
from voiceguide.timeline import Timeline


def spoken_sheet(routine: str, timeline: Timeline, context: AppContext) -> str:
    """A row for each line that is spoken; below it how it is written, where that differs."""
    loaded = session.load(routine, context.folders)
    words = spelling(loaded.routine, loaded.library, context.settings.say_as)
    rows = []
    for line in timeline.voices:
        said = spoken_form(words.of(line.text), timeline.language)
        rows.append(f"{exact_clock(line.at_ms):>9}  {said}")
        if said != line.text:
            rows.append(f"{'written':>9}  {clean(line.text)}")
    return "\n".join((*rows, ""))
