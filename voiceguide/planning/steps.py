"""What this person does today: the routine as flat steps with every amount decided."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voiceguide.planning.intervals import Interval as Interval
from voiceguide.planning.intervals import IntervalsStep as IntervalsStep
from voiceguide.planning.notes import Note, Round
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import (
    Advice,
    Breathe,
    Hold,
    Move,
    Pause,
    Phase,
    Position,
    Purpose,
    Routine,
    Say,
    SideName,
    Sides,
    Version,
)
from voiceguide.routine.tempo import PARTS, Tempo
from voiceguide.routine.training_kinds import Eyes, Intensity
from voiceguide.session_options import Detail, Level
from voiceguide.structs import replace
from voiceguide.units import Ms

STEP_REST_MS = Ms(10_000)
"""Between the sets of a step that says nothing of it, as for an exercise."""

Place = Literal["first", "next", "last", "only"]


class Pass(Struct, frozen=True):
    """Once through the phases, on one side; `gap` is what comes before it."""

    side: SideName | None
    set: int
    rep: int
    leads: bool
    """False for the second side of a rep that both sides share."""
    gap: Literal["rest", "change"] | None
    reps: int
    """How many its set has."""


class Rung(Struct, frozen=True):
    """One set of a ladder: what it has that others have not, and what that makes of it."""

    amount: Amount
    reps: int
    phases: tuple[Phase, ...]


class Work(Struct, frozen=True):
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
    always_watch: tuple[str, ...] = ()
    """Form lines that are heard in every session."""
    for_conditions: tuple[str, ...] = ()
    """What is said to this person for their conditions, among the get-ready lines."""
    chosen: Version | None = None
    offered: Version | None = None
    finish: str | None = None
    needs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    again: bool = False
    """In a later round of its group: short words, no offers."""
    times: int | None = None
    """How often it is done at the person's own pace, until they are ready."""
    rungs: tuple[Rung, ...] = ()
    """Of a ladder, one for each set; `reps` and `phases` are then the first one's."""
    loads: tuple[str, ...] = ()
    """What is lifted or pulled, for each set; the last one is for all that follow."""
    get_set: Say | None = None
    """Said before each set, with the time to take up what it is done with."""
    effort: int | None = None
    """How hard it should feel, from 1 to 10."""
    intensity: Intensity | None = None
    eyes: Eyes | None = None
    sources: tuple[str, ...] = ()
    """The pages that its exercise was made from, or that there are none."""
    bell: bool = False
    """A bell begins and ends it, in place of tones, calls and countdown."""
    placed: bool = True
    """Its author says where it is done; else nothing is claimed about the place."""
    instead_of: str | None = None
    """The name of the exercise that this one replaces for the person's conditions."""
    purpose: Purpose | None = None
    """The exercise's; a step has none."""

    @property
    def tempo(self) -> Tempo | None:
        """How long the parts of a repetition last, where its phases are parts of a tempo."""
        lengths = dict.fromkeys(PARTS, 0)
        for phase in self.phases:
            if isinstance(phase, Move | Hold) and phase.part is not None:
                lengths[phase.part] += phase_ms(phase, breath_ms=0)
        return Tempo(*map(Ms, lengths.values())) if any(lengths.values()) else None

    def reps_of(self, set_: int) -> int:
        """The repetitions of a set, counted from 1."""
        return self.rungs[set_ - 1].reps if self.rungs else self.reps

    def phases_of(self, set_: int) -> tuple[Phase, ...]:
        """The phases of a repetition in a set, counted from 1."""
        return self.rungs[set_ - 1].phases if self.rungs else self.phases

    def load_of(self, set_: int) -> str | None:
        """The load of a set, counted from 1."""
        return self.loads[min(set_, len(self.loads)) - 1] if self.loads else None

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
        """The hold that the announcement tells, or None.

        Of several in a repetition that is done once, none: they would be counted wrongly.
        """
        holds = [phase for phase in self.phases if isinstance(phase, Hold)]
        if len(holds) > 1 and self.reps == 1:
            return None
        return holds[0] if len({hold.amount for hold in holds}) == 1 else None

    def passes(self) -> tuple[Pass, ...]:
        """All passes in order, for the exercise's order of sides."""
        sides = self.side_order
        order = self.sides.order if len(sides) > 1 else "one-then-other"
        numbers = range(len(sides))
        sets = [(t, range(1, self.reps_of(t) + 1)) for t in range(1, self.sets + 1)]
        every: list[tuple[int, int, int]]  # side, set, rep
        if order == "one-then-other":
            every = [(s, t, r) for s in numbers for t, reps in sets for r in reps]
        elif order == "set-by-set":
            every = [(s, t, r) for t, reps in sets for s in numbers for r in reps]
        else:
            every = [(s, t, r) for t, reps in sets for r in reps for s in numbers]
        passes = []
        before: tuple[int, int, int] | None = None
        for side, set_, rep in every:
            gap: Literal["rest", "change"] | None = None
            if before is not None and order != "rep-by-rep" and side != before[0]:
                gap = "change"
            elif before is not None and set_ != before[1]:
                gap = "rest"
            leads = order != "rep-by-rep" or side == 0
            passes.append(Pass(sides[side], set_, rep, leads, gap, self.reps_of(set_)))
            before = (side, set_, rep)
        return tuple(passes)


class RestStep(Struct, frozen=True):
    """A rest of exactly `length_ms`, or one that fills up the session (None).

    `item` is None for the rest between the rounds of a group.
    """

    item: int | None
    length_ms: Ms | None
    say: tuple[str, ...] = ()
    position: Position | None = None
    rounds: tuple[Round, ...] = ()
    then: str | None = None
    """The name of what comes after it."""


class NoteStep(Struct, frozen=True):
    """A line between exercises."""

    item: int | None
    say: str
    rounds: tuple[Round, ...] = ()


class AdviceStep(Struct, frozen=True):
    """An advice, with its replacement where `show_instead` is true."""

    item: int
    advice: Advice
    show_instead: bool
    rounds: tuple[Round, ...] = ()


class AskStep(Struct, frozen=True):
    """A question about pain, answered in silence."""

    item: int
    rounds: tuple[Round, ...] = ()
    body: str | None = None
    """What the question names."""


class GroupStep(Struct, frozen=True):
    """The announcement of a group."""

    name: str
    of_rounds: int
    rounds: tuple[Round, ...] = ()


PlanStep = Work | RestStep | NoteStep | AdviceStep | AskStep | GroupStep | IntervalsStep


class Reduction(Struct, frozen=True):
    """What fitting takes out of a plan: quarters in the range of amounts, and items."""

    shift: int = 0
    """Quarters down, as 0 or less, for every amount that is not written in an item."""
    left_out: frozenset[int] = frozenset()


class OtherLength(Struct, frozen=True):
    """A session that is not as long as was asked for, or as it is written: about how long."""

    about_ms: int
    asked_ms: int


class LeftOut(Struct, frozen=True):
    """An item that the person's conditions or minutes take out, and what it is called."""

    item: int
    name: str


class Plan(Struct, frozen=True):
    """A routine, made out for today. `needs` and `helps` are said once, in order of use.

    `offered` are those of `helps` that only offered versions use: brief detail offers none.
    """

    routine: Routine
    level: Level
    starts: Position
    steps: tuple[PlanStep, ...]
    needs: tuple[str, ...]
    helps: tuple[str, ...]
    offered: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unchecked: bool = False
    """The person has conditions, and steps of the routine do not say whom they do not suit."""
    whole: bool = True
    """Nothing is left out or swapped, and the length is the routine's own."""
    shorter: OtherLength | None = None
    """Set where the session is shorter than was asked for, or than without the conditions."""
    longer: OtherLength | None = None
    """Set where it is longer than the person's minutes even at its shortest."""
    longest_fill_ms: int | None = None
    """How long the rest that fills may be; None where the length is exact."""

    def helps_in(self, detail: Detail) -> tuple[str, ...]:
        """What helps in a session of this detail."""
        if detail != "brief":
            return self.helps
        return tuple(thing for thing in self.helps if thing not in self.offered)

    @property
    def fills(self) -> bool:
        """Whether a rest fills up to the routine's length."""
        return any(isinstance(step, RestStep) and step.length_ms is None for step in self.steps)


def helpful_in(step: PlanStep, *, offers: bool) -> tuple[str, ...]:
    """The things that help in a step, without being needed; `offers`: and in what it offers."""
    match step:
        case Work(offered=Version() as version) if offers:
            return *step.helps, *version.needs
        case Work():
            return step.helps
        case AdviceStep():
            return step.advice.helps
        case _:
            return ()


def with_places(steps: tuple[PlanStep, ...]) -> tuple[PlanStep, ...]:
    """Tell each exercise whether it is the session's first, last or only one."""
    doing = [n for n, step in enumerate(steps) if isinstance(step, Work | IntervalsStep)]
    placed = list(steps)
    for index in doing:
        step = steps[index]
        if isinstance(step, Work) and index in (doing[0], doing[-1]):
            place: Place = "first" if index == doing[0] else "last"
            placed[index] = replace(step, place="only" if len(doing) == 1 else place)
    return tuple(placed)


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
