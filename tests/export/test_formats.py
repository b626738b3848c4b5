"""The table of formats, and writing a session into a file."""

import subprocess
import sys
from pathlib import Path

import pytest

from voiceguide.errors import UsageError
from voiceguide.export import FORMATS, SCRIPTS, format_of, script, write
from voiceguide.rendering import Rendering
from voiceguide.timeline import Timeline

TEXTS = [suffix for suffix, form in FORMATS.items() if form.kind == "text"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_writes_a_file_that_is_the_same_twice(
    tmp_path: Path, rendering: Rendering, suffix: str
) -> None:
    once, twice = tmp_path / f"once{suffix}", tmp_path / f"twice{suffix}"
    write(rendering, once)
    write(rendering, twice)
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
    assert path.read_bytes().decode() == script(timeline, name)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("which", ["timeline", "hostile"])
def test_a_script_ends_lines_with_lf_and_holds_nothing_that_moves_a_terminal(
    request: pytest.FixtureRequest, name: str, which: str
) -> None:
    text = script(request.getfixturevalue(which), name)
    assert text.endswith("\n")
    assert not any(line != line.rstrip() for line in text.split("\n"))
    moving = {char for char in text if ord(char) < 32 or 0x7F <= ord(char) < 0xA0} - {"\n"}
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
        ("a.wave", "did you mean '.wav'? known are .wav, .json, .md, .txt"),
        ("a.exe", "known are .wav, .json, .md, .txt"),
        ("morning", "known are .wav, .json, .md, .txt"),
        (".wav", "known are .wav, .json, .md, .txt"),
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


def test_an_unknown_script_format_is_refused_with_the_known_ones(timeline: Timeline) -> None:
    with pytest.raises(UsageError, match="no script format 'jsn'") as refused:
        script(timeline, "jsn")
    assert refused.value.hint == "did you mean 'json'? known are text, md, json"


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "a.txt").write_text("older")
    with pytest.raises(UsageError, match="exists already"):
        write(timeline, tmp_path / "a.txt")
    write(timeline, tmp_path / "a.txt", force=True)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == script(timeline)


def test_text_is_made_without_numpy() -> None:
    code = (
        "import sys, voiceguide.export.text, voiceguide.export.markdown,"
        " voiceguide.export.json_timeline; sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
