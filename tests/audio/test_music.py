"""Music from real files, made here by FFmpeg's encoders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from voiceguide.audio.ducking import AHEAD_MS, DUCKED, Ducking
from voiceguide.audio.music import Music
from voiceguide.errors import UsageError
from voiceguide.units import frame_at

FORMATS = {"mp3": "libmp3lame", "flac": "flac", "opus": "libopus"}


def tone_file(path: Path, seconds: float, hz: int = 440, level: float = 0.25) -> Path:
    """A tone in the format of the suffix, stereo at 48 kHz."""
    at = np.arange(int(seconds * 48_000)) / 48_000
    pcm = (level * 32_767 * np.sin(2 * np.pi * hz * at)).astype(np.int16)
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(FORMATS[path.suffix[1:]], rate=48_000, layout="stereo")
        both = np.repeat(pcm, 2)[None, :]
        for first in range(0, both.shape[1], 2 * 1152):
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(both[:, first : first + 2 * 1152]), "s16", "stereo"
            )
            frame.sample_rate = 48_000
            frame.pts = first // 2
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_any_common_format_goes_on_without_an_end(tmp_path: Path, suffix: str) -> None:
    music = Music(tone_file(tmp_path / f"tone.{suffix}", 6))
    heard = np.concatenate([music.read(frame_at(500)) for _ in range(40)])
    assert len(heard) == 40 * frame_at(500)
    loudest = np.abs(heard[: len(heard) // 4410 * 4410]).reshape(-1, 4410).max(axis=1)
    assert loudest[1:].min() > 0.1, "no gap where the file begins again"
    assert loudest.max() < 0.4


def test_a_folder_is_played_by_name_and_each_fades_into_the_next(tmp_path: Path) -> None:
    tone_file(tmp_path / "b.flac", 10, hz=2000)
    tone_file(tmp_path / "a.flac", 10, hz=200)
    (tmp_path / "notes.txt").write_text("no music")
    heard = Music(tmp_path).read(frame_at(14_000))

    def strength(hz: int, second: float) -> float:
        part = heard[frame_at(int(second * 1000)) :][:4410]
        return float(np.abs(np.fft.rfft(part))[hz // 10])

    assert strength(200, 1) > 50 * strength(2000, 1)
    assert strength(2000, 12) > 50 * strength(200, 12)
    assert strength(200, 8) > 10
    assert strength(2000, 9) > 10


def test_blocks_of_any_size_are_the_same_music(tmp_path: Path) -> None:
    file = tone_file(tmp_path / "tone.flac", 5)
    whole = Music(file).read(300_000)
    music, sizes = Music(file), [1, 17, 4410, 99_999, 195_573]
    assert np.array_equal(np.concatenate([music.read(size) for size in sizes]), whole)


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


def test_music_is_soft_before_a_cue_begins_and_comes_back_after_it() -> None:
    ducking = Ducking([(5000, 6000), (6300, 7000)])
    factors = ducking.factors(0, frame_at(10_000))
    assert factors[frame_at(5000 - AHEAD_MS) - 1] == 1
    during = factors[frame_at(5000) : frame_at(7000)]
    assert np.allclose(during, DUCKED)
    assert factors[frame_at(8000)] == 1
    assert np.abs(np.diff(factors)).max() < 0.001
