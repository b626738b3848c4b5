"""Running text as lines that a coach can say: whole sentences, short enough to follow."""

from __future__ import annotations

import re

from voiceguide.export.sheet import clean
from voiceguide.phrases.spoken import spoken_form
from voiceguide.routine.characters import without_unseen

LONGEST_LINE = 160
"""Characters in a line of a routine (docs/routine-format.md)."""
EASY_WORDS = 20
"""Words that are easy to follow at once; more of them is a warning in a routine."""

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[^a-z\s])")
_CLAUSE = re.compile(r"(?<=[,;:–—])\s+")


def spoken_lines(text: str, language: str = "en") -> tuple[str, ...]:
    """The sentences of a text; a long one is parted at its commas, and at words if it must be.

    What has no words, such as a row of stars, is left out.
    """
    kept: list[str] = []
    at = 0
    text = without_markers(text)
    for gap in _SENTENCE.finditer(text):
        # A closing quote belongs to the sentence that it closes.
        quotes = gap.group().rstrip()
        kept.append(text[at : gap.start()] + quotes)
        at = gap.end()
    kept.append(text[at:])
    lines = (line for sentence in kept for line in _short(sentence))
    return tuple(line for line in lines if spoken_form(line, language))


def name_of(text: str, otherwise: str, language: str = "en") -> str:
    """A text as a name: one line with words in it, else `otherwise`."""
    name = without_markers(text)
    if len(name) > LONGEST_LINE:
        name = f"{name[: LONGEST_LINE - 1].rstrip()}…"
    return name if spoken_form(name, language) else otherwise


def without_markers(text: str) -> str:
    """The text on one line, without what cannot be seen, and without angle brackets.

    Those mean sides in a routine.
    """
    return " ".join(without_unseen(clean(text.replace("<", " ").replace(">", " "))).split())


def _short(sentence: str) -> list[str]:
    if len(sentence) <= LONGEST_LINE and len(sentence.split()) <= EASY_WORDS:
        return [sentence]
    parts = _joined(_CLAUSE.split(sentence))
    return [piece for part in parts for piece in _at_words(part)]


def _joined(clauses: list[str]) -> list[str]:
    """Neighbouring clauses together, as long as they are easy to follow."""
    parts = clauses[:1]
    for clause in clauses[1:]:
        longer = f"{parts[-1]} {clause}"
        if len(longer) <= LONGEST_LINE and len(longer.split()) <= EASY_WORDS:
            parts[-1] = longer
        else:
            parts.append(clause)
    return parts


def _at_words(part: str) -> list[str]:
    """Pieces of at most LONGEST_LINE characters; a word that is longer is cut."""
    pieces = [""]
    for word in part.split():
        while len(word) > LONGEST_LINE:
            pieces.append(word[:LONGEST_LINE])
            word = word[LONGEST_LINE:]
        longer = f"{pieces[-1]} {word}".strip()
        if len(longer) <= LONGEST_LINE:
            pieces[-1] = longer
        else:
            pieces.append(word)
    return [piece for piece in pieces if piece]
