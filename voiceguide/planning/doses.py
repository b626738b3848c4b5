"""Sets, reps and holds of one exercise, from its ranges and what the item says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from voiceguide.planning.step_work import at_tempo, rungs
from voiceguide.planning.steps import Work, cycle_ms
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import (
    Do,
    Exercise,
    Hold,
    Phase,
    Position,
    Say,
    Sides,
    Version,
)
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace


class PlaceInRange(Struct, frozen=True):
    """Where in its range an amount is taken, in quarters 0 to 4."""

    asked: int
    """For amounts that are written in the item."""
    shifted: int
    """For all others: what fitting to a length made of it."""


def work_of(
    number: int,
    do: Do,
    exercise: Exercise,
    place: PlaceInRange,
    position: Position,
    options: SessionOptions,
) -> Work:
    """An item's exercise with its sets, reps and holds decided."""
    chosen = exercise.version_for(options.conditions)
    if chosen is None and do.version:
        chosen = exercise.version(do.version)
    written = chosen.rep if chosen and chosen.rep else exercise.rep

    def value(own: Amount | None, dose: Amount) -> int:
        return dose.at(place.shifted) if own is None else own.at(place.asked)

    hold = do.hold or exercise.dose.hold
    if hold is not None:
        low = hold.at(place.asked if do.hold else place.shifted)
        hold = replace(hold, low=low, high=low, bound="range")
    phases = tuple(_decided(phase, hold, place.shifted) for phase in written)
    if do.tempo is not None:
        phases = at_tempo(phases, do.tempo)
    repeat_for_ms: int | None = None
    own_reps = do.reps is not None or do.counts_rungs
    repeat_for = do.repeat_for or (None if own_reps else exercise.dose.repeat_for)
    if repeat_for is not None:
        repeat_for_ms = value(do.repeat_for, repeat_for)
        reps = -(-repeat_for_ms // cycle_ms(phases, breath_ms(options)))
    else:
        reps = value(do.reps, exercise.dose.reps)
    held = [n for n, phase in enumerate(written) if isinstance(phase, Hold) and not phase.amount]
    ladder = tuple(rungs(do.ladder, reps, phases, held))
    offers = exercise.offer_easier if chosen is None else None
    offered = exercise.version(offers) if offers else None
    said_if = exercise.say_if.items()
    for_conditions = tuple(line for id, line in said_if if id in options.conditions)
    return Work(
        item=number,
        place="next",
        name=exercise.name,
        exercise=exercise.id,
        position=position,
        purpose=exercise.purpose,
        sides=_sides(exercise.sides, do.sides),
        sets=len(ladder) or value(do.sets, exercise.dose.sets),
        reps=ladder[0].reps if ladder else reps,
        phases=ladder[0].phases if ladder else phases,
        rungs=ladder,
        rest_ms=exercise.dose.rest_ms if do.rest_ms is None else do.rest_ms,
        repeat_for_ms=repeat_for_ms,
        get_ready=(*_ready_lines(exercise, chosen), *(Say(line) for line in for_conditions)),
        for_conditions=for_conditions,
        before=do.before,
        after=do.after,
        why=exercise.why,
        feel=exercise.feel,
        breathing=exercise.breathing,
        watch=tuple(line.say for line in exercise.watch if not line.always),
        always_watch=tuple(line.say for line in exercise.watch if line.always),
        loads=do.loads,
        get_set=do.get_set or exercise.get_set,
        effort=do.effort,
        intensity=do.intensity,
        eyes=exercise.eyes,
        sources=exercise.shown_sources,
        chosen=chosen,
        offered=offered,
        finish=exercise.finish,
        needs=once((*exercise.needs, *(chosen.needs if chosen else ()))),
        helps=_helps(exercise),
    )


def _helps(exercise: Exercise) -> tuple[str, ...]:
    """What helps with the exercise as it is; nothing that belongs to one of its versions."""
    versions = (*exercise.easier, *exercise.harder)
    theirs = {thing for version in versions for thing in version.needs}
    return tuple(thing for thing in exercise.helps if thing not in theirs)


def _ready_lines(exercise: Exercise, chosen: Version | None) -> tuple[Say, ...]:
    own = chosen.get_ready if chosen is not None else None
    return exercise.get_ready if own is None else own


def breath_ms(options: SessionOptions) -> int:
    """How long a breath in and out lasts."""
    return options.breath_in_ms + options.breath_out_ms


def _decided(phase: Phase, dose_hold: Amount | None, quarters: int) -> Phase:
    """The phase with an exact amount; a range written in the phase is taken at its place."""
    if isinstance(phase, Hold):
        amount = phase.amount or dose_hold
        if amount is not None:
            value = amount.at(quarters)
            return replace(phase, amount=replace(amount, low=value, high=value, bound="range"))
    return phase


def _sides(sides: Sides, written: Any) -> Sides:
    return replace(sides, **written) if written else sides


def once(things: Iterable[str]) -> tuple[str, ...]:
    """Each thing once, in the order of first use."""
    return tuple(dict.fromkeys(things))
