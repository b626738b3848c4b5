"""Mends what a voice gets wrong: words, and how to write them so that they sound right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

_WORD = re.compile(r"[^\W\d_][\w .'’+&/-]*")

IN_WORDS_ONLY = "begin with a letter; numbers and signs are said in words already"


def is_word(text: str) -> bool:
    """Whether something may be mended: it begins with a letter and has no sign of comparison.

    A number alone may not: the signs beside it, as in "<3", would no longer be said.
    """
    return _WORD.fullmatch(text) is not None


def said_as(text: str, words: Mapping[str, str]) -> str:
    """The text with each whole word or phrase of `words` written as it is to be said.

    Capitals make no difference; of two that begin at the same place the longer one wins.
    """
    if not words:
        return text
    by_word = {word.casefold(): said for word, said in words.items()}
    return any_of(tuple(words)).sub(lambda match: by_word.get(match[0].casefold(), match[0]), text)


class Spelling(Struct, frozen=True):
    """How each text of a session is written for the voice.

    The person's words hold everywhere. A routine's hold only in its own lines, those of the
    exercises and advice beside it and, where the coach names what these call something, in that
    name: a stranger's file must not
    change what the coach says of safety.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    """The person's."""
    of_routine: Mapping[str, str] = field(default_factory=dict)
    """The routine's, and the person's where it has none."""
    lines: frozenset[str] = frozenset()
    """The routine's own, and those of what lies beside it."""
    coach: frozenset[str] = frozenset()
    """Casefolded, what the coach and the library say, whoever else says it."""
    heads: tuple[tuple[str, str], ...] = ()
    """What stands before a name of the routine in a line of the coach, and the name."""
    tails: tuple[str, ...] = ()
    """What follows such a name beside punctuation, as " done." does."""

    def of(self, text: str) -> str:
        """The text as the voice is given it."""
        if not self.of_routine or text.casefold() in self.coach:
            return said_as(text, self.words)
        if text in self.lines:
            return said_as(text, self.of_routine)
        for before, name in self.heads:
            rest = text[len(before) + len(name) :]
            ends = not rest or rest.startswith((".", ",", *self.tails))
            if ends and text.startswith(before + name):
                mended = said_as(name, self.of_routine)
                return said_as(before, self.words) + mended + said_as(rest, self.words)
        return self._of_joined(text) or said_as(text, self.words)

    def _of_joined(self, text: str) -> str | None:
        """A line of the routine's with a word of the coach's before or after it, or None."""
        for end in re.finditer(r"(?<=[.!?]) ", text):
            before, after = text[: end.start()], text[end.end() :]
            if after in self.lines:
                return f"{said_as(before, self.words)} {said_as(after, self.of_routine)}"
            if before in self.lines:
                return f"{said_as(before, self.of_routine)} {said_as(after, self.words)}"
        return None


@lru_cache(maxsize=8)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds each of these words and phrases where it stands whole, whatever its capitals."""
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
