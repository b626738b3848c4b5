"""Not knowing what to play is fine: sessions are found and proposed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from voiceguide.app.context import AppContext
from voiceguide.app.find_session import Wanted, ask_for_session, best, found
from voiceguide.app.listing import routines
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.errors import UsageError


class Answering(TerminalInteraction):
    """Somebody who answers with these, in order."""

    def __init__(self, *answers: object) -> None:
        super().__init__()
        self.answers = list(answers)
        self.offered: list[Mapping[str, str]] = []
        self.told: list[str] = []

    def tell(self, text: str) -> None:
        self.told.append(text)

    def one_of(self, question: str, choices: Mapping[str, str]) -> str:
        self.offered.append(choices)
        answer = self.answers.pop(0)
        return list(choices)[answer] if isinstance(answer, int) else str(answer)

    def number(self, question: str, low: int, high: int) -> int | None:
        answer = self.answers.pop(0)
        assert answer is None or isinstance(answer, int)
        return answer

    def yes(self, question: str, *, default: bool = False, before: Sequence[str] = ()) -> bool:
        return bool(self.answers.pop(0))


def ids(ask: Ask, *arguments: str) -> list[str]:
    answer = ask("list", *arguments, "--json")
    assert answer.code == 0, answer.err
    return [entry["id"] for entry in json.loads(answer.out)]


def test_the_list_tells_what_each_is_for_and_where_it_is_done(ask: Ask) -> None:
    lines = [line.split() for line in ask("list").out.splitlines()]
    assert ["morning", "10:00", "gentle", "back", "floor", "Morning", "wake-up"] in lines


def test_a_part_of_the_body_finds_its_routines_first(ask: Ask) -> None:
    assert ids(ask, "--area", "neck")[0] == "neck-shoulders"
    assert ids(ask, "--area", "knee")[0] == "knees"
    assert "balance" in ids(ask, "--area", "balance")
    assert "neck-shoulders" in ids(ask, "--area", "shoulder")


def test_the_nearest_length_comes_first_and_nothing_that_is_far_longer(ask: Ask) -> None:
    told = json.loads(ask("list", "--minutes", "10", "--area", "back", "--json").out)
    assert all(entry["length_ms"] <= 15 * 60_000 for entry in told)
    off = [abs(entry["length_ms"] - 600_000) for entry in told if entry["body"] == "back"]
    assert off == sorted(off)


@pytest.mark.parametrize(
    ("position", "where"),
    [("chair", {"chair"}), ("standing", {"chair", "standing"})],
)
def test_nobody_is_asked_further_down_than_they_said(
    ask: Ask, position: str, where: set[str]
) -> None:
    told = json.loads(ask("list", "--position", position, "--json").out)
    assert told
    assert all(set(entry["where"]) <= where for entry in told)


def test_what_is_not_there_is_not_needed(ask: Ask) -> None:
    told = json.loads(ask("list", "--without", "mat", "--without", "chair", "--json").out)
    assert told
    assert not any({"mat", "chair"} & set(entry["things"]) for entry in told)


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (("--area", "nekc"), "there is no routine for 'nekc'", "did you mean 'neck'?"),
        (
            ("--area", "knee", "--position", "chair"),
            "with position chair",
            "without --position: knees, 14 min",
        ),
        (("--area", "neck", "--minutes", "2", "--position", "chair"), "of about 2", "ask for less"),
    ],
)
def test_what_is_not_found_is_told_with_what_there_is(
    ask: Ask, arguments: tuple[str, ...], said: str, hint: str
) -> None:
    answer = ask("list", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert hint in answer.err


def test_lists_of_other_things_are_not_narrowed(ask: Ask) -> None:
    for said in (("--area", "neck"), ("--condition", "knee-pain")):
        answer = ask("list", "advice", *said)
        assert answer.code == 2
        assert "are for routines and exercises" in answer.err
    answer = ask("list", "exercises", "--minutes", "10")
    assert (answer.code, "--minutes is for routines" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("what", "id", "words"),
    [
        ("conditions", "knee-pain", "Knee pain when bending or kneeling"),
        ("conditions", "cannot-lie-down", "Lying down, on the back, the front or a side"),
        ("equipment", "towel", "a towel"),
        ("positions", "hands-knees", "Come onto your hands and knees."),
    ],
)
def test_conditions_things_and_positions_are_listed_in_words(
    ask: Ask, what: str, id: str, words: str
) -> None:
    told = {entry["id"]: entry["words"] for entry in json.loads(ask("list", what, "--json").out)}
    assert words in told[id]


def test_play_chooses_what_fits_best(ask: Ask, tmp_path: Path, config: Path) -> None:
    answer = ask("play", "--area", "knee", "--minutes", "200", "--output", "silent")
    assert answer.code == 2  # 200 minutes are no session
    context = AppContext.of_user(Answering())
    listing = found(routines(context, None), Wanted(area="knee", minutes=12))
    assert listing.entries[0]["id"] == "knees"


def test_a_session_in_a_language_that_is_not_the_persons_is_not_chosen(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Wanted(area="back", minutes=6)
    monkeypatch.setattr("voiceguide.app.find_session.getlocale", lambda: ("en_GB", "UTF-8"))
    assert best(AppContext.of_user(Answering()), wanted) == "six-minute"
    monkeypatch.setattr("voiceguide.app.find_session.getlocale", lambda: ("de_DE", "UTF-8"))
    assert best(AppContext.of_user(Answering()), wanted) == "sechs-minuten"


def test_hard_work_is_chosen_only_where_it_is_asked_for(ask: Ask) -> None:
    told = json.loads(ask("list", "--minutes", "8", "--json").out)  # tabata takes eight minutes
    efforts = [entry["effort"] == "hard" for entry in told]
    assert any(efforts)
    assert efforts == sorted(efforts)
    assert ids(ask, "--area", "hard", "--minutes", "8")[0] == "tabata"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("play",), "no routine is named, and nobody is there to be asked"),
        (("play", "morning", "--area", "back"), "there is nothing to look for"),
        (("play", "--area", "nekc"), "there is no routine for 'nekc'"),
    ],
)
def test_a_session_that_is_not_named_needs_something_to_go_by(
    ask: Ask, arguments: tuple[str, ...], said: str
) -> None:
    answer = ask(*arguments)
    assert answer.code == 2
    assert said in answer.err


def test_three_questions_lead_to_three_sessions(config: Path) -> None:
    person = Answering("knee", 12, True, 0)
    assert ask_for_session(AppContext.of_user(person)) == ("knees", 12)
    assert len(person.offered[1]) == 4
    assert person.offered[1]["knees"].startswith("Strong knees, 14 min")


def test_who_may_not_lie_down_is_proposed_nothing_on_the_floor(config: Path) -> None:
    person = Answering("anything", None, False, "none")
    context = AppContext.of_user(person)
    assert ask_for_session(context) is None
    floors = {
        str(entry["id"])
        for entry in routines(context, None).entries
        if "floor" in (entry["where"] or ())  # type: ignore[operator]  # of a list's facts
    }
    assert not floors & {*person.offered[1]}


@pytest.mark.parametrize(
    ("area", "floor", "told"),
    [("hip", False, ["Nothing fits all of that. These come near:"]), ("hip", True, [])],
)
def test_what_only_comes_near_is_proposed_as_that(
    config: Path, area: str, floor: bool, told: list[str]
) -> None:
    person = Answering(area, 10, floor, "none")
    ask_for_session(AppContext.of_user(person))
    assert person.told == told


def test_what_is_all_out_is_never_proposed(config: Path) -> None:
    folder = config / "library" / "routines"
    folder.mkdir(parents=True)
    (folder / "sprints.yaml").write_text(
        "name: Wrist sprints\nbody: wrist\nitems:\n"
        "  - {step: Sprint, for: 30 s, position: standing, intensity: all-out, avoid_if: []}\n"
    )
    person = Answering("wrist", None, True, "none")
    context = AppContext.of_user(person)
    ask_for_session(context)
    assert "sprints" not in person.offered[1]
    with pytest.raises(UsageError, match="never chosen for you"):
        from voiceguide.app.find_session import best

        best(context, Wanted(area="wrist"))


def test_new_makes_an_exercise_that_is_right_as_it_stands(ask: Ask, config: Path) -> None:
    answer = ask("new", "--exercise", "my-lift")
    assert answer.code == 0
    path = config / "library" / "exercises" / "my-lift.yaml"
    assert answer.out.strip() == str(path)
    checked = ask("check", str(path))
    assert (checked.code, checked.out) == (0, "")


def test_edit_opens_ones_own_file_and_checks_it(
    ask: Ask, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("new", "my-evening")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "level: steep" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    answer = ask("edit", "my-evening")
    assert answer.code == 2
    assert "'level' is written twice" in answer.out


@pytest.mark.parametrize(
    ("id", "editor", "said"),
    [
        ("my-evening", "", "no editor is set"),
        ("my-evening", "no-such-editor", "does not start"),
        ("my-evening", "false", "ended with 1"),
        ("my-evning", "true", "did you mean 'my-evening'?"),
        ("morning", "true", "'morning' is built in"),
    ],
)
def test_what_cannot_be_edited_is_told(
    ask: Ask, config: Path, monkeypatch: pytest.MonkeyPatch, id: str, editor: str, said: str
) -> None:
    ask("new", "my-evening")
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.delenv("VISUAL", raising=False)
    answer = ask("edit", id)
    assert answer.code == 2
    assert said in answer.err
    assert os.environ["EDITOR"] == editor
