"""Scripts with pauses: plain text or Markdown that is spoken as it stands.

Known are the dialects of the tools that read such scripts aloud::

    # A heading begins a chapter
    Sit down, and close your eyes. [pause 10s]
    [bell]
    Breathe in. [PAUSE:5]      Breathe out ; 10      And rest | 30
    (silence for 1 minute)     <break time="3s"/>

Source of the dialects: docs/exports.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.export.sheet import clean
from voiceguide.importing.lines import spoken_lines
from voiceguide.units import Ms

LONGEST_SESSION_MS = 3 * 3_600_000
MOST_PARTS = 5000

_SHORT_MS, _USUAL_MS, _LONG_MS = 2000, 3000, 10_000
"""Of a pause that gives no time."""

_UNIT = r"(?:ms|milliseconds?|secs?|seconds?|s|mins?|minutes?|m)"
# Possessive where two neighbours could share what they match: no text may take long to read.
_TIME = rf"\d{{1,5}}(?:[.,]\d{{1,3}})?\s*+{_UNIT}?\s*+(?:(?:and\s++)?\d{{1,5}}\s*+{_UNIT})?"
_MARK = re.compile(
    r"\[(?P<square>[^\[\]]{1,200})\](?!\()"
    r"|\((?P<round>(?:short |long )?(?:pause|silence|wait|rest)\b[^()]{0,60})\)"
    r"|\{(?P<brace>[^{}]{1,200})\}"
    r"|<(?P<angle>(?:break|pause)\b[^<>]{0,100})>",
    re.IGNORECASE,
)
_PAUSE = re.compile(
    r"(?P<how>short|brief|medium|long)?\s*+"
    r"(?:pause|silence|silent|wait|rest|quiet|break|hold)?"
    rf"(?:\s|[:=\"'/-]|for\b|of\b|time\b)*+(?P<time>{_TIME})?[\s\"'./]*",
    re.IGNORECASE,
)
_BELL = re.compile(
    r"(?:ring |sound )?(?:the |a )?(?:bell|gong|chime|ding|singing bowl)s?\b.*", re.I
)
_AFTER = re.compile(_TIME, re.IGNORECASE)
"""What stands behind the last ``;`` or ``|`` of a line, where that is a pause."""
_ONE_TIME = re.compile(rf"(\d+(?:[.,]\d+)?)\s*+({_UNIT})?", re.IGNORECASE)
_DOTS = re.compile(r"(?<!\S)(?:\.{3,}|…)++(?!\S)")
"""Dots that stand alone are a pause; behind a word they end it."""

_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*)")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}")
_BULLET = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+(?=\S)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*_`])[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?![\w*_`])")
"""Marks around words; looked at one by one, since pairs would take quadratic time to find."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line to speak."""

    text: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing is heard for exactly so long."""

    length_ms: Ms


@dataclass(frozen=True, slots=True)
class Bell:
    """The bell sounds."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What comes next has this title; it is not spoken."""

    title: str


Part = Words | Quiet | Bell | Chapter


@dataclass(frozen=True, slots=True)
class Script:
    """A script's name and parts, and directions that nobody can follow, such as ``[music]``."""

    name: str
    parts: tuple[Part, ...]
    unknown: tuple[Problem, ...] = ()


def parse_script(text: str, file: str, name: str, language: str = "en") -> Script:
    """Read a script; `file` is what problems call it, `name` what it is called without a title.

    Raises BadFiles where there is nothing to say, or it would take longer than three hours.
    """
    unknown: list[Problem] = []
    parts: list[Part] = []
    for line in _blocks(_without_comments(text)):
        parts.extend(_parts(line, file, language, unknown))
    parts = list(_merged(parts))
    first = parts[0] if parts else None
    title = name
    if isinstance(first, Chapter):
        title, parts = first.title, parts[1:]
    _check(parts, file)
    return Script(title, tuple(parts), tuple(unknown))


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    heading: bool = False


def _without_comments(text: str) -> str:
    """Without ``<!-- -->``, on as many lines as before."""
    kept = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join((*kept, text[at:]))


def _blocks(text: str) -> Iterator[_Line]:
    """Headings, and paragraphs put together from their lines."""
    paragraph: list[str] = []
    begun = 1
    rows = text.removeprefix("\ufeff").splitlines()
    for number, row in enumerate((*rows, ""), 1):
        row = row.strip().lstrip("> ").strip()
        heading = _HEADING.fullmatch(row)
        starts = bool(heading or _BULLET.match(row) or not row or _RULE.fullmatch(row))
        if paragraph and (starts or _ends_with_pause(paragraph[-1])):
            yield _Line(begun, " ".join(paragraph))
            paragraph = []
        if heading:
            yield _Line(number, heading["title"].rstrip("#").rstrip(), heading=True)
        elif row and not _RULE.fullmatch(row):
            begun = begun if paragraph else number
            paragraph.append(_BULLET.sub("", row, count=1))


def _ends_with_pause(row: str) -> bool:
    return _pause_after(row)[1] is not None


def _pause_after(text: str) -> tuple[str, Ms | None]:
    """A text without the pause at its end (``Breathe out ; 10``), and that pause."""
    mark = max(text.rfind(";"), text.rfind("|"))
    before, time = text[:mark].rstrip(), text[mark + 1 :].strip()
    if mark > 0 and before and _AFTER.fullmatch(time):
        return before, _time_ms(time)
    return text, None


def _parts(line: _Line, file: str, language: str, unknown: list[Problem]) -> Iterator[Part]:
    if line.heading:
        title = clean(_plain(line.text))
        if title:
            yield Chapter(title)
        return
    text, after = _pause_after(line.text)
    text = _LINK.sub(r"\1", text)
    at = 0
    for mark in _MARK.finditer(text):
        yield from _words(text[at : mark.start()], language)
        at = mark.end()
        part = _direction(mark)
        if part is None:
            place = Place(file, line.number, 1)
            said = clean(mark.group())
            unknown.append(Problem(place, f"{said} is neither spoken nor done", grade="warning"))
        else:
            yield part
    yield from _words(text[at:], language)
    if after:
        yield Quiet(after)


def _words(text: str, language: str) -> Iterator[Part]:
    at = 0
    for dots in _DOTS.finditer(text):
        yield from _spoken(text[at : dots.start()], language)
        yield Quiet(Ms(_USUAL_MS))
        at = dots.end()
    yield from _spoken(text[at:], language)


def _spoken(text: str, language: str) -> Iterator[Part]:
    return (Words(line) for line in spoken_lines(_plain(text), language))


def _plain(text: str) -> str:
    """Without Markdown's emphasis."""
    return _EMPHASIS.sub("", text)


def _direction(mark: re.Match[str]) -> Part | None:
    inside = next(group for group in mark.groups() if group is not None).strip()
    if _BELL.fullmatch(inside):
        return Bell()
    found = _PAUSE.fullmatch(inside)
    if not found or not inside.strip(" .:/-"):
        return None
    if found["time"]:
        return Quiet(_time_ms(found["time"]))
    if inside.lower().strip() in ("hold", "rest"):  # what to do, not how long to be silent
        return None
    lengths = {"short": _SHORT_MS, "brief": _SHORT_MS, "long": _LONG_MS}
    return Quiet(Ms(lengths.get((found["how"] or "").lower(), _USUAL_MS)))


def _time_ms(written: str) -> Ms:
    """``10``, ``10s``, ``1.5 min``, ``1 min 30 s``; a number alone is seconds."""
    total = 0.0
    for number, unit in _ONE_TIME.findall(written):
        unit = unit.lower()
        per = 1 if unit in ("ms",) or unit.startswith("milli") else 1000
        per = 60_000 if unit.startswith("m") and per != 1 else per
        total += float(number.replace(",", ".")) * per
    return Ms(round(total))


def _merged(parts: list[Part]) -> Iterator[Part]:
    """Neighbouring pauses are one; a heading with nothing under it is none."""
    quiet = 0
    chapter: Chapter | None = None
    for part in (*parts, None):
        if isinstance(part, Quiet):
            quiet += part.length_ms
            continue
        if quiet:
            if chapter:
                yield chapter
                chapter = None
            yield Quiet(Ms(quiet))
            quiet = 0
        if isinstance(part, Chapter):
            chapter = part
        elif part is not None:
            if chapter:
                yield chapter
                chapter = None
            yield part


def _check(parts: list[Part], file: str) -> None:
    start = Place(file, 1, 1)
    if not any(isinstance(part, Words) for part in parts):
        raise BadFiles([Problem(start, "there is nothing to say in it", "write words into it")])
    quiet_ms = sum(part.length_ms for part in parts if isinstance(part, Quiet))
    if quiet_ms > LONGEST_SESSION_MS or len(parts) > MOST_PARTS:
        raise BadFiles(
            [Problem(start, "it takes longer than three hours", "make several scripts of it")]
        )
