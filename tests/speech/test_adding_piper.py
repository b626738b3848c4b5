"""Adding a voice that can speak: its engine says a line before it is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voiceguide.app.adding_voices import add_voice
from voiceguide.app.context import AppContext
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.errors import UsageError
from voiceguide.speech import added_voices
from voiceguide.speech.added_voices import best_voice
from voiceguide.speech.voice import open_voice


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_DATA_DIR", str(tmp_path / "data"))
    # In the side environment it is installed, which only the workers look into.
    monkeypatch.setitem(added_voices.PACKAGES, "piper", "voiceguide")


@pytest.fixture
def context() -> AppContext:
    return AppContext.of_user(TerminalInteraction())


def test_a_voice_that_speaks_is_kept_and_speaks_from_now_on(
    piper_model: Path, context: AppContext, tmp_path: Path
) -> None:
    said = add_voice(str(piper_model), context)
    assert said[0].startswith("Added piper:joe: 63 MB in ")
    assert said[1] == "It speaks en from now on. Hear it: voiceguide voices try joe"
    assert best_voice("en") == "piper:joe"
    voice = open_voice(best_voice("en"), 140, cache=tmp_path / "spoken")
    assert voice.speak(["Halfway."])["Halfway."].length_ms > 300
    voice.close()


def test_a_voice_that_does_not_speak_is_not_kept(
    piper_model: Path, context: AppContext, tmp_path: Path
) -> None:
    broken = tmp_path / "en_US-broken-medium.onnx"
    # Whole to the eye, but of operations that nobody knows.
    broken.write_bytes(piper_model.read_bytes().replace(b"ConvTranspose", b"ConvTransposf"))
    shutil.copy(f"{piper_model}.json", f"{broken}.json")
    with pytest.raises(UsageError, match=r"en_US-broken-medium\.onnx cannot be used") as refused:
        add_voice(str(broken), context)
    assert str(tmp_path / "data") not in refused.value.message
    assert added_voices.added_voices() == []


def test_json_that_promises_another_rate_is_told(
    piper_model: Path, context: AppContext, tmp_path: Path
) -> None:
    model = tmp_path / "en_US-slow-medium.onnx"
    shutil.copy(piper_model, model)
    described = Path(f"{piper_model}.json").read_text()
    Path(f"{model}.json").write_text(described.replace("22050", "16000"))
    with pytest.raises(UsageError, match="promises 16000 samples a second"):
        add_voice(str(model), context)
    assert added_voices.added_voices() == []
