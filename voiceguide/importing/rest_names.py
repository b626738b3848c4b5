"""Names that are a word for a rest and no more, in the languages that people name steps in."""

from __future__ import annotations

from voiceguide.importing.written_pauses import time_in
from voiceguide.phrases.languages import all_languages
from voiceguide.units import Ms


def is_rest(name: str) -> bool:
    """Whether a name is exactly such a word: "Rest", but not "Rest day walk" or "Break dance"."""
    word = name.strip(" .:!()[]-").casefold()
    # Of all languages: an app's file does not say its own.
    return any(word in language.rests for language in all_languages().values())


def rest_line(row: str) -> Ms | None:
    """The length of a row that is a rest and its time: "Rest 1:00", "Pause: 30 s"."""
    word, _, time = row.strip().partition(" ")
    return time_in(time.lstrip(" :-–—=")) if is_rest(word) else None
