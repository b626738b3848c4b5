"""A session that was killed goes on where it was; two at once are refused."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run
from tests.control import slow_voice
from tests.known_person import known_person
from voiceguide.app.resume_session import kept_options, options_to_keep
from voiceguide.person.event import local_now
from voiceguide.person.history import Session, read_history
from voiceguide.person.log_writer import Log
from voiceguide.person.person import read_person
from voiceguide.person.recorder import Recorder
from voiceguide.person.resuming import going_on, resume_point
from voiceguide.person.store import open_store
from voiceguide.phrases.phrases import phrases_of
from voiceguide.session import estimated, load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.speech.voice import ENGINES
from voiceguide.structs import replace
from voiceguide.timeline import Timeline

pytestmark = pytest.mark.whole

ENGLISH = phrases_of("en")

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


def voiceguide(*arguments: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "voiceguide", *arguments]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True)


def begin(routine: Path) -> subprocess.Popen[str]:
    silently = ("--output", "silent", "--voice", "estimate", "--screen", "lines")
    return voiceguide("play", str(routine), *silently)


def sessions(data: Path) -> tuple[Session, ...]:
    with open_store(data) as store:
        return read_history(store).sessions


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_session_goes_on_with_a_recap_and_stays_one_session(
    data: Path, long: Path
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
    with voiceguide("resume", "--output", "silent", "--screen", "lines") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.terminate()
        told = process.stderr.read()
    assert "Going on with Bridge." in told
    assert "Long one was at 0:" in told
    (still,) = sessions(data)
    assert (still.id, still.exercises, still.reason) == (cut.id, cut.exercises, "interrupted")


UNSPEAKABLE = """\
name: Two steps
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 4 s}
  - {rest: 5 s, say: The unspeakable rest.}
  - {step: Sit still, for: 3 s}
"""


def test_a_session_that_loses_its_voice_tells_where_and_can_be_gone_on_with(
    ask: Ask, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_person(data)
    monkeypatch.setitem(ENGINES, "slow", "tests.control.slow_voice")
    slow_voice.ready_to_speak.set()
    path = tmp_path / "two.yaml"
    path.write_text(UNSPEAKABLE)
    with monkeypatch.context() as failing:
        failing.setattr(slow_voice, "unspeakable", {"The unspeakable rest."})
        answer = ask("play", str(path), "--voice", "slow", "--output", "silent")
    assert answer.code == 4
    assert re.search(r"unspeakable rest, at 0:\d\d of 0:\d\d; go on with --from 2$", answer.err)
    (cut,) = sessions(data)
    assert (cut.reason, cut.finished) == ("voice-lost", False)
    assert read_person(data, local_now()).cut_off == cut


def test_a_session_that_goes_on_to_its_end_is_finished_and_nothing_is_doubled(data: Path) -> None:
    whole = made("morning")
    with Log(data) as log:
        first = Recorder(log, whole, options={})
        for at_ms in range(0, 200_000, 500):
            first.at(whole, at_ms)
    (cut,) = sessions(data)
    assert cut.ended is None
    place = resume_point(whole, cut.place_ms)
    with Log(data) as log:
        second = Recorder(log, whole, options={}, goes_on=cut)
        for at_ms in range(place.start_ms, whole.length_ms + 500, 500):
            second.at(whole, at_ms)
        second.ended("finished")
    (done,) = sessions(data)
    assert (done.id, done.finished) == (cut.id, True)
    exercises = [exercise for exercise, _ in done.exercises]
    assert len(exercises) == len(set(exercises)) == 5
    assert abs(done.place_ms - whole.length_ms) <= 1000


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
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={call}",
         "-e", f"inject={call}:error={error}:when=1+", *brief(tmp_path)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if "Operation not permitted" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 of 1: Rest\n"
    assert "warning: Not logged: " in done.stderr
    assert done.stderr.count("The session goes on.") == 1


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_slow_disk_holds_nothing_up(tmp_path: Path, data: Path) -> None:
    known_person(data)
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", "trace=fdatasync",
         "-e", "inject=fdatasync:delay_exit=400000", *brief(tmp_path)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if "Operation not permitted" in done.stderr:
        pytest.skip("strace may not trace here")
    assert (done.returncode, done.stdout) == (0, "1 of 1: Rest\n"), done.stderr
    assert "logged" not in done.stderr
    assert [each.finished for each in sessions(data)] == [True]


READ_ONLY = """
mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"
"""


@pytest.mark.skipif(
    shutil.which("unshare") is None or os.geteuid() != 0, reason="needs unshare, and root"
)
def test_in_a_home_that_may_only_be_read_it_plays_and_says_so(tmp_path: Path, data: Path) -> None:
    known_person(data)
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", READ_ONLY, str(data), *brief(tmp_path)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("nothing can be mounted here")
    assert (done.returncode, done.stdout) == (0, "1 of 1: Rest\n"), done.stderr
    assert "warning: Not logged: " in done.stderr
    assert sessions(data) == ()


def brief(folder: Path) -> tuple[str, ...]:
    """A session of a few seconds."""
    routine = folder / "brief.yaml"
    routine.write_text("name: Brief\nopening: {safety: none}\nitems:\n  - rest: 1 s\n")
    silently = ("--output", "silent", "--voice", "estimate", "--screen", "quiet")
    return (sys.executable, "-m", "voiceguide", "play", str(routine), *silently)


def made(name: str) -> Timeline:
    nowhere = Folders(*(Path("/nowhere") / kind for kind in "abcd"))
    return estimated(load(name, nowhere), SessionOptions(), nowhere)


def test_it_goes_on_at_the_beginning_of_the_pass_with_its_side_said() -> None:
    whole = made("back-relief")
    holds = [each for each in whole.segments if each.kind == "hold" and each.side == "right"]
    place = holds[3]
    first = resume_point(whole, place.start_ms + 500)
    assert first.start_ms <= place.start_ms
    assert (first.item, first.side, first.set) == (place.item, place.side, place.set)
    assert "right side" in going_on(first, ENGLISH)


def test_it_goes_on_in_the_words_of_the_sessions_language() -> None:
    whole = made("sechs-minuten")
    place = next(each for each in whole.segments if each.kind == "hold")
    said = going_on(resume_point(whole, place.start_ms), phrases_of(whole.language))
    assert said == "Es geht weiter mit Katzenbuckel."
    later = replace(place, side="right", set=2)
    german = going_on(later, phrases_of("de"))
    assert german == "Es geht weiter mit Katzenbuckel, rechts, Satz zwei."
    assert going_on(later, ENGLISH) == "Going on with Katzenbuckel, right side, set two."


def test_a_session_that_was_in_its_opening_begins_again() -> None:
    assert resume_point(made("morning"), 1500).start_ms == 0


def test_any_place_of_any_routine_can_be_gone_on_from() -> None:
    for name in ("morning", "desk-break", "strength"):
        whole = made(name)
        for segment in whole.segments:
            first = resume_point(whole, segment.start_ms)
            assert first.start_ms <= segment.start_ms
            assert first.item == segment.item
            assert going_on(first, ENGLISH).startswith("Going on")


def test_the_options_of_a_session_come_back_out_of_the_log(data: Path) -> None:
    chosen = SessionOptions(
        level="steady", conditions=("knee-pain",), seed=7, places={"cat-stretch": 2}
    )
    whole = made("morning")
    with Log(data) as log:
        Recorder(log, whole, options=options_to_keep(chosen, "morning", silent=False))
    (kept,) = sessions(data)
    assert kept_options(kept) == chosen
    assert kept.options["routine"] == "morning"


def test_a_step_is_done_when_half_of_it_was_heard_and_skipped_ones_are_not(data: Path) -> None:
    whole = made("morning")
    with Log(data) as log:
        recorder = Recorder(log, whole, options={})
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
