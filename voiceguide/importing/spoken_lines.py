"""Running text as lines that a coach can say: whole sentences, short enough to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from voiceguide.phrases.languages import HOME_LANGUAGE, all_languages, language_of, numbers_of
from voiceguide.phrases.spoken import spoken_form
from voiceguide.reader.unseen_characters import without_unseen
from voiceguide.text import clean

LONGEST_LINE = 160
"""Characters in a line of a routine (docs/routine-format.md)."""
EASY_WORDS = 20
"""Words that are easy to follow at once; more of them is a warning in a routine."""

_COMPARISON = re.compile(r"(?<![-=<>])[<>]=? ?(?=\.?\d)(?![^\s<>]{0,20}+>)")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[^a-z\s])")
_BULLET = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+(?=\S)")
_CLAUSE = re.compile(r"(?<=[,;:–—])\s+")


def spoken_lines(text: str, language: str = "en") -> tuple[str, ...]:
    """The sentences of a text; a long one is parted at its commas, and at words if it must be.

    What has no words, such as a row of stars, is left out.
    """
    kept: list[str] = []
    at = 0
    text = without_markers(text, language)
    for gap in _SENTENCE.finditer(text):
        # A closing quote belongs to the sentence that it closes.
        quotes = gap.group().rstrip()
        sentence = text[at : gap.start()]
        if not quotes and _goes_on(sentence, text[gap.end() : gap.end() + 1], language):
            continue
        kept.append(sentence + quotes)
        at = gap.end()
    kept.append(text[at:])
    lines = (line for sentence in kept for line in _short(sentence))
    return tuple(line for line in lines if _is_speakable(line, language))


@lru_cache(maxsize=512)  # a script may say the same line a thousand times
def _is_speakable(line: str, language: str) -> bool:
    """Whether a short line has anything that a voice can say."""
    return bool(spoken_form(line, language))


def _goes_on(sentence: str, following: str, language: str) -> bool:
    """Whether the full stop at an end is that of an abbreviation, an initial or a number."""
    if not sentence.endswith("."):
        return False
    *before, word = sentence[-40:].split(" ")[-3:]
    word = word.lstrip("(\"“„'").casefold()
    known = language_of(language)
    if known is None or not known.titles:
        known = all_languages()[HOME_LANGUAGE]
    if word in known.titles or (
        word in known.shortened and (following.isdigit() or following.isupper())
    ):
        return word != "no." or following.isdigit()  # "No. Stop."
    if len(word) == 2 and word[0].isalpha():  # an initial, or a part of "z. B."
        return True
    if word[:-1].isdigit():  # "2. Breathe in", "am 3. Mai"
        return len(sentence) == len(word) or (
            bool(before) and before[-1].casefold() in known.before_ordinals
        )
    return False


def has_bullet(row: str) -> bool:
    """Whether a row is an item of a list: "- One", "2. Two"."""
    return _BULLET.match(row) is not None


def without_bullet(row: str) -> str:
    """A row without the mark of an item of a list."""
    return _BULLET.sub("", row, count=1)


def name_of(text: str, otherwise: str, language: str = "en") -> str:
    """A text as a name: one line with words in it, else `otherwise`."""
    name = without_markers(text, language)
    if len(name) > LONGEST_LINE:
        name = f"{name[: LONGEST_LINE - 1].rstrip()}…"
    return name if spoken_form(name, language) else otherwise


def without_markers(text: str, language: str = "en") -> str:
    """The text on one line, without what cannot be seen, and without angle brackets.

    Those mean sides in a routine; one that compares ("pain <3") becomes words.
    """
    if "<" in text or ">" in text:
        if numbers := numbers_of(language) or numbers_of(HOME_LANGUAGE):
            words = numbers.signs
            text = _COMPARISON.sub(lambda sign: f"{words[sign[0].strip()]} ", text)
        text = text.replace("<", " ").replace(">", " ")
    return " ".join(without_unseen(clean(text)).split())


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
    """Pieces of at most LONGEST_LINE characters; a word that is longer is cut.

    What has far more words than are easy is cut at those that are.
    """
    words = part.split()
    most = EASY_WORDS if len(words) > 2 * EASY_WORDS else len(words)
    pieces: list[list[str]] = [[]]
    length = 0
    for word in (cut for each in words for cut in _cuts(each)):
        if pieces[-1] and (length + 1 + len(word) > LONGEST_LINE or len(pieces[-1]) >= most):
            pieces.append([])
        length = length + 1 + len(word) if pieces[-1] else len(word)
        pieces[-1].append(word)
    return [" ".join(piece) for piece in pieces if piece]


def _cuts(word: str) -> Iterator[str]:
    return (word[at : at + LONGEST_LINE] for at in range(0, len(word), LONGEST_LINE))
