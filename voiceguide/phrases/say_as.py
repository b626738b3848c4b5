"""Mends what a voice gets wrong: words, and how to write them so that they sound right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache


def said_as(text: str, words: Mapping[str, str]) -> str:
    """The text with each whole word or phrase of `words` written as it is to be said.

    Capitals make no difference; of two that begin at the same place the longer one wins.
    """
    if not words:
        return text
    by_word = {word.casefold(): said for word, said in words.items()}
    return any_of(tuple(words)).sub(lambda match: by_word.get(match[0].casefold(), match[0]), text)


@lru_cache(maxsize=8)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds each of these words and phrases where it stands whole, whatever its capitals."""
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
