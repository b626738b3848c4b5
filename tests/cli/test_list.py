import json
import shutil
import sys
import types
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from voiceguide.audio.tones import LONGEST_MS
from voiceguide.errors import NoVoice
from voiceguide.routine.library import BUILT_IN
from voiceguide.speech import voice
from voiceguide.speech.voice import VoiceChoice


def test_routines_have_their_length_and_say_that_it_is_estimated(ask: Ask) -> None:
    answer = ask("list")
    assert answer.code == 0
    lines = [line.split(maxsplit=5) for line in answer.out.splitlines()]
    assert ["morning", "10:00", "gentle", "back", "floor", "Morning wake-up"] in lines
    assert answer.err == "Lengths are estimated; --voice measures them.\n"


def test_programs_get_the_same_as_json_and_nothing_else(ask: Ask) -> None:
    answer = ask("list", "routines", "--json")
    told = {entry["id"]: entry for entry in json.loads(answer.out)}
    assert (told["morning"]["length_ms"], told["morning"]["measured"]) == (600_000, False)
    assert told["morning"]["built_in"] is True
    assert answer.err == ""


def test_a_file_of_ones_own_in_place_of_a_built_in_one_is_marked(ask: Ask, config: Path) -> None:
    folder = config / "library" / "routines"
    folder.mkdir(parents=True)
    shutil.copy(BUILT_IN / "routines" / "morning.yaml", folder)
    (folder / "mine.yaml").write_text("name: Mine\nitems:\n  - note: Hello.\n")
    lines = {line.split()[0]: line for line in ask("list").out.splitlines()}
    assert lines["morning"].endswith("yours, in place of the built-in one")
    assert lines["mine"].endswith("yours")
    assert "yours" not in lines["six-minute"]


def test_a_broken_file_does_not_hide_the_others(ask: Ask, config: Path) -> None:
    folder = config / "library" / "routines"
    folder.mkdir(parents=True)
    (folder / "broken.yaml").write_text("name: [\n")
    answer = ask("list")
    assert answer.code == 0
    assert "cannot be used: " in answer.out
    assert "morning" in answer.out


def test_exercises_advice_and_sounds_are_listed(ask: Ask) -> None:
    exercises = [line.split(maxsplit=2) for line in ask("list", "exercises").out.splitlines()]
    assert ["hamstring-stretch", "stretch", "Hamstring stretch"] in exercises
    assert "lifting           do     Lifting things safely\n" in ask("list", "advice").out
    sounds = json.loads(ask("list", "sounds", "--json").out)
    assert [entry["name"] for entry in sounds] == list(LONGEST_MS)


def test_an_engine_that_is_missing_is_told_and_hides_no_voice_of_the_others(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = types.ModuleType("absent_engine")

    def list_voices() -> list[VoiceChoice]:
        raise NoVoice("it is not installed", hint="pip install it")

    monkeypatch.setattr(absent, "list_voices", list_voices, raising=False)
    monkeypatch.setitem(sys.modules, "absent_engine", absent)
    monkeypatch.setattr(voice, "ENGINES", {"absent": "absent_engine", **voice.ENGINES})
    for options in ((), ("--json",)):
        answer = ask("list", "voices", *options)
        assert answer.code == 0
        assert "pyttsx3:en-us" in answer.out
        assert "no voices of absent: it is not installed\n  hint: pip install it" in answer.err


def test_voices_are_named_as_the_option_takes_them(ask: Ask) -> None:
    voices = [entry["voice"] for entry in json.loads(ask("list", "voices", "--json").out)]
    assert "pyttsx3:en-us" in voices
    assert "estimate" in voices
