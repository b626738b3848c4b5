import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.piper_kit import config, field, model, number, voice_files
from voiceguide.errors import UsageError
from voiceguide.speech.onnx_file import NotOnnx, read_onnx
from voiceguide.speech.piper_files import PiperFiles, read_piper_files


def read(path: Path) -> PiperFiles:
    return read_piper_files(path, Path(f"{path}.json"))


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        read(path)
    assert refused.value.hint
    return refused.value.message


def test_the_files_of_a_voice_say_what_it_is(tmp_path: Path) -> None:
    found = read(voice_files(tmp_path))
    assert found == PiperFiles("en-us", 22050, "medium", "anna", 1)


def test_a_file_of_ones_own_is_called_as_it_is(tmp_path: Path) -> None:
    path = voice_files(tmp_path, "My voice")
    Path(f"{path}.json").write_text(json.dumps(config(language=None)))
    found = read(path)
    assert (found.name, found.language) == ("My voice", "en-us")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n <!doctype html><html>", "is a web page, not a model"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "is only the pointer of Git LFS"),
        (b"PK\x03\x04" + bytes(50), "is a ZIP file"),
        (b"\x1f\x8b" + bytes(50), "is packed by gzip"),
        (b'{"audio": 1}', "is JSON, not a model"),
        (b"RIFF" + bytes(100), "is no ONNX model"),
        (bytes(100), "is no ONNX model"),
        (field(1, 8) + field(2, b"half"), "is cut short: parts of the model are missing"),
        (field(1, 8) + b"\x3a", "is cut short"),
        (field(1, 8) + number(7 << 3 | 2) + b"\xff" * 11, "is no ONNX model"),
        (field(1, 8) + field(7, 3) + field(8, b""), "is no ONNX model"),
        (model("data", "rois"), "is a model, but no voice of Piper: it takes data, rois"),
        (model("tokens", "style", "speed"), "no voice of Piper: it takes speed, style, tokens"),
    ],
)
def test_what_is_no_model_of_a_voice_is_told_apart(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = voice_files(tmp_path)
    path.write_bytes(content)
    assert words in refusal(path)


@pytest.mark.parametrize("part", [0.01, 0.5, 0.9, 0.999])
def test_a_model_that_was_cut_short_is_told(tmp_path: Path, part: float) -> None:
    path = voice_files(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert "is cut short" in refusal(path)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_do_more_than_be_refused(content: bytes) -> None:
    try:
        read_onnx(io.BytesIO(content), len(content))
    except NotOnnx as refused:
        assert str(refused)


@given(st.integers(0, 5000), st.integers(0, 255))
def test_no_byte_of_a_model_can_be_changed_to_do_harm(at: int, value: int) -> None:
    content = bytearray(model(weights=200))
    content[at % len(content)] = value
    try:
        read_onnx(io.BytesIO(content), len(content))
    except NotOnnx as refused:
        assert str(refused)


def test_a_file_of_nothing_but_tiny_parts_is_not_gone_through_for_long() -> None:
    content = field(1, 8) + field(5, 1) * 300_000
    with pytest.raises(NotOnnx, match="more parts than any voice"):
        read_onnx(io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"audio": None}, "'audio.sample_rate' is missing"),
        ({"audio": {"sample_rate": 96_000}}, "'audio.sample_rate' is 96000"),
        ({"audio": {"sample_rate": 7999}}, "'audio.sample_rate' is 7999"),
        ({"audio": {"sample_rate": "22050"}}, "'audio.sample_rate' is '22050'"),
        ({"audio": {"sample_rate": True}}, "'audio.sample_rate' is True"),
        ({"phoneme_id_map": None}, "the table of sounds, 'phoneme_id_map', is missing"),
        ({"phoneme_id_map": {}}, "the table of sounds, 'phoneme_id_map', is missing"),
        ({"phoneme_id_map": {"a": [256]}}, "the sound 'a' has the numbers [256]"),
        ({"phoneme_id_map": {"a": [-1]}}, "the sound 'a' has the numbers [-1]"),
        ({"phoneme_id_map": {"a": 3}}, "the sound 'a' has the numbers 3"),
        ({"num_symbols": None}, "'num_symbols' is missing"),
        ({"num_symbols": 10**9}, "'num_symbols' is 1000000000"),
        ({"num_speakers": 0}, "'num_speakers' is 0"),
        ({"phoneme_type": "pinyin"}, "'phoneme_type' is 'pinyin'"),
        ({"inference": {"length_scale": -1}}, "'inference.length_scale' is -1"),
        ({"inference": {"noise_scale": "much"}}, "'inference.noise_scale' is 'much'"),
        ({"language": None, "espeak": None}, "does not say which language the voice speaks"),
    ],
)
def test_json_that_promises_what_no_voice_has_is_refused(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    path = voice_files(tmp_path)
    Path(f"{path}.json").write_text(json.dumps(config(**changes)))
    said = refusal(path)
    assert words in said
    assert said.startswith(f"{path}.json: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this is not JSON"),
        (b'{"audio": {', "this is not JSON, or only a part of it"),
        (b"\xff\xfe", "this is not JSON"),
        (b"[1]", "this is not the JSON of a voice"),
        (b"[" * 100_000, "this is not JSON"),
        (b" " * (2 * 1024 * 1024), "it is longer than 1 MB"),
    ],
)
def test_what_is_no_json_of_a_voice_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    path = voice_files(tmp_path)
    Path(f"{path}.json").write_bytes(content)
    assert words in refusal(path)


def test_a_model_without_its_json_is_told(tmp_path: Path) -> None:
    path = voice_files(tmp_path)
    Path(f"{path}.json").unlink()
    assert "is missing: the model alone does not say how it is used" in refusal(path)


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    assert "there is no such file or folder" in refusal(tmp_path / "gone.onnx")
    folder = tmp_path / "folder.onnx"
    folder.mkdir()
    assert "is no file" in refusal(folder)


def test_a_model_larger_than_any_is_not_read(tmp_path: Path) -> None:
    path = voice_files(tmp_path)
    with path.open("r+b") as file:
        file.truncate(2 * 1024**3)
    assert "has 2147 MB, more than any voice of Piper" in refusal(path)


def test_a_link_to_a_model_serves(tmp_path: Path) -> None:
    path = voice_files(tmp_path / "store")
    link = tmp_path / "en_US-anna-medium.onnx"
    link.symlink_to(path)
    Path(f"{link}.json").symlink_to(f"{path}.json")
    assert read(link).name == "anna"
