"""What there is: routines, exercises, advice, voices and sounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from voiceguide.app.preparing import ESTIMATED

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.routine.library import FileKind, Library
    from voiceguide.settings import Folders

Facts = dict[str, object]
"""One thing, for programs."""
Describe = Callable[[str], tuple[Facts, Sequence[str]]]
"""Facts of the thing with an id, and the cells of its row but the first and the last.

Raises BadFiles.
"""


class Listing(Struct, frozen=True):
    """The things there are, the same as columns for a person, and what to tell beside them."""

    entries: list[Facts] = field(default_factory=list)
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    """For a person who reads the columns."""
    problems: list[str] = field(default_factory=list)
    """Why something is missing; told beside facts for programs, too."""


def routines(context: AppContext, voice: str | None) -> Listing:
    """The routines with their lengths, estimated ones without a voice."""
    from voiceguide.app import listing_index

    if voice is not None:
        return _laid_out(context, voice)
    key = listing_index.index_key(context.folders, context.settings)
    if key is not None and (kept := listing_index.read_index(context.folders, key)) is not None:
        entries, rows = kept
        return Listing(entries, rows, (ESTIMATED,))
    listing = _laid_out(context, None)
    if key is not None and all("problem" not in entry for entry in listing.entries):
        listing_index.keep_index(context.folders, key, [listing.entries, listing.rows])
    return listing


def _laid_out(context: AppContext, voice: str | None) -> Listing:
    from voiceguide import session
    from voiceguide.app.preparing import planned
    from voiceguide.planning.session_needs import needs_of
    from voiceguide.planning.session_topics import effort_of, purposes_of
    from voiceguide.routine.session_kinds import sort_of
    from voiceguide.session_options import SessionOptions
    from voiceguide.text import clock

    library = _library(context.folders)
    chosen = SessionOptions(voice=voice)

    def describe(id: str) -> tuple[Facts, Sequence[str]]:
        loaded = session.load(id, context.folders, library)
        timeline = planned(loaded, chosen, context)
        needs = needs_of(loaded.routine, loaded.library)
        routine, level, length_ms = loaded.routine, timeline.options.level, timeline.length_ms
        facts: Facts = {
            "name": routine.name,
            "about": routine.about,
            "language": routine.language,
            "level": level,
            "length_ms": length_ms,
            "measured": timeline.voice.measured,
            "body": routine.body,
            "effort": effort_of(routine, loaded.library),
            "sort": sort_of(purposes_of(routine, loaded.library)),
            "where": needs.where,
            "things": needs.things,
            "all_out": needs.all_out,
        }
        what_for = routine.body or str(facts["effort"])
        where = ", ".join(needs.where)
        return facts, (f"{clock(length_ms):>5}", level, what_for, where, routine.name)

    notes = () if voice else (ESTIMATED,)
    return _of_library(library, "routine", describe, unknown=("-", "", "", ""), notes=notes)


def exercises(folders: Folders) -> Listing:
    """The exercises."""
    from voiceguide.planning.session_needs import place_of

    library = _library(folders)

    def describe(id: str) -> tuple[Facts, Sequence[str]]:
        exercise = library.exercise(id)
        where = place_of(exercise.position, library)
        things = dict.fromkeys((*(("mat",) if where == "floor" else ()), *exercise.needs))
        facts: Facts = {
            "name": exercise.name,
            "other_names": exercise.other_names,
            "about": exercise.why,
            "purpose": exercise.purpose,
            "position": exercise.position,
            "where": (where,),
            "things": tuple(things),
        }
        return facts, (exercise.purpose, exercise.name)

    return _of_library(library, "exercise", describe)


def advice(folders: Folders) -> Listing:
    """The advice."""
    library = _library(folders)

    def describe(id: str) -> tuple[Facts, Sequence[str]]:
        advice = library.advice(id)
        return {"name": advice.name, "verdict": advice.verdict}, (advice.verdict, advice.name)

    return _of_library(library, "advice", describe)


def conditions(folders: Folders) -> Listing:
    """The conditions that exercises know, each in words."""
    return _in_words(_library(folders).safety.conditions)


def equipment(folders: Folders) -> Listing:
    """The things that exercises need, each in words."""
    return _in_words(_library(folders).equipment)


def positions(folders: Folders) -> Listing:
    """The positions that exercises begin in, and what leads there."""
    known = _library(folders).positions.positions
    return _in_words({id: position.arrive for id, position in known.items()})


def _in_words(words: Mapping[str, str]) -> Listing:
    """Ids that a routine or an option may name, each with what it means."""
    entries: list[Facts] = [{"id": id, "words": text} for id, text in words.items()]
    return Listing(entries, [(id, text) for id, text in words.items()])


def voices(_folders: Folders) -> Listing:
    """The voices of every engine, and those that can be had."""
    from voiceguide.app.voices import voice_listing

    return voice_listing()


def sounds(folders: Folders) -> Listing:
    """The tones, the person's own included."""
    from voiceguide.audio.tones import tone_lengths, unknown_sounds

    own = folders.sounds
    notes = [f"Your own sounds go here: {own}"]
    if unknown := unknown_sounds(own):
        notes.append(f"Never heard, for no tone is called so: {', '.join(unknown)}")
    listing = Listing(notes=tuple(notes))
    for name, length_ms in tone_lengths(own).items():
        mine = (own / f"{name}.wav").exists()
        listing.entries.append({"name": name, "length_ms": length_ms, "built_in": not mine})
        listing.rows.append((name, f"{length_ms:>4} ms", _whose(mine, replaces=True)))
    return listing


LISTINGS: dict[str, Callable[[Folders], Listing]] = {
    "exercises": exercises,
    "advice": advice,
    "conditions": conditions,
    "equipment": equipment,
    "positions": positions,
    "voices": voices,
    "sounds": sounds,
}
"""What can be listed beside the routines, and how."""


def _library(folders: Folders) -> Library:
    from voiceguide.routine.library import Library

    return Library([folders.library])


def _of_library(
    library: Library,
    kind: FileKind,
    describe: Describe,
    unknown: Sequence[str] = ("",),
    notes: tuple[str, ...] = (),
) -> Listing:
    """Every thing of a kind; of a file that cannot be used why, after the `unknown` cells."""
    from voiceguide.errors import BadFiles
    from voiceguide.routine.library import FOLDERS

    listing = Listing(notes=notes)
    for id, origin in library.ids(kind).items():
        replaces = (library.built_in / FOLDERS[kind] / f"{id}.yaml").is_file()
        entry: Facts = {
            "id": id,
            "file": str(origin.path),
            "built_in": origin.built_in,
            "replaces_built_in": replaces and not origin.built_in,
        }
        try:
            facts, cells = describe(id)
        except BadFiles as bad:
            problem = bad.problems[0]
            facts = {"problem": f"{problem.place}: {problem.message}"}
            cells = (*unknown, f"cannot be used: {facts['problem']}")
        listing.entries.append(entry | facts)
        listing.rows.append((id, *cells, _whose(not origin.built_in, replaces=replaces)))
    return listing


def _whose(mine: bool, *, replaces: bool) -> str:
    if not mine:
        return ""
    return "yours, in place of the built-in one" if replaces else "yours"
