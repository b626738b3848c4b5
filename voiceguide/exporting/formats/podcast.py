"""Chapters as podcast apps read them: Podcasting 2.0, JSON Chapters 1.2.

The suffix is ``.chapters.json``. Format: https://github.com/Podcastindex-org/podcast-namespace
"""

from __future__ import annotations

import json

from voiceguide.exporting.script.chapters import chapters
from voiceguide.exporting.tags import ARTIST
from voiceguide.text import clean
from voiceguide.timeline import Timeline


def text(timeline: Timeline) -> str:
    """The whole JSON document, a line for each chapter; times in seconds to the millisecond."""
    parts = ",\n    ".join(
        json.dumps(
            {"startTime": part.start_ms / 1000, "endTime": part.end_ms / 1000, "title": part.title},
            ensure_ascii=False,
        )
        for part in chapters(timeline)
    )
    title, author = (
        json.dumps(clean(each), ensure_ascii=False) for each in (timeline.name, ARTIST)
    )
    return (
        f'{{\n  "version": "1.2.0",\n  "title": {title},\n  "author": {author},\n'
        f'  "chapters": [\n    {parts}\n  ]\n}}\n'
    )
