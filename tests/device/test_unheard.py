"""Sound that is turned off anywhere on its way, short of the plug: noticed, told, not logged.

On PulseAudio with its memory of streams, and on PipeWire with WirePlumber; through every output.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.device import pipewire
from tests.device.busy import in_time
from tests.device.controlled_program import REAL, ControlledProgram, at_once
from tests.device.soundserver import SINKS, SoundServer, needs_pulseaudio
from tests.device.terminal import AtTerminal
from voiceguide.person.history import read_history
from voiceguide.person.store import open_store

pytestmark = pytest.mark.device
BRIEF = ("--voice", "estimate", "--detail", "brief")
SERVERS = ("PulseAudio", "PipeWire")
NOTICED_S = 1.0
TURNS = 20
ROUTINE = """\
name: Led
opening: {say: [Hello there.], safety: none}
items:
  - {step: Stand still, for: 200 s}
"""


class Server:
    """A sound server, and the mixer that a person works with."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.sound: SoundServer = (
            pipewire.PipeWire(folder) if kind == "PipeWire" else SoundServer(folder)
        )
        self.sound.start()
        if kind == "PulseAudio":
            self.sound.pactl("load-module", "module-stream-restore", "restore_device=no")

    def turn(self, sink: str, command: str, value: str) -> None:
        """Do something to a session's stream in a sink; libraries try others for a moment."""
        for _ in range(TURNS):
            sinks = json.loads(self.sound.pactl("-f", "json", "list", "sinks"))
            index = next(each["index"] for each in sinks if each["name"] == sink)
            inputs = json.loads(self.sound.pactl("-f", "json", "list", "sink-inputs"))
            own = [
                str(each["index"])
                for each in inputs
                if each["sink"] == index
                and each["properties"].get("application.process.binary", "").startswith("python")
            ]
            try:
                for number in own:
                    self.sound.pactl(command, number, value)
            except subprocess.CalledProcessError:
                continue
            if own:
                return
        raise AssertionError("no stream stays")


Turn = Callable[[Server, str, bool], None]


def mute_stream(server: Server, sink: str, off: bool) -> None:
    server.turn(sink, "set-sink-input-mute", str(int(off)))


def empty_stream(server: Server, sink: str, off: bool) -> None:
    server.turn(sink, "set-sink-input-volume", "0%" if off else "100%")


def mute_sink(server: Server, sink: str, off: bool) -> None:
    server.sound.pactl("set-sink-mute", sink, str(int(off)))


def empty_sink(server: Server, sink: str, off: bool) -> None:
    server.sound.pactl("set-sink-volume", sink, "0%" if off else "100%")


WAYS: dict[str, tuple[Turn, str]] = {
    "stream muted": (mute_stream, "is muted in the system's mixer"),
    "stream at 0": (empty_stream, "is at nothing in the system's mixer"),
    "sink muted": (mute_sink, "is muted."),
    "sink at 0": (empty_sink, "is at nothing."),
}


@dataclass
class Observed:
    """What became of a session on one output: seconds after sound went off, and came back."""

    lost_s: dict[str, float] = field(default_factory=dict)
    back_s: dict[str, float] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    remembered_s: float = 0.0
    """How long the next session took to notice what the server remembers."""
    remembered_at_ms: int = 0
    seen: str = ""
    bells: int = 0
    errors: str = ""
    reasons: list[str | None] = field(default_factory=list)


def is_mode(mode: str) -> Callable[[dict[str, Any]], bool]:
    return lambda told: told["mode"] == mode


T = TypeVar("T", bound=ControlledProgram)
STARTS = 4
"""An output may take longer to open on a busy machine than a person should have to wait."""


def started(start: Callable[[], T], begun: Callable[[T], object]) -> T:
    """A session that has begun; where its output does not open in time, another one."""
    for _ in range(STARTS - 1):
        program = start()
        try:
            begun(program)
        except AssertionError as error:
            program.__exit__(None, None, None)
            if "no answer from the sound system" not in str(error):
                raise
        else:
            return program
    return start()


def told_of(server: Server, folder: Path, name: str) -> Observed:
    observed, sink = Observed(), SINKS[REAL.index(name)]
    # Servers remember by this: otherwise two outputs here would be one to them.
    env = {**server.sound.env_of(sink), "PULSE_PROP": f"application.id={name}"}
    with started(
        lambda: AtTerminal(folder, env, name, *BRIEF, routine=ROUTINE), AtTerminal.in_the_hold
    ) as program:
        for way, (turn, _) in WAYS.items():
            before = len(program.seen)
            turn(server, sink, True)
            off_s = time.monotonic()
            observed.lost_s[way] = program.until(is_mode("lost"), 10) - off_s
            program.until_shown("Nobody can hear this", before)
            time.sleep(0.4)
            turn(server, sink, False)
            on_s = time.monotonic()
            observed.back_s[way] = program.until(is_mode("playing"), 10) - on_s
            program.until_shown("Sound is back", before)
            time.sleep(0.4)
            observed.told[way] = program.seen[before:].decode()
        before = len(program.seen)
        mute_stream(server, sink, True)
        program.until(is_mode("lost"), 10)
        program.until_shown("Nobody can hear this", before)
        program.press("q")
        program.report("ended")
        observed.seen, observed.bells = program.seen.decode(), program.seen.count(b"\a")
    with started(
        lambda: ControlledProgram(folder, env, name, *BRIEF, routine=ROUTINE),
        lambda program: program.until(lambda told: True, 30),
    ) as later:
        begun_s = time.monotonic()
        observed.remembered_s = later.until(is_mode("lost"), 10) - begun_s
        observed.remembered_at_ms = later.status["at_ms"]
        mute_stream(server, sink, False)
        later.until(is_mode("playing"), 10)
        time.sleep(0.3)
        mute_stream(server, sink, True)
        later.until(is_mode("lost"), 10)
        time.sleep(0.3)
        observed.errors = later.end()[1]
        mute_sink(server, sink, False)
    with open_store(folder / "data") as store:
        observed.reasons = [session.reason for session in read_history(store).sessions]
    return observed


@contextmanager
def sessions(kind: str, folder: Path) -> Iterator[dict[str, Observed]]:
    with ExitStack() as stack:
        server = Server(kind, folder / "server")
        stack.callback(server.sound.kill)
        yield at_once(
            lambda name: told_of(server, folder / name, name), {name: name for name in REAL}
        )


@pytest.fixture(scope="module", params=SERVERS)
def all_observed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Observed]]:
    needs_pulseaudio()
    if request.param == "PipeWire" and pipewire.missing_tools():
        pytest.skip("needs PipeWire")
    with sessions(request.param, tmp_path_factory.mktemp("unheard")) as told:
        yield told


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", REAL)
def test_a_session_nobody_hears_is_paused_within_a_second_and_says_why(
    all_observed: dict[str, Observed], name: str, way: str
) -> None:
    observed = all_observed[name]
    print(name, way, f"{observed.lost_s[way]:.2f} s")
    assert observed.lost_s[way] < in_time(NOTICED_S)
    words = " ".join(observed.told[way].split())
    assert "Nobody can hear this" in words
    assert WAYS[way][1] in words


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", REAL)
def test_it_goes_on_when_sound_is_back(
    all_observed: dict[str, Observed], name: str, way: str
) -> None:
    observed = all_observed[name]
    assert observed.back_s[way] < in_time(2.5)
    assert "Sound is back" in observed.told[way]


@pytest.mark.parametrize("name", REAL)
def test_the_bell_rings_each_time_and_never_into_a_pipe(
    all_observed: dict[str, Observed], name: str
) -> None:
    assert all_observed[name].bells == len(WAYS) + 1
    assert "\a" not in all_observed[name].errors


@pytest.mark.parametrize("name", REAL)
def test_what_the_server_remembers_pauses_the_next_session_at_its_start(
    all_observed: dict[str, Observed], name: str
) -> None:
    observed = all_observed[name]
    print(name, f"{observed.remembered_s:.2f} s, at {observed.remembered_at_ms} ms")
    assert observed.remembered_at_ms < in_time(1.5) * 1000
    assert "Nobody can hear this" in observed.errors


@pytest.mark.parametrize("name", REAL)
def test_a_session_that_nobody_heard_is_not_logged_as_done(
    all_observed: dict[str, Observed], name: str
) -> None:
    assert "finished" not in all_observed[name].reasons


def test_a_call_that_ducks_it_to_nothing_and_a_mute_behind_a_filter_pause_it(
    tmp_path: Path,
) -> None:
    needs_pulseaudio()
    server = Server("PulseAudio", tmp_path / "server")
    pactl = server.sound.pactl
    try:
        pactl("load-module", "module-role-ducking", "ducking_roles=any_role", "volume=0%")
        pactl("load-module", "module-remap-sink", "sink_name=filter", "master=ci")
        env = {**server.sound.env, "PULSE_SINK": "filter"}
        with started(
            lambda: ControlledProgram(tmp_path / "led", env, "miniaudio", *BRIEF, routine=ROUTINE),
            ControlledProgram.in_the_hold,
        ) as program:
            call = [
                "pacat",
                "--playback",
                "--raw",
                "--device=filter",
                "--property=media.role=phone",
            ]
            with Path("/dev/zero").open("rb") as zeros:
                calling = subprocess.Popen(call, env=server.sound.env, stdin=zeros)
            begun_s = time.monotonic()
            ducked_s = program.until(is_mode("lost"), 10) - begun_s
            calling.kill()
            calling.wait()
            program.until(is_mode("playing"), 10)
            mute_sink(server, "ci", True)
            program.until(is_mode("lost"), 10)
            mute_sink(server, "ci", False)
            program.until(is_mode("playing"), 10)
            time.sleep(0.3)
            errors = program.end()[1]
    finally:
        server.sound.kill()
    print(f"ducked: {ducked_s:.2f} s")
    assert "another program's sound has turned voiceguide down to nothing" in errors
    assert "the sound output ci is muted" in errors
