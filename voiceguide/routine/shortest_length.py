"""How long a routine lasts at the very least, by arithmetic: nothing is unrolled for it."""

from __future__ import annotations

from collections.abc import Mapping

from voiceguide.reader.amounts import Amount
from voiceguide.routine.library import Library
from voiceguide.routine.model import (
    Ask,
    Breathe,
    Do,
    Dose,
    GiveAdvice,
    Group,
    Hold,
    Item,
    Move,
    Pause,
    Phase,
    Rest,
    Routine,
    SayItem,
    Sides,
    Step,
)
from voiceguide.session_options import SessionOptions

_LEAST_PHASE_MS = 300
"""What is shorter counts as this, so that the number of phases is limited with the time."""
_LINE_MS = 1000
_QUESTION_MS = 5000


def least_ms(routine: Routine, library: Library) -> int:
    """The movements, holds and written rests at the low end of every range, words left out.

    Raises BadFiles or UsageError for exercises that cannot be read.
    """
    return _Sum(routine.voice, library).items(routine.items)


class _Sum:
    def __init__(self, voice: SessionOptions, library: Library) -> None:
        self.breath_ms = voice.breath_in_ms + voice.breath_out_ms
        self.library = library

    def items(self, items: tuple[Item, ...]) -> int:
        return sum(self.item(item) for item in items)

    def item(self, item: Item) -> int:
        match item:
            case Do():
                return self.do(item)
            case Step():
                return self.step(item)
            case Rest(length_ms=length):
                return length or 0
            case Group(amrap_ms=int(length_ms)) | Group(clock="up", about_ms=int(length_ms)):
                return length_ms
            case Group(rounds=rounds, every_ms=int(every_ms)):
                return rounds * every_ms
            case Group(rounds=rounds, items=items, rest_ms=rest):
                return rounds * self.items(items) + (rounds - 1) * (rest or 0)
            case SayItem() | GiveAdvice():
                return _LINE_MS
            case Ask():
                return _QUESTION_MS

    def do(self, do: Do) -> int:
        exercise = self.library.exercise(do.do)
        version = exercise.version(do.version) if do.version else None
        rep = version.rep if version and version.rep else exercise.rep
        dose = exercise.dose
        cycle = self.cycle(rep, do.hold or dose.hold)
        sides = _count_of_sides(exercise.sides, do.sides)
        if do.ladder:
            return sides * sum(self.rung(each, rep, dose, do) for each in do.ladder)
        return (do.sets or dose.sets).low * sides * self.reps(do, dose, cycle) * cycle

    def rung(self, amount: Amount, rep: tuple[Phase, ...], dose: Dose, do: Do) -> int:
        if amount.unit == "times":
            return amount.low * self.cycle(rep, do.hold or dose.hold)
        cycle = self.cycle(rep, amount)
        return self.reps(do, dose, cycle) * cycle

    def reps(self, do: Do, dose: Dose, cycle_ms: int) -> int:
        repeat_for = do.repeat_for or (dose.repeat_for if do.reps is None else None)
        if repeat_for is not None:
            return -(-repeat_for.low // cycle_ms)
        return (do.reps or dose.reps).low

    def step(self, step: Step) -> int:
        sets = step.sets.low if step.sets else 1
        if step.about_ms is not None:
            return sets * _count_of_sides(step.sides, {}) * step.about_ms
        amounts = step.ladder or (step.reps or step.length,) * sets
        takes_ms = max(step.takes_ms or 0, _LEAST_PHASE_MS)
        each = (
            amount.low * takes_ms if amount.unit == "times" else self.amount(amount)
            for amount in amounts
            if amount is not None
        )
        return _count_of_sides(step.sides, {}) * sum(each)

    def cycle(self, rep: tuple[Phase, ...], hold: Amount | None) -> int:
        return sum(max(self.phase(phase, hold), _LEAST_PHASE_MS) for phase in rep)

    def phase(self, phase: Phase, hold: Amount | None) -> int:
        match phase:
            case Move(takes_ms=takes) | Pause(length_ms=takes):
                return takes
            case Hold(amount=amount):
                exact = amount or hold
                return self.amount(exact) if exact else 0
            case Breathe(breathe=int(breaths)):
                return breaths * self.breath_ms
            case Breathe(takes_ms=length):
                return length or 0

    def amount(self, amount: Amount) -> int:
        if amount.unit == "time":
            return amount.low
        return amount.low * (self.breath_ms if amount.unit == "breaths" else 1000)


def _count_of_sides(sides: Sides, written: Mapping[str, object]) -> int:
    if written.get("order", sides.order) == "none" or written.get("only", sides.only):
        return 1
    return 2
