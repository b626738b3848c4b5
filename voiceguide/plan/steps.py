"""What this person does today: the routine as flat steps with every amount decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voiceguide.plan.notes import Note, Round
from voiceguide.routine.model import (
    Advice,
    Breathe,
    Hold,
    Level,
    Move,
    Pause,
    Phase,
    Position,
    Routine,
    Say,
    SideName,
    Sides,
    Version,
)
from voiceguide.units import Ms

Place = Literal["first", "next", "last", "only"]


@dataclass(frozen=True, slots=True)
class Pass:
    """Once through the phases, on one side; `gap` is what comes before it."""

    side: SideName | None
    set: int
    rep: int
    leads: bool
    """False for the second side of a rep that both sides share."""
    gap: Literal["rest", "change"] | None


@dataclass(frozen=True, slots=True)
class Work:
    """An exercise, or a step without a library entry, with everything decided.

    `phases` have exact amounts; `repeat_for_ms` is set where `reps` came from a time.
    """

    item: int
    place: Place
    name: str
    exercise: str | None
    position: Position
    sides: Sides
    sets: int
    reps: int
    phases: tuple[Phase, ...]
    rest_ms: Ms
    repeat_for_ms: int | None = None
    get_ready: tuple[Say, ...] = ()
    before: str | None = None
    after: str | None = None
    why: str | None = None
    feel: str | None = None
    breathing: str | None = None
    watch: tuple[str, ...] = ()
    chosen: Version | None = None
    offered: Version | None = None
    finish: str | None = None
    needs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()

    @property
    def side_order(self) -> tuple[SideName | None, ...]:
        """The sides in the order they are done; a single None without sides."""
        if self.sides.order == "none":
            return (None,)
        if self.sides.only is not None:
            return (self.sides.only,)
        return ("left", "right") if self.sides.first == "left" else ("right", "left")

    @property
    def dose_hold(self) -> Hold | None:
        """The hold that the announcement tells: the only one of its length, or None."""
        holds = [phase for phase in self.phases if isinstance(phase, Hold)]
        return holds[0] if len({hold.amount for hold in holds}) == 1 else None

    def passes(self) -> tuple[Pass, ...]:
        """All passes in order, for the exercise's order of sides."""
        sides = self.side_order
        order = self.sides.order if len(sides) > 1 else "one-then-other"
        every: list[tuple[int, int, int]] = []  # side, set, rep
        sets, reps = range(1, self.sets + 1), range(1, self.reps + 1)
        if order == "one-then-other":
            every = [(s, t, r) for s in range(len(sides)) for t in sets for r in reps]
        elif order == "set-by-set":
            every = [(s, t, r) for t in sets for s in range(len(sides)) for r in reps]
        else:
            every = [(s, t, r) for t in sets for r in reps for s in range(len(sides))]
        passes = []
        before: tuple[int, int, int] | None = None
        for side, set_, rep in every:
            gap: Literal["rest", "change"] | None = None
            if before is not None and order != "rep-by-rep" and side != before[0]:
                gap = "change"
            elif before is not None and set_ != before[1]:
                gap = "rest"
            leads = order != "rep-by-rep" or side == 0
            passes.append(Pass(sides[side], set_, rep, leads, gap))
            before = (side, set_, rep)
        return tuple(passes)


@dataclass(frozen=True, slots=True)
class RestStep:
    """A rest of exactly `length_ms`, or one that fills up the session (None)."""

    item: int
    length_ms: Ms | None
    say: tuple[str, ...]
    position: Position | None
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteStep:
    item: int
    say: str
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True)
class AdviceStep:
    item: int
    advice: Advice
    show_instead: bool
    rounds: tuple[Round, ...] = ()


PlanStep = Work | RestStep | NoteStep | AdviceStep


@dataclass(frozen=True, slots=True)
class Today:
    """The person, as far as a plan may know them."""

    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A routine, made out for today. `needs` and `helps` are said once, in order of use."""

    routine: Routine
    level: Level
    starts: Position
    steps: tuple[PlanStep, ...]
    needs: tuple[str, ...]
    helps: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    @property
    def fills(self) -> bool:
        """Whether a rest fills up to the routine's length."""
        return any(isinstance(step, RestStep) and step.length_ms is None for step in self.steps)


def cycle_ms(phases: tuple[Phase, ...], breath_ms: int) -> int:
    """How long one pass through the phases lasts, words apart."""
    return sum(phase_ms(phase, breath_ms) for phase in phases)


def phase_ms(phase: Phase, breath_ms: int) -> Ms:
    """How long a phase with an exact amount lasts; `breath_ms` is a breath in and out."""
    match phase:
        case Move(takes_ms=takes):
            return takes
        case Pause(length_ms=length):
            return length
        case Breathe(breathe=int(breaths)):
            return Ms(breaths * breath_ms)
        case Breathe(takes_ms=takes) if takes is not None:
            return takes
        case Hold(amount=amount) if amount is not None and amount.is_exact:
            if amount.unit == "time":
                return Ms(amount.low)
            return Ms(amount.low * (1000 if amount.unit == "counts" else breath_ms))
    raise ValueError(f"no length is decided for {phase}")
