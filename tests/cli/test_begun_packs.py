"""What `voices record` may not call a new pack is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from voiceguide.speech.recordings.pack_making import begin_pack
from voiceguide.speech.recordings.voice_pack import read_pack


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--language", "xx!", "'xx!' is no language"),
        ("--fallback", "recorded:x", "cannot be a recorded one"),
        ("--name", "x" * 300, "'name' cannot be "),
        ("--name", "two\nlines", "'name' cannot be "),
        ("--name", "\udcff", "'name' cannot be "),
        ("--name", " ", "'name' cannot be "),
    ],
)
def test_what_a_pack_cannot_say_of_itself_is_refused_before_it_is_begun(
    ask: Ask, tmp_path: Path, short: Path, option: str, value: str, why: str
) -> None:
    answer = ask("voices", "record", str(tmp_path / "mine"), str(short), option, value)
    assert answer.code == 2
    assert "no pack can be begun in " in answer.err
    assert why in answer.err
    assert not (tmp_path / "mine").exists()


def test_a_pack_is_begun_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    begin_pack(tmp_path / "new" / "anna", "Anna", "en", "refuse")
    pack = read_pack(tmp_path / "new" / "anna")
    assert (pack.name, pack.fallback, pack.files) == ("Anna", None, ())
