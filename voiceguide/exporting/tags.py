"""What a sound file says about itself, whatever its format."""

from __future__ import annotations

import re

from voiceguide.exporting.script.sheet import sheet
from voiceguide.structs import replace
from voiceguide.text import clean
from voiceguide.timeline import Timeline

ARTIST = "voiceguide"
ALBUM = "Exercise routines"

_ISO_639_2 = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "it": "ita",
    "ja": "jpn", "ko": "kor", "nb": "nob", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip


def tags(timeline: Timeline, track: int) -> dict[str, str]:
    """Title, artist, album, track, language, how it was made, and the script as lyrics.

    The names are FFmpeg's, which writes them as each container calls them.
    """
    return {
        "title": clean(timeline.name),
        "artist": ARTIST,
        "album": ALBUM,
        "track": str(track),
        "language": language_code(timeline.language),
        "genre": "Speech",
        "comment": comment(timeline),
        "lyrics": lyrics(timeline),
    }


def comment(timeline: Timeline) -> str:
    """The routine's name, its voice and settings, on one line; never a condition.

    Tags are seen by whoever gets the file, and not by whoever makes it.
    """
    plain = replace(timeline, options=replace(timeline.options, conditions=()))
    return clean("; ".join((f"Routine {timeline.routine}", *sheet(plain).facts)))


def lyrics(timeline: Timeline) -> str:
    """Every spoken line under the title of its exercise, without times."""
    parts = (
        "\n".join((section.title, *(row.what for row in section.rows if row.kind == "say")))
        for section in sheet(timeline).sections
        if any(row.kind == "say" for row in section.rows)
    )
    return "\n\n".join(parts)


def language_code(language: str) -> str:
    """Three letters of ISO 639-2 for a language such as ``en`` or ``en-GB``; ``und`` if unknown."""
    return _ISO_639_2.get(language.lower().split("-")[0], "und")


def language_tag(language: str) -> str:
    """The language as an attribute of XML or HTML (BCP 47); ``und`` for what is none."""
    fits = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language)
    return language if fits else "und"
