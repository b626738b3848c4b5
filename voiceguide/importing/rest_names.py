"""Names that are a word for a rest and no more, in the languages that people name steps in."""

from __future__ import annotations

from voiceguide.importing.written_pauses import time_in
from voiceguide.units import Ms

_WORDS = {
    "en": ("rest", "break", "pause", "recover", "recovery", "relax"),
    "de": ("pause", "ruhe", "erholung", "erholen", "entspannen", "ausruhen"),
    "fr": ("pause", "repos", "récupération"),
    "es": ("descanso", "pausa", "recuperación"),
    "it": ("pausa", "riposo", "recupero"),
    "nl": ("pauze", "rust"),
}
_ALL = frozenset(word for words in _WORDS.values() for word in words)
"""An app's file does not say its language."""


def is_rest(name: str) -> bool:
    """Whether a name is exactly such a word: "Rest", but not "Rest day walk" or "Break dance"."""
    return name.strip(" .:!()[]-").casefold() in _ALL


def rest_line(row: str) -> Ms | None:
    """The length of a row that is a rest and its time: "Rest 1:00", "Pause: 30 s"."""
    word, _, time = row.strip().partition(" ")
    return time_in(time.lstrip(" :-–—=")) if is_rest(word) else None
