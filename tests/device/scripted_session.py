"""Drives a session by keys, playerctl and `voiceguide control`, and writes down what it does."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.device.heard import take_apart
from tests.device.recorded import lowered, lowered_clip
from tests.device.recording_checker import RecordingCheck
from tests.device.session_actions import BY_PLAYERCTL, Action, moment_of
from tests.device.soundserver import SoundServer
from tests.known_person import known_person
from voiceguide.control.commands import BY_KEY
from voiceguide.control.remotes.socket import NothingPlays, send
from voiceguide.control.remotes.terminal_keys import ARROWS, NAMES

WATCHED = Path(__file__).with_name("watched.py")
LOOK_EVERY_S = 0.05
HELD_EVERY_S = 0.033
NAMED_KEYS = {
    **{name: char for char, name in NAMES.items() if name != "backspace"},
    **{name: f"\x1b[{letter}" for letter, name in ARROWS.items()},
}
READY_BY = ("key enter", "control ready", "playerctl play", "key space")
FORGOTTEN_S = 8.0
"""A pause that no action means to end by now: something went wrong."""
WAIT_S = 2.5
FRESH_MS = 200
"""A status that is older says nothing of this moment."""


@contextmanager
def session_bus() -> Iterator[str]:
    """The address of a bus of one's own."""
    with subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", "echo $DBUS_SESSION_BUS_ADDRESS; cat"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as session:  # fmt: skip
        assert session.stdout is not None
        assert session.stdin is not None
        yield session.stdout.readline().strip()
        session.stdin.close()


class ScriptedSession:
    """One session, and everything that is done to it, in a folder of its own."""

    def __init__(self, folder: Path, env: dict[str, str], routine: str, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        known_person(folder / "data")
        self._env = {
            **env,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(WATCHED.parents[2]),
            "VOICEGUIDE_DATA_DIR": str(folder / "data"),
            "VOICEGUIDE_CONFIG_DIR": str(folder / "config"),
            "VOICEGUIDE_RUNTIME_DIR": str(folder / "run"),
        }
        os.environ["VOICEGUIDE_RUNTIME_DIR"] = self._env["VOICEGUIDE_RUNTIME_DIR"]
        self.leader, self.follower = pty.openpty()
        termios.tcsetwinsize(self.follower, (24, 80))
        self.process = subprocess.Popen(
            [sys.executable, str(WATCHED), str(folder), "play", routine, "--anyway", "--yes",
             *options],
            env=self._env, stdin=self.follower, stdout=self.follower, stderr=self.follower,
            start_new_session=True,
        )  # fmt: skip
        self.seen = bytearray()
        self.statuses: list[dict[str, Any]] = []
        self.commands: list[dict[str, Any]] = []
        self.notes: list[str] = []
        self._score: dict[str, Any] | None = None
        self._score_size = 0
        for work in (self._read, self._look):
            threading.Thread(target=work, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                self.seen += os.read(self.leader, 65_536)
            except OSError:
                return

    def _look(self) -> None:
        due_s = time.monotonic()
        while self.process.poll() is None:
            try:
                before_s = time.monotonic()
                status = json.loads(send("status"))
                status["s"] = (before_s + time.monotonic()) / 2
                self.statuses.append(status)
            except NothingPlays:
                pass
            due_s = max(due_s + LOOK_EVERY_S, time.monotonic())
            time.sleep(max(0.0, due_s - time.monotonic()))

    @property
    def score(self) -> dict[str, Any]:
        """The newest timeline, as JSON."""
        path = self.folder / "scores.jsonl"
        size = path.stat().st_size if path.exists() else 0
        if size != self._score_size or self._score is None:
            self._score_size = size
            self._score = json.loads(path.read_text().splitlines()[-1])
        return self._score

    # What is done

    def do(self, word: str) -> None:
        """One doing of an action, as `Action` says."""
        kind, _, what = word.partition(" ")
        match kind:
            case "sleep":
                time.sleep(float(what))
            case "key" | "keys":
                self._keys([what] if kind == "key" else list(what))
            case "held":
                key, _, seconds = what.partition(" ")
                self._keys([key] * int(float(seconds) / HELD_EVERY_S), HELD_EVERY_S)
            case "playerctl":
                command = ["playerctl", "--player", "voiceguide", *what.split()]
                with self._noted(BY_PLAYERCTL[what.split()[0]], word):
                    subprocess.run(command, env=self._env, check=False, capture_output=True)
            case "control":
                with self._noted(what, word):
                    self._control(what)
            case _:
                raise ValueError(word)

    def _control(self, what: str) -> None:
        program = [sys.executable, "-m", "voiceguide", "control", what]
        subprocess.run(program, env=self._env, check=False, capture_output=True)

    def _keys(self, keys: Sequence[str], every_s: float = 0.0) -> None:
        first = True
        for key in keys:
            name = NAMES.get(key, key)
            with self._noted(BY_KEY[name], f"key {name}", again=not first):
                os.write(self.leader, NAMED_KEYS.get(name, key).encode())
            first = False
            time.sleep(every_s)

    @contextmanager
    def _noted(self, name: str, source: str, *, again: bool = False) -> Iterator[None]:
        """A command is noted; `again`: the same press still."""
        before_s, mode = time.monotonic(), self.statuses[-1]["mode"] if self.statuses else ""
        try:
            yield
        finally:
            self.commands.append({
                "name": name, "source": source, "from_s": before_s, "to_s": time.monotonic(),
                "mode": mode, "again": again,
                "answered": not again and name != "stop" and mode != "lost",
            })  # fmt: skip

    # Its course

    def go(self, actions: Sequence[Action]) -> None:
        """Do all actions at their moments, be ready whenever it waits, until the end."""
        left, ready, still_s = list(actions), 0, time.monotonic()
        while self.process.poll() is None:
            time.sleep(0.01)
            if not self.statuses:
                continue
            status = self.statuses[-1]
            if status["mode"] == "playing":
                still_s = time.monotonic()
            over = [action for action in left if _is_over(action, status)]
            self.notes += [f"never came: {action}" for action in over]
            left = [action for action in left if action not in over]
            since_ms = (time.monotonic() - status["s"]) * 1000
            here = [action for action in left if action.item in (status["item"], None)]
            now = (
                action for action in here if moment_of(action.when, status, self.score, since_ms)
            )
            if since_ms < FRESH_MS and (action := next(now, None)) is not None:
                left.remove(action)
                self._perform(action)
                still_s = time.monotonic()
                continue
            stood_s = time.monotonic() - still_s
            if status["mode"] == "waiting" and stood_s > WAIT_S:
                self.do(READY_BY[ready % len(READY_BY)])
                ready += 1
                time.sleep(0.7)
            elif status["mode"] in ("paused", "asking") and stood_s > FORGOTTEN_S:
                self.notes.append(f"still {status['mode']} at {status['at_ms']} ms: go-on")
                self.do("control go-on")
                time.sleep(0.7)
        self.notes += [f"never came: {each}" for each in left]

    def _perform(self, action: Action) -> None:
        status = self.statuses[-1]
        self.notes.append(
            f"{status['at_ms']} ms, item {status['item']}: {action.when}: {action.do}"
        )
        for word in action.do:
            self.do(word)
        time.sleep(0.8)

    def end(self) -> int:
        """Its exit code; killed where it does not end."""
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def write(self) -> None:
        """What was done and told, beside what the program wrote."""
        for name, lines in (("statuses", self.statuses), ("commands", self.commands)):
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (self.folder / f"{name}.jsonl").write_text(text)
        (self.folder / "notes.txt").write_text("\n".join(self.notes) + "\n")
        (self.folder / "screen.bin").write_bytes(bytes(self.seen))


def _is_over(action: Action, status: dict[str, Any]) -> bool:
    """Whether an item of an action has been passed."""
    here = status["item"]
    if status["kind"] == "closing":
        return True
    return here is not None and (action.item or 0) < here


def run_script(folder: Path, routine: str, actions: Sequence[Action], *options: str) -> int:
    """Play a session on a sound server of our own, recorded; all of it goes into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in ("scores.jsonl", "asides.jsonl"):
        (folder / old).unlink(missing_ok=True)
    server = SoundServer(folder / "server")
    server.start()
    try:
        with session_bus() as bus, server.recorded() as recording:
            env = {**server.env, "DBUS_SESSION_BUS_ADDRESS": bus}
            scripted = ScriptedSession(folder, env, routine, *options)
            try:
                scripted.go(actions)
                code = scripted.end()
                time.sleep(0.5)
            finally:
                scripted.process.kill()
                scripted.write()
                samples = recording.samples
                np.save(folder / "heard.npy", (samples * 32767).astype(np.int16))
                (folder / "lags.json").write_text(json.dumps(recording.lags.tolist()))
    finally:
        server.kill()
    return code


def check_of(folder: Path) -> RecordingCheck:
    """What a folder holds of a scripted session, its recording taken apart."""
    clips = np.load(folder / "clips.npz")
    names = json.loads((folder / "clips.json").read_text())
    sounds = {name: lowered_clip(clips[str(number)]) for number, name in enumerate(names)}
    pcm = np.load(folder / "heard.npy")
    lags = np.array(json.loads((folder / "lags.json").read_text()))
    statuses, scores, commands, asides = (
        [_on_tape(each, lags) for each in _lines(folder / f"{name}.jsonl")]
        for name in ("statuses", "scores", "commands", "asides")
    )
    check = RecordingCheck(statuses, scores, commands, asides, [], [])
    heard = lowered(pcm.astype(np.float32) / np.float32(32767))
    check.found, check.rests = take_apart(heard, sounds, check.begun())
    return check


def _on_tape(what: dict[str, Any], lags: npt.NDArray[np.float64]) -> dict[str, Any]:
    """The same with its moments as seconds of the recording, whose clock is the sink's."""

    def heard_s(at_s: float) -> float:
        return at_s - float(np.interp(at_s, lags[:, 0], lags[:, 1]))

    times = ("s", "from_s", "to_s")
    return {name: heard_s(value) if name in times else value for name, value in what.items()}


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]
