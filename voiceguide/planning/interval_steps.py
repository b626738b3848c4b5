"""Groups of timed steps as a row of exact stretches (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from voiceguide.planning.clock_rounds import rounds_at_own_pace, rounds_by_the_clock
from voiceguide.planning.intervals import GroupInSession, Interval, IntervalsStep
from voiceguide.planning.notes import Round
from voiceguide.planning.step_work import work_of_step
from voiceguide.routine.model import Group, Item, Position, Rest, SideName, Step
from voiceguide.structs import replace


def is_intervals(group: Group) -> bool:
    """Whether a group is made of timed steps, and rests between them, alone.

    So is one whose rounds begin by the clock.
    """
    if group.every_ms is not None or group.is_at_own_pace:
        return True
    steps = [item for item in group.items if isinstance(item, Step)]
    rests = [item for item in group.items if isinstance(item, Rest) and item.length_ms is not None]
    return (
        bool(steps)
        and len(steps) + len(rests) == len(group.items)
        and all(step.length is not None and step.length.unit == "time" for step in steps)
        and not any(step.bell for step in steps)
    )


def without(group: Group, left_out: Collection[int]) -> Group:
    """The group without the steps of these `id()`s, nor the rests that follow them."""
    kept: list[Item] = []
    gone = False
    for item in group.items:
        gone = id(item) in left_out or (gone and isinstance(item, Rest))
        if not gone:
            kept.append(item)
    return replace(group, items=tuple(kept))


def intervals_of(group: Group, session: GroupInSession) -> IntervalsStep:
    """The group as intervals."""
    rows = _row if group.every_ms is None else rounds_by_the_clock
    if group.is_at_own_pace:
        rows = rounds_at_own_pace
    steps = [item for item in group.items if isinstance(item, Step)]
    by_clock = group.every_ms is not None or group.is_at_own_pace
    return IntervalsStep(
        group.name,
        group.rounds,
        tuple(rows(group, session)),
        1 if by_clock else len(steps),
        session.rounds,
        tuple(dict.fromkeys(thing for step in steps for thing in step.needs)),
        in_time="amrap" if group.amrap_ms else group.clock,
        every_ms=group.every_ms,
    )


def _row(group: Group, session: GroupInSession) -> Iterator[Interval]:
    for number in range(1, group.rounds + 1):
        inside = (*session.rounds, Round(group.name, number, group.rounds))
        if number > 1 and group.rest_ms:
            yield Interval("rest", group.rest_ms, "", None, rounds=session.rounds)
        for item in group.items:
            position = session.positions[id(item)]
            if isinstance(item, Step) and position is not None:
                yield from _holds(
                    item, session.numbers[id(item)], position, inside, session.quarters
                )
            elif isinstance(item, Rest) and item.length_ms is not None:
                yield session.rest(item, inside)


def _holds(
    step: Step, number: int, position: Position, rounds: tuple[Round, ...], quarters: int
) -> Iterator[Interval]:
    """A step's holds with the rests and changes between them, as an exercise has them."""
    work = replace(work_of_step(number, step, position, quarters), reps=1)
    for pass_ in work.passes():
        side: SideName | None = pass_.side
        if pass_.gap is not None:
            length = work.rest_ms if pass_.gap == "rest" else step.sides.change_ms
            change = step.sides.change_say if pass_.gap == "change" else None
            if length:
                yield Interval(
                    pass_.gap,
                    length,
                    step.name,
                    number,
                    side,
                    position=position,
                    say=(change,) if change else (),
                    rounds=rounds,
                    sets=work.sets,
                )
        yield Interval(
            "hold",
            _length_ms(step, pass_.set, quarters),
            step.name,
            number,
            side,
            step.sides.word,
            pass_.set,
            position,
            step.count,
            step.say,
            rounds,
            work.sets,
            work.load_of(pass_.set),
            step.get_set,
            step.effort,
            step.intensity,
            step.eyes,
        )


def _length_ms(step: Step, set_: int, quarters: int) -> int:
    if step.ladder:
        return step.ladder[set_ - 1].low
    return step.length.at(quarters) if step.length else 0
