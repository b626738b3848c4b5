"""A sheet to print or to read on a phone: one HTML file with nothing from outside.

It is in the order in which it is read aloud: what it is, what to fetch, the steps, the
picture, and the whole script, folded.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from voiceguide.exporting.colours import FAMILIES
from voiceguide.exporting.script.chapters import Chapter, chapters
from voiceguide.exporting.script.sheet import Row, Section, Sheet, sheet
from voiceguide.exporting.script.step_list import (
    ListedStep,
    equipment,
    remarks,
    safety,
    sources,
    steps,
)
from voiceguide.exporting.tags import language_tag
from voiceguide.exporting.timeline_picture import svg
from voiceguide.text import SECOND_MS, clean, clock, exact_clock, nearest, whole_seconds
from voiceguide.timeline import Timeline

_OUR_LANGUAGE = "en"
"""Of the words between the coach's lines."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def text(timeline: Timeline) -> str:
    """The whole page; the same for the same timeline."""
    session = sheet(timeline)
    language = language_tag(timeline.language)
    # Each by its own direction: a line from right to left may stand beside one from left to right.
    spoken = ' dir="auto"'
    if language != _OUR_LANGUAGE:
        spoken += f' lang="{escape(language)}"'
    style = (files("voiceguide.exporting.formats") / "sheet.css").read_text(encoding="utf-8")
    colours = "".join(f".{name}{{--kind:{colour}}}" for name, colour in FAMILIES.items())
    facts = f"{whole_seconds(timeline.length_ms)}, level {escape(clean(timeline.options.level))}"
    words = (*remarks(timeline), *equipment(timeline), *safety(timeline))
    return f"""\
<!DOCTYPE html>
<html lang="{_OUR_LANGUAGE}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(session.title)}</title>
<style>
{style}{colours}
</style>
</head>
<body>
<label class="large"><input type="checkbox" id="large"> Large print</label>
<main>
<h1{spoken}>{escape(session.title)}</h1>
<p class="facts">{facts}</p>
{_list("before", words, spoken)}\
<h2>Steps</h2>
<ol class="steps">
{"".join(_step(step, spoken) for step in steps(timeline))}\
</ol>
{_picture(timeline, spoken)}\
{_sources(timeline, spoken)}\
{_script(session, spoken)}\
</main>
</body>
</html>
"""


def _list(kind: str, lines: Iterable[str], spoken: str) -> str:
    """A list of spoken lines; nothing where there is none."""
    items = "".join(f"<li{spoken}>{escape(line)}</li>\n" for line in lines)
    return f'<ul class="{kind}">\n{items}</ul>\n' if items else ""


def _paragraph(kind: str, inside: str) -> str:
    return f'<p class="{kind}">{inside}</p>\n' if inside else ""


def _step(step: ListedStep, spoken: str) -> str:
    item = ' class="leave-out"' if step.number is None else f' value="{step.number}"'
    dose = " · ".join(each for each in (step.rounds, step.dose, step.sides) if each)
    how = " ".join(f"<bdi{spoken}>{escape(line)}</bdi>" for line in step.how)
    begins = clock(nearest(step.start_ms, SECOND_MS))
    return f"""\
<li{item}>
<h3{spoken}>{escape(step.name)}</h3>
{_paragraph("dose", escape(dose))}\
{_paragraph("how", how)}\
{_list("mind", step.mind, spoken)}\
{_paragraph("when", f"from {begins}, takes {whole_seconds(step.length_ms)}")}\
</li>
"""


def _sources(timeline: Timeline, spoken: str) -> str:
    """Where the exercises come from, as far as they say so."""
    rows = "".join(
        f"<li><bdi{spoken}>{escape(name)}</bdi>: {escape(line)}</li>\n"
        for name, line in sources(timeline)
    )
    if not rows:
        return ""
    return f'<section class="sources">\n<h2>Sources</h2>\n<ul>\n{rows}</ul>\n</section>\n'


def _picture(timeline: Timeline, spoken: str) -> str:
    legend = "".join(f'<li><i class="{name}"></i>{name}</li>\n' for name in FAMILIES)
    return f"""\
<section>
<h2>The session in time</h2>
{svg(timeline)}
<ul class="legend" aria-hidden="true">
{legend}\
</ul>
<ul class="parts">
{"".join(_part(part, spoken) for part in chapters(timeline))}\
</ul>
</section>
"""


def _part(part: Chapter, spoken: str) -> str:
    begins = clock(nearest(part.start_ms, SECOND_MS))
    number = f" ({part.item})" if part.item else ""
    return f"<li><span>{begins}</span> <bdi{spoken}>{escape(part.title)}</bdi>{number}</li>\n"


def _script(session: Sheet, spoken: str) -> str:
    notes = "".join(f"<li>{escape(note)}</li>\n" for note in (*session.facts, *session.notes))
    sections = (section for section in session.sections if section.rows)
    return f"""\
<details>
<summary>The whole script, to the tenth of a second</summary>
{"".join(_section(section, spoken) for section in sections)}\
<h3>Notes</h3>
<ul>
{notes}\
</ul>
</details>
"""


def _section(section: Section, spoken: str) -> str:
    return f"""\
<h3{spoken}>{escape(section.title)}</h3>
<table><thead><tr><th scope="col">Time</th><th scope="col">Kind</th>
<th scope="col">What</th></tr></thead><tbody>
{"".join(_row(row, spoken) for row in section.rows)}\
</tbody></table>
"""


def _row(row: Row, spoken: str) -> str:
    kind = "" if row.kind == ".." else row.kind
    what = f"<td{spoken}>" if row.kind == "say" else "<td>"
    return (
        f'<tr class="{kind or "quiet"}"><td>{exact_clock(row.at_ms)}</td><td>{kind}</td>'
        f"{what}{escape(row.what)}</td></tr>\n"
    )
