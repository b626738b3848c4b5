"""Pain in a session, in the log; and after a quarter of an hour the end."""

from __future__ import annotations

import json
from pathlib import Path

from voiceguide.app.pre_session import PreSession
from voiceguide.app.session_log import SessionLog
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.control.piece_source import PlaybackPosition
from voiceguide.control.status import Snapshot
from voiceguide.person.history import read_history
from voiceguide.person.person import Person
from voiceguide.person.recorder import steps_to_do
from voiceguide.person.store import open_store
from voiceguide.session import estimated, load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.timeline import Timeline
from voiceguide.units import Ms

MINUTE_MS = 60_000


def now_at(at_ms: int, timeline: Timeline) -> Snapshot:
    return Snapshot("playing", PlaybackPosition(0, Ms(at_ms)), (timeline,), 100)


def test_pain_for_fifteen_minutes_ends_the_session_and_both_are_in_the_log(
    tmp_path: Path,
) -> None:
    folders = Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))
    loaded = load("back-relief", folders)
    timelines = [estimated(loaded, SessionOptions(), folders)]
    pre_session = PreSession(Person(), "exercise", prelude=False)
    with SessionLog(folders, loaded, pre_session, TerminalInteraction(), options={}) as session_log:
        session_log.moved(now_at(1000, timelines[0]))
        assert not session_log.must_end(20 * MINUTE_MS)
        session_log.pain_reported(5 * MINUTE_MS)
        session_log.pain_reported(12 * MINUTE_MS)
        assert not session_log.must_end(20 * MINUTE_MS - 1)
        assert session_log.must_end(20 * MINUTE_MS)
        session_log.ended("stopped")
    with open_store(folders.data) as store:
        (kept,) = read_history(store).sessions
        rows = store.connection.execute("SELECT count(*) FROM events WHERE kind = 'pain'")
        assert rows.fetchone() == (2,)
    assert (kept.reason, kept.finished) == ("pain", False)


def test_pain_that_is_mild_again_starts_anew(tmp_path: Path) -> None:
    folders = Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))
    loaded = load("morning", folders)
    pre_session = PreSession(Person(), "exercise", prelude=False)
    with SessionLog(folders, loaded, pre_session, TerminalInteraction(), options={}) as session_log:
        session_log.pain_reported(0)
        session_log.question_answered(0, 0, sore=False)
        assert not session_log.must_end(60 * MINUTE_MS)
    assert not (folders.data / "voiceguide.db").exists()


class Course:
    """The log of `morning`, and its steps in time."""

    def __init__(self, tmp_path: Path, pain: int | None = None) -> None:
        self.folders = Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))
        loaded = load("morning", self.folders)
        self.timeline = estimated(loaded, SessionOptions(), self.folders)
        self.steps = steps_to_do(self.timeline)
        pre_session = PreSession(Person(), "exercise", prelude=False, pain=pain)
        self.session_log = SessionLog(
            self.folders, loaded, pre_session, TerminalInteraction(), options={}
        )

    def play(self, from_ms: int, to_ms: int) -> None:
        for at_ms in range(from_ms, to_ms, 500):
            self.session_log.moved(now_at(at_ms, self.timeline))

    def hurts(self) -> bool:
        """Whether the session would end if it were much later."""
        return self.session_log.must_end(24 * 60 * MINUTE_MS)


def test_a_whole_step_without_pain_is_better(tmp_path: Path) -> None:
    course = Course(tmp_path)
    first, second, third = course.steps[:3]
    with course.session_log as session_log:
        course.play(first.start_ms, first.end_ms - 2000)
        session_log.pain_reported(0)
        course.play(second.start_ms, second.end_ms - 2000)
        assert course.hurts()
        session_log.pain_reported(60_000)
        course.play(third.start_ms, third.end_ms + 1000)
        assert not course.hurts()


def test_what_was_heard_of_a_step_before_it_hurt_does_not_make_it_better(tmp_path: Path) -> None:
    course = Course(tmp_path)
    first, second = course.steps[:2]
    with course.session_log as session_log:
        course.play(first.start_ms, first.end_ms - 2000)
        session_log.pain_reported(0)
        course.play(second.start_ms, second.start_ms + 2000)
        assert course.hurts()


def test_a_mild_answer_is_better_a_middling_one_is_not_and_a_high_one_is_pain(
    tmp_path: Path,
) -> None:
    course = Course(tmp_path)
    with course.session_log as session_log:
        course.play(0, 2000)
        session_log.question_answered(5, 0, sore=False)
        assert not course.hurts()
        session_log.question_answered(8, 0, sore=True)
        assert course.hurts()
        session_log.question_answered(5, 0, sore=False)
        assert course.hurts()
        session_log.question_answered(3, 0, sore=False)
        assert not course.hurts()
    with open_store(course.folders.data) as store:
        rows = store.connection.execute("SELECT data FROM events WHERE kind = 'pain' ORDER BY id")
        told = [json.loads(row[0]) for row in rows]
        (kept,) = read_history(store).sessions
    assert [(each["when"], each["pain"]) for each in told] == [
        ("during", 5), ("during", 8), ("during", 5), ("during", 3),
    ]  # fmt: skip
    assert kept.pain_after is None


def test_the_time_done_is_told_as_the_log_keeps_it(tmp_path: Path) -> None:
    course = Course(tmp_path)
    with course.session_log as session_log:
        assert session_log.done_ms == 0
        course.play(120_000, 150_000)
        session_log.ended("stopped")
    with open_store(course.folders.data) as store:
        (kept,) = read_history(store).sessions
    assert session_log.done_ms == kept.done_ms == 29_500
