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
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.importing.inline_html import is_tag, without_html
from voiceguide.importing.rest_names import rest_line
from voiceguide.importing.spoken_lines import has_bullet, spoken_lines, without_bullet
from voiceguide.importing.training_plans import plan_lines
from voiceguide.importing.written_pauses import USUAL_MS, pause_before, pause_in, time_in
from voiceguide.structs import WrittenRecord
from voiceguide.text import clean
from voiceguide.units import Ms

LONGEST_SESSION_MS = 3 * 3_600_000
MOST_PARTS = 5000
_TELLING = 12
"""Characters of a line that tell where it begins."""
_LONGEST_SEARCH = 500

_MARK = re.compile(
    r"\[\[(?P<double>[^\[\]]{1,200})\]\]"
    r"|\[(?P<square>[^\[\]]{1,200})\](?!\()"
    r"|\((?P<round>[^()]{1,80})\)"
    r"|\$?\{{1,3}+(?P<brace>[^{}]{1,200})\}{1,3}"
    r"|%(?P<percent>[^\W\d]\w{0,60})%"
    r"|<(?P<angle>(?:break|pause)\b[^<>]{0,100})>"
    r"|</?(?P<tag>[a-z][a-z0-9-]{0,30}+(?:\s[^<>]{0,300})?)>"
    r"|(?P<opener>[\[({<])[\[{]{0,2}\s?(?=(?P<open>[^\W_][^\[\](){}<>]{0,200}+)(?![\])}>]))",
    re.IGNORECASE,
)
_BELL = re.compile(
    r"(?:ring |sound )?(?:the |a )?(?:bell|gong|chime|ding|singing bowl)s?\b.*", re.I
)
_BELL_ALONE = re.compile(r"(?:bell|gong|chime)s?\b", re.I)
_DOTS = re.compile(r"(?<!\S)(?:\.{3,}|…)++(?!\S)")
"""Dots that stand alone are a pause; behind a word they end it."""

_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*)")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}")
_QUOTE = re.compile(r"^(?:>(?!=?\.?\d)\s*+)++")
"""The marks of a quotation; in front of a number they compare."""
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*_`])[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?![\w*_`])")
"""Marks around words; looked at one by one, since pairs would take quadratic time to find."""


class Words(WrittenRecord, frozen=True):
    """A line to speak."""

    text: str
    place: Place | None = None
    """Where it begins in the file, as near as can be told."""


class Quiet(Struct, frozen=True):
    """Nothing is heard for exactly so long."""

    length_ms: Ms


class Bell(Struct, frozen=True):
    """The bell sounds."""


class ScriptChapter(Struct, frozen=True):
    """What comes next has this title; it is not spoken."""

    title: str


Part = Words | Quiet | Bell | ScriptChapter


class Script(Struct, frozen=True):
    """A script's name and parts, and directions that nobody can follow, such as ``[music]``."""

    name: str
    parts: tuple[Part, ...]
    unknown: tuple[Problem, ...] = ()


def parse_script(text: str, file: str, name: str, language: str = "en") -> Script:
    """Read a script; `file` is what problems call it, `name` what it is called without a title.

    Raises BadFiles where there is nothing to say, where it would take longer than three hours, and
    for a training plan.
    """
    if plan := list(plan_lines(text, file)):
        raise BadFiles(plan)
    unknown: list[Problem] = []
    parts: list[Part] = []
    for line in _blocks(without_html(_without_comments(text.replace("\0", " ")))):
        parts.extend(_parts(line, file, language, unknown))
    parts = list(_merged(parts))
    first = parts[0] if parts else None
    title = name
    if isinstance(first, ScriptChapter):
        title, parts = first.title, parts[1:]
    _check(parts, file)
    return Script(title, tuple(parts), tuple(unknown))


class _Row(Struct, frozen=True):
    """A line of the file in a paragraph: where it begins in both, from 0 and from 1."""

    start: int
    number: int
    column: int


class _Line(Struct, frozen=True):
    """A heading, or a paragraph put together from its lines."""

    text: str
    rows: tuple[_Row, ...] = ()
    heading: bool = False

    def place(self, at: int, file: str) -> Place:
        """Where in the file a character of the text is."""
        row = self.rows[bisect_right(self.rows, at, key=lambda row: row.start) - 1]
        return Place(file, row.number, row.column + at - row.start)

    def row_end(self, at: int) -> int:
        """Where the row of the file ends that holds a character of the text."""
        return next((row.start for row in self.rows if row.start > at), len(self.text))


def _without_comments(text: str) -> str:
    """With spaces for each ``<!-- -->``, so that all else stays in its line and column."""
    kept = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        comment = text[start : end + 3]
        kept += [text[at:start], "".join(c if c.isspace() else " " for c in comment)]
        at = end + 3
    return "".join((*kept, text[at:]))


def _blocks(text: str) -> Iterator[_Line]:
    """Headings, and paragraphs put together from their lines."""
    paragraph: list[tuple[int, int, str]] = []
    rows = text.removeprefix("\ufeff").splitlines()
    for number, raw in enumerate((*rows, ""), 1):
        row = _QUOTE.sub("", raw.strip())
        heading = _HEADING.fullmatch(row)
        starts = bool(heading or has_bullet(row) or not row or _RULE.fullmatch(row))
        starts = starts or rest_line(_plain(row)) is not None
        if paragraph and (starts or _pause_after(paragraph[-1][2])[1] is not None):
            yield _paragraph(paragraph)
            paragraph = []
        if heading:
            yield _Line(heading["title"].rstrip("#").rstrip(), heading=True)
        elif row and not _RULE.fullmatch(row):
            row = without_bullet(row)
            paragraph.append((number, len(raw.rstrip()) - len(row) + 1, _unlinked(row)))


def _paragraph(rows: list[tuple[int, int, str]]) -> _Line:
    places = []
    start = 0
    for number, column, row in rows:
        places.append(_Row(start, number, column))
        start += len(row) + 1
    return _Line(" ".join(row for *_, row in rows), tuple(places))


def _unlinked(row: str) -> str:
    """Links as their words, filled up with NULs, which are no part of a line, to their length."""
    return _LINK.sub(lambda link: link[1] + "\0" * (len(link[0]) - len(link[1])), row)


def _pause_after(text: str) -> tuple[str, Ms | None]:
    """A text without the pause at its end (``Breathe out ; 10``), and that pause.

    A text that is a rest and its time (``Rest 1:00``) is nothing else.
    """
    rest_ms = rest_line(_plain(text))
    if rest_ms is not None:
        return "", rest_ms
    mark = max(text.rfind(";"), text.rfind("|"))
    length_ms = time_in(text[mark + 1 :].replace("\0", "")) if mark >= 0 else None
    return (text, None) if length_ms is None else (text[:mark].rstrip(), length_ms)


def _parts(line: _Line, file: str, language: str, unknown: list[Problem]) -> Iterator[Part]:
    if line.heading:
        title = clean(_plain(_LINK.sub(r"\1", line.text)))
        if title:
            yield ScriptChapter(title)
        return
    text, after = _pause_after(line.text)
    said = ""
    at = begun = 0
    for mark in _MARK.finditer(text):
        end = mark.end()
        found = _direction(mark)
        if mark.lastgroup == "open":
            unclosed = _unclosed(mark, line.row_end(mark.start()))
            found, end = unclosed if unclosed is not None else (None, end)
        if found is None:  # words in brackets
            continue
        said += text[at : mark.start()]
        at = end
        part, trouble = found
        if trouble:
            place = line.place(mark.start(), file)
            message = f"{clean(text[mark.start() : end])} {trouble}"
            unknown.append(Problem(place, message, grade="warning"))
        if part is None:
            said, at = _taken_out(said, text, at)
        else:
            yield from _placed(_words(said, language), line, begun, file)
            said, begun = "", at
            yield part
    yield from _placed(_words(said + text[at:], language), line, begun, file)
    if after:
        yield Quiet(after)


def _placed(parts: Iterable[Part], line: _Line, at: int, file: str) -> Iterator[Part]:
    """Lines to speak with their places; `at` is where the first may begin in the paragraph."""
    for part in parts:
        if isinstance(part, Words):
            # Marks were taken out, so that what is said need not stand there in one piece.
            found = line.text.find(part.text[:_TELLING], at, at + _LONGEST_SEARCH)
            at = at if found < 0 else found
            yield Words(part.text, line.place(at, file))
            at += len(part.text)
        else:
            yield part


def _taken_out(before: str, text: str, at: int) -> tuple[str, int]:
    """The text before a direction that is not spoken, and where to go on behind it.

    No comma or space is left over.
    """
    before = before.rstrip()
    if not before or before[-1] in ".!?…:;":
        while text[at : at + 1] in tuple(" ,;:"):
            at += 1
    glued = text[at : at + 1] in tuple(",;:.!?")
    before = before.rstrip(" ,;:") if glued else before
    return (before if glued or not before else f"{before} "), at


def _words(text: str, language: str) -> Iterator[Part]:
    at = 0
    for dots in _DOTS.finditer(text):
        yield from _spoken(text[at : dots.start()], language)
        yield Quiet(Ms(USUAL_MS))
        at = dots.end()
    yield from _spoken(text[at:], language)


def _spoken(text: str, language: str) -> Iterator[Part]:
    return (Words(line) for line in spoken_lines(_plain(text), language))


def _plain(text: str) -> str:
    """Without Markdown's emphasis, and without what fills up."""
    return _EMPHASIS.sub("", text.replace("\0", ""))


_NOT_DONE = "is neither spoken nor done"
_PAUSED = ("pause", "silence", "break", "stille")


def _direction(mark: re.Match[str]) -> tuple[Part | None, str] | None:
    """What a mark stands for, and what is wrong with it; None for words that are spoken.

    A direction that nobody can follow is no part.
    """
    kind = mark.lastgroup
    inside = mark[kind].strip() if kind else ""
    if kind == "open":
        return None
    if kind == "tag":
        return (None, _NOT_DONE) if is_tag(inside) else None
    if kind == "round":
        begins = inside.casefold()
        found = pause_in(inside)
        if found is None or not (found.understood or begins.startswith(_PAUSED)):
            return (None, _NOT_DONE) if begins.startswith(_PAUSED) else None
        if time_in(inside) is not None or not any(c.isalpha() for c in inside):
            return None  # "(10 seconds)" says how long; it asks for no silence
    if kind != "percent" and _BELL.fullmatch(inside):
        return Bell(), ""
    pause = None if kind == "percent" else pause_in(inside)
    if pause is None:
        return None, _NOT_DONE
    trouble = (
        "" if pause.understood else f"is not understood: a pause of {pause.length_ms // 1000} s"
    )
    return Quiet(pause.length_ms), trouble


def _unclosed(mark: re.Match[str], row_end: int) -> tuple[tuple[Part, str], int] | None:
    """A pause or a bell whose bracket nobody closed, and where it ends; None for words."""
    opener, begin = mark["opener"], mark.start("open")
    inside = mark["open"][: row_end - begin]
    bell = _BELL_ALONE.match(inside)
    if bell and opener in "[{":
        return (Bell(), "is not closed: the bell sounds"), begin + bell.end()
    found = pause_before(inside)
    if found is None:
        return None
    pause, end = found
    words = inside[:end].casefold()
    begins = words.startswith(_PAUSED)
    timed = words[0].isdigit() and not words.isdecimal()
    if not begins and (opener in "(<" or not (timed or words.endswith(_PAUSED))):
        return None
    if opener == "(" and words in _PAUSED and inside[end:].strip():
        return None  # "(pause if you like"
    while inside[end : end + 1] in tuple("\"'”/"):
        end += 1
    trouble = f"is not closed: a pause of {pause.length_ms / 1000:g} s"
    return (Quiet(pause.length_ms), trouble), begin + end


def _merged(parts: list[Part]) -> Iterator[Part]:
    """Neighbouring pauses are one; a heading with nothing under it is none."""
    quiet = 0
    chapter: ScriptChapter | None = None
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
        if isinstance(part, ScriptChapter):
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
