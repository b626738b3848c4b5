"""From a file of another program to what it holds: which reader, and how it is opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from voiceguide import extensions
from voiceguide.errors import BadFiles, Place, Problem, UsageError, did_you_mean
from voiceguide.files import decoded
from voiceguide.importing.draft import Draft, DraftGroup, DraftItem, DraftNote, DraftRest
from voiceguide.importing.script_text import Bell, Quiet, Script, ScriptChapter, Words, parse_script
from voiceguide.reader.document import MOST_BYTES
from voiceguide.reader.unseen_characters import without_unseen
from voiceguide.routine.routine_files import read_bytes, shown_path

SCRIPT_SUFFIXES = (".txt", ".md", ".markdown")
SUFFIXES = (*SCRIPT_SUFFIXES, ".json", ".zwo")
_KNOWN_APPS = "known are Just Another Workout Timer and TimeR Machine; see docs/exports.md"
_MOST_JSON_DEPTH = 50
_MOST_WORKOUTS = 200
_ANNOUNCED_MS = 5000
_SHORTEST_REST_MS = 1000
"""A routine's shortest rest; what is shorter is the air after a line."""


def read_script(path: Path, language: str = "en") -> Script:
    """The script in a text or Markdown file; its name is its title, or that of the file.

    Raises UsageError for what is no readable file, BadFiles for what is no script.
    """
    shown = shown_path(path)
    return parse_script(_text(path, shown), shown, _name_of(path), language)


@dataclass(frozen=True, slots=True)
class Workouts:
    """What a file holds: routines to be, at least one, and why some of it cannot be one."""

    drafts: tuple[Draft, ...]
    refused: tuple[Problem, ...] = ()


class Importer(Protocol):
    """A module of another package that reads a kind of file."""

    def read(self, content: bytes, shown: str) -> Iterable[Draft]:
        """The workouts in a file's content (64 kB at most); `shown` is its name in messages.

        Raises BadFiles for what it cannot read.
        """


def read_workouts(path: Path) -> Workouts:
    """The routines to be in a file of any known kind; a backup of an app may hold several.

    Raises UsageError for an unknown suffix or what is no readable file, BadFiles for one of
    which nothing can be read.
    """
    suffix = path.suffix.lower()
    name = suffix.removeprefix(".")
    added = None if suffix in SUFFIXES else extensions.load("importers", name)
    if suffix not in SUFFIXES and added is None:
        suffixes = [*SUFFIXES, *(f".{each}" for each in extensions.names("importers"))]
        close = did_you_mean(suffix, suffixes)
        known = f"known are {', '.join(suffixes)}"
        raise UsageError(
            f"{shown_path(path)}: nothing is known of {suffix or 'such'} files",
            hint=f"{close} {known}" if close else known,
        )
    from voiceguide.importing.routine_limits import fitted

    shown = shown_path(path)
    drafts: list[Draft] = []
    refused: list[Problem] = []
    readers = _readers(path, suffix, shown) if added is None else _added(added, name, path, shown)
    for read in readers:
        try:
            drafts.append(fitted(read(), shown))
        except BadFiles as bad:
            refused.extend(bad.problems)
    if not drafts:
        raise BadFiles(refused)
    return Workouts(tuple(drafts), tuple(refused))


def _readers(path: Path, suffix: str, shown: str) -> list[Callable[[], Draft]]:
    """One for each workout, so that one that cannot be read does not refuse the others."""
    if suffix in SCRIPT_SUFFIXES:
        return [lambda: _draft_of(read_script(path), shown)]
    if suffix == ".zwo":
        from voiceguide.importing.zwift import zwift

        raw = _bytes(path, shown)
        return [lambda: zwift(raw, shown)]
    return _app(_text(path, shown), shown)


def _added(importer: Importer, name: str, path: Path, shown: str) -> list[Callable[[], Draft]]:
    with extensions.failures_told("importers", name):
        drafts = list(importer.read(_bytes(path, shown), shown))

    def given(draft: Draft) -> Draft:
        return draft

    return [partial(given, draft) for draft in drafts]


def _app(text: str, shown: str) -> list[Callable[[], Draft]]:
    """The workouts in a backup, in a list, or one alone; the app is known by what they hold."""
    from voiceguide.importing.timer_apps import timer_machine, workout_timer

    start = Place(shown, 1, 1)
    document = _json(text, shown)
    whole = document if isinstance(document, dict) else {}
    if isinstance(document, dict) and not {"workouts", "timers"} & document.keys():
        document = [document]
    found = whole.get("workouts", whole.get("timers", document))
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        what = "it holds no workout" if found is document else "its workouts are no list of them"
        raise BadFiles([Problem(start, what, _KNOWN_APPS)])
    if not found:
        raise BadFiles([Problem(start, "there is no workout in it", _KNOWN_APPS)])
    if len(found) > _MOST_WORKOUTS:
        what = f"it has more than {_MOST_WORKOUTS} workouts"
        raise BadFiles([Problem(start, what, "export fewer of them at once")])
    if "workouts" in whole or any("sets" in each for each in found):
        return [partial(workout_timer, each, number, shown) for number, each in enumerate(found, 1)]
    if "timers" in whole or any("steps" in each for each in found):
        return [
            partial(timer_machine, each, number, shown, whole)
            for number, each in enumerate(found, 1)
        ]
    raise BadFiles([Problem(start, "no known app wrote this", _KNOWN_APPS)])


def _json(text: str, shown: str) -> object:
    """What a JSON file holds; whole numbers too long for Python are told as such."""
    start = Place(shown, 1, 1)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(shown, error.lineno, error.colno)
        raise BadFiles([Problem(place, f"this is not JSON: {error.msg}")]) from None
    except ValueError:  # of a number only, by Python's limit on digits
        raise BadFiles([Problem(start, "a number in it has thousands of digits")]) from None
    except RecursionError:
        raise BadFiles([Problem(start, "it is nested too deeply")]) from None
    level = [document]
    for _ in range(_MOST_JSON_DEPTH):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    if level:
        raise BadFiles([Problem(start, "it is nested too deeply")])
    return document


def _draft_of(script: Script, shown: str) -> Draft:
    """A script as a routine: headings become groups, pauses rests; bells have no place in one."""
    lost = list(script.unknown)
    bells = sum(isinstance(part, Bell) for part in script.parts)
    start = Place(shown, 1, 1)
    if bells:
        lost.append(Problem(start, f"its bells ({bells}): play the script itself to hear them"))
    chapters: list[tuple[str, list[DraftItem]]] = [("", [])]
    for part in script.parts:
        match part:
            case ScriptChapter(title=title):
                chapters.append((title, []))
            case Words(text=text):
                chapters[-1][1].append(DraftNote(text))
            case Quiet(length_ms=length_ms) if length_ms >= _SHORTEST_REST_MS:
                chapters[-1][1].append(DraftRest(length_ms))
            case Quiet() | Bell():
                pass
    if len(chapters) > 1:
        lost.append(Problem(start, "headings are titles here; in the routine they are spoken"))
    if any(isinstance(part, Quiet) and part.length_ms >= _ANNOUNCED_MS for part in script.parts):
        lost.append(Problem(start, "silent pauses: the coach announces rests of 5 s and more"))
    items: list[DraftItem] = []
    for title, inside in chapters:
        if title and inside:
            items.append(DraftGroup(title, 1, tuple(inside)))
        else:
            items.extend(inside)
    return Draft(script.name, tuple(items), lost=tuple(lost))


def _text(path: Path, shown: str) -> str:
    return decoded(_bytes(path, shown), shown)


def _bytes(path: Path, shown: str) -> bytes:
    raw = read_bytes(path)
    if len(raw) > MOST_BYTES:
        hint = "make several files of it"
        raise BadFiles([Problem(Place(shown, 1, 1), "it is longer than 64 kB", hint)])
    return raw


def _name_of(path: Path) -> str:
    return without_unseen(path.stem).replace("_", " ").replace("-", " ").strip() or "Script"
