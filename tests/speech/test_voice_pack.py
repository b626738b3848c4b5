from __future__ import annotations

from pathlib import Path

import pytest

from tests.speech.pack_kit import TOML, pack, spoken, wav
from voiceguide.errors import BadFiles, UsageError
from voiceguide.speech.recordings.line_names import line_words
from voiceguide.speech.recordings.voice_pack import is_safe_name, read_pack

IN = line_words("Breathe in.", "en")


def problems(folder: Path) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        read_pack(folder, "pack")
    return [str(problem) for problem in caught.value.problems]


def test_a_file_is_found_by_its_name(tmp_path: Path) -> None:
    made = read_pack(pack(tmp_path / "anna", breathe_in=wav(spoken())))
    assert (made.name, made.language, made.fallback) == ("Anna", "en", "estimate")
    assert made.file_for(IN) == tmp_path / "anna" / "breathe-in.wav"
    assert made.file_for("breathe out") is None


def test_a_table_names_files_as_the_person_likes(tmp_path: Path) -> None:
    toml = TOML + '[lines]\n"Breathe in." = "day 2/IN.WAV"\n'
    folder = pack(tmp_path, 'author = "A"\nlicence = "CC0"\n' + toml)
    (folder / "day 2").mkdir()
    (folder / "day 2" / "IN.WAV").write_bytes(wav(spoken()))
    made = read_pack(folder)
    assert made.file_for(IN) == folder / "day 2" / "IN.WAV"
    assert (made.author, made.licence, len(made.files)) == ("A", "CC0", 1)


def test_a_folder_with_no_name_in_it_is_called_like_the_folder(tmp_path: Path) -> None:
    made = read_pack(pack(tmp_path / "ben", ""))
    assert (made.name, made.language, made.fallback) == ("ben", "en", "pyttsx3")
    assert read_pack(pack(tmp_path / "ben", 'fallback = "refuse"')).fallback is None


def test_everything_wrong_is_said_at_once_with_its_place(tmp_path: Path) -> None:
    folder = pack(
        tmp_path,
        'nam = "Anna"\nlanguage = "English please"\nfallback = "recorded:ben"\nlicence = 4\n'
        '[lines]\n"Breathe in." = "gone.wav"\n"Out." = "../out.wav"\n"..." = "a.wav"\n'
        '"breathe in" = 7\n"Rest." = "rest.txt"\n',
    )
    found = problems(folder)
    assert [line.partition("\n")[0] for line in found] == [
        "pack/voice.toml:1:1: unknown setting 'nam'",
        "pack/voice.toml:2:1: 'English please' is no language",
        "pack/voice.toml:3:1: the fallback of a recorded voice cannot be a recorded one",
        "pack/voice.toml:4:1: 'licence' cannot be 4",
        "pack/voice.toml:6:1: 'Breathe in.': there is no file gone.wav",
        "pack/voice.toml:7:1: 'Out.': '../out.wav' is no file inside the pack",
        "pack/voice.toml:8:1: '...': nothing in this line can be spoken",
        "pack/voice.toml:9:1: 'breathe in': 7 is no file inside the pack",
        "pack/voice.toml:10:1: 'Rest.': rest.txt is not called .wav, .flac or .mp3",
    ]


def test_a_link_that_leaves_the_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(wav(spoken()))
    folder = pack(tmp_path / "anna", TOML + '[lines]\n"In." = "in.wav"\n')
    (folder / "in.wav").symlink_to(tmp_path / "secret.wav")
    assert "'In.': in.wav leads out of the pack" in problems(folder)[0]


def test_two_files_for_a_line_are_one_too_many(tmp_path: Path) -> None:
    folder = pack(tmp_path, breathe_in=wav(spoken()))
    (folder / "Breathe in.wav").write_bytes(wav(spoken()))
    assert "two files are for the same line" in problems(folder)[0]


def test_what_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder with a voice pack"):
        read_pack(tmp_path / "gone")
    with pytest.raises(UsageError, match=r"there is no voice\.toml in it"):
        read_pack(tmp_path)
    (tmp_path / "voice.toml").mkdir()
    with pytest.raises(UsageError, match="is no file"):
        read_pack(tmp_path)


def test_broken_toml_is_told_with_its_place(tmp_path: Path) -> None:
    assert problems(pack(tmp_path, 'name = "Anna\n'))[0].startswith("pack/voice.toml:1:")
    (tmp_path / "voice.toml").write_bytes(b"name = \xff")
    assert "not UTF-8" in problems(tmp_path)[0]


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../a.wav", "a/../../b.wav", "a\\b.wav", "C:a.wav", "a//b", "a\0b",
             "nul .", "a?.wav", "x" * 500]
)  # fmt: skip
def test_names_that_lead_elsewhere_on_some_system_are_not_safe(name: str) -> None:
    assert not is_safe_name(name)
    assert is_safe_name("lines/breathe-in.wav")
