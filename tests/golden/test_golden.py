"""What the coach says of every built-in routine, to be read as a diff when it changes."""

from __future__ import annotations

import pytest

from tests.golden.cases import FOLDER, cases, script_of


@pytest.mark.parametrize("file", cases())
def test_the_script_is_as_it_was_read_and_found_good(file: str) -> None:
    written = FOLDER / file
    assert written.is_file(), "a new routine: run scripts/golden, and read its script aloud"
    if script_of(*cases()[file]) != written.read_text(encoding="utf-8"):
        pytest.fail("the script has changed: run scripts/golden, and read the diff")


def test_there_is_no_script_of_a_routine_that_is_gone() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == set(cases())
