"""Markdown's inline HTML: tags that say how words look are taken out, entities are read."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?(?P<name>[a-z][a-z0-9]{0,20}+)(?P<attributes>\s[^<>]{0,300})?/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,20});", re.I)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike"),
        *("speak", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_BLOCKS = frozenset(
    (
        *("article", "blockquote", "body", "br", "center", "details", "div", "dl", "dd", "dt"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p"),
        *("pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
"""What comes before and after one is not the same word."""
_ENDED = frozenset(("break", "pause"))
"""Directions, whose end tags say nothing more."""


def without_html(text: str) -> str:
    """The text without known tags, in the same lines and columns.

    They are filled up with spaces, or with NULs, which are no part of a line. Unknown tags stay.
    """
    return _ENTITY.sub(_character, _TAG.sub(_filled, text))


def is_tag(inside: str) -> bool:
    """Whether what stands between angle brackets is a tag, and not two comparisons."""
    _, *attributes = inside.split(maxsplit=1)
    return not attributes or "=" in attributes[0] or attributes[0] == "/"


def _filled(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if not is_tag(f"{name} {tag['attributes'] or ''}"):
        return tag[0]
    if name in _BLOCKS:
        return "".join(c if c.isspace() else " " for c in tag[0])
    if name in _INLINE or (name in _ENDED and tag[0].startswith("</")):
        return "".join(c if c in "\r\n" else "\0" for c in tag[0])
    return tag[0]


def _character(entity: re.Match[str]) -> str:
    written = html.unescape(entity[0])
    if written == entity[0]:
        return written
    return (" " if written.isspace() else written).ljust(len(entity[0]), "\0")
