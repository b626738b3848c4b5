"""Written pauses: "pause 10s", "1:30", "pause for half a minute", as milliseconds.

A small reader of words and numbers, not a pattern, so that no text takes it long.
"""

from __future__ import annotations

import re

from msgspec import Struct

from voiceguide.units import Ms

SHORT_MS, USUAL_MS, LONG_MS = 2000, 3000, 10_000
"""Of a pause that gives no time."""

_TOKENS = re.compile(r"\d+(?::\d\d){1,2}(?!\d)|\d*[.,]?\d+|[½¼¾]|[^\W\d_]+|\S")
_PAUSES = frozenset(
    (
        *("pause", "pauses", "paused", "silence", "silent", "silently", "quiet", "wait", "break"),
        *("rest", "hold", "slnc", "stille", "schweigen", "still", "warten", "warte", "halten"),
    )
)
_LENGTHS = {
    **dict.fromkeys(("short", "brief", "little", "kurz", "kurze", "kleine"), SHORT_MS),
    **dict.fromkeys(("medium", "normal"), USUAL_MS),
    **dict.fromkeys(("long", "longer", "lang", "lange", "längere"), LONG_MS),
}
_STRENGTHS = {
    "none": 0,
    "x-weak": 250,
    "weak": 500,
    "medium": 1000,
    "strong": 2000,
    "x-strong": 3000,
}
"""Of SSML's ``<break strength="…"/>``."""

_UNITS = {
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds", "millisekunden"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"), 1000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten"), 60_000),
    **dict.fromkeys(("h", "hour", "hours", "stunde", "stunden"), 3_600_000),
    **dict.fromkeys(('"', "″", "”"), 1000),
    **dict.fromkeys(("'", "′", "’"), 60_000),
}
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "couple": 2,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "fünfzehn": 15,
    "zwanzig": 20,
    "dreißig": 30,
    "vierzig": 40,
    "sechzig": 60,
    "anderthalb": 1.5,
}
_PARTS = {
    **dict.fromkeys(("half", "halbe", "halben", "½"), 0.5),
    **dict.fromkeys(("quarter", "¼"), 0.25),
    "¾": 0.75,
}
_ONE = frozenset(("a", "an", "eine", "einen", "einer", "ein"))
_FILLERS = frozenset(
    (
        *("for", "of", "time", "the", "in", "about", "around", "approx", "approximately"),
        *("another", "more", "please", "and", "now", "here", "length", "duration"),
        *("und", "für", "von", "ca", "etwa", "ungefähr", "noch"),
    )
)
_QUOTES = frozenset("\"'”’")
_MARKS = frozenset(":=-–—,./~()\"'“”‘’!&")

_MEANT = frozenset((*_PAUSES, *_LENGTHS, *_UNITS, *_NUMBERS, *_PARTS)) - _QUOTES
_STOPS = frozenset(".!?;")
_LONGEST = 80
"""Characters that a written pause takes at most."""


class WrittenPause(Struct, frozen=True):
    """A pause; `understood` is False where its time was written in a way nobody knows."""

    length_ms: Ms
    understood: bool = True


def pause_in(text: str) -> WrittenPause | None:
    """The pause that a direction asks for; None for one that is none.

    ``pause``, ``long pause``, ``10s``, ``silence for 1 minute``, ``pause: 1:30``,
    ``break strength="strong"``. A pause of some number that is not understood is a usual one.
    """
    text = text.casefold().strip()
    if text.startswith("break") and "strength" in text and "time" not in text:
        return _of_strength(text)
    tokens = _TOKENS.findall(text)
    is_pause = any(token in _PAUSES for token in tokens)
    total = _Total(thousandths=tokens[:1] == ["slnc"])
    how: int | None = None
    for token in tokens:
        if token in _LENGTHS and how is None and not total.begun:
            how = _LENGTHS[token]
        elif token not in _PAUSES and not total.takes(token):
            begins = bool(tokens) and tokens[0] in _PAUSES
            numbered = any(each[0].isdigit() for each in tokens)
            return WrittenPause(Ms(USUAL_MS), understood=False) if begins and numbered else None
    length_ms = total.length_ms()
    if length_ms is not None:
        return WrittenPause(length_ms)
    if total.begun:
        return WrittenPause(Ms(USUAL_MS), understood=False) if is_pause else None
    if not is_pause or text in ("hold", "rest"):  # what to do, not how long to be silent
        return None
    return WrittenPause(Ms(how if how is not None else USUAL_MS))


def time_in(text: str) -> Ms | None:
    """A time that stands alone and begins with a number: ``10``, ``1 min 30 s``, ``1:30``."""
    text = text.casefold().strip()
    if not text[:1].isdigit() or len(text) > 60:
        return None
    total = _Total()
    return total.length_ms() if all(map(total.takes, _TOKENS.findall(text))) else None


def pause_before(text: str) -> tuple[WrittenPause, int] | None:
    """The pause that a text begins with, and where it ends: for brackets that nobody closed."""
    found: tuple[WrittenPause, int] | None = None
    for token in _TOKENS.finditer(text[:_LONGEST]):
        word = token[0].casefold()
        if word in _STOPS:
            break
        if word not in _MEANT and not word[0].isdigit():
            continue
        pause = pause_in(text[: token.end()])
        if pause is not None and pause.understood:
            found = pause, token.end()
    return found


def _of_strength(text: str) -> WrittenPause:
    strength = text.partition("strength")[2].strip(" ='\"/")
    length_ms = _STRENGTHS.get(strength)
    if length_ms is None:
        return WrittenPause(Ms(USUAL_MS), understood=False)
    return WrittenPause(Ms(length_ms))


class _Total:
    """The sum of amounts, given one word at a time."""

    def __init__(self, *, thousandths: bool = False) -> None:
        self.sum_ms = 0.0
        self.bare_ms = 1 if thousandths else 1000
        self.number: float | None = None
        """Waiting for its unit."""
        self.unit_ms: int | None = None
        self.begun = self.one = self.part = self.clock = self.quoted = False

    def takes(self, token: str) -> bool:
        """Whether the word belongs to a time; it is then counted."""
        one, self.one = self.one, token in _ONE
        if token[0].isdigit() or (token[0] in ".," and len(token) > 1):
            return self._takes_number(token)
        if token in _NUMBERS:
            return self._takes_amount(float(_NUMBERS[token]))
        if token in _PARTS:
            self.part = self.number is None
            self.number = (self.number or 0.0) + _PARTS[token]
            self.begun = True
            return True
        if token in _QUOTES and (self.quoted or (self.number is None and not self.clock)):
            self.quoted = not self.quoted
            return True
        if token in _UNITS:
            return self._takes_unit(_UNITS[token], one)
        return token in _FILLERS or token in _MARKS or token in _ONE

    def _takes_number(self, token: str) -> bool:
        if ":" not in token:
            return self._takes_amount(float(token.replace(",", ".")))
        if self.number is not None:
            return False
        seconds = 0
        for part in token.split(":"):
            seconds = seconds * 60 + int(part)
        self.sum_ms += seconds * 1000.0
        self.begun = self.clock = True
        return True

    def _takes_amount(self, number: float) -> bool:
        if self.number is not None:  # two numbers and no unit between them, as in "5-10"
            return False
        self.number, self.part, self.begun = number, False, True
        return True

    def _takes_unit(self, unit_ms: int, one: bool) -> bool:
        if self.number is None and self.clock:
            self.clock = False  # "1:30 min" says no more than "1:30"
            return True
        if self.number is None and not one:
            return False
        self.sum_ms += (1.0 if self.number is None else self.number) * unit_ms
        self.number, self.unit_ms, self.begun = None, unit_ms, True
        return True

    def length_ms(self) -> Ms | None:
        """The whole; None where there is no time."""
        if not self.begun:
            return None
        total = self.sum_ms
        if self.number is not None:
            # "A minute and a half"; "1 min 30" and "90" are seconds.
            unit_ms = self.unit_ms if self.part and self.unit_ms else self.bare_ms
            total += self.number * unit_ms
        return Ms(round(min(total, 1e12)))
