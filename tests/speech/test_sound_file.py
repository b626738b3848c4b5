"""Recordings as strangers make them: any common format is read, and the rest refused in words."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.pack_kit import encoded, spoken, wav
from voiceguide.speech.recordings.sound_file import (
    BadRecording,
    read_recording,
    recording_bytes,
)

RATES = (8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000)


def refusal(raw: bytes) -> str:
    with pytest.raises(BadRecording) as refused:
        read_recording(raw)
    return str(refused.value)


@pytest.mark.parametrize("kind", ["u1", "i2", "i3", "i4", "f4", "f8"])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_wav_file_of_any_size_of_sample_is_the_same_sound(kind: str, channels: int) -> None:
    sound = spoken()
    read = read_recording(wav(sound, kind=kind, channels=channels))
    assert (read.rate_hz, read.format, read.whole) == (44_100, "WAV", True)
    assert np.abs(read.samples - sound).max() < 0.01


@pytest.mark.parametrize("rate_hz", RATES)
def test_any_rate_from_8_to_192_khz_is_read(rate_hz: int) -> None:
    read = read_recording(wav(spoken(rate_hz=rate_hz), rate_hz))
    assert read.rate_hz == rate_hz
    assert len(read.samples) == len(spoken(rate_hz=rate_hz))


def test_stereo_is_mixed_down() -> None:
    left, right = spoken(), np.zeros_like(spoken())
    both = np.stack([left, right], axis=1).reshape(-1)
    raw = wav(both, channels=1).replace(
        struct.pack("<HHII", 1, 1, 44_100, 88_200), struct.pack("<HHII", 1, 2, 44_100, 176_400), 1
    )
    assert np.abs(read_recording(raw).samples - left / 2).max() < 0.01


@pytest.mark.parametrize("codec", ["flac", "mp3"])
def test_flac_and_mp3_are_read(codec: str) -> None:
    sound = spoken(1.0)
    read = read_recording(encoded(sound, codec))
    assert (read.format, read.rate_hz, read.whole) == (codec.upper(), 44_100, True)
    assert abs(len(read.samples) - len(sound)) < 3000
    assert abs(float(read.samples.std()) - float(sound.std())) < 0.02


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "is empty"
    assert refusal(wav(np.zeros(0, np.float32))) == "holds no sound"


def test_an_hour_is_no_line() -> None:
    hour = np.zeros(3600 * 8000, np.float32)
    assert refusal(wav(hour, 8000, "u1")) == "is 60 min long, and a line is 60 s at most"
    assert refusal(encoded(hour, "flac", 8000)) == "is 60 min long, and a line is 60 s at most"


def test_what_is_no_sound_is_refused_whatever_it_is_called() -> None:
    assert "is no WAV, FLAC or MP3 file" in refusal(b"#EXTM3U\n/etc/passwd\n")
    assert "is no WAV, FLAC or MP3 file" in refusal(b"OggS" + bytes(100))
    assert refusal(wav(spoken()).replace(b"\x01\x00\x01\x00", b"\x11\x00\x01\x00", 1)).startswith(
        "cannot be read: a WAV file of a coding unknown here"
    )
    assert refusal(wav(spoken(rate_hz=4000), 4000)) == "has a rate of 4000 Hz, not 8 to 192 kHz"
    assert refusal(wav(np.tile(spoken(), 9), channels=9)) == "has 9 channels, not one or two"


def test_numbers_that_are_no_sound_are_refused() -> None:
    sound = spoken()
    raw = bytearray(wav(sound, kind="f4"))
    for number in (float("nan"), float("-inf"), 1e20, -3e38, 1001.0):
        raw[44:48] = struct.pack("<f", number)
        assert refusal(bytes(raw)) == "holds numbers that are no sound"


def test_sizes_that_no_float_of_a_clip_holds_are_refused_without_a_warning() -> None:
    raw = bytearray(wav(spoken(), kind="f8", channels=2))
    raw[44:52] = struct.pack("<d", 1e300)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refusal(bytes(raw)) == "holds numbers that are no sound"


def test_a_file_that_was_copied_by_half_is_known_by_it() -> None:
    raw = wav(spoken())
    assert read_recording(raw[: len(raw) // 2]).whole is False
    half = encoded(spoken(3.0), "flac")
    assert read_recording(half[: len(half) // 2]).whole is False


def test_a_length_that_was_not_known_yet_is_no_cut() -> None:
    raw = bytearray(wav(spoken()))
    raw[40:44] = b"\xff\xff\xff\xff"
    assert read_recording(bytes(raw)).whole is True


@given(st.sampled_from([b"RIFF\0\0\0\0WAVE", b"fLaC", b"ID3", b"\xff\xfb", b""]), st.binary())
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes) -> None:
    try:
        read = read_recording(start + rest)
    except BadRecording:
        return
    assert len(read.samples) > 0


def test_a_link_that_leaves_the_pack_is_not_followed(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (tmp_path / "secret.wav").write_bytes(wav(spoken()))
    link = pack / "in.wav"
    link.symlink_to(tmp_path / "secret.wav")
    with pytest.raises(BadRecording, match="leads out of its folder"):
        recording_bytes(link, pack)
    with pytest.raises(BadRecording, match="is no file"):
        recording_bytes(pack, pack)
