"""Tab in real shells, with the completion files that the wheel installs."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHARE = Path(__file__).resolve().parent.parent / "share"
BASH = SHARE / "bash-completion" / "completions" / "voiceguide"
ZSH = SHARE / "zsh" / "site-functions"
FISH = SHARE / "fish" / "vendor_completions.d" / "voiceguide.fish"
ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[a-zA-Z]|[=>])")
PATIENCE_S = 30.0

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the shells are those of POSIX")


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        shutil.which(shell) is None and os.environ.get("CI") != "true", reason=f"needs {shell}"
    )


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A home of one's own, with the program of this environment found first."""
    programs = Path(sys.executable).parent
    return {
        "HOME": str(tmp_path),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "TERM": "dumb",
        "PS1": "> ",
        "LC_ALL": "C.UTF-8",
    }


class Typist:
    """Types at a shell and reads what its terminal shows."""

    def __init__(self, terminal: int) -> None:
        self.terminal = terminal
        self.shown = ""

    def types(self, text: str) -> None:
        self.shown = ""
        os.write(self.terminal, text.encode())

    def sees(self, text: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while text not in self.shown:
            ready, _, _ = select.select([self.terminal], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{text!r} was never shown, but {self.shown!r}"
            self.shown += ESCAPES.sub("", os.read(self.terminal, 4096).decode(errors="replace"))


@contextmanager
def at_shell(env: dict[str, str], *command: str) -> Iterator[Typist]:
    """A shell at a terminal of its own."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, env)  # noqa: S606  # a shell is what is tested
    try:
        yield Typist(terminal)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def completes_commands_and_routines(typist: Typist) -> None:
    typist.types("voiceguide pl\t")
    typist.sees("voiceguide play")
    typist.types(" mor\t")
    typist.sees("morning")


@needs("bash")
def test_bash_completes_commands_and_routines(env: dict[str, str]) -> None:
    with at_shell(env, "bash", "--noprofile", "--norc", "-i") as typist:
        typist.types(f"source {BASH}; echo re''ady\n")
        typist.sees("ready")
        completes_commands_and_routines(typist)


@needs("zsh")
def test_zsh_completes_commands_and_routines(env: dict[str, str]) -> None:
    with at_shell(env, "zsh", "-f", "-i") as typist:
        typist.types(f"fpath=({ZSH} $fpath); autoload -Uz compinit; compinit -D; echo re''ady\n")
        typist.sees("ready")
        completes_commands_and_routines(typist)


@needs("fish")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("voiceguide pl", "play"),
        ("voiceguide play mor", "morning"),
        ("voiceguide play morning --lev", "--level"),
    ],
)
def test_fish_completes_commands_routines_and_options(
    typed: str, offered: str, env: dict[str, str]
) -> None:
    command = f"source {FISH}; complete --do-complete '{typed}'"
    done = subprocess.run(
        ["fish", "--no-config", "--command", command],
        env=env, capture_output=True, text=True, check=True, timeout=PATIENCE_S,
    )  # fmt: skip
    words = [line.partition("\t")[0] for line in done.stdout.splitlines() if line]
    assert words == [offered]
