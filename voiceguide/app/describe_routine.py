"""A routine: what it is, how long, and a picture of its timeline."""

from __future__ import annotations

from voiceguide.app.context import AppContext
from voiceguide.app.description import Description, Part, origin
from voiceguide.app.preparing import ESTIMATED, for_me_in, planned
from voiceguide.app.text_picture import picture, rows_of
from voiceguide.exporting.script.sheet import length_told, sheet
from voiceguide.loading import Loaded
from voiceguide.planning.conditions import has_unchecked_steps
from voiceguide.routine.model import Do, GiveAdvice, Step
from voiceguide.routine.routine_file import leaves
from voiceguide.session import is_path, load
from voiceguide.session_options import SessionOptions
from voiceguide.text import clock
from voiceguide.timeline import Timeline


def routine(name: str, chosen: SessionOptions, context: AppContext, *, for_me: bool) -> Description:
    """A routine by id or file. Raises what `load` and the chosen voice raise."""
    loaded = load(name, context.folders)
    if for_me:
        chosen = for_me_in(loaded, chosen, context)
    timeline = planned(loaded, chosen, context)
    where = name if is_path(name) else origin("routine", name, loaded.library)
    notes = [*map(str, loaded.warnings), *([] if timeline.voice.measured else [ESTIMATED])]
    facts = _facts(loaded, timeline, where)
    return Description(_parts(loaded, timeline, where), facts, tuple(notes))


def _parts(loaded: Loaded, timeline: Timeline, where: str) -> tuple[Part, ...]:
    routine, options = loaded.routine, timeline.options
    needs, helps = _equipment(loaded, timeline)
    spoken_ms = sum(cue.length_ms for cue in timeline.voices)
    share = round(100 * spoken_ms / max(1, timeline.length_ms))
    sure = "measured" if timeline.voice.measured else "estimated"
    length = f"{clock(timeline.length_ms)} ({sure}), {share} % of it speech"
    unchecked = has_unchecked_steps(routine)
    changes = sheet(timeline).notes
    return (
        f"{routine.name} ({routine.id})",
        (None, [routine.about]),
        "",
        ("Length", [length_told(timeline, length)]),
        ("Level", [options.level]),
        ("Voice", [f"{options.pace} pace, {options.detail} detail"]),
        ("Needed", [", ".join(needs)]),
        ("Helpful", [", ".join(helps)]),
        ("Conditions", ["its steps do not say whom they do not suit" if unchecked else None]),
        ("File", [where]),
        "",
        lambda width: picture(timeline, width),
        *(("", ("Changed", changes)) if changes else ()),
    )


def _facts(loaded: Loaded, timeline: Timeline, where: str) -> dict[str, object]:
    routine = loaded.routine
    needs, helps = _equipment(loaded, timeline)
    return {
        "kind": "routine",
        "id": routine.id,
        "name": routine.name,
        "about": routine.about,
        "file": where,
        "level": timeline.options.level,
        "length_ms": timeline.length_ms,
        "measured": timeline.voice.measured,
        "speech_ms": sum(cue.length_ms for cue in timeline.voices),
        "equipment": {"needs": needs, "helps": helps},
        "items": [
            {
                "item": row.stretch.first.item,
                "label": row.label,
                "exercise": row.stretch.first.exercise,
                "start_ms": row.stretch.start_ms,
                "end_ms": row.stretch.end_ms,
                "dose": row.dose,
            }
            for row in rows_of(timeline)
            if row.stretch.first.item is not None
        ],
        "notes": [
            {"change": note.change, "from": note.before, "to": note.after, "why": note.why}
            for note in timeline.notes
        ],
        "warnings": [str(warning) for warning in loaded.warnings],
    }


def _equipment(loaded: Loaded, timeline: Timeline) -> tuple[list[str], list[str]]:
    """What is needed for what is done, and what else helps, as the coach calls the things."""
    library = loaded.library
    done = dict.fromkeys((each.item, each.exercise) for each in timeline.segments if each.item)
    exercises = [library.exercise(id) for _, id in done if id is not None]
    needs = dict.fromkeys(thing for exercise in exercises for thing in exercise.needs)
    helps = dict.fromkeys(thing for exercise in exercises for thing in exercise.helps)
    for number, item in enumerate(leaves(loaded.routine.items), 1):
        if isinstance(item, Step) and (number, None) in done:
            needs |= dict.fromkeys(item.needs)
        if isinstance(item, GiveAdvice) and (number, None) in done:
            helps |= dict.fromkeys(library.advice(item.advice).helps)
        if isinstance(item, Do) and item.version and (number, item.do) in done:
            version = library.exercise(item.do).version(item.version)
            needs |= dict.fromkeys(version.needs if version else ())
    names = library.equipment
    return (
        [names[thing] for thing in needs],
        [names[thing] for thing in helps if thing not in needs],
    )
