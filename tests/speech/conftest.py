"""A cache of their own for the tests of speech, and stand-ins for workers that fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.lib_kokoro_model import MODEL, STYLES
from scripts.lib_side_environment import KOKORO, NEURAL
from scripts.lib_side_environment import piper_model as model_of_piper

StandIn = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path / "cache"
    monkeypatch.setenv("VOICEGUIDE_CACHE_DIR", str(cache))
    return cache


@pytest.fixture
def stand_in(tmp_path: Path) -> StandIn:
    """The command of a worker with a fault: always, or only once in all its lives."""

    def command(fault: str, *, once: bool = False) -> list[str]:
        file = Path(__file__).with_name("stand_in.py")
        marks = [str(tmp_path / "failed")] if once else []
        return [sys.executable, "-I", "-S", str(file), fault, *marks]

    return command


@pytest.fixture(scope="session")
def spoken_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for real voices, kept over the tests because it is slow to fill."""
    return tmp_path_factory.mktemp("spoken")


@pytest.fixture
def piper_model(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real model, and piper-tts on the path of this process and its workers."""
    if not NEURAL.is_ready():
        pytest.skip("no model: .venv/bin/python scripts/lib_side_environment.py neural")
    monkeypatch.setattr(sys, "path", [*sys.path, str(NEURAL.packages)])
    model = model_of_piper()
    assert model is not None
    return model


@pytest.fixture
def kokoro_model(monkeypatch: pytest.MonkeyPatch) -> str:
    """A real model with one of its voices, and kokoro-onnx on the path; seconds for each line."""
    if not (KOKORO.is_ready() and MODEL.exists() and STYLES.exists()):
        pytest.skip("no model: scripts/bench-voices --fetch")
    monkeypatch.setattr(sys, "path", [*sys.path, str(KOKORO.packages)])
    return f"{MODEL}+af_heart"
