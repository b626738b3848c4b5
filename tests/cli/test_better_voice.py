"""The one line that tells how to be understood better than espeak-ng is."""

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run
from tests.known_person import known_person
from tests.speech.piper_kit import voice_files
from voiceguide.app.better_voice import better_voice, better_voice_once, lost_choice
from voiceguide.install_command import install_command
from voiceguide.settings import Folders
from voiceguide.speech import added_voices
from voiceguide.speech.added_voices import choose_voice

pytestmark = pytest.mark.skipif(
    sys.platform in ("darwin", "win32"), reason="other systems bring a clear voice along"
)
LINE = (
    "This was espeak-ng. A voice that is easier to understand:"
    f" {install_command('neural')}, then voiceguide voices add kristin"
)


@pytest.fixture(autouse=True)
def without_piper(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in added_voices.PACKAGES:
        monkeypatch.setitem(added_voices.PACKAGES, engine, "no_such_package_at_all")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))


def test_it_is_told_once(folders: Folders) -> None:
    assert better_voice_once("pyttsx3", "en", folders) == LINE
    assert better_voice_once("pyttsx3", "en", folders) is None


def test_what_cannot_be_remembered_is_told_again(folders: Folders) -> None:
    folders.state.write_text("no folder")
    assert better_voice_once("pyttsx3", "en", folders) == LINE
    assert better_voice_once("pyttsx3", "en", folders) == LINE


def test_another_engine_is_better_already(folders: Folders) -> None:
    assert better_voice_once("piper", "en", folders) is None
    assert better_voice_once("estimate", "en", folders) is None
    assert better_voice_once("pyttsx3", "en", folders) == LINE


def test_whoever_chose_a_voice_is_left_alone() -> None:
    choose_voice("en", "pyttsx3:en-us")
    assert better_voice("pyttsx3", "en-GB") is None


def test_a_language_without_a_row_has_the_way_by_files() -> None:
    said = better_voice("pyttsx3", "de")
    assert said is not None
    assert said.endswith("add FILE.onnx (any voice of Piper that speaks de)")


def test_with_piper_installed_only_the_voice_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(added_voices.PACKAGES, "piper", "voiceguide")
    said = better_voice("pyttsx3", "en")
    assert said is not None
    assert said.endswith("easier to understand: voiceguide voices add kristin")


def test_a_voice_that_was_added_and_cannot_speak_is_told(ask: Ask, tmp_path: Path) -> None:
    ask("voices", "add", str(voice_files(tmp_path)))
    assert better_voice("pyttsx3", "en") == (
        f"piper:anna was added, and cannot speak yet: {install_command('neural')}"
    )


def test_an_added_voice_that_cannot_speak_is_told_at_each_session_until_another_is_chosen(
    ask: Ask, tmp_path: Path
) -> None:
    ask("voices", "add", str(voice_files(tmp_path)))
    assert lost_choice("en-GB") == (
        f"piper:anna, which you added, cannot speak here: {install_command('neural')}"
    )
    assert lost_choice("de") is None
    choose_voice("en", "pyttsx3")
    assert lost_choice("en") is None


def test_a_choice_that_cannot_speak_is_told_every_time(ask: Ask, tmp_path: Path) -> None:
    ask("voices", "add", str(voice_files(tmp_path)))
    choose_voice("en", "piper:anna")
    said = f"piper:anna, your choice for en, cannot speak here: {install_command('neural')}"
    assert lost_choice("en-GB") == said
    assert f"  warning      {said}" in ask("doctor", "--no-sound").out
    choose_voice("de", "recorded:gone")
    assert lost_choice("de") == (
        "recorded:gone, your choice for de, is here no more: voiceguide voices use NAME"
    )
    choose_voice("en", "pyttsx3")
    assert lost_choice("en") is None


def test_the_first_session_ends_with_it(
    short: Path, program: Run, data: Path, tmp_path: Path
) -> None:
    known_person(data)
    own = {"VOICEGUIDE_STATE_DIR": str(tmp_path / "state")}
    first, second = (program("play", str(short), "--output", "silent", **own) for _ in range(2))
    assert first.stderr.splitlines()[-1].startswith("This was espeak-ng. A voice that is easier")
    assert "espeak-ng" not in second.stderr


def test_doctor_tells_it_too(ask: Ask) -> None:
    said = ask("doctor", "--no-sound").out
    assert f"  better       {LINE}\n" in said
    choose_voice("en", "pyttsx3:en-us")
    assert "espeak-ng. A voice" not in ask("doctor", "--no-sound").out
