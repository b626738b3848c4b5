"""This week's goals and the last twelve weeks: lines of styled text, facts, and a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from voiceguide.app.context import AppContext
from voiceguide.app.log_access import read_log
from voiceguide.errors import UsageError
from voiceguide.person.event import local_now
from voiceguide.person.goals import say_left
from voiceguide.person.history import History
from voiceguide.person.progress_page import DAY_NAMES, page
from voiceguide.person.twelve_weeks import Summary, read_summary, summary_of
from voiceguide.routine import built_in
from voiceguide.routine.habits import Goal

Styled = list[tuple[str, str]]
"""A line as pieces of text, each with the name of its colour, or nothing."""

BAR = 20
BARS = " ▁▂▃▄▅▆▇█"
MARKS = {"both": "B", "strength": "S", "stretch": "s", "moved": "o", "off": "x", "nothing": "·"}
KEY = "S strength  s stretching  B both  o moved  x day off"


def lines(context: AppContext) -> Iterator[Styled]:
    """As `picture`, of the person's log."""
    return picture(_summary(context), built_in.habits().goals)


def write_page(out: Path, context: AppContext, *, force: bool) -> None:
    """Write it as one HTML page. Raises UsageError for another suffix."""
    from voiceguide.app.write_targets import write_for_owner

    if out.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{out}: the page is written as .html", hint=f"name it {out.stem}.html")
    text = page(_summary(context), built_in.habits().goals)
    write_for_owner(out, text, context, force=force)


def facts(context: AppContext) -> dict[str, object]:
    """The same for programs."""
    summary, goals = _summary(context), built_in.habits().goals
    return {
        "today": summary.today.isoformat(),
        "goals": [
            {
                "id": goal.id,
                "done": summary.week.done(goal.counts),
                "at_least": goal.at_least,
                "unit": goal.unit,
            }
            for goal in goals
        ],
        "weeks_in_a_row": summary.in_a_row,
        "weeks": [
            {
                "monday": week.monday.isoformat(),
                "strength_days": week.strength_days,
                "stretch_days": week.stretch_days,
                "session_min": week.session_min,
                "activity_min": week.activity_min,
            }
            for week in summary.shown
        ],
        "pain": [
            {"day": point.day.isoformat(), "before": point.before, "after": point.after}
            for point in summary.pains
        ],
    }


def _summary(context: AppContext) -> Summary:
    habits, rules = built_in.habits(), built_in.pain_rules()
    today = local_now().date()
    found = read_log(
        context, lambda store: read_summary(store, habits, rules, today), looked_through=False
    )
    return found or summary_of(History(), habits, rules, today)


def picture(summary: Summary, goals: tuple[Goal, ...]) -> Iterator[Styled]:
    """The lines for a terminal; readable without colour, at most 72 columns wide."""
    yield [("This week", "head")]
    yield from _goals(summary, goals)
    if summary.in_a_row > 1:
        yield [(f"  {summary.in_a_row} weeks in a row with every goal of days met.", "")]
    yield []
    yield [("The last twelve weeks", "head")]
    yield from _calendar(summary)
    yield []
    yield [("Minutes a week", "head")]
    yield from _minutes(summary)
    if summary.pains:
        yield []
        yield [("Pain, 0 (none) to 10 (the worst imaginable)", "head")]
        yield from _pain(summary)


def _goals(summary: Summary, goals: tuple[Goal, ...]) -> Iterator[Styled]:
    for goal in goals:
        done = summary.week.done(goal.counts)
        full = min(BAR, BAR * done // goal.at_least)
        colour = {"activity": "moved"}.get(goal.counts, goal.counts)
        yield [
            (f"  {goal.counts.capitalize():<9} ", ""),
            ("█" * full, colour),
            ("░" * (BAR - full), "nothing"),
            (f" {done:>3} of {goal.at_least} {goal.unit:<4}  {say_left(goal, summary.week)}", ""),
        ]


def _calendar(summary: Summary) -> Iterator[Styled]:
    begins = [week.monday.day <= 7 for week in summary.shown]
    begins[0] = not begins[1]  # two names would run into each other
    months = "".join(
        f"{week.monday:%b}" if begin else "   "
        for week, begin in zip(summary.shown, begins, strict=True)
    )
    yield [(f"       {months}", "nothing")]
    for row, name in enumerate(DAY_NAMES):
        line: Styled = [(f"  {name}  ", "")]
        for week in summary.shown:
            kind = summary.days.get(week.monday + timedelta(days=row))
            line.append((f"{MARKS[kind] if kind else ' '}  ", kind or ""))
        yield line
    yield [(f"       {KEY}", "nothing")]


def _minutes(summary: Summary) -> Iterator[Styled]:
    minutes = [week.session_min + week.activity_min for week in summary.shown]
    most = max(60, *minutes)
    for week, done in zip(summary.shown, minutes, strict=True):
        name = f"{week.monday.day:>2} {week.monday:%b}"
        yield [
            (f"  {name}  ", ""),
            ("█" * (40 * done // most), "strength"),
            (f" {done or '·'}", ""),
        ]


def _pain(summary: Summary) -> Iterator[Styled]:
    last = summary.pains[-56:]
    for name in ("before", "after"):
        values = [point.before if name == "before" else point.after for point in last]
        line = "".join("·" if value is None else BARS[1 + 7 * value // 10] for value in values)
        known = [value for value in values if value is not None]
        newest = f" {known[-1]}" if known else ""
        yield [(f"  {name:<7} ", ""), (line, name), (newest, "")]
