from __future__ import annotations

import inspect
import json
import subprocess
import sys
import wave
from pathlib import Path
from typing import get_type_hints

import pytest

import voiceguide
from voiceguide import BadFiles, Routine, SessionOptions, Timeline, UsageError
from voiceguide.routine.model import Do
from voiceguide.structs import replace

MINE = """\
name: Mine
items:
  - do: cat-stretch
"""


def test_a_routine_is_compiled_to_its_length() -> None:
    assert voiceguide.compile(voiceguide.load("morning")).length_ms == 600_000


def test_options_decide_about_the_session() -> None:
    routine = voiceguide.load("morning")
    shorter = voiceguide.compile(routine, SessionOptions(level="gentle", minutes=10))
    assert shorter.length_ms == 600_000
    assert shorter.options.level == "gentle"


def test_nothing_is_imported_before_it_is_used() -> None:
    code = "import sys, voiceguide; print(*[m for m in sys.modules if m.startswith('voiceguide')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["voiceguide"]


def test_every_public_name_is_there_and_documented() -> None:
    for name in voiceguide.__all__:
        assert inspect.getdoc(getattr(voiceguide, name)), name
    assert set(voiceguide.__all__) <= set(dir(voiceguide))


@pytest.mark.parametrize("name", ["load", "compile", "render", "export"])
def test_every_function_says_its_types(name: str) -> None:
    function = getattr(voiceguide, name)
    names = {*inspect.signature(function).parameters, "return"}
    assert names == set(function.__annotations__)


def test_load_gives_a_routine_and_compile_a_timeline() -> None:
    routine = voiceguide.load("morning")
    assert isinstance(routine, Routine)
    assert isinstance(voiceguide.compile(routine), Timeline)
    hints = get_type_hints(voiceguide.load)
    assert hints["return"] is Routine


def test_a_name_that_nothing_has_is_told_with_a_near_one() -> None:
    with pytest.raises(UsageError, match="mornin") as raised:
        voiceguide.load("mornin")
    assert "morning" in str(raised.value.hint)


def test_a_public_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(voiceguide, "nonsense")  # noqa: B009  # mypy knows that it is not there


def test_a_path_object_is_never_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="morning"):
        voiceguide.load(Path("morning"))


def test_exercises_beside_a_file_are_found(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(MINE)
    assert voiceguide.compile(voiceguide.load(file)).name == "Mine"


def test_an_altered_routine_is_checked_again() -> None:
    routine = voiceguide.load("morning")
    assert voiceguide.compile(replace(routine, name="Sunrise")).name == "Sunrise"
    unknown = Do(do="no-such-exercise", place=routine.place)
    with pytest.raises(BadFiles, match="no-such-exercise"):
        voiceguide.compile(replace(routine, items=(unknown,)))


def test_a_script_is_compiled_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "calm.txt"
    file.write_text("Breathe in.\n\n[pause 5 s]\n\nBreathe out.\n")
    timeline = voiceguide.compile(voiceguide.load(file))
    assert [cue.text for cue in timeline.cues if hasattr(cue, "text")][-2:] == [
        "Breathe in.",
        "Breathe out.",
    ]


def test_settings_of_a_person_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = voiceguide.compile(voiceguide.load("morning"))
    (tmp_path / "config.toml").write_text('level = "strong"\ndetail = "full"\n')
    monkeypatch.setenv("VOICEGUIDE_CONFIG_DIR", str(tmp_path))
    assert voiceguide.compile(voiceguide.load("morning")) == before


def test_a_text_is_exported_from_a_timeline_or_a_routine(tmp_path: Path) -> None:
    routine = voiceguide.load("quiet-sitting")
    timeline = voiceguide.compile(routine)
    voiceguide.export(timeline, tmp_path / "a.json")
    voiceguide.export(routine, tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert json.loads((tmp_path / "a.json").read_text())["length_ms"] == timeline.length_ms


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    timeline = voiceguide.compile(voiceguide.load("quiet-sitting"))
    target = tmp_path / "a.vtt"
    voiceguide.export(timeline, target)
    with pytest.raises(UsageError, match=r"a\.vtt"):
        voiceguide.export(timeline, target)
    voiceguide.export(timeline, target, force=True)


def test_sound_is_not_made_of_a_timeline(tmp_path: Path) -> None:
    timeline = voiceguide.compile(voiceguide.load("quiet-sitting"))
    with pytest.raises(UsageError, match="holds no sound"):
        voiceguide.export(timeline, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []


def test_a_routine_is_rendered_with_the_lengths_of_its_voice(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(MINE)
    options = SessionOptions(voice="pyttsx3")
    routine = voiceguide.load(file)
    rendering = voiceguide.render(routine, options)
    assert rendering.timeline.voice.measured
    assert voiceguide.compile(routine, options) == rendering.timeline
    voiceguide.export(rendering, tmp_path / "mine.wav")
    with wave.open(str(tmp_path / "mine.wav")) as sound:
        assert sound.getnframes() == rendering.frames


def test_no_public_name_is_a_module_too() -> None:
    package = Path(voiceguide.__file__).parent
    modules = {path.stem for path in package.iterdir()}
    assert modules.isdisjoint(voiceguide.__all__)
