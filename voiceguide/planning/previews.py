"""What comes after a rest, so that the rest can say it."""

from __future__ import annotations

from voiceguide.planning.steps import GroupStep, IntervalsStep, PlanStep, RestStep, Work
from voiceguide.structs import replace


def with_previews(steps: tuple[PlanStep, ...]) -> tuple[PlanStep, ...]:
    """The same steps; each rest before an exercise or a timed step knows its name."""
    told: list[PlanStep] = []
    name: str | None = None
    for step in reversed(steps):
        match step:
            case Work() | IntervalsStep():
                name = step.name
            case RestStep():
                step, name = replace(step, then=name), None
            case GroupStep():
                pass
            case _:
                name = None
        told.append(step)
    return tuple(reversed(told))
