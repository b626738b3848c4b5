"""`voiceguide log`: what was done, adding to it, taking it along, and deleting it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from datetime import date

    from voiceguide.person.history import Activity, Session

SHOWN = 14
MOST_MINUTES = 24 * 60
LONGEST_NAME = 40
SHORT = 6
"""Characters of an id that are shown."""
DAYS = ("today", "yesterday")
"""Each a day before the one before it."""
WEEKDAYS = {
    name[:3]: name
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}

Export = Annotated[
    Path | None,
    typer.Option(
        "--export",
        metavar="FILE",
        help="Write the whole log as .json (all of it) or .csv (a line a session).",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists.")]
Delete = Annotated[
    bool, typer.Option("--delete", help="Delete the log and your answers, backups too.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
All = Annotated[bool, typer.Option("--all", help="All of it, not only the last two weeks.")]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DAY", help="Another day than today: yesterday, monday or 2026-03-02."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    group = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
    group.callback(
        epilog=options.examples(
            "voiceguide log",
            "voiceguide log add walk 30min --on yesterday",
            "voiceguide log --export log.csv",
            "voiceguide log --delete",
        )
    )(log)
    group.command(
        epilog=options.examples(
            "voiceguide log add walk 30", "voiceguide log add swim 1h --on yesterday"
        )
    )(add)
    group.command(epilog=options.examples("voiceguide log remove 1a2b3c"))(remove)
    app.add_typer(group, name="log")


def log(
    context: typer.Context,
    export: Export = None,
    force: Force = False,
    delete: Delete = False,
    yes: Yes = False,
    every: All = False,
    json: options.Json = False,
) -> None:
    """Show your sessions, or take the log along, or delete it. It is only on this machine."""
    if context.invoked_subcommand is not None:
        return
    if delete:
        _delete(yes)
    elif export is not None:
        _export(export, force)
    else:
        _show(every, json)


def add(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="Such as walk, swim, cycle.")],
    length: Annotated[
        str, typer.Argument(metavar="TIME", help="Such as 30 or 30min, 1h20min or 1:20.")
    ],
    on: On = None,
) -> None:
    """Add a walk, or anything else that made you breathe a little harder."""
    from datetime import datetime

    from voiceguide.app.log_access import keep
    from voiceguide.errors import Missing, UsageError
    from voiceguide.person.event import happened

    minutes = minutes_of(length)
    name = " ".join(console.safe(what).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise UsageError("say in a word or two what you did", hint="voiceguide log add walk 30min")
    context = user_context()
    now = datetime.now().astimezone()
    day = _day_of(on, now.date())
    event = happened("activity", now, day=day.isoformat(), what=name, minutes=minutes)
    if not keep(context, event):
        raise Missing("It was not logged.", hint="mend what the warning says, and add it again")
    console.say(f"Logged: {name}, {minutes} min, {_day(day, now.date())}. Well done.")


def remove(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `voiceguide log` shows it.")],
) -> None:
    """Take back one entry."""
    from datetime import datetime

    from voiceguide.app.log_access import keep, read_log
    from voiceguide.errors import UsageError
    from voiceguide.person.event import happened
    from voiceguide.person.history import History, read_history

    context = user_context()
    history = read_log(context, read_history) or History()
    known = {each.id for each in history.sessions} | {each.id for each in history.activities}
    meant = [id] if id in known else sorted(each for each in known if _short(each) == id)
    if not meant:
        raise UsageError(
            f"there is no entry '{console.safe(id)}'", hint="voiceguide log --all shows them"
        )
    if len(meant) > 1:
        raise UsageError(
            f"'{console.safe(id)}' are {len(meant)} entries", hint=f"name one: {', '.join(meant)}"
        )
    if keep(context, happened("removed", datetime.now().astimezone(), id=meant[0])):
        console.say("Taken out.")


_HOURS = re.compile(
    r"(?P<hours>\d{1,9}(?:[.,]\d)?) ?(?:h|hrs?|hours?)"
    r"(?: ?(?P<over>\d{1,2})(?: ?(?:m|min|mins|minutes?))?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(?P<hours>\d{1,9}):(?P<over>[0-5]\d)", re.ASCII)
_MINUTES = re.compile(r"(?P<over>\d{1,9})(?: ?(?:m|min|mins|minutes?))?", re.ASCII)


def minutes_of(written: str) -> int:
    """Minutes of a length such as "30", "30min", "1h", "1.5h", "1h20min", "1:20".

    Raises UsageError for anything else, and for nothing or more than a day.
    """
    from voiceguide.errors import UsageError

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
            f"'{console.safe(written)}' is {wrong}",
            hint="write 30 (minutes), 30min, 1h, 1h20min or 1:20",
        )
    return round(minutes)


def _day_of(on: str | None, today: date) -> date:
    from datetime import date, timedelta

    from voiceguide.errors import UsageError
    from voiceguide.person.event import YEARS

    if on is None:
        return today
    said = on.strip().lower()
    if said in DAYS:
        back = DAYS.index(said)
    elif said[:3] in WEEKDAYS and WEEKDAYS[said[:3]].startswith(said):
        back = (today.weekday() - list(WEEKDAYS).index(said[:3])) % 7 or 7
    else:
        back = None
    if back is not None:
        return today - timedelta(days=back)
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise UsageError(
            f"'{console.safe(on)}' is no day", hint=f"write yesterday, monday or {today}"
        ) from None
    if day.year not in YEARS:
        raise UsageError(f"{day} is too long ago", hint=f"write yesterday, monday or {today}")
    if day > today:
        raise UsageError(f"{day} has not come yet", hint="add it when it is done")
    return day


def _show(every: bool, json: bool) -> None:
    from datetime import date, datetime, timedelta

    from voiceguide.app.log_access import read_log
    from voiceguide.person.history import History, read_history

    context = user_context()
    today = datetime.now().astimezone().date()
    since = date.min if every or json else today - timedelta(days=SHOWN)
    found = read_log(context, lambda store: read_history(store, since))
    history = found or History()
    both: list[Session | Activity] = [*history.sessions, *history.activities]
    entries = sorted(both, key=lambda each: each.day)
    if json:
        console.write_json([_entry(each) for each in entries])
    elif not entries:
        console.say(
            "Nothing in the last two weeks." if found is not None and not every else "Nothing yet."
        )
    else:
        for each in entries:
            console.say(_line(each, today))


def _line(entry: Session | Activity, today: date) -> str:
    from voiceguide.person.history import Session

    start = f"{_day(entry.day, today):<15}  {entry.minutes:>3} min  {_short(entry.id)}"
    if not isinstance(entry, Session):
        return f"{start}  {entry.what}"
    pain = ""
    if entry.pain_before is not None or entry.pain_after is not None:
        pain = f"pain {_pain(entry.pain_before)} of 10 before, {_pain(entry.pain_after)} after"
    end = "" if entry.finished else ENDS.get(entry.reason, "cut off")
    words = ", ".join(word for word in (entry.name, end, pain) if word)
    return f"{start}  {words}"


def _short(id: str) -> str:
    """What an entry is called by: the end of its id, which is made by chance."""
    return id[-SHORT:]


ENDS: dict[str | None, str] = {
    "stopped": "stopped",
    "pain": "stopped for pain",
    "output-lost": "sound lost",
    "interrupted": "stopped",
}


def _pain(value: int | None) -> str:
    return "?" if value is None else str(value)


def _day(day: date, today: date) -> str:
    if day == today:
        return "today"
    return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def _entry(entry: Session | Activity) -> dict[str, object]:
    from voiceguide.person.history import Session

    if not isinstance(entry, Session):
        return {
            "id": entry.id,
            "day": entry.day.isoformat(),
            "what": entry.what,
            "minutes": entry.minutes,
        }
    return {
        "id": entry.id,
        "day": entry.day.isoformat(),
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
    }


def _export(file: Path, force: bool) -> None:
    from voiceguide.app.log_access import read_log
    from voiceguide.app.write_targets import check_targets, own_files
    from voiceguide.errors import UsageError
    from voiceguide.files import whole_file
    from voiceguide.person.log_export import as_csv, as_json

    makers = {".json": as_json, ".csv": as_csv}
    make = makers.get(file.suffix.lower())
    if make is None:
        raise UsageError(
            f"{file}: the log is written as .json or .csv", hint=f"name it {file.stem}.json"
        )
    context = user_context()
    text = read_log(context, make)
    if text is None:
        raise UsageError("there is no log yet", hint="it begins with your first session")
    check_targets([file], own_files(context.folders))
    with whole_file(file, force=force, private=True) as written:
        written.write(text.encode("utf-8"))
    console.tell(f"Wrote {file}.")


def _delete(yes: bool) -> None:
    from voiceguide.errors import UsageError
    from voiceguide.person.store import delete_all

    context = user_context()
    if not yes:
        if not context.ui.can_ask:
            raise UsageError("deleting needs your word", hint="--yes deletes without asking")
        if not context.ui.yes("Delete your log, your answers and all their backups for good?"):
            console.tell("Nothing was deleted.")
            return
    deleted = delete_all(context.folders.data)
    console.say(f"Deleted: {len(deleted)} files." if deleted else "There was nothing to delete.")
