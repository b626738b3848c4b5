import json
from pathlib import Path

from tests.cli.conftest import Ask


def test_a_routine_is_shown_with_its_length_equipment_and_picture(ask: Ask) -> None:
    answer = ask("show", "morning")
    assert answer.code == 0
    assert answer.out.startswith("Morning wake-up (morning)\n")
    assert "10:00 (estimated)" in answer.out
    assert "Needed:      a yoga mat" in answer.out
    assert "  5   " in answer.out
    assert answer.err == "Lengths are estimated; --voice measures them.\n"


def test_what_helps_with_an_advice_is_shown(ask: Ask) -> None:
    assert "Helpful:     a rolled towel for when you sit\n" in (ask("show", "desk-break-long").out)


def test_items_are_numbered_as_the_timeline_does(ask: Ask) -> None:
    items = json.loads(ask("show", "morning", "--json").out)["items"]
    told = json.loads(ask("script", "morning", "-f", "json", "--voice", "estimate").out)
    starts: dict[int | None, int] = {}
    for segment in told["segments"]:
        starts.setdefault(segment.get("item"), segment["start_ms"])
    assert {item["item"]: item["start_ms"] for item in items}.items() <= starts.items()


def test_a_file_is_shown_too(ask: Ask, short: Path) -> None:
    assert ask("show", str(short)).out.startswith("Short one (short)\n")


def test_what_is_taken_up_before_each_set_is_shown(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "row.yaml"
    file.write_text(
        "name: Row\npurpose: strength\nposition: standing\ndose: {reps: 8}\n"
        "get_set: {say: Take the band., wait: 8 s}\nrep: [{move: Pull., takes: 2 s}]\n",
        encoding="utf-8",
    )
    assert "Before sets: Take the band. (8 s)\n" in ask("show", str(file)).out


def test_an_exercise_is_shown_with_its_words_and_doses(ask: Ask) -> None:
    said = ask("show", "hamstring-stretch").out
    assert "Dose:        gentle: 2 sets, hold 15 s, each leg\n" in said
    assert "             strong: 4 sets, hold 30 s, each leg\n" in said
    assert "Take the towel in both hands." in said
    assert "bent-knee (easier)" in said
    told = json.loads(ask("show", "hamstring-stretch", "--json").out)
    assert told["dose"]["steady"] == "3 sets, hold 25 s, each leg"


def test_an_advice_is_shown(ask: Ask) -> None:
    assert "Bend your knees, keep it close" in ask("show", "lifting").out


def test_a_name_that_is_nearly_right_is_looked_for_among_all_kinds(ask: Ask) -> None:
    answer = ask("show", "hamstring-strech")
    assert answer.code == 2
    assert answer.err.endswith("hint: did you mean 'hamstring-stretch'?\n")


EXERCISE = """\
name: Heel raise
purpose: strength
position: wall-standing
equipment: {{needs: [{thing}]}}
dose: {{reps: 8-12}}
rep: [{{move: Rise., takes: 2 s}}]
"""


def test_a_file_of_an_exercise_or_an_advice_is_shown_as_what_it_is(
    ask: Ask, tmp_path: Path
) -> None:
    exercise = tmp_path / "heel-raise.yaml"
    exercise.write_text(EXERCISE.format(thing="wall"))
    said = ask("show", str(exercise))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Heel raise (heel-raise)\n")
    assert f" {exercise}\n" in said.out
    advice = tmp_path / "breaks.yaml"
    advice.write_text("name: Breaks\nverdict: do\nsay: Get up.\nshort: Get up.\n")
    assert "Advice:      do this\n" in ask("show", str(advice)).out


def test_a_thing_that_nobody_knows_is_told_in_place_of_the_exercise(
    ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "heel-raise.yaml"
    path.write_text(EXERCISE.format(thing="kettlebell"))
    answer = ask("show", str(path))
    assert (answer.code, answer.out) == (2, "")
    assert f"{path}:4:12: there is no thing 'kettlebell'" in answer.err


def test_a_rest_in_a_group_is_as_long_as_in_one_round(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "circuit.yaml"
    path.write_text(
        "name: C\nitems: [{group: A, rounds: 3, items: [{step: B, for: 40 s}, {rest: 20 s}]}]\n"
    )
    assert "3 rounds, 20 s " in ask("show", str(path)).out


def test_a_routine_whose_steps_say_nothing_of_conditions_shows_it(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "run.yaml"
    path.write_text("name: A\nitems:\n  - {step: Run, for: 20 s}\n")
    assert "do not say whom they do not suit" in ask("show", str(path)).out
    assert "do not suit" not in ask("show", "tabata").out
    assert "not checked" in ask("show", str(path), "--condition", "knee-pain").out


def test_only_what_is_done_is_needed(ask: Ask) -> None:
    shown = ask("show", "back-relief", "--condition", "cannot-use-floor").out
    assert "a free wall" in shown
    assert "towel" not in shown
    assert "pillow" not in shown
