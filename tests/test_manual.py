"""The manual page: up to date, and what readers of manual pages take without a warning."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from scripts.lib_manual import PAGE, page, written_date
from voiceguide.cli.program import MODULES


def test_the_page_in_the_checkout_is_that_of_the_commands() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(written_date()), "run scripts/make-manual"


def test_every_command_has_its_section() -> None:
    sections = [line for line in page("2026-01-01").splitlines() if line.startswith(".SS ")]
    assert sections == [f".SS voiceguide {name}" for name in MODULES]


@pytest.mark.parametrize(
    "command",
    [
        ["mandoc", "-T", "lint", "-W", "warning"],
        ["groff", "-man", "-T", "utf8", "-w", "w", "-z"],
        ["man", "--warnings", "--local-file"],
    ],
    ids=lambda command: command[0],
)
def test_its_readers_have_nothing_to_say_against_it(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"needs {command[0]}")
    done = subprocess.run([*command, str(PAGE)], capture_output=True, text=True, check=False)
    complaints = done.stdout if command[0] == "mandoc" else ""
    assert (done.returncode, done.stderr, complaints) == (0, "", "")
