"""A routine's own step with everything decided, as an exercise of one phase."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from voiceguide.planning.notes import Round
from voiceguide.planning.steps import STEP_REST_MS, Rung, Work
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import Hold, Move, Phase, Position, Say, Step
from voiceguide.routine.tempo import Part, Tempo
from voiceguide.structs import replace
from voiceguide.units import Ms


def work_of_step(
    number: int,
    step: Step,
    position: Position,
    quarters: int,
    *,
    rounds: tuple[Round, ...] = (),
    again: bool = False,
) -> Work:
    """Item `number`, done in a position; `quarters` is the place in every range, 0 to 4."""
    return Work(
        item=number,
        place="next",
        name=step.name,
        exercise=None,
        position=position,
        sides=step.sides,
        sets=step.sets.at(quarters) if step.sets else 1,
        reps=step.reps.at(quarters) if step.reps and not step.until else 1,
        times=step.reps.at(quarters) if step.reps and step.until else None,
        phases=_phases(step, quarters),
        rungs=tuple(rungs(step.ladder, 1, _phases(step, quarters))),
        rest_ms=STEP_REST_MS if step.rest_ms is None else step.rest_ms,
        get_ready=tuple(Say(line, Ms(0)) for line in step.say),
        needs=step.needs,
        loads=step.loads,
        get_set=step.get_set,
        effort=step.effort,
        intensity=step.intensity,
        eyes=step.eyes,
        bell=step.bell,
        rounds=rounds,
        again=again,
        placed=step.position is not None,
    )


def rungs(
    ladder: tuple[Amount, ...], reps: int, phases: tuple[Phase, ...], held: Collection[int] = (0,)
) -> Iterator[Rung]:
    """The sets of a ladder: of times, or of holds, which are the phases at the places `held`.

    `reps` and `phases` are those of a set without the ladder.
    """
    for amount in ladder:
        if amount.unit == "times":
            yield Rung(amount, amount.low, phases)
        else:
            of_rung = (
                replace(phase, amount=amount)
                if isinstance(phase, Hold) and place in held
                else phase
                for place, phase in enumerate(phases)
            )
            yield Rung(amount, reps, tuple(of_rung))


def _phases(step: Step, quarters: int) -> tuple[Phase, ...]:
    if step.about_ms is not None:
        about = Amount(step.about_ms, step.about_ms, "time")
        return (Hold(about, count="silent", until_ready=True),)
    if step.tempo is not None:
        return tuple(_part(part, length) for part, length in step.tempo.parts(step.begins))
    if step.length is None:
        return (Move("", step.takes_ms or Ms(0)),)
    length = step.length.at(quarters)
    return (Hold(Amount(length, length, step.length.unit), count=step.count),)


def _part(part: Part, length_ms: Ms) -> Phase:
    """A part of a repetition, in the coach's own words."""
    match part:
        case "lower" | "lift":
            return Move("", length_ms, away=part == "lift", part=part)
        case "hold" | "pause":
            return still(length_ms, part)


def still(length_ms: Ms, part: Literal["hold", "pause"]) -> Hold:
    """A hold that is a part of a tempo."""
    return Hold(Amount(length_ms, length_ms, "time"), count="silent", part=part)


def at_tempo(phases: tuple[Phase, ...], tempo: Tempo) -> tuple[Phase, ...]:
    """Phases of which those that are a part of it last as long as a tempo says."""
    timed: list[Phase] = []
    for phase in phases:
        match phase:
            case Move(part="lower" | "lift" as moving):
                timed.append(replace(phase, takes_ms=tempo.of(moving)))
            case Hold(part="hold" | "pause" as resting):
                if length_ms := tempo.of(resting):
                    timed.append(
                        replace(still(length_ms, resting), say=phase.say, again=phase.again)
                    )
            case _:
                timed.append(phase)
    return tuple(timed)
