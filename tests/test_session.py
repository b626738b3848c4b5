"""From a routine's name to a timeline and a rendering."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import BadFiles, UsageError
from voiceguide.session import estimated, load, render
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.timeline import Timeline

NOTHING = SessionOptions()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))


def written(folder: Path, name: str, text: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def decided_for(
    name: str, folders: Folders, settings: SessionOptions = NOTHING, **choices: object
) -> dict[str, object]:
    timeline = timeline_of(name, folders, settings, **choices)
    return {key: getattr(timeline.options, key) for key in ("level", "detail", "pace", "seed")}


def timeline_of(
    name: str, folders: Folders, settings: SessionOptions = NOTHING, **choices: object
) -> Timeline:
    chosen = SessionOptions(**choices)  # type: ignore[arg-type]  # as a command line fills them
    return estimated(load(name, folders), chosen.over(settings), folders)


def test_a_built_in_routine_is_found_by_its_id(folders: Folders) -> None:
    assert load("morning", folders).routine.name == "Morning wake-up"


def test_a_persons_own_routine_comes_before_the_built_in_one(folders: Folders) -> None:
    own = "name: My morning\nitems: [cat-stretch]\n"
    written(folders.library / "routines", "morning.yaml", own)
    assert load("morning", folders).routine.name == "My morning"


def test_a_file_is_loaded_with_the_exercises_beside_it(folders: Folders, tmp_path: Path) -> None:
    rep = "rep: [{move: Sway., takes: 2 s}]\n"
    exercise = f"name: Sway\npurpose: relax\nposition: standing\ndose: {{reps: 2}}\n{rep}"
    written(tmp_path, "sway.yaml", exercise)
    file = written(tmp_path, "evening.yaml", "name: Evening\nitems: [sway]\n")
    assert "Sway." in [voice.text for voice in timeline_of(file, folders).voices]


def test_an_unknown_routine_is_refused_with_the_nearest_name(folders: Folders) -> None:
    with pytest.raises(UsageError, match="no routine 'mornin'") as error:
        load("mornin", folders)
    assert "morning" in (error.value.hint or "")


def test_all_problems_of_a_file_come_at_once(folders: Folders, tmp_path: Path) -> None:
    text = "name: Test\nitems:\n  - nothing-such\n  - {do: seated-twist, hold: 90 s}\n"
    file = written(tmp_path, "bad.yaml", text)
    with pytest.raises(BadFiles) as error:
        load(file, folders)
    assert [problem.place.line for problem in error.value.problems] == [3, 4]


def test_warnings_do_not_stop_a_routine(folders: Folders, tmp_path: Path) -> None:
    text = "name: Test\nitems: [{do: hamstring-stretch, hold: 10 s}]\n"
    loaded = load(written(tmp_path, "short.yaml", text), folders)
    assert [problem.grade for problem in loaded.warnings] == ["warning"]


def test_the_routine_decides_where_nobody_else_does(folders: Folders) -> None:
    expected = {"level": "gentle", "detail": "brief", "pace": "normal", "seed": 0}
    assert decided_for("six-minute", folders) == expected


def test_the_settings_come_before_the_routine(folders: Folders) -> None:
    settings = SessionOptions(detail="full", pace="brisk", seed=5)
    found = decided_for("back-relief", folders, settings)
    assert found == {"level": "gentle", "detail": "full", "pace": "brisk", "seed": 5}


def test_the_command_line_comes_before_everything(folders: Folders) -> None:
    settings = SessionOptions(level="steady", detail="full", seed=5)
    found = decided_for("back-relief", folders, settings, level="strong", detail="brief", seed=0)
    assert found == {"level": "strong", "detail": "brief", "pace": "normal", "seed": 0}


def test_the_estimate_knows_its_pace_and_is_not_measured(folders: Folders) -> None:
    voice = timeline_of("morning", folders).voice
    assert (voice.engine, voice.words_a_minute, voice.measured) == ("estimate", 120, False)


def test_an_item_that_is_not_there_is_refused(folders: Folders) -> None:
    with pytest.raises(UsageError, match="no item 99: 'morning' has 6"):
        timeline_of("morning", folders, start_at=99)


def test_a_session_may_begin_at_a_later_item(folders: Folders) -> None:
    timeline = timeline_of("morning", folders, start_at=4)
    assert timeline.segments[1].item == 4
    assert {segment.item for segment in timeline.segments if segment.item} == {4, 5, 6}
    assert timeline.segments[0].length_ms == timeline.voices[0].at_ms == 1200


def test_a_later_item_is_reached_from_where_the_session_starts(folders: Folders) -> None:
    timeline = timeline_of("morning", folders, start_at=5)
    said = [voice.text for voice in timeline.voices]
    assert "Come onto your hands and knees." in said
    assert not [line for line in said if "already in place" in line]


def test_a_later_start_keeps_the_fill_of_the_whole_session(folders: Folders) -> None:
    def fill(timeline: Timeline) -> int:
        return next(each.length_ms for each in timeline.segments if each.kind == "fill")

    whole, later = timeline_of("morning", folders), timeline_of("morning", folders, start_at=5)
    assert fill(later) == fill(whole)


def test_an_item_that_was_left_out_gives_way_to_the_next(folders: Folders, tmp_path: Path) -> None:
    text = "name: Test\nitems: [cat-stretch, {do: bird-dog, optional: true}, posture-check]\n"
    file = written(tmp_path, "short.yaml", text)
    timeline = timeline_of(file, folders, minutes=2, start_at=2)
    assert {segment.item for segment in timeline.segments if segment.item} == {3}


def test_a_rendering_has_a_clip_for_every_line(folders: Folders) -> None:
    loaded = load("desk-break", folders)
    rendered = render(loaded, SessionOptions(voice="estimate"), folders)
    timeline = rendered.session.timeline
    assert timeline == estimated(loaded, SessionOptions(), folders)
    assert {voice.text for voice in timeline.voices} <= set(rendered.session.clips)
    assert rendered.prelude is None


def test_a_prelude_is_rendered_with_the_session(folders: Folders) -> None:
    loaded = load("desk-break", folders)
    rendered = render(loaded, SessionOptions(voice="estimate"), folders, with_prelude=True)
    assert rendered.prelude is not None
    said = [voice.text for voice in rendered.prelude.timeline.voices]
    assert said == list(loaded.library.safety.spoken({"light"}).full)
    assert rendered.session.timeline.length_ms == 180_000


def test_a_file_of_an_exercise_is_told_as_what_it_is_once(tmp_path: Path, folders: Folders) -> None:
    text = "name: A\npurpose: strength\nposition: standing\ndose: {}\nrep: [{rest: 2 s}]\n"
    with pytest.raises(UsageError, match="is no routine, but holds an exercise"):
        load(written(tmp_path, "heel-raise.yaml", text), folders)
