from datetime import date
from pathlib import Path

import pytest

from tests.speech.piper_kit import files_of, table
from voiceguide.errors import UsageError, VoiceguideError
from voiceguide.speech.voice_catalogue import VARIABLE, catalogue, voice_in_catalogue


@pytest.mark.parametrize("voice", catalogue().values(), ids=lambda voice: voice.name)
def test_a_row_names_one_file_for_good_and_says_why_it_may_be_used(voice: object) -> None:
    from voiceguide.speech.voice_catalogue import CatalogueVoice

    assert isinstance(voice, CatalogueVoice)
    for part, file in voice.files.items():
        assert file.address.startswith("https://huggingface.co/rhasspy/piper-voices/resolve/")
        revision = file.address.split("/resolve/")[1].split("/")[0]
        assert len(revision) == 40  # a commit, which stays what it is
        assert file.address.endswith({"model": ".onnx", "config": ".onnx.json"}[part])
    assert "Trained from scratch" in voice.card_says
    assert "License: public domain" in voice.card_says
    assert date(2026, 11, 1) < voice.read_on
    assert voice.card.endswith("/MODEL_CARD")
    assert voice.name == voice.name.lower()


def test_a_voice_is_found_in_whatever_letters() -> None:
    assert voice_in_catalogue("KRISTIN").spec == "piper:kristin"
    assert voice_in_catalogue("Piper:Kristin").size == 63_531_379 + 4968


def test_an_unknown_voice_is_told_with_the_nearest_and_the_way_by_files() -> None:
    with pytest.raises(UsageError, match="no voice 'kristen'") as refused:
        voice_in_catalogue("kristen")
    assert refused.value.hint is not None
    assert "did you mean 'kristin'?" in refused.value.hint
    assert "voiceguide voices add FILE.onnx" in refused.value.hint


def test_a_table_of_ones_own_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(table("https://example.org", files_of()))
    monkeypatch.setenv(VARIABLE, str(file))
    assert list(catalogue()) == ["anna"]
    assert voice_in_catalogue("anna").files["model"].name == "anna.onnx"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("[anna]", "anna ="), "is no table"),
        (('engine = "piper"', 'engine = "siri"'), "[anna] has the engine 'siri'"),
        (('licence = "CC0"', ""), "[anna] lacks 'licence'"),
        (("read_on = 2026-11-28", ""), "[anna] lacks 'read_on'"),
        (("[anna.model]", "[anna.other]"), "[anna.model] is missing"),
        (('sha256 = "', 'sha256 = "x'), "[anna.model] lacks 'sha256'"),
        (("bytes = 6", "bytes = -6"), "1 to 536870912 can be"),
        (("bytes = 6", "bytes = 6666666666"), "1 to 536870912 can be"),
        (('address = "https', 'other = "https'), "[anna.model] lacks 'address'"),
    ],
)
def test_a_table_that_cannot_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], words: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(table("https://example.org", files_of()).replace(*change, 1))
    monkeypatch.setenv(VARIABLE, str(file))
    with pytest.raises(UsageError) as refused:
        catalogue()
    assert words in str(refused.value)
    assert str(file) in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff", b"[" * 100_000, b"a = " + b"9" * 10_000])
def test_a_table_of_nonsense_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    monkeypatch.setenv(VARIABLE, str(file))
    with pytest.raises(VoiceguideError):
        catalogue()


def test_a_table_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone.toml"))
    with pytest.raises(UsageError, match="there is no such file"):
        catalogue()
