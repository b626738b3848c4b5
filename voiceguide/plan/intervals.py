"""Groups of timed steps as a row of exact stretches (format 5.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voiceguide.plan.notes import Round
from voiceguide.plan.steps import STEP_REST_MS, Interval, IntervalsStep, Work
from voiceguide.routine.model import Group, Position, Rest, SideName, Step


def is_intervals(group: Group) -> bool:
    """Whether a group is made of timed steps, and rests between them, alone."""
    steps = [item for item in group.items if isinstance(item, Step)]
    rests = [item for item in group.items if isinstance(item, Rest) and item.length_ms is not None]
    return (
        bool(steps)
        and len(steps) + len(rests) == len(group.items)
        and all(step.length is not None and step.length.unit == "time" for step in steps)
        and not any(step.bell for step in steps)
    )


def intervals_of(
    group: Group,
    numbers: Mapping[int, int],
    position: Position,
    positions: Mapping[str, Position],
    rounds: tuple[Round, ...],
    quarters: int,
) -> IntervalsStep:
    """The group as intervals; `numbers` gives an item's number by its `id()`."""
    row = tuple(_row(group, numbers, position, positions, rounds, quarters))
    steps = sum(isinstance(item, Step) for item in group.items)
    return IntervalsStep(group.name, group.rounds, row, steps, rounds)


def _row(
    group: Group,
    numbers: Mapping[int, int],
    position: Position,
    positions: Mapping[str, Position],
    rounds: tuple[Round, ...],
    quarters: int,
) -> Iterator[Interval]:
    for number in range(1, group.rounds + 1):
        inside = (*rounds, Round(group.name, number, group.rounds))
        if number > 1 and group.rest_ms:
            yield Interval("rest", group.rest_ms, "", None, position=position, rounds=rounds)
        for item in group.items:
            if isinstance(item, Step):
                position = positions[item.position] if item.position else position
                yield from _holds(item, numbers[id(item)], position, inside, quarters)
            elif isinstance(item, Rest) and item.length_ms is not None:
                if item.position:
                    position = positions[item.position]
                yield Interval(
                    "rest",
                    item.length_ms,
                    "",
                    numbers[id(item)],
                    position=position,
                    say=item.say,
                    rounds=inside,
                )


def _holds(
    step: Step, number: int, position: Position, rounds: tuple[Round, ...], quarters: int
) -> Iterator[Interval]:
    """A step's holds with the rests and changes between them, as an exercise has them."""
    sets = step.sets.at(quarters) if step.sets else 1
    rest_ms = STEP_REST_MS if step.rest_ms is None else step.rest_ms
    work = Work(number, "next", step.name, None, position, step.sides, sets, 1, (), rest_ms)
    for pass_ in work.passes():
        side: SideName | None = pass_.side
        if pass_.gap is not None:
            length = rest_ms if pass_.gap == "rest" else step.sides.change_ms
            if length:
                yield Interval(
                    pass_.gap, length, step.name, number, side, position=position, rounds=rounds
                )
        yield Interval(
            "hold",
            step.length.at(quarters) if step.length else 0,
            step.name,
            number,
            side,
            step.sides.word,
            pass_.set,
            position,
            step.count,
            step.say,
            rounds,
        )
