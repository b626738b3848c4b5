"""All that is wrong with files, up to what only shows once a session is laid out in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from voiceguide.errors import BadFiles, Place, Problem, UsageError
from voiceguide.importing.script_text import Script, Words
from voiceguide.phrases.doubts import doubts
from voiceguide.phrases.languages import HOME_LANGUAGE
from voiceguide.phrases.phrases import languages
from voiceguide.planning.conditions import has_unchecked_steps
from voiceguide.planning.routine_positions import longest_fill_ms
from voiceguide.routine.advice_and_positions import advice_record
from voiceguide.routine.cross_checks import check_advice, check_exercise
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.library import (
    BUILT_IN,
    FOLDERS,
    SINGLES,
    Library,
    id_of,
    kind_of_file,
    read_file,
    shown_path,
)
from voiceguide.routine.model import Rest, Routine
from voiceguide.routine.routine_file import leaves, routine_record
from voiceguide.session import Loaded, load
from voiceguide.settings import Folders
from voiceguide.text import duration
from voiceguide.timeline import Timeline

LayOut = Callable[[Loaded], Timeline]
"""Lays a routine without errors out in time, with estimated or measured lengths."""

LENGTH_OFF_PERCENT = 10


def installed_files(folders: Folders) -> list[Path]:
    """The files of everything in the library: the person's own, and the built-in ones beside."""
    found: dict[Path, None] = {}
    for language in languages():
        library = Library([folders.library], language=language)
        for kind in FOLDERS:
            found |= dict.fromkeys(origin.path for origin in library.ids(kind).values())
        home = BUILT_IN if language == HOME_LANGUAGE else BUILT_IN / language
        for root in (home, folders.library):
            singles = (root / f"{name}.yaml" for name in SINGLES)
            found |= dict.fromkeys(path for path in singles if path.is_file())
    return list(found)


def files_in(folder: Path) -> list[Path]:
    """The YAML files of a folder and of those in it that a library has, each language's too.

    Raises UsageError where there are none, OSError for a folder that cannot be read.
    """
    roots = [folder, *(folder / language for language in languages())]
    places = [
        place for root in roots for place in (root, *(root / each for each in FOLDERS.values()))
    ]
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = (path for path in sorted(place.iterdir()) if not path.is_dir())
            found += (path for path in inside if path.suffix.lower() in (".yaml", ".yml"))
    if not found:
        raise UsageError(
            f"there are no .yaml files in {shown_path(folder)}",
            hint="give a file, an id, or a folder with routines, exercises or advice",
        )
    return found


def unused_files(folders: Folders) -> list[Problem]:
    """A warning for each of the person's files that is passed over for its name."""
    libraries = (Library([folders.library / own]) for own in languages() if own != HOME_LANGUAGE)
    strays = [*Library([folders.library]).strays()]
    return strays + [problem for library in libraries for problem in library.strays()]


def check_file(path: Path, folders: Folders, lay_out: LayOut) -> list[Problem]:
    """All problems of one file, in order, those of the files it uses included.

    What it is follows from what is in it. Never raises for anything that a file may hold.
    """
    try:
        problems = _problems(path, folders, lay_out)
    except BadFiles as bad:
        problems = list(bad.problems)
    except UsageError as error:
        problems = [Problem(Place(shown_path(path), 1, 1), error.message, error.hint)]
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.place)


def says_whom_it_suits(path: Path) -> bool:
    """Whether every step of a file that is a routine says whom it does not suit."""
    if kind_of_file(path) != "routine":
        return True
    routine, _ = read_file(path, routine_record(id_of(path)), language=_language_of(path))
    return routine is None or not has_unchecked_steps(routine)


def check_lengths(routine: Routine, timeline: Timeline) -> list[Problem]:
    """What a laid-out session shows: a length that does not fit, a fill that is too long."""
    wanted_ms = routine.length_ms
    if wanted_ms is None:
        return []
    place = routine.places.get("length", routine.place)
    rests = (item for item in leaves(routine.items) if isinstance(item, Rest))
    fill = next((rest for rest in rests if rest.length_ms is None), None)
    if fill is None:
        return list(_off(wanted_ms, timeline.length_ms, place))
    over_ms = timeline.length_ms - wanted_ms
    if over_ms > 0:
        message = f"{duration(over_ms)} too long for {duration(wanted_ms)}, even at its shortest"
        return [_warning(place, message, "take an exercise out, or give it more time")]
    fill_ms = max(s.length_ms for s in timeline.segments if s.kind == "fill")
    longest_ms = longest_fill_ms(routine)
    if fill_ms > longest_ms:
        message = f"the rest that fills up the length lasts {duration(fill_ms)}"
        hint = f"over {duration(longest_ms)} is a long silence: add an exercise, or shorten it"
        return [_warning(fill.places.get("rest", fill.place), message, hint)]
    return []


def _off(wanted_ms: int, length_ms: int, place: Place) -> Iterator[Problem]:
    if abs(length_ms - wanted_ms) * 100 > LENGTH_OFF_PERCENT * wanted_ms:
        message = f"lasts {duration(length_ms)}, not {duration(wanted_ms)}"
        hint = "change 'length', or add  - rest: fill  where the rest of the time may go"
        yield _warning(place, message, hint)


def _warning(place: Place, message: str, hint: str) -> Problem:
    return Problem(place, message, hint, "warning")


def _problems(path: Path, folders: Folders, lay_out: LayOut) -> list[Problem]:
    language = _language_of(path)
    library = Library.of_file(path, folders.library, language)
    kind = kind_of_file(path)
    match kind:
        case "exercise":
            exercise, problems = read_file(path, exercise_record(id_of(path)), language=language)
            return problems + (
                check_exercise(exercise, library) if exercise else library.unknown_names_in(path)
            )
        case "advice":
            advice, problems = read_file(path, advice_record(id_of(path)), language=language)
            return problems + (
                check_advice(advice, library) if advice else library.unknown_names_in(path)
            )
        case "positions" | "equipment" | "safety" | "poses":
            return _of_single(path, kind, language)
        case "habits":
            start = Place(shown_path(path), 1, 1)
            hint = "the built-in goals and reminders are used; this file may go"
            return (
                []
                if path.is_relative_to(BUILT_IN)
                else [Problem(start, "habits of your own are not read", hint)]
            )
        case _:  # a routine, or nothing that can be told: it is read as one, which says so
            loaded = load(str(path.absolute()), folders)
            if loaded.script is not None:
                return [*loaded.warnings, *_said_otherwise(loaded.script, language)]
            if loaded.routine.length_ms is None:
                return list(loaded.warnings)
            return [*loaded.warnings, *check_lengths(loaded.routine, lay_out(loaded))]


def _said_otherwise(script: Script, language: str) -> Iterator[Problem]:
    """What a voice may not say of a script as it was meant."""
    for part in script.parts:
        if isinstance(part, Words) and part.place is not None:
            for doubt in doubts(part.text, language):
                yield _warning(part.place, doubt.message, doubt.hint)


def _of_single(
    path: Path, name: Literal["positions", "equipment", "safety", "poses"], language: str
) -> list[Problem]:
    """The problems of a file that there is only one of, found where the library looks for it."""
    if path.name != f"{name}.yaml":
        start = Place(shown_path(path), 1, 1)
        return [Problem(start, f"nobody reads the {name} here", f"call the file {name}.yaml")]
    own = [] if path.is_relative_to(BUILT_IN) else [path.parent]
    library = Library(own, language=language)
    getattr(library, name)
    return library.warnings


def _language_of(path: Path) -> str:
    """The language of the folder that a file lies in, or in a folder of which it lies."""
    folders = (folder.name for folder in path.absolute().parents[:2])
    return next((name for name in folders if name in languages()), HOME_LANGUAGE)
