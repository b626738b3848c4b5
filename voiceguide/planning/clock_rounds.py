"""Rounds that begin by the clock, whatever is done in them (docs/laws-of-time.md#every)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from voiceguide.planning.intervals import GroupInSession, Interval
from voiceguide.planning.notes import Round
from voiceguide.routine.model import Group, Item, Rest, Step
from voiceguide.routine.rounds_in_time import timed_ms
from voiceguide.structs import replace


def rounds_by_the_clock(group: Group, session: GroupInSession) -> Iterator[Interval]:
    """All stretches of a group with `every`, each round exactly as long.

    What is at the person's own pace has the time that the others leave, or else a rest has it.
    """
    every_ms = group.every_ms or 0
    left_ms = every_ms - sum(timed_ms(item, session.quarters) for item in group.items)
    own_pace = any(_at_own_pace(item) for item in group.items)
    for number in range(1, group.rounds + 1):
        inside = (*session.rounds, Round(group.name, number, group.rounds))
        for at_own_pace, items in groupby(group.items, key=_at_own_pace):
            if at_own_pace:
                steps = [item for item in items if isinstance(item, Step)]
                yield _own_pace(steps, left_ms, session, inside)
                continue
            for item in items:
                yield _timed(item, session, inside)
        if not own_pace and left_ms:
            yield Interval("rest", left_ms, "", None, rounds=inside)


def rounds_at_own_pace(group: Group, session: GroupInSession) -> Iterator[Interval]:
    """A group with `amrap` or `clock: up` as one stretch, in which the person counts the rounds."""
    steps = [item for item in group.items if isinstance(item, Step)]
    length_ms = group.amrap_ms or group.about_ms or 0
    inside = (*session.rounds, Round(group.name, 1, 1))
    stretch = _own_pace(steps, length_ms, session, inside)
    if group.clock is None:
        yield replace(stretch, ready_counts="rounds")
    else:
        counts: Literal["rounds"] | None = "rounds" if group.rounds > 1 else None
        yield replace(stretch, count="silent", until="ready", ready_counts=counts)


def _at_own_pace(item: Item) -> bool:
    return isinstance(item, Step) and item.is_at_own_pace


def _own_pace(
    steps: list[Step], length_ms: int, session: GroupInSession, rounds: tuple[Round, ...]
) -> Interval:
    """Steps that follow each other as one stretch; how it is divided is the person's."""
    first = steps[0]
    loads = {step.loads[0] if step.loads else None for step in steps}
    counted = [
        (
            step.reps.at(session.quarters) if step.reps else 1,
            f"{step.name}, {step.loads[0]}" if step.loads and len(loads) > 1 else step.name,
        )
        for step in steps
    ]
    return Interval(
        "hold",
        length_ms,
        ", ".join(f"{times} {name}" for times, name in counted),
        session.numbers[id(first)],
        position=session.positions[id(first)],
        count="ends",
        say=tuple(line for step in steps for line in step.say),
        rounds=rounds,
        sets=1,
        load=loads.pop() if len(loads) == 1 else None,
        intensity=first.intensity,
        effort=max((step.effort for step in steps if step.effort), default=None),
        eyes=next((step.eyes for step in steps if step.eyes), None),
        counted=tuple(counted),
    )


def _timed(item: Item, session: GroupInSession, rounds: tuple[Round, ...]) -> Interval:
    if isinstance(item, Rest):
        return session.rest(item, rounds)
    if not isinstance(item, Step):
        raise TypeError(f"a group with 'every' has no {type(item).__name__}")
    times = item.reps.at(session.quarters) if item.reps else None
    return Interval(
        "hold",
        timed_ms(item, session.quarters),
        f"{times} {item.name}" if times else item.name,
        session.numbers[id(item)],
        position=session.positions[id(item)],
        count=item.count,
        say=item.say,
        rounds=rounds,
        sets=1,
        load=item.loads[0] if item.loads else None,
        get_set=item.get_set,
        effort=item.effort,
        intensity=item.intensity,
        eyes=item.eyes,
        counted=((times, item.name),) if times else (),
    )
