"""A session that was killed goes on where it was; two at once are refused."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run
from tests.known_person import known_person
from voiceguide.cli.resume import choices_of, options_of
from voiceguide.person.history import Session, read_history
from voiceguide.person.log import Log
from voiceguide.person.recorder import Recorder
from voiceguide.person.resuming import recap, resume_point, resumed
from voiceguide.person.store import open_store
from voiceguide.session import Choices, estimated, load
from voiceguide.settings import Folders, Settings
from voiceguide.timeline import Timeline, Voice
from voiceguide.units import Ms

LONG = """\
name: Long one
voice: {detail: brief}
opening: {say: [Hello.], safety: none}
closing: {say: [The end.]}
items:
  - {step: Plank, for: 1 s}
  - {step: Bridge, for: 5 s}
"""


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "long.yaml"
    path.write_text(LONG)
    return path


def begin(routine: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "voiceguide", "play", str(routine), "--output", "silent",
         "--voice", "estimate", "--screen", "lines"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def sessions(data: Path) -> tuple[Session, ...]:
    with open_store(data) as store:
        return read_history(store).sessions


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_session_goes_on_with_a_recap_and_is_one_session(
    data: Path, long: Path, program: Run
) -> None:
    known_person(data)
    with begin(long) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "bridge" in line:
                process.stdout.readline()
                break
        process.send_signal(signal.SIGKILL)
    (cut,) = sessions(data)
    assert cut.ended is None
    assert len(cut.exercises) == 1
    done = program("resume", "--output", "silent", "--screen", "lines")
    assert done.returncode == 0, done.stderr
    assert "Long one was at 0:" in done.stderr
    said = [line.split("  ", 2)[-1].strip() for line in done.stdout.splitlines() if " say " in line]
    assert said[0] == "Going on with Bridge."
    assert "Hello." not in said
    (whole,) = sessions(data)
    assert whole.finished
    assert len(whole.exercises) == 2
    again = program("resume")
    assert (again.returncode, "nothing to go on with" in again.stderr) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_two_sessions_at_once_are_refused_in_words(data: Path, long: Path, program: Run) -> None:
    known_person(data)
    with begin(long) as process:
        assert process.stdout is not None
        process.stdout.readline()
        second = program("play", str(long), "--output", "silent", "--voice", "estimate")
        assert second.returncode == 2
        assert second.stderr.startswith(f"a session is already playing (process {process.pid})\n")
        process.kill()


def test_a_stop_is_in_the_log_with_its_reason(data: Path, long: Path) -> None:
    known_person(data)
    with begin(long) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()
        process.terminate()
    assert [(each.reason, each.finished) for each in sessions(data)] == [("interrupted", False)]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(("call", "error"), [("pwrite64", "ENOSPC"), ("fdatasync", "EIO")])
def test_a_disk_that_refuses_costs_the_log_and_not_the_session(
    tmp_path: Path, data: Path, call: str, error: str
) -> None:
    known_person(data)
    routine = tmp_path / "brief.yaml"
    routine.write_text("name: Brief\nopening: {safety: none}\nitems:\n  - rest: 1 s\n")
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={call}",
         "-e", f"inject={call}:error={error}:when=1+", sys.executable, "-m", "voiceguide",
         "play", str(routine), "--output", "silent", "--voice", "estimate", "--screen", "quiet"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if "Operation not permitted" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 of 1: Rest\n"
    assert "warning: Not logged: " in done.stderr
    assert done.stderr.count("The session goes on.") == 1


def made(name: str) -> Timeline:
    nowhere = Folders(*(Path("/nowhere") / kind for kind in "abcd"))
    return estimated(load(name, nowhere), Choices(), Settings(), nowhere)


class Lengths(dict[str, Ms]):
    def __missing__(self, text: str) -> Ms:
        return Ms(2000)


def test_the_rest_keeps_every_hold_and_begins_after_a_recap() -> None:
    whole = made("back-relief")
    holds = [each for each in whole.segments if each.kind == "hold" and each.side == "right"]
    place = holds[3]
    rest = resumed(whole, place.start_ms + 500, Lengths())
    first = resume_point(whole, place.start_ms + 500)
    assert first.start_ms <= place.start_ms
    assert first.item == place.item
    kept = [each.length_ms for each in rest.segments if each.kind == "hold"]
    assert kept == [
        each.length_ms
        for each in whole.segments
        if each.kind == "hold" and each.start_ms >= first.start_ms
    ]
    said = [cue.text for cue in rest.cues if isinstance(cue, Voice)]
    assert said[0] == recap(first)
    assert "right side" in said[0]


def test_a_session_that_was_in_its_opening_begins_again() -> None:
    whole = made("morning")
    assert resumed(whole, 1500, Lengths()) is whole


def test_any_place_of_any_routine_can_be_gone_on_from() -> None:
    for name in ("morning", "desk-break", "strength"):
        whole = made(name)
        for segment in whole.segments[:: max(1, len(whole.segments) // 40)]:
            rest = resumed(whole, segment.start_ms, Lengths())  # a Timeline checks itself
            assert rest.segments[-1].end_ms == rest.length_ms


def test_the_choices_of_a_session_come_back_out_of_the_log(data: Path) -> None:
    chosen = Choices(level="steady", conditions=("knee-pain",), seed=7, places={"cat-stretch": 2})
    whole = made("morning")
    with Log(data) as log:
        Recorder(log, whole, {}, options=options_of(chosen, "morning"))
    (kept,) = sessions(data)
    assert choices_of(kept) == chosen
    assert kept.options["routine"] == "morning"


def test_a_step_is_done_when_half_of_it_was_heard_and_skipped_ones_are_not(data: Path) -> None:
    whole = made("morning")
    with Log(data) as log:
        recorder = Recorder(log, whole, {}, options={})
        items = sorted({each.item for each in whole.segments if each.item is not None})
        second = next(each.start_ms for each in whole.segments if each.item == items[1])
        third = next(each.start_ms for each in whole.segments if each.item == items[2])
        for at_ms in range(0, second, 500):
            recorder.at(whole, at_ms)
        recorder.at(whole, third)  # the second one is skipped
        for at_ms in range(third, whole.length_ms + 1, 500):
            recorder.at(whole, at_ms)
        recorder.ended("finished")
    (kept,) = sessions(data)
    done = {exercise for exercise, _ in kept.exercises}
    exercises = {each.item: each.exercise for each in whole.segments if each.exercise}
    assert exercises[items[1]] not in done
    assert len(kept.exercises) == len(exercises) - 1
    assert kept.done_ms < whole.length_ms - (third - second) + 1000


def test_there_is_nothing_to_go_on_with_in_an_empty_log(data: Path, ask: Ask) -> None:
    answer = ask("resume")
    assert answer.code == 2
    assert answer.err.startswith("there is nothing to go on with\n")
