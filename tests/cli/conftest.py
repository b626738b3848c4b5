"""The program as its users start it, and a routine short enough to wait for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from voiceguide.cli.program import app
from voiceguide.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., Answer]

SHORT = """\
name: Short one
opening: {say: [Hello.], safety: none}
closing: {say: [The end.]}
items:
  - note: Sit up.
  - rest: 1 s
"""


@pytest.fixture
def ask() -> Ask:
    """Runs a command inside this process, with nothing in place of anything."""

    def run(*arguments: str) -> Answer:
        result = CliRunner().invoke(app, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def program() -> Run:
    """Runs the program as a process of its own."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "voiceguide", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=30,
        )

    return run


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A routine file of about six seconds, without an exercise."""
    path = tmp_path / "short.yaml"
    path.write_text(SHORT)
    return path


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of the test's own."""
    folder = tmp_path / "config"
    monkeypatch.setenv("VOICEGUIDE_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, in which nothing is spoken yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("VOICEGUIDE_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own: nobody has heard the safety words yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("VOICEGUIDE_DATA_DIR", str(folder))
    return folder


def timeline_of(name: str) -> Timeline:
    """A built-in routine's timeline, with estimated lengths."""
    from voiceguide.session import estimated, load
    from voiceguide.session_options import SessionOptions
    from voiceguide.settings import Folders

    folders = Folders.of_user()
    return estimated(load(name, folders), SessionOptions(), folders)


@pytest.fixture(scope="session")
def morning() -> Timeline:
    return timeline_of("morning")
