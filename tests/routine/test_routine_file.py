from __future__ import annotations

from collections.abc import Callable

import pytest

from voiceguide.errors import Problem
from voiceguide.reader.amounts import Amount
from voiceguide.routine.item_kinds import leaves
from voiceguide.routine.model import Ask, Do, GiveAdvice, Group, Rest, Routine, SayItem, Step

Read = Callable[[str], tuple[Routine | None, list[Problem]]]
Says = Callable[[str], str]

ITEMS = "items: [cat-stretch]\n"


def routine_of(read: Read, text: str) -> Routine:
    routine, problems = read(text)
    assert routine is not None, problems
    return routine


def item_of(read: Read, item: str) -> object:
    return routine_of(read, f"name: A\nlength: 10 min\nitems:\n  - {item}\n").items[0]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_side_in_place_of_an_order_is_told_with_what_to_write(
    read_routine: Read, side: str
) -> None:
    _, problems = read_routine(f"name: A\nitems: [{{do: a, sides: {side}}}]\n")
    (problem,) = problems
    assert problem.hint == f"for that side only write  sides: {{only: {side}}}"


def test_a_file_with_only_a_name_and_items_is_a_routine(read_routine: Read) -> None:
    routine = routine_of(read_routine, "name: A\n" + ITEMS)
    assert (routine.id, routine.name, routine.language) == ("x", "A", "en")
    assert (routine.starts, routine.opening.safety, routine.wait) == ("standing", "short", "time")
    assert (routine.voice.breath_in_ms, routine.voice.breath_out_ms) == (3000, 4000)
    assert routine.level is None
    assert routine.length_ms is None


def test_an_id_alone_is_the_same_as_do(read_routine: Read) -> None:
    short, long = (item_of(read_routine, text) for text in ("cat-stretch", "do: cat-stretch"))
    assert isinstance(short, Do)
    assert isinstance(long, Do)
    assert (short.do, short.sets, short.sides) == (long.do, long.sets, long.sides)


def test_every_kind_of_item_is_read(read_routine: Read) -> None:
    do = item_of(read_routine, "{do: a, sets: 2, hold: 20 s, sides: {only: left}, optional: true}")
    assert isinstance(do, Do)
    assert (do.sets, do.hold) == (Amount(2, 2, "times"), Amount(20_000, 20_000, "time"))
    assert (do.sides, do.optional) == ({"only": "left"}, True)
    step = item_of(read_routine, "{step: Plank, for: 30 s, each_side: true, say: Up.}")
    assert isinstance(step, Step)
    assert (step.name, step.sides.order, step.say) == ("Plank", "one-then-other", ("Up.",))
    rest = item_of(read_routine, "{rest: fill, say: [A., B.]}")
    assert isinstance(rest, Rest)
    assert (rest.length_ms, rest.say) == (None, ("A.", "B."))
    assert isinstance(item_of(read_routine, "note: Hello."), SayItem)
    advice = item_of(read_routine, "{advice: lifting, show_instead: false}")
    assert isinstance(advice, GiveAdvice)
    assert not advice.show_instead
    assert isinstance(item_of(read_routine, "ask: pain"), Ask)
    group = item_of(read_routine, "{group: G, rounds: 8, rest: 10 s, items: [a, b]}")
    assert isinstance(group, Group)
    assert (group.rounds, group.rest_ms, len(group.items)) == (8, 10_000, 2)


def test_the_leaves_of_groups_come_in_their_order(read_routine: Read) -> None:
    text = "name: A\nitems: [a, {group: G, items: [b, {group: H, items: [c]}]}, d]\n"
    items = leaves(routine_of(read_routine, text).items)
    assert [item.do for item in items if isinstance(item, Do)] == ["a", "b", "c", "d"]


def test_how_words_are_said_is_read(read_routine: Read) -> None:
    text = 'name: A\nsay_as: {asana: ah-sa-na, "hatha yoga": ha-ta yoga}\n' + ITEMS
    assert routine_of(read_routine, text).say_as == {
        "asana": "ah-sa-na",
        "hatha yoga": "ha-ta yoga",
    }


HEAD_MISTAKES = [
    ("length: 4 h\n", "2:9: '4 h' is in hours\n  hint: write minutes, such as '60 min'"),
    ("length: 240 min\n", "2:9: 240 min is too much\n  hint: from 10 s to 180 min"),
    ("length: 20-30 min\n", "2:9: '20-30 min' is not a time"),
    ("language: xx\n", "2:11: the coach does not speak 'xx'"),
    ("language: English\n", "2:11: the coach does not speak 'English'"),
    ("level: easy\n", "2:8: expected gentle, steady or strong, not 'easy'\n  hint: write 'gentle'"),
    ("level: Steady\n", "2:8: expected gentle, steady or strong, not 'Steady'"),
    ("voice: calm\n", "2:8: expected voice settings, not text"),
    (
        "voice: {pace: slow}\n",
        "2:15: expected calm, normal or brisk, not 'slow'\n  hint: write 'calm'",
    ),
    ("opening: Hello.\n", "2:10: expected an opening, such as {say: Welcome.}, not text"),
    ("opening: {say: Turn <side>.}\n", "2:16: <side> has no meaning here"),
    ("starts: standin\n", "2:9: there is no position 'standin'\n  hint: did you mean 'standing'?"),
    ("exercises: []\n", "2:1: unknown setting 'exercises', did you mean 'items'?"),
    ("duration: 10 min\n", "2:1: unknown setting 'duration', did you mean 'length'?"),
    (
        "say_as: {'3': three}\n",
        "2:10: '3' is no word that can be said in another way\n  hint: begin with a letter",
    ),
    ("say_as: asana\n", "2:9: expected words and how they are said, not text"),
    ("days_between: 1.5\n", "2:15: expected a whole number from 0 to 30, not '1.5'"),
    ("format: 2\n", "2:9: format 2 was made for a newer voiceguide"),
    ("id: other\n", "2:5: the id 'other' is not the file's name 'x'"),
    ("kind: exercise\n", "2:7: expected routine, not 'exercise'"),
]


@pytest.mark.parametrize(("line", "said"), HEAD_MISTAKES, ids=lambda value: value[:30].strip())
def test_a_mistake_above_the_items_is_told(line: str, said: str, routine_says: Says) -> None:
    message = routine_says("name: A\n" + line + ITEMS)
    assert f"x.yaml:{said}" in message
    assert message.count("x.yaml:") == 1


ITEM_MISTAKES = [
    ("Cat stretch", "3:5: 'Cat stretch' is not an exercise's id\n  hint: write 'cat-stretch'"),
    ("do:cat-stretch", "3:5: 'do:cat-stretch' is not an exercise's id\n  hint: a space is missing"),
    ("cat-strech", "3:5: there is no exercise 'cat-strech'\n  hint: did you mean 'cat-stretch'?"),
    ("exercise: cat-stretch", "3:5: an item is exactly one of do, step, rest, note, advice, ask"),
    ("- cat-stretch", "3:5: expected an exercise's id, or settings with one of"),
    ("{do: cat-stretch, note: Hi.}", "3:5: an item is exactly one of"),
    ("{do: cat-stretch, rep: 5}", "3:23: unknown setting 'rep', did you mean 'reps'?"),
    (
        "{do: cat-stretch, repetitions: 5}",
        "3:23: unknown setting 'repetitions', did you mean 'reps'?",
    ),
    ("{do: hamstring-stretch, hold: 20}", "3:35: '20' has no unit\n  hint: write '20 s', not '20'"),
    (
        "{do: hamstring-stretch, hold: 1:30}",
        "3:35: '1:30' is not a time\n  hint: write '1 min 30 s'",
    ),
    ("{do: bird-dog, reps: 12-8}", "3:26: '12-8' runs backwards"),
    ("{do: bird-dog, reps: 0}", "3:26: '0' does nothing"),
    ("{do: bird-dog, reps: 5 s}", "3:26: expected an amount such as '10' or '8-12', not '5 s'"),
    ("{step: Plank}", "3:12: a step has either 'for' (a time) or 'reps'"),
    ("{step: Plank, for: 30 s, reps: 5}", "3:12: a step has either 'for' (a time) or 'reps'"),
    ("{step: Squat, reps: 10}", "3:12: nothing says how long the repetitions take"),
    ("{step: Plank, time: 30 s}", "3:19: unknown setting 'time', did you mean 'for'?"),
    ("{step: A, for: 9 s, say: Your <side>.}", "3:30: a line names a side, but the step has none"),
    ("{step: A, for: 9 s, sides: {first: left}}", "3:32: the sides have no order"),
    ("{step: A, for: 9 s, each_side: true, sides: rep-by-rep}", "3:36: 'each_side' and 'sides'"),
    (
        "{step: A, for: 9 s, position: side-lying}",
        "3:35: the position 'side-lying' is for exercises",
    ),
    ("rest: 0 s", "3:11: a time of 0 s does nothing"),
    ("rest: 31 min", "3:11: 31 min is too much\n  hint: from 0.001 s to 30 min"),
    ("rest: fill", "3:5: 'rest: fill' needs the routine's length"),
    ("note: <side>", "3:11: <side> has no meaning here"),
    ("advice: liftin", "3:5: there is no advice 'liftin'\n  hint: did you mean 'lifting'?"),
    ("ask: mood", "3:10: expected pain, not 'mood'"),
    ("{group: G}", "3:5: 'items' is missing in a group"),
    ("{group: G, rounds: 100, items: [cat-stretch]}", "3:24: expected a whole number from 1 to 50"),
    ("{group: G, items: []}", "3:23: the list is empty"),
    (
        "{group: G, items: [{group: H, items: [{group: I, items: [{group: J, items: [a]}]}]}]}",
        "3:80: groups are nested too deeply; at most 3",
    ),
    ("", "3:4: nothing is written here; expected an exercise's id"),
]


@pytest.mark.parametrize(("item", "said"), ITEM_MISTAKES, ids=lambda value: value[:40])
def test_a_mistake_in_an_item_is_told(item: str, said: str, routine_says: Says) -> None:
    message = routine_says(f"name: A\nitems:\n  - {item}\n")
    assert f"x.yaml:{said}" in message
    assert message.count("x.yaml:") == 1


def test_a_second_fill_and_a_fill_in_a_group_are_errors(routine_says: Says) -> None:
    head = "name: A\nlength: 10 min\n"
    assert "4:5: a second 'rest: fill'" in routine_says(
        head + "items: [{rest: fill},\n    {rest: fill}]\n"
    )
    said = routine_says(head + "items: [cat-stretch, {group: G, items: [{rest: fill}]}]\n")
    assert "'rest: fill' cannot be inside a group" in said
