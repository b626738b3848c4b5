import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Ask, Run
from tests.speech.file_server import FileServer
from tests.speech.pack_kit import pack, spoken, wav
from tests.speech.piper_kit import config, files_of, model, table, voice_files
from voiceguide.app.adding_voices import add_voice
from voiceguide.app.context import AppContext
from voiceguide.app.voice_trial import tried_lines
from voiceguide.app.voices import alone_with_voices, use_voice
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.install_command import install_command
from voiceguide.phrases.languages import all_languages
from voiceguide.settings import Folders
from voiceguide.speech import added_voices
from voiceguide.speech.added_voices import best_voice, chosen_voices
from voiceguide.speech.voice_catalogue import VARIABLE


@pytest.fixture(autouse=True)
def without_piper(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """These voices cannot speak, so that nobody may try them."""
    for engine in added_voices.PACKAGES:
        monkeypatch.setitem(added_voices.PACKAGES, engine, "no_such_package_at_all")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """Offers the voice `anna` of a table of its own."""
    with FileServer(files_of()) as running:
        own = tmp_path / "catalogue.toml"
        own.write_text(table(running.address, running.files))
        monkeypatch.setenv(VARIABLE, str(own))
        yield running


def stored(data: Path) -> list[str]:
    """All files among the voices, but for the lock."""
    folder = data / "voices"
    files = (each.relative_to(folder) for each in folder.rglob("*") if each.is_file())
    return sorted(str(each) for each in files if not each.name.endswith(".lock"))


WHOLE = [f"piper/anna/{name}" for name in ("anna.onnx", "anna.onnx.json", "voice.json")]


# Listing


def test_both_lists_of_voices_are_the_same(ask: Ask) -> None:
    assert ask("voices", "list") == ask("list", "voices")
    assert ask("voices", "list", "--json") == ask("list", "voices", "--json")


def test_the_list_has_what_is_here_and_what_can_be_had(ask: Ask) -> None:
    lines = ask("voices", "list").out.splitlines()
    row = next(line for line in lines if line.startswith("piper:kristin "))
    for part in ("en-us", "female", "medium", "64 MB", "public domain", "voices add kristin"):
        assert part in row
    offered = {entry["voice"]: entry for entry in json.loads(ask("voices", "list", "--json").out)}
    kristin = offered["piper:kristin"]
    assert (kristin["here"], kristin["size_bytes"]) == (False, 63_536_347)
    assert kristin["add"] == "voiceguide voices add kristin"
    assert offered["pyttsx3:en-us"]["here"] is True


def test_an_added_voice_is_listed_with_what_it_speaks(
    ask: Ask, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("voices", "add", "anna", "--yes")
    mute = next(row for row in ask("voices", "list").out.splitlines() if "piper:anna" in row)
    assert f"cannot speak yet: {install_command('neural')}" in mute
    monkeypatch.setitem(added_voices.PACKAGES, "piper", "voiceguide")
    entries = json.loads(ask("voices", "list", "--json").out)
    anna = next(entry for entry in entries if entry["voice"] == "piper:anna")
    assert (anna["speaks"], anna["licence"]) == (["en"], "CC0")


def test_a_damaged_voice_is_told_and_can_be_removed(ask: Ask, data: Path, tmp_path: Path) -> None:
    ask("voices", "add", str(voice_files(tmp_path)))
    (data / "voices" / "piper" / "anna" / "anna.onnx").unlink()
    said = ask("voices", "list").err
    assert "is no whole voice\n  hint: voiceguide voices remove anna" in said
    assert ask("voices", "remove", "anna", "--yes").code == 0
    assert stored(data) == []


# Adding by name


def test_a_voice_is_added_by_its_name_and_works_without_the_network_ever_after(
    ask: Ask, server: FileServer, data: Path
) -> None:
    answer = ask("voices", "add", "ANNA", "--yes")
    assert answer.code == 0
    assert answer.out.startswith("Added piper:anna: 6")
    assert f"It cannot speak yet, and was not tried: {install_command('neural')}" in answer.out
    assert stored(data) == WHOLE
    asked = list(server.asked)
    server.fault = "missing"
    assert ask("voices", "add", "anna", "--yes").out.startswith("piper:anna is here already.")
    assert server.asked == asked


def test_before_a_download_the_person_is_told_what_it_is_and_asked(
    server: FileServer,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(TerminalInteraction, "can_ask", True)
    context = AppContext.of_user(TerminalInteraction())
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert add_voice("anna", context) == []
    said = capsys.readouterr().err
    assert "anna: en-us, female, quality medium." in said
    assert "kB from 127.0.0.1" in said
    assert "Licence: CC0." in said
    assert "as read on 2026-11-28: Trained from scratch on her own recordings." in said
    assert (server.asked, stored(data)) == ([], [])
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert add_voice("anna", context)[0].startswith("Added piper:anna")


def test_others_may_add_a_voice_while_a_person_is_asked(
    server: FileServer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def thinking(*_: object, **__: object) -> bool:
        with alone_with_voices():
            return False

    monkeypatch.setattr(TerminalInteraction, "can_ask", True)
    monkeypatch.setattr(TerminalInteraction, "yes", thinking)
    assert add_voice("anna", AppContext.of_user(TerminalInteraction())) == []


def test_nobody_is_there_to_be_asked(ask: Ask, server: FileServer, data: Path) -> None:
    answer = ask("voices", "add", "anna")
    assert answer.code == 2
    assert answer.err.endswith(
        "downloading needs your word\n  hint: --yes downloads without asking\n"
    )
    assert server.asked == []


@pytest.mark.parametrize(
    "fault", ["missing", "busy", "page", "gzip", "another length", "no end", "altered"]
)
def test_a_server_that_gives_something_else_leaves_nothing_here(
    ask: Ask, server: FileServer, data: Path, fault: str
) -> None:
    server.fault = fault
    answer = ask("voices", "add", "anna", "--yes")
    assert answer.code == 4
    assert answer.err.startswith("anna was not added: ")
    assert answer.err.endswith(
        "or fetch its files elsewhere, side by side:\n"
        f"    {server.address}/anna.onnx\n    {server.address}/anna.onnx.json\n"
        "  and then: voiceguide voices add anna.onnx\n"
    )
    assert stored(data) == []


def test_a_download_that_broke_off_is_told_and_goes_on(
    ask: Ask, server: FileServer, data: Path
) -> None:
    server.fault = "breaks off"
    answer = ask("voices", "add", "anna", "--yes")
    assert answer.code == 4
    assert "the connection broke off after 300 kB of 600 kB" in answer.err
    assert [Path(name).name for name in stored(data)] == ["anna.onnx"]
    assert added_voices.added_voices() == []
    listed = ask("voices", "list").err
    assert "The download of anna broke off: `voiceguide voices add anna` goes on" in listed
    server.fault = ""
    assert ask("voices", "add", "anna", "--yes").code == 0
    assert server.asked[-2][1] is not None  # only the rest was asked for
    assert stored(data) == WHOLE


def test_what_came_of_a_download_can_be_removed(ask: Ask, server: FileServer, data: Path) -> None:
    server.fault = "breaks off"
    ask("voices", "add", "anna", "--yes")
    answer = ask("voices", "remove", "Anna")
    assert answer.out == "Removed what had come of Anna: 300 kB.\n"
    assert stored(data) == []


def test_an_interruption_is_told_with_what_is_kept(server: FileServer, data: Path) -> None:
    server.fault = "falls silent"
    command = [sys.executable, "-m", "voiceguide", "voices", "add", "anna", "--yes"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as running:
        until = time.monotonic() + 20
        while not stored(data) and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        said = running.stderr.read()
        assert running.wait(10) == 130, said
    assert "300 kB of anna are kept: `voiceguide voices add anna` goes on" in said
    assert said.endswith("Interrupted.\n")
    assert added_voices.added_voices() == []


def test_two_at_once_do_not_get_in_each_others_way(ask: Ask, data: Path) -> None:
    from voiceguide.person.lock import Lock

    (data / "voices").mkdir(parents=True)
    with Lock(data / "voices" / ".lock"):
        answer = ask("voices", "remove", "anna", "--yes")
    assert answer.code == 2
    assert "another voiceguide adds or removes a voice just now" in answer.err


def test_choices_at_one_time_are_all_kept(data: Path) -> None:
    folders = Folders.of_user()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(15):
            for language in ("en", "de"):
                added_voices.choose_voice(language, None)
            list(pool.map(lambda code: use_voice("system", code, folders), ("en", "de")))
            assert chosen_voices() == {"en": "pyttsx3", "de": "pyttsx3"}


def test_a_voice_is_chosen_while_another_is_added(ask: Ask, data: Path) -> None:
    with alone_with_voices():
        assert ask("voices", "use", "system").code == 0


def test_an_unknown_name_is_told_with_the_nearest(ask: Ask) -> None:
    answer = ask("voices", "add", "kirstin", "--yes")
    assert answer.code == 2
    assert "did you mean 'kristin'?" in answer.err


# Adding from files


def test_a_voice_is_added_from_its_files(ask: Ask, data: Path, tmp_path: Path) -> None:
    answer = ask("voices", "add", str(voice_files(tmp_path)))
    assert answer.code == 0
    assert answer.out.startswith("Added piper:anna: ")
    assert "Nobody here looked at its licence" in answer.out
    assert stored(data) == WHOLE
    voice = added_voices.added_voices()[0]
    assert (voice.language, voice.quality, voice.source) == (
        "en-us", "medium", "en_US-anna-medium.onnx",
    )  # fmt: skip


def test_files_that_were_fetched_elsewhere_become_the_voice_of_the_catalogue(
    ask: Ask, server: FileServer, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "downloaded.onnx"
    path.write_bytes(server.files["/anna.onnx"])
    Path(f"{path}.json").write_bytes(server.files["/anna.onnx.json"])
    assert ask("voices", "add", str(path)).out.startswith("Added piper:anna: ")
    assert added_voices.added_voices()[0].licence == "CC0"
    assert ask("voices", "add", "anna").out.startswith("piper:anna is here already.")
    assert server.asked == []


def test_the_same_files_twice_are_one_voice_and_others_are_another(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    ask("voices", "add", str(voice_files(tmp_path)))
    again = ask("voices", "add", str(voice_files(tmp_path)))
    assert again.out.startswith("piper:anna is here already.")
    other = voice_files(tmp_path / "other", salt=b"2")
    assert ask("voices", "add", str(other)).out.startswith("Added piper:en_US-anna-medium: ")
    third = voice_files(tmp_path / "third", salt=b"3")
    refused = ask("voices", "add", str(third))
    assert "there is another voice piper:en_US-anna-medium" in refused.err
    assert ask("voices", "add", str(third), "--name", "third").code == 0
    assert [voice.name for voice in added_voices.added_voices()] == [
        "anna", "en_US-anna-medium", "third",
    ]  # fmt: skip


def test_a_name_of_a_voice_is_replaced_where_it_is_given(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    ask("voices", "add", str(voice_files(tmp_path)), "--name", "mine")
    other = voice_files(tmp_path / "other", salt=b"2")
    assert ask("voices", "add", str(other), "--name", "Mine").code == 0
    assert [voice.name for voice in added_voices.added_voices()] == ["mine"]


@pytest.mark.parametrize("name", ["../up", "a b", ".hidden", ""])
def test_a_name_that_leads_elsewhere_is_refused(ask: Ask, tmp_path: Path, name: str) -> None:
    answer = ask("voices", "add", str(voice_files(tmp_path)), "--name", name)
    assert answer.code == 2
    assert "cannot be the name of a voice" in answer.err


def test_files_that_are_no_voice_are_told_and_nothing_is_kept(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    path = voice_files(tmp_path)
    whole = path.read_bytes()
    for content in (whole[:-20], b"<html>", model("data")):
        path.write_bytes(content)
        assert ask("voices", "add", str(path)).code == 2
    path.write_bytes(whole)
    Path(f"{path}.json").write_text(json.dumps(config(audio={"sample_rate": 4000})))
    answer = ask("voices", "add", str(path))
    assert (answer.code, stored(data)) == (2, [])
    assert "'audio.sample_rate' is 4000" in answer.err


def test_what_is_no_kind_of_voice_is_told(ask: Ask, tmp_path: Path) -> None:
    path = voice_files(tmp_path)
    answer = ask("voices", "add", f"{path}.json")
    assert f"hint: name the model, which is beside it: {path}" in answer.err
    assert "is no voice" in ask("voices", "add", str(tmp_path / "a.txt")).err


def test_a_file_beside_one_is_not_taken_for_a_name(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "there is no voice 'song.mp3'" in ask("voices", "add", "song.mp3").err
    (tmp_path / "song.mp3").write_bytes(b"")
    assert ask("voices", "add", "song.mp3").err.startswith("song.mp3 is no voice\n  hint: ")


def test_a_folder_without_a_pack_is_told_so_before_anything_else_about_it(
    ask: Ask, tmp_path: Path
) -> None:
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "link").symlink_to(tmp_path)
    assert "there is no voice.toml in it" in ask("voices", "add", str(tmp_path / "music")).err


@pytest.mark.parametrize("command", [("add",), ("use",), ("try",), ("remove",)])
def test_a_very_long_name_is_told_in_short(ask: Ask, command: tuple[str, ...]) -> None:
    for name in ("x" * 5000, f"piper:{'x' * 5000}", f"pyttsx3:{'x' * 5000}"):
        answer = ask("voices", *command, name)
        assert answer.code in (2, 4)
        assert len(answer.err) < 500


def test_a_disk_that_takes_no_more_leaves_nothing(data: Path, tmp_path: Path) -> None:
    path = voice_files(tmp_path)
    path.write_bytes(model(weights=900_000))
    code = (
        "import resource, sys; from voiceguide.cli import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)); sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "voices", "add", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "cannot be written: the file is too large for this disk" in done.stderr
    assert stored(data) == []


@pytest.mark.parametrize(
    "command", [("add", "PACK"), ("use", "pyttsx3:en-us"), ("use", "system"), ("remove", "anna")]
)
def test_a_file_in_the_place_of_the_voices_is_told_with_its_path(
    program: Run, data: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    made = pack(tmp_path / "anna", breathe_in=wav(spoken()))
    data.mkdir()
    (data / "voices").write_text("")
    ended = program("voices", *(str(made) if word == "PACK" else word for word in command))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{data / 'voices'}: something else lies in its place\n")


def test_a_link_to_another_disk_among_the_voices_is_told_with_its_path(
    ask: Ask, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_disk(self: Path, target: Path) -> Path:
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(self), None, str(target))

    made = pack(tmp_path / "anna", breathe_in=wav(spoken()))
    rename = Path.rename
    monkeypatch.setattr(
        Path,
        "rename",
        lambda path, to: (other_disk if to.parent.name == "recorded" else rename)(path, to),
    )
    answer = ask("voices", "add", str(made))
    assert answer.code == 2
    place = data / "voices" / "recorded" / "Anna"
    assert answer.err.startswith(f"{place}: a link on the way leads to another disk\n  hint: ")


def kokoro_files(folder: Path) -> Path:
    """A model and styles that look like Kokoro; gives the model."""
    path = folder / "kokoro.onnx"
    path.write_bytes(model("tokens", "style", "speed"))
    style = np.zeros((510, 1, 256), np.float32)
    with (folder / "voices-v1.bin").open("wb") as file:
        np.savez(file, af_heart=style, af_sky=style, bm_george=style, jf_alpha=style)
    return path


def test_a_voice_of_kokoro_is_added_from_its_files(ask: Ask, data: Path, tmp_path: Path) -> None:
    path = kokoro_files(tmp_path)
    answer = ask("voices", "add", str(path))
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Added kokoro:af_heart: ")
    assert install_command("kokoro") in answer.out
    assert "More voices in the same files, by --name: af_sky, and 1 in other" in answer.out
    assert ask("voices", "add", str(path)).out.startswith("kokoro:af_heart is here already.")
    assert ask("voices", "add", str(path), "--name", "bm_george").code == 0
    voices = {voice.name: voice for voice in added_voices.added_voices()}
    assert {name: voice.language for name, voice in voices.items()} == {
        "af_heart": "en-us", "bm_george": "en-gb",
    }  # fmt: skip
    assert stored(data)[:3] == [
        f"kokoro/af_heart/{name}" for name in ("af_heart.onnx", "voice.json", "voices-af_heart.bin")
    ]


def test_files_of_kokoro_that_do_not_belong_together_are_told(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    path = kokoro_files(tmp_path)
    assert "has no voice 'af_nobody'" in ask("voices", "add", str(path), "--name", "af_nobody").err
    (tmp_path / "voices-v1.bin").write_bytes(b"<html>")
    assert "these are no styles of Kokoro" in ask("voices", "add", str(path)).err
    (tmp_path / "voices-v1.bin").unlink()
    assert "the styles that belong to" in ask("voices", "add", str(path)).err
    assert stored(data) == []


def pack_of_anna(folder: Path) -> Path:
    """A pack of two lines, as a person makes one."""
    folder.mkdir(parents=True)
    (folder / "voice.toml").write_text(
        'name = "Anna Example"\nlanguage = "en"\nlicence = "CC BY 4.0"\n'
        '[lines]\n"Breathe in." = "in.wav"\n"Breathe out." = "out.wav"\n'
    )
    tone = (np.sin(np.arange(24_000) / 20) * 8000).astype("<i2")
    for name in ("in.wav", "out.wav"):
        with wave.open(str(folder / name), "wb") as file:
            file.setparams((1, 2, 48_000, 0, "NONE", ""))
            file.writeframes(tone.tobytes())
    return folder


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_pack_of_recordings_is_added_and_speaks(
    ask: Ask, data: Path, tmp_path: Path, as_zip: bool
) -> None:
    pack = pack_of_anna(tmp_path / "anna")
    (pack / "notes.docx").write_text("notes")
    if as_zip:
        pack = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "anna"))
    answer = ask("voices", "add", str(pack))
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Added recorded:Anna-Example: ")
    assert "2 lines are recorded; pyttsx3 says what is missing." in answer.out
    assert "Left out, for it is no recording: " in answer.out
    assert best_voice("en") == "recorded:Anna-Example"
    tried = ask("voices", "try", "anna-example", "--output", "silent")
    assert tried.out == "recorded:Anna-Example, en:\n  Breathe in.\n  Breathe out.\n"
    again = ask("voices", "add", str(pack))
    assert "there is a voice recorded:Anna-Example already" in again.err
    assert ask("voices", "add", str(pack), "--name", "other").code == 0
    row = next(row for row in ask("voices", "list").out.splitlines() if "recorded:other" in row)
    assert row.endswith("CC BY 4.0")


def test_a_pack_that_refuses_is_for_those_who_ask_for_it(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    pack = pack_of_anna(tmp_path / "anna")
    with (pack / "voice.toml").open("r+") as file:
        text = file.read()
        file.seek(0)
        file.write(f'fallback = "refuse"\n{text}')
    answer = ask("voices", "add", str(pack))
    assert "2 lines are recorded; nobody says what is missing." in answer.out
    assert "To have it speak en: voiceguide voices use Anna-Example" in answer.out
    assert best_voice("en") is None
    assert ask("voices", "use", "anna-example").code == 0
    assert best_voice("en") == "recorded:Anna-Example"


def test_what_is_no_pack_is_told_and_nothing_is_kept(ask: Ask, data: Path, tmp_path: Path) -> None:
    pack = pack_of_anna(tmp_path / "anna")
    (pack / "out.wav").write_bytes(b"<html>")
    assert "is no WAV, FLAC or MP3 file" in ask("voices", "add", str(pack)).err
    (pack / "out.wav").unlink()
    (pack / "out.wav").symlink_to("/etc/passwd")
    assert "leads out of" in ask("voices", "add", str(pack)).err
    (tmp_path / "empty.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert ask("voices", "add", str(tmp_path / "empty.zip")).code == 2
    (tmp_path / "page.zip").write_bytes(b"<html>")
    assert ask("voices", "add", str(tmp_path / "page.zip")).code == 2
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "voice.toml").write_text('name = "Nobody"')
    assert "has no recording in it" in ask("voices", "add", str(tmp_path / "bare")).err
    assert stored(data) == []


def test_an_added_voice_is_taken_by_its_name_alone(
    ask: Ask, data: Path, tmp_path: Path, short: Path
) -> None:
    ask("voices", "add", str(pack(tmp_path / "anna", breathe_in=wav(spoken()))))
    answer = ask("script", str(short), "--voice", "ANNA", "--format", "json")
    assert json.loads(answer.out)["voice"]["name"] == "Anna"
    (data / "voices" / "piper").mkdir()
    shutil.copytree(data / "voices" / "recorded" / "Anna", data / "voices" / "piper" / "anna")
    several = ask("script", str(short), "--voice", "anna")
    assert several.code == 2
    assert several.err.endswith("hint: name one: piper:anna, recorded:Anna\n")
    unknown = ask("script", str(short), "--voice", "anne")
    assert unknown.err.startswith("there is no speech engine or added voice 'anne'\n  hint: did")


# Choosing and removing


def test_a_voice_of_the_system_is_chosen_by_its_name(ask: Ask, data: Path) -> None:
    assert ask("voices", "use", "EN-GB-scotland").out == (
        "pyttsx3:en-gb-scotland speaks en from now on.\n"
    )
    assert best_voice("en") == "pyttsx3:en-gb-scotland"
    assert ask("voices", "use", "pyttsx3:en-us+annie", "--language", "de").code == 0
    assert best_voice("de") == "pyttsx3:en-us+Annie"
    assert ask("voices", "use", "system").code == 0
    assert best_voice("en") == "pyttsx3"


def test_a_voice_of_another_language_is_chosen_with_a_word_about_it(ask: Ask, data: Path) -> None:
    assert ask("voices", "use", "en-us", "--language", "de-AT").out == (
        "pyttsx3:en-us speaks de from now on. It is a voice for en:"
        " hear it before you rely on it.\n"
    )


@pytest.mark.parametrize("language", ["../../x", "xx", ""])
def test_a_language_that_is_none_is_not_stored_for_the_system(
    ask: Ask, data: Path, language: str
) -> None:
    answer = ask("voices", "use", "system", f"--language={language}")
    if language:
        assert answer.code == 2
        assert "nothing is known of the language" in answer.err
    assert set(chosen_voices()) <= {"en"}


def test_a_voice_that_is_not_here_cannot_be_chosen(ask: Ask, data: Path) -> None:
    answer = ask("voices", "use", "Kristin")
    assert answer.code == 2
    assert answer.err == (
        "the voice 'kristin' is not here yet\n  hint: get it first: voiceguide voices add kristin\n"
    )
    assert "did you mean 'en-us'?" in ask("voices", "use", "en-uss").err
    assert (
        "nothing is known of the language 'xx'"
        in ask("voices", "use", "en-us", "--language", "xx").err
    )
    assert chosen_voices() == {}


def test_a_removed_voice_is_gone_and_another_speaks(
    ask: Ask, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("voices", "add", str(voice_files(tmp_path)))
    monkeypatch.setitem(added_voices.PACKAGES, "piper", "voiceguide")
    added_voices.choose_voice("en", "piper:anna")
    assert best_voice("en") == "piper:anna"
    refused = ask("voices", "remove", "anna")
    assert (refused.code, stored(data) == []) == (2, False)
    answer = ask("voices", "remove", "ANNA", "--yes")
    assert answer.out.startswith("Removed piper:anna: ")
    assert answer.out.endswith("The voice of the system speaks en now.\n")
    assert stored(data) == ["chosen.json"]
    assert ask("voices", "remove", "anna", "--yes").err == (
        "no voice 'anna' was added\n  hint: none was added yet\n"
    )


@pytest.mark.parametrize("name", ["piper", "kokoro", "recorded", "estimate", "anna"])
def test_a_voice_that_cannot_speak_cannot_be_chosen(
    ask: Ask, data: Path, tmp_path: Path, name: str
) -> None:
    if name == "anna":
        ask("voices", "add", str(voice_files(tmp_path)))
    answer = ask("voices", "use", name)
    assert (answer.code, answer.out) == (2 if name in ("recorded", "estimate") else 4, "")
    assert "\n  hint: " in answer.err
    assert chosen_voices() == {}


def test_an_engine_with_a_voice_of_its_own_is_chosen_with_the_voices_name(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    ask("voices", "add", str(pack_of_anna(tmp_path / "anna")))
    assert ask("voices", "use", "recorded").out == (
        "recorded:Anna-Example speaks en from now on.\n"
    )
    assert best_voice("en") == "recorded:Anna-Example"


# Trying


def test_three_lines_of_a_coach_are_said(ask: Ask, data: Path) -> None:
    answer = ask("voices", "try", "pyttsx3:en-us", "--output", "silent")
    assert answer.out == (
        "pyttsx3:en-us, en-us:\n"
        "  Let both knees sink to the left. Hold for twenty seconds.\n"
        "  Now we turn to the right.\n"
        "  Raise your right leg, only as far as it feels easy.\n"
    )
    assert answer.code == 0


def test_there_are_lines_to_try_for_every_language_that_can_be_measured() -> None:
    for code, language in all_languages().items():
        if language.calibration:
            assert len(set(tried_lines(code))) == 3
    with pytest.raises(Exception, match="no lines in the language 'it'"):
        tried_lines("it")


def test_a_voice_that_is_not_here_cannot_be_tried(ask: Ask, data: Path) -> None:
    assert "get it first: voiceguide voices add kristin" in ask("voices", "try", "kristin").err


def test_the_chosen_voice_speaks_where_nobody_names_one(
    ask: Ask, data: Path, cache: Path, config: Path, short: Path
) -> None:
    def speaker(*options: str) -> object:
        answer = ask("script", str(short), "--format", "json", *options)
        return json.loads(answer.out)["voice"]["name"]

    assert speaker() == "en-us"
    assert ask("voices", "use", "en-gb-scotland").code == 0
    assert speaker() == "en-gb-scotland"
    assert speaker("--voice", "pyttsx3:en-us") == "en-us"
    config.mkdir()
    (config / "config.toml").write_text('voice = "pyttsx3:en-us"\n')
    assert speaker() == "en-us"


def pack_by_file_names(folder: Path, fallback: str, *names: str) -> Path:
    toml = f'name = "Ben"\nlanguage = "en"\nfallback = "{fallback}"\n'
    return pack(folder, toml, **dict.fromkeys(names, wav(spoken())))


def test_a_pack_whose_files_are_called_by_their_lines_is_tried_with_them(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    names = ("stand_tall_now", "breathe_in", "breathe_out", "rest")
    ask("voices", "add", str(pack_by_file_names(tmp_path / "ben", "refuse", *names)))
    tried = ask("voices", "try", "ben", "--output", "silent")
    assert tried.out == "recorded:Ben, en:\n  Stand tall now.\n  Breathe out.\n  Breathe in.\n"
    assert "warning" not in tried.err


def test_who_speaks_for_a_pack_that_has_no_line_to_try_is_told(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    ask("voices", "add", str(pack_by_file_names(tmp_path / "ben", "estimate", "cut_0123abcd")))
    told = ask("voices", "try", "ben", "--output", "silent").err
    assert "warning: 3 lines that Ben has not recorded: left to estimate" in told
    pack_by_file_names(tmp_path / "cora", "refuse", "cut_0123abcd")
    ask("voices", "add", str(tmp_path / "cora"), "--name", "cora")
    refused = ask("voices", "try", "cora", "--output", "silent")
    assert refused.code == 2
    assert "has no line that is known by the name of its file" in refused.err


def test_a_file_of_piper_can_be_tried_before_it_is_added(ask: Ask, tmp_path: Path) -> None:
    """As far as a machine comes that has no Piper, and a model that says nothing."""
    model = voice_files(tmp_path / "found")
    for name in (str(model), f"piper:{model}"):
        answer = ask("voices", "try", name, "--output", "silent")
        assert answer.code in (2, 4)
        assert "is not installed" in answer.err or "does not run" in answer.err
    Path(f"{model}.json").unlink()
    assert "is missing" in ask("voices", "try", str(model)).err
