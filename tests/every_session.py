"""Sessions for every person: what is forbidden in a plan, and silence in a timeline.

The laws are written out here once more, from the files alone, so that a fault in the plan cannot
hide in its own tests.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from tests.kit import TONES, Speech, make_plan
from voiceguide.errors import UsageError
from voiceguide.fit import Request, fit
from voiceguide.phrases.phrases import languages
from voiceguide.planning.steps import IntervalsStep, Plan, RestStep, Work
from voiceguide.routine.item_kinds import leaves
from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Routine, Step
from voiceguide.session_options import WORDS_A_MINUTE, Detail, Level, SessionOptions, decided
from voiceguide.timeline import SegmentKind, Timeline, VoiceInfo

LEVELS: tuple[Level, ...] = ("gentle", "steady", "strong")
DETAILS: tuple[Detail, ...] = ("full", "normal", "brief")
MINUTES: tuple[int | None, ...] = (None, 3, 5, 10, 15, 20, 30, 45, 60, 90)
LONGEST_SILENCE_MS = 60_000
PURPOSE: frozenset[SegmentKind] = frozenset(("move", "hold", "breathe", "change", "rest"))
"""Stretches that somebody wrote; a fill is none."""


@cache
def libraries() -> Mapping[str, Library]:
    return {language: Library(language=language) for language in languages()}


@cache
def routines() -> Mapping[str, Routine]:
    """Every built-in routine of every language."""
    return {
        id: made
        for language, library in libraries().items()
        for id in library.ids("routine")
        if (made := library.routine(id)).language.startswith(language)
    }


def library_of(made: Routine) -> Library:
    return libraries()[made.language]


@cache
def conditions() -> tuple[str, ...]:
    return tuple(libraries()["en"].safety.conditions)


def people() -> list[frozenset[str]]:
    """Nobody's conditions, each one alone, and every two of them."""
    many = (1, 2)
    return [frozenset(), *(frozenset(some) for n in many for some in combinations(conditions(), n))]


def planned(made: Routine, today: SessionOptions) -> Plan | None:
    """The plan, or None where nothing is left for the person, which is said."""
    try:
        return make_plan(made, library_of(made), today)
    except UsageError:
        return None


def compiled(made: Routine, today: SessionOptions, detail: Detail) -> Timeline | None:
    """The timeline with estimated lengths, or None where nothing is left for the person."""
    options = decided(SessionOptions(detail=detail), today, made.options)
    words = WORDS_A_MINUTE[options.pace]
    voice = VoiceInfo("test", "test", words, measured=False)
    request = Request(made, library_of(made), options, voice)
    try:
        return fit(request, _speech(words), TONES)
    except UsageError:
        return None


@cache
def _speech(words_a_minute: int) -> Speech:
    return Speech(words_a_minute)


def forbidden(plan: Plan, person: frozenset[str]) -> Iterator[str]:
    """What a plan leads a person through against their conditions."""
    library = library_of(plan.routine)
    items = dict(enumerate(leaves(plan.routine.items), 1))

    def of_place(id: str) -> set[str]:
        written = library.positions.group_conditions.get(library.positions.positions[id].group)
        return {*written.avoid_if, *written.ask_first_if} if written else set()

    def of_step(number: int | None) -> set[str]:
        item = items[number or 0]
        assert isinstance(item, Step)
        return {*(item.avoid_if or ()), *(item.ask_first_if or ())}

    if of_place(plan.starts.id) & person:
        yield f"begins in {plan.starts.id}"
    for step in plan.steps:
        reasons: set[str] = set()
        match step:
            case Work(exercise=str(id)):
                exercise = library.exercise(id)
                reasons = {*exercise.avoid_if, *exercise.ask_first_if, *of_place(exercise.position)}
            case Work():
                reasons = of_step(step.item) | of_place(step.position.id)
            case IntervalsStep():
                for each in step.intervals:
                    if each.position is not None:
                        reasons |= of_place(each.position.id)
                    if each.kind == "hold":
                        reasons |= of_step(each.item)
            case RestStep(position=position) if position is not None:
                reasons = of_place(position.id)
        if reasons & person:
            yield f"{step} against {sorted(reasons & person)}"


def endless(plan: Plan, *, exact: bool) -> Iterator[str]:
    """Rests that fill more than a minute, or where nobody rests; `exact`: the author's length."""
    place = plan.starts
    for step in plan.steps:
        match step:
            case Work():
                place = step.position
            case IntervalsStep():
                place = step.ends_in or place
            case RestStep():
                place = step.position or place
                if step.length_ms is not None:
                    continue
                if place.group == "kneel":
                    yield f"fills on {place.id}"
                longest = plan.longest_fill_ms
                if not exact and (longest is None or longest > LONGEST_SILENCE_MS):
                    yield f"fills up to {longest}"


def is_whole(plan: Plan, made: Routine, minutes: int | None) -> bool:
    """Whether a plan does all that is written, by the items that it holds."""
    if minutes is not None and minutes * 60_000 != made.length_ms:
        return False
    done: set[tuple[int | None, str | None]] = {
        (step.item, step.exercise) for step in plan.steps if isinstance(step, Work)
    }
    done |= {
        (each.item, None)
        for step in plan.steps
        if isinstance(step, IntervalsStep)
        for each in step.intervals
    }
    return all(
        (number, item.do if isinstance(item, Do) else None) in done
        for number, item in enumerate(leaves(made.items), 1)
        if isinstance(item, Do | Step)
    )


def longest_silence_ms(timeline: Timeline) -> int:
    """The longest stretch without a voice, a tone or a purpose."""
    covered = [(cue.at_ms, cue.end_ms) for cue in timeline.cues]
    covered += [(each.start_ms, each.end_ms) for each in timeline.segments if each.kind in PURPOSE]
    reached = longest = 0
    for start_ms, end_ms in sorted(covered):
        longest = max(longest, start_ms - reached)
        reached = max(reached, end_ms)
    return max(longest, timeline.length_ms - reached)


Pair = tuple[int, int, int, int]
"""A factor and its value, a later factor and its value."""


def pairwise_rows(factors: Sequence[Sequence[object]], seed: int = 0) -> list[tuple[int, ...]]:
    """Rows of places, one for each factor, so that every two values of two factors meet."""
    chance = random.Random(seed)
    sizes = [len(factor) for factor in factors]
    missing: set[Pair] = {
        (a, x, b, y)
        for a, b in combinations(range(len(sizes)), 2)
        for x in range(sizes[a])
        for y in range(sizes[b])
    }
    rows = []
    while missing:
        a, x, b, y = min(missing)
        row = {a: x, b: y}
        others = [each for each in range(len(sizes)) if each not in row]
        chance.shuffle(others)
        for factor in others:
            values = list(range(sizes[factor]))
            chance.shuffle(values)
            gains = {value: len(_pairs(row, factor, value) & missing) for value in values}
            row[factor] = max(values, key=gains.__getitem__)
        missing -= {pair for factor, value in row.items() for pair in _pairs(row, factor, value)}
        rows.append(tuple(row[factor] for factor in range(len(sizes))))
    return rows


def _pairs(row: Mapping[int, int], factor: int, value: int) -> set[Pair]:
    """The pairs of a value with those of a row."""
    return {
        (other, row[other], factor, value) if other < factor else (factor, value, other, row[other])
        for other in row
        if other != factor
    }
