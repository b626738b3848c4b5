from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voiceguide.routine.cross_checks import (
    check_advice,
    check_exercise,
    check_routine,
    check_single_files,
)
from voiceguide.routine.library import BUILT_IN, Library
from voiceguide.routine.routine_file import routine_record
from voiceguide.routine.routine_files import read_source

Says = Callable[[str], str]


def says_of(item: str, routine_says: Says, head: str = "") -> str:
    return routine_says(f"name: A\n{head}items:\n  - {item}\n")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def exercise(**more: str) -> str:
    settings = {
        "name": "Arm circle",
        "purpose": "mobility",
        "position": "standing",
        "dose": "{reps: 8-12}",
        "rep": "[{move: Circle your arms., takes: 3 s}]",
    } | more
    return "".join(f"{name}: {value}\n" for name, value in settings.items())


def test_everything_built_in_agrees_with_everything_else(built_in: Library) -> None:
    found = check_single_files(built_in)
    for id in built_in.ids("exercise"):
        found += check_exercise(built_in.exercise(id), built_in)
    for id in built_in.ids("advice"):
        found += check_advice(built_in.advice(id), built_in)
    for id in built_in.ids("routine"):
        found += check_routine(built_in.routine(id), built_in)
    assert found == []


def test_an_amount_above_a_hard_limit_is_an_error_that_names_it(routine_says: Says) -> None:
    said = says_of("{do: seated-twist, hold: 90 s}", routine_says)
    assert said == (
        "x.yaml:3:30: 1 min 30 s is more than 'seated-twist' allows\n  hint: at most 1 min"
    )


def test_an_amount_above_an_open_range_is_right(routine_says: Says) -> None:
    assert says_of("{do: childs-pose, hold: 90 s}", routine_says) == ""


def test_an_amount_below_the_range_is_a_warning_unless_it_says_why(routine_says: Says) -> None:
    said = says_of("{do: hamstring-stretch, hold: 10 s}", routine_says)
    assert "x.yaml:3:35: warning: 10 s is below the range of 'hamstring-stretch'" in said
    assert "a 'why_less' says why" in said
    assert says_of("{do: hamstring-stretch, hold: 10 s, why_less: Sore.}", routine_says) == ""


def test_above_a_range_is_a_warning(routine_says: Says) -> None:
    said = says_of("{do: partial-sit-up, reps: 20}", routine_says)
    assert said == (
        "x.yaml:3:32: warning: 20 is above the range of 'partial-sit-up'\n  hint: its range is 8-12"
    )


def test_a_range_that_leaves_the_range_on_both_ends_is_told_for_both(routine_says: Says) -> None:
    said = says_of("{do: partial-sit-up, reps: 2-20}", routine_says)
    assert said.count("warning:") == 2


def test_what_an_exercise_counts_as_one_is_no_range_to_leave(routine_says: Says) -> None:
    assert says_of("{do: childs-pose, sets: 3}", routine_says) == ""


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (
            "{do: childs-pose, hold: 6 breaths}",
            "the hold of 'childs-pose' is in seconds, not breaths",
        ),
        (
            "{do: quiet-breathing, hold: 60 s}",
            "the hold of 'quiet-breathing' is in breaths, not seconds",
        ),
        ("{do: partial-sit-up, hold: 5 s}", "'partial-sit-up' has no hold to set"),
        (
            "{do: cat-stretch, reps: 5, repeat_for: 30 s}",
            "'reps' and 'repeat_for' exclude each other",
        ),
        ("{do: cat-stretch, sides: {only: left}}", "'cat-stretch' has no sides"),
        ("{do: bird-dog, sides: none}", "'bird-dog' needs its sides"),
        ("{do: cat-stretch, before: Your <side> leg.}", "the line names a side, but 'cat-stretch'"),
        ("{do: childs-pose, version: pilow}", "'childs-pose' has no version 'pilow'"),
        ("{do: cat-stretch, version: pillow}", "'cat-stretch' has no version 'pillow'"),
        (
            "{rest: 9 s, position: side-lying}",
            "the position 'side-lying' is for exercises with sides",
        ),
        ("{rest: 9 s, position: bed}", "there is no position 'bed'"),
        ("advice: lift", "there is no advice 'lift'"),
    ],
)
def test_what_an_item_and_its_exercise_do_not_agree_on_is_told(
    item: str, said: str, routine_says: Says
) -> None:
    message = says_of(item, routine_says)
    assert said in message
    assert message.count("x.yaml:3:") == 1


def test_a_version_is_suggested(routine_says: Says) -> None:
    assert "did you mean 'pillow'?" in says_of("{do: childs-pose, version: pilow}", routine_says)


def test_lines_of_a_sided_exercise_may_name_the_side(routine_says: Says) -> None:
    assert says_of("{do: bird-dog, before: Begin with your <side> leg.}", routine_says) == ""


def test_groups_are_checked_like_all_items(routine_says: Says) -> None:
    said = says_of("{group: G, rounds: 2, items: [{do: bird-dog, hold: 5 min}]}", routine_says)
    assert "5 min is above the range of 'bird-dog'" in said


@pytest.mark.parametrize(
    ("item", "hours"),
    [
        ("{group: A, rounds: 50, items: [{group: B, rounds: 50, items: [{group: C, rounds: 50,"
         " items: [cat-stretch]}]}]}", "1,510 h"),
        ("{group: A, rounds: 50, items: [{do: childs-pose, hold: 10 min}]}", "8 h 36 min"),
        ("{group: A, rounds: 50, rest: 10 min, items: [{note: Hi.}]}", "8 h 10 min"),
        ("{group: A, rounds: 50, items: [{step: S, for: 5 min}]}", "4 h 10 min"),
        ("{group: A, rounds: 50, items: [{group: B, rounds: 50, items: [{group: C, rounds: 50,"
         " items: [{step: S, reps: 100, takes: 0.1 s}]}]}]}", "1,041 h"),
        ("{group: A, rounds: 50, items: [{group: B, rounds: 50, items: [{group: C, rounds: 50,"
         " items: [{note: Hi.}]}]}]}", "34 h 43 min"),
    ],
)  # fmt: skip
def test_a_routine_that_never_ends_is_refused_without_unrolling_it(
    item: str, hours: str, routine_says: Says
) -> None:
    said = says_of(item, routine_says)
    assert said == (
        f"x.yaml:3:3: the routine lasts at least {hours}; at most 3 h\n"
        "  hint: fewer items, rounds, sets or shorter times"
    )


def test_a_routine_of_almost_three_hours_is_right(routine_says: Says) -> None:
    assert says_of("{group: A, rounds: 35, items: [{step: S, for: 5 min}]}", routine_says) == ""


def test_problems_of_an_exercise_are_those_of_its_routine(tmp_path: Path) -> None:
    write(tmp_path / "broken.yaml", exercise(rep="[{move: Up.}]"))
    write(tmp_path / "odd.yaml", exercise(position="standin", avoid_if="[knee]"))
    write(tmp_path / "r.yaml", "name: A\nitems: [broken, odd, odd]\n")
    library = Library([tmp_path])
    found = [str(problem) for problem in check_routine(library.routine("r"), library)]
    assert [text.split("\n")[0].split(": ", 1)[1] for text in found] == [
        "the movement has no time",
        "there is no position 'standin'",
        "there is no condition 'knee'",
    ]


def swaps(folder: Path, **of: str) -> Library:
    for id, swap in of.items():
        write(folder / f"{id}.yaml", exercise(swap=swap))
    return Library([folder])


def test_a_circle_of_swaps_is_an_error(tmp_path: Path) -> None:
    library = swaps(tmp_path, a="b", b="c", c="a")
    (problem,) = check_exercise(library.exercise("a"), library)
    assert problem.message == "the swaps run in a circle: a -> b -> c -> a"


def test_a_circle_further_on_is_one_too(tmp_path: Path) -> None:
    library = swaps(tmp_path, a="b", b="c", c="b")
    (problem,) = check_exercise(library.exercise("a"), library)
    assert problem.message == "the swaps run in a circle: a -> b -> c -> b"


def test_a_swap_with_itself_is_one_too(tmp_path: Path) -> None:
    library = swaps(tmp_path, a="a")
    (problem,) = check_exercise(library.exercise("a"), library)
    assert problem.message == "the swaps run in a circle: a -> a"


def test_a_chain_of_swaps_that_ends_is_right(tmp_path: Path) -> None:
    library = swaps(tmp_path, a="b", b="cat-stretch")
    assert not check_exercise(library.exercise("a"), library)


def test_an_advices_better_way_is_an_exercise(tmp_path: Path, built_in: Library) -> None:
    text = "name: A\nverdict: do\nsay: B.\nshort: C.\ninstead: cat-strech\ninstead_say: D.\n"
    write(tmp_path / "x.yaml", text + "helps: [matt]\n")
    advice = Library([tmp_path]).advice("x")
    assert [problem.message for problem in check_advice(advice, built_in)] == [
        "there is no exercise 'cat-strech'",
        "there is no thing 'matt'",
    ]


def test_conditions_of_groups_of_positions_are_known_ones(tmp_path: Path) -> None:
    write(
        tmp_path / "positions.yaml",
        "positions: {stool: {group: chair, arrive: Sit on it.}}\n"
        "group_conditions: {chair: {avoid_if: [knee]}}\n",
    )
    (problem,) = check_single_files(Library([tmp_path]))
    assert problem.message == "there is no condition 'knee'"
    assert problem.place.line == 2


def test_one_rests_for_a_position_that_tires_in_one_that_does_not(tmp_path: Path) -> None:
    tiring = "group: kneel, arrive: Up., leave: Down."
    write(
        tmp_path / "positions.yaml",
        f"positions: {{a: {{{tiring}, rest_in: plank-hands}}, b: {{{tiring}, rest_in: none}}}}\n",
    )
    assert {problem.message for problem in check_single_files(Library([tmp_path]))} == {
        "nobody can rest in 'plank-hands', as 'a' says: it tires itself",
        "there is no position 'none'",
    }


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("rest_in: standing", "'rest_in' and 'leave' go together"),
        ("leave: Down.", "'rest_in' and 'leave' go together"),
        ("takes: 2 s", "'takes' is for positions with 'rest_in'"),
    ],
)
def test_the_settings_of_a_position_that_tires_go_together(
    more: str, message: str, tmp_path: Path
) -> None:
    position = f"{{group: stand, arrive: Sink down., {more}}}"
    write(tmp_path / "positions.yaml", f"positions: {{low: {position}}}\n")
    (problem,) = check_single_files(Library([tmp_path]))
    assert problem.message == message


def test_a_routine_asks_the_library_of_its_own_language(tmp_path: Path) -> None:
    for name in ("positions", "equipment", "safety"):
        text = (BUILT_IN / f"{name}.yaml").read_text(encoding="utf-8")
        write(tmp_path / f"{name}.yaml", text)
    write(tmp_path / "exercises/x.yaml", exercise())
    write(tmp_path / "routines/r.yaml", "name: A\nlanguage: en-GB\nitems: [x]\n")
    library = Library([], tmp_path)
    assert not check_routine(library.routine("r"), library)
    in_another = Library([], tmp_path, "xx")
    assert not check_routine(library.routine("r"), in_another)


@pytest.mark.parametrize("tempo", ["3-1-3", "1-0-1", "1-1-1-1, begins: lift"])
def test_the_coachs_words_fit_in_every_tempo(tempo: str, routine_says: Says) -> None:
    said = says_of(f"{{step: Squats, reps: 5, tempo: {tempo}}}", routine_says)
    assert "takes about" not in said


def test_an_exercises_own_words_are_held_against_its_tempo(tmp_path: Path) -> None:
    phases = "{move: Pull your elbows far back., again: Pull far back., takes: 2 s, part: lift}"
    lower = "{move: Let go., takes: 2 s, part: lower}"
    write(tmp_path / "exercises/row.yaml", exercise(rep=f"[{phases}, {lower}]"))
    text = "name: A\nitems: [{do: row, reps: 8, tempo: 2-0-1}]\n"
    routine, _ = read_source(text.encode(), "x.yaml", routine_record("x"))
    assert routine is not None
    (problem,) = check_routine(routine, Library([tmp_path]))
    assert problem.grade == "warning"
    assert "the coach's own word takes its place" in problem.message
    assert problem.message.startswith("'Pull your elbows far back.' takes about")
    assert problem.hint == "for words give that part at least 3 s"
