"""A voice recorded through a real sound server: an engine speaks into its microphone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.device.conftest import ROOT
from tests.device.soundserver import SoundServer
from voiceguide.audio.clip import Clip
from voiceguide.audio.riff import header_bytes
from voiceguide.speech.voice import open_voice

pytestmark = pytest.mark.device

LINES = ("Breathe in.", "Well done. Rest a moment.")
REACTION_S = 0.4
"""No person speaks sooner after a tone."""
HEARD_AT, MICROPHONE = "ci", "ci2"


@pytest.fixture
def studio(own_server: SoundServer) -> SoundServer:
    own_server.start()
    return own_server


@pytest.fixture(scope="module")
def clips() -> dict[str, Clip]:
    voice = open_voice(None, 140)
    try:
        return voice.speak(LINES)
    finally:
        voice.close()


class Recorder:
    """`voices record --hands-free` at work, and somebody who speaks when told to."""

    def __init__(self, studio: SoundServer, folder: Path, source: str | None = None) -> None:
        table = folder / "lines.csv"
        table.write_text("text\n" + "".join(f"{line}\n" for line in LINES))
        own = {f"VOICEGUIDE_{kind}_DIR": str(folder / kind) for kind in ("CONFIG", "DATA", "STATE")}
        self.folder, self._studio = folder, studio
        self.env = {
            **studio.env_of(HEARD_AT), **own,
            "PULSE_SOURCE": source or f"{MICROPHONE}.monitor", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voiceguide", "voices", "record", str(folder / "anna"),
             "--lines", str(table), "--hands-free"],
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.told: list[str] = []

    def lines(self) -> Iterator[str]:
        """What it tells, as it comes."""
        for line in self.process.stderr or ():
            self.told.append(line.rstrip())
            yield line.rstrip()

    @property
    def prompt(self) -> str:
        """The line that is to be read."""
        return next(line.strip() for line in reversed(self.told) if line.startswith("    "))

    def speak(self, clip: Clip) -> None:
        """Play a line into the microphone."""
        file = self.folder / "spoken.wav"
        file.write_bytes(header_bytes(len(clip.pcm)) + clip.pcm.tobytes())
        time.sleep(REACTION_S)
        command = ["paplay", f"--device={MICROPHONE}", str(file)]
        subprocess.run(command, env=self._studio.env, check=True)

    def end(self) -> int:
        self.told += (self.process.stderr or sys.stdin).read().splitlines()
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            for pipe in (self.process.stdout, self.process.stderr):
                if pipe is not None:
                    pipe.close()

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "voiceguide", *words]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)


def test_lines_that_are_spoken_at_the_tone_become_a_voice(
    studio: SoundServer, tmp_path: Path, clips: dict[str, Clip]
) -> None:
    recorder = Recorder(studio, tmp_path)
    for line in recorder.lines():
        if line == "Speak now.":
            recorder.speak(clips[recorder.prompt])
    assert recorder.end() == 0, recorder.told
    own = tmp_path / "own.yaml"
    own.write_text("name: Own\nitems:\n" + "".join(f"  - note: {line}\n" for line in LINES))
    checked = json.loads(
        recorder.ask("voices", "check", str(tmp_path / "anna"), str(own), "--json").stdout
    )
    assert (checked["recordings"], checked["problems"]) == (2, [])
    voice = open_voice(f"recorded:{tmp_path / 'anna'}", 140, cache=tmp_path / "cache")
    try:
        heard = voice.speak(LINES)
    finally:
        voice.close()
    for line in LINES:
        assert abs(heard[line].length_ms - clips[line].length_ms) < 60
    assert list(voice.problems) == []


def test_a_microphone_that_is_unplugged_ends_it_in_words_and_what_was_kept_stays(
    studio: SoundServer, tmp_path: Path, clips: dict[str, Clip]
) -> None:
    recorder = Recorder(studio, tmp_path)
    for line in recorder.lines():
        if line == "Speak now." and recorder.prompt == LINES[0]:
            recorder.speak(clips[LINES[0]])
        elif line == "Speak now.":
            time.sleep(0.3)
            studio.unplug()  # else its stream would go on with another one
    assert recorder.end() == 4, recorder.told
    assert any("the microphone is gone" in line for line in recorder.told), recorder.told
    assert any(line.startswith("1 line kept") for line in recorder.told)
    names = sorted(path.name for path in (tmp_path / "anna").rglob("*") if path.is_file())
    assert names == ["breathe-in.wav", "voice.toml"]


def test_a_microphone_that_is_missing_is_told_in_words(studio: SoundServer, tmp_path: Path) -> None:
    recorder = Recorder(studio, tmp_path, source="nobody")
    assert recorder.end() == 4
    assert any("no microphone opens" in line for line in recorder.told), recorder.told
    assert not (tmp_path / "anna").exists()


def test_ctrl_c_keeps_what_was_kept(
    studio: SoundServer, tmp_path: Path, clips: dict[str, Clip]
) -> None:
    recorder = Recorder(studio, tmp_path)
    for line in recorder.lines():
        if line == "Speak now." and recorder.prompt == LINES[0]:
            recorder.speak(clips[LINES[0]])
        elif line == "Speak now.":
            recorder.process.send_signal(signal.SIGINT)
    assert recorder.end() == 130
    assert recorder.told[-2].startswith("1 line kept")
    assert recorder.told[-1] == "Interrupted."
    names = sorted(path.name for path in (tmp_path / "anna").rglob("*") if path.is_file())
    assert names == ["breathe-in.wav", "voice.toml"]


@pytest.mark.parametrize(("interrupted", "code"), [(False, 4), (True, 130)])
def test_a_server_that_freezes_ends_it_within_seconds_with_what_was_kept(
    studio: SoundServer, tmp_path: Path, clips: dict[str, Clip], interrupted: bool, code: int
) -> None:
    recorder = Recorder(studio, tmp_path)
    for line in recorder.lines():
        if line == "Speak now." and recorder.prompt == LINES[0]:
            recorder.speak(clips[LINES[0]])
        elif line == "Speak now.":
            studio.freeze()
            if interrupted:
                time.sleep(0.5)
                recorder.process.send_signal(signal.SIGINT)
            break
    start = time.monotonic()
    assert recorder.end() == code, recorder.told
    assert time.monotonic() - start < 15
    assert any(line.startswith("1 line kept") for line in recorder.told), recorder.told
