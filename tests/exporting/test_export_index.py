"""What is up to date is known, and what somebody else wrote is never ours."""

import os
from pathlib import Path

import numpy as np
import pytest

from tests.exporting.reading import hum
from voiceguide.exporting.export_index import INDEX_NAME, ExportIndex, fingerprint
from voiceguide.rendering import Rendering
from voiceguide.structs import replace
from voiceguide.timeline import Timeline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("a script", encoding="utf-8")
    index = ExportIndex.of(tmp_path)
    index.note("a.txt", "one")
    index.save()
    return tmp_path


def test_a_file_is_current_for_what_made_it_and_outdated_for_anything_else(folder: Path) -> None:
    index = ExportIndex.of(folder)
    assert index.state("a.txt", "one") == "current"
    assert index.state("a.txt", "two") == "outdated"
    assert index.state("b.txt", "one") == "missing"


def test_a_file_that_was_changed_or_never_ours_is_foreign(folder: Path) -> None:
    (folder / "b.txt").write_text("mine", encoding="utf-8")
    assert ExportIndex.of(folder).state("b.txt", "one") == "foreign"
    (folder / "a.txt").write_text("A script", encoding="utf-8")
    os.utime(folder / "a.txt", (1, 1))
    assert ExportIndex.of(folder).state("a.txt", "one") == "foreign"


@pytest.mark.parametrize(
    "index",
    ["", "{", "[]", '{"files": 3}', '{"files": {"a.txt": 3}}', "\x00", '{"files": {"a": []}}'],
)
def test_a_damaged_index_knows_nothing(folder: Path, index: str) -> None:
    (folder / INDEX_NAME).write_text(index, encoding="utf-8")
    assert ExportIndex.of(folder).state("a.txt", "one") == "foreign"


def test_files_that_are_gone_are_forgotten(folder: Path) -> None:
    index = ExportIndex.of(folder)
    (folder / "a.txt").unlink()
    index.save()
    assert ExportIndex.of(folder).known == {}


def test_an_index_cannot_name_files_elsewhere(folder: Path) -> None:
    index = ExportIndex.of(folder)
    index.known["../a.txt"] = {"made_of": "x"}
    index.save()
    assert list(ExportIndex.of(folder).known) == ["a.txt"]


def test_the_fingerprint_is_of_timeline_suffix_track_and_sound(
    timeline: Timeline, rendering: Rendering
) -> None:
    first = fingerprint(rendering, ".wav", 1, None)
    assert first == fingerprint(rendering, ".wav", 1, None)
    louder = {text: clip.louder(0.5) for text, clip in rendering.clips.items()}
    tones = {name: hum(10, 440) for name in rendering.tones}
    others = [
        fingerprint(rendering, ".flac", 1, None),
        fingerprint(rendering, ".wav", 2, None),
        fingerprint(rendering, ".wav", 1, "a.mp3"),
        fingerprint(replace(rendering, timeline=_renamed(timeline)), ".wav", 1, None),
        fingerprint(Rendering(timeline, louder, rendering.tones), ".wav", 1, None),
        fingerprint(Rendering(timeline, rendering.clips, tones), ".wav", 1, None),
    ]
    assert len({first, *others}) == 7


def test_a_text_does_not_depend_on_the_sound(timeline: Timeline, rendering: Rendering) -> None:
    assert fingerprint(timeline, ".txt", 1, None) == fingerprint(rendering, ".txt", 1, None)
    assert np.any(next(iter(rendering.clips.values())).pcm)


def _renamed(timeline: Timeline) -> Timeline:
    return replace(timeline, name="Other")
