"""The timeline as a picture: an SVG strip of its segments over minutes, items numbered."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from voiceguide.exporting.colours import FAMILIES, INK, family_of
from voiceguide.exporting.script.chapters import Chapter, chapters
from voiceguide.text import whole_seconds
from voiceguide.timeline import Timeline

_WIDTH = 1000
_TOP, _HIGH, _LOW = 40, 64, 34
"""Room for numbers, the strip, and room for minutes."""
_NARROW = 24
"""A chapter that is narrower has no room for its number."""
_TICKS_MIN = (1, 2, 5, 10, 15, 30, 60)
_MOST_TICKS = 10


def svg(timeline: Timeline) -> str:
    """One ``<svg>`` element for HTML, its colours in it; its words are its title and text."""
    height = _TOP + _HIGH + _LOW
    parts, length = chapters(timeline), whole_seconds(timeline.length_ms)
    return "\n".join(
        (
            f'<svg class="picture" viewBox="0 0 {_WIDTH} {height}" role="img"'
            ' aria-labelledby="picture-title picture-words">',
            f'<title id="picture-title">The session over {length}</title>',
            f'<desc id="picture-words">{escape(_words(parts))}</desc>',
            _piece("words", "0", str(_WIDTH)),
            *_strip(timeline),
            *_numbers(parts, timeline.length_ms),
            *_minutes(timeline.length_ms),
            "</svg>",
        )
    )


def _words(parts: tuple[Chapter, ...]) -> str:
    return ". ".join(f"{part.title}, {whole_seconds(part.length_ms)}" for part in parts)


def _x(at_ms: int, length_ms: int) -> str:
    return f"{at_ms * _WIDTH / max(1, length_ms):.2f}".rstrip("0").rstrip(".")


def _strip(timeline: Timeline) -> Iterator[str]:
    """What is more than words; neighbours of one colour are one piece."""
    runs: list[tuple[str, int, int]] = []
    for segment in timeline.segments:
        family = family_of(segment.kind)
        if runs and runs[-1][0] == family:
            runs[-1] = (family, runs[-1][1], segment.end_ms)
        else:
            runs.append((family, segment.start_ms, segment.end_ms))
    for family, start_ms, end_ms in runs:
        if family != "words":
            x, width = _x(start_ms, timeline.length_ms), _x(end_ms - start_ms, timeline.length_ms)
            yield _piece(family, x, width)


def _piece(family: str, x: str, width: str) -> str:
    # Coloured by an attribute, which every reader of SVG knows; not all know CSS inside it.
    place = f'x="{x}" y="{_TOP}" width="{width}" height="{_HIGH}"'
    return f'<rect class="{family}" {place} fill="{FAMILIES[family]}"/>'


def _numbers(parts: tuple[Chapter, ...], length_ms: int) -> Iterator[str]:
    for part in parts:
        if part.start_ms:
            x = _x(part.start_ms, length_ms)
            yield f'<path d="M{x} {_TOP - 10}V{_TOP + _HIGH}" stroke="#fff" stroke-width="3"/>'
        if part.item and part.length_ms * _WIDTH >= _NARROW * length_ms:
            middle = _x((part.start_ms + part.end_ms) // 2, length_ms)
            yield f'<text x="{middle}" y="{_TOP - 12}">{part.item}</text>'


def _minutes(length_ms: int) -> Iterator[str]:
    minutes = length_ms / 60_000
    fitting = (every for every in _TICKS_MIN if minutes / every <= _MOST_TICKS)
    every = next(fitting, _TICKS_MIN[-1])
    for minute in range(every, int(minutes) + 1, every):
        x = _x(minute * 60_000, length_ms)
        yield f'<path d="M{x} {_TOP + _HIGH}v8" stroke="{INK}" stroke-width="2"/>'
        if minute * 60_000 < length_ms * 0.98:
            yield f'<text x="{x}" y="{_TOP + _HIGH + _LOW - 2}">{minute}′</text>'
