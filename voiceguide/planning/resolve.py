"""From a routine to a plan: levels, versions, sides, doses and swaps for one person today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voiceguide.errors import UsageError
from voiceguide.planning.conditions import (
    UNCHECKED,
    Blocked,
    Swap,
    blocked,
    blocked_all_out,
    blocked_position,
    blocked_step,
    check_conditions,
    has_unchecked_steps,
    own_version,
    swap_for,
)
from voiceguide.planning.doses import PlaceInRange, once, work_of
from voiceguide.planning.interval_steps import intervals_of, is_intervals, without
from voiceguide.planning.intervals import GroupInSession
from voiceguide.planning.notes import LEFT_OUT, Note, Round
from voiceguide.planning.previews import with_previews
from voiceguide.planning.routine_positions import (
    RESTING,
    SITTING,
    STANDING,
    followed_exercises,
    longest_fill_ms,
    written_positions,
)
from voiceguide.planning.step_work import work_of_step
from voiceguide.planning.steps import (
    AdviceStep,
    AskStep,
    GroupStep,
    IntervalsStep,
    LeftOut,
    NoteStep,
    Plan,
    PlanStep,
    Reduction,
    RestStep,
    Work,
    helpful_in,
    with_places,
)
from voiceguide.reader.amounts import PLACES
from voiceguide.routine.library import Library
from voiceguide.routine.model import (
    Ask,
    Do,
    Exercise,
    GiveAdvice,
    Group,
    Item,
    Position,
    Rest,
    Routine,
    SayItem,
    Step,
)
from voiceguide.routine.routine_file import leaves
from voiceguide.session_options import Level, SessionOptions
from voiceguide.structs import replace
from voiceguide.text import exact_length
from voiceguide.units import MINUTE_MS

ALWAYS_THERE = ("mat", "wall")
"""Needed things that nobody has to fetch."""

NOT_REDUCED = Reduction()


KnownWorks = dict[tuple[object, ...], Work]
"""Exercises of one routine that were decided before, for one who makes many plans of it."""


def make_plan(
    routine: Routine,
    library: Library,
    options: SessionOptions,
    reduction: Reduction = NOT_REDUCED,
    known: KnownWorks | None = None,
) -> Plan:
    """The routine as it is done today.

    `known` ones are taken, and added to; only for plans of the same items, in any version, and of
    options that differ in level, places, conditions and minutes alone.
    Raises BadFiles where the routine asks for what the library does not have, UsageError for
    an unknown condition, or where the conditions leave nothing to do.
    """
    check_conditions(options.conditions, library)
    return _Maker(routine, library, options, reduction, {} if known is None else known).plan()


class _Maker:
    def __init__(
        self,
        routine: Routine,
        library: Library,
        options: SessionOptions,
        reduction: Reduction,
        known: KnownWorks,
    ) -> None:
        self.routine, self.library = routine, library
        self.options, self.reduction, self.known = options, reduction, known
        self.notes: list[Note] = []
        self.left_out: list[LeftOut] = []
        self.no_time: list[LeftOut] = []
        positions = self.library.positions.positions
        self.starts = self.allowed(self.routine.starts) or positions[STANDING]
        self.position = self.starts
        """Where the person is."""
        self.nothing_done = False
        """The exercise before was left out, so that a rest after it would be for nothing."""
        self.swaps: dict[int, Swap | None] = {}
        """By item: in later rounds an item is swapped as in the first."""
        # Items are told apart by where they are in memory: two equal ones are two items.
        self.numbers = {id(item): n for n, item in enumerate(leaves(self.routine.items), 1)}
        self.written = dict(written_positions(self.routine, self.library))
        """By an item's `id()`: where its author sees the person, whatever is left out."""
        self.follows = dict(followed_exercises(self.routine))
        """By a step's `id()`: the exercise in whose position it is done."""
        self.there = {
            item.do
            for item in leaves(self.routine.items)
            if isinstance(item, Do) and self.numbers[id(item)] not in self.reduction.left_out
        }

    def plan(self) -> Plan:
        steps = with_previews(with_places(tuple(self.steps(self.routine.items, (), again=False))))
        works = [step for step in steps if isinstance(step, Work | IntervalsStep)]
        if self.left_out and not works:
            raise UsageError(
                f"nothing of '{self.routine.id}' is left with these conditions",
                hint="ask a physiotherapist what suits you, or choose another routine",
            )
        needs = once(thing for work in works for thing in work.needs)
        usual = once(thing for step in steps for thing in helpful_in(step, offers=False))
        helps = once(thing for step in steps for thing in helpful_in(step, offers=True))
        minutes = self.options.minutes
        other_length = minutes is not None and minutes * MINUTE_MS != self.routine.length_ms
        other = self.changed or bool(self.reduction.left_out) or other_length
        unchecked = bool(self.options.conditions) and has_unchecked_steps(self.routine)
        if unchecked:
            self.notes.append(UNCHECKED)
        return Plan(
            routine=self.routine,
            level=self.level,
            starts=self.starts,
            steps=steps,
            needs=needs,
            helps=tuple(thing for thing in helps if thing not in needs),
            offered=tuple(thing for thing in helps if thing not in (*needs, *usual)),
            notes=tuple(dict.fromkeys(self.notes)),
            left_out=tuple(dict.fromkeys(sorted((*self.left_out, *self.no_time), key=_item_of))),
            unchecked=unchecked,
            whole=not other and self.options.start_at <= 1,
            longest_fill_ms=longest_fill_ms(self.routine) if other else None,
        )

    @property
    def level(self) -> Level:
        return self.options.level

    @property
    def changed(self) -> bool:
        """Whether the person's conditions left out or swapped anything so far."""
        return bool(self.left_out) or any(self.swaps.values())

    def steps(
        self, items: tuple[Item, ...], rounds: tuple[Round, ...], *, again: bool
    ) -> Iterator[PlanStep]:
        for item in items:
            if isinstance(item, Group):
                yield from self.group(item, rounds, again=again)
            elif self.numbers[id(item)] in self.reduction.left_out:
                self.has_no_time(item)
            else:
                yield from self.item(item, rounds, again=again)

    def group(self, group: Group, rounds: tuple[Round, ...], *, again: bool) -> Iterator[PlanStep]:
        if is_intervals(group):
            yield from (replace(each, again=again) for each in self.intervals(group, rounds))
            return
        steps: list[PlanStep] = []
        for number in range(1, group.rounds + 1):
            if number > 1 and group.rest_ms:
                steps.append(RestStep(None, group.rest_ms, rounds=rounds))
            inside = (*rounds, Round(group.name, number, group.rounds))
            steps += self.steps(group.items, inside, again=again or number > 1)
        works = any(isinstance(item, Do | Step) for item in leaves(group.items))
        if works and not any(isinstance(step, Work | IntervalsStep) for step in steps):
            # Its name, rests and notes would be about nothing.
            yield from (step for step in steps if isinstance(step, AdviceStep | AskStep))
            return
        if not again:
            yield GroupStep(group.name, group.rounds, rounds)
        yield from steps

    def intervals(self, group: Group, rounds: tuple[Round, ...]) -> Iterator[IntervalsStep]:
        """The steps of a group of intervals that are for this person, in their exact times."""
        blocked = {
            id(item): why
            for item in group.items
            if isinstance(item, Step) and (why := self.why_not(item)) is not None
        }
        short = [item for item in group.items if self.numbers[id(item)] in self.reduction.left_out]
        for item in short:
            self.has_no_time(item)
        kept = without(group, {*blocked, *map(id, short)})
        steps = [item for item in group.items if isinstance(item, Step)]
        # The session's own name would say that all of it is left out: then its steps are named.
        if len(blocked) == len(steps) and group.name.casefold() != self.routine.name.casefold():
            number = self.numbers[id(steps[0])]
            self.leave_out(number, group.name, next(iter(blocked.values())))
            return
        for item in steps:
            if id(item) in blocked:
                self.leave_out(self.numbers[id(item)], item.name, blocked[id(item)])
        if not any(isinstance(item, Step) for item in kept.items):
            return
        positions = {id(item): self.place_in(kept, item) for item in kept.items}
        session = GroupInSession(self.numbers, positions, rounds, PLACES[self.level])
        step = intervals_of(kept, session)
        self.nothing_done = False
        self.position = self.library.positions.resting(step.ends_in or self.position)
        yield step

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
                self.notes.append(Note("rest", exact_length(length), LEFT_OUT, why))
            case Rest():
                yield self.rest(number, item, rounds)
            case SayItem(note=line):
                yield NoteStep(number, line, rounds)
            case Ask():
                yield AskStep(number, rounds, self.routine.body)
            case GiveAdvice():
                yield from self.advice(number, item, rounds)

    def rest(self, number: int, rest: Rest, rounds: tuple[Round, ...]) -> RestStep:
        """A rest where the person may rest; its own words only where its author sees them."""
        written, position = self.written[id(rest)], self.place_of(rest)
        if rest.length_ms is None and (position or self.position).group not in RESTING:
            position = self.to_rest_in(written)
        self.position = position or self.position
        there = not self.changed or self.position.group == written.group
        return RestStep(number, rest.length_ms, rest.say if there else (), position, rounds)

    def place_in(self, group: Group, item: Item) -> Position | None:
        """The position of an item of intervals; who works at their own pace goes up themselves."""
        if not isinstance(item, Step):
            return self.place_of(item)
        position = self.place_of_step(item)
        own_pace = group.is_at_own_pace or item.is_at_own_pace
        return self.library.positions.resting(position) if own_pace else position

    def place_of(self, item: Item) -> Position | None:
        """The position that a rest leads to, where it is given and for this person."""
        return self.allowed(item.position) if isinstance(item, Rest) and item.position else None

    def place_of_step(self, step: Step) -> Position:
        """Where a step is done: where its author sees the person, with one exception.

        Nobody is led onto their hands or knees for the sake of an exercise that is not for them.
        """
        written, exercise = self.written[id(step)], self.follows.get(id(step))
        if exercise is None or written.group in RESTING:
            return written
        not_for_them = blocked(self.library.exercise(exercise.do), self.options, self.library)
        return written if not_for_them is None else self.position

    def to_rest_in(self, written: Position) -> Position:
        """A position to rest in, the author's own if it is one."""
        written = self.library.positions.resting(written)
        if written.group in RESTING and self.allowed(written.id) is not None:
            return written
        positions = self.library.positions.positions
        return self.allowed(SITTING) or positions[STANDING]

    def advice(
        self, number: int, item: GiveAdvice, rounds: tuple[Round, ...]
    ) -> Iterator[PlanStep]:
        advice = self.library.advice(item.advice)
        if advice.position is not None:
            group = self.library.positions.positions[advice.position].group
            why = blocked_position(group, self.options, self.library)
            if why is not None:
                self.notes.append(Note("advice", advice.name, LEFT_OUT, why.words(self.options)))
                return
        instead = advice.instead
        shown = item.show_instead and (
            instead is None
            or blocked(self.library.exercise(instead), self.options, self.library) is None
        )
        yield AdviceStep(number, advice, shown, rounds)

    def allowed(self, id: str) -> Position | None:
        """A position, or None where it is not for this person."""
        positions = self.library.positions
        position = positions.resting(positions.positions[id])
        if blocked_position(position.group, self.options, self.library) is not None:
            return None
        return position

    def why_not(self, step: Step) -> Blocked | None:
        return blocked_step(step, self.written[id(step)], self.options, self.library)

    def do(
        self, number: int, do: Do, rounds: tuple[Round, ...], *, again: bool
    ) -> Iterator[PlanStep]:
        exercise = self.library.exercise(do.do)
        if (all_out := blocked_all_out(do, self.options)) is not None:
            self.leave_out(number, exercise.name, all_out)
            return
        if number not in self.swaps:
            self.swaps[number] = swap_for(exercise, self.there, self.options, self.library)
        swap = self.swaps[number]
        if swap is None:
            work = self.work(number, do, exercise)
        elif swap.by is None:
            self.leave_out(number, exercise.name, swap.blocked, swap.already_there)
            return
        else:
            why = swap.blocked.words(self.options)
            self.there.add(swap.by.id)
            self.notes.append(Note("exercise", exercise.name, swap.by.name, why))
            plain = Do(do=swap.by.id, place=do.place, level=do.level)
            work = replace(self.work(number, plain, swap.by), instead_of=exercise.name)
        self.position = self.library.positions.resting(work.position)
        yield replace(work, rounds=rounds, again=again) if rounds or again else work

    def leave_out(self, number: int, name: str, why: Blocked, already_there: bool = False) -> None:
        reason = why.words(self.options)
        if already_there:
            reason += "; what would replace it is there already"
        self.notes.append(Note("exercise", name, LEFT_OUT, reason))
        self.left_out.append(LeftOut(number, name))
        self.nothing_done = True

    def has_no_time(self, item: Item) -> None:
        """An item that the person's minutes leave out."""
        number = self.numbers[id(item)]
        if isinstance(item, Do):
            self.no_time.append(LeftOut(number, self.library.exercise(item.do).name))
        elif isinstance(item, Step):
            self.no_time.append(LeftOut(number, item.name))

    def work(self, number: int, do: Do, exercise: Exercise) -> Work:
        asked = self.quarters(do)
        place = PlaceInRange(asked, max(asked + self.reduction.shift, 0))
        position = self.library.positions.positions[exercise.position]
        self.notes += own_version(exercise, do, self.options)
        own = tuple(id for id in exercise.own_conditions if id in self.options.conditions)
        key = (number, exercise.id, do.version, place, own)
        if key not in self.known:
            self.known[key] = work_of(number, do, exercise, place, position, self.options)
        return self.known[key]

    def quarters(self, do: Do) -> int:
        """The place in a range, by the order of decision of the format's 1.2."""
        if do.level is None and do.do in self.options.places:
            return self.options.places[do.do]
        return PLACES[do.level or self.level]

    def step(
        self, number: int, step: Step, rounds: tuple[Round, ...], *, again: bool
    ) -> Iterator[PlanStep]:
        position, why = self.place_of_step(step), self.why_not(step)
        if why is not None:
            self.leave_out(number, step.name, why)
            return
        self.position = self.library.positions.resting(position)
        quarters = PLACES[self.level]
        yield work_of_step(number, step, position, quarters, rounds=rounds, again=again)


def fetched(needs: Iterable[str]) -> bool:
    """Whether anything has to be fetched before the session."""
    return any(thing not in ALWAYS_THERE for thing in needs)


def _item_of(left_out: LeftOut) -> int:
    return left_out.item
