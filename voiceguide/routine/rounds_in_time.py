"""Groups whose rounds begin by the clock, and steps that are done at the person's own pace."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.reader.records import Found
from voiceguide.routine.model import Group, Item, Rest, Step
from voiceguide.text import exact_length
from voiceguide.units import Ms

LEAST_OWN_PACE_MS = 5000
"""What must be left of a round for steps at the person's own pace."""


def timed_ms(item: Item, quarters: int | None = None) -> int:
    """How long a step or rest lasts in a round, at a place in its ranges or else at the most.

    0 for what is done at the person's own pace.
    """
    match item:
        case Rest(length_ms=length):
            return length or 0
        case Step(reps=reps, takes_ms=takes_ms) if reps is not None:
            return (reps.high if quarters is None else reps.at(quarters)) * (takes_ms or 0)
        case Step(length=length) if length is not None:
            return length.high if quarters is None else length.at(quarters)
    return 0


def check_pace(group: Group, found: Found) -> None:
    """Report what a group whose rounds go by the clock cannot hold, or be."""
    if group.is_at_own_pace or group.about_ms is not None:
        _check_own_pace(group, found)
        return
    if group.every_ms is None:
        return
    if group.rest_ms is not None:
        message = "with 'every' each round begins by the clock, so there is no rest to write"
        found.problem("rest", message, "leave 'rest' out, or 'every'")
    others = [item for item in group.items if not _fits_into_a_round(item)]
    for item in others:
        found.reading.problem(
            item.place,
            "a group with 'every' has only steps on one side, in one set, and rests",
            "write it as a step, or in a group of its own",
        )
    paces = [isinstance(item, Step) and item.is_at_own_pace for item in group.items]
    if not others and _stretches(paces) > 1:
        message = "steps at your own pace have to follow each other"
        found.problem("items", message, "put the timed steps before or after them")
        return
    least_ms = LEAST_OWN_PACE_MS if any(paces) else 0
    work_ms = Ms(sum(map(timed_ms, group.items)))
    if not others and work_ms + least_ms > group.every_ms:
        message = f"{exact_length(work_ms)} of work in {exact_length(group.every_ms)}"
        beside = f", with {exact_length(Ms(least_ms))} for your own pace" if any(paces) else ""
        found.problem("every", f"{message} is too much{beside}", "write less work, or more time")


_RULED_OUT = {
    "amrap": ("rounds", "rest", "every", "clock", "about"),
    "clock": ("rest", "every", "amrap"),
}
"""What a group in time cannot have beside it."""


def _check_own_pace(group: Group, found: Found) -> None:
    name = "amrap" if group.amrap_ms is not None else "clock"
    beside = [each for each in _RULED_OUT[name] if group.is_at_own_pace and each in found.places]
    for each in beside:
        found.problem(each, f"'{each}' and '{name}' do not go together", "keep one of them")
    if name == "clock" and (group.clock is None) != (group.about_ms is None):
        message = "'clock: up' and 'about' go together"
        hint = "write  clock: up  and  about: 10 min"
        found.problem("clock" if group.clock else "about", message, hint)
    if not group.is_at_own_pace:
        return
    for item in group.items:
        if not (isinstance(item, Step) and item.is_at_own_pace and item.sides.order == "none"):
            found.reading.problem(
                item.place,
                f"a group with '{name}' has only steps with 'reps', at your own pace",
                "write each as  step: Squats  with  reps: 10",
            )
            continue
        for setting in ("ladder", "sets", "get_set"):
            if setting in item.places:
                found.reading.problem(
                    item.places[setting],
                    f"a step in a group with '{name}' has no '{setting}': each round is the same",
                    "leave it out, or write a step for each part of the round",
                )
        if len(item.loads) > 1:
            found.reading.problem(
                item.places["load"],
                f"a step in a group with '{name}' has one load: each round is the same",
                "write one, or a step for each part of the round",
            )


def _fits_into_a_round(item: Item) -> bool:
    match item:
        case Step(length=length, sides=sides, sets=sets):
            is_time = length is None or length.unit == "time"
            return is_time and sides.order == "none" and (sets is None or sets.high == 1)
        case Rest(length_ms=length_ms):
            return length_ms is not None
    return False


def _stretches(paces: list[bool]) -> int:
    """How often a stretch of own pace begins."""
    return sum(here and not before for before, here in zip([False, *paces], paces, strict=False))


def steps_without_time(items: tuple[Item, ...], *, paced: bool = False) -> Iterator[Step]:
    """Steps that are done so many times in no written time, where nothing around gives one."""
    for item in items:
        if isinstance(item, Group):
            given = item.every_ms is not None or item.is_at_own_pace
            yield from steps_without_time(item.items, paced=given)
        elif isinstance(item, Step) and item.is_at_own_pace and not paced:
            yield item
