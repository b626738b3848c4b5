"""Which recording belongs to a line: its words, and the file name that is made of them."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from voiceguide.phrases.spoken import spoken_form

LONGEST_STEM = 60
_CHECKSUM = re.compile(r"-[0-9a-f]{8}$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names that Windows keeps for itself."""


def line_words(text: str, language: str) -> str:
    """What a line is known by: its words as they are spoken, in small letters, without marks.

    "Hold for 20 s." and "hold for twenty seconds" are one line. "" where nothing is spoken.
    """
    form = unicodedata.normalize("NFC", spoken_form(text, language))
    return " ".join(re.findall(r"\w+", form.casefold().replace("'", "")))


def file_stem(words: str) -> str:
    """The name of the file for a line's words, without suffix: safe on every disk, and stable.

    "Breathe in." is in "breathe-in". What is cut, or loses letters that are not of ASCII, ends
    in eight digits of a checksum.
    """
    plain = words.translate(_UMLAUTS)
    ascii_ = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    stem = "-".join(re.findall(r"[a-z0-9]+", ascii_))
    whole = ascii_ == plain and len(stem) <= LONGEST_STEM and stem not in RESERVED
    if whole and stem:
        return stem
    cut = stem[:LONGEST_STEM].rpartition("-")[0] if len(stem) > LONGEST_STEM else stem
    checksum = hashlib.blake2b(words.encode(), digest_size=4).hexdigest()
    return f"{cut or 'line'}-{checksum}"


def stem_as_named(name: str) -> str:
    """The stem of a file that a person named: capitals and spaces make no difference."""
    return re.sub(r"[ _-]+", "-", unicodedata.normalize("NFC", name).casefold()).strip("-")


def words_of_stem(stem: str) -> str | None:
    """The words that a file's stem is made of; None where it was cut, or lost letters."""
    return None if _CHECKSUM.search(stem) else stem.replace("-", " ") or None
