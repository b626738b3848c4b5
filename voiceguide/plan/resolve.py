"""From a routine to a plan: levels, versions, sides and doses decided for one person today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.plan.steps import (
    AdviceStep,
    NoteStep,
    Plan,
    PlanStep,
    RestStep,
    Today,
    Work,
    cycle_ms,
)
from voiceguide.plan.steps import Place as PlaceInSession
from voiceguide.routine.amounts import PLACES, STEPS, Amount
from voiceguide.routine.library import Library
from voiceguide.routine.model import (
    Do,
    Exercise,
    GiveAdvice,
    Hold,
    Item,
    Level,
    Phase,
    Position,
    Rest,
    Routine,
    SayItem,
    Sides,
    VoiceSettings,
)

ALWAYS_THERE = ("mat", "wall")
"""Needed things that nobody has to fetch."""


def make_plan(routine: Routine, library: Library, today: Today, *, lower: int = 0) -> Plan:
    """The routine as it is done today.

    `lower` takes so many quarters from the place in the range of every amount that is not
    written in an item, down to gentle. Raises BadFiles where the routine asks for what the
    library does not have.
    """
    maker = _Maker(routine, library, today, lower)
    return maker.plan()


class _Maker:
    def __init__(self, routine: Routine, library: Library, today: Today, lower: int) -> None:
        self.routine = routine
        self.library = library
        self.today = today
        self.lower = lower
        self.level: Level = today.level or routine.level or "gentle"

    def plan(self) -> Plan:
        works = [item for item in self.routine.items if isinstance(item, Do)]
        steps: list[PlanStep] = []
        for number, item in enumerate(self.routine.items, 1):
            steps.append(self.step(number, item, works))
        all_works = [step for step in steps if isinstance(step, Work)]
        needs = _once(thing for work in all_works for thing in work.needs)
        helps = _once(thing for work in all_works for thing in work.helps)
        return Plan(
            routine=self.routine,
            level=self.level,
            starts=self.library.positions.positions[self.routine.starts],
            steps=tuple(steps),
            needs=needs,
            helps=tuple(thing for thing in helps if thing not in needs),
        )

    def step(self, number: int, item: Item, works: list[Do]) -> PlanStep:
        match item:
            case Do():
                return self.work(number, item, _place_of(item, works))
            case Rest():
                return RestStep(number, item.length_ms, item.say, self.position(item.position))
            case SayItem(note=line):
                return NoteStep(number, line)
            case GiveAdvice():
                advice = self.library.advice(item.advice)
                return AdviceStep(number, advice, item.show_instead)
        raise not_yet(item.place, type(item).__name__.lower())

    def position(self, id: str | None) -> Position | None:
        return None if id is None else self.library.positions.positions[id]

    def work(self, number: int, do: Do, place: PlaceInSession) -> Work:
        exercise = self.library.exercise(do.do)
        chosen = exercise.version(do.version) if do.version else None
        written = chosen.rep if chosen and chosen.rep else exercise.rep
        quarters = self.quarters(do)

        def value(own: Amount | None, dose: Amount) -> int:
            if own is not None:
                return own.at(quarters)
            return dose.at(max(0, quarters - self.lower))

        hold = self.hold(do, exercise, quarters)
        phases = tuple(_decided(phase, hold) for phase in written)
        repeat_for_ms: int | None = None
        repeat_for = do.repeat_for or (exercise.dose.repeat_for if do.reps is None else None)
        if repeat_for is not None:
            repeat_for_ms = value(do.repeat_for, repeat_for)
            reps = -(-repeat_for_ms // cycle_ms(phases, breath_ms(self.routine.voice)))
        else:
            reps = value(do.reps, exercise.dose.reps)
        offered = (
            exercise.version(exercise.offer_easier)
            if exercise.offer_easier and chosen is None
            else None
        )
        return Work(
            item=number,
            place=place,
            name=exercise.name,
            exercise=exercise.id,
            position=self.library.positions.positions[exercise.position],
            sides=_sides(exercise.sides, do.sides),
            sets=value(do.sets, exercise.dose.sets),
            reps=reps,
            phases=phases,
            rest_ms=exercise.dose.rest_ms if do.rest_ms is None else do.rest_ms,
            repeat_for_ms=repeat_for_ms,
            get_ready=exercise.get_ready,
            before=do.before,
            after=do.after,
            why=exercise.why,
            feel=exercise.feel,
            breathing=exercise.breathing,
            watch=exercise.watch,
            chosen=chosen,
            offered=offered,
            finish=exercise.finish,
            needs=_once((*exercise.needs, *(chosen.needs if chosen else ()))),
            helps=_once((*exercise.helps, *(offered.needs if offered else ()))),
        )

    def quarters(self, do: Do) -> int:
        """The place in a range, by the order of decision of the format's 1.2."""
        level = do.level or self.level
        return min(PLACES[level], STEPS)

    def hold(self, do: Do, exercise: Exercise, quarters: int) -> Amount | None:
        amount = do.hold or exercise.dose.hold
        if amount is None:
            return None
        place = quarters if do.hold else max(0, quarters - self.lower)
        return replace(amount, low=amount.at(place), high=amount.at(place), bound="range")


def breath_ms(voice: VoiceSettings) -> int:
    """How long a breath in and out lasts."""
    return voice.breath_in_ms + voice.breath_out_ms


def not_yet(place: Place, what: str) -> BadFiles:
    """The refusal of a part of the language that this version does not play yet."""
    return BadFiles([Problem(place, f"'{what}' is not played by this version yet", "leave it out")])


def _place_of(item: Do, works: list[Do]) -> PlaceInSession:
    if len(works) == 1:
        return "only"
    if item is works[0]:
        return "first"
    return "last" if item is works[-1] else "next"


def _decided(phase: Phase, dose_hold: Amount | None) -> Phase:
    if isinstance(phase, Hold):
        amount = phase.amount or dose_hold
        if amount is not None:
            exact = replace(amount, high=amount.low, bound="range")
            return replace(phase, amount=exact)
    return phase


def _sides(sides: Sides, written: Any) -> Sides:
    return replace(sides, **written) if written else sides


def _once(things: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(things))


def fetched(needs: Iterable[str]) -> bool:
    """Whether anything has to be fetched before the session."""
    return any(thing not in ALWAYS_THERE for thing in needs)
