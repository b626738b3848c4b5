"""The tones are what scripts/make-sounds makes: as clear as words, low, clean and soft to begin."""

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from voiceguide.audio.loudness import block_powers
from voiceguide.audio.resample import resampled
from voiceguide.audio.tones import LONGEST_MS, tone_names
from voiceguide.speech.voice import open_voice

ROOT = Path(__file__).resolve().parents[1]
SOUNDS = ROOT / "sounds"
GLIDES = ("rise", "fall", "in", "out")
LINES_LUFS = -17
"""Momentary loudness of the coach's lines."""
WITHIN_LU = 3


def heard(name: str) -> npt.NDArray[np.float64]:
    with wave.open(str(SOUNDS / f"{name}.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (44_100, 1, 2)
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return pcm.astype(np.float64) / 32768


def momentary_lufs(sound: npt.NDArray[np.float64], *, alone: bool = True) -> float:
    """The loudest 400 ms; of a shorter one with the silence around it, unless it is not `alone`."""
    silence = np.zeros(17_640 if alone else 0)
    around = np.concatenate((silence, sound, silence)).astype(np.float32)
    return float(10 * np.log10(block_powers(around).max()) - 0.691)


def true_peak_db(sound: npt.NDArray[np.float64]) -> float:
    around = np.pad(sound, 2000).astype(np.float32)
    return float(20 * np.log10(np.abs(resampled(around, 44_100, 176_400)).max()))


def test_the_script_makes_the_same_bytes_again(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make-sounds"), str(tmp_path)], check=True
    )
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in SOUNDS.glob("*.wav")}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_there_is_a_file_for_every_tone_and_a_line_on_what_it_is_for() -> None:
    assert sorted(path.stem for path in SOUNDS.glob("*.wav")) == sorted(tone_names())
    readme = (SOUNDS / "README.md").read_text(encoding="utf-8")
    assert [name for name in tone_names() if f"| `{name}` |" not in readme] == []


@pytest.mark.parametrize("name", tone_names())
def test_a_tone_begins_soon_ends_softly_and_has_headroom(name: str) -> None:
    sound = heard(name)
    assert len(sound) <= LONGEST_MS[name] * 44.1
    assert abs(sound[0]) < 0.002, "a click at the beginning"
    assert np.abs(sound[-44:]).max() < 0.002, "a click at the end"
    loud = np.abs(sound) > 0.2 * np.abs(sound).max()
    assert np.argmax(loud) < 6 * 44.1, "too slow to be found in a recording"
    assert true_peak_db(sound) < -5


@pytest.mark.parametrize("name", tone_names())
def test_a_tone_is_low_and_without_hiss(name: str) -> None:
    sound = heard(name)
    power = np.abs(np.fft.rfft(sound)) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / 44_100)
    inside = power[(hz > 190) & (hz < 920)].sum() / power.sum()
    audible_on_a_phone = power[hz > 450].sum() / power.sum()
    assert inside > 0.85
    assert audible_on_a_phone > 0.02


def test_the_lead_in_lasts_a_second_and_sounds_from_its_first_milliseconds() -> None:
    sound = heard("lead-in")
    assert len(sound) == 44_100
    rms = np.sqrt(np.mean(sound[441:1323] ** 2))
    assert 20 * np.log10(rms) > -40


@pytest.mark.parametrize("name", [name for name in tone_names() if name != "tick"])
def test_a_tone_that_stands_alone_is_as_clear_as_words(name: str) -> None:
    assert abs(momentary_lufs(heard(name)) - LINES_LUFS) <= WITHIN_LU + 0.1


def test_a_tap_is_as_loud_as_words_for_as_long_as_it_lasts() -> None:
    assert abs(momentary_lufs(heard("tick"), alone=False) - LINES_LUFS) <= WITHIN_LU


@pytest.mark.parametrize("name", [name for name in tone_names() if name != "tick"])
def test_a_tone_begins_softly(name: str) -> None:
    """Over some milliseconds, as a struck string does and a switch does not."""
    sound = np.abs(heard(name))
    first = sound[:44].max() / sound[:882].max()
    assert first < 0.2, "all but there in its first millisecond"


def test_the_levels_of_the_tones_are_written_down() -> None:
    readme = (SOUNDS / "README.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in readme.splitlines() if row.startswith("| `")}
    for name in tone_names():
        level = f"{momentary_lufs(heard(name)):.0f}".replace("-", "−")
        assert rows[name].endswith(f"| {level} |"), name


def test_lines_are_as_loud_as_the_tones_are_set_against(tmp_path: Path) -> None:
    lines = (
        "Breathe out, straighten your left knee, and slowly draw the towel towards you.",
        "Two. Left leg, reach.",
        "Hold there.",
        "Breathe in.",
        "Halfway.",
    )
    voice = open_voice(None, 140, cache=tmp_path)
    try:
        clips = voice.speak(lines)
    finally:
        voice.close()
    levels = [momentary_lufs(clip.samples().astype(np.float64)) for clip in clips.values()]
    assert abs(np.median(levels) - LINES_LUFS) < 1


def test_lengths_are_as_promised() -> None:
    lengths_ms = {name: len(heard(name)) / 44.1 for name in tone_names()}
    assert lengths_ms["pip"] == lengths_ms["pip-next"] == 120
    assert lengths_ms["tick"] <= 60
    assert max(lengths_ms["start"], lengths_ms["done"]) <= 500
    assert max(lengths_ms[name] for name in GLIDES) <= 600
    assert lengths_ms["end"] <= 1000
    assert lengths_ms["bell"] <= 4000
