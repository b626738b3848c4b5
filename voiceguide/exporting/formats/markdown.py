"""The script as a Markdown sheet: a table for each exercise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voiceguide.exporting.script.sheet import Section, sheet
from voiceguide.exporting.script.step_list import sources
from voiceguide.text import exact_clock
from voiceguide.timeline import Timeline

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&!$]")


def text(timeline: Timeline) -> str:
    """Title, facts, a table for each exercise with a row per cue and stretch, and the notes."""
    session = sheet(timeline)
    lines = [f"# {escaped(session.title)}", ""]
    lines += [f"- {escaped(fact)}" for fact in session.facts]
    for section in session.sections:
        lines += ["", f"## {escaped(section.title)}", *_table(section)]
    if came_from := sources(timeline):
        lines += ["", "## Sources", ""]
        lines += [f"- {escaped(name)}: {escaped(line)}" for name, line in came_from]
    if session.notes:
        lines += ["", "## Notes", "", *(f"- {escaped(note)}" for note in session.notes)]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """The text with a backslash before all that Markdown or HTML would take as markup."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _table(section: Section) -> Iterator[str]:
    if not section.rows:
        return
    yield from ("", "| Time | Kind | What |", "|---:|---|---|")
    for row in section.rows:
        what = escaped(row.what)
        said = f"“{what}”" if row.kind == "say" else what
        yield f"| {exact_clock(row.at_ms)} | {'' if row.kind == '..' else row.kind} | {said} |"
