"""A sheet to print or to read on a phone: one HTML file with nothing from outside.

It is in the order in which it is read aloud: what it is, what to fetch, the steps, the
picture, and the whole script, folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from voiceguide.exporting.colours import FAMILIES
from voiceguide.exporting.script.chapters import chapters
from voiceguide.exporting.script.sheet import Section, Sheet, sheet
from voiceguide.exporting.script.step_list import ListedStep, equipment, remarks, safety, steps
from voiceguide.exporting.tags import language_tag
from voiceguide.exporting.timeline_picture import svg
from voiceguide.text import SECOND_MS, clean, clock, exact_clock, nearest, whole_seconds
from voiceguide.timeline import Timeline

_OUR_LANGUAGE = "en"
"""Of the words between the coach's lines."""


def text(timeline: Timeline) -> str:
    """The whole page; the same for the same timeline."""
    session = sheet(timeline)
    language = language_tag(timeline.language)
    # Each by its own direction: a line from right to left may stand beside one from left to right.
    spoken = ' dir="auto"'
    if language != _OUR_LANGUAGE:
        spoken += f' lang="{escape(language)}"'
    return "\n".join(
        (
            *_head(session),
            *_before(timeline, session, spoken),
            "<h2>Steps</h2>",
            '<ol class="steps">',
            *(line for step in steps(timeline) for line in _step(step, spoken)),
            "</ol>",
            *_picture(timeline, spoken),
            *_script(session, spoken),
            "</main>",
            "</body>",
            "</html>",
            "",
        )
    )


def _head(session: Sheet) -> Iterator[str]:
    style = (files("voiceguide.exporting.formats") / "sheet.css").read_text(encoding="utf-8")
    colours = "".join(f".{name}{{--kind:{colour}}}" for name, colour in FAMILIES.items())
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_OUR_LANGUAGE}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(session.title)}</title>"
    yield f"<style>\n{style}{colours}\n</style>"
    yield "</head>"
    yield "<body>"


def _before(timeline: Timeline, session: Sheet, spoken: str) -> Iterator[str]:
    yield '<label class="large"><input type="checkbox" id="large"> Large print</label>'
    yield "<main>"
    yield f"<h1{spoken}>{escape(session.title)}</h1>"
    facts = f"{whole_seconds(timeline.length_ms)}, level {escape(clean(timeline.options.level))}"
    yield f'<p class="facts">{facts}</p>'
    words = (*remarks(timeline), *equipment(timeline), *safety(timeline))
    if words:
        yield '<ul class="before">'
        yield from (f"<li{spoken}>{escape(line)}</li>" for line in words)
        yield "</ul>"


def _step(step: ListedStep, spoken: str) -> Iterator[str]:
    facts = [each for each in (step.rounds, step.dose, step.sides) if each]
    yield '<li class="leave-out">' if step.number is None else f'<li value="{step.number}">'
    yield f"<h3{spoken}>{escape(step.name)}</h3>"
    if facts:
        yield f'<p class="dose">{escape(" · ".join(facts))}</p>'
    if step.how:
        lines = " ".join(f"<bdi{spoken}>{escape(line)}</bdi>" for line in step.how)
        yield f'<p class="how">{lines}</p>'
    if step.mind:
        yield '<ul class="mind">'
        yield from (f"<li{spoken}>{escape(line)}</li>" for line in step.mind)
        yield "</ul>"
    when = f"from {clock(nearest(step.start_ms, SECOND_MS))}, takes {whole_seconds(step.length_ms)}"
    yield f'<p class="when">{when}</p>'
    yield "</li>"


def _picture(timeline: Timeline, spoken: str) -> Iterator[str]:
    yield "<section>"
    yield "<h2>The session in time</h2>"
    yield svg(timeline)
    yield '<ul class="legend" aria-hidden="true">'
    yield from (f'<li><i class="{name}"></i>{name}</li>' for name in FAMILIES)
    yield "</ul>"
    yield '<ul class="parts">'
    for part in chapters(timeline):
        title = f"<bdi{spoken}>{escape(part.title)}</bdi>"
        number = f" ({part.item})" if part.item else ""
        yield f"<li><span>{clock(nearest(part.start_ms, SECOND_MS))}</span> {title}{number}</li>"
    yield "</ul>"
    yield "</section>"


def _script(session: Sheet, spoken: str) -> Iterator[str]:
    yield "<details>"
    yield "<summary>The whole script, to the tenth of a second</summary>"
    for section in session.sections:
        if section.rows:
            yield f"<h3{spoken}>{escape(section.title)}</h3>"
            yield from _table(section, spoken)
    notes = (*session.facts, *session.notes)
    yield "<h3>Notes</h3>"
    yield "<ul>"
    yield from (f"<li>{escape(note)}</li>" for note in notes)
    yield "</ul>"
    yield "</details>"


def _table(section: Section, spoken: str) -> Iterator[str]:
    yield '<table><thead><tr><th scope="col">Time</th><th scope="col">Kind</th>'
    yield '<th scope="col">What</th></tr></thead><tbody>'
    for row in section.rows:
        kind = "" if row.kind == ".." else row.kind
        what = f"<td{spoken}>" if row.kind == "say" else "<td>"
        yield (
            f'<tr class="{kind or "quiet"}"><td>{exact_clock(row.at_ms)}</td><td>{kind}</td>'
            f"{what}{escape(row.what)}</td></tr>"
        )
    yield "</tbody></table>"
