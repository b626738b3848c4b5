"""What the safety questions ask follows from the session that is to be played."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_spoken_questions import Read
from tests.known_person import known_person
from voiceguide.app.context import AppContext
from voiceguide.app.pre_session import PreSession, ask_before_session
from voiceguide.app.safety_answers import answer_lines, answers
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.errors import SafetyStop
from voiceguide.person.event import new_event
from voiceguide.person.heard_safety import heard_now
from voiceguide.person.person import read_person
from voiceguide.person.profile import Profile
from voiceguide.person.store import open_store
from voiceguide.routine.library import Library
from voiceguide.session import load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.structs import replace

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
THERE, ALONE = True, False
"""Whether somebody can be asked."""
SAFETY = Library().safety
KNEE = "name: Knee\nbody: knee\nitems: [{step: Bend, reps: 8, takes: 4 s, avoid_if: []}]\n"
BACK, TABATA, EVENING = "back-relief", "tabata", "wind-down"

Types = Callable[..., None]
Asked = Callable[..., str]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))


@pytest.fixture
def come(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Begin a session, with what is typed; what was shown of it."""

    def begin(routine: str, *typed: str, can_ask: bool = THERE, hours: int = 0) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        capsys.readouterr()
        now = NOW + timedelta(hours=hours)
        context = AppContext(folders, SessionOptions(), TerminalInteraction())
        loaded = load(routine, folders)
        begin.last = ask_before_session(  # type: ignore[attr-defined]
            loaded, context, now, SessionOptions(), can_ask=can_ask
        )
        return capsys.readouterr().err

    return begin


@pytest.fixture
def knee(tmp_path: Path) -> str:
    file = tmp_path / "knee.yaml"
    file.write_text(KNEE, encoding="utf-8")
    return str(file)


def known(folders: Folders, *topics: str, **answers: Any) -> Profile:
    """Somebody who was asked what sessions of these topics ask."""
    answered = [flag.key for flag in SAFETY.red_flags if flag.is_for(topics)]
    known_person(folders.data, day="2026-03-03", answered=answered, **answers)
    return profile_in(folders)


def profile_in(folders: Folders) -> Profile:
    profile = read_person(folders.data, NOW).profile
    assert profile is not None
    return profile


def asked_about(seen: str) -> set[str]:
    return {flag.key for flag in SAFETY.red_flags if f"  - {flag.say}" in seen}


def test_the_first_session_asks_what_is_about_it_and_no_more(come: Asked, folders: Folders) -> None:
    seen = come(BACK, "y", "n", "1", "", "")
    assert asked_about(seen) == {
        "chest-pain", "ill", "knock", "night-pain", "cancer", "bladder", "saddle", "weak-legs",
    }  # fmt: skip
    assert "exercises for back pain" in seen
    assert "How long have you had this back pain?" in seen
    assert set(profile_in(folders).answered) == asked_about(seen)
    assert profile_in(folders).version == SAFETY.version


def test_a_first_session_of_hard_effort_asks_about_the_heart_and_not_about_the_back(
    come: Asked, folders: Folders
) -> None:
    seen = come(TABATA, "y", "n", "n", "", "")
    assert {"faint", "breathless", "heart", "told-not-to", "chest-pain"} <= asked_about(seen)
    assert "bladder" not in asked_about(seen)
    assert "back" not in seen.split("Has a doctor")[0]
    assert "How long" not in seen
    assert "Low back pain that started in the last six weeks" in seen
    assert profile_in(folders).duration is None


def test_a_later_session_about_something_else_asks_the_rest_alone(
    come: Asked, folders: Folders, knee: str
) -> None:
    known(folders, "back", "mixed")
    seen = come(knee, "n", "")
    assert asked_about(seen) == {"hot-joint", "stuck-joint", "no-weight", "calf"}
    assert "A few more questions" in seen
    assert "Has a doctor" not in seen
    assert "How long" not in seen
    assert "how is your knee now?" in seen
    assert "A few more questions" not in come(knee, "", hours=2)
    assert {"bladder", "calf"} <= set(profile_in(folders).answered)


def test_the_back_is_asked_about_with_how_long_it_has_hurt(come: Asked, folders: Folders) -> None:
    known(folders, "hard", duration=None)
    seen = come(BACK, "n", "2", "")
    assert "Talk to a doctor or physiotherapist before you start exercises for back pain." in seen
    assert asked_about(seen) == {"cancer", "bladder", "saddle", "weak-legs"}
    assert profile_in(folders).conditions == ("acute-low-back-pain",)


def test_what_is_answered_later_does_not_prolong_what_was_answered_first(
    come: Asked, folders: Folders
) -> None:
    before = known(folders, "stretch")
    come(TABATA, "n", "", hours=24 * 100)
    assert profile_in(folders).day == before.day


def test_a_warning_sign_of_a_later_session_stands_against_every_session(
    come: Asked, folders: Folders, knee: str
) -> None:
    known(folders, "stretch")
    with pytest.raises(SafetyStop, match="Get medical help straight away"):
        come(knee, "y")
    for can_ask in (THERE, ALONE):
        with pytest.raises(SafetyStop):
            come(EVENING, "y", "y", can_ask=can_ask)


def test_after_a_warning_sign_all_that_was_asked_then_is_asked_again(
    come: Asked, folders: Folders, knee: str
) -> None:
    known(folders, "stretch")
    with pytest.raises(SafetyStop):
        come(knee, "y")
    seen = come(EVENING, "y", "n", "1", "", "")
    assert "you had a warning sign" in seen
    assert {"calf", "no-weight", "chest-pain"} <= asked_about(seen)
    assert not profile_in(folders).red_flag


def test_a_sign_of_hard_effort_stands_against_hard_effort_alone(
    come: Asked, folders: Folders
) -> None:
    known(folders, "stretch")
    for typed in ("y", "y"):  # it is asked again each time
        with pytest.raises(SafetyStop, match="no hard exercise before you have talked") as stop:
            come(TABATA, typed)
        assert "profile --ask" in (stop.value.hint or "")
    with pytest.raises(SafetyStop, match="no hard exercise"):
        come(TABATA, can_ask=ALONE)
    come(EVENING, "")
    seen = come(TABATA, "n", "", hours=2)
    assert asked_about(seen) == {"faint", "breathless", "heart", "told-not-to"}
    assert not profile_in(folders).easy_only


def test_a_first_session_that_is_too_hard_is_not_played_and_gentle_ones_are(
    come: Asked, folders: Folders
) -> None:
    with pytest.raises(SafetyStop, match="no hard exercise"):
        come(TABATA, "y", "n", "y", "", "")
    assert profile_in(folders).easy_only
    assert "A few more questions" not in come(EVENING, "")


def test_a_red_flag_of_ones_own_is_asked_about_though_the_rest_was_answered(
    come: Asked, folders: Folders
) -> None:
    known(folders, "stretch")
    folders.library.mkdir(parents=True)
    own = folders.library / "safety.yaml"
    own.write_text("gate: {red_flags: [A stiff jaw.]}\n", encoding="utf-8")
    seen = come(EVENING, "n", "")
    assert "A stiff jaw." in seen
    assert asked_about(seen) == set()
    assert "A stiff jaw." not in come(EVENING, "", hours=2)


def test_without_a_terminal_nothing_is_asked_and_the_words_of_that_session_are_spoken(
    come: Any, folders: Folders
) -> None:
    known(folders, "stretch")
    heard = heard_now(None, SAFETY, ("stretch",), NOW)
    with open_store(folders.data) as store:
        store.keep([new_event("safety-heard", NOW, **heard)])
    come(EVENING, can_ask=ALONE)
    assert not come.last.prelude
    come(TABATA, can_ask=ALONE)
    assert come.last.prelude


def test_answers_of_an_older_log_shape_every_plan_until_they_are_given_again(
    come: Any, folders: Folders
) -> None:
    old = Profile(NOW.date(), 1, red_flag=False, asked_professional=True, ticked=("knee-pain",))
    data = {
        name: value for name, value in old.data().items() if name not in ("answered", "easy_only")
    }
    with open_store(folders.data) as store:
        store.keep([new_event("profile", NOW, **data), new_event("safety-heard", NOW, version=1)])
    come(BACK, can_ask=ALONE)
    last: PreSession = come.last
    assert last.conditions == ("knee-pain",)
    assert last.prelude
    assert "The safety questions have changed" in come(BACK, "y", "n", "1", "", "")


def test_asked_for_by_themselves_the_questions_are_about_everybody_and_what_was_asked_before(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known(folders, "hard", easy_only=True, duration=None)
    ui = TerminalInteraction()
    monkeypatch.setattr(TerminalInteraction, "can_ask", True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\nn\nn\n\n"))
    context = AppContext(folders, SessionOptions(), ui)
    profile, _ = answers(context, ui.after(lambda: None), again=True)
    assert profile is not None
    assert not profile.easy_only
    seen = capsys.readouterr().err
    assert {"chest-pain", "faint"} <= asked_about(seen)
    assert "bladder" not in asked_about(seen)


def test_who_may_not_exercise_hard_is_told_so_with_the_answers(folders: Folders) -> None:
    profile = replace(known(folders, "hard"), easy_only=True)
    told = "\n".join(answer_lines(profile, SAFETY))
    assert "no hard exercise before you have talked to a doctor" in told


def test_a_german_session_asks_in_german(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, ui = Read(), TerminalInteraction()
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\nn\n1\n2\ny\n\n"))
    loaded = load("sechs-minuten", folders)
    context = AppContext(folders, SessionOptions(), ui)
    reader.heard = 100
    with ui.read_by(reader):
        ask_before_session(loaded, context, NOW, SessionOptions(), can_ask=THERE)
    spoken = [line for line in reader.log if line != "hush"]
    assert "de: Möchtest du jetzt trotzdem weitermachen?" in spoken
    assert "de: 2: Weniger als sechs Wochen." in spoken
    assert [line for line in spoken if not line.startswith("de: ")] == []
    assert not {"Go", "Does", "pain"} & {word for line in spoken for word in line.split()}
