"""The safety rules as a person meets them: what is asked, said and refused."""

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
from tests.playback.conftest import HandSink
from voiceguide.app import play_session
from voiceguide.app.context import AppContext
from voiceguide.app.pre_session import PreSession, ask_before_session
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.errors import SafetyStop
from voiceguide.person.event import in_session, new_event
from voiceguide.person.history import read_history
from voiceguide.person.person import read_person
from voiceguide.person.store import open_store
from voiceguide.playback.outputs.silent import SilentSink
from voiceguide.session import load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
Types = Callable[..., None]
THERE, ALONE = True, False
"""Whether somebody can be asked."""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    def answer(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


def come(
    folders: Folders,
    can_ask: bool,
    routine: str = "back-relief",
    now: datetime = NOW,
    **said: Any,
) -> PreSession:
    context = AppContext(folders, SessionOptions(), TerminalInteraction())
    options = SessionOptions(**said)
    return ask_before_session(load(routine, folders), context, now, options, can_ask=can_ask)


def did(folders: Folders, at: datetime, before: int | None, after: int | None) -> None:
    """A session was done."""
    id = f"{at:%Y%m%d%H}"
    with open_store(folders.data) as store:
        store.keep(
            [
                in_session(
                    id, "began", "began", at, routine="evening", name="Evening", level="gentle",
                    sort="exercise", options={}, length_ms=60_000, pain=before,
                ),
                in_session(
                    id, "ended", "ended", at, reason="finished", at_ms=60_000, done_ms=60_000
                ),
                in_session(id, "pain", "pain", at, when="after", pain=after),
            ]
        )  # fmt: skip


def test_the_gate_comes_before_the_first_session_and_its_answers_are_kept(
    folders: Folders, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    types("y", "n", "3", "2 8", "y", "2")
    first = come(folders, THERE)
    said = capsys.readouterr().err
    assert "This program is general guidance. It is not medical care." in said
    assert "Chest pain, or a feeling of pressure or tightness in your chest." in said
    assert first.conditions == ("disc-injury", "wrist-pain")
    assert first.asked
    assert first.prelude
    assert first.pain == 2
    types("2")
    again = come(folders, THERE, now=NOW + timedelta(hours=2))
    assert "few questions" not in capsys.readouterr().err
    assert again.conditions == first.conditions


def test_a_red_flag_refuses_and_nothing_is_logged_as_a_session(
    folders: Folders, types: Types
) -> None:
    types("y", "y")
    with pytest.raises(SafetyStop, match="Get medical help straight away"):
        come(folders, THERE)
    with open_store(folders.data) as store:
        assert read_history(store).sessions == ()
    with pytest.raises(SafetyStop, match="Get medical help"):
        come(folders, ALONE)


def test_without_a_terminal_nothing_is_asked_and_the_full_words_are_spoken(
    folders: Folders,
) -> None:
    assert come(folders, ALONE).prelude
    assert not folders.data.exists()


def test_who_has_asked_nobody_is_advised_and_decides(folders: Folders, types: Types) -> None:
    types("n", "", "n", "", "1", "", "")
    with pytest.raises(SafetyStop, match="speak to a doctor or physiotherapist first"):
        come(folders, THERE)
    types("n", "y", "0")
    assert come(folders, THERE).person.profile is not None
    types("")
    come(folders, THERE, now=NOW + timedelta(hours=2))


def test_the_gate_comes_again_after_half_a_year_and_when_its_words_change(
    folders: Folders, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    known_person(folders.data, day="2026-03-03")
    types("", "")
    come(folders, THERE, now=NOW + timedelta(days=179))
    assert "come again" not in capsys.readouterr().err
    types("y", "n", "1", "", "")
    come(folders, THERE, now=NOW + timedelta(days=180))
    assert "It has been half a year" in capsys.readouterr().err
    known_person(folders.data, day="2026-03-03", version=0)
    types("y", "n", "1", "", "")
    come(folders, THERE)
    assert "have changed" in capsys.readouterr().err


def test_pain_that_is_new_is_a_condition_by_itself(folders: Folders) -> None:
    known_person(folders.data, duration="under-6-weeks", ticked=["knee-pain"])
    assert come(folders, ALONE).conditions == ("knee-pain", "acute-low-back-pain")


def test_answers_out_of_range_are_asked_again(
    folders: Folders, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    known_person(folders.data)
    types("eleven", "11", "-1", "4")
    assert come(folders, THERE, now=datetime.now(UTC)).pain == 4
    assert capsys.readouterr().err.count("Please type a number from 0 to 10") == 3


def test_a_skipped_question_is_no_answer(folders: Folders, types: Types) -> None:
    known_person(folders.data)
    types("")
    assert come(folders, THERE, now=datetime.now(UTC)).pain is None


def test_the_next_morning_is_asked_about_and_worse_makes_a_day_off(
    folders: Folders, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    known_person(folders.data, day="2026-03-03")
    did(folders, NOW, 2, 2)
    types("y", "", "n")
    with pytest.raises(SafetyStop):
        come(folders, THERE, now=NOW + timedelta(days=1))
    said = capsys.readouterr().err
    assert "Is your back worse than before your last session?" in said
    assert "Take today off from exercise." in said
    assert "Play it all the same? [y/N]" in said


def test_on_a_day_off_a_stretch_is_refused_but_a_desk_break_plays(folders: Folders) -> None:
    did(folders, NOW, 2, 4)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(SafetyStop, match="Take today off") as stop:
        come(folders, ALONE, now=tomorrow)
    assert stop.value.hint == "--anyway plays it all the same"
    assert come(folders, ALONE, "desk-break", tomorrow).notes == ()
    told = come(folders, ALONE, anyway=True, now=tomorrow).notes
    assert told == (
        "You have more pain than before. Take today off from exercise."
        " A gentle walk is fine if it feels good.",
    )


def test_in_a_german_session_the_advice_of_a_day_off_is_german_and_spoken_so(
    folders: Folders, types: Types
) -> None:
    known_person(folders.data, day="2026-03-03")
    did(folders, NOW, 2, 4)
    types("", "2", "n")
    ui, reader = TerminalInteraction(), Read()
    loaded = load("sechs-minuten", folders)
    with ui.read_by(reader), pytest.raises(SafetyStop):
        ask_before_session(
            loaded,
            AppContext(folders, SessionOptions(), ui),
            NOW + timedelta(days=1),
            SessionOptions(),
            can_ask=THERE,
        )
    said = [line for line in reader.log if line != "hush"]
    advice, question = said[-2:]
    assert advice.startswith("de: Du hast mehr Beschwerden als vorher.")
    assert question == "de: Möchtest du trotzdem üben?"
    assert all(line.startswith("de: ") for line in said)


def test_why_pain_ended_a_session_is_spoken_in_its_language(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[tuple[Any, ...]] = []
    monkeypatch.setattr("voiceguide.app.spoken_line.say", lambda *said: spoken.append(said))
    context = AppContext(folders, SessionOptions(), TerminalInteraction())
    start = play_session.SessionStart("sechs-minuten", SessionOptions(), context, None)
    start.loaded = load("sechs-minuten", folders)
    play_session._send_to_doctor(start, HandSink())
    words, *_, language = spoken[0]
    assert words == "Hör für heute auf. Bitte sprich mit einem Arzt über diese Schmerzen."
    assert language == "de"
    play_session._send_to_doctor(start, SilentSink())
    assert len(spoken) == 1


def test_a_third_session_on_a_day_is_asked_about_and_the_default_is_no(
    folders: Folders, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    known_person(folders.data, day="2026-03-03")
    did(folders, NOW, 2, 2)
    did(folders, NOW + timedelta(hours=3), 2, 2)
    types("2", "")
    with pytest.raises(SafetyStop, match="Not played"):
        come(folders, THERE, now=NOW + timedelta(hours=9))
    assert "You have done two sessions today. That is enough." in capsys.readouterr().err
    types("2", "y")
    assert come(folders, THERE, now=NOW + timedelta(hours=11)).pain == 2


def test_pain_told_before_a_session_that_never_began_is_that_of_the_next_one(
    folders: Folders, types: Types
) -> None:
    known_person(folders.data)
    begins = datetime.now(UTC)
    types("2")
    assert come(folders, THERE, now=begins).pain == 2  # and then there was no output, or Ctrl-C
    types()
    for wishes in (THERE, ALONE):
        assert come(folders, wishes, now=begins + timedelta(minutes=20)).pain == 2
    did(folders, begins + timedelta(minutes=20), 2, 4)
    tomorrow = come(folders, ALONE, anyway=True, now=begins + timedelta(days=1))
    assert "more pain than before" in " ".join(tomorrow.notes)


def test_what_was_told_last_counts_where_two_answers_are_within_the_hour(
    folders: Folders,
) -> None:
    known_person(folders.data)
    come(folders, ALONE, pain=2)
    did(folders, NOW + timedelta(minutes=5), 2, 3)
    assert come(folders, ALONE, now=NOW + timedelta(minutes=50)).pain == 3
    assert come(folders, ALONE, now=NOW + timedelta(hours=5)).pain is None


def test_pain_given_with_the_command_is_kept(folders: Folders) -> None:
    come(folders, ALONE, pain=5)
    assert read_person(folders.data, NOW).history.checks[0].pain == 5


def test_progress_and_conditions_shape_the_choices(folders: Folders) -> None:
    known_person(folders.data, ticked=["knee-pain"])
    shaped = come(folders, ALONE, progress=True).shaping(SessionOptions(conditions=("wrist-pain",)))
    assert shaped.conditions == ("wrist-pain", "knee-pain")
    assert shaped.places == {}


def test_answers_that_cannot_be_read_are_asked_for_again_and_refused_where_nobody_is(
    folders: Folders, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(folders.data) as store:
        store.keep([new_event("profile", NOW, nonsense=True)])
    with pytest.raises(SafetyStop, match="Your answers to the safety questions cannot be read"):
        come(folders, ALONE)
    assert "Your log was damaged." in capsys.readouterr().err
    with pytest.raises(SafetyStop, match="cannot be read"):
        come(folders, ALONE, anyway=True, yes=True)
    types("y", "n", "3", "2 8", "y", "2")
    assert come(folders, THERE).conditions == ("disc-injury", "wrist-pain")
    assert "cannot be read. So the questions come again." in capsys.readouterr().err
    assert come(folders, ALONE).conditions == ("disc-injury", "wrist-pain")


def test_with_a_newer_log_nobody_plays_as_if_there_were_no_answers(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    known_person(folders.data, ticked=["knee-pain"])
    with open_store(folders.data) as store:
        store.connection.execute("CREATE TABLE of_tomorrow (id TEXT)")
        store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SafetyStop, match="cannot be read"):
        come(folders, ALONE)
    assert "newer voiceguide" in capsys.readouterr().err


def test_nobody_is_asked_where_nobody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    questions = TerminalInteraction()
    assert not questions.can_ask
    assert questions.yes("Well?") is False
    assert questions.number("How much?", 0, 10) is None
