"""Questions heard and answered before, in and after a session; and what keeps a headset awake."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import termios
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.device.background_scenarios import background_scenario
from tests.device.busy import in_time
from tests.device.onsets import find_whole
from tests.device.soundserver import HEARD_RATE_HZ, SINKS, SoundServer
from tests.device.spoken import Signal, clip
from tests.known_person import known_person
from voiceguide.person.store import open_store
from voiceguide.playback.keep_alive_noise import LEVEL_DB
from voiceguide.routine.library import Library
from voiceguide.routine.topics import words_for
from voiceguide.speech.clip_cache import cache_folder

pytestmark = pytest.mark.device

SCALE = "from 0, no pain, to 10, the worst pain you can imagine:"
BEFORE = f"On a scale {SCALE} how is your knee now?"
AFTER = f"And after it, {SCALE} how is your knee now?"
ROUTINE = """\
name: Asking
body: knee
opening: {say: [Hello there.], safety: none}
closing: {say: [That was the whole session.]}
items:
  - {step: Stand still, for: 5 s, position: standing}
  - ask: pain
"""
WARNING_SIGNS = words_for(Library().safety.red_flags, {"knee", "mixed"})


class AtTerminal:
    """`voiceguide play` with somebody who types."""

    def __init__(self, folder: Path, env: dict[str, str], *, known: bool = True) -> None:
        folder.mkdir()
        (folder / "routine.yaml").write_text(ROUTINE)
        (folder / "config").mkdir()
        (folder / "config" / "config.toml").write_text("keep_output_awake = true\n")
        if known:
            known_person(folder / "data")
        self.leader, self.follower = pty.openpty()
        termios.tcsetwinsize(self.follower, (24, 80))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voiceguide", "play", str(folder / "routine.yaml"),
             "--screen", "lines"],
            env={
                **env,
                "COLUMNS": "200",
                "TERM": "xterm",
                "VOICEGUIDE_DATA_DIR": str(folder / "data"),
                "VOICEGUIDE_CONFIG_DIR": str(folder / "config"),
                "VOICEGUIDE_RUNTIME_DIR": str(folder / "run"),
                "VOICEGUIDE_CACHE_DIR": str(cache_folder()),
            },
            stdin=self.follower, stdout=self.follower, stderr=self.follower,
            start_new_session=True,
        )  # fmt: skip
        self.seen = bytearray()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> AtTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.follower)
        os.close(self.leader)

    def _read(self) -> None:
        while True:
            try:
                self.seen += os.read(self.leader, 65_536)
            except OSError:
                return

    def until(self, text: str, limit_s: float = 30) -> float:
        """Wait until a text is seen; the monotonic second."""
        ends = time.monotonic() + in_time(limit_s)
        while text.encode() not in self.seen:
            assert time.monotonic() < ends, self.seen.decode(errors="replace")
            time.sleep(0.01)
        return time.monotonic()

    def type(self, keys: str) -> float:
        """The monotonic second of it."""
        os.write(self.leader, keys.encode())
        return time.monotonic()


@dataclass
class Run:
    """What was heard, seen and kept of one session; times are seconds of the recording."""

    heard: Signal
    seen: str = ""
    code: int = -1
    pains: list[dict[str, object]] = field(default_factory=list)
    answered_s: float = 0.0
    paused_s: tuple[float, float] = (0.0, 0.0)
    cut_s: float = 0.0

    def places(self, text: str) -> list[float]:
        """Where a line is heard from its beginning to its end."""
        return [at / HEARD_RATE_HZ for at in find_whole(self.heard, clip(text), HEARD_RATE_HZ)]

    def level_db(self, from_s: float, to_s: float) -> float:
        part = self.heard[int(from_s * HEARD_RATE_HZ) : int(to_s * HEARD_RATE_HZ)]
        return float(10 * np.log10(np.mean(part.astype(np.float64) ** 2) + 1e-12))


@background_scenario
def run(folder: Path) -> Run:
    """A session in which every question is answered."""
    for line in (BEFORE, AFTER):
        clip(line)  # in the cache, as after the first time
    server = SoundServer(folder)
    server.start(sinks=SINKS[:1])
    try:
        with server.recorded() as recording, AtTerminal(folder / "asking", server.env) as program:
            program.until("[0-10, Enter skips]")
            time.sleep(len(clip(BEFORE)) / HEARD_RATE_HZ + 3)
            answered_s = program.type("2\n")
            program.until("Hello there.")
            time.sleep(1.5)
            paused_s = program.type(" ")
            time.sleep(6.0)
            gone_on_s = program.type(" ")
            program.until("type your pain")
            program.type("3")
            program.until("Pain 3.", 2)
            program.until(AFTER, 40)
            time.sleep(1.6)
            cut_s = program.type("1\n")
            code = program.process.wait(10)
            time.sleep(0.5)
    finally:
        server.kill()
    with open_store(folder / "asking" / "data") as store:
        rows = store.connection.execute("SELECT data FROM events WHERE kind = 'pain' ORDER BY at")
        pains = [json.loads(row[0]) for row in rows]

    def heard_s(at_s: float) -> float:
        return recording.frame_at(at_s) / HEARD_RATE_HZ

    return Run(
        recording.samples, program.seen.decode(errors="replace"), code, pains,
        heard_s(answered_s), (heard_s(paused_s), heard_s(gone_on_s)), heard_s(cut_s),
    )  # fmt: skip


def test_a_question_before_the_session_is_spoken_and_the_session_begins_after_it(run: Run) -> None:
    asked_s, _ = run.places(BEFORE)  # before the session, and inside
    assert asked_s + len(clip(BEFORE)) / HEARD_RATE_HZ < run.answered_s
    (hello_s,) = run.places("Hello there.")
    assert hello_s > run.answered_s
    assert "Traceback" not in run.seen
    assert run.code == 0


def test_a_question_inside_is_answered_by_one_key_and_the_session_goes_on(run: Run) -> None:
    assert len(run.places(BEFORE)) == 2
    assert len(run.places("That was the whole session.")) == 1
    assert [(each["when"], each["pain"]) for each in run.pains] == [("during", 3), ("after", 1)]


def test_an_answer_cuts_the_question_off(run: Run) -> None:
    assert run.places(AFTER) == []
    assert run.level_db(run.cut_s - 1.0, run.cut_s) > -50
    assert run.level_db(run.cut_s + 0.5, run.cut_s + 0.8) < -80


def test_in_a_pause_the_output_is_kept_awake_very_softly(run: Run) -> None:
    paused_s, gone_on_s = run.paused_s
    assert run.level_db(paused_s + 1, paused_s + 2.5) < -80
    assert run.level_db(gone_on_s - 1.5, gone_on_s - 0.2) == pytest.approx(LEVEL_DB, abs=2)


def test_all_warning_signs_are_heard_before_a_session_can_begin_though_the_output_is_lost(
    tmp_path: Path,
) -> None:
    flags = [clip(flag) for flag in WARNING_SIGNS]
    server = SoundServer(tmp_path)
    server.start()
    try:
        with (
            server.recorded() as recording,
            AtTerminal(tmp_path / "asking", server.env, known=False) as program,
        ):
            program.until("[y/N]")
            program.type("y\n")
            program.until("[y/n]")
            time.sleep(len(flags[0]) / HEARD_RATE_HZ + 2)
            program.type("n\n")
            program.until("It is still being read aloud.")
            assert b"[numbers" not in program.seen
            server.freeze()
            time.sleep(2)
            server.thaw()
            length_s = sum(len(flag) for flag in flags) / HEARD_RATE_HZ
            time.sleep(1.5 * length_s + 15)
            program.type("n\n")
            program.until("[numbers", 10)
        heard = recording.samples
    finally:
        server.kill()
    places = [find_whole(heard, flag, HEARD_RATE_HZ) for flag in flags]
    print([[round(at / HEARD_RATE_HZ, 2) for at in each] for each in places], program.seen)
    assert all(places)
    last = [at[-1] for at in places]
    assert last == sorted(last)


def test_warning_signs_that_were_muted_are_told_of_and_read_again(tmp_path: Path) -> None:
    flags = [clip(flag) for flag in WARNING_SIGNS]
    server = SoundServer(tmp_path)
    server.start(sinks=SINKS[:1])
    try:
        with (
            server.recorded() as recording,
            AtTerminal(tmp_path / "asking", server.env, known=False) as program,
        ):
            program.until("[y/N]")
            program.type("y\n")
            program.until("[y/n]")
            recording.until_heard()
            time.sleep(len(flags[0]) / HEARD_RATE_HZ)
            server.pactl("set-sink-mute", SINKS[0], "1")
            muted_s = time.monotonic()
            noticed_s = program.until("Nobody can hear this: ") - muted_s
            program.until("\a", 1)
            program.type("n\n")
            program.until("Please read it above, then type r.", 2)
            assert b"[numbers" not in program.seen
            server.pactl("set-sink-mute", SINKS[0], "0")
            back_s = program.until("Sound is back.", 5)
            time.sleep(1.5 * sum(len(flag) for flag in flags) / HEARD_RATE_HZ + 5)
            program.type("n\n")
            program.until("[numbers", 10)
        heard = recording.samples[round(recording.frame_at(back_s)) :]
    finally:
        server.kill()
    print(f"noticed after {noticed_s:.2f} s")
    assert noticed_s < in_time(1)
    places = [find_whole(heard, flag, HEARD_RATE_HZ) for flag in flags]
    print([[round(at / HEARD_RATE_HZ, 2) for at in each] for each in places], program.seen)
    assert all(places)
    first = [at[0] for at in places]
    assert first == sorted(first)
