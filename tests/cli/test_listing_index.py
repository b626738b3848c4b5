"""The list of routines is quick the second time, and never of what was there before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import voiceguide
from tests.cli.conftest import Ask, Run
from voiceguide.app import listing_index
from voiceguide.app.listing_index import INDEX_FILE, index_key, keep_index, read_index
from voiceguide.routine.library import BUILT_IN
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders, load_settings

MINE = """\
name: Mine
level: gentle
items:
  - my-hold
"""


def exercise_like(built_in: str, config: Path) -> None:
    """An exercise of one's own as a built-in one is."""
    text = (BUILT_IN / "exercises" / f"{built_in}.yaml").read_text()
    mine = config / "library" / "exercises" / "my-hold.yaml"
    mine.write_text(text.replace(f"id: {built_in}", "id: my-hold"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def mine(config: Path, cache: Path) -> Path:
    """A routine of one's own, of an exercise of one's own; nothing is listed yet."""
    assert not cache.exists()
    for kind in ("routines", "exercises"):
        (config / "library" / kind).mkdir(parents=True)
    exercise_like("hamstring-stretch", config)
    path = config / "library" / "routines" / "mine.yaml"
    path.write_text(MINE)
    return path


def lengths(ask: Ask) -> dict[str, Any]:
    answer = ask("list", "--json")
    assert answer.code == 0, answer.err
    return {entry["id"]: entry.get("length_ms") for entry in json.loads(answer.out)}


def forge(length_ms: int = 1234) -> None:
    """Have the index say another length, so that it shows where the index is believed."""
    folders = Folders.of_user()
    key = index_key(folders, load_settings(folders.config_file))
    assert key is not None
    kept = read_index(folders, key)
    assert kept is not None
    for entry in kept[0]:
        entry["length_ms"] = length_ms
    keep_index(folders, key, kept)


def test_what_has_not_changed_comes_from_the_index(ask: Ask, mine: Path) -> None:
    first = ask("list")
    assert ask("list") == first
    forge()
    assert set(lengths(ask).values()) == {1234}


@pytest.mark.usefixtures("mine")
def test_from_the_index_nothing_is_laid_out() -> None:
    code = (
        "import sys; from voiceguide.cli import main; main();"
        "print(sorted(name for name in sys.modules if name.startswith('voiceguide.')))"
    )
    command = [sys.executable, "-c", code, "list"]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    loaded = [run.stdout.splitlines()[-1] for run in runs]
    assert "voiceguide.compiler" in loaded[0]
    assert "voiceguide.compiler" not in loaded[1]
    assert "voiceguide.routine" not in loaded[1]


def test_an_edited_routine_has_its_new_length(ask: Ask, mine: Path) -> None:
    before = lengths(ask)["mine"]
    forge()
    mine.write_text(f"{MINE}  - rest: 1 min\n")
    assert lengths(ask)["mine"] >= before + 60_000


def test_an_edit_that_leaves_size_and_time_as_they_were_is_noticed(
    program: Run, mine: Path
) -> None:
    def length_ms() -> int:
        told = {each["id"]: each for each in json.loads(program("list", "--json").stdout)}
        return int(told["mine"]["length_ms"])

    mine.write_text(f"{MINE}  - rest: 10 s\n")
    before, shortest_ms = mine.stat(), length_ms()
    mine.write_text(f"{MINE}  - rest: 90 s\n")
    os.utime(mine, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert length_ms() == shortest_ms + 80_000


def test_an_edited_exercise_of_ones_own_changes_its_routines(
    ask: Ask, mine: Path, config: Path
) -> None:
    before = lengths(ask)["mine"]
    forge()
    exercise_like("cat-stretch", config)
    assert lengths(ask)["mine"] not in (before, 1234)


def test_a_routine_that_is_new_or_gone_is_listed_as_that(ask: Ask, mine: Path) -> None:
    lengths(ask)
    mine.rename(mine.with_name("other.yaml"))
    now = lengths(ask)
    assert "other" in now
    assert "mine" not in now


def test_other_settings_give_other_lengths(ask: Ask, mine: Path, config: Path) -> None:
    before = lengths(ask)["mine"]
    forge()
    (config / "config.toml").write_text('level = "strong"\npace = "calm"\n')
    assert lengths(ask)["mine"] > before


def test_a_routine_that_is_now_in_another_language_is_laid_out_anew(ask: Ask, mine: Path) -> None:
    rest = "name: Mine\nlanguage: en\nitems:\n  - rest: 20 s\n"
    mine.write_text(rest)
    lengths(ask)
    forge()
    mine.write_text(rest.replace("en", "de"))
    assert lengths(ask)["mine"] not in (1234, None)
    mine.write_text(rest.replace("en", "xx"))
    assert lengths(ask)["mine"] is None


def test_tones_of_ones_own_are_looked_at_again(ask: Ask, mine: Path, config: Path) -> None:
    before = lengths(ask)
    forge()
    (config / "sounds").mkdir()
    (config / "sounds" / "unheard.txt").write_text("no tone")
    assert lengths(ask) == before


def test_another_version_of_the_program_makes_it_anew(
    ask: Ask, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lengths(ask)
    forge()
    monkeypatch.setattr(listing_index, "program_version", lambda: "99")
    assert lengths(ask) == before


def test_a_changed_file_of_the_program_makes_it_anew(
    ask: Ask, mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = tmp_path / "program" / "__init__.py"
    module.parent.mkdir()
    module.write_text("")
    monkeypatch.setattr(voiceguide, "__file__", str(module))
    before = lengths(ask)
    forge()
    assert lengths(ask) != before
    (module.parent / "compiler.py").write_text("")
    assert lengths(ask) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("600000", "700000"),
        lambda _text: "[1, 2]",
        lambda _text: "[" * 100_000,
        lambda _text: "",
    ],
    ids=["cut off", "a changed length", "something else", "nested", "empty"],
)
def test_a_broken_index_is_made_anew(ask: Ask, mine: Path, cache: Path, damage: Any) -> None:
    before, file = lengths(ask), cache / INDEX_FILE
    whole = file.read_text()
    file.write_text(damage(whole))
    assert lengths(ask) == before
    assert file.read_text() == whole


def test_where_no_index_can_be_kept_the_list_is_the_same(ask: Ask, mine: Path, cache: Path) -> None:
    (cache / INDEX_FILE).mkdir(parents=True)
    assert lengths(ask)["morning"] == 600_000
    assert lengths(ask)["morning"] == 600_000


def test_with_a_routine_that_cannot_be_used_nothing_is_kept(
    ask: Ask, mine: Path, cache: Path
) -> None:
    mine.write_text("name: [\n")
    assert lengths(ask)["mine"] is None
    assert not (cache / INDEX_FILE).exists()


def test_the_index_is_another_for_other_folders(cache: Path, tmp_path: Path) -> None:
    one, two = (
        Folders(tmp_path / name, tmp_path / "data", cache, tmp_path / "state") for name in "ab"
    )
    assert index_key(one, SessionOptions()) != index_key(two, SessionOptions())
