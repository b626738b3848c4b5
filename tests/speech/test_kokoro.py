"""Kokoro with a real model: alike each time, whole; and files that are none. Slow: see conftest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voiceguide.audio.loudness import loudness_lufs
from voiceguide.errors import NoVoice, UsageError
from voiceguide.speech.calibration import lines_of
from voiceguide.speech.engines.kokoro import open as open_kokoro
from voiceguide.speech.voice import open_voice

LINES = ["Let both knees sink to the left. Hold for 20 seconds.", "Knees left.", "Out.", "Three."]


def test_the_same_text_is_the_same_sound_in_every_process(
    kokoro_model: str, tmp_path: Path
) -> None:
    first, second = (
        open_voice(f"kokoro:{kokoro_model}", 140, cache=tmp_path / name) for name in ("one", "two")
    )
    clips, again = first.speak(LINES), second.speak(LINES[::-1])
    first.close()
    second.close()
    assert all(np.array_equal(clips[line].pcm, again[line].pcm) for line in LINES)
    levels = [loudness_lufs(clip.samples()) for clip in clips.values()]
    assert levels == pytest.approx([-19] * len(LINES), abs=1)


def test_a_calmer_pace_is_slower_by_its_pauses(kokoro_model: str) -> None:
    voice = open_kokoro(kokoro_model, "en")
    calm, brisk = (len(voice.synthesise(lines_of("en")[2], pace)[0]) for pace in (120, 160))
    assert calm > 1.05 * brisk


def test_a_text_without_words_gives_no_sound(kokoro_model: str) -> None:
    assert len(open_kokoro(kokoro_model, "en").synthesise("...", 140)[0]) == 0


@pytest.mark.parametrize(
    ("style", "said"), [("af_hart", "did you mean 'af_heart'?"), ("xx_none", "begin with")]
)
def test_a_voice_that_it_has_not_is_refused(kokoro_model: str, style: str, said: str) -> None:
    model = kokoro_model.partition("+")[0]
    with pytest.raises(UsageError) as refusal:
        open_kokoro(f"{model}+{style}", "en")
    assert said in str(refusal.value.hint)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"\x93NUMPY\x01\x00v\x00"])
def test_styles_that_are_none_are_refused(
    kokoro_model: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "kokoro.onnx").symlink_to(kokoro_model.partition("+")[0])
    (tmp_path / "voices.bin").write_bytes(content)
    with pytest.raises(UsageError, match="no styles of Kokoro"):
        open_kokoro(f"{tmp_path / 'kokoro.onnx'}+af_heart", "en")


def test_a_model_that_was_cut_short_is_refused(kokoro_model: str, tmp_path: Path) -> None:
    whole = Path(kokoro_model.partition("+")[0])
    with whole.open("rb") as file:
        (tmp_path / "kokoro.onnx").write_bytes(file.read(1_000_000))
    (tmp_path / "voices.bin").symlink_to(whole.with_name("voices.bin"))
    with pytest.raises(UsageError, match="cut short"):
        open_kokoro(f"{tmp_path / 'kokoro.onnx'}+af_heart", "en")


def test_a_model_without_styles_beside_it_is_refused(kokoro_model: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no voices\.bin"):
        open_kokoro(f"{tmp_path / 'kokoro.onnx'}+af_heart", "en")


def test_without_a_voice_it_is_told_how_to_get_one(kokoro_model: str) -> None:
    with pytest.raises(NoVoice, match="was added for the language 'en'"):
        open_kokoro(None, "en")
