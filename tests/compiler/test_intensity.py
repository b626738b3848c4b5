"""How hard work is done: what is said, how it begins, and for whom it is not."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, compiled, items, routine
from voiceguide.app.moment_view import Views
from voiceguide.planning.session_topics import effort_of
from voiceguide.session_options import SessionOptions


def group(*intensities: str | None, more: str = "") -> str:
    steps = ", ".join(
        f"{{step: Step {n}, for: 50 s{f', intensity: {each}' if each else ''}}}"
        for n, each in enumerate(intensities)
    )
    return f"{{group: Legs, rounds: 2, rest: 20 s{more}, items: [{steps}]}}"


@pytest.mark.parametrize(
    ("intensity", "line"),
    [
        ("easy", "Easy: you could sing."),
        ("moderate", "Moderate: you can still talk."),
        ("hard", "Hard: you can say only a few words."),
        ("all-out", "All out: as hard as you can."),
    ],
)
def test_how_hard_it_is_is_told_by_what_one_can_feel(intensity: str, line: str) -> None:
    step = compiled(f"{{step: Squats, for: 30 s, intensity: {intensity}}}")
    assert line in step.said("announce")[0]
    of_group = compiled(group(None, None, more=f", intensity: {intensity}"))
    assert of_group.said("announce").count(line) == 1


def test_steps_that_differ_are_told_each_before_its_first_round() -> None:
    session = compiled(group("easy", "hard"))
    assert session.said("instruction").count("Hard: you can say only a few words.") == 1
    assert session.said("instruction").count("Easy: you could sing.") == 1


@pytest.mark.parametrize(("intensity", "sound"), [("easy", "start"), ("hard", "start-hard")])
def test_hard_work_begins_with_a_tone_of_its_own(intensity: str, sound: str) -> None:
    for item in (f"{{step: Squats, for: 30 s, intensity: {intensity}}}", group(intensity)):
        starts = [tone.sound for tone in compiled(item).timeline.tones if tone.role == "start"]
        assert set(starts) == {sound}


def test_hard_work_is_praised_in_words_of_its_own() -> None:
    hard = compiled(group("hard", "hard"), encourage="normal")
    usual = compiled(group(None, None), encourage="normal")
    assert hard.said("encourage")
    assert not {*hard.said("encourage")} & {*usual.said("encourage")}


@pytest.mark.parametrize("condition", ["heart-condition", "high-blood-pressure", "pregnant"])
@pytest.mark.parametrize(
    "item",
    [
        "{step: Sprint, for: 30 s, intensity: all-out, avoid_if: []}",
        "{do: wall-sit, intensity: all-out}",
        "{group: Sprints, intensity: all-out, rounds: 2, rest: 9 s, items: "
        "[{step: Sprint, for: 20 s, avoid_if: []}]}",
        "{group: Sprints, every: 1 min, intensity: all-out, items: [{step: Sprint, reps: 4}]}",
    ],
)
def test_nothing_all_out_is_for_a_heart_blood_pressure_or_pregnancy(
    item: str, condition: str
) -> None:
    today = SessionOptions(conditions=frozenset({condition}))
    session = compiled(items("posture-check", item), today=today)
    assert {each.intensity for each in session.timeline.segments} == {None}
    assert any(line.startswith("Left out today") for line in session.said("note"))


@pytest.mark.parametrize(
    ("intensities", "effort"),
    [(("easy", "moderate"), "mixed"), (("easy", "hard"), "hard"), ((None, "easy"), "hard")],
)
def test_intervals_that_are_all_easy_are_no_hard_effort(
    intensities: tuple[str | None, ...], effort: str
) -> None:
    assert effort_of(items(group(*intensities)), BUILT_IN) == effort


def test_the_screen_says_work_where_nothing_is_held() -> None:
    session = compiled(group("hard"))
    views = Views(session.timeline)
    work, rest = session.segments("hold")[0], session.segments("rest")[0]
    assert views.at(work.start_ms).doing == "Work"
    assert views.at(rest.start_ms).doing == "Rest"


def test_a_step_in_a_group_may_be_easier_than_the_group() -> None:
    made = routine(
        "name: A\nitems:\n  - {group: G, intensity: hard, items: "
        "[{step: A, for: 30 s}, {rest: 20 s}, {step: B, for: 30 s, intensity: easy}]}\n"
    )
    holds = compiled(made).segments("hold")
    assert [each.intensity for each in holds] == ["hard", "easy"]
