from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import voiceguide
from voiceguide import extensions
from voiceguide.errors import Missing, UsageError
from voiceguide.exporting import script_text, suffix_of
from voiceguide.importing.open_file import read_workouts
from voiceguide.playback.outputs.interface import open_sink
from voiceguide.settings import parse_settings
from voiceguide.speech.voice import engines, list_voices, open_voice

TEMPLATE = Path(__file__).parents[1] / "docs" / "extension-template"

Install = Callable[[str, str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with an entry point (its group, its name, its code) where Python looks."""
    folder = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(str(folder))

    def install(group: str, name: str, code: str) -> None:
        module = f"foreign_{len(list(folder.glob('*.py')))}"
        info = folder / f"{module}-2.0.dist-info"
        info.mkdir(parents=True)
        (folder / f"{module}.py").write_text(code)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 2.0\n")
        (info / "entry_points.txt").write_text(f"[voiceguide.{group}]\n{name} = {module}\n")
        monkeypatch.delitem(sys.modules, module, raising=False)

    return install


def test_what_is_built_in_asks_no_package() -> None:
    code = (
        "import sys, pathlib\n"
        "from voiceguide.speech.voice import open_voice\n"
        "from voiceguide.playback.outputs.interface import open_sink\n"
        "from voiceguide.exporting import format_of\n"
        "open_voice('estimate', 120)\n"
        "open_sink('silent').close()\n"
        "format_of(pathlib.Path('a.vtt'))\n"
        "print('importlib.metadata' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_a_name_of_nobody_is_told_with_those_there_are(install: Install) -> None:
    install("voices", "chirp", "")
    assert engines()[-1] == "chirp"
    with pytest.raises(UsageError, match="no speech engine or added voice 'chrip'") as raised:
        open_voice("chrip", 120)
    assert raised.value.hint == "did you mean 'chirp'?"


def test_a_package_that_cannot_be_imported_is_named(install: Install) -> None:
    install("voices", "chirp", "import no_such_library")
    with pytest.raises(Missing, match=r"'chirp' of foreign_0 2\.0 failed: ModuleNotFoundError"):
        list_voices("chirp")


def test_a_package_whose_code_fails_is_named(install: Install) -> None:
    install("outputs", "chirp", "def open_sink(): raise ZeroDivisionError('oh')")
    with pytest.raises(Missing, match=r"sound output 'chirp' of foreign_0 2\.0 failed: .*: oh"):
        open_sink("chirp")


def test_two_packages_that_offer_the_same_are_both_named(install: Install) -> None:
    install("outputs", "chirp", "")
    install("outputs", "chirp", "")
    with pytest.raises(Missing, match="'chirp' is offered by foreign_0 and foreign_1"):
        open_sink("chirp")


def test_no_package_takes_the_place_of_what_is_built_in(install: Install) -> None:
    install("outputs", "silent", "raise SystemExit")
    install("formats", "txt", "raise SystemExit")
    open_sink("silent").close()
    assert suffix_of(Path("a.txt")) == ".txt"


def test_a_file_that_an_importer_fails_at_is_told_in_words(
    install: Install, tmp_path: Path
) -> None:
    install("importers", "steps", "def read(content, shown): return content['nothing']")
    file = tmp_path / "mine.steps"
    file.write_text("Plank 30\n")
    with pytest.raises(Missing, match="importer 'steps' of foreign_0"):
        read_workouts(file)


def test_a_workout_that_an_importer_cannot_read_does_not_refuse_the_others(
    install: Install, tmp_path: Path
) -> None:
    install(
        "importers",
        "steps",
        "from voiceguide.errors import Place, Problem\n"
        "from voiceguide.importing.draft import Draft, DraftNote\n"
        "def read(content, shown):\n"
        "    yield Problem(Place(shown, 1, 1), 'no number')\n"
        "    yield Draft('Second', (DraftNote('Hello.'),))\n",
    )
    file = tmp_path / "mine.steps"
    file.write_text("x\n")
    workouts = read_workouts(file)
    assert [draft.name for draft in workouts.drafts] == ["Second"]
    assert [problem.message for problem in workouts.refused] == ["no number"]


def test_settings_take_what_packages_add_and_nothing_else(install: Install) -> None:
    install("remotes", "pedal", "")
    install("outputs", "chirp", "")
    settings = parse_settings('output = "chirp"\nremotes = ["pedal"]\n', "config.toml")
    assert (settings.output, settings.remotes) == ("chirp", ("pedal",))
    with pytest.raises(Exception, match="'remotes' cannot hold 'peddle'"):
        parse_settings('remotes = ["peddle"]\n', "config.toml")


def test_without_packages_no_remote_can_be_asked_for() -> None:
    with pytest.raises(Exception, match="no package that adds one is installed"):
        parse_settings('remotes = ["pedal"]\n', "config.toml")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine on which the template of the docs was installed by pip."""
    target = tmp_path_factory.mktemp("site-packages")
    command = (
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"),
        *("--no-build-isolation", "--disable-pip-version-check", "--target", target, TEMPLATE),
    )
    subprocess.run(command, check=True, capture_output=True, text=True)
    return {**os.environ, "PYTHONPATH": str(target)}


@pytest.mark.whole
class TestTheTemplate:
    def ask(self, installed: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "voiceguide", *arguments],
            env=installed, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def test_its_voice_is_listed_and_speaks(
        self, installed: dict[str, str], tmp_path: Path
    ) -> None:
        assert "beeper" in self.ask(installed, "list", "voices").stdout
        target = tmp_path / "a.wav"
        done = self.ask(installed, "export", "six-minute", "--voice", "beeper", "-o", str(target))
        assert done.returncode == 0, done.stderr
        assert target.stat().st_size > 1_000_000

    def test_its_format_is_written(self, installed: dict[str, str], tmp_path: Path) -> None:
        target = tmp_path / "a.outline"
        quick = ("six-minute", "--voice", "estimate", "--tones", "plain")
        done = self.ask(installed, "export", *quick, "-o", str(target))
        assert done.returncode == 0, done.stderr
        assert target.read_text().startswith("0 opening ")
        assert self.ask(installed, "script", *quick, "-f", "outline").stdout == target.read_text()
        folder = tmp_path / "all"
        folder.mkdir()
        done = self.ask(
            installed,
            "export",
            "--all",
            "--as",
            "outline",
            "--voice",
            "estimate",
            "-o",
            str(folder),
        )
        assert done.returncode == 0
        assert len(list(folder.glob("*.outline"))) > 5

    def test_its_importer_reads(self, installed: dict[str, str], tmp_path: Path) -> None:
        file, target = tmp_path / "mine.steps", tmp_path / "mine.yaml"
        file.write_text("Plank 30\nRest 20\n")
        done = self.ask(installed, "import", str(file), "-o", str(target))
        assert done.returncode == 0, done.stderr
        assert "Plank" in target.read_text()
        file.write_text("Plank thirty\n")
        assert "a line is a name and its seconds" in self.ask(installed, "import", str(file)).stderr

    def test_its_output_plays_and_its_remote_stops(
        self, installed: dict[str, str], tmp_path: Path
    ) -> None:
        (tmp_path / "config.toml").write_text('remotes = ["countdown"]\noutput = "hush"\n')
        env = {**installed, "VOICEGUIDE_CONFIG_DIR": str(tmp_path)}
        done = self.ask(
            env, "play", "six-minute", "--yes", "--voice", "estimate", "--screen", "lines"
        )
        assert done.returncode == 0, done.stderr
        assert "the session stops in two seconds" in done.stdout + done.stderr


def test_a_script_in_a_format_of_nobody_is_told(install: Install) -> None:
    with pytest.raises(UsageError, match="no script format 'outlin'"):
        script_text(voiceguide.compile(voiceguide.load("six-minute")), "outlin")
    assert extensions.names("formats") == []
