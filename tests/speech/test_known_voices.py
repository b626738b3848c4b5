"""What is remembered of engines, and when it is not trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voiceguide.speech.known_voices import KnownEngine, KnownVoice, recall, remember


@pytest.fixture
def engine(tmp_path: Path) -> KnownEngine:
    library = tmp_path / "libspeech.so"
    library.write_bytes(b"a library")
    voice = KnownVoice("en-us+Annie", {140: 114})
    return KnownEngine("speech 1.0", str(library), {"en/": voice})


def test_what_was_remembered_is_recalled(tmp_path: Path, engine: KnownEngine) -> None:
    remember(tmp_path, "espeak", engine)
    assert recall(tmp_path, "espeak") == engine
    assert recall(tmp_path, "nsss") is None


def test_a_voice_learns_one_pace_after_the_other(engine: KnownEngine) -> None:
    voice = engine.voices["en/"].with_rate(120, 98)
    assert engine.with_voice("en/", voice).voices["en/"].rates == {140: 114, 120: 98}


def test_a_changed_library_is_not_trusted(tmp_path: Path, engine: KnownEngine) -> None:
    remember(tmp_path, "espeak", engine)
    os.utime(engine.library, (1, 1))
    assert recall(tmp_path, "espeak") is None


def test_a_library_that_is_gone_is_not_trusted(tmp_path: Path, engine: KnownEngine) -> None:
    remember(tmp_path, "espeak", engine)
    Path(engine.library).unlink()
    assert recall(tmp_path, "espeak") is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 1}', '{"format": 2}', "\x00\xff"]
)
def test_a_broken_memory_is_no_memory(tmp_path: Path, engine: KnownEngine, text: str) -> None:
    remember(tmp_path, "espeak", engine)
    (file,) = tmp_path.glob("voices-*")
    file.write_text(text)
    assert recall(tmp_path, "espeak") is None


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ('"rates": {', '"rates": 5, "x": {'),
        ('"voices": {', '"voices": [], "x": {'),
        ("114", '"fast"'),
        ('"library"', '"books"'),
    ],
)
def test_a_memory_of_another_shape_is_no_memory(
    tmp_path: Path, engine: KnownEngine, part: str, other: str
) -> None:
    remember(tmp_path, "espeak", engine)
    (file,) = tmp_path.glob("voices-*")
    whole = file.read_text()
    assert part in whole
    file.write_text(whole.replace(part, other))
    assert recall(tmp_path, "espeak") is None
