"""What is remembered of voices, and when it is not trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voiceguide.speech.known_voices import KnownVoice, recall, remember
from voiceguide.structs import replace


@pytest.fixture
def voice(tmp_path: Path) -> KnownVoice:
    library = tmp_path / "libspeech.so"
    library.write_bytes(b"a library")
    return KnownVoice("en-us+Annie", "speech 1.0", (str(library),), {140: 114})


def test_what_was_remembered_is_recalled(tmp_path: Path, voice: KnownVoice) -> None:
    remember(tmp_path, "espeak", "en/", voice)
    assert recall(tmp_path, "espeak", "en/") == voice
    assert recall(tmp_path, "espeak", "de/") is None
    assert recall(tmp_path, "nsss", "en/") is None


def test_one_voice_is_remembered_beside_another(tmp_path: Path, voice: KnownVoice) -> None:
    other = replace(voice, name="de", rates={120: 98})
    remember(tmp_path, "espeak", "en/", voice)
    remember(tmp_path, "espeak", "de/", other)
    assert recall(tmp_path, "espeak", "en/") == voice
    assert recall(tmp_path, "espeak", "de/") == other


def test_a_voice_learns_one_pace_after_the_other(voice: KnownVoice) -> None:
    assert voice.with_rate(120, 98).rates == {140: 114, 120: 98}


def test_a_changed_file_is_not_trusted(tmp_path: Path, voice: KnownVoice) -> None:
    remember(tmp_path, "espeak", "en/", voice)
    os.utime(voice.files[0], (1, 1))
    assert recall(tmp_path, "espeak", "en/") is None


def test_a_file_that_is_gone_is_not_trusted(tmp_path: Path, voice: KnownVoice) -> None:
    remember(tmp_path, "espeak", "en/", voice)
    Path(voice.files[0]).unlink()
    assert recall(tmp_path, "espeak", "en/") is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 2}', '{"format": 3}', "\x00\xff"]
)
def test_a_broken_memory_is_no_memory(tmp_path: Path, voice: KnownVoice, text: str) -> None:
    remember(tmp_path, "espeak", "en/", voice)
    (file,) = tmp_path.glob("voices-*")
    file.write_text(text)
    assert recall(tmp_path, "espeak", "en/") is None
    remember(tmp_path, "espeak", "en/", voice)
    assert recall(tmp_path, "espeak", "en/") == voice


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ('"rates": {', '"rates": 5, "x": {'),
        ('"voices": {', '"voices": [], "x": {'),
        ("114", '"fast"'),
        ('"files"', '"books"'),
        ('"identity": "', '"identity": "9'),
    ],
)
def test_a_memory_of_another_shape_is_no_memory(
    tmp_path: Path, voice: KnownVoice, part: str, other: str
) -> None:
    remember(tmp_path, "espeak", "en/", voice)
    (file,) = tmp_path.glob("voices-*")
    whole = file.read_text()
    assert part in whole
    file.write_text(whole.replace(part, other))
    assert recall(tmp_path, "espeak", "en/") is None
