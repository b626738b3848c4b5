"""`voiceguide list`: what there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.errors import BadFiles
    from voiceguide.routine.library import FileKind, Library

What = Annotated[
    Literal["routines", "exercises", "advice", "voices", "sounds"],
    typer.Argument(metavar="WHAT", help="routines, exercises, advice, voices or sounds."),
]
Entry = dict[str, object]
"""One thing, as the JSON answer holds it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The things there are, the same as columns for a person, and what to tell beside them."""

    entries: list[Entry]
    rows: list[tuple[str, ...]]
    notes: tuple[str, ...] = ()
    """For a person who reads the columns."""
    problems: tuple[str, ...] = ()
    """Why something is missing; told beside JSON, too."""


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        "list",
        epilog=options.examples(
            "voiceguide list", "voiceguide list exercises", "voiceguide list voices --json"
        ),
    )(list_)


def list_(what: What = "routines", json: options.Json = False, voice: options.Voice = None) -> None:
    """List the routines, exercises, advice, voices or sounds that there are."""
    match what:
        case "routines":
            listing = _routines(voice)
        case "exercises":
            listing = _exercises()
        case "advice":
            listing = _advice()
        case "voices":
            listing = _voices()
        case "sounds":
            listing = _sounds()
    for problem in listing.problems:
        console.tell(f"warning: {problem}")
    if json:
        console.write_json(listing.entries)
        return
    _print_table(listing.rows)
    for note in listing.notes:
        console.tell(note)


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        console.say("  ".join(cells).rstrip())


def _routines(voice: str | None) -> Listing:
    from voiceguide import session
    from voiceguide.app.preparing import ESTIMATED, planned
    from voiceguide.errors import BadFiles
    from voiceguide.text import clock

    context = user_context()
    library = _library()
    chosen = options.choices(voice=voice)
    listing = Listing([], [], () if voice else (ESTIMATED,))
    for entry, whose in _found(library, "routine"):
        id = str(entry["id"])
        listing.entries.append(entry)
        try:
            loaded = session.load(id, context.folders, library)
            timeline = planned(loaded, chosen, context)
        except BadFiles as bad:
            listing.rows.append((id, "-", "", _unusable(entry, bad), whose))
            continue
        routine, level = loaded.routine, timeline.options.level
        entry |= {
            "name": routine.name,
            "about": routine.about,
            "level": level,
            "length_ms": timeline.length_ms,
            "measured": timeline.voice.measured,
        }
        listing.rows.append((id, f"{clock(timeline.length_ms):>5}", level, routine.name, whose))
    return listing


def _exercises() -> Listing:
    from voiceguide.errors import BadFiles

    library = _library()
    listing = Listing([], [])
    for entry, whose in _found(library, "exercise"):
        id = str(entry["id"])
        listing.entries.append(entry)
        try:
            exercise = library.exercise(id)
        except BadFiles as bad:
            listing.rows.append((id, "", _unusable(entry, bad), whose))
            continue
        entry |= {
            "name": exercise.name,
            "purpose": exercise.purpose,
            "position": exercise.position,
        }
        listing.rows.append((id, exercise.purpose, exercise.name, whose))
    return listing


def _advice() -> Listing:
    from voiceguide.errors import BadFiles

    library = _library()
    listing = Listing([], [])
    for entry, whose in _found(library, "advice"):
        id = str(entry["id"])
        listing.entries.append(entry)
        try:
            advice = library.advice(id)
        except BadFiles as bad:
            listing.rows.append((id, "", _unusable(entry, bad), whose))
            continue
        entry |= {"name": advice.name, "verdict": advice.verdict}
        listing.rows.append((id, advice.verdict, advice.name, whose))
    return listing


def _voices() -> Listing:
    """The voices of every engine that runs; what is missing is told and hides no other."""
    from voiceguide.errors import NoVoice
    from voiceguide.speech.voice import ENGINES, list_voices

    missing: list[str] = []
    notes = ("Use one with: voiceguide play morning --voice VOICE",)
    listing = Listing([], [], notes)
    for engine in ENGINES:
        try:
            choices = list_voices(engine)
        except NoVoice as error:
            missing.append(f"no voices of {engine}: {error}")
            continue
        for choice in choices:
            voice = engine if choice.name == engine else f"{engine}:{choice.name}"
            listing.entries.append(
                {"voice": voice, "language": choice.language, "gender": choice.gender}
            )
            listing.rows.append((voice, choice.language or "", choice.gender or ""))
    return replace(listing, problems=tuple(missing))


def _sounds() -> Listing:
    from voiceguide.audio.tones import tone_lengths, unknown_sounds
    from voiceguide.settings import Folders

    own = Folders.of_user().sounds
    notes = [f"Your own sounds go here: {own}"]
    unknown = unknown_sounds(own)
    if unknown:
        notes.append(f"Never heard, for no tone is called so: {', '.join(unknown)}")
    listing = Listing([], [], tuple(notes))
    for name, length_ms in tone_lengths(own).items():
        mine = (own / f"{name}.wav").exists()
        listing.entries.append({"name": name, "length_ms": length_ms, "built_in": not mine})
        listing.rows.append((name, f"{length_ms:>4} ms", _whose(mine, replaces=True)))
    return listing


def _library() -> Library:
    from voiceguide.routine.library import Library
    from voiceguide.settings import Folders

    return Library([Folders.of_user().library])


def _found(library: Library, kind: FileKind) -> Iterator[tuple[Entry, str]]:
    """Every id of a kind, with where it comes from, for programs and for people."""
    from voiceguide.routine.library import FOLDERS

    for id, origin in library.ids(kind).items():
        replaces = (library.built_in / FOLDERS[kind] / f"{id}.yaml").is_file()
        entry: Entry = {
            "id": id,
            "file": str(origin.path),
            "built_in": origin.built_in,
            "replaces_built_in": replaces and not origin.built_in,
        }
        yield entry, _whose(not origin.built_in, replaces=replaces)


def _whose(mine: bool, *, replaces: bool) -> str:
    if not mine:
        return ""
    return "yours, in place of the built-in one" if replaces else "yours"


def _unusable(entry: Entry, bad: BadFiles) -> str:
    """Say in the entry why a file cannot be used; the words for a person."""
    problem = bad.problems[0]
    entry["problem"] = f"{problem.place}: {problem.message}"
    return f"cannot be used: {entry['problem']}"
