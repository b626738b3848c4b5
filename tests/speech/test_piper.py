"""Piper with a real model: alike each time, whole, and calm by pauses; and files that are none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voiceguide.audio.clip import Clip
from voiceguide.audio.loudness import loudness_lufs
from voiceguide.errors import NoVoice, UsageError
from voiceguide.speech.calibration import lines_of
from voiceguide.speech.engines.piper import open as open_piper
from voiceguide.speech.normalise import trimmed
from voiceguide.speech.voice import Voice, open_voice

LINES = [
    "Good morning. Let's wake your back up slowly.",
    "Let both knees sink to the left, as far as is comfortable.",
    "Sit back on your heels, and stretch your arms out in front of you.",
    "Knees left.",
    "Halfway.",
    "Out.",
    "Three.",
    "Last one. Hold for 20 seconds.",
]

Open = Callable[..., Voice]


@pytest.fixture
def opened(piper_model: Path, spoken_cache: Path) -> Iterator[Open]:
    """Opens the model at a pace, and closes it after the test."""
    voices: list[Voice] = []

    def open_one(words_a_minute: int = 140, cache: Path = spoken_cache) -> Voice:
        voices.append(open_voice(f"piper:{piper_model}", words_a_minute, cache=cache))
        return voices[-1]

    yield open_one
    for voice in voices:
        voice.close()


def test_the_same_text_is_the_same_sound_in_every_process(opened: Open, tmp_path: Path) -> None:
    first = opened(cache=tmp_path / "one").speak(LINES)
    second = opened(cache=tmp_path / "two").speak(LINES[::-1])
    assert all(np.array_equal(first[line].pcm, second[line].pcm) for line in LINES)


def test_speaking_reports_nothing_to_anybody(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    for name in ("CI", "GITHUB_ACTIONS", "PYTEST_CURRENT_TEST"):  # nothing is reported there anyway
        monkeypatch.delenv(name, raising=False)
    assert opened(cache=tmp_path / "one").speak(LINES[:1])
    assert not list(home.rglob("*"))


def test_every_clip_is_within_one_loudness_unit_of_the_level(opened: Open) -> None:
    clips = opened().speak(LINES)
    levels = [loudness_lufs(clip.samples()) for clip in clips.values()]
    assert levels == pytest.approx([-19] * len(LINES), abs=1)


@pytest.mark.parametrize("pace", [120, 140, 160])
def test_its_measured_pace_is_words_a_minute_as_heard(opened: Open, pace: int) -> None:
    lines = [*lines_of("en"), *(line for line in LINES if len(line.split()) > 5)]
    clips = opened(pace).speak(lines)
    words = sum(len(line.split()) for line in lines)
    heard_ms = sum(clips[line].length_ms for line in lines)
    assert words * 60_000 / heard_ms == pytest.approx(pace, rel=0.06)


@pytest.mark.parametrize("line", ["Knees left.", "Breathe out.", "Relax.", "Rest your hips."])
def test_no_soft_ending_is_cut(piper_model: Path, line: str) -> None:
    samples, rate_hz = open_piper(str(piper_model), "en").synthesise(line, 120)
    kept = trimmed(samples, rate_hz)
    first = np.flatnonzero(np.abs(samples) == np.abs(samples).max())[0]
    at = first - np.flatnonzero(np.abs(kept) == np.abs(kept).max())[0]
    cut = samples[at + len(kept) :]
    assert np.abs(cut).max(initial=0) <= np.abs(samples).max() * 10 ** (-60 / 20)


def test_a_calm_line_pauses_between_its_sentences(opened: Open) -> None:
    def longest_silence_ms(clip: Clip) -> float:
        heard = np.flatnonzero(np.abs(clip.samples()) > 0.002)
        return float(np.diff(heard).max()) / 44.1

    calm = opened(120).speak([LINES[0]])[LINES[0]]
    brisk = opened(160).speak([LINES[0]])[LINES[0]]
    assert 1100 > longest_silence_ms(calm) > 700
    assert longest_silence_ms(brisk) < longest_silence_ms(calm)


@pytest.mark.parametrize("word", ["Halfway.", "Out.", "Rest.", "Hold.", "Ten."])
def test_a_short_word_does_not_fall_apart(opened: Open, word: str) -> None:
    samples = opened(120).speak([word])[word].samples()
    frame = 44_100 // 100
    loudest = np.abs(samples[: len(samples) // frame * frame]).reshape(-1, frame).max(axis=1)
    heard = np.flatnonzero(loudest > loudest.max() * 10 ** (-40 / 20))
    assert np.diff(heard).max(initial=0) * 10 <= 150


def test_it_is_told_with_the_digest_of_its_model(opened: Open, piper_model: Path) -> None:
    import hashlib

    digest = hashlib.sha256(piper_model.read_bytes()).hexdigest()
    assert digest in opened().fingerprint


@pytest.mark.parametrize("text", ["", "..."])
def test_a_text_without_words_gives_no_sound(piper_model: Path, text: str) -> None:
    samples, _rate_hz = open_piper(str(piper_model), "en").synthesise(text, 140)
    assert len(samples) == 0


@pytest.fixture
def copy(piper_model: Path, tmp_path: Path) -> Path:
    """The model's two files, to be damaged."""
    model = tmp_path / "copy.onnx"
    model.symlink_to(piper_model)
    shutil.copy(f"{piper_model}.json", f"{model}.json")
    return model


def change(model: Path, part: str, **settings: Any) -> None:
    """Change what the JSON beside a model says."""
    file = Path(f"{model}.json")
    described = json.loads(file.read_text())
    described[part] = {**described[part], **settings}
    file.write_text(json.dumps(described))


def test_a_model_that_was_cut_short_is_refused(copy: Path, piper_model: Path) -> None:
    copy.unlink()
    copy.write_bytes(piper_model.read_bytes()[:1_000_000])
    with pytest.raises(UsageError, match="cut short"):
        open_piper(str(copy), "en")


def test_a_model_that_is_none_is_refused(copy: Path) -> None:
    copy.unlink()
    copy.write_bytes(b"<html>not found</html>")
    with pytest.raises(UsageError, match="web page"):
        open_piper(str(copy), "en")


def test_a_model_that_is_not_there_is_refused(tmp_path: Path, piper_model: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.onnx"):
        open_piper(str(tmp_path / "gone.onnx"), "en")


def test_a_rate_that_is_not_the_models_quality_is_refused(copy: Path) -> None:
    change(copy, "audio", sample_rate=16_000)
    with pytest.raises(UsageError, match="promises 16000 samples a second"):
        open_piper(str(copy), "en")


@pytest.mark.parametrize("rate_hz", [8_000, 48_000])
def test_a_rate_at_which_it_does_not_speak_is_refused(
    copy: Path, rate_hz: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.speech.engines.piper_model.PIPER_PACES", {})
    change(copy, "audio", sample_rate=rate_hz, quality="mine")
    with pytest.raises(UsageError, match="does not speak"):
        open_piper(str(copy), "en")


def test_a_description_of_a_voice_with_several_speakers_is_refused(copy: Path) -> None:
    file = Path(f"{copy}.json")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"num_speakers": 9}))
    with pytest.raises(UsageError, match="another model"):
        open_piper(str(copy), "en")


def test_a_name_that_was_not_added_is_refused(piper_model: Path) -> None:
    with pytest.raises(UsageError, match="called 'nobody'"):
        open_piper("nobody", "en")


def test_without_a_voice_it_is_told_how_to_get_one(piper_model: Path) -> None:
    with pytest.raises(NoVoice, match="was added for the language 'en'") as refusal:
        open_piper(None, "en")
    assert "voices list" in str(refusal.value.hint)
