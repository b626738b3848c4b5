"""Workouts of other programs, as routine files that `check` takes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide import session
from voiceguide.errors import BadFiles, UsageError
from voiceguide.importing import SCRIPT_SUFFIXES, SUFFIXES, known_files
from voiceguide.importing.draft import (
    Draft,
    DraftGroup,
    DraftItem,
    DraftNote,
    DraftStep,
    routine_yaml,
    timed,
)
from voiceguide.importing.losses import Losses
from voiceguide.importing.open_file import read_workouts
from voiceguide.importing.routine_limits import fitted
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.timeline import Timeline
from voiceguide.units import Ms

JUST = {
    "workouts": [
        {
            "title": 'Legs: "hard" <b>',
            "version": 2,
            "position": 0,
            "sets": [
                {
                    "id": "a",
                    "repetitions": 3,
                    "exercises": [
                        {"id": "x", "name": "Squats", "duration": 30},
                        {"id": "y", "name": "Rest", "duration": 10},
                    ],
                },
                {
                    "id": "b",
                    "repetitions": 1,
                    "exercises": [{"id": "q", "name": "", "duration": 1200}],
                },
            ],
        },
        {
            "title": "Second",
            "version": 2,
            "sets": [{"repetitions": 1, "exercises": [{"name": "Plank", "duration": 45}]}],
        },
    ]
}

TIMER: dict[str, Any] = {
    "id": 7,
    "name": "Stretch",
    "loop": 1,
    "steps": [
        {
            "label": "Left leg",
            "length": 20_500,
            "type": "NORMAL",
            "behaviour": [
                {"type": "VOICE", "content": "{SName}"},
                {"type": "MUSIC", "content": "a.mp3"},
            ],
        },
        {
            "name": "Twice",
            "loop": 2,
            "steps": [
                {
                    "label": "Right leg",
                    "length": 20_000,
                    "behaviour": [{"type": "VOICE", "content": "Slowly, {SName}. {STimeLeft}"}],
                },
                {"label": "Break", "length": 5000, "behaviour": [{"type": "BEEP", "content": ""}]},
            ],
        },
        {"label": "Blink", "length": 400},
    ],
}

ZWO = """<workout_file>
<name>Sweet &amp; spot</name><description>A good one.</description><sportType>bike</sportType>
<workout>
  <Warmup Duration="300" PowerLow="0.25" PowerHigh="0.75">
    <textevent timeoffset="5" message="Welcome"/>
    <textevent timeoffset="60" message="Keep spinning"/>
  </Warmup>
  <IntervalsT Repeat="4" OnDuration="60" OffDuration="30" OnPower="1.1" OffPower="0.5">
    <textevent timeoffset="0" message="Go!"/>
  </IntervalsT>
  <SteadyState Duration="60" Power="0.65"/>
  <Dance Duration="60"/>
  <Cooldown Duration="120" PowerLow="0.6" PowerHigh="0.3"/>
</workout>
</workout_file>
"""


def written(tmp_path: Path, name: str, content: object) -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def drafts_of(path: Path) -> tuple[Draft, ...]:
    return read_workouts(path).drafts


def played(tmp_path: Path, draft: Draft) -> Timeline:
    """The routine file of a draft, checked and laid out."""
    path = written(tmp_path, "made.yaml", routine_yaml(draft, "other.json"))
    folders = Folders(tmp_path / "c", tmp_path / "d", tmp_path / "e", tmp_path / "f")
    loaded = session.load(str(path), folders)
    return session.estimated(loaded, SessionOptions(), folders)


def work(timeline: Timeline) -> list[tuple[str, int]]:
    return [(each.label, each.length_ms) for each in timeline.segments if each.kind == "hold"]


def test_every_workout_of_a_backup_is_a_routine(tmp_path: Path) -> None:
    legs, second = drafts_of(written(tmp_path, "a.json", JUST))
    assert (legs.name, second.name) == ('Legs: "hard" <b>', "Second")
    made = played(tmp_path, legs)
    assert made.name == 'Legs: "hard" b'
    assert work(made) == [
        *[("Squats", 30_000)] * 3, ("Exercise 3", 600_000), ("Exercise 3", 600_000),
    ]  # fmt: skip
    assert [each.length_ms for each in made.segments if each.kind == "rest"][:2] == [10_000] * 2
    assert work(played(tmp_path, second)) == [("Plank", 45_000)]


def test_a_workout_that_was_shared_alone_is_read_too(tmp_path: Path) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.json", JUST["workouts"][1]))
    assert draft.name == "Second"


def test_a_timer_is_a_routine_with_its_groups_and_words(tmp_path: Path) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.json", TIMER))
    made = played(tmp_path, draft)
    assert work(made) == [("Left leg", 20_500), ("Right leg", 20_000), ("Right leg", 20_000)]
    assert "Slowly, Right leg." in [line.text for line in made.voices]


def test_what_a_timer_does_that_a_coach_does_not_is_told(tmp_path: Path) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.json", TIMER))
    assert [each.message for each in draft.lost] == [
        "music at 'Left leg'",
        "what the app fills into 'Slowly, {SName}. {STimeLeft}' at 'Right leg'",
        "beeps at 'Break'",
        "the name 'Break': it is a rest here",
        "'Blink': it lasts less than a second",
    ]
    assert "# Not carried over: music at 'Left leg'" in routine_yaml(draft, "a.json")


def test_a_zwift_workout_is_a_routine(tmp_path: Path) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.zwo", ZWO))
    made = played(tmp_path, draft)
    assert made.name == "Sweet & spot"
    assert work(made) == [
        ("Warm-up, from 25 to 75 percent", 300_000),
        *[("Hard, 110 percent", 60_000), ("Easy, 50 percent", 30_000)] * 4,
        ("Steady, 65 percent", 60_000),
        ("Cool-down, from 60 to 30 percent", 120_000),
    ]
    lines = [line.text for line in made.voices]
    assert "Welcome" in lines
    assert "Go!" in lines
    assert [each.message for each in draft.lost] == [
        "'Keep spinning' in the middle of 'Warm-up, from 25 to 75 percent'",
        "a block of the kind Dance",
    ]


def test_a_script_is_a_routine_and_says_what_is_different(tmp_path: Path) -> None:
    text = "# Scan\nSit: down. [bell]\n\n## Feet\nFeel them. [pause 10s]\n"
    (draft,) = drafts_of(written(tmp_path, "scan.md", text))
    made = played(tmp_path, draft)
    assert {"Sit: down.", "Feet.", "Feel them."} <= {line.text for line in made.voices}
    assert [each.length_ms for each in made.segments if each.kind == "rest"] == [10_000]
    said = " ".join(each.message for each in draft.lost)
    assert "its bells (1)" in said
    assert "headings are titles here" in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", r"a\.json:1:2: this is not JSON"),
        ("a.json", "[1]", "it holds no workout"),
        ("a.json", '{"x": 1}', "no known app wrote this"),
        ("a.json", "[" * 30_000, "nested too deeply"),
        ("a.json", '{"workouts": 3}', "its workouts are no list"),
        ("a.json", '{"workouts": []}', "there is no workout in it"),
        ("a.json", '{"folders": [], "timers": []}', "there is no workout in it"),
        ("a.json", "[]", "there is no workout in it"),
        ("a.json", f'{{"sets": [], "position": {"9" * 5000}}}', "thousands of digits"),
        ("a.json", '{"x":' * 60 + "1" + "}" * 60, "nested too deeply"),
        ("a.json", '{"workouts": [{"version": 3, "sets": []}]}', "version 3"),
        ("a.json", '{"sets": []}', "there is nothing to do"),
        ("a.json", '{"sets": [{"repetitions": -1, "exercises": []}]}', "not a number from 1"),
        ("a.json", '{"sets": [{"repetitions": 0, "exercises": []}]}', "there is nothing to do"),
        ("a.json", f'{{"steps": [{{"label": "A", "length": {"9" * 4000}}}]}}', "'A' lasts 99999"),
        ("a.json", '{"steps": [{"label": "A", "length": "x"}]}', "'A' has no length"),
        ("a.json", '{"steps": [{"label": "A", "length": 1e999}]}', "'A' lasts inf, not up to"),
        ("a.json", '{"steps": [{"label": "A", "length": NaN}]}', "'A' lasts nan, not up to"),
        ("a.json", '{"steps": [{"label": "A", "length": -1}]}', "'A' lasts -1, not up to"),
        ("a.zwo", "<workout_file>", "this is not XML"),
        ("a.zwo", "<tcx/>", "no Zwift workout"),
        ("a.zwo", ZWO.replace('Duration="60"', 'Duration="soon"'), "Duration 'soon'"),
        ("a.zwo", ZWO.replace('Repeat="4"', 'Repeat="nan"'), "Repeat 'nan'"),
        ("a.zwo", ZWO.replace('Duration="60"', 'Duration="-1"'), "Duration '-1'"),
        (
            "a.zwo",
            '<!DOCTYPE x [<!ENTITY a "b">]><workout_file><workout>&a;</workout></workout_file>',
            "entities",
        ),
        ("a.md", "x" * 70_000, "longer than 64 kB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    with pytest.raises(BadFiles, match=said):
        drafts_of(written(tmp_path, name, content))


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ("", "has no Duration, a number of seconds from 0 to 10800"),
        ('Duration=""', "has no Duration, a number of seconds from 0 to 10800"),
        ('Duration="x"', "has Duration 'x', which is not a number of seconds from 0 to 10800"),
        ('Duration="-1"', "has Duration '-1', which is not a number of seconds from 0 to 10800"),
    ],
)
def test_a_block_without_a_right_length_is_named_by_its_number_and_line(
    tmp_path: Path, attributes: str, said: str
) -> None:
    text = ZWO.replace('<SteadyState Duration="60"', f"<SteadyState {attributes}")
    line = text[: text.index("<SteadyState")].count("\n") + 1
    with pytest.raises(BadFiles) as refused:
        drafts_of(written(tmp_path, "a.zwo", text))
    (problem,) = refused.value.problems
    assert problem.place.line == line > 1
    assert problem.message == f"block 3 (SteadyState) {said}"


def test_a_part_of_a_round_is_told(tmp_path: Path) -> None:
    (draft,) = drafts_of(written(tmp_path, "a.zwo", ZWO.replace('Repeat="4"', 'Repeat="2.5"')))
    assert [item.rounds for item in draft.items if isinstance(item, DraftGroup)] == [2]
    lost = [each.message for each in draft.lost]
    assert "Repeat 2.5 of block 2 (IntervalsT): it becomes 2 rounds" in lost


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing is known of \.fit files") as refused:
        drafts_of(tmp_path / "a.fit")
    assert refused.value.hint == f"known are {', '.join(SUFFIXES)}"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_importer_refuses_an_empty_file_and_any_bytes_with_their_place(
    tmp_path: Path, suffix: str
) -> None:
    for content in (b"", b"\x00\xff\xfe", b"<", b"[" * 60_000):
        (tmp_path / f"a{suffix}").write_bytes(content)
        try:
            drafts = drafts_of(tmp_path / f"a{suffix}")
        except BadFiles as refused:
            assert all("a." in problem.place.file for problem in refused.problems)
        else:
            assert suffix in SCRIPT_SUFFIXES
            assert drafts


def test_the_help_of_import_names_every_suffix_once() -> None:
    named = re.findall(r"\.[a-z]+", known_files())
    assert sorted(named) == sorted(SUFFIXES)
    assert known_files().startswith("a script (.txt .md .markdown), ")


def test_a_script_that_is_not_utf_8_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Hello.\ncaf\xe9")
    with pytest.raises(BadFiles, match=r"a\.txt:2:4: the file is not UTF-8 text"):
        drafts_of(tmp_path / "a.txt")


@given(st.integers(1000, 10_000_000), st.sampled_from(["Plank", "Rest"]))
def test_a_long_time_is_parted_and_nothing_of_it_is_lost(length_ms: int, name: str) -> None:
    draft = fitted(Draft("A", (timed(name, Ms(length_ms), Losses()),)), "a.json")
    parts: list[Any] = list(draft.items)
    assert sum(part.length_ms for part in parts) == length_ms
    assert all(1000 <= part.length_ms <= 1_800_000 for part in parts)
    assert (len(parts) > 1) == any("in one piece" in each.message for each in draft.lost)


@given(name=st.text(max_size=300), say=st.text(max_size=500))
def test_any_name_and_any_words_make_a_file_that_is_taken(
    tmp_path_factory: pytest.TempPathFactory, name: str, say: str
) -> None:
    items: tuple[DraftItem, ...] = (DraftStep(name or "x", Ms(30_000), (say,)), DraftNote(say))
    draft = Draft(name, items, about=say)
    played(tmp_path_factory.mktemp("any"), draft)
