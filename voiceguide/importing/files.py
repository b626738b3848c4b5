"""From a file of another program to what it holds: which reader, and how it is opened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from voiceguide.errors import BadFiles, Place, Problem, UsageError, did_you_mean
from voiceguide.importing.draft import Draft, Item, Note, Rest, repeated
from voiceguide.importing.script import Bell, Chapter, Quiet, Script, Words, parse_script
from voiceguide.routine.document import MOST_BYTES
from voiceguide.routine.files import read_bytes, shown_path

SCRIPT_SUFFIXES = (".txt", ".md", ".markdown")
SUFFIXES = (*SCRIPT_SUFFIXES, ".json", ".zwo")
_ANNOUNCED_MS = 5000
_SHORTEST_REST_MS = 1000
"""A routine's shortest rest; what is shorter is the air after a line."""


def read_script(path: Path, language: str = "en") -> Script:
    """The script in a text or Markdown file; its name is its title, or that of the file.

    Raises UsageError for what is no readable file, BadFiles for what is no script.
    """
    shown = shown_path(path)
    return parse_script(_text(path, shown), shown, _name_of(path), language)


def read_drafts(path: Path) -> tuple[Draft, ...]:
    """The routines to be in a file of any known kind; a backup of an app may hold several.

    Raises UsageError for an unknown suffix or what is no readable file, BadFiles for one that
    cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        close = did_you_mean(suffix, SUFFIXES)
        known = f"known are {', '.join(SUFFIXES)}"
        raise UsageError(
            f"{shown_path(path)}: nothing is known of {suffix or 'such'} files",
            hint=f"{close} {known}" if close else known,
        )
    shown = shown_path(path)
    if suffix in SCRIPT_SUFFIXES:
        return (_draft_of(read_script(path), shown),)
    if suffix == ".zwo":
        from voiceguide.importing.zwift import zwift

        return zwift(_bytes(path, shown), shown)
    return _app(_text(path, shown), shown)


def _app(text: str, shown: str) -> tuple[Draft, ...]:
    from voiceguide.importing.apps import timer_machine, workout_timer

    document = _json(text, shown)
    if "workouts" in document or "sets" in document:
        return workout_timer(document, shown)
    if "steps" in document:
        return timer_machine(document, shown)
    hint = "known are backups of Just Another Workout Timer and timers of TimeR Machine"
    raise BadFiles([Problem(Place(shown, 1, 1), "no known app wrote this", hint)])


def _json(text: str, shown: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(shown, error.lineno, error.colno)
        raise BadFiles([Problem(place, f"this is not JSON: {error.msg}")]) from None
    except RecursionError:
        raise BadFiles([Problem(Place(shown, 1, 1), "it is nested too deeply")]) from None
    if not isinstance(document, dict):
        raise BadFiles([Problem(Place(shown, 1, 1), "it holds no workout")])
    return document


def _draft_of(script: Script, shown: str) -> Draft:
    """A script as a routine: headings become groups, pauses rests; bells have no place in one."""
    lost = list(script.unknown)
    bells = sum(isinstance(part, Bell) for part in script.parts)
    start = Place(shown, 1, 1)
    if bells:
        lost.append(Problem(start, f"its bells ({bells}): play the script itself to hear them"))
    chapters: list[tuple[str, list[Item]]] = [("", [])]
    for part in script.parts:
        match part:
            case Chapter(title=title):
                chapters.append((title, []))
            case Words(text=text):
                chapters[-1][1].append(Note(text))
            case Quiet(length_ms=length_ms) if length_ms >= _SHORTEST_REST_MS:
                chapters[-1][1].append(Rest(length_ms))
            case Quiet() | Bell():
                pass
    if len(chapters) > 1:
        lost.append(Problem(start, "headings are titles here; in the routine they are spoken"))
    if any(isinstance(part, Quiet) and part.length_ms >= _ANNOUNCED_MS for part in script.parts):
        lost.append(Problem(start, "silent pauses: the coach announces rests of 5 s and more"))
    items: list[Item] = []
    for title, inside in chapters:
        items.extend(repeated(title, 1, tuple(inside)) if title else inside)
    return Draft(script.name, tuple(items), lost=tuple(lost))


def _text(path: Path, shown: str) -> str:
    raw = _bytes(path, shown)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        place = Place(shown, line, column)
        raise BadFiles([Problem(place, "this is not UTF-8 text", "save it as UTF-8")]) from None


def _bytes(path: Path, shown: str) -> bytes:
    raw = read_bytes(path)
    if len(raw) > MOST_BYTES:
        hint = "make several files of it"
        raise BadFiles([Problem(Place(shown, 1, 1), "it is longer than 64 kB", hint)])
    return raw


def _name_of(path: Path) -> str:
    return path.stem.replace("_", " ").replace("-", " ").strip() or "Script"
