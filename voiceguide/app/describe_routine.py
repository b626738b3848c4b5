"""A routine as `show` tells it: what it is, how long, and a picture of its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voiceguide.app.description import Shown, fact, facts_of, origin, paragraph, width
from voiceguide.app.preparing import ESTIMATED, for_person, planned
from voiceguide.app.text_picture import picture, rows_of
from voiceguide.arranging.conditions import has_unchecked_steps
from voiceguide.exporting.script.sheet import sheet
from voiceguide.routine.model import Do, Step
from voiceguide.routine.routine_file import leaves
from voiceguide.session import is_path, load
from voiceguide.text import clock

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.session import Choices, Loaded
    from voiceguide.timeline import Timeline


def shown(name: str, chosen: Choices, context: AppContext, *, for_me: bool) -> Shown:
    """A routine by id or file. Raises what `load` and the chosen voice raise."""
    loaded = load(name, context.folders)
    if for_me:
        chosen = for_person(chosen, loaded.library, context)
    timeline = planned(loaded, chosen, context)
    where = name if is_path(name) else origin("routine", name, loaded.library)
    lines = tuple(_lines(loaded, timeline, where))
    notes = [str(warning) for warning in loaded.warnings]
    if not timeline.voice.measured:
        notes.append(ESTIMATED)
    return Shown(lines, _facts(loaded, timeline, where), tuple(notes))


def _lines(loaded: Loaded, timeline: Timeline, where: str) -> Iterator[str]:
    routine, options = loaded.routine, timeline.options
    needs, helps = _equipment(loaded, timeline)
    spoken_ms = sum(cue.length_ms for cue in timeline.voices)
    share = round(100 * spoken_ms / max(1, timeline.length_ms))
    sure = "measured" if timeline.voice.measured else "estimated"
    yield f"{routine.name} ({routine.id})"
    yield from paragraph(routine.about)
    yield ""
    yield from fact("Length", f"{clock(timeline.length_ms)} ({sure}), {share} % of it speech")
    yield from fact("Level", options.level)
    yield from fact("Voice", f"{options.pace} pace, {options.detail} detail")
    yield from fact("Needed", ", ".join(needs))
    yield from fact("Helpful", ", ".join(helps))
    if has_unchecked_steps(routine):
        yield from fact("Conditions", "its steps do not say whom they do not suit")
    yield from fact("File", where)
    yield ""
    yield from picture(timeline, width())
    changes = sheet(timeline).notes
    if changes:
        yield ""
        yield from facts_of("Changed", changes)


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
    for number, item in enumerate(leaves(loaded.routine.items), 1):
        if isinstance(item, Step) and (number, None) in done:
            needs |= dict.fromkeys(item.needs)
        if isinstance(item, Do) and item.version and (number, item.do) in done:
            version = library.exercise(item.do).version(item.version)
            needs |= dict.fromkeys(version.needs if version else ())
    helps = dict.fromkeys(thing for exercise in exercises for thing in exercise.helps)
    names = library.equipment
    return (
        [names[thing] for thing in needs],
        [names[thing] for thing in helps if thing not in needs],
    )
