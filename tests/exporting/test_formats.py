"""The table of formats, and writing a session into a file."""

import subprocess
import sys
from pathlib import Path

import pytest

from voiceguide.errors import UsageError
from voiceguide.exporting import (
    FORMATS,
    NEAR,
    SCRIPTS,
    check_all,
    format_of,
    script_text,
    sound_for,
    suffix_of,
    write,
)
from voiceguide.rendering import Rendering
from voiceguide.timeline import Timeline

KNOWN = f"known are {', '.join(FORMATS)}"
TEXTS = [suffix for suffix, form in FORMATS.items() if form.kind == "text"]


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".pdf"])
def test_every_format_writes_a_file_that_is_the_same_twice(
    tmp_path: Path, rendering: Rendering, suffix: str
) -> None:
    once, twice = tmp_path / f"once{suffix}", tmp_path / f"twice{suffix}"
    write(rendering, once, sound="a.wav")
    write(rendering, twice, sound="a.wav")
    assert once.read_bytes() == twice.read_bytes() != b""


@pytest.mark.parametrize("suffix", TEXTS)
def test_a_timeline_is_enough_for_text(
    tmp_path: Path, timeline: Timeline, rendering: Rendering, suffix: str
) -> None:
    write(timeline, tmp_path / f"a{suffix}")
    write(rendering, tmp_path / f"b{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_what_export_writes(tmp_path: Path, timeline: Timeline, name: str) -> None:
    path = tmp_path / f"a{SCRIPTS[name]}"
    write(timeline, path)
    encoding = FORMATS[SCRIPTS[name]].encoding
    assert path.read_bytes().decode(encoding) == script_text(timeline, name)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("which", ["timeline", "hostile"])
def test_a_script_ends_lines_with_lf_and_holds_nothing_that_moves_a_terminal(
    request: pytest.FixtureRequest, name: str, which: str
) -> None:
    text = script_text(request.getfixturevalue(which), name)
    assert text.endswith("\n")
    assert not any(line != line.rstrip() for line in text.split("\n"))
    wanted = {"\n", "\t"} if name == "labels" else {"\n"}
    moving = {char for char in text if ord(char) < 32 or 0x7F <= ord(char) < 0xA0} - wanted
    turning = {char for char in text if char in "\u061c\u200e\u200f\u202a\u202b\u202d\u202e\u2066"}
    assert moving | turning == set()
    text.encode()


def test_sound_needs_a_rendering(tmp_path: Path, timeline: Timeline) -> None:
    with pytest.raises(TypeError, match="sound needs a rendering"):
        write(timeline, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.wave", f"did you mean '.wav'? {KNOWN}"),
        ("a.exe", KNOWN),
        ("morning", KNOWN),
        (".wav", KNOWN),
    ],
)
def test_an_unknown_suffix_is_refused_with_the_known_ones(
    tmp_path: Path, timeline: Timeline, name: str, hint: str
) -> None:
    with pytest.raises(UsageError) as refused:
        write(timeline, tmp_path / name)
    assert refused.value.hint == hint
    assert list(tmp_path.iterdir()) == []


def test_the_suffix_counts_in_any_case_of_letters() -> None:
    assert format_of(Path("MORNING.WAV")) == FORMATS[".wav"]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"),
        ("a.labels.txt", ".labels.txt"),
        ("A.LABELS.TXT", ".labels.txt"),
        ("labels.txt", ".txt"),
        (".labels.txt", ".txt"),
        ("a.b.chapters.json", ".chapters.json"),
        ("chapters.json", ".json"),
    ],
)
def test_of_two_suffixes_the_longer_counts(name: str, suffix: str) -> None:
    assert suffix_of(Path(name)) == suffix


@pytest.mark.parametrize(
    ("name", "near"),
    [("a.aac", ".m4a"), ("a.ogg", ".opus"), ("a.HTM", ".html"), ("a.flak", ".flac")],
)
def test_a_suffix_that_is_not_written_brings_the_one_for_the_same_use(name: str, near: str) -> None:
    with pytest.raises(UsageError) as refused:
        suffix_of(Path(name))
    assert refused.value.hint is not None
    assert refused.value.hint.startswith(f"did you mean '{near}'?")


def test_every_suffix_that_is_near_leads_to_one_that_is_written() -> None:
    assert set(NEAR.values()) <= set(FORMATS)
    assert not set(NEAR) & set(FORMATS)


def test_several_files_are_checked_before_the_first_is_written(tmp_path: Path) -> None:
    good, old = tmp_path / "a.wav", tmp_path / "old.txt"
    old.write_text("older")
    check_all([good, tmp_path / "a.txt"])
    check_all([good, old], force=True)
    for wrong, words in (
        ([good, old], "exists already"),
        ([good, tmp_path / "a.exe"], "nothing is known"),
        ([good, tmp_path / "none" / "a.txt"], "there is no folder"),
        ([good, tmp_path / "." / "a.wav"], "named twice"),
    ):
        with pytest.raises(UsageError, match=words):
            check_all(wrong)


def test_a_track_list_names_the_sound_that_is_written_beside_it(
    tmp_path: Path, timeline: Timeline
) -> None:
    names = [tmp_path / "x" / "far.mp3", tmp_path / "a.txt", tmp_path / "near.m4a"]
    assert sound_for(tmp_path / "a.cue", names) == "near.m4a"
    assert sound_for(tmp_path / "a.cue", names[:2]) is None
    write(timeline, tmp_path / "a.b.cue")
    assert 'FILE "a.b.wav" WAVE' in (tmp_path / "a.b.cue").read_text(encoding="utf-8")


def test_an_unknown_script_format_is_refused_with_the_known_ones(timeline: Timeline) -> None:
    with pytest.raises(UsageError, match="no script format 'jsn'") as refused:
        script_text(timeline, "jsn")
    assert refused.value.hint == f"did you mean 'json'? known are {', '.join(SCRIPTS)}"


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "a.txt").write_text("older")
    with pytest.raises(UsageError, match="exists already"):
        write(timeline, tmp_path / "a.txt")
    write(timeline, tmp_path / "a.txt", force=True)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == script_text(timeline)


def test_text_is_made_without_numpy() -> None:
    code = (
        "import sys; from voiceguide.exporting import FORMATS;"
        " [form.maker() for form in FORMATS.values() if form.kind != 'audio'];"
        " sys.exit(bool({'numpy', 'av', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
