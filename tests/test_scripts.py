"""The scripts as a newcomer meets them, with real environments around a package of two lines."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
ROOT = SCRIPTS.parent

HASH = "sha256:" + "0" * 64

PROGRAM = """
import os, sys
def main():
    print(os.getcwd(), sys.argv[1:])
    return 7
"""

PYPROJECT = """
[build-system]
requires = []
build-backend = "tiny"
backend-path = ["backend"]
"""

BACKEND = """
import os, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    files = {
        "voiceguide.pth": os.getcwd(),
        "voiceguide-1.dist-info/METADATA":
            "Metadata-Version: 2.1\\nName: voiceguide\\nVersion: 1\\nRequires-Dist: left-alone\\n",
        "voiceguide-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nTag: py3-none-any\\n",
        "voiceguide-1.dist-info/entry_points.txt":
            "[console_scripts]\\nvoiceguide = program:main\\n",
        "voiceguide-1.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(os.path.join(folder, "voiceguide-1-py3-none-any.whl"), "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return "voiceguide-1-py3-none-any.whl"
"""

FIRST_TIME = "Setting up voiceguide for the first time; this takes about a minute.\n"


@dataclass
class Checkout:
    """A checkout with our scripts and a tiny program; pip is kept off the network."""

    root: Path
    environment: dict[str, str] = field(
        default_factory=lambda: {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    )

    @classmethod
    def make(cls, root: Path) -> Checkout:
        checkout = cls(root)
        (root / "scripts").mkdir(parents=True)
        (root / "requirements").mkdir()
        for name in ("lib.sh", "lib_environment.py", "voiceguide"):
            shutil.copy(SCRIPTS / name, root / "scripts" / name)
        (root / "backend").mkdir()
        (root / "backend" / "tiny.py").write_text(BACKEND)
        (root / "program.py").write_text(PROGRAM)
        (root / "pyproject.toml").write_text(PYPROJECT)
        for name in ("build", "run", "test"):
            checkout.lock(name).write_text("# nothing\n")
        return checkout

    def lock(self, name: str) -> Path:
        return self.root / "requirements" / f"{name}.txt"

    @property
    def voiceguide(self) -> Path:
        return self.root / "scripts" / "voiceguide"

    def begin(
        self, *arguments: str, cwd: Path | None = None, by: Path | None = None
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(by or self.voiceguide), *arguments],
            cwd=cwd or self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(
        self, *arguments: str, cwd: Path | None = None, by: Path | None = None
    ) -> tuple[int, str, str]:
        started = self.begin(*arguments, cwd=cwd, by=by)
        out, err = started.communicate(timeout=120)
        return started.returncode, out, err


def put(folder: Path, name: str, script: str) -> None:
    """A program on the path of a stand-in machine."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout, in a folder with spaces, that two first starts at once have made ready."""
    checkout = Checkout.make(tmp_path_factory.mktemp("machine") / "my  own 'place'")
    starts = [checkout.begin("play", str(number)) for number in (1, 2)]
    heard = [start.communicate(timeout=120) for start in starts]
    assert [start.returncode for start in starts] == [7, 7], heard
    assert [out for out, _ in heard] == [
        f"{checkout.root} ['play', '1']\n",
        f"{checkout.root} ['play', '2']\n",
    ]
    assert sorted(err for _, err in heard) == [
        "Another start is setting voiceguide up; waiting for it.\n",
        FIRST_TIME,
    ]
    return checkout


def test_the_second_start_is_silent_and_hands_on_arguments_folder_and_exit_code(
    ready: Checkout, tmp_path: Path
) -> None:
    arguments = ["play", "a b", "", "--x='y'", "*"]
    assert ready.run(*arguments, cwd=tmp_path) == (7, f"{tmp_path} {arguments}\n", "")


def test_it_starts_through_symlinks_from_anywhere(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "first").symlink_to(ready.voiceguide)
    (tmp_path / "second").symlink_to("first")
    assert ready.run("x", cwd=tmp_path, by=tmp_path / "second") == (7, f"{tmp_path} ['x']\n", "")


def test_a_module_of_the_same_name_in_the_persons_folder_is_not_taken(
    ready: Checkout, tmp_path: Path
) -> None:
    (tmp_path / "program.py").write_text("raise SystemExit('not ours')")
    assert ready.run("x", cwd=tmp_path) == (7, f"{tmp_path} ['x']\n", "")


@pytest.mark.parametrize("file", ["pyproject.toml", "requirements/run.txt"])
def test_a_changed_pyproject_or_lock_installs_anew_once(ready: Checkout, file: str) -> None:
    with (ready.root / file).open("a") as changed:
        changed.write("# changed\n")
    assert ready.run("x")[2] == "Bringing the environment of voiceguide up to date.\n"
    assert ready.run("x")[2] == ""


def test_when_its_python_was_removed_the_environment_is_made_anew(ready: Checkout) -> None:
    python = ready.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("python-of-last-year")
    assert ready.run("x") == (7, f"{ready.root} ['x']\n", FIRST_TIME)


def test_offline_it_says_what_to_do_and_the_next_start_begins_anew(tmp_path: Path) -> None:
    checkout = Checkout.make(tmp_path / "here")
    missing = f"of-this-name-there-is-no-package==1 --hash={HASH}\n"
    checkout.lock("run").write_text(missing)
    code, out, err = checkout.run("x")
    assert (code, out) == (4, "")
    assert err.startswith(f"{FIRST_TIME}voiceguide could not get the packages it needs.")
    assert "No matching distribution found for of-this-name-there-is-no-package" in err
    assert "hint: look whether this machine is online" in err

    checkout.lock("run").write_text("# nothing\n")
    (checkout.root / ".venv" / "half-made").touch()
    moved = Checkout(checkout.root.rename(tmp_path / "there"))
    assert moved.run("x") == (7, f"{moved.root} ['x']\n", FIRST_TIME)
    assert moved.run("x")[2] == ""


SOURCE_ONLY = {
    "tiny-1/PKG-INFO": "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n",
    "tiny-1/pyproject.toml": """
[build-system]
requires = ["a-tool-of-any-version"]
build-backend = "tiny"
backend-path = ["."]
""",
    "tiny-1/tiny.py": BACKEND.replace("build_editable", "build_wheel").replace(
        "voiceguide", "tiny"
    ),
}


def put_source_only(folder: Path) -> str:
    """A source archive that asks for a tool to build it; its line in a lock."""
    archive = folder / "tiny-1.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, text in SOURCE_ONLY.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return f"tiny==1 --hash=sha256:{hashlib.sha256(archive.read_bytes()).hexdigest()}\n"


def test_what_is_published_as_source_is_built_with_the_locks_own_tools(tmp_path: Path) -> None:
    checkout = Checkout.make(tmp_path / "here")
    checkout.environment["PIP_FIND_LINKS"] = str(tmp_path)
    checkout.lock("run").write_text(put_source_only(tmp_path))
    assert checkout.run("x") == (7, f"{checkout.root} ['x']\n", FIRST_TIME)
    assert list(checkout.root.glob(".venv/lib/*/site-packages/tiny-1.dist-info"))


def test_a_package_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    checkout = Checkout.make(tmp_path / "here")
    checkout.environment["PIP_FIND_LINKS"] = str(tmp_path)
    put_source_only(tmp_path)
    checkout.lock("run").write_text(f"tiny==1 --hash={HASH}\n")
    code, _, err = checkout.run("x")
    assert code == 4
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in err


def test_the_persons_own_settings_of_pip_do_not_alter_what_is_installed(tmp_path: Path) -> None:
    checkout = Checkout.make(tmp_path / "here")
    (tmp_path / "constraints.txt").write_text("voiceguide==9\n")
    checkout.environment |= {
        "PIP_CONSTRAINT": str(tmp_path / "constraints.txt"),
        "PIP_TARGET": str(tmp_path / "elsewhere"),
        "PIP_REQUIRE_HASHES": "1",
        "PYTHONPATH": str(tmp_path),
    }
    assert checkout.run("x") == (7, f"{checkout.root} ['x']\n", FIRST_TIME)
    assert not (tmp_path / "elsewhere").exists()


def test_all_that_is_installed_here_fits_together() -> None:
    command = [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "No broken requirements found.\n")


def test_without_a_python_it_says_which_is_needed(tmp_path: Path) -> None:
    checkout = Checkout.make(tmp_path / "here")
    put(tmp_path / "bin", "python3", "exit 1")
    checkout.environment["PATH"] = str(tmp_path / "bin")
    code, out, err = checkout.run("x")
    assert (code, out) == (4, "")
    assert err.startswith("voiceguide needs Python 3.11 or newer, and found none.\n  hint: install")


WITHOUT_ENSUREPIP = f"""
case "$*" in *ensurepip*) exit 1 ;; *-c*) exec "{sys.executable}" "$@" ;; esac
shift
exec "{sys.executable}" -I -c 'import runpy, sys
sys.modules["ensurepip"] = None
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")' "$@"
"""


@pytest.mark.parametrize(
    ("debian", "hint"),
    [
        (True, "type: sudo apt install python3.{}-venv"),
        (False, "install the venv and ensurepip modules of Python 3.{}"),
    ],
)
def test_where_venv_is_missing_it_says_the_line_to_type(
    tmp_path: Path, debian: bool, hint: str
) -> None:
    checkout = Checkout.make(tmp_path / "here")
    put(tmp_path / "bin", "python3", WITHOUT_ENSUREPIP)
    if debian:
        put(tmp_path / "bin", "apt-get", "exit 1")
    checkout.environment["PATH"] = str(tmp_path / "bin")
    code, _, err = checkout.run("x")
    assert code == 4
    assert err.splitlines() == [
        f"Python 3.{sys.version_info.minor} here cannot make an environment for voiceguide.",
        f"  hint: {hint.format(sys.version_info.minor)}",
    ]
    assert not (checkout.root / ".venv").exists()


def test_a_python_that_can_make_environments_is_taken_before_a_newer_one(tmp_path: Path) -> None:
    put(tmp_path / "bin", "python3.13", WITHOUT_ENSUREPIP)
    put(tmp_path / "bin", "python3.12", f'exec "{sys.executable}" "$@"')
    found = subprocess.run(
        ["/bin/sh", "-c", f'self="{SCRIPTS}/voiceguide"; . "{SCRIPTS}/lib.sh"; find_python'],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == f"{tmp_path}/bin/python3.12\n"


@pytest.mark.parametrize("name", ["voiceguide", "test", "test-newest", "check", "coverage"])
def test_the_scripts_are_plain_sh_and_may_be_run(name: str) -> None:
    script = SCRIPTS / name
    assert script.read_text().startswith("#!/bin/sh\n")
    assert os.access(script, os.X_OK)
    subprocess.run(["/bin/sh", "-n", str(script)], check=True)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["plain"], ["not device"]),
        (["device"], ["device -o cache_dir=.pytest_cache/device tests/device"]),
        (
            [],
            [
                "not device",
                "device -o cache_dir=.pytest_cache/device tests/device",
            ],
        ),
        (["tests/audio", "-q"], ["-m pytest tests/audio -q"]),
    ],
)
def test_the_tests_can_be_run_in_two_parts(
    tmp_path: Path, arguments: list[str], parts: list[str]
) -> None:
    checkout = prepared(tmp_path, 'echo "$@"')
    put(tmp_path / "tests", "test_plain.py", "\n")
    code, out, err = checkout.run(*arguments, by=tmp_path / "scripts" / "test")
    assert (code, err) == (0, "")
    ran = [line.rpartition(" -m ")[2] or line for line in out.splitlines()]
    assert ran == parts


def prepared(tmp_path: Path, python: str) -> Checkout:
    """A checkout whose environment is there, with stand-ins for its Python and a sound server."""
    checkout = Checkout.make(tmp_path)
    shutil.copy(SCRIPTS / "test", tmp_path / "scripts")
    shutil.copy(SCRIPTS / "lib_last_failed.py", tmp_path / "scripts")
    (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    for name in ("python", "voiceguide"):
        put(tmp_path / ".venv" / "bin", name, python)
    (tmp_path / ".venv" / "made-at").write_text(f"{tmp_path}\n")
    locked = [checkout.lock(name) for name in ("build", "run", "test")]
    made_from = b"".join(file.read_bytes() for file in (tmp_path / "pyproject.toml", *locked))
    for purpose in ("test", "simpleaudio"):
        (tmp_path / ".venv" / f"ready-{purpose}").write_bytes(made_from)
    for name in ("pulseaudio", "pactl", "parec"):
        put(tmp_path / "bin", name, "exit 1")
    checkout.environment["PATH"] = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    return checkout


@pytest.mark.parametrize(("fails", "code"), [(0, 0), (1, 0), (2, 0), (3, 1)])
def test_a_device_test_that_is_tried_again_is_told_whether_it_passes_or_not(
    tmp_path: Path, fails: int, code: int
) -> None:
    name = "tests/device/test_x.py::test_it"
    python = f"""
        case "$*" in *lib_last_failed*) exec "{sys.executable}" "$@" ;; esac
        echo run >>"{tmp_path}/runs"
        [ "$(wc -l <"{tmp_path}/runs")" -gt {fails} ] && exit 0
        mkdir -p "{tmp_path}/.pytest_cache/device/v/cache"
        echo '{{"{name}": true, "tests/other.py::test_y": true}}' \
            >"{tmp_path}/.pytest_cache/device/v/cache/lastfailed"
        exit 1"""
    checkout = prepared(tmp_path, python)
    ended, out, _ = checkout.run("device", by=tmp_path / "scripts" / "test")
    assert ended == code
    tries = ["second", "third"][: min(fails, 2)]
    told = [line for line in out.splitlines() if " try: " in line]
    assert told == [f"{each} try: {name} " for each in tries]
    assert len((tmp_path / "runs").read_text().splitlines()) == min(fails, 2) + 1


def test_ci_installs_what_a_machine_needs_then_tests_and_checks() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    for told in ("scripts/test plain", "scripts/test device", "scripts/check"):
        assert f"{told} || status=$?" in lines
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)


FETCHED = "python scripts/lib_side_environment.py neural hearing"


def ci(tmp_path: Path, fails: str = "", code: int = 1) -> tuple[int, str]:
    """What .ci/run does on a stand-in machine where one program, with its words, fails."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / "tests" / "exporting" / "node").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    put(tmp_path / "bin", "dpkg-query", "printf installed")
    put(tmp_path / "bin", "apt-get", "echo apt-get; exit 1")
    put(tmp_path / "bin", "npm", "true")
    put(tmp_path / "scripts", "lib.sh", "prepare() { echo prepared; }")
    for folder, names in (
        ("scripts", ("test", "check", "coverage", "test-newest")),
        (".venv/bin", ("python",)),
    ):
        for name in names:
            fail = f'[ "{name} $*" != "{fails}" ] || exit {code}'
            put(tmp_path / folder, name, f'echo "{name} $*"\n{fail}')
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        [str(tmp_path / ".ci" / "run")],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_ci_installs_nothing_where_all_is_there_and_tells_of_the_newest_last(
    tmp_path: Path,
) -> None:
    code, out = ci(tmp_path)
    assert code == 0
    assert out.splitlines()[1:8] == [
        "prepared",
        "check ",
        FETCHED,
        "test plain",
        "coverage report",
        "test device",
        "test-newest ",
    ]


def test_the_newest_releases_are_told_of_and_never_fail_the_build(tmp_path: Path) -> None:
    code, out = ci(tmp_path, "test-newest ")
    assert (code, out.splitlines()[-1]) == (0, "newest releases: not tried to the end (1)")


@pytest.mark.parametrize("fails", ["test plain", "test device", "check ", FETCHED])
def test_what_fails_with_the_lock_fails_the_build(tmp_path: Path, fails: str) -> None:
    code, out = ci(tmp_path, fails, 3)
    assert code == 3
    assert {"check ", "test plain", "test device"} <= set(out.splitlines())


def check_docs(root: Path, page: str) -> tuple[int, str]:
    (root / "scripts").mkdir()
    (root / "docs").mkdir()
    shutil.copy(SCRIPTS / "check-docs", root / "scripts")
    (root / "docs" / "other.md").write_text("# Of tones and pips\n")
    (root / "README.md").write_text(page)
    command = [sys.executable, str(root / "scripts" / "check-docs")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_links_that_lead_somewhere_are_right(tmp_path: Path) -> None:
    page = (
        "# A\n[a](docs/other.md) [b](docs/other.md#of-tones-and-pips)\n"
        "[c](https://example.org/none.md) [d](#a)\n"
    )
    assert check_docs(tmp_path, page) == (0, "")


def test_files_that_are_named_and_not_there_are_told_with_their_line(tmp_path: Path) -> None:
    page = "# A\nSee `docs/other.md`.\nAnd `tests/test_none.py`, `tests/`, `none.py`.\n"
    assert check_docs(tmp_path, page) == (1, "README.md:3: there is no tests/test_none.py\n")


def test_links_that_lead_nowhere_are_told_with_their_line(tmp_path: Path) -> None:
    page = (
        "# A\n[a](docs/none.md)\n`[code](none.md)`\n"
        "```\n[code](none.md)\n```\n[b](docs/other.md#none)\n"
    )
    assert check_docs(tmp_path, page) == (
        1,
        "README.md:2: the link to docs/none.md leads nowhere\n"
        "README.md:7: no heading for #none in other.md\n",
    )
