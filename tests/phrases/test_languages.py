"""A language is data: a foreign one needs no code elsewhere, and no code names one."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import voiceguide
from voiceguide.exporting import script_text
from voiceguide.importing.rest_names import is_rest
from voiceguide.importing.spoken_lines import spoken_lines
from voiceguide.phrases.languages import add_languages, all_languages, base_language
from voiceguide.phrases.phrases import languages, phrases_of
from voiceguide.phrases.spoken import spoken_form
from voiceguide.routine.library import BUILT_IN, Library
from voiceguide.session import estimated, load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.speech.calibration import lines_of

REGISTRY = """
[eo]
numbers = "numbers_of_a_stranger"
plurals = ["one", "few", "other"]
plural_rule = "n == 1 ? 0 : n < 5 ? 1 : 2"
voices = { espeak = "eo+Annie" }
rests = ["ripozo"]
titles = ["s-ro."]
calibration = ["Spiru malrapide tra la nazo."]
"""
NUMBERS = """
from voiceguide.structs import replace
from voiceguide.phrases.numbers_en import NUMBERS as ENGLISH

WORDS = "nul unu du tri kvar kvin ses sep ok naŭ dek".split()
UNITS = {**ENGLISH.units, "s": ("unu sekundo", "sekundoj")}
NUMBERS = replace(ENGLISH, cardinal=lambda n: WORDS[n] if n < 11 else "multe", units=UNITS)
"""
SECONDS = 'seconds = { one = "unu sekundo", few = "{n} sekundetoj", other = "{n} sekundoj" }'
ROUTINE = """
language: eo
name: Matene
items:
  - {step: Staru, for: 4 s}
"""


@pytest.fixture
def esperanto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a stranger's language, which is known meanwhile."""
    english = (Path(voiceguide.__file__).parent / "phrases" / "en.toml").read_text(encoding="utf-8")
    phrases = re.sub(r"(?m)^seconds = .*$", SECONDS, english)
    (tmp_path / "languages.toml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "eo.toml").write_text(phrases, encoding="utf-8")
    (tmp_path / "numbers_of_a_stranger.py").write_text(NUMBERS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    forget = add_languages(tmp_path)
    yield tmp_path
    forget()


@pytest.mark.usefixtures("esperanto")
def test_a_foreign_language_counts_and_says_units_in_its_own_words() -> None:
    say = phrases_of("eo-XX")
    assert [say.time(seconds * 1000) for seconds in (1, 3, 7)] == [
        "unu sekundo",
        "tri sekundetoj",
        "sep sekundoj",
    ]
    assert spoken_form("Tenu 5 s", "eo") == "Tenu kvin sekundoj"


@pytest.mark.usefixtures("esperanto")
def test_a_foreign_language_is_measured_spoken_and_imported_from() -> None:
    assert lines_of("eo") == ("Spiru malrapide tra la nazo.",)
    assert all_languages()["eo"].voices["espeak"] == "eo+Annie"
    assert is_rest("Ripozo")
    assert spoken_lines("S-ro. Kaj Dr. Unu.", "eo") == ("S-ro. Kaj Dr.", "Unu.")


def test_a_routine_in_a_foreign_language_is_coached_in_it(esperanto: Path) -> None:
    own = esperanto / "own"
    own.mkdir()
    (own / "matene.yaml").write_text(ROUTINE, encoding="utf-8")
    folders = Folders(*(esperanto / kind for kind in ("config", "data", "cache", "state")))
    built_in = esperanto / "library"
    shutil.copytree(BUILT_IN, built_in, ignore=shutil.ignore_patterns("routines"))
    (built_in / "eo").mkdir()
    for single in ("positions", "equipment", "safety"):
        shutil.copy(BUILT_IN / f"{single}.yaml", built_in / "eo")
    loaded = load("matene", folders, Library([own], built_in))
    timeline = estimated(loaded, SessionOptions(), folders)
    assert "kvar sekundetoj" in script_text(timeline).lower()


@pytest.mark.usefixtures("esperanto")
def test_a_foreign_language_is_known_until_it_is_forgotten() -> None:
    assert "eo" in languages()


def test_nothing_of_it_is_left() -> None:
    assert "eo" not in all_languages()
    assert not is_rest("Ripozo")


def test_a_language_is_meant_with_any_country() -> None:
    assert [base_language(each) for each in ("en", "en-GB", "DE-at")] == ["en", "en", "de"]


NAMES_LANGUAGES = {"exporting/tags": "the three letters of ISO 639-2 that containers want"}


def test_no_code_asks_for_a_language_by_name() -> None:
    package = Path(voiceguide.__file__).parent
    named = {
        str(path.relative_to(package).with_suffix(""))
        for path in package.rglob("*.py")
        if _branches(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert named == set(NAMES_LANGUAGES)


def _branches(tree: ast.Module) -> bool:
    """Whether a language's code is compared, looked up, matched, or is a key."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare():
                parts = [node.left, *node.comparators]
            case ast.Dict():
                parts = [key for key in node.keys if key is not None]
            case ast.Subscript():
                parts = [node.slice]
            case ast.MatchValue():
                parts = [node.value]
            case ast.Call(func=ast.Attribute(attr="startswith" | "get")):
                parts = list(node.args)
            case _:
                continue
        inside = (each for part in parts for each in ast.walk(part))
        if any(isinstance(each, ast.Constant) and each.value in all_languages() for each in inside):
            return True
    return False
