"""Music from real files, made here by FFmpeg's encoders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from voiceguide.audio.clip import Samples
from voiceguide.audio.decoding import excerpts
from voiceguide.audio.loudness import block_powers, gated_lufs
from voiceguide.audio.mixer import KNEE
from voiceguide.audio.music import CROSSFADE_FRAMES, Music, music_files
from voiceguide.errors import UsageError
from voiceguide.units import frame_at

FORMATS = {
    "mp3": "libmp3lame",
    "flac": "flac",
    "opus": "libopus",
    "ogg": "libopus",
    "m4a": "aac",
    "wav": "pcm_s16le",
    "oga": "flac",
    "mka": "flac",
    "webm": "libopus",
}
RATE_HZ = 48_000


def sound_file(path: Path, left: npt.NDArray[Any], right: npt.NDArray[Any] | None = None) -> Path:
    """Samples from -1 to 1 in the format of the suffix, stereo at 48 kHz."""
    both = np.stack([left, left if right is None else right], axis=1).reshape(1, -1)
    pcm = (both * 32_767).astype(np.int16)
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(FORMATS[path.suffix[1:]], rate=RATE_HZ, layout="stereo")
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=RATE_HZ)
        for first in range(0, pcm.shape[1], 2 * 48_000):
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(pcm[:, first : first + 2 * 48_000]), "s16", "stereo"
            )
            frame.sample_rate = RATE_HZ
            frame.pts = first // 2
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def tone(seconds: float, hz: float = 440, level: float = 0.25) -> npt.NDArray[Any]:
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return level * np.sin(2 * np.pi * hz * at)


def tone_file(path: Path, seconds: float, hz: float = 440, level: float = 0.25) -> Path:
    """A tone in the format of the suffix, stereo at 48 kHz."""
    return sound_file(path, tone(seconds, hz, level))


def noise(seconds: float, level: float) -> npt.NDArray[Any]:
    """With little at the top, as music has it."""
    white = np.random.default_rng(2).normal(0, 2.4 * level, int(seconds * RATE_HZ) + 5)
    return np.clip(np.convolve(white, np.ones(6) / 6, "valid"), -1, 1)


def mono(music: Music, length_ms: int) -> Samples:
    return music.stream().read(frame_at(length_ms))[:, 0]


def levels(sound: Samples, window: int = 4410) -> Samples:
    """The loudest sample of every tenth of a second."""
    loudest: Samples = (
        np.abs(sound[: len(sound) // window * window]).reshape(-1, window).max(axis=1)
    )
    return loudest


def lufs(sound: Samples) -> float:
    return gated_lufs(np.sum([block_powers(each) for each in sound.T], axis=0))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_any_common_format_goes_on_without_an_end(tmp_path: Path, suffix: str) -> None:
    stream = Music(tone_file(tmp_path / f"tone.{suffix}", 8)).stream()
    heard = np.concatenate([stream.read(frame_at(500)) for _ in range(60)])
    assert heard.shape == (60 * frame_at(500), 1)
    loudest = levels(heard[:, 0])
    even = np.median(loudest)
    assert loudest[1:].min() > 0.4 * even, "no gap where the file begins again"
    assert loudest.max() < 1.6 * even


def test_a_folder_is_played_by_name_and_each_fades_into_the_next(tmp_path: Path) -> None:
    tone_file(tmp_path / "b.flac", 10, hz=2000)
    tone_file(tmp_path / "a.flac", 10, hz=200)
    (tmp_path / "notes.txt").write_text("no music")
    heard = mono(Music(tmp_path), 14_000)

    def strength(hz: int, second: float) -> float:
        part = heard[frame_at(int(second * 1000)) :][:4410]
        return float(np.abs(np.fft.rfft(part))[hz // 10])

    assert strength(200, 1) > 50 * strength(2000, 1)
    assert strength(2000, 12) > 50 * strength(200, 12)
    assert strength(200, 8) > 10
    assert strength(2000, 9) > 10


def test_a_folder_is_played_with_its_folders_and_two_comes_before_ten(tmp_path: Path) -> None:
    names = ["Album 2/10.oga", "Album 2/2.MP3", "Album 10/1.webm", "a.m4b", "B.mka", "3.opus"]
    others = ["._a.m4b", ".hidden/1.mp3", "cover.jpg", "Album 2/._2.MP3"]
    for name in names + others:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "to-itself").symlink_to(tmp_path)
    found = [str(file.relative_to(tmp_path)) for file in music_files(tmp_path)]
    assert found == [
        "3.opus",
        "a.m4b",
        "Album 2/2.MP3",
        "Album 2/10.oga",
        "Album 10/1.webm",
        "B.mka",
    ]


def test_a_folder_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.audio.music.MOST_FILES", 2)
    for number in range(3):
        (tmp_path / f"{number}.mp3").touch()
    with pytest.raises(UsageError, match="more than 2 sound files"):
        music_files(tmp_path)


@pytest.mark.parametrize("seconds", [1.2, 2, 3.5, 5, 6.5])
def test_a_short_file_is_looped_with_half_of_itself_as_its_crossfade(
    tmp_path: Path, seconds: float
) -> None:
    heard = mono(Music(tone_file(tmp_path / "short.wav", seconds, hz=500)), 20_000)
    assert levels(heard).min() > 0.4 * levels(heard).max()
    assert np.abs(np.diff(heard)).max() < 0.12 * np.abs(heard).max(), "no click"


def test_blocks_of_any_size_are_the_same_music(tmp_path: Path) -> None:
    music = Music(tone_file(tmp_path / "tone.flac", 5))
    whole = music.stream().read(300_000)
    stream, sizes = music.stream(), [1, 17, 4410, 99_999, 195_573]
    assert np.array_equal(np.concatenate([stream.read(size) for size in sizes]), whole)


def test_files_of_any_loudness_come_out_as_loud_as_the_voice(tmp_path: Path) -> None:
    for name, level in (("loud", 0.2), ("soft", 0.02)):
        sound_file(tmp_path / f"{name}.flac", noise(12, level))
    for name in ("loud", "soft"):
        file = tmp_path / f"{name}.flac"
        assert abs(lufs(Music(file).stream().read(frame_at(8000))) - -19) < 0.3
        assert abs(lufs(Music(file, channels=2).stream().read(frame_at(8000))) - -16) < 0.3
        assert abs(lufs(Music(file, volume=0.1).stream().read(frame_at(8000))) - -39) < 0.3


def test_both_channels_stay_apart_where_two_are_asked_for(tmp_path: Path) -> None:
    file = sound_file(tmp_path / "wide.flac", tone(8, 300), tone(8, 1000))
    heard = Music(file, channels=2).stream().read(frame_at(1000))
    left, right = (np.abs(np.fft.rfft(heard[:, side])) for side in (0, 1))
    assert left.argmax() == 300
    assert right.argmax() == 1000
    assert left[1000] < left[300] / 100


def test_music_with_lone_peaks_stays_softer_than_would_bend_them(tmp_path: Path) -> None:
    soft = tone(10, level=0.02)
    soft[RATE_HZ * np.arange(1, 10)] = 0.9
    heard = mono(Music(sound_file(tmp_path / "drops.flac", soft)), 5000)
    assert np.abs(heard).max() <= KNEE * 1.02
    assert np.abs(heard).max() > KNEE * 0.8


def test_silence_stays_silence_and_what_is_next_to_it_is_not_blown_up(tmp_path: Path) -> None:
    silent = sound_file(tmp_path / "silent.flac", np.zeros(4 * RATE_HZ))
    assert not mono(Music(silent), 5000).any()
    hiss = tone_file(tmp_path / "hiss.flac", 4, level=0.001)
    assert lufs(Music(hiss).stream().read(frame_at(3000))) < -30


@pytest.mark.whole
@pytest.mark.parametrize("suffix", ["mp3", "flac", "opus", "m4a"])
def test_a_long_file_is_looked_at_in_several_places(tmp_path: Path, suffix: str) -> None:
    """Soft for its first minute, loud then: the beginning says little."""
    both = np.concatenate([noise(70, 0.005), noise(35, 0.1)])
    file = sound_file(tmp_path / f"long.{suffix}", both)
    music = Music(file)
    assert abs(lufs(music.stream().read(frame_at(100_000))) - -19) < 1.0
    looked_at = sum(len(piece) / rate for piece, rate in excerpts(file, 1, 12, 5000))
    assert looked_at < 75


def test_what_is_no_music_is_refused_in_words(tmp_path: Path) -> None:
    text = tmp_path / "song.mp3"
    text.write_text("la la la")
    with pytest.raises(UsageError, match="cannot be played as music"):
        Music(text)
    with pytest.raises(UsageError, match="no music at"):
        Music(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no sound file in"):
        Music(tmp_path / "empty")


def told_by(use: Callable[[Callable[[str], None]], object]) -> list[str]:
    said: list[str] = []
    use(said.append)
    return said


def test_a_broken_file_in_a_folder_is_told_once_and_left_out(tmp_path: Path) -> None:
    tone_file(tmp_path / "b.mp3", 4)
    (tmp_path / "a.mp3").write_text("la la la")
    said = told_by(lambda tell: Music(tmp_path).stream(tell).read(frame_at(20_000)))
    assert len(said) == 1
    assert "a.mp3 cannot be played as music" in said[0]


def test_files_that_are_gone_end_the_music_in_words(tmp_path: Path) -> None:
    file = tone_file(tmp_path / "a.flac", 8)
    stream = Music(file).stream()
    stream.read(100)
    file.unlink()
    with pytest.raises(UsageError, match=r"less than a second of sound is in .*a\.flac"):
        stream.read(10 * frame_at(8000))


def test_a_damaged_stretch_of_a_file_is_left_out(tmp_path: Path) -> None:
    file = tone_file(tmp_path / "a.mp3", 20)
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 3000] = bytes(3000)
    file.write_bytes(raw)
    said = told_by(lambda tell: Music(file).stream(tell).read(frame_at(16_000)))
    assert said == []


def test_the_fingerprint_sees_files_and_volume(tmp_path: Path) -> None:
    tone_file(tmp_path / "a.wav", 2)
    first = Music(tmp_path, 0.4, 2).fingerprint()
    assert first == Music(tmp_path, 0.4, 2).fingerprint()
    assert first != Music(tmp_path, 0.3, 2).fingerprint()
    tone_file(tmp_path / "b.wav", 2)
    second = Music(tmp_path, 0.4, 2).fingerprint()
    tone_file(tmp_path / "b.wav", 3)
    assert len({first, second, Music(tmp_path, 0.4, 2).fingerprint()}) == 3


def test_it_holds_a_few_seconds_only(tmp_path: Path) -> None:
    stream = Music(tone_file(tmp_path / "a.wav", 60)).stream()
    for _ in range(60):
        stream.read(44_100)
        assert len(stream._ready) <= 3 * CROSSFADE_FRAMES
