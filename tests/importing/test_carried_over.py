"""What other programs' files mean stays so in a routine, or it is told that it does not."""

from __future__ import annotations

import encodings.aliases
import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.test_workouts import drafts_of, played, work, written
from voiceguide.errors import BadFiles
from voiceguide.importing.draft import Draft, DraftGroup, DraftRest, DraftStep
from voiceguide.importing.open_file import read_workouts
from voiceguide.importing.routine_limits import fitted
from voiceguide.units import Ms


def told(draft: Draft) -> list[str]:
    return [each.message for each in draft.lost]


def just(*exercises: tuple[str, object], repetitions: int = 1) -> dict[str, Any]:
    """A shared workout of Just Another Workout Timer."""
    made = [{"id": "x", "name": name, "duration": duration} for name, duration in exercises]
    sets = [{"id": "s", "repetitions": repetitions, "exercises": made}]
    return {"title": "Mine", "version": 2, "position": -1, "sets": sets}


@pytest.mark.parametrize(
    "name",
    [
        *("Pause squats", "Break dance", "Recovery jog", "Restful pose", "Relaxed breathing"),
        *("Rest-pause press", "Pausenläufer", "Recover the ball", "Breakfast", "Rest your arms"),
    ],
)
def test_an_exercise_whose_name_begins_like_a_rest_stays_an_exercise(
    tmp_path: Path, name: str
) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.json", just((name, 20), ("Plank", 20))))
    assert work(played(tmp_path, draft))[0] == (name, 20_000)
    assert told(draft) == []


@pytest.mark.parametrize("name", ["Rest", "REST.", "break", "Recovery", "Pause", "Ruhe", "repos"])
def test_a_name_that_is_only_a_word_for_a_rest_is_a_rest_and_told(
    tmp_path: Path, name: str
) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.json", just(("Plank", 20), (name, 20))))
    assert work(played(tmp_path, draft)) == [("Plank", 20_000)]
    assert told(draft) == [f"the name '{name}': it is a rest here"]


def test_one_exercise_of_no_time_is_left_out_and_told(tmp_path: Path) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.json", just(("Plank", 20), ("Jump", 0))))
    assert work(played(tmp_path, draft)) == [("Plank", 20_000)]
    assert told(draft) == ["'Jump': it lasts less than a second"]


def test_a_set_that_is_done_no_time_is_left_out_and_told(tmp_path: Path) -> None:
    workout = just(("Plank", 20))
    workout["sets"].append({**workout["sets"][0], "repetitions": 0})
    (draft,) = drafts_of(written(tmp_path, "a.json", workout))
    assert len(work(played(tmp_path, draft))) == 1
    assert told(draft) == ["'Set 2': it is done 0 times"]


def test_a_workout_of_the_first_version_is_read(tmp_path: Path) -> None:
    workout = {"title": "Old", "sets": just(("Plank", 20))["sets"]}
    (draft,) = drafts_of(written(tmp_path, "a.json", workout))
    assert draft.name == "Old"


TABATA: dict[str, Any] = {
    "id": 3,
    "name": "Tabata",
    "loop": 8,
    "steps": [
        {
            "label": "Work",
            "length": 20_000,
            "behaviour": [
                {"type": "MUSIC", "label": "A song", "content": "content://media/1", "loop": True},
                {"type": "VOICE", "content": "Go {SName} of {TName}"},
            ],
            "type": "NORMAL",
        },
        {"label": "Rest", "length": 10_000, "behaviour": [{"type": "HALT"}], "type": "NORMAL"},
    ],
    "startStep": {"label": "Get ready", "length": 10_000, "behaviour": [], "type": "START"},
    "endStep": {
        "label": "Well done",
        "length": 5000,
        "behaviour": [{"type": "COUNT", "content": "0"}, {"type": "BEEP", "content": "0,2"}],
        "type": "END",
    },
    "more": {"showNotif": True, "notifCount": True, "triggerTimerId": 4},
    "folderId": 2,
}
BACKUP: dict[str, Any] = {
    "folders": [{"id": 1, "name": "Default"}, {"id": 2, "name": "Gym"}],
    "timers": [TABATA, {**TABATA, "id": 4, "name": "Second", "loop": 1, "folderId": 1}],
    "notifier": None,
    "timerStamps": [],
    "schedulers": [{"id": 1, "timerId": 3, "hour": 7, "minute": 0}],
    "prefs": {},
}


@pytest.mark.parametrize("shape", ["alone", "list", "backup"])
def test_each_export_of_timer_machine_is_a_routine_with_its_first_and_last_step(
    tmp_path: Path, shape: str
) -> None:
    document = {"alone": TABATA, "list": [TABATA], "backup": BACKUP}[shape]
    draft, *_ = drafts_of(written(tmp_path, "a.json", document))
    made = played(tmp_path, draft)
    assert work(made) == [("Get ready", 10_000), *[("Work", 20_000)] * 8, ("Well done", 5000)]
    assert "Go Work of Tabata" in [line.text for line in made.voices]


def test_a_backup_of_several_timers_is_several_routines(tmp_path: Path) -> None:
    drafts = drafts_of(written(tmp_path, "a.json", BACKUP))
    assert [draft.name for draft in drafts] == ["Tabata", "Second"]


def test_what_a_timer_does_besides_is_told(tmp_path: Path) -> None:
    draft, _ = drafts_of(written(tmp_path, "a.json", BACKUP))
    assert told(draft) == [
        "music at 'Work'",
        "waiting for a tap at 'Rest'",
        "the name 'Rest': it is a rest here",
        "the last seconds counted aloud (there are tones for the last three) at 'Well done'",
        "beeps at 'Well done'",
        "the timer that it starts at its end",
        "its folder 'Gym'",
        "when it is scheduled (see `voiceguide remind`)",
    ]


def test_the_same_loss_at_many_steps_is_one_sentence(tmp_path: Path) -> None:
    steps = [
        {"label": f"S{number}", "length": 5000, "behaviour": [{"type": "FLASHLIGHT"}]}
        for number in range(9)
    ]
    (draft,) = drafts_of(written(tmp_path, "a.json", {"name": "A", "loop": 1, "steps": steps}))
    assert told(draft) == ["the flashlight at 'S0', 'S1', 'S2' and 6 more"]


def zwo(blocks: str, head: str = "") -> str:
    return f"<workout_file><name>W</name>{head}<workout>{blocks}</workout></workout_file>"


def test_zeros_in_a_zwift_workout_leave_out_that_part_and_are_told(tmp_path: Path) -> None:
    text = zwo(
        '<SteadyState Duration="600" Power="0.65" Cadence="90"/>'
        '<IntervalsT Repeat="3" OnDuration="300" OffDuration="0" OnPower="0.9" OffPower="0.5"'
        ' Cadence="95" CadenceResting="85"/>'
        '<SteadyState Duration="0" Power="0.5"><textevent timeoffset="0" message="Hi"/>'
        "</SteadyState>"
        '<IntervalsT Repeat="0" OnDuration="30" OffDuration="30"/>'
        '<SolidState Duration="60" Power="0.9"/>'
        '<Ramp Duration="120" PowerLow="0.5" PowerHigh="0.9"/>'
        '<FreeRide Duration="30"/><MaxEffort Duration="20"/>'
    )
    (draft,) = drafts_of(written(tmp_path, "a.zwo", text))
    assert work(played(tmp_path, draft)) == [
        ("Steady, 65 percent, cadence 90", 600_000),
        *[("Hard, 90 percent, cadence 95", 300_000)] * 3,
        ("Steady, 90 percent", 60_000),
        ("Ramp, from 50 to 90 percent", 120_000),
        ("Free ride", 30_000),
        ("All you have", 20_000),
    ]
    assert told(draft) == [
        "'Easy, 50 percent, cadence 85': it lasts less than a second",
        "'Steady, 50 percent': it lasts less than a second",
        "its message 'Hi'",
        "intervals that are done 0 times at 'Hard'",
    ]


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ('Power="0.50449997"', "Steady, 50 percent"),
        ('PowerLow="0.8" PowerHigh="0.9"', "Steady, 80 to 90 percent"),
        ('PowerLow="1.24" PowerHigh="1.24"', "Steady, 124 percent"),
        ('Power=".81" CadenceLow="85" CadenceHigh="95"', "Steady, 81 percent, cadence 85 to 95"),
        ('POWER="1" cadence="60"', "Steady, 100 percent, cadence 60"),
    ],
)
def test_power_and_cadence_are_in_the_name(tmp_path: Path, attributes: str, name: str) -> None:
    text = zwo(f'<SteadyState Duration="60" {attributes}/>')
    (draft,) = drafts_of(written(tmp_path, "a.zwo", text))
    (step,) = draft.items
    assert isinstance(step, DraftStep)
    assert (step.name, step.length_ms) == (name, 60_000)
    assert told(draft) == []


def test_what_has_no_words_in_a_zwift_workout_is_told(tmp_path: Path) -> None:
    text = zwo(
        '<SteadyState Duration="60" Power="1" pace="2" show_avg="1"><gameplayevent type="x"/>'
        '</SteadyState><SteadyState Duration="60" Power="250" pace="2"/>',
        "<author>Me</author><description>Long.</description><sportType>run</sportType>"
        "<durationType>time</durationType><ftpOverride>250</ftpOverride>"
        '<tags><tag name="FTP"/><tag name="Hard"/></tags>',
    )
    (draft,) = drafts_of(written(tmp_path, "a.zwo", text))
    assert draft.about == "Long. By Me. Sport: run. Tags: FTP, Hard."
    assert told(draft) == [
        "gameplayevent at 'Steady, 100 percent'",
        "pace '2' at 'Steady, 100 percent', 'Steady'",
        "show_avg '1' at 'Steady, 100 percent'",
        "Power '250' at 'Steady'",
        "the file's ftpOverride 250",
    ]


@pytest.mark.parametrize(
    ("head", "blocks"),
    [
        ("<durationType>distance</durationType>", '<SteadyState Duration="1000" Power="1"/>'),
        ("<durationType> Distance </durationType>", '<SteadyState Duration="1000" Power="1"/>'),
        (
            "<sportType>run</sportType>",
            '<SteadyState Duration="1000"><textevent distoffset="100" message="Go"/></SteadyState>',
        ),
    ],
)
def test_a_workout_in_metres_is_refused_and_never_becomes_seconds(
    tmp_path: Path, head: str, blocks: str
) -> None:
    with pytest.raises(BadFiles, match="its lengths are in metres"):
        drafts_of(written(tmp_path, "a.zwo", zwo(blocks, head)))


def test_the_type_of_length_may_be_an_attribute(tmp_path: Path) -> None:
    text = zwo('<SteadyState Duration="1000"/>').replace(
        "<workout_file>", '<workout_file durationType="distance">'
    )
    with pytest.raises(BadFiles, match="its lengths are in metres"):
        drafts_of(written(tmp_path, "a.zwo", text))


def test_a_run_that_does_not_say_its_unit_is_taken_as_seconds_and_told(tmp_path: Path) -> None:
    text = zwo('<SteadyState Duration="60"/>', "<sportType>run</sportType>")
    (draft,) = drafts_of(written(tmp_path, "a.zwo", text))
    assert any("taken as seconds" in message for message in told(draft))


@pytest.mark.parametrize(
    "encoding",
    sorted(
        {"klingon", "", "utf-16", "utf-32", "undefined", "../os", *encodings.aliases.aliases}
        | set(encodings.aliases.aliases.values())
    ),
)
def test_a_zwift_workout_in_any_encoding_is_read_or_refused_in_words(
    tmp_path: Path, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + zwo('<MaxEffort Duration="60"/>')
    try:
        (draft,) = drafts_of(written(tmp_path, "a.zwo", text))
    except BadFiles as refused:
        assert all(problem.hint for problem in refused.problems)
    else:
        assert draft.items == (DraftStep("All you have", Ms(60_000), intensity="all-out"),)


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "hex"])
def test_an_encoding_that_nobody_knows_is_named_as_the_trouble(
    tmp_path: Path, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + zwo('<MaxEffort Duration="60"/>')
    with pytest.raises(BadFiles, match=r"a\.zwo:1:1: the encoding"):
        drafts_of(written(tmp_path, "a.zwo", text))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_bytes_of_other_encodings_are_read_or_refused_in_words(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "a.zwo").write_bytes(zwo('<MaxEffort Duration="60"/>').encode(encoding))
    try:
        (draft,) = drafts_of(tmp_path / "a.zwo")
    except BadFiles as refused:
        assert refused.problems
    else:
        assert draft.items == (DraftStep("All you have", Ms(60_000), intensity="all-out"),)


def test_a_workout_of_nothing_does_not_refuse_the_others(tmp_path: Path) -> None:
    backup = {"workouts": [just(("Plank", 20)), {**just(("Jump", 0)), "title": "Empty"}]}
    workouts = read_workouts(written(tmp_path, "a.json", backup))
    assert [draft.name for draft in workouts.drafts] == ["Mine"]
    assert [each.message for each in workouts.refused] == ["there is nothing to do in 'Empty'"]


def test_groups_four_deep_are_written_out_and_told(tmp_path: Path) -> None:
    inner: dict[str, Any] = {"label": "Plank", "length": 5000}
    for depth in range(4):
        inner = {"name": f"G{depth}", "loop": 2, "steps": [inner]}
    (draft,) = drafts_of(written(tmp_path, "a.json", {"name": "A", "loop": 2, "steps": [inner]}))
    made = played(tmp_path, draft)
    assert work(made) == [("Plank", 5000)] * 32
    assert "groups four deep: what is in them is written out at 'G1', 'G0'" in told(draft)


def test_many_rounds_are_several_groups_and_told(tmp_path: Path) -> None:
    (draft,) = drafts_of(
        written(tmp_path, "a.json", just(("Plank", 5), ("Rest", 5), repetitions=120))
    )
    groups = [item.rounds for item in draft.items if isinstance(item, DraftGroup)]
    assert groups == [50, 50, 20]
    assert "120 rounds in one group: they are several groups at 'Set 1'" in told(draft)


def test_more_lines_than_a_step_may_have_are_told_and_the_rest_is_taken(tmp_path: Path) -> None:
    messages = "".join(f'<textevent timeoffset="0" message="Go {n}"/>' for n in range(40))
    text = zwo(f'<SteadyState Duration="60">{messages}</SteadyState>')
    (draft,) = drafts_of(written(tmp_path, "a.zwo", text))
    assert "Go 19" in [line.text for line in played(tmp_path, draft).voices]
    assert told(draft) == ["'Go 20' and what follows it there at 'Steady'"]


def test_more_than_three_hours_are_refused_however_they_are_nested(tmp_path: Path) -> None:
    inner: dict[str, Any] = {"label": "Plank", "length": 5000}
    for depth in range(9):
        inner = {"name": f"G{depth}", "loop": 1000, "steps": [inner]}
    with pytest.raises(BadFiles, match="'A' takes longer than three hours"):
        drafts_of(written(tmp_path, "a.json", {"name": "A", "steps": [inner]}))


def test_a_group_of_nothing_disappears() -> None:
    draft = fitted(Draft("A", (DraftGroup("B", 3, ()), DraftRest(Ms(5000)))), "a.json")
    assert draft.items == (DraftRest(Ms(5000)),)


def test_values_of_the_wrong_kind_are_refused_in_words(tmp_path: Path) -> None:
    wrongs: list[Any] = [[[1]], {"a": {}}, None, True, "x" * 5000, 10**300]
    for wrong in wrongs:
        for name in ("duration", "name"):
            exercise = {"name": "A", "duration": 5} | {name: wrong}
            document = {"sets": [{"repetitions": 1, "exercises": [exercise]}]}
            try:
                drafts_of(written(tmp_path, "a.json", json.dumps(document)))
            except BadFiles as refused:
                assert len(str(refused)) < 400
