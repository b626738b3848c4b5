"""What `pip install .` gives: built through the source archive, installed, run elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def below(folder: str, pattern: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built from that archive."""
    out = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def inside(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel alone in a folder; what it depends on is taken from the tests' environment."""
    site = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(site), str(wheel)]
    subprocess.run(command, check=True)
    return site


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(installed / "bin" / "voiceguide"), *arguments],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_the_whole_library(inside: set[str]) -> None:
    library = below("voiceguide/library", "*.yaml")
    assert len(library) > 30
    assert library <= inside


def test_the_wheel_carries_the_tones_inside_the_package(inside: set[str]) -> None:
    tones = below("sounds", "*.wav")
    assert "sounds/pip.wav" in tones
    assert {f"voiceguide/{tone}" for tone in tones} <= inside


def test_the_wheel_carries_all_the_code_and_nothing_beside_the_package(inside: set[str]) -> None:
    assert below("voiceguide", "*.py") <= inside
    assert {name.partition("/")[0] for name in inside} == {
        "voiceguide",
        f"voiceguide-{PROJECT['version']}.dist-info",
        f"voiceguide-{PROJECT['version']}.data",
    }
    assert not {name for name in inside if "__pycache__" in name}


def test_the_wheel_installs_the_manual_page_and_completion_for_three_shells(
    inside: set[str],
) -> None:
    data = f"voiceguide-{PROJECT['version']}.data/data/"
    assert {name.removeprefix(data) for name in inside if name.startswith(data)} == {
        "share/man/man1/voiceguide.1",
        "share/bash-completion/completions/voiceguide",
        "share/zsh/site-functions/_voiceguide",
        "share/fish/vendor_completions.d/voiceguide.fish",
    }


def test_the_source_archive_carries_tests_scripts_and_docs(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "scripts/voiceguide", "tests/conftest.py"} <= names
    assert not {name for name in names if name.startswith(".venv")}


def test_the_wheel_says_version_python_licence_and_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = f"voiceguide-{PROJECT['version']}.dist-info"
        about = message_from_bytes(archive.read(f"{folder}/METADATA"))
        assert archive.read(f"{folder}/licenses/LICENSE").startswith(b"MIT License")
    assert about["Version"] == PROJECT["version"]
    assert about["Requires-Python"] == ">=3.11"
    assert about["License-Expression"] == "MIT"
    assert "pyttsx3==2.99" in about.get_all("Requires-Dist", [])


def test_python_takes_the_installed_package(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import voiceguide; print(voiceguide.__file__)"],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == installed / "voiceguide" / "__init__.py"


def test_the_installed_program_says_its_version(installed: Path) -> None:
    done = run(installed, "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert PROJECT["version"] in done.stdout


def test_the_installed_program_lists_the_library_it_carries(installed: Path) -> None:
    done = run(installed, "list")
    assert done.returncode == 0, done.stderr
    assert "morning" in done.stdout


def test_the_installed_program_finds_the_tones_it_carries(installed: Path) -> None:
    done = run(installed, "list", "sounds")
    assert done.returncode == 0, done.stderr
    assert "pip" in done.stdout
