"""Whether a session explains its tones, by who will hear it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ask
from tests.known_person import known_person
from voiceguide.app.context import AppContext
from voiceguide.app.play_session import SessionStart
from voiceguide.app.resume_session import kept_options, options_to_keep
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.person.event import in_session, local_now
from voiceguide.person.history import Session, read_history
from voiceguide.person.known_tones import KNOWN_AFTER
from voiceguide.person.store import open_store
from voiceguide.session import estimated, load
from voiceguide.session_options import BUILT_IN, SessionOptions
from voiceguide.settings import Folders

ESTIMATE = ("--voice", "estimate")
SAYS = "name: Mine\nvoice: {tones: TONES}\nitems:\n  - {step: Stand, for: 20 s}\n"


def has_heard(data: Path, sessions: int) -> None:
    now = local_now()
    with open_store(data) as store:
        for number in range(sessions):
            id = f"s{number}"
            began = in_session(
                id, "began", "began", now, routine="mine", name="Mine", level="gentle",
                sort="exercise", options={}, length_ms=300_000, pain=None,
            )  # fmt: skip
            done = in_session(
                id, "ended", "ended", now, reason="finished", at_ms=300_000, done_ms=300_000
            )
            store.keep([began, done])


def says(tmp_path: Path, tones: str) -> str:
    path = tmp_path / "mine.yaml"
    path.write_text(SAYS.replace("TONES", tones))
    return str(path)


def played(
    routine: str = "tabata", settings: SessionOptions | None = None, **chosen: Any
) -> str | None:
    """The option of a session that is played now."""
    context = AppContext(Folders.of_user(), settings or SessionOptions(), TerminalInteraction())
    start = SessionStart(routine, SessionOptions(anyway=True, **chosen), context, None)
    start.ask(can_ask=False)
    return start.options.tones


def written(ask: Ask, folder: Path, *words: str) -> dict[str, Any]:
    """The options in a file that is exported."""
    file = folder / "told.json"
    assert ask("export", *words, "-o", str(file), "--force", *ESTIMATE).code == 0
    options: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["options"]
    return options


def test_they_are_explained_until_they_are_known(data: Path) -> None:
    known_person(data)
    assert played() == "explained"
    has_heard(data, KNOWN_AFTER - 1)
    assert played() == "explained"
    has_heard(data, KNOWN_AFTER)
    assert played() == "plain"


def test_what_is_asked_for_holds_and_so_do_the_settings_and_the_routine(
    data: Path, tmp_path: Path
) -> None:
    known_person(data)
    assert played(tones="plain") == "plain"
    assert played(settings=SessionOptions(tones="plain")) == "plain"
    plain = says(tmp_path, "plain")
    assert played(plain) is None
    assert played(plain, tones="explained") == "explained"


def test_a_voice_that_says_nothing_explains_nothing(data: Path) -> None:
    known_person(data)
    assert played(voice="estimate") == "plain"


def test_the_rest_of_a_session_is_as_its_beginning_was() -> None:
    kept = options_to_keep(SessionOptions(tones="explained"), "tabata", silent=True)
    assert (kept["tones"], kept["silent"]) == ("explained", True)
    assert "silent" not in options_to_keep(SessionOptions(), "tabata", silent=False)
    now = local_now()
    session = Session(
        "s", now, now.date(), "tabata", "Tabata", "gentle", "exercise", 9, 0, 0, options=kept
    )
    assert kept_options(session) == SessionOptions(tones="explained")


def test_a_session_without_sound_is_kept_as_such(data: Path, ask: Ask, tmp_path: Path) -> None:
    known_person(data)
    routine = tmp_path / "short.yaml"
    routine.write_text("name: Short\nopening: {safety: none}\nitems:\n  - {rest: 1 s}\n")
    ask("play", str(routine), "--output", "silent", "--anyway", *ESTIMATE)
    with open_store(data) as store:
        (session,) = read_history(store).sessions
    assert session.options["silent"] is True


def test_files_for_others_explain_them(ask: Ask, data: Path, tmp_path: Path) -> None:
    known_person(data)
    has_heard(data, KNOWN_AFTER)
    assert written(ask, tmp_path, "tabata")["tones"] == "explained"
    assert "tones" not in written(ask, tmp_path, "tabata", "--tones", "plain")
    assert "tones" not in written(ask, tmp_path, says(tmp_path, "plain"))
    assert "tones" not in written(ask, tmp_path, "tabata", "--for-me")


def test_files_for_somebody_who_does_not_know_them_explain_them(
    ask: Ask, data: Path, tmp_path: Path
) -> None:
    known_person(data)
    assert written(ask, tmp_path, "tabata", "--for-me")["tones"] == "explained"


def test_so_do_all_routines_at_once(ask: Ask, config: Path, data: Path, tmp_path: Path) -> None:
    library = config / "library" / "routines"
    library.mkdir(parents=True)
    (library / "mine.yaml").write_text(SAYS.replace("TONES", "plain"))
    known_person(data)

    def every(*more: str) -> tuple[str | None, str | None]:
        words = ("export", "--all", "--as", "json", "-o", str(tmp_path), "--jobs", "1", *more)
        assert ask(*words, *ESTIMATE).code == 0
        told = [json.loads((tmp_path / f"{id}.json").read_text()) for id in ("tabata", "mine")]
        return told[0]["options"].get("tones"), told[1]["options"].get("tones")

    assert every() == ("explained", None)
    assert every("--for-me") == ("explained", None)
    assert every("--tones", "explained") == ("explained", "explained")
    has_heard(data, KNOWN_AFTER)
    assert every("--for-me") == (None, None)


def test_what_is_only_shown_leaves_them_plain(ask: Ask, tmp_path: Path) -> None:
    def script(*more: str) -> str:
        return ask("script", "tabata", *more, *ESTIMATE).out

    assert "tones explained" not in script()
    assert ", tones explained, " in script("--tones", "explained")
    assert ", tones explained, " in ask("script", says(tmp_path, "explained"), *ESTIMATE).out


def test_a_program_gets_them_plain_unless_it_asks() -> None:
    folders = Folders.of_user()
    loaded = load("tabata", folders)
    assert BUILT_IN.tones == "plain"
    assert estimated(loaded, SessionOptions(), folders).options.tones is None
    explained = estimated(loaded, SessionOptions(tones="explained"), folders)
    assert explained.options.tones == "explained"


def test_nothing_is_explained_in_a_script_that_is_spoken_as_it_stands(
    ask: Ask, tmp_path: Path
) -> None:
    script = tmp_path / "calm.txt"
    script.write_text("Sit down.\n[bell]\nThat is all.\n")
    assert "tones" not in written(ask, tmp_path, str(script))


@pytest.mark.parametrize("word", ["loud", "50"])
def test_another_word_is_told_with_those_there_are(word: str, ask: Ask, config: Path) -> None:
    config.mkdir(parents=True, exist_ok=True)
    value = word if word.isdigit() else f'"{word}"'
    (config / "config.toml").write_text(f"tones = {value}\n")
    answer = ask("script", "tabata", *ESTIMATE)
    assert answer.code == 2
    assert 'one of "explained", "plain"' in answer.err


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_where_their_words_make_it_longer_than_asked_its_length_says_so(
    ask: Ask, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"sitting.{suffix}"
    words = ("export", "quiet-sitting", "--minutes", "12", "-o", str(file), *ESTIMATE)
    answer = ask(*words)
    assert answer.code == 0, answer.err
    assert ", where 12 min was asked for" in answer.err
    assert ", where 12 min was asked for" in file.read_text(encoding="utf-8")
    assert "was asked for" not in ask(*words, "--force", "--tones", "plain").err
    assert "was asked for" not in file.read_text(encoding="utf-8")
    shown = ask("show", "neck-shoulders", "--minutes", "5").out
    assert "where 5 min was asked for" in " ".join(shown.split())
