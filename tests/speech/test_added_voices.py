import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from voiceguide.errors import DiskProblem, UsageError
from voiceguide.speech import added_voices, voice_store
from voiceguide.speech.added_voices import (
    AddedVoice,
    added_voice,
    best_voice,
    choose_voice,
    chosen_voices,
    damaged_voices,
    voices_folder,
)
from voiceguide.structs import replace

Add = Callable[..., AddedVoice]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_DATA_DIR", str(tmp_path))
    # Whether the engines are installed here makes no difference.
    for engine in added_voices.PACKAGES:
        monkeypatch.setitem(added_voices.PACKAGES, engine, "voiceguide")


@pytest.fixture
def add() -> Add:
    def added(
        name: str, language: str = "en-us", when: str = "2026-11-28", engine: str = "piper"
    ) -> AddedVoice:
        with voice_store.voice_in_the_making() as folder:
            files = {"model": folder / "a.onnx", "config": folder / "a.onnx.json"}
            for file in files.values():
                file.write_text(name)
            voice = AddedVoice(engine, name, language, files, "ab" * 32, "medium", added=when)
            return voice_store.keep_voice(folder, voice)

    return added


def test_without_any_the_system_speaks() -> None:
    assert added_voices.added_voices() == []
    assert best_voice("en") is None


def test_an_added_voice_is_found_again_with_all_that_is_known_of_it(add: Add) -> None:
    voice = add("anna")
    assert added_voices.added_voices() == [voice]
    assert added_voice("piper", "ANNA") == voice
    assert added_voice("kokoro", "anna") is None
    assert voice.folder == voices_folder() / "piper" / "anna"
    assert voice.files["model"].read_text() == "anna"


def test_a_voice_speaks_the_languages_it_was_added_for(add: Add) -> None:
    add("anna", "en-us")
    add("berta", "de")
    assert best_voice("en") == "piper:anna"
    assert best_voice("en-GB") == "piper:anna"
    assert best_voice("de") == "piper:berta"
    assert best_voice("fr") is None


def test_the_voice_that_was_added_last_speaks_unless_another_is_of_that_country(add: Add) -> None:
    add("anna", "en-us", "2026-11-28")
    add("cora", "en-gb", "2026-11-29")
    assert best_voice("en") == "piper:cora"
    assert best_voice("en-us") == "piper:anna"


def test_a_chosen_voice_comes_first_until_the_choice_is_taken_back(add: Add) -> None:
    add("anna", when="2026-11-28")
    add("dora", when="2026-11-29")
    choose_voice("en-GB", "piper:anna")
    assert best_voice("en") == "piper:anna"
    choose_voice("en", "pyttsx3:en-us")
    assert best_voice("en") == "pyttsx3:en-us"
    choose_voice("en", None)
    assert best_voice("en") == "piper:dora"


def test_a_voice_whose_engine_is_not_installed_is_passed_over(
    add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("anna")
    choose_voice("en", "piper:anna")
    monkeypatch.setitem(added_voices.PACKAGES, "piper", "no_such_package_at_all")
    assert best_voice("en") is None


def test_a_voice_that_is_gone_is_chosen_no_more(add: Add) -> None:
    add("anna")
    add("dora")
    choose_voice("en", "piper:dora")
    voice_store.remove_folder(voices_folder() / "piper" / "dora")
    assert chosen_voices() == {}
    assert best_voice("en") == "piper:anna"
    choose_voice("en", "piper:never")
    assert best_voice("en") == "piper:anna"


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "[]",
        "[" * 50_000,
        '{"files": {}}',
        '{"files": {"model": "../../secret"}}',
        '{"files": ["model"]}',
    ],
)
def test_a_record_that_makes_no_sense_is_a_damaged_voice(add: Add, record: str) -> None:
    voice = add("anna")
    (voice.folder / "voice.json").write_text(record)
    assert added_voices.added_voices() == []
    assert damaged_voices() == [voice.folder]


def test_files_that_lead_elsewhere_are_not_taken(add: Add, tmp_path: Path) -> None:
    voice = add("anna")
    (tmp_path / "secret").write_text("secret")
    record = json.loads((voice.folder / "voice.json").read_text())
    record["files"]["model"] = "../../../secret"
    (voice.folder / "voice.json").write_text(json.dumps(record))
    assert added_voice("piper", "anna") is None


def test_a_voice_that_lacks_a_file_is_damaged(add: Add) -> None:
    voice = add("anna")
    voice.files["config"].unlink()
    assert added_voice("piper", "anna") is None
    assert damaged_voices() == [voice.folder]


@pytest.mark.parametrize("content", ["", "[1]", '{"en": 3}', "\x00"])
def test_choices_that_make_no_sense_are_no_choices(add: Add, content: str) -> None:
    add("anna")
    (voices_folder() / "chosen.json").write_text(content)
    assert chosen_voices() == {}
    assert best_voice("en") == "piper:anna"


def test_a_voice_of_the_same_name_takes_the_others_place(add: Add) -> None:
    add("anna", "en-us")
    assert add("anna", "de").language == "de"
    assert [voice.language for voice in added_voices.added_voices()] == ["de"]
    assert voice_store.size_of(voices_folder() / voice_store.UNFINISHED) == 0


def refused_once(rename: Callable[..., Path], of: Path) -> Callable[..., Path]:
    """As the system does it, but for one folder, for which the disk has no room."""

    def refusing(self: Path, target: Path) -> Path:
        if self == of:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    return refusing


def test_a_voice_that_cannot_take_its_place_leaves_the_other_there(
    add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = add("anna")
    with voice_store.voice_in_the_making() as folder:
        monkeypatch.setattr(Path, "rename", refused_once(Path.rename, folder))
        with pytest.raises(DiskProblem, match="the disk is full"):
            voice_store.keep_voice(folder, replace(voice, language="de"))
    assert added_voices.added_voices() == [voice]


class Killed(BaseException):
    """As if the program were gone: nothing after it is done."""


@pytest.mark.parametrize("before_its_place", [True, False])
def test_a_program_killed_while_it_replaces_a_voice_leaves_one_of_the_two(
    add: Add, monkeypatch: pytest.MonkeyPatch, before_its_place: bool
) -> None:
    voice = add("anna", "en-us")
    rename, asked = Path.rename, []

    def killed(self: Path, target: Path) -> Path:
        asked.append(self)
        if len(asked) > 1 and before_its_place:
            raise Killed
        result = rename(self, target)
        if len(asked) > 1:
            raise Killed
        return result

    with voice_store.voice_in_the_making() as folder, monkeypatch.context() as patch:
        for file in voice.files.values():
            (folder / file.name).write_text("another")
        patch.setattr(Path, "rename", killed)
        with pytest.raises(Killed):
            voice_store.keep_voice(folder, replace(voice, language="de"))
    voice_store.tidy()
    languages = [each.language for each in added_voices.added_voices()]
    assert languages == (["en-us"] if before_its_place else ["de"])
    assert list((voices_folder() / voice_store.UNFINISHED).iterdir()) == []


def test_a_program_killed_while_it_removes_a_voice_has_removed_it(
    add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = add("anna")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        voice_store.remove_folder(voice.folder)
    voice_store.tidy()
    assert added_voices.added_voices() == []


def test_what_a_killed_program_left_is_tidied_and_downloads_stay(add: Add) -> None:
    left = voices_folder() / voice_store.UNFINISHED / "adding-1234"
    left.mkdir(parents=True)
    (left / "half").write_text("half")
    (voice_store.download_folder("cora") / "cora.onnx").write_text("half")
    voice_store.tidy()
    assert not left.exists()
    assert voice_store.unfinished_downloads() == ["cora"]
    assert voice_store.drop_download("cora") == 4
    assert voice_store.unfinished_downloads() == []
    assert added_voices.added_voices() == []


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "..", "a b", "ä", "a:b", "-x", "x" * 65])
def test_a_name_leads_nowhere_else(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a voice"):
        voice_store.fitting_name(name)
