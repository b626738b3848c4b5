"""What two conditions at once leave of every routine of the library."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.kit import make_plan
from voiceguide.errors import UsageError
from voiceguide.phrases.phrases import languages
from voiceguide.planning.conditions import blocked
from voiceguide.planning.steps import Plan, Work
from voiceguide.routine.item_kinds import leaves
from voiceguide.routine.library import Library
from voiceguide.routine.model import Do, Routine
from voiceguide.session_options import SessionOptions

LIBRARIES = {language: Library(language=language) for language in languages()}
ROUTINES = [
    pytest.param(library, made, id=made.id)
    for language, library in LIBRARIES.items()
    for made in map(library.routine, library.ids("routine"))
    if made.language == language
]


def sessions(library: Library, made: Routine) -> Iterator[tuple[SessionOptions, Plan]]:
    """The plans for every pair of conditions (and each alone), asked about or not."""
    pairs = itertools.combinations_with_replacement(library.safety.conditions, 2)
    for pair, asked in itertools.product(pairs, (False, True)):
        options = SessionOptions(conditions=frozenset(pair), asked=asked)
        try:
            yield options, make_plan(made, library, options)
        except UsageError:
            continue  # nothing is left


def done(plan: Plan) -> list[str]:
    """The exercises of a session, later rounds left out."""
    works = (step for step in plan.steps if isinstance(step, Work) and not step.again)
    return [step.exercise for step in works if step.exercise]


@pytest.mark.parametrize(("library", "made"), ROUTINES)
def test_no_exercise_comes_more_often_than_it_is_written_or_once(
    library: Library, made: Routine
) -> None:
    written = Counter(item.do for item in leaves(made.items) if isinstance(item, Do))
    for options, plan in sessions(library, made):
        for exercise, times in Counter(done(plan)).items():
            assert times <= max(1, written[exercise]), (exercise, options.conditions)


@pytest.mark.parametrize(("library", "made"), ROUTINES)
def test_nobody_does_what_is_not_for_them(library: Library, made: Routine) -> None:
    for options, plan in sessions(library, made):
        for id in done(plan):
            assert blocked(library.exercise(id), options, library) is None, options.conditions


@pytest.mark.parametrize(("library", "made"), ROUTINES)
def test_what_is_written_is_done_swapped_or_named_as_left_out(
    library: Library, made: Routine
) -> None:
    for options, plan in sessions(library, made):
        works = {step.item for step in plan.steps if isinstance(step, Work)}
        named = {each.item for each in plan.left_out}
        for number, item in enumerate(leaves(made.items), 1):
            if isinstance(item, Do):
                assert (number in works) != (number in named), (item.do, options.conditions)


@pytest.mark.parametrize(("library", "made"), ROUTINES)
def test_what_is_said_for_a_condition_is_said_to_those_who_have_it(
    library: Library, made: Routine
) -> None:
    for options, plan in sessions(library, made):
        for step in plan.steps:
            if not isinstance(step, Work) or step.exercise is None:
                continue
            ready = {line.say for line in step.get_ready}
            for condition, line in library.exercise(step.exercise).say_if.items():
                assert (line in ready) == (condition in options.conditions)
