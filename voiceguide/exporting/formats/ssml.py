"""SSML 1.1 (W3C): the words and the quiet between them, for other speech engines.

Never for timing: another voice speaks longer or shorter, and the tones are missing.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from voiceguide.exporting.script.captions import captions
from voiceguide.exporting.script.chapters import chapters
from voiceguide.exporting.tags import language_tag
from voiceguide.timeline import Timeline

LONGEST_BREAK_MS = 10_000
"""What most engines allow; longer quiet is several breaks."""


def text(timeline: Timeline) -> str:
    """A paragraph for each chapter, a sentence for each line, breaks in whole milliseconds."""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis"'
        f" xml:lang={quoteattr(language_tag(timeline.language))}>\n"
    )
    return head + "".join(_paragraphs(timeline)) + "</speak>\n"


def _paragraphs(timeline: Timeline) -> list[str]:
    lines = captions(timeline)
    ends = [*(line.start_ms for line in lines[1:]), timeline.length_ms]
    spoken = [
        (line.start_ms, f"<s>{escape(line.text)}</s>{_breaks(next_ms - line.end_ms)}")
        for line, next_ms in zip(lines, ends, strict=False)  # no line, no end of one
    ]
    paragraphs = []
    for chapter in chapters(timeline):
        inside = [xml for at_ms, xml in spoken if chapter.start_ms <= at_ms < chapter.end_ms]
        if inside:
            paragraphs.append("<p>\n  " + "\n  ".join(inside) + "\n</p>\n")
    return paragraphs


def _breaks(quiet_ms: int) -> str:
    whole, rest = divmod(max(0, quiet_ms), LONGEST_BREAK_MS)
    lengths = [LONGEST_BREAK_MS] * whole + ([rest] if rest else [])
    return "".join(f'<break time="{length}ms"/>' for length in lengths)
