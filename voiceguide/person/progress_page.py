"""Progress as one HTML page: three pictures in SVG, and the same as words; nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from html import escape

from voiceguide.person.goals import say_left
from voiceguide.person.twelve_weeks import DayKind, PainPoint, Summary
from voiceguide.routine.habits import Goal

CELL = 22
WORDS: dict[DayKind, str] = {
    "both": "strength and stretching",
    "strength": "strength",
    "stretch": "stretching",
    "moved": "moved",
    "off": "day off",
    "nothing": "nothing logged",
}
MARKS: dict[DayKind, str] = {
    "both": "B", "strength": "S", "stretch": "s", "moved": "o", "off": "–", "nothing": "",
}  # fmt: skip
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2b2a; --paper: #fbfaf7; --soft: #d9ddd8;
  --both: #14532d; --strength: #2f7d4f; --stretch: #6aa9c9; --moved: #c7b46a; --off: #e6c9c0;
  --nothing: #eceeea; --before: #b4552d; --after: #2c6f9e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebe6; --paper: #171b1a; --soft: #3a4341;
  --both: #7bd69b; --strength: #4ea773; --stretch: #4d87a8; --moved: #8c7c3c; --off: #6b4a42;
  --nothing: #262c2a; --before: #e08a62; --after: #7db9e3; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
svg { width: 100%; height: auto; } svg text { fill: currentColor; font-size: 11px; }
ul { padding-left: 1.2rem; } .key { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0;
  list-style: none; font-size: .9rem; } .key b { display: inline-block; width: 1rem; height: 1rem;
  border-radius: 3px; vertical-align: -2px; margin-right: .3rem; }
progress { width: 100%; accent-color: var(--strength); }
@media print { body { margin: 0; } }
"""


def page(summary: Summary, goals: Iterable[Goal]) -> str:
    """The page's text."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Your progress</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Your progress</h1>\n<p>{escape(_up_to(summary))}</p>\n"
        f"<h2>This week</h2>\n{_goals(summary, goals)}\n"
        f"<h2>The last twelve weeks</h2>\n{_calendar(summary)}\n{_key()}\n"
        f"<h2>Minutes a week</h2>\n{_minutes(summary)}\n"
        f"<h2>Pain before and after</h2>\n{_pain(summary)}\n"
        "</body>\n</html>\n"
    )


def _up_to(summary: Summary) -> str:
    row = summary.in_a_row
    said = f"Up to {summary.today:%d %B %Y}."
    return f"{said} {row} weeks in a row with every goal of days met." if row > 1 else said


def _goals(summary: Summary, goals: Iterable[Goal]) -> str:
    lines = []
    for goal in goals:
        done = summary.week.done(goal.counts)
        unit = "minutes" if goal.unit == "min" else "days"
        words = f"{goal.counts.capitalize()}: {done} of {goal.at_least} {unit}."
        lines.append(
            f"<p>{escape(words)} {escape(say_left(goal, summary.week))}<br>"
            f'<progress max="{goal.at_least}" value="{min(done, goal.at_least)}" '
            f'aria-label="{escape(words)}"></progress></p>'
        )
    return "\n".join(lines)


def _calendar(summary: Summary) -> str:
    left, top = 34, 18
    first = summary.shown[0].monday
    marks = [
        f'<text x="0" y="{top + row * CELL + 15}">{name}</text>'
        for row, name in enumerate(DAY_NAMES)
        if row % 2 == 0
    ]
    for column, week in enumerate(summary.shown):
        if column % 3 == 0:
            marks.append(f'<text x="{left + column * CELL}" y="11">{week.monday:%d %b}</text>')
    for day, kind in summary.days.items():
        column, row = divmod((day - first).days, 7)
        if column < 0:
            continue
        x, y = left + column * CELL, top + row * CELL
        marks.append(
            f'<g><title>{day:%a %d %b}: {WORDS[kind]}</title><rect x="{x}" y="{y}" '
            f'width="{CELL - 3}" height="{CELL - 3}" rx="4" fill="var(--{kind})"/></g>'
        )
    width, height = left + len(summary.shown) * CELL, top + 7 * CELL
    moved = sum(kind not in ("nothing", "off") for kind in summary.days.values())
    words = f"Calendar: something was done on {moved} of {len(summary.days)} days."
    return _svg(width, height, marks, words, max_width=f"{width * 1.6:.0f}px")


def _key() -> str:
    items = "".join(
        f'<li><b style="background:var(--{kind})"></b>{word}</li>' for kind, word in WORDS.items()
    )
    return f'<ul class="key">{items}</ul>'


def _minutes(summary: Summary) -> str:
    width, height, base = 480, 150, 120
    minutes = [week.session_min + week.activity_min for week in summary.shown]
    most = max(60, *minutes)
    step = width / len(minutes)
    marks = [f'<line x1="0" x2="{width}" y1="{base}" y2="{base}" stroke="var(--soft)"/>']
    for column, (week, done) in enumerate(zip(summary.shown, minutes, strict=True)):
        high = (base - 16) * done / most
        x = column * step + 4
        marks.append(
            f"<g><title>Week of {week.monday:%d %b}: {done} minutes</title>"
            f'<rect x="{x:.1f}" y="{base - high:.1f}" width="{step - 8:.1f}" height="{high:.1f}" '
            f'rx="3" fill="var(--strength)"/></g>'
            f'<text x="{x + (step - 8) / 2:.1f}" y="{base - high - 4:.1f}" '
            f'text-anchor="middle">{done or ""}</text>'
            f'<text x="{x + (step - 8) / 2:.1f}" y="{base + 14}" text-anchor="middle">'
            f"{week.monday:%d.%m.}</text>"
        )
    said = ", ".join(str(done) for done in minutes)
    return _svg(width, height, marks, f"Minutes in each of the last twelve weeks: {said}.")


def _pain(summary: Summary) -> str:
    if not summary.pains:
        return "<p>No answers yet. They are asked before and after a session; Enter skips.</p>"
    width, height, left, base = 480, 150, 24, 125
    first = summary.shown[0].monday
    days = max(1, (summary.today - first).days)

    def x(day: date) -> float:
        return left + (width - left - 6) * (day - first) / timedelta(days=days)

    def y(pain: int) -> float:
        return base - pain * 11

    marks = [
        f'<line x1="{left}" x2="{width}" y1="{y(pain)}" y2="{y(pain)}" stroke="var(--soft)"/>'
        f'<text x="0" y="{y(pain) + 4}">{pain}</text>'
        for pain in (0, 3, 7, 10)
    ]
    for name, dash in (("before", "5 4"), ("after", "none")):
        points = [
            (x(point.day), y(pain))
            for point in summary.pains
            if (pain := _value(point, name)) is not None
        ]
        path = " ".join(f"{at:.1f},{high:.1f}" for at, high in points)
        marks.append(
            f'<polyline points="{path}" fill="none" stroke="var(--{name})" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        marks += [
            f'<circle cx="{at:.1f}" cy="{high:.1f}" r="2.5" fill="var(--{name})"/>'
            for at, high in points
        ]
    last = summary.pains[-1]
    scale = "from 0, none, to 10, the worst imaginable"
    words = f"Pain, {scale}, over {len(summary.pains)} sessions; last {_told(last)}."
    key = (
        '<ul class="key"><li><b style="background:var(--before)"></b>before (dashed)</li>'
        '<li><b style="background:var(--after)"></b>after</li></ul>'
    )
    return _svg(width, height, marks, words) + key


def _value(point: PainPoint, name: str) -> int | None:
    return point.before if name == "before" else point.after


def _told(point: PainPoint) -> str:
    before = "not told" if point.before is None else str(point.before)
    after = "not told" if point.after is None else str(point.after)
    return f"{before} before and {after} after"


def _svg(
    width: float, height: float, marks: Iterable[str], words: str, max_width: str = "100%"
) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" style="max-width:{max_width}" '
        f'aria-label="{escape(words)}">{"".join(marks)}</svg>'
    )
