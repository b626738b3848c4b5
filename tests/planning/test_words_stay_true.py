"""What is said stays true where conditions left out or swapped anything."""

from __future__ import annotations

import re

import pytest

from tests.kit import BUILT_IN, Session, Shelf, compiled, exercise, items, make_plan, routine
from voiceguide.compiler.announcements import remarks
from voiceguide.errors import UsageError
from voiceguide.phrases.phrases import languages, phrases_of
from voiceguide.planning.steps import AdviceStep, Plan, Work
from voiceguide.routine.library import Library
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions

CLAIMS = re.compile(
    r"\b(whole|full|complete|all (?!right)|every(?! fifty)|entire|ganz\w*|alle\w*|vollständig\w*"
    r"|(one|two|three|four|five|six|ten|\d+) (minutes|long stretches|exercises|stretches)"
    r"|(zwei|drei|vier|fünf|sechs|zehn|\d+) (minuten|übungen))\b(?! before| of rest)",
    re.IGNORECASE,
)
"""Words that only a whole session keeps."""
REACH = re.compile(r"\b(within|in) reach\b|griffbereit|in reichweite", re.IGNORECASE)
LYING = re.compile(r"roll (dich )?(to|onto|zum|auf)|sit back on your heels", re.IGNORECASE)


def with_conditions(name: str, *conditions: str) -> Session:
    return compiled(BUILT_IN.routine(name), today=SessionOptions(conditions=frozenset(conditions)))


def library_routines() -> list[Routine]:
    shelves = [Library(language=language) for language in languages()]
    return [shelf.routine(id) for shelf in shelves for id in shelf.ids("routine")]


@pytest.mark.parametrize("made", library_routines(), ids=lambda made: made.id)
def test_what_only_a_whole_session_keeps_is_marked_so_in_the_library(made: Routine) -> None:
    for say in (*made.opening.say, *made.closing.say):
        assert say.only_whole or not CLAIMS.search(say.say), say
        assert say.only_in or not LYING.search(say.say), say


def test_a_line_of_the_whole_is_said_of_the_whole_only() -> None:
    whole = compiled(BUILT_IN.routine("back-relief")).said()
    assert "This session goes through the whole back relief list." in whole
    assert "That was the full list." in whole
    less = with_conditions("back-relief", "acute-low-back-pain").said()
    assert not [line for line in less if "whole" in line or "full list" in line]


def test_another_length_is_not_the_whole_either() -> None:
    said = compiled(BUILT_IN.routine("six-minute"), today=SessionOptions(minutes=10)).said()
    assert not [
        line for line in said if line in ("Six minutes for your back.", "That is six minutes.")
    ]


def test_without_any_line_that_is_true_the_usual_ones_are_said() -> None:
    made = routine(
        "name: Test\nopening: {say: {say: All of it., only_whole: true}}\n"
        "closing: {say: [{say: That was all of it., only_whole: true}]}\n"
        "items: [partial-sit-up, cat-stretch]\n"
    )
    said = compiled(
        made, today=SessionOptions(conditions=frozenset({"osteoporosis"}), asked=True)
    ).said()
    assert said[0] == "Test."
    assert said[-1] == "That is all. Well done."
    assert compiled(made).said()[-1] == "That was all of it."


def test_how_to_get_up_is_said_to_who_lies() -> None:
    lying = "Roll to one side to get up."
    assert lying in compiled(BUILT_IN.routine("six-minute")).said()
    assert lying not in with_conditions("six-minute", "pregnant").said()


def test_a_line_about_things_is_said_where_the_session_uses_one_of_them() -> None:
    line = "Have your pillow within reach."
    made = routine(
        "name: Test\nopening: {say: [{say: Have your pillow within reach., only_with: pillow}]}\n"
        "items: [wall-sit, childs-pose]\n"
    )
    assert line in compiled(made).said()
    no_floor = SessionOptions(conditions=frozenset({"cannot-use-floor"}))
    assert line not in compiled(made, today=no_floor).said()


@pytest.mark.parametrize("made", library_routines(), ids=lambda made: made.id)
def test_what_is_to_be_within_reach_is_used_in_the_session(made: Routine) -> None:
    for say in (*made.opening.say, *made.closing.say):
        assert say.only_with or not REACH.search(say.say), say


def test_all_that_is_left_out_is_named_once_in_one_sentence_before_it_begins() -> None:
    session = with_conditions("back-relief", "cannot-use-floor")
    (line,) = [line for line in session.said() if line.startswith("Left out today: ")]
    assert line.startswith("Left out today: partial sit-up, hamstring stretch, bird dog, ")
    assert line.endswith(" and seated twist.")
    opening = session.segments("opening")[0]
    assert session.voice(line).end_ms <= opening.end_ms
    assert not [line for line in session.said() if "is left out" in line]


def test_a_session_from_a_later_item_names_what_it_leaves_out_itself() -> None:
    plan = make_plan(
        BUILT_IN.routine("wind-down"), BUILT_IN, SessionOptions(conditions=frozenset({"pregnant"}))
    )
    (line,) = remarks(plan, phrases_of("en"), start_at=4)
    assert line == "Left out today: long side stretch and quiet breathing."


@pytest.mark.parametrize("name", BUILT_IN.ids("routine"))
def test_no_exercise_comes_twice_because_of_swaps(name: str) -> None:
    made = BUILT_IN.routine(name)
    for condition in BUILT_IN.safety.conditions:
        try:
            plan = make_plan(made, BUILT_IN, SessionOptions(conditions=frozenset({condition})))
        except UsageError:
            continue
        done = [step.exercise for step in plan.steps if isinstance(step, Work) and step.exercise]
        assert len(done) == len(set(done)), condition


def test_of_two_items_with_the_same_swap_the_second_is_left_out_in_every_round() -> None:
    move = "dose: {reps: 2}\nrep: [{move: Reach., takes: 2 s}]\n"
    first, second = (
        exercise(f"name: {name}\n{move}avoid_if: [knee-pain]\nswap: third\n", name.lower())
        for name in ("First", "Second")
    )
    made = routine(
        "name: Test\nitems:\n  - group: Row\n    rounds: 2\n    items: [first, second, own]\n"
    )
    shelf = Shelf([first, second, exercise(move, "third"), exercise(move)])
    plan = make_plan(made, shelf, SessionOptions(conditions=frozenset({"knee-pain"})))
    done = [step.exercise for step in plan.steps if isinstance(step, Work)]
    assert done == ["third", "own"] * 2
    assert [each.name for each in plan.left_out] == ["Second"]


def advices(plan: Plan) -> list[str]:
    return [step.advice.id for step in plan.steps if isinstance(step, AdviceStep)]


def test_an_advice_about_a_position_is_for_those_who_may_be_in_it() -> None:
    made = BUILT_IN.routine("back-relief")
    assert advices(make_plan(made, BUILT_IN, SessionOptions())) == [
        "toe-touches",
        "double-leg-lifts",
    ]
    plan = make_plan(made, BUILT_IN, SessionOptions(conditions=frozenset({"cannot-use-floor"})))
    assert advices(plan) == ["toe-touches"]
    assert ("advice", "Lifting both legs together") in [(n.change, n.before) for n in plan.notes]
    said = with_conditions("back-relief", "cannot-use-floor").said()
    assert not [line for line in said if "lie on your back" in line.lower()]


@pytest.mark.parametrize("id", BUILT_IN.ids("advice"))
def test_an_advice_of_the_library_that_speaks_of_lying_names_the_position(id: str) -> None:
    advice = BUILT_IN.advice(id)
    if re.search(r"\b(lie|lying) on your (back|side)", " ".join((*advice.say, advice.short))):
        assert advice.position is not None


def test_a_rest_somewhere_else_has_no_words_about_its_place() -> None:
    made = items(
        "wall-sit",
        "pelvic-tilt",
        "{step: March, for: 20 s, position: standing}",
        "{rest: 30 s, position: back-knees-bent, say: Lie still.}",
    )
    said = compiled(made, today=SessionOptions(conditions=frozenset({"cannot-use-floor"}))).said()
    assert "Lie still." not in said
    assert "Rest for thirty seconds." in said
    assert "Lie still." in compiled(made).said()
