"""The person's log: what was done, adding to it, taking it along, and deleting it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from voiceguide.app.context import AppContext
from voiceguide.app.log_access import read_log, try_store
from voiceguide.errors import Missing, UsageError
from voiceguide.person.event import YEARS, local_now, new_event
from voiceguide.person.history import Activity, History, Session, read_history
from voiceguide.person.scores import Score, read_scores
from voiceguide.person.store import Store
from voiceguide.text import clean, quoted

DAYS_SHOWN = 14
MOST_MINUTES = 24 * 60
LONGEST_NAME = 40
SHORT = 6
"""Characters of an id that are shown: its end, which is made by chance."""
DAYS = ("today", "yesterday")
"""Each a day before the one before it."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENDS: dict[str | None, str] = {
    "stopped": "stopped",
    "pain": "stopped for pain",
    "output-lost": "sound lost",
    "voice-lost": "voice lost",
    "interrupted": "stopped",
}

_HOURS = re.compile(
    r"(?P<hours>\d{1,9}(?:[.,]\d)?) ?(?:h|hrs?|hours?)"
    r"(?: ?(?P<over>\d{1,2})(?: ?(?:m|min|mins|minutes?))?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(?P<hours>\d{1,9}):(?P<over>[0-5]\d)", re.ASCII)
_MINUTES = re.compile(r"(?P<over>\d{1,9})(?: ?(?:m|min|mins|minutes?))?", re.ASCII)


def lines(context: AppContext, *, every: bool) -> Iterator[str]:
    """The entries of the last two weeks, or `every` one, for people."""
    today = local_now().date()
    since = date.min if every else today - timedelta(days=DAYS_SHOWN)
    history, scores = read_log(context, lambda store: _read(store, since)) or (None, {})
    yield from (_line(each, today, scores.get(each.id, ())) for each in _entries(history))
    if not _entries(history):
        nothing_lately = history is not None and not every
        yield "Nothing in the last two weeks." if nothing_lately else "Nothing yet."


def facts(context: AppContext) -> list[dict[str, object]]:
    """All entries, for programs."""
    history, scores = read_log(context, _read) or (None, {})
    return [_facts(each, scores.get(each.id, ())) for each in _entries(history)]


def add(what: str, length: str, on: str | None, context: AppContext) -> str:
    """Log an activity, and say it. Raises UsageError for what cannot be, Missing for the disk."""
    minutes, name = minutes_of(length), clean(what)
    if not 0 < len(name) <= LONGEST_NAME:
        raise UsageError("say in a word or two what you did", hint="voiceguide log add walk 30min")
    now = local_now()
    day = _day_of(on, now.date())
    event = new_event("activity", now, day=day.isoformat(), what=name, minutes=minutes)
    if not try_store(context, event):
        raise Missing("It was not logged.", hint="mend what the warning says, and add it again")
    return f"Logged: {name}, {minutes} min, {_day(day, now.date())}. Well done."


def remove(id: str, context: AppContext) -> bool:
    """Take back an entry; False where that could not be kept. Raises UsageError for another id."""
    known = {each.id for each in _entries(read_log(context, read_history))}
    meant = [id] if id in known else sorted(each for each in known if each[-SHORT:] == id)
    if not meant:
        raise UsageError(f"there is no entry {quoted(id)}", hint="voiceguide log --all shows them")
    if len(meant) > 1:
        raise UsageError(
            f"{quoted(id)} are {len(meant)} entries", hint=f"name one: {', '.join(meant)}"
        )
    return try_store(context, new_event("removed", local_now(), id=meant[0]))


def export(file: Path, context: AppContext, *, force: bool) -> None:
    """Write the whole log to a file, as its suffix says. Raises UsageError."""
    from voiceguide.app.write_targets import write_for_owner
    from voiceguide.person.log_export import as_csv, as_json

    make = {".json": as_json, ".csv": as_csv}.get(file.suffix.lower())
    if make is None:
        raise UsageError(
            f"{file}: the log is written as .json or .csv", hint=f"name it {file.stem}.json"
        )
    text = read_log(context, make)
    if text is None:
        raise UsageError("there is no log yet", hint="it begins with your first session")
    write_for_owner(file, text, context, force=force)


def delete(context: AppContext, *, yes: bool) -> str | None:
    """Delete the log, the answers and their backups, and say so; None where the person does not.

    Raises UsageError where nobody can be asked.
    """
    from voiceguide.person.store import delete_all

    if not yes:
        if not context.ui.can_ask:
            raise UsageError("deleting needs your word", hint="--yes deletes without asking")
        if not context.ui.yes("Delete your log, your answers and all their backups for good?"):
            context.ui.tell("Nothing was deleted.")
            return None
    deleted = delete_all(context.folders.data)
    return f"Deleted: {len(deleted)} files." if deleted else "There was nothing to delete."


def minutes_of(written: str) -> int:
    """Minutes of a length such as "30", "30min", "1h", "1.5h", "1h20min", "1:20".

    Raises UsageError for anything else, and for nothing or more than a day.
    """
    plain = written.strip().lower()
    minutes = 0.0
    for form in (_MINUTES, _HOURS, _CLOCK):
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            minutes = float((parts.get("hours") or "0").replace(",", ".")) * 60
            minutes += int(parts["over"] or 0)
    if not 0 < minutes <= MOST_MINUTES:
        wrong = "longer than a day" if minutes else "no length of time, such as half an hour"
        raise UsageError(
            f"{quoted(written)} is {wrong}", hint="write 30 (minutes), 30min, 1h, 1h20min or 1:20"
        )
    return round(minutes)


def _day_of(on: str | None, today: date) -> date:
    said = "today" if on is None else on.strip().lower()
    if said in DAYS:
        return today - timedelta(days=DAYS.index(said))
    named = [each.startswith(said) and len(said) >= 3 for each in WEEKDAYS]
    if any(named):
        return today - timedelta(days=(today.weekday() - named.index(True)) % 7 or 7)
    hint = f"write yesterday, monday or {today}"
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise UsageError(f"{quoted(str(on))} is no day", hint=hint) from None
    if day.year not in YEARS:
        raise UsageError(f"{day} is too long ago", hint=hint)
    if day > today:
        raise UsageError(f"{day} has not come yet", hint="add it when it is done")
    return day


def _read(store: Store, since: date = date.min) -> tuple[History, dict[str, tuple[Score, ...]]]:
    """Everything from a day on, and the scores of sessions by their ids."""
    history = read_history(store, since)
    return history, {each.id: read_scores(store, each.id) for each in history.sessions}


def _entries(history: History | None) -> list[Session | Activity]:
    """Sessions and activities by their days."""
    history = history or History()
    both: list[Session | Activity] = [*history.sessions, *history.activities]
    return sorted(both, key=lambda each: each.day)


def _line(entry: Session | Activity, today: date, scores: tuple[Score, ...]) -> str:
    start = f"{_day(entry.day, today):<15}  {entry.minutes:>3} min  {entry.id[-SHORT:]}"
    if not isinstance(entry, Session):
        return f"{start}  {entry.what}"
    before, after = (
        "?" if pain is None else pain for pain in (entry.pain_before, entry.pain_after)
    )
    pain = f"pain {before} of 10 before, {after} after" if {before, after} != {"?"} else ""
    end = "" if entry.finished else ENDS.get(entry.reason, "cut off")
    words = (entry.name, end, *map(str, scores), pain)
    return f"{start}  {', '.join(word for word in words if word)}"


def _day(day: date, today: date) -> str:
    if day == today:
        return "today"
    return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def _facts(entry: Session | Activity, scores: tuple[Score, ...]) -> dict[str, object]:
    same = {"id": entry.id, "day": entry.day.isoformat()}
    if not isinstance(entry, Session):
        return {**same, "what": entry.what, "minutes": entry.minutes}
    return {
        **same,
        "began": entry.began.isoformat(),
        "routine": entry.routine,
        "name": entry.name,
        "level": entry.level,
        "minutes": entry.minutes,
        "finished": entry.finished,
        "reason": entry.reason,
        "pain_before": entry.pain_before,
        "pain_after": entry.pain_after,
        "exercises": [exercise for exercise, _ in entry.exercises],
        "scores": [score.facts() for score in scores],
    }
