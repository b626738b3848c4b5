"""Sessions that are led on a sound server of their own, and what is measured of them."""

from __future__ import annotations

import json
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.device.controlled_program import ControlledProgram
from tests.device.onsets import Named, find, find_named
from tests.device.soundserver import (
    HEARD_RATE_HZ,
    PACKAGES,
    Recording,
    SoundServer,
    missing_tools,
)
from tests.device.tones import tone
from tests.known_person import known_person
from voiceguide.audio.clip import Clip
from voiceguide.audio.resample import resampled
from voiceguide.audio.tones import load_tones
from voiceguide.control.command_queue import CommandQueue
from voiceguide.control.conductor import Conductor
from voiceguide.control.live_setup import LiveSetup
from voiceguide.control.live_speech import Speaker
from voiceguide.control.relayout import SessionLayout
from voiceguide.control.remotes.socket import NothingPlays, send
from voiceguide.control.spoken_ahead import SpokenAhead
from voiceguide.phrases.say_as import Spelling
from voiceguide.playback.outputs.silent import SilentSink
from voiceguide.rendering import Rendering
from voiceguide.session_options import SessionOptions
from voiceguide.speech.line_lengths import Measured
from voiceguide.speech.voice import open_voice
from voiceguide.timeline import Cue, Segment, Timeline, Tone, VoiceCue, VoiceInfo
from voiceguide.units import Ms

PROGRAM = Path(sys.executable).with_name("voiceguide")
BED_HZ = 3000
"""Music of one tone, in which a change of the sound shows; no tone of the library comes near."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder of its own, and whether there is little time."""

    folder: Path
    quick: bool

    def part(self, name: str) -> Path:
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))


@contextmanager
def sound_server(bench: Bench) -> Iterator[SoundServer]:
    if missing_tools():
        raise SystemExit(f"for this the tests' sound server is needed: apt install {PACKAGES}")
    server = SoundServer(bench.part("server"))
    server.env.pop("PYTHONDONTWRITEBYTECODE", None)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def led(
    bench: Bench, server: SoundServer, sink: str, routine: str, *options: str
) -> ControlledProgram:
    folder = bench.part("led")
    known_person(folder / "data")
    plain = ("--tones", "plain")  # as `timeline_of` has it
    return ControlledProgram(folder, server.env, sink, *plain, *options, routine=routine)


def timeline_of(program: ControlledProgram, *options: str) -> dict[str, Any]:
    """The same session's timeline, as `voiceguide script` prints it."""
    folder = program.runtime.parent
    script = [str(PROGRAM), "script", str(folder / "led.yaml"), "--format", "json", *options]
    env = {**os.environ, "VOICEGUIDE_CONFIG_DIR": str(folder / "config"),
           "VOICEGUIDE_DATA_DIR": str(folder / "data")}  # fmt: skip
    printed = subprocess.run(script, env=env, capture_output=True, check=True).stdout
    timeline: dict[str, Any] = json.loads(printed)
    return timeline


def tones_in(recording: Recording) -> list[Named]:
    """All tones of the library that were heard, each under its own name; ms of the recording."""
    sounds = {
        name: resampled(clip.samples(), 44_100, HEARD_RATE_HZ)
        for name, clip in load_tones(None).items()
    }
    return find_named(recording.samples, sounds, HEARD_RATE_HZ)


def heard_at_s(recording: Recording, name: str) -> list[float]:
    """The seconds of the recording at which a tone was heard, under music too."""
    found = find(recording.samples, tone(name), threshold=0.6)
    return [at / HEARD_RATE_HZ for at in found]


def tones_late_ms(
    recording: Recording, timeline: dict[str, Any], began_ms: float, from_s: float, to_s: float
) -> float:
    """By how much the tones between two moments come later than a session begun then would have.

    All of it on the recording's clock.
    """
    due = [(cue["sound"], began_ms + cue["at_ms"]) for cue in timeline["cues"] if "sound" in cue]
    late = []
    for name, at_ms in tones_in(recording):
        near = [at_ms - at_due for own, at_due in due if own == name]
        near = [each for each in near if abs(each) < 400]
        if near and from_s < at_ms / 1000 < to_s:
            late.append(min(near, key=abs))
    if not late:
        raise SystemExit("no tone was heard where it should be")
    return float(statistics.median(late))


def place_in(timeline: dict[str, Any], place: str) -> int:
    """A time of the session in such a place."""
    cues, segments = timeline["cues"], timeline["segments"]
    if place == "a line":
        lines = [cue for cue in cues if cue["kind"] == "voice" and cue["length_ms"] > 2500]
        line = next(cue for cue in lines if cue["at_ms"] > 12_000)
        return int(line["at_ms"] + 1200)
    hold = next(each for each in segments if each["kind"] == "hold")
    if place == "a countdown":
        return int(hold["end_ms"] - 1500)
    kind = "hold" if place == "a hold" else "move"
    for segment in segments:
        if segment["kind"] != kind:
            continue
        inside = [c for c in cues if c["at_ms"] < segment["end_ms"]
                  and c["at_ms"] + c["length_ms"] > segment["start_ms"]]  # fmt: skip
        edges = [segment["start_ms"], *(c["at_ms"] + c["length_ms"] for c in inside)]
        for edge in sorted(edges):
            following = min([c["at_ms"] for c in cues if c["at_ms"] >= edge] or [edge])
            if min(following, segment["end_ms"]) - edge > 1500:
                return int(edge + 300)
    raise SystemExit(f"the routine has no such place: {place}")


STILL_ROUTINE = """\
name: Still
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 10 min}
  - {step: Stand tall, for: 10 min}
"""
KEYS = {"pause": " ", "softer": "\x1b[B", "louder": "\x1b[A", "next": "n", "more": "+"}


class AtKeys:
    """A session in a terminal, led by keys and by the socket in turn; music is under it."""

    def __init__(self, bench: Bench, server: SoundServer, sink: str, music: Path) -> None:
        folder = bench.part("keys")
        (folder / "still.yaml").write_text(STILL_ROUTINE)
        known_person(folder / "data")
        self.runtime = folder / "run"
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [str(PROGRAM), "play", str(folder / "still.yaml"), "--output", sink, "--yes",
             "--anyway", "--music", str(music), "--music-volume", "100"],
            env={
                **server.env,
                "TERM": "xterm",
                "VOICEGUIDE_DATA_DIR": str(folder / "data"),
                "VOICEGUIDE_CONFIG_DIR": str(folder / "config"),
                "VOICEGUIDE_RUNTIME_DIR": str(self.runtime),
            },
            stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
        )  # fmt: skip
        os.close(follower)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while os.read(self.leader, 65_536):
                pass
        except OSError:
            return

    def ask(self, name: str, *, by_key: bool) -> float:
        """The monotonic second just before."""
        asked_s = time.monotonic()
        if by_key:
            os.write(self.leader, KEYS[name].encode())
        else:
            send(name, self.runtime)
        return asked_s

    def until(self, wanted: Callable[[dict[str, Any]], bool], limit_s: float = 60) -> None:
        ends = time.monotonic() + limit_s
        while time.monotonic() < ends:
            try:
                if wanted(json.loads(send("status", self.runtime))):
                    return
            except NothingPlays:
                pass
            time.sleep(0.02)
        raise SystemExit("the session does not come where it should")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        os.close(self.leader)


def bed_file(folder: Path, seconds: int = 60) -> Path:
    """One tone, as MP3."""
    path = folder / "music.mp3"
    sine = f"sine=frequency={BED_HZ}:sample_rate=48000:duration={seconds}"
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", sine, "-ac", "2",
               "-b:a", "192k", str(path)]  # fmt: skip
    subprocess.run(command, check=True)
    return path


def level_ms(recording: Recording, from_s: float, to_s: float) -> Any:
    """The level of the music, every millisecond, over 4 ms, between two moments."""
    window, step = 4 * HEARD_RATE_HZ // 1000, HEARD_RATE_HZ // 1000
    first = recording.frame_at(from_s)
    last = recording.frame_at(to_s)
    heard = recording.samples[first : last + window]
    turned = heard * np.exp(-2j * np.pi * BED_HZ * np.arange(len(heard)) / HEARD_RATE_HZ)
    total = np.concatenate([[0], np.cumsum(turned)])
    return np.abs(total[window::step] - total[:-window:step]) / window


def first_sound_s(recording: Recording) -> float:
    loud = np.flatnonzero(np.abs(recording.samples) > 0.003)
    if not len(loud):
        raise SystemExit("no sound came back")
    return recording.second_of(loud[0])


def cpu_s(pid: int) -> float:
    """Of a process and its children: simpleaudio plays in one."""
    own = 0.0
    for each in [pid, *children(pid)]:
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        own += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in text.split()]


def peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def lead_long(hours: int) -> None:
    """Lead a built session; its memory as JSON."""
    noise = np.random.default_rng(1).normal(0, 0.1, 2 * 44_100).astype(np.float32)
    clip, tones = Clip.from_samples(noise), load_tones(None)
    length = Ms(hours * 3_600_000)
    cues: list[Cue] = []
    for at in range(0, length - 5000, 5000):
        cues.append(VoiceCue(Ms(at), clip.length_ms, "x", "note"))
        cues.append(Tone(Ms(at + 3000), tones["pip"].length_ms, "pip", "done"))
    timeline = Timeline(
        "bench", "Bench", length, VoiceInfo("estimate", "estimate", 140, False),
        SessionOptions("gentle", "normal", "normal", "tones", "normal", "fade", (), 0),
        tuple(Segment(Ms(at), Ms(at + 60_000), "hold", "Part", item=at // 60_000 + 1)
              for at in range(0, length, 60_000)),
        tuple(cues),
    )  # fmt: skip
    speaker = Speaker(open_voice("estimate", 140), {"x": clip}, Spelling())
    layout = SessionLayout.of_script(timeline)

    def lengths(clips: Mapping[str, Clip]) -> Measured:
        return Measured(clips, 140, "en")

    setup = LiveSetup(
        [Rendering(timeline, {"x": clip}, tones)],
        layout,
        speaker,
        SpokenAhead({"x": clip}, lengths, {}).whole(layout),
        tones,
        lengths,
    )
    conductor = Conductor(setup, SilentSink(speed=100), CommandQueue())
    thread = threading.Thread(target=conductor.lead)
    early_mb = 0.0
    thread.start()
    while thread.is_alive():
        if not early_mb and conductor.snapshot().position.at_ms > 600_000:
            early_mb = peak_mb(os.getpid())
        time.sleep(0.2)
    speaker.close()
    used = time.process_time()
    print(json.dumps({"early_mb": early_mb, "end_mb": peak_mb(os.getpid()), "cpu_s": used,
                      "cues": len(cues)}))  # fmt: skip
