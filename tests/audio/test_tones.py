"""Tones: the built-in ones, the person's own, and what is refused."""

import os
import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from voiceguide.audio import tones
from voiceguide.audio.tones import load_tones, tone_lengths, tone_names, unknown_sounds
from voiceguide.errors import Missing, UsageError


def write_wav(
    path: Path, frames: int, *, rate_hz: int = 44_100, channels: int = 1, width: int = 2
) -> Path:
    level = np.sin(2 * np.pi * 440 * np.arange(frames) / rate_hz) * 8000
    pcm = np.repeat(level.astype("<i2"), channels)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(pcm.tobytes() if width == 2 else bytes(frames * channels * width))
    return path


def test_every_tone_has_a_length_and_a_clip_of_that_length() -> None:
    lengths = tone_lengths()
    clips = load_tones()
    assert tuple(lengths) == tuple(clips) == tone_names()
    assert {name: clip.length_ms for name, clip in clips.items()} == lengths
    assert lengths["lead-in"] == 1000
    assert lengths["pip"] == 120


def test_reading_lengths_does_not_import_numpy() -> None:
    code = (
        "import sys; from voiceguide.audio.tones import tone_lengths; tone_lengths();"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert tone_lengths(tmp_path / "sounds") == tone_lengths()


def test_the_persons_own_file_wins(tmp_path: Path) -> None:
    write_wav(tmp_path / "pip.wav", 4410)
    assert tone_lengths(tmp_path) == tone_lengths() | {"pip": 100}
    assert load_tones(tmp_path)["pip"].length_ms == 100


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_and_stereo_keep_pitch_level_and_the_length_read_from_the_header(
    tmp_path: Path, rate_hz: int, channels: int
) -> None:
    write_wav(tmp_path / "start.wav", rate_hz // 4 + 1, rate_hz=rate_hz, channels=channels)
    clip = load_tones(tmp_path)["start"]
    assert clip.length_ms == tone_lengths(tmp_path)["start"] in (251, 250)
    middle = clip.samples()[4410:-2205]
    spectrum = np.abs(np.fft.rfft(middle))
    assert abs(np.argmax(spectrum) * 44_100 / len(middle) - 440) < 12
    assert abs(np.abs(middle).max() - 8000 / 32768) < 0.01


def test_stereo_is_the_mean_of_both_sides(tmp_path: Path) -> None:
    both = np.tile(np.array([[3000, -1000]], "<i2"), (1000, 1))
    with wave.open(str(tmp_path / "pip.wav"), "wb") as file:
        file.setparams((2, 2, 44_100, 0, "NONE", ""))
        file.writeframes(both.tobytes())
    assert set(load_tones(tmp_path)["pip"].pcm.tolist()) == {1000}


def test_an_extensible_header_and_unknown_chunks_are_read(tmp_path: Path) -> None:
    guid = bytes.fromhex("0000000010008000 00aa00389b71")
    form = struct.pack("<HHIIHHHHIH", 0xFFFE, 1, 44_100, 88_200, 2, 16, 22, 16, 4, 1) + guid
    sound = bytes(2 * 4410)
    chunks = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    chunks += b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(sound)) + sound
    (tmp_path / "pip.wav").write_bytes(
        b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks
    )
    assert tone_lengths(tmp_path)["pip"] == 100


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a WAV file"),
        (b"ID3\x04 an mp3 with a wrong name", "is not a WAV file"),
        (b"RIFF\0\0\0\0WAVE", "holds no sound"),
        (b"RIFF\0\0\0\0WAVEdata\x02\0\0\0ab", "has no format before its sound"),
        (b"RIFF\0\0\0\0WAVEfmt \x04\0\0\0abcd", "has a format that is cut short"),
    ],
)
def test_what_is_no_wav_is_refused_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bell.wav").write_bytes(content)
    with pytest.raises(UsageError, match=said) as refused:
        tone_lengths(tmp_path)
    assert str(tmp_path / "bell.wav") in refused.value.message
    assert refused.value.hint


def test_other_samples_channels_rates_and_cut_files_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "done.wav"
    write_wav(own, 441, width=3)
    with pytest.raises(UsageError, match="is not 16-bit PCM"):
        tone_lengths(tmp_path)
    write_wav(own, 441, channels=6)
    with pytest.raises(UsageError, match="has 6 channels"):
        tone_lengths(tmp_path)
    write_wav(own, 441, rate_hz=4000)
    with pytest.raises(UsageError, match="4000 Hz, not 8 to 192 kHz"):
        tone_lengths(tmp_path)
    write_wav(own, 0)
    with pytest.raises(UsageError, match="holds no sound"):
        tone_lengths(tmp_path)
    write_wav(own, 441)
    own.write_bytes(own.read_bytes()[:-2])
    with pytest.raises(UsageError, match="is cut short"):
        load_tones(tmp_path)


@pytest.mark.parametrize(
    ("name", "most_ms"), [("pip", 400), ("tick", 400), ("lead-in", 1000), ("end", 1000)]
)
def test_a_tone_that_is_too_long_says_how_long_it_may_be(
    tmp_path: Path, name: str, most_ms: int
) -> None:
    write_wav(tmp_path / f"{name}.wav", most_ms * 8, rate_hz=8_000)
    assert tone_lengths(tmp_path)[name] == most_ms
    write_wav(tmp_path / f"{name}.wav", most_ms * 8 + 8, rate_hz=8_000)
    with pytest.raises(UsageError, match=f"is {most_ms + 1} ms long.*{most_ms} ms at most"):
        tone_lengths(tmp_path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "bell.wav").open("wb") as file:
        file.truncate(5_000_001)
    with pytest.raises(UsageError, match="larger than 5 MB"):
        load_tones(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="pipes and links as POSIX has them")
def test_pipes_folders_devices_and_links_that_lead_out_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sounds"
    folder.mkdir()
    outside = write_wav(tmp_path / "outside.wav", 441)
    own = folder / "pip.wav"
    os.mkfifo(own)
    with pytest.raises(UsageError, match="is no file"):
        tone_lengths(folder)
    own.unlink()
    own.mkdir()
    with pytest.raises(UsageError, match="is no file"):
        tone_lengths(folder)
    own.rmdir()
    for target in (outside, Path("/dev/zero"), Path("../outside.wav")):
        own.symlink_to(target)
        with pytest.raises(UsageError, match="leads out of its folder"):
            tone_lengths(folder)
        own.unlink()
    for nowhere in ("nowhere.wav", "pip.wav"):
        own.symlink_to(nowhere)
        with pytest.raises(UsageError, match="a link that leads nowhere"):
            tone_lengths(folder)
        own.unlink()


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_a_link_inside_the_folder_serves(tmp_path: Path) -> None:
    folder = tmp_path / "sounds"
    folder.mkdir()
    write_wav(folder / "soft.wav", 882)
    (folder / "pip.wav").symlink_to("soft.wav")
    (tmp_path / "linked").symlink_to(folder)
    assert tone_lengths(tmp_path / "linked")["pip"] == 20


def test_files_that_no_tone_bears_are_named(tmp_path: Path) -> None:
    for name in ("pip.wav", "Pip.wav", "bell.mp3"):
        (tmp_path / name).touch()
    assert set(unknown_sounds(tmp_path)) <= {"Pip.wav", "bell.mp3"}
    assert "bell.mp3" in unknown_sounds(tmp_path)
    assert unknown_sounds(tmp_path / "nowhere") == ()


def test_missing_built_in_tones_are_an_error_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tones, "__file__", str(tmp_path / "voiceguide" / "audio" / "tones.py"))
    with pytest.raises(Missing, match="the tones are missing") as refused:
        tone_lengths()
    assert "make-sounds" in str(refused.value.hint)


def test_quieter_tones_are_as_long_and_half_as_loud() -> None:
    usual, quiet = load_tones(), load_tones(percent=50)
    silent = load_tones(percent=0)
    for name, clip in usual.items():
        assert len(quiet[name].pcm) == len(silent[name].pcm) == len(clip.pcm)
        assert np.abs(quiet[name].pcm.astype(int) * 2 - clip.pcm).max() <= 1
        assert not silent[name].pcm.any()
