"""Takes out of a text what is meant for machines: escape sequences, markup, addresses.

Everything here reads a text in linear time, whatever is in it.
"""

from __future__ import annotations

import re

from voiceguide.phrases.lookalikes import plain_signs

_ESCAPES = re.compile(
    r"(?:\x1b|\\(?:e|x1[bB]|033))(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)"
    r"|\x1b[ -~]?|\x9b[0-?]*[ -/]*[@-~]"
)
_PAIRS = (("[[", "]]"), ("{{", "}}"), ("<!--", "-->"))
_TAGS = re.compile(r"</?[A-Za-z!?][^<>]*>|&(?!amp;)(?:#\w+|[A-Za-z]\w*);")
_PATH = re.compile(
    r"(?<![^\s(\[\"'=:,;])(?:(?:~|\.{1,2})/|/(?=[\w.~-]++/))[A-Za-z_.~][\w.~-]*+(?:/[\w.~-]*+)*+"
)
_FOLDER = re.compile(r"[\w./-]+")
_FILE = re.compile(r"[\w-]+\.[A-Za-z]\w*")
_NOT_WORDS = re.compile(r"[^\w'!?,]|_")
_AROUND = ".,;:!?()\"'“”…"


def unmarked(text: str) -> str:
    """Without escape sequences and markup, in the usual signs (`plain_signs`).

    Addresses and file names become their words.
    """
    text = _untagged(_ESCAPES.sub(" ", text))
    text = _untagged(plain_signs(text)).replace("&amp;", "&")
    return " ".join(map(_address, text.split()))


def _untagged(text: str) -> str:
    for opening, closing in _PAIRS:
        text = _without(text, opening, closing)
    return _TAGS.sub(" ", text)


def _without(text: str, opening: str, closing: str) -> str:
    kept = []
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + len(closing)
    return " ".join((*kept, text[at:]))


def _address(word: str) -> str:
    """A word, or the words of the address or the file name that it is."""
    start = word.find("://")
    if start > 0 and word[start - 1].isalnum():
        return _NOT_WORDS.sub(" ", word[start + 3 :])
    if "\\" in word or word.startswith("www."):
        return _NOT_WORDS.sub(" ", word)
    if "/" not in word:
        return word
    folder, _, file = word.strip(_AROUND).rpartition("/")
    if _FILE.fullmatch(file) and _FOLDER.fullmatch(folder):
        return _NOT_WORDS.sub(" ", word)
    return _PATH.sub(lambda match: _NOT_WORDS.sub(" ", match[0]), word)
