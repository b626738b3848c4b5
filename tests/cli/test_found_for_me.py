"""Routines and exercises are found for what a person has, may do and does not have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ask
from tests.cli.test_find_session import Answering
from voiceguide.app.context import AppContext
from voiceguide.app.find_session import Wanted, best


def told(ask: Ask, *arguments: str) -> dict[str, dict[str, Any]]:
    answer = ask("list", *arguments, "--json")
    assert answer.code == 0, answer.err
    return {entry["id"]: entry for entry in json.loads(answer.out)}


def test_exercises_are_found_by_area_place_and_things(ask: Ask) -> None:
    found = told(ask, "exercises", "--area", "hip", "--position", "chair")
    assert "chair-march" in found
    assert all(entry["where"] == ["chair"] for entry in found.values())
    found = told(ask, "exercises", "--area", "stretch", "--without", "mat")
    assert found
    assert all(entry["purpose"] == "stretch" for entry in found.values())
    assert not any("mat" in entry["things"] for entry in found.values())


def test_an_area_of_no_exercise_is_told_with_what_there_is(ask: Ask) -> None:
    answer = ask("list", "exercises", "--area", "strenght")
    assert answer.code == 2
    assert "there is no exercise for 'strenght'" in answer.err
    assert "did you mean 'strength'?" in answer.err


def test_each_exercise_says_whether_it_suits_a_condition(ask: Ask) -> None:
    found = told(ask, "exercises", "--condition", "knee-pain")
    assert (found["heel-slide"]["fit"], found["heel-slide"]["changes"]) == ("fit", [])
    assert found["squat"]["fit"] == "not fit"
    assert "ask a professional first" in found["squat"]["changes"][0]
    fits = [entry["fit"] for entry in found.values()]
    assert fits == sorted(fits, key=("fit", "changed", "not fit").index)
    asked = told(ask, "exercises", "--condition", "knee-pain", "--asked")
    assert asked["squat"]["fit"] != "not fit"


def test_each_routine_says_what_a_condition_changes_in_it(ask: Ask) -> None:
    found = told(ask, "--area", "back", "--condition", "knee-pain")
    assert found["prone-sequence"]["fit"] == "fit"
    assert found["six-minute"]["fit"] == "changed"
    assert "Cat stretch left out" in found["six-minute"]["changes"]
    lines = ask("list", "--area", "back", "--condition", "knee-pain").out.splitlines()
    assert lines[0].endswith("fit")
    assert any("changed: Cat stretch left out" in line for line in lines)


def test_an_unknown_condition_is_told(ask: Ask) -> None:
    answer = ask("list", "exercises", "--condition", "knee-pian")
    assert answer.code == 2
    assert "did you mean 'knee-pain'?" in answer.err


def test_a_poor_list_names_the_filter_that_is_in_the_way(ask: Ask) -> None:
    answer = ask("list", "--area", "knee", "--position", "standing")
    assert answer.code == 0
    assert "More without --position: knees, 14 min" in answer.err
    assert "More" not in ask("list", "--area", "back", "--position", "floor").err


@pytest.mark.usefixtures("config")
def test_a_poor_choice_of_play_names_it_too() -> None:
    person = Answering()
    best(AppContext.of_user(person), Wanted(area="knee", position="standing"))
    assert person.told[0].startswith("Chosen: ")
    assert person.told[1].startswith("More without --position: knees, 14 min")


def test_play_that_finds_nothing_names_it(ask: Ask, config: Path) -> None:
    answer = ask("play", "--area", "hip", "--position", "chair")
    assert answer.code == 2
    assert "without --position: hips, 14 min" in answer.err
