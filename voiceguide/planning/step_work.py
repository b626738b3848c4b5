"""A routine's own step with everything decided, as an exercise of one phase."""

from __future__ import annotations

from voiceguide.planning.steps import STEP_REST_MS, Work
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import Hold, Move, Phase, Position, Say, Step
from voiceguide.units import Ms


def work_of_step(number: int, step: Step, position: Position, quarters: int) -> Work:
    """Item `number`, done in a position; `quarters` is the place in every range, 0 to 4."""
    return Work(
        item=number,
        place="next",
        name=step.name,
        exercise=None,
        position=position,
        sides=step.sides,
        sets=step.sets.at(quarters) if step.sets else 1,
        reps=step.reps.at(quarters) if step.reps else 1,
        phases=(_phase(step, quarters),),
        rest_ms=STEP_REST_MS if step.rest_ms is None else step.rest_ms,
        get_ready=tuple(Say(line, Ms(0)) for line in step.say),
        needs=step.needs,
        loads=step.loads,
        effort=step.effort,
        eyes=step.eyes,
        bell=step.bell,
        placed=step.position is not None,
    )


def _phase(step: Step, quarters: int) -> Phase:
    if step.length is None:
        return Move("", step.takes_ms or Ms(0))
    length = step.length.at(quarters)
    return Hold(Amount(length, length, step.length.unit), count=step.count)
