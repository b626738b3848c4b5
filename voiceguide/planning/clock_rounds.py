"""Rounds that begin by the clock, whatever is done in them (docs/laws-of-time.md#every)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Literal

from voiceguide.planning.notes import Round
from voiceguide.planning.steps import Interval
from voiceguide.routine.model import Group, Item, Position, Rest, Step
from voiceguide.routine.rounds_in_time import timed_ms


def rounds_by_the_clock(
    group: Group,
    numbers: Mapping[int, int],
    positions: Mapping[int, Position | None],
    rounds: tuple[Round, ...],
    quarters: int,
) -> Iterator[Interval]:
    """All stretches of a group with `every`, each round exactly as long.

    What is at the person's own pace has the time that the others leave, or else a rest has it.
    `numbers` and `positions` are by an item's `id()`.
    """
    every_ms = group.every_ms or 0
    left_ms = every_ms - sum(timed_ms(item, quarters) for item in group.items)
    own_pace = any(_at_own_pace(item) for item in group.items)
    for number in range(1, group.rounds + 1):
        inside = (*rounds, Round(group.name, number, group.rounds))
        for at_own_pace, items in groupby(group.items, key=_at_own_pace):
            if at_own_pace:
                steps = [item for item in items if isinstance(item, Step)]
                yield _own_pace(steps, left_ms, numbers, positions, inside, quarters)
                continue
            for item in items:
                yield _timed(item, numbers, positions, inside, quarters)
        if not own_pace and left_ms:
            yield Interval("rest", left_ms, "", None, rounds=inside)


def rounds_at_own_pace(
    group: Group,
    numbers: Mapping[int, int],
    positions: Mapping[int, Position | None],
    rounds: tuple[Round, ...],
    quarters: int,
) -> Iterator[Interval]:
    """A group with `amrap` or `clock: up` as one stretch, in which the person counts the rounds."""
    steps = [item for item in group.items if isinstance(item, Step)]
    length_ms = group.amrap_ms or group.about_ms or 0
    inside = (*rounds, Round(group.name, 1, 1))
    stretch = _own_pace(steps, length_ms, numbers, positions, inside, quarters)
    if group.clock is None:
        yield replace(stretch, ready_counts="rounds")
    else:
        counts: Literal["rounds"] | None = "rounds" if group.rounds > 1 else None
        yield replace(stretch, count="silent", until="ready", ready_counts=counts)


def _at_own_pace(item: Item) -> bool:
    return isinstance(item, Step) and item.is_at_own_pace


def _own_pace(
    steps: list[Step],
    length_ms: int,
    numbers: Mapping[int, int],
    positions: Mapping[int, Position | None],
    rounds: tuple[Round, ...],
    quarters: int,
) -> Interval:
    """Steps that follow each other as one stretch; how it is divided is the person's."""
    first = steps[0]
    counted = [(step.reps.at(quarters) if step.reps else 1, step.name) for step in steps]
    loads = [step.loads[0] for step in steps if step.loads]
    return Interval(
        "hold",
        length_ms,
        ", ".join(f"{times} {name}" for times, name in counted),
        numbers[id(first)],
        position=positions[id(first)],
        count="ends",
        say=tuple(line for step in steps for line in step.say),
        rounds=rounds,
        sets=1,
        load=loads[0] if len(set(loads)) == 1 else None,
        intensity=first.intensity,
        effort=max((step.effort for step in steps if step.effort), default=None),
        eyes=next((step.eyes for step in steps if step.eyes), None),
        counted=tuple(counted),
    )


def _timed(
    item: Item,
    numbers: Mapping[int, int],
    positions: Mapping[int, Position | None],
    rounds: tuple[Round, ...],
    quarters: int,
) -> Interval:
    number, position, length_ms = numbers[id(item)], positions[id(item)], timed_ms(item, quarters)
    if isinstance(item, Rest):
        return Interval(
            "rest", length_ms, "", number, position=position, say=item.say, rounds=rounds
        )
    if not isinstance(item, Step):
        raise TypeError(f"a group with 'every' has no {type(item).__name__}")
    times = item.reps.at(quarters) if item.reps else None
    return Interval(
        "hold",
        length_ms,
        f"{times} {item.name}" if times else item.name,
        number,
        position=position,
        count=item.count,
        say=item.say,
        rounds=rounds,
        sets=1,
        load=item.loads[0] if item.loads else None,
        effort=item.effort,
        intensity=item.intensity,
        eyes=item.eyes,
        counted=((times, item.name),) if times else (),
    )
