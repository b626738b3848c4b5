"""Mends what a voice gets wrong: words, and how to write them so that they sound right."""

from __future__ import annotations

import re
from collections.abc import Mapping


def said_as(text: str, words: Mapping[str, str]) -> str:
    """The text with each whole word or phrase of `words` written as it is to be said.

    Capitals make no difference; of two that begin at the same place the longer one wins.
    """
    if not words:
        return text
    by_word = {word.casefold(): said for word, said in words.items()}
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)"
    return re.sub(pattern, lambda match: by_word[match[0].casefold()], text, flags=re.IGNORECASE)
