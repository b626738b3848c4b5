"""A pack whose fallback is missing here: told early, and never in the way of other sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.speech.pack_kit import TOML, pack, spoken, wav
from voiceguide.app.pack_fallback import fallback_fault
from voiceguide.speech import added_voices
from voiceguide.speech.added_voices import best_voice, choose_voice


@pytest.fixture(autouse=True)
def installed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What neural voices need seems to be here, and no voice of theirs is."""
    monkeypatch.setitem(added_voices.PACKAGES, "piper", "voiceguide")


def pack_with(folder: Path, fallback: str) -> Path:
    toml = TOML.replace("estimate", fallback)
    return pack(folder / "anna", toml, breathe_in=wav(spoken()))


@pytest.mark.parametrize("fallback", ["joe", "piper:joe", "piper", "pyttsx3:nobody"])
def test_a_pack_whose_fallback_is_missing_is_added_told_and_never_the_usual_voice(
    ask: Ask, tmp_path: Path, short: Path, fallback: str
) -> None:
    answer = ask("voices", "add", str(pack_with(tmp_path, fallback)))
    assert answer.code == 0
    assert f"'{fallback}' is to say what is not recorded, and " in answer.out
    assert "It speaks where it is named alone: --voice recorded:Anna" in answer.out
    assert best_voice("en") is None
    assert ask("script", str(short)).code == 0
    used = ask("voices", "use", "anna")
    assert used.code == 4
    assert "recorded:Anna cannot speak alone: " in used.err
    assert "voices use system" in used.err


@pytest.mark.parametrize("fallback", ["joe", "piper:joe"])
def test_a_check_and_an_error_name_a_fallback_that_is_missing(
    ask: Ask, tmp_path: Path, short: Path, fallback: str
) -> None:
    folder = pack_with(tmp_path, fallback)
    checked = ask("voices", "check", str(folder))
    assert checked.code == 2
    assert f"voice.toml: '{fallback}' is to say what is not recorded, and is no " in checked.out
    answer = ask("script", str(short), "--voice", f"recorded:{folder}")
    assert answer.code in (2, 4)
    assert f"the recorded voice 'Anna' leaves what it has not recorded to '{fallback}'" in (
        answer.err
    )


def test_a_chosen_pack_whose_fallback_went_leaves_its_language_to_the_next(
    ask: Ask, tmp_path: Path
) -> None:
    ask("voices", "add", str(pack_with(tmp_path, "estimate")))
    choose_voice("en", "recorded:Anna")
    assert best_voice("en") == "recorded:Anna"
    record = tmp_path / "data" / "voices" / "recorded" / "Anna" / "voice.json"
    record.write_text(record.read_text().replace('"estimate"', '"piper:joe"'))
    assert best_voice("en") is None


def test_a_fallback_that_speaks_or_is_none_is_no_fault() -> None:
    for fallback in (None, "estimate", "pyttsx3", "pyttsx3:en-us"):
        assert fallback_fault(fallback, "en") is None


def test_a_check_without_routines_says_that_it_looked_for_no_missing_lines(
    ask: Ask, tmp_path: Path
) -> None:
    folder = pack_with(tmp_path, "estimate")
    said = ask("voices", "check", str(folder)).err
    assert f"What is missing was not looked for: voiceguide voices check {folder} ROUTINE" in said
    assert " missing." not in said
