"""How hard and how heavy other programs' work is (docs/exports.md#imports)."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.importing.draft import Draft, DraftStep, routine_yaml, timed
from voiceguide.importing.losses import Losses
from voiceguide.importing.open_file import read_workouts
from voiceguide.importing.routine_limits import fitted
from voiceguide.importing.training_plans import plan_lines
from voiceguide.units import Ms


@pytest.mark.parametrize(
    ("block", "intensity"),
    [
        ('<SteadyState Duration="60" Power="0.55"/>', "easy"),
        ('<SteadyState Duration="60" Power="0.6"/>', "moderate"),
        ('<SteadyState Duration="60" Power="0.89"/>', "moderate"),
        ('<SteadyState Duration="60" Power="0.9"/>', "hard"),
        ('<SteadyState Duration="60" Power="1.18"/>', "hard"),
        ('<SteadyState Duration="60" Power="1.2"/>', "all-out"),
        ('<Warmup Duration="60" PowerLow="0.25" PowerHigh="0.75"/>', "moderate"),
        ('<MaxEffort Duration="60"/>', "all-out"),
        ('<FreeRide Duration="60"/>', None),
    ],
)
def test_a_power_says_how_hard_by_its_zone(
    block: str, intensity: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "zones.zwo"
    file.write_text(f"<workout_file><workout>{block}</workout></workout_file>", encoding="utf-8")
    (draft,) = read_workouts(file).drafts
    (step,) = draft.items
    assert isinstance(step, DraftStep)
    assert step.intensity == intensity
    written = routine_yaml(draft, "zones.zwo")
    assert (f"intensity: {intensity}" in written) == (intensity is not None)


@pytest.mark.parametrize(
    ("name", "step", "load"),
    [
        ("Goblet squats 16 kg", "Goblet squats", "16 kg"),
        ("Press (12.5kg)", "Press", "12.5 kg"),
        ("Rows, 35 lbs", "Rows", "35 lb"),
        ("Squats", "Squats", None),
        ("Lose 2000 kg", "Lose 2000 kg", None),
    ],
)
def test_a_weight_that_ends_a_name_is_a_load(name: str, step: str, load: str | None) -> None:
    made = timed(name, Ms(30_000), Losses())
    assert isinstance(made, DraftStep)
    assert (made.name, made.load) == (step, load)


@pytest.mark.parametrize("line", ["EMOM 10 min", "12 min AMRAP", "E2MOM: deadlifts"])
def test_rounds_by_the_clock_in_a_script_are_a_plan(line: str) -> None:
    assert [problem.place.line for problem in plan_lines(f"Hello.\n{line}\n", "x.txt")] == [2]


def test_a_step_that_becomes_several_is_as_hard_and_as_heavy_in_each() -> None:
    long = DraftStep("Carry", Ms(1_500_000), load="20 kg", intensity="hard")
    written = routine_yaml(fitted(Draft("Long", (long,)), "x.zwo"), "x.zwo")
    assert written.count("load: 20 kg") == written.count("intensity: hard") == 3
