"""SubRip captions: the spoken lines, for video editors and players."""

from __future__ import annotations

import re

from voiceguide.exporting.script.captions import WORD_JOINER, captions
from voiceguide.text import stamp
from voiceguide.timeline import Timeline

_MARKUP = re.compile(r"<(?=[a-zA-Z/])|\{(?=[\\a-zA-Z])")
"""SubRip has no way to escape; players take ``<b>`` and ``{\\an8}`` for markup."""


def text(timeline: Timeline) -> str:
    """A numbered caption for each spoken line, to the millisecond."""
    return "\n".join(
        f"{number}\n{stamp(each.start_ms, ',')} --> {stamp(each.end_ms, ',')}\n"
        f"{_MARKUP.sub(lambda found: found.group() + WORD_JOINER, each.text)}\n"
        for number, each in enumerate(captions(timeline), 1)
    )
