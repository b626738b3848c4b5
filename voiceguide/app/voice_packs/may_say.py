"""Every line that a session of a routine may say, found without making each session.

A line depends on the step that it belongs to, on the position that the person comes from, and on
whether words fit. So the plan is made for every level, place in a range and person, and each
different step of them is laid out for itself. docs/record-a-voice.md says what bounds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from voiceguide.app.voice_packs.lines_to_read import CLOSING, OPENING, GatheredLines, Part
from voiceguide.app.voice_packs.other_lengths import SessionLengths, length_lines
from voiceguide.app.voice_packs.questions_to_read import live_fixed, questions
from voiceguide.app.voice_packs.step_lines import (
    DETAILS,
    SHORT_MS,
    AskedLengths,
    SharedStepLines,
    StepWords,
    step_key,
)
from voiceguide.compiler.carry import Carry
from voiceguide.compiler.comfort import is_asked_in
from voiceguide.compiler.whole_session import Things, draft, redraft
from voiceguide.errors import UsageError
from voiceguide.loading import Loaded
from voiceguide.phrases.phrases import phrases_of
from voiceguide.planning.resolve import NOT_REDUCED, KnownWorks, make_plan
from voiceguide.planning.routine_conditions import conditions_of
from voiceguide.planning.steps import IntervalsStep, Plan, PlanStep, Reduction, Work
from voiceguide.reader.amounts import STEPS
from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Group, Item, Routine, SideName
from voiceguide.routine.routine_file import leaves
from voiceguide.routine.training_kinds import HARD
from voiceguide.session_options import Cues, Detail, Level, SessionOptions, decided
from voiceguide.structs import replace

MINUTES = (5, 10, 15, 20, 30)
"""The lengths that a person is taken to ask for with --minutes."""
CONDITIONS_AT_ONCE = 2
LEVELS_AND_PLACES: tuple[tuple[Level, int], ...] = (
    ("gentle", 0), ("steady", 2), ("strong", STEPS), ("steady", 1), ("steady", 3),
)  # fmt: skip
"""Every level, and by progress every quarter in the ranges of exercises."""
AT_LEVELS = LEVELS_AND_PLACES[:3]
"""Where a level alone leads to."""
NOBODY: frozenset[str] = frozenset()


class PlannedFor(Struct, frozen=True):
    """Somebody's conditions, and whether a professional was asked about them."""

    conditions: frozenset[str] = NOBODY
    asked: bool = False


def may_say(
    loaded: Loaded,
    settings: SessionOptions,
    steps: SharedStepLines,
    minutes: Collection[int] = MINUTES,
    into: GatheredLines | None = None,
) -> GatheredLines:
    """All that a session of a routine may say, added to the lines `into` of others.

    `settings` are the person's own; `steps` are shared with the routines that came before.
    """
    lines = into or GatheredLines(loaded.routine.language)
    lines.begin_routine()
    if loaded.script is None:
        _Sessions(lines, loaded, settings, steps).gather(minutes)
        return lines
    from voiceguide.importing.script_text import Words

    id, phrases = loaded.routine.id, phrases_of(loaded.routine.language)
    words = (part.text for part in loaded.script.parts if isinstance(part, Words))
    lines.add(words, "session", OPENING, id)
    lines.add(live_fixed(phrases), "live", CLOSING, id)
    lines.add(questions(loaded, phrases), "live", CLOSING, id)
    return lines


class _Sessions:
    """All sessions of one routine."""

    def __init__(
        self,
        lines: GatheredLines,
        loaded: Loaded,
        settings: SessionOptions,
        steps: SharedStepLines,
    ) -> None:
        self.lines, self.loaded = lines, loaded
        self.routine, self.library = loaded.routine, loaded.library
        self.phrases = phrases_of(self.routine.language)
        self.things = Things.of(self.routine, self.library)
        explained = SessionOptions(tones="explained")
        self.options = decided(explained, settings, self.routine.options)
        self.steps = steps.of(self.options, self.phrases, self.library.positions)
        self.exercises = [i.do for i in leaves(self.routine.items) if isinstance(i, Do)]
        self.options_for: dict[object, SessionOptions] = {}
        self.works: KnownWorks = {}
        self.numbers: dict[object, int] = {}
        """Each different step has a number, by which it is told from others quickly."""
        self.seen: dict[int, tuple[PlanStep, int]] = {}
        """By its `id()`: a step, kept as long as this, and its number."""
        self.words: dict[object, StepWords] = {}
        self.lengths_ms: dict[object, int] = {}
        self.walked: set[object] = set()
        self.added: set[tuple[int, Part, str]] = set()
        """What each step may say is kept as long as this, so that its `id()` tells it apart."""
        self.longest_timed_ms = 0

    def gather(self, minutes: Collection[int]) -> None:
        """Add all lines, the likelier first."""
        self.walk("session", AT_LEVELS)
        self.anywhere()
        self.walk("settings", LEVELS_AND_PLACES, all_cues=True)
        for person in self.people:
            self.walk("conditions", LEVELS_AND_PLACES, person, all_cues=True)
        for reduction in self.reductions():
            for person in (PlannedFor(), *self.people):
                self.walk("minutes", LEVELS_AND_PLACES, person, all_cues=True, reduction=reduction)
        easier = with_easier(self.routine, self.library)
        for person in (PlannedFor(), *self.people):
            for reduction in (NOT_REDUCED, *self.reductions()):
                self.walk(
                    "live", LEVELS_AND_PLACES, person,
                    all_cues=True, reduction=reduction, routine=easier, if_new=True,
                )  # fmt: skip
        for part, item, text in length_lines(self.lengths(), self.phrases, minutes):
            self.lines.add([text], part, item, self.routine.id)

    # Who and what

    @cached_property
    def people(self) -> tuple[PlannedFor, ...]:
        """One for each way in which conditions change the session."""
        found: dict[object, PlannedFor] = {self.structure(self.planned()): PlannedFor()}
        # Of several, those that change nothing may be left away.
        mattering = conditions_of(self.routine, self.library)
        together = [
            some
            for number in range(2, CONDITIONS_AT_ONCE + 1)
            for some in combinations(mattering, number)
        ]
        for some in (*((each,) for each in self.library.safety.conditions), *together):
            for asked in (False, True):
                person = PlannedFor(frozenset(some), asked)
                found.setdefault(self.structure(self.planned(person)), person)
        found.pop(None, None)  # nothing is left for them
        return tuple(person for person in found.values() if person.conditions)

    def reductions(self) -> Iterator[Reduction]:
        """What too little time takes out: quarters, and then optional items, the last first."""
        for shift in range(1, STEPS + 1):
            yield Reduction(shift=-shift)
        left_out: frozenset[int] = frozenset()
        for number, item in reversed(list(enumerate(leaves(self.routine.items), 1))):
            if getattr(item, "optional", False):
                left_out |= {number}
                for shift in range(STEPS + 1):
                    yield Reduction(shift=-shift, left_out=left_out)

    def planned(
        self,
        person: PlannedFor = PlannedFor(),  # frozen
        level: Level = "steady",
        quarters: int = 2,
        reduction: Reduction = NOT_REDUCED,
        routine: Routine | None = None,
    ) -> Plan | None:
        """A plan, or None where nothing is left for the person."""
        routine = routine or self.routine
        minutes = None if reduction == NOT_REDUCED else 1
        key = (person, level, quarters, minutes)
        if key not in self.options_for:
            self.options_for[key] = replace(
                self.options,
                level=level,
                places=dict.fromkeys(self.exercises, quarters),
                conditions=person.conditions,
                asked=person.asked,
                minutes=minutes,
            )
        try:
            return make_plan(routine, self.library, self.options_for[key], reduction, self.works)
        except UsageError:
            return None

    # Plan by plan, step by step

    def walk(
        self,
        part: Part,
        places: Collection[tuple[Level, int]],
        person: PlannedFor = PlannedFor(),  # frozen
        *,
        all_cues: bool = False,
        reduction: Reduction = NOT_REDUCED,
        routine: Routine | None = None,
        if_new: bool = False,
    ) -> None:
        """Add what the sessions of a person may say."""
        for level, quarters in places:
            if -reduction.shift > quarters:
                continue  # there are not so many quarters to take
            plan = self.planned(person, level, quarters, reduction, routine)
            for cues in _cues(self.options.cues, all_cues=all_cues):
                if plan is not None:
                    self.add_plan(plan, part, cues, if_new=if_new)

    def add_plan(self, plan: Plan, part: Part, cues: Cues, *, if_new: bool) -> None:
        """Add what a plan may say."""
        key = (self.structure(plan), plan.whole, cues)
        if key in self.walked:
            return
        self.walked.add(key)
        position, side = plan.starts.id, _first_side()
        for step in plan.steps:
            words = self.words_of(step, position, side, cues)
            where = self.place_of(step)
            if (id(words), part, where) not in self.added:
                self.added.add((id(words), part, where))
                self.lines.add(words.texts, part, _item_of(step), where, if_new=if_new)
                self.lines.add(words.live, "live", _item_of(step), where, if_new=True)
            self.longest_timed_ms = max(self.longest_timed_ms, words.longest_timed_ms)
            position, side = words.position, words.side
        if not if_new:
            self.add_ends(plan, part, position, cues)
            if plan.whole:
                # Something may be left out, or the voice be too slow for the length asked for.
                self.add_ends(replace(plan, whole=False), part, position, cues)

    def number_of(self, step: PlanStep) -> int:
        """What tells a step from others that are not equal to it."""
        if id(step) not in self.seen:
            number = self.numbers.setdefault(step_key(step), len(self.numbers))
            self.seen[id(step)] = step, number
        return self.seen[id(step)][1]

    def structure(self, plan: Plan | None) -> object:
        """What tells a plan from others; None for none."""
        if plan is None:
            return None
        return plan.starts.id, tuple(map(self.number_of, plan.steps)), plan.left_out, plan.unchecked

    def words_of(self, step: PlanStep, position: str, side: SideName, cues: Cues) -> StepWords:
        """What a step may say to a person in a position, who did a side last."""
        key = (self.number_of(step), position, side, cues)
        if key not in self.words:
            self.words[key] = self.steps.of(step, position, side, cues)
        return self.words[key]

    def add_ends(self, plan: Plan, part: Part, position: str, cues: Cues) -> None:
        """Add the opening and the closing."""
        last = Carry(position=self.library.positions.positions[position])
        details: tuple[Detail, ...] = ("normal", "brief")
        for detail in details if plan.offered else details[:1]:
            asked = AskedLengths(SHORT_MS)
            context = self.steps.context(asked, detail, cues)
            ends = draft(replace(plan, steps=()), self.things, context)
            self.lines.add(asked, part, OPENING, self.routine.id)
            asked.clear()
            redraft(ends, 0, (), plan, self.things, context, last)
            self.lines.add(asked, part, CLOSING, self.routine.id)

    def place_of(self, step: PlanStep) -> str:
        """Where a step's lines are said, in words."""
        name = getattr(step, "name", None)
        return f"{self.routine.id}: {name}" if name else self.routine.id

    def anywhere(self) -> None:
        """Add what may be said in any session that moves, and around it."""
        id, phrases = self.routine.id, self.phrases
        plan = self.planned()
        steps = plan.steps if plan is not None else ()
        if any(isinstance(step, Work | IntervalsStep) for step in steps):
            pools = ["encourage_in_hold", "encourage_between", "hold", "short_hold"]
            pools += ["encourage_hard"] if any(map(_is_hard, steps)) else []
            pools += ["comfort"] if is_asked_in(steps) else []
            texts = [text for pool in pools for text in phrases.pool(pool)]
            tones = ("start", "done", "pips_done", "pips_start", "fade_now", "fade_downward_now")
            texts += [phrases.get(f"tones.{name}") for name in tones]
            self.lines.add(texts, "session", CLOSING, f"{id}: now and then")
            counted = [phrases.get("count.number", n=phrases.number(n)) for n in (3, 2, 1)]
            self.lines.add(counted, "settings", CLOSING, f"{id}: countdown")
        self.lines.add(self.things.safety.full, "session", OPENING, f"{id}: safety words")
        self.lines.add(self.library.positions.leaving.values(), "live", CLOSING, id)
        self.lines.add(live_fixed(phrases), "live", CLOSING, "live")
        self.lines.add(questions(self.loaded, phrases), "live", CLOSING, "questions")

    # How long

    def lengths(self) -> SessionLengths:
        """How long the sessions are, as estimated."""
        usual = [
            self.length_ms(plan, detail)
            for level, quarters in AT_LEVELS
            for detail in DETAILS
            if (plan := self.planned(PlannedFor(), level, quarters)) is not None
        ]
        *_, least = (NOT_REDUCED, *self.reductions())
        shortest = [
            self.length_ms(plan, "brief")
            for level, quarters in AT_LEVELS
            if (
                plan := self.planned(PlannedFor(), level, quarters, replace(least, shift=-quarters))
            )
            is not None
        ]
        for_people = [
            (self.length_ms(todays, detail), self.length_ms(whole, detail))
            for level, quarters in AT_LEVELS
            if (whole := self.planned(PlannedFor(), level, quarters)) is not None
            for person in self.people
            if (todays := self.planned(person, level, quarters)) is not None
            for detail in DETAILS
        ]
        plan = self.planned()
        return SessionLengths(
            usual_ms=_range(usual),
            shortest_ms=_range(shortest or usual),
            for_people_ms=tuple(dict.fromkeys(for_people)),
            written_ms=self.routine.length_ms,
            fills=plan is not None and plan.fills,
            longest_timed_ms=self.longest_timed_ms,
        )

    def length_ms(self, plan: Plan, detail: Detail) -> int:
        """About how long a session is with its shortest fill."""
        key = (self.structure(plan), plan.whole, detail)
        if key not in self.lengths_ms:
            context = self.steps.context(self.steps.estimates, detail, "fade")
            ends = draft(replace(plan, steps=()), self.things, context)
            self.lengths_ms[key] = ends.length_ms + self.steps_ms(plan, detail)
        return self.lengths_ms[key]

    def steps_ms(self, plan: Plan, detail: Detail) -> int:
        """About how long its steps are together."""
        length_ms, position, side = 0, plan.starts.id, _first_side()
        for step in plan.steps:
            key = (self.number_of(step), position, side, detail)
            if key not in self.lengths_ms:
                self.lengths_ms[key] = self.steps.length_ms(step, position, side, detail)
            length_ms += self.lengths_ms[key]
            words = self.words_of(step, position, side, "fade")
            position, side = words.position, words.side
        return length_ms


def with_easier(routine: Routine, library: Library) -> Routine:
    """The routine with each exercise in its easier version, where it has one."""
    return replace(routine, items=tuple(_easier(routine.items, library)))


def _easier(items: tuple[Item, ...], library: Library) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Group):
            yield replace(item, items=tuple(_easier(item.items, library)))
        elif isinstance(item, Do):
            exercise = library.exercise(item.do)
            easier = [version.id for version in exercise.easier]
            offered = exercise.offer_easier
            version = offered if offered in easier else next(iter(easier), item.version)
            yield replace(item, version=version)
        else:
            yield item


def _is_hard(step: PlanStep) -> bool:
    """Whether anything of a step is said to be hard."""
    if isinstance(step, IntervalsStep):
        return any(each.intensity in HARD for each in step.intervals)
    return isinstance(step, Work) and step.intensity in HARD


def _cues(own: Cues, *, all_cues: bool) -> tuple[Cues, ...]:
    return ("fade", "every") if all_cues else (own,)


def _first_side() -> SideName:
    return "left"


def _range(lengths_ms: list[int]) -> tuple[int, int]:
    return (min(lengths_ms), max(lengths_ms)) if lengths_ms else (0, 0)


def _item_of(step: PlanStep) -> int:
    if isinstance(step, IntervalsStep):
        return next((each.item for each in step.intervals if each.item), OPENING)
    return getattr(step, "item", None) or OPENING
