"""The timeline as JSON, against its schema and back."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from voiceguide.audio.tones import tone_names
from voiceguide.exporting.formats.json import SCHEMA, text
from voiceguide.routine.model import Purpose
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace
from voiceguide.timeline import (
    Cue,
    Note,
    Role,
    Round,
    Segment,
    SegmentKind,
    Side,
    Timeline,
    Tone,
    VoiceCue,
    VoiceInfo,
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return read


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("which", ["timeline", "hostile"])
def test_what_is_written_keeps_the_schema(
    request: pytest.FixtureRequest, schema: dict[str, Any], which: str
) -> None:
    written = json.loads(text(request.getfixturevalue(which)))
    assert [
        error.message for error in Draft202012Validator(closed(schema)).iter_errors(written)
    ] == []


def test_that_tones_are_explained_is_told_only_where_they_are(
    timeline: Timeline, schema: dict[str, Any]
) -> None:
    assert "tones" not in json.loads(text(timeline))["options"]
    options = replace(timeline.options, tones="explained")
    written = json.loads(text(replace(timeline, options=options)))
    assert written["options"]["tones"] == "explained"
    assert Draft202012Validator(closed(schema)).is_valid(written)


def closed(schema: Any) -> Any:
    """The same schema, which refuses whatever key it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(each) for name, each in schema.items()}
    return inner | ({"additionalProperties": False} if schema.get("type") == "object" else {})


def test_a_key_that_a_reader_does_not_know_breaks_nothing(
    timeline: Timeline, schema: dict[str, Any]
) -> None:
    written = json.loads(text(timeline))
    later = written | {
        "extra": 1,
        "segments": [each | {"warmth": 8} for each in written["segments"]],
    }
    assert Draft202012Validator(schema).is_valid(later)
    assert not Draft202012Validator(closed(schema)).is_valid(later)


def test_the_schema_knows_the_kinds_roles_and_sides_of_the_model(schema: dict[str, Any]) -> None:
    defs = schema["$defs"]
    assert set(defs["segment"]["properties"]["kind"]["enum"]) == set(get_args(SegmentKind))
    assert set(defs["role"]["enum"]) == set(get_args(Role))
    assert set(defs["segment"]["properties"]["side"]["enum"]) == {*get_args(Side), None}
    assert set(defs["segment"]["properties"]["purpose"]["enum"]) == {*get_args(Purpose), None}


def test_the_schema_refuses_what_is_not_a_timeline(
    timeline: Timeline, schema: dict[str, Any]
) -> None:
    validator = Draft202012Validator(schema)
    good = json.loads(text(timeline))
    segment, cue = good["segments"][1], good["cues"][1]
    for bad in (
        good | {"timeline": 1},
        good | {"length_ms": 1.5},
        good | {"segments": [segment | {"kind": "pause"}]},
        good | {"segments": [{key: segment[key] for key in segment if key != "rounds"}]},
        good | {"cues": [cue | {"kind": "tone"}]},
        good | {"segments": [segment | {"held": "yes"}]},
        good | {"cues": [cue | {"role": "joke"}]},
    ):
        assert not validator.is_valid(bad)


def test_segments_of_an_exercise_carry_their_place_and_others_do_not(timeline: Timeline) -> None:
    segments = json.loads(text(timeline))["segments"]
    assert segments[0] == {
        "start_ms": 0,
        "end_ms": 5000,
        "kind": "opening",
        "label": "Morning",
    }
    assert segments[4] == {
        "start_ms": 26_000,
        "end_ms": 46_000,
        "kind": "hold",
        "label": "Hamstring stretch",
        "exercise": "hamstring-stretch",
        "item": 1,
        "side": "left",
        "set": 1,
        "rep": 1,
        "rounds": [],
        "phase": 2,
        "sets": 1,
        "reps": 2,
        "version": "seated",
        "purpose": "stretch",
        "held": True,
    }
    assert segments[8]["exercise"] is None
    assert segments[8]["rounds"] == [{"group": "Tabata", "round": 2, "of": 8}]


def test_cues_and_notes_are_as_documented(timeline: Timeline) -> None:
    written = json.loads(text(timeline))
    assert written["cues"][1] == {
        "at_ms": 1200,
        "length_ms": 2310,
        "kind": "voice",
        "text": "Good morning.",
        "role": "opening",
    }
    assert written["cues"][7] == {
        "at_ms": 43_000,
        "length_ms": 120,
        "kind": "tone",
        "sound": "pip",
        "role": "countdown",
    }
    assert written["notes"] == [
        {"change": "detail", "from": "normal", "to": "brief", "why": "12 s too long for 3 min"}
    ]


def test_texts_come_back_as_they_were(hostile: Timeline) -> None:
    written = json.loads(text(hostile))
    assert [cue.get("text", cue.get("sound")) for cue in written["cues"]] == [
        *(cue.text for cue in hostile.voices),
        *(cue.sound for cue in hostile.tones),
    ]


def test_each_segment_cue_and_note_has_its_own_line(timeline: Timeline) -> None:
    things = len(timeline.segments) + len(timeline.cues) + len(timeline.notes)
    rows = [line for line in text(timeline).splitlines() if line.startswith("  {")]
    assert len(rows) == things


def test_letters_of_other_languages_stay_readable(timeline: Timeline) -> None:
    assert "Take the towel – gently, ça va?" in text(timeline)


def documentation() -> str:
    return (Path(__file__).parents[2] / "docs" / "timeline.md").read_text(encoding="utf-8")


def test_the_example_in_the_documentation_keeps_the_schema(schema: dict[str, Any]) -> None:
    example = documentation().split("```json {.timeline}\n")[1].split("```")[0]
    written = json.loads(example)
    assert list(Draft202012Validator(closed(schema)).iter_errors(written)) == []


def test_the_example_in_the_documentation_is_laid_out_as_ours_are() -> None:
    example = documentation().split("```json {.timeline}\n")[1].split("```")[0]
    read = json.loads(example)
    timeline = Timeline(
        read["routine"],
        read["name"],
        read["length_ms"],
        VoiceInfo(**read["voice"]),
        SessionOptions(**read["options"] | {"conditions": tuple(read["options"]["conditions"])}),
        tuple(
            Segment(**each | {"rounds": tuple(Round(**r) for r in each.get("rounds", ()))})
            for each in read["segments"]
        ),
        tuple(cue_of(each) for each in read["cues"]),
        tuple(Note(n["change"], n["from"], n["to"], n["why"]) for n in read["notes"]),
        read["language"],
    )
    assert text(timeline) == example


def cue_of(written: dict[str, Any]) -> Cue:
    fields = {name: value for name, value in written.items() if name != "kind"}
    return VoiceCue(**fields) if written["kind"] == "voice" else Tone(**fields)


def test_the_documentation_names_every_kind_role_and_tone() -> None:
    named = documentation()
    names = {*get_args(SegmentKind), *get_args(Role), *tone_names()}
    assert [name for name in sorted(names) if f"`{name}`" not in named] == []
