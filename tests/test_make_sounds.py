"""The tones are what scripts/make-sounds makes, and are soft, low and clean."""

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from voiceguide.audio.tones import LONGEST_MS, tone_names

ROOT = Path(__file__).resolve().parents[1]
SOUNDS = ROOT / "sounds"
UNDER_WORDS = ("rise", "fall", "in", "out")


def heard(name: str) -> npt.NDArray[np.float64]:
    with wave.open(str(SOUNDS / f"{name}.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (44_100, 1, 2)
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return pcm.astype(np.float64) / 32768


def loudest_db(sound: npt.NDArray[np.float64], frames: int = 441) -> float:
    energy = np.concatenate(([0.0], np.cumsum(sound**2)))
    return float(10 * np.log10(np.max(energy[frames:] - energy[:-frames]) / frames))


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
    assert np.abs(sound).max() < 10 ** (-12 / 20)


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


def test_tones_under_words_are_twelve_decibels_softer() -> None:
    levels = {name: loudest_db(heard(name)) for name in tone_names()}
    soft = {name: levels[name] for name in UNDER_WORDS}
    others = {name: level for name, level in levels.items() if name not in UNDER_WORDS}
    assert max(others.values()) - min(others.values()) < 0.1
    assert {round(min(others.values()) - level) for level in soft.values()} == {12}


def test_lengths_are_as_promised() -> None:
    lengths_ms = {name: len(heard(name)) / 44.1 for name in tone_names()}
    assert lengths_ms["pip"] == lengths_ms["pip-next"] == 120
    assert lengths_ms["tick"] <= 60
    assert max(lengths_ms["start"], lengths_ms["done"]) <= 500
    assert max(lengths_ms[name] for name in UNDER_WORDS) <= 600
    assert lengths_ms["end"] <= 1000
    assert lengths_ms["bell"] <= 4000
