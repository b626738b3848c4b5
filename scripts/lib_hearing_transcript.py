"""A session written down as a listener hears it who knows nothing: words, and sounds as marks."""

from __future__ import annotations

from string import ascii_uppercase

from scripts.lib_hearing_run import HeardSession
from voiceguide.text import exact_clock

SOUNDS_LIKE = {
    "lead-in": "a soft chord that swells and goes",
    "start": "two notes up",
    "start-hard": "three quick notes up",
    "done": "two notes down",
    "pip": "a short low beep",
    "pip-next": "a short beep, a little higher than a low one",
    "tick": "a tap on wood",
    "change": "three notes, up and back",
    "rise": "one tone that slides up",
    "fall": "one tone that slides down",
    "in": "an airy sound that slides up",
    "out": "an airy sound that slides down",
    "acknowledged": "two quick small notes up",
    "end": "three notes down onto a low one",
    "bell": "a bell that rings on",
}
"""Each tone as it sounds; what it means a listener must be told by the coach."""

HEAD = """\
A recording, written down by somebody who cannot see and was told nothing of it. The words are as
they were understood, and may be wrong. Times are minutes, seconds and tenths from its beginning:
of a line when it begins and ends, of a sound when it begins. Between the times written here
nothing is heard.
"""
NOT_UNDERSTOOD = "(words that were not understood)"


def transcript(found: HeardSession) -> str:
    """The whole session, from what was heard in windows."""
    marks = _marks(found)
    session = found.session
    rows = [
        *(
            (line.start_ms, f"{_span(line.start_ms, line.end_ms)}  {heard.text or NOT_UNDERSTOOD}")
            for line, heard in zip(session.lines, found.in_windows, strict=True)
        ),
        *(
            (tone.start_ms, f"{exact_clock(tone.start_ms):15}  [sound {marks[tone.sound]}]")
            for tone in session.tones
        ),
        (session.length_ms, f"{exact_clock(session.length_ms):15}  (the recording ends)"),
    ]
    sounds = [f"[sound {mark}] {SOUNDS_LIKE[sound]}" for sound, mark in marks.items()]
    lines = (row for _, row in sorted(rows, key=lambda row: row[0]))
    return "\n".join((HEAD, *sounds, "", *lines, ""))


def _span(start_ms: int, end_ms: int) -> str:
    return f"{exact_clock(start_ms)}–{exact_clock(end_ms)}".ljust(15)


def _marks(found: HeardSession) -> dict[str, str]:
    """A letter for each sound, in the order in which they are first heard."""
    sounds = dict.fromkeys(tone.sound for tone in found.session.tones)
    return dict(zip(sounds, ascii_uppercase, strict=False))
