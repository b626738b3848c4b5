"""From a routine to a plan: levels, versions, sides, doses and swaps for one person today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from voiceguide.errors import UsageError
from voiceguide.phrases.phrases import Phrases, phrases_of
from voiceguide.plan.conditions import (
    Blocked,
    Swap,
    blocked,
    blocked_position,
    check_conditions,
    swap_for,
)
from voiceguide.plan.doses import PlaceInRange, once, work_of
from voiceguide.plan.intervals import intervals_of, is_intervals
from voiceguide.plan.notes import Note, Round
from voiceguide.plan.steps import (
    STEP_REST_MS,
    AdviceStep,
    AskStep,
    Dial,
    GroupStep,
    IntervalsStep,
    NoteStep,
    Plan,
    PlanStep,
    RestStep,
    Today,
    Work,
)
from voiceguide.plan.steps import Place as PlaceInSession
from voiceguide.routine.amounts import PLACES, STEPS, Amount, write_time
from voiceguide.routine.library import Library
from voiceguide.routine.model import (
    Ask,
    Do,
    Exercise,
    GiveAdvice,
    Group,
    Hold,
    Item,
    Level,
    Move,
    Phase,
    Position,
    Rest,
    Routine,
    Say,
    SayItem,
    Step,
)
from voiceguide.routine.routine_file import leaves
from voiceguide.units import Ms

ALWAYS_THERE = ("mat", "wall")
"""Needed things that nobody has to fetch."""

NO_DIAL = Dial()


def make_plan(routine: Routine, library: Library, today: Today, dial: Dial = NO_DIAL) -> Plan:
    """The routine as it is done today.

    Raises BadFiles where the routine asks for what the library does not have, UsageError for
    an unknown condition, or where the conditions leave nothing to do.
    """
    check_conditions(today.conditions, library)
    return _Maker(routine, library, today, dial).plan()


@dataclass(slots=True)
class _Maker:
    routine: Routine
    library: Library
    today: Today
    dial: Dial
    notes: list[Note] = field(default_factory=list)
    position: Position = field(init=False)
    numbers: dict[int, int] = field(init=False)
    there: set[str] = field(init=False)
    nothing_done: bool = False
    """The exercise before was left out, so that a rest after it would be for nothing."""
    swaps: dict[str, Swap | None] = field(default_factory=dict)
    """By exercise: in later rounds an exercise is swapped as in the first."""

    def __post_init__(self) -> None:
        self.position = self.library.positions.positions[self.routine.starts]
        # Items are told apart by where they are in memory: two equal ones are two items.
        self.numbers = {id(item): n for n, item in enumerate(leaves(self.routine.items), 1)}
        self.there = {item.do for item in leaves(self.routine.items) if isinstance(item, Do)}

    @property
    def phrases(self) -> Phrases:
        return phrases_of(self.routine.language)

    def plan(self) -> Plan:
        starts = self.position
        steps = _with_places(tuple(self.steps(self.routine.items, (), again=False)))
        works = [step for step in steps if isinstance(step, Work)]
        if self.notes and not any(isinstance(step, Work | IntervalsStep) for step in steps):
            raise UsageError(
                f"nothing of '{self.routine.id}' is left with these conditions",
                hint="ask a physiotherapist what suits you, or choose another routine",
            )
        needs = once(thing for work in works for thing in work.needs)
        helps = once(thing for work in works for thing in work.helps)
        return Plan(
            routine=self.routine,
            level=self.level,
            starts=starts,
            steps=steps,
            needs=needs,
            helps=tuple(thing for thing in helps if thing not in needs),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    @property
    def level(self) -> Level:
        return self.today.level or self.routine.level or "gentle"

    def steps(
        self, items: tuple[Item, ...], rounds: tuple[Round, ...], *, again: bool
    ) -> Iterator[PlanStep]:
        for item in items:
            if isinstance(item, Group):
                yield from self.group(item, rounds, again=again)
            elif self.numbers[id(item)] not in self.dial.left_out:
                yield from self.item(item, rounds, again=again)

    def group(self, group: Group, rounds: tuple[Round, ...], *, again: bool) -> Iterator[PlanStep]:
        if is_intervals(group) and self.may_all(group):
            step = intervals_of(
                group, self.numbers, self.position, self.positions, rounds, PLACES[self.level]
            )
            self.position = step.intervals[-1].position or self.position
            yield step
            return
        if not again:
            yield GroupStep(group.name, group.rounds, rounds)
        for number in range(1, group.rounds + 1):
            if number > 1 and group.rest_ms:
                yield RestStep(None, group.rest_ms, rounds=rounds)
            inside = (*rounds, Round(group.name, number, group.rounds))
            yield from self.steps(group.items, inside, again=again or number > 1)

    @property
    def positions(self) -> dict[str, Position]:
        return dict(self.library.positions.positions)

    def item(self, item: Item, rounds: tuple[Round, ...], *, again: bool) -> Iterator[PlanStep]:
        number = self.numbers[id(item)]
        if isinstance(item, Do | Step):
            self.nothing_done = False
        match item:
            case Do():
                yield from self.do(number, item, rounds, again=again)
            case Step():
                yield from self.step(number, item, rounds, again=again)
            case Rest(length_ms=length) if length is not None and self.nothing_done:
                why = "the exercise before it is left out"
                self.notes.append(Note("rest", write_time(length), "left out", why))
            case Rest():
                position = self.allowed(item.position)
                self.position = position or self.position
                yield RestStep(number, item.length_ms, item.say, position, rounds)
            case SayItem(note=line):
                yield NoteStep(number, line, rounds)
            case Ask():
                yield AskStep(number, rounds)
            case GiveAdvice():
                advice = self.library.advice(item.advice)
                instead = advice.instead
                shown = item.show_instead and (
                    instead is None
                    or blocked(self.library.exercise(instead), self.today, self.library) is None
                )
                yield AdviceStep(number, advice, shown, rounds)

    def allowed(self, id: str | None) -> Position | None:
        """A position to rest in, or None where it is not given or not for this person."""
        if id is None:
            return None
        position = self.library.positions.positions[id]
        if blocked_position(position.group, self.today, self.library) is not None:
            return None
        return position

    def may_all(self, group: Group) -> bool:
        """Whether the person may do every step of a group of intervals."""
        return all(
            self.allowed(item.position or self.position.id) is not None
            for item in group.items
            if isinstance(item, Step)
        )

    def do(
        self, number: int, do: Do, rounds: tuple[Round, ...], *, again: bool
    ) -> Iterator[PlanStep]:
        exercise = self.library.exercise(do.do)
        if exercise.id not in self.swaps:
            self.swaps[exercise.id] = swap_for(exercise, self.there, self.today, self.library)
        swap = self.swaps[exercise.id]
        if swap is None:
            work = self.work(number, do, exercise)
        elif swap.by is None:
            yield from self.left_out(
                number, exercise.name, swap.blocked, rounds, swap.already_there
            )
            return
        else:
            self.notes.append(Note("exercise", exercise.name, swap.by.name, _why(swap.blocked)))
            plain = Do(swap.by.id, do.place, level=do.level)
            work = replace(self.work(number, plain, swap.by), instead_of=exercise.name)
        self.position = work.position
        yield replace(work, rounds=rounds, again=again)

    def left_out(
        self,
        number: int,
        name: str,
        why: Blocked,
        rounds: tuple[Round, ...],
        already_there: bool = False,
    ) -> Iterator[PlanStep]:
        reason = _why(why) + ("; what would replace it is there already" if already_there else "")
        note = Note("exercise", name, "left out", reason)
        if note not in self.notes:
            yield NoteStep(number, self.phrases.get("plan.left_out", name=name), rounds)
        self.notes.append(note)
        self.nothing_done = True

    def work(self, number: int, do: Do, exercise: Exercise) -> Work:
        asked = self.quarters(do)
        shifted = asked + self.dial.shift + (number in self.dial.raised)
        place = PlaceInRange(asked, min(max(shifted, 0), STEPS))
        position = self.library.positions.positions[exercise.position]
        return work_of(number, do, exercise, place, position, self.routine.voice)

    def quarters(self, do: Do) -> int:
        """The place in a range, by the order of decision of the format's 1.2."""
        if do.level is None and self.today.level is None and do.do in self.today.places:
            return self.today.places[do.do]
        return PLACES[do.level or self.level]

    def step(
        self, number: int, step: Step, rounds: tuple[Round, ...], *, again: bool
    ) -> Iterator[PlanStep]:
        position = self.library.positions.positions[step.position or self.position.id]
        why = blocked_position(position.group, self.today, self.library)
        if why is not None:
            yield from self.left_out(number, step.name, why, rounds)
            return
        self.position = position
        quarters = PLACES[self.level]
        phase: Phase
        if step.length is not None:
            length = step.length.at(quarters)
            phase = Hold(Amount(length, length, step.length.unit), count=step.count)
        else:
            phase = Move("", step.takes_ms or Ms(0))
        yield Work(
            item=number,
            place="next",
            name=step.name,
            exercise=None,
            position=position,
            sides=step.sides,
            sets=step.sets.at(quarters) if step.sets else 1,
            reps=step.reps.at(quarters) if step.reps else 1,
            phases=(phase,),
            rest_ms=STEP_REST_MS if step.rest_ms is None else step.rest_ms,
            get_ready=tuple(Say(line, Ms(0)) for line in step.say),
            rounds=rounds,
            again=again,
            bell=step.bell,
        )


def fetched(needs: Iterable[str]) -> bool:
    """Whether anything has to be fetched before the session."""
    return any(thing not in ALWAYS_THERE for thing in needs)


def _with_places(steps: tuple[PlanStep, ...]) -> tuple[PlanStep, ...]:
    """Tell each exercise whether it is the session's first, last or only one."""
    doing = [n for n, step in enumerate(steps) if isinstance(step, Work | IntervalsStep)]
    placed = list(steps)
    for index in doing:
        step = steps[index]
        if isinstance(step, Work) and index in (doing[0], doing[-1]):
            place: PlaceInSession = "first" if index == doing[0] else "last"
            placed[index] = replace(step, place="only" if len(doing) == 1 else place)
    return tuple(placed)


def _why(why: Blocked) -> str:
    conditions = ", ".join(why.conditions)
    return f"ask a professional first: {conditions}" if why.askable else conditions
