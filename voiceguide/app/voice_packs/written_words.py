"""The words of which every line is made: a line with any other word is said by nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from voiceguide.errors import BadFiles
from voiceguide.phrases.phrases import phrases_of
from voiceguide.routine.library import FOLDERS, Library
from voiceguide.speech.recordings.line_names import line_words
from voiceguide.structs import field_names

NUMBERS_TO = 1000
_GLUED = re.compile(r"[}>](\w+)")
"""What ends the word that is filled in before it, as in "{n}mal"."""


class WrittenWords:
    """The words of the texts of a library, of the coach's own phrases, and of numbers."""

    def __init__(self, library: Library) -> None:
        language = library.language
        phrases = phrases_of(language)
        texts = {*phrases.fixed(), *phrases.templates(), *_texts(library)}
        texts |= {phrases.number(number) for number in range(NUMBERS_TO)}
        self._endings = frozenset(end for text in texts for end in _GLUED.findall(text))
        self._words = {word for text in texts for word in line_words(text, language).split()}

    def can_make(self, words: str) -> bool:
        """Whether all of a line's words, as `line_words` writes them, are among these."""
        return all(map(self._is_one, words.split()))

    def _is_one(self, word: str) -> bool:
        return word in self._words or any(
            word.endswith(end) and word.removesuffix(end) in self._words for end in self._endings
        )


def _texts(library: Library) -> Iterator[str]:
    """All that is written in a library; what cannot be read is used by no routine."""
    yield from _strings((library.positions, library.equipment, library.safety, library.habits))
    readers = {
        "routine": library.routine, "exercise": library.exercise, "advice": library.advice,
    }  # fmt: skip
    for kind in FOLDERS:
        for id in library.ids(kind):
            try:
                yield from _strings(readers[kind](id))
            except BadFiles:
                continue


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings((*value.keys(), *value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, Struct):
        for name in field_names(value):
            yield from _strings(getattr(value, name))
