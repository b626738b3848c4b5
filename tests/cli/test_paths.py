"""Every command, with every sort of path that cannot be used, in every place that takes one.

What must come of it is always the same: words, and exit code 2 or 4; never a traceback.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT, Ask

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the paths of POSIX systems")

SILENT = ("--voice", "estimate")
PLACES: dict[str, Callable[[str], tuple[str, ...]]] = {
    "play": lambda path: ("play", path, "--yes", "--output", "silent", *SILENT),
    "script": lambda path: ("script", path, *SILENT),
    "show": lambda path: ("show", path),
    "check": lambda path: ("check", path),
    "import": lambda path: ("import", path),
    "export": lambda path: ("export", path, "-o", "never.txt", *SILENT),
    "export -o": lambda path: ("export", "desk-break", "-o", path, *SILENT),
    "export --force -o": lambda path: ("export", "desk-break", "-o", path, "--force", *SILENT),
    "export --all -o": lambda path: ("export", "--all", "--as", "lrc", "-o", path, *SILENT),
    "export --music": lambda path: (
        *("export", "desk-break", "-o", "never.wav", "--music", path, *SILENT),
    ),
    "play --music": lambda path: (
        *("play", "desk-break", "--yes", "--output", "silent", "--music", path, *SILENT),
    ),
    "import -o": lambda path: ("import", "workout.md", "-o", path),
    "log --export": lambda path: ("log", "--export", path),
    "progress -o": lambda path: ("progress", "-o", path),
}
SUFFIX = {
    "export -o": ".txt",
    "export --force -o": ".txt",
    "export --all -o": "",
    "export --music": ".mp3",
    "play --music": ".mp3",
    "log --export": ".json",
    "progress -o": ".html",
}
FOLDERS = ("CONFIG", "DATA", "CACHE", "STATE", "RUNTIME")
SOFT = (0, 2, 4)


@contextmanager
def rights_of_a_person() -> Iterator[None]:
    """Root reads everything; without two capabilities it is as anybody else in this thread."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    before = (ctypes.c_uint32 * 6)()
    assert libc.capget(head, before) == 0
    fewer = (ctypes.c_uint32 * 6)(*before)
    fewer[0] &= ~(1 << 1 | 1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(head, fewer) == 0
    try:
        yield
    finally:
        assert libc.capset(head, before) == 0


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder with a script to import, and folders of the test's own."""
    for kind in FOLDERS:
        monkeypatch.setenv(f"VOICEGUIDE_{kind}_DIR", str(tmp_path / kind.lower()))
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "workout.md").write_text("# Workout\n\nSit up. [pause 5s]\n")
    (folder / "locked").mkdir()
    for suffix in (".yaml", ".md", ".txt", ".mp3", ".json", ".html"):
        (folder / "locked" / f"inside{suffix}").write_text("x")
        (folder / f"unreadable{suffix}").write_text("x")
        (folder / f"unreadable{suffix}").chmod(0)
        (folder / f"link{suffix}").symlink_to("nowhere" + suffix)
        (folder / f"circle{suffix}").symlink_to(f"circle{suffix}")
        os.mkfifo(folder / f"pipe{suffix}")
        (folder / f"folder{suffix}").mkdir()
    (folder / "locked").chmod(0)
    monkeypatch.chdir(folder)
    yield folder
    (folder / "locked").chmod(0o700)


BAD = {
    "in a folder one may not enter": "locked/inside{}",
    "new in a folder one may not enter": "locked/new{}",
    "the folder itself": "locked",
    "unreadable": "unreadable{}",
    "a name too long": "x" * 300 + "{}",
    "a path too long": "x/" * 3000 + "x{}",
    "a link to nothing": "link{}",
    "a link to itself": "circle{}",
    "a pipe": "pipe{}",
    "a folder": "folder{}",
    "below a file": "workout.md/x{}",
    "not UTF-8, and not there": os.fsdecode(b"nowhere/caf\xe9") + "{}",
    "with a line end": "a\nb/c{}",
    "with an escape": "a\x1b[2Jb/c{}",
    "of nobody": "~nosuchuser/x{}",
    "empty": "",
    "a dot": ".",
    "a device": "/dev/full",
    "of the kernel": "/proc/self/mem",
    "an option": "-",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_path_that_cannot_be_used_is_told_in_words(place: str, here: Path, ask: Ask) -> None:
    suffix = SUFFIX.get(place, ".yaml")
    for sort, path in BAD.items():
        with rights_of_a_person():
            answer = ask(*PLACES[place](path.format(suffix)))
        told = f"{place}, {sort}: exit {answer.code}\n{answer.out}{answer.err}"
        assert answer.code in SOFT, told
        if answer.code:
            assert answer.err.strip(), told
            assert "\x1b" not in answer.err, told
            assert "Traceback" not in answer.err, told


@pytest.mark.parametrize("place", PLACES)
def test_a_working_directory_that_is_gone_stops_no_command_with_a_traceback(
    place: str, here: Path, ask: Ask, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    answer = ask(*PLACES[place](f"some{SUFFIX.get(place, '.yaml')}"))
    assert answer.code in (2, 4), answer.err
    assert answer.err.strip()


@pytest.mark.parametrize("command", [("list",), ("check",), ("show", "morning"), ("log",)])
def test_commands_that_need_no_working_directory_work_without_one(
    command: tuple[str, ...], here: Path, ask: Ask, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert ask(*command).code == 0


@pytest.mark.parametrize("kind", FOLDERS)
@pytest.mark.parametrize(
    "path", ["locked/x", "unreadable.txt", "x" * 300, "~nosuchuser/x", "circle.txt", "/dev/full/x"]
)
@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("script", "desk-break", *SILENT),
        ("log",),
        ("log", "add", "walk", "30"),
        ("progress",),
        ("profile",),
        ("resume",),
        ("new", "mine"),
        ("control", "status"),
        ("list", "sounds"),
        ("remind", "--status"),
        ("check",),
    ],
    ids=" ".join,
)
def test_a_folder_of_ones_own_that_cannot_be_used_is_told_in_words(
    command: tuple[str, ...],
    path: str,
    kind: str,
    here: Path,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = path if path.startswith(("~", "/")) else str(here / path)
    monkeypatch.setenv(f"VOICEGUIDE_{kind}_DIR", given)
    with rights_of_a_person():
        answer = ask(*command)
    assert answer.code in SOFT, answer.err
    if answer.code:
        assert answer.err.strip()


def test_a_file_whose_name_is_not_utf_8_is_played_checked_and_written(here: Path, ask: Ask) -> None:
    name = os.fsdecode(b"caf\xe9")
    Path(f"{name}.yaml").write_text(SHORT)
    assert ask("check", f"{name}.yaml").code == 0
    assert ask("script", f"{name}.yaml", *SILENT).code == 0
    for suffix in (".txt", ".wav", ".m4a", ".mp3", ".html", ".json", ".cue", ".csv", ".ssml"):
        answer = ask("export", f"{name}.yaml", "-o", f"{name}{suffix}", *SILENT)
        assert answer.code == 0, answer.err
        assert Path(f"{name}{suffix}").is_file()


@pytest.mark.parametrize(
    "words", [("--help",), ("list",), ("script", "desk-break", *SILENT), ("list", "--json")]
)
def test_a_full_disk_behind_standard_output_is_told(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "voiceguide", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 4, done.stderr
    assert done.stderr == (
        "standard output cannot be written: the disk is full\n  hint: free some space\n"
    )


WITHOUT_HOME = """
import os
from platformdirs import PlatformDirs
from voiceguide.errors import Missing
from voiceguide.settings import Folders
PlatformDirs("x").user_data_path  # loaded while it still may be read
os.setuid(54321)
try:
    Folders.of_user()
except Missing as missing:
    print(missing.exit_code, missing)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user's id")
def test_a_person_without_a_home_is_told_what_to_set() -> None:
    own = ("VOICEGUIDE_", "XDG_", "HOME")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOME], capture_output=True, text=True, env=plain, check=True
    )
    assert done.stdout.startswith("4 you have no home folder")
    assert "set HOME to a folder of yours" in done.stdout
