"""A session goes on when its sound comes back, from the place it had."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.device.background_scenarios import background_scenario
from tests.device.busy import in_time, one_gap_ms
from tests.device.controlled_program import REAL, ControlledProgram, at_once
from tests.device.soundserver import SINKS, SoundServer
from tests.device.terminal import AtTerminal
from tests.device.tones import due_tones, heard_tones, planned

pytestmark = pytest.mark.device
each_output = pytest.mark.parametrize("name", REAL)

BRIEF = ("--voice", "estimate", "--detail", "brief")

ROUTINE = """\
name: Led
opening: {say: [Hello there.], safety: none}
items:
  - {step: Stand still, for: 20 s}
  - {step: Stand tall, for: 20 s}
"""
SHORT = """\
name: Led
opening: {say: [Hello there.], safety: none}
items:
  - {step: Stand still, for: 12 s}
  - rest: 6 s
"""


@dataclass
class Observed:
    """What became of a session on every output: monotonic seconds, and the session's own ms."""

    at: dict[str, float] = field(default_factory=dict)
    """When the test did something to the server."""
    seen: dict[str, dict[str, float]] = field(default_factory=dict)
    """When an output's session was seen in a mode."""
    place_ms: dict[str, dict[str, int]] = field(default_factory=dict)
    heard: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def now(self, what: str) -> None:
        self.at[what] = time.monotonic()

    def after_s(self, mode: str, what: str, name: str) -> float:
        """How long after something was done a session was seen in a mode."""
        took_s = self.seen[mode][name] - self.at[what]
        print(f"{name}: {mode} {took_s:.2f} s after {what}")
        return took_s


class Led:
    """A session on every real output at once, and what was observed."""

    def __init__(self, server: SoundServer, programs: Mapping[str, ControlledProgram]) -> None:
        self.server, self.programs, self.observed = server, programs, Observed()

    def see(self, mode: str, limit_s: float = 12) -> None:
        """Wait until all are in a mode, and note their places."""

        def seen(program: ControlledProgram) -> float:
            return program.until(lambda told: told["mode"] == mode, limit_s)

        self.observed.seen[mode] = at_once(seen, self.programs)
        self.places(mode)

    def places(self, name: str) -> None:
        self.observed.place_ms[name] = at_once(
            lambda each: int(each.status["at_ms"]), self.programs
        )

    def end(self) -> Observed:
        self.observed.errors = at_once(lambda each: each.end()[1], self.programs)
        return self.observed


@contextmanager
def led_on(
    server: SoundServer, folder: Path, env_of: Callable[[str], dict[str, str]], routine: str
) -> Iterator[Led]:
    """Sessions in their first hold, far enough to go on with pips."""
    with ExitStack() as stack:
        stack.callback(server.kill)
        programs = {
            name: stack.enter_context(
                ControlledProgram(folder / name, env_of(sink), name, *BRIEF, routine=routine)
            )
            for name, sink in zip(REAL, SINKS, strict=True)
        }
        at_once(ControlledProgram.in_the_hold, programs)
        time.sleep(1.5)
        yield Led(server, programs)


@background_scenario
def killed(folder: Path) -> Observed:
    """The server dies, and another one takes its place."""
    server = SoundServer(folder)
    server.start()
    with led_on(server, folder, server.env_of, ROUTINE) as led:
        led.places("before")
        server.kill()
        led.observed.now("the kill")
        led.see("lost")
        time.sleep(1.2)
        led.places("still")
        server.start()
        led.observed.now("the start")
        led.see("playing")
        with ExitStack() as stack:
            recordings = [stack.enter_context(server.recorded(sink)) for sink in SINKS]
            moved_ms = 500 + max(led.observed.place_ms["playing"].values())
            at_once(lambda each: each.until(lambda told: told["at_ms"] > moved_ms), led.programs)
        for name, recording in zip(REAL, recordings, strict=True):
            led.observed.heard[name] = heard_tones(recording.samples)
        return led.end()


@each_output
def test_a_dead_server_is_noticed_soon_and_the_place_is_kept(killed: Observed, name: str) -> None:
    assert killed.after_s("lost", "the kill", name) < in_time(1.5)
    before, place = killed.place_ms["before"][name], killed.place_ms["lost"][name]
    assert before - 200 < place < before + 1500
    assert killed.place_ms["still"][name] == place
    assert "The sound output is gone" in killed.errors[name]


@each_output
def test_it_goes_on_two_seconds_after_the_server_is_back(killed: Observed, name: str) -> None:
    assert killed.after_s("playing", "the start", name) < in_time(2.0)
    assert killed.place_ms["playing"][name] <= killed.place_ms["lost"][name]
    assert "Sound is back" in killed.errors[name]


@each_output
def test_what_goes_on_is_heard(killed: Observed, name: str) -> None:
    assert "pip-next" in [tone for tone, _ in killed.heard[name]]


@background_scenario
def unplugged(folder: Path) -> Observed:
    """The only headset goes, and comes back."""
    server = SoundServer(folder)
    server.start(sinks=SINKS[:1])
    with led_on(server, folder, lambda _: server.env, ROUTINE) as led:
        server.unplug()
        led.observed.now("the unplugging")
        led.see("lost")
        time.sleep(1)
        server.plug(SINKS[0])
        led.observed.now("the plugging in")
        led.see("playing")
        return led.end()


@each_output
def test_it_goes_on_when_the_headset_is_back(unplugged: Observed, name: str) -> None:
    assert unplugged.after_s("lost", "the unplugging", name) < in_time(1.5)
    assert unplugged.after_s("playing", "the plugging in", name) < in_time(5)


@background_scenario
def dummy(folder: Path) -> Observed:
    """A dummy takes the place of the only output."""
    server = SoundServer(folder)
    server.start(small_blocks=False, sinks=SINKS[:1])
    server.pactl("load-module", "module-always-sink")
    with led_on(server, folder, lambda _: server.env, ROUTINE) as led:
        time.sleep(1)
        server.unplug()
        led.observed.now("the unplugging")
        led.see("lost")
        server.plug(SINKS[0])
        led.observed.now("the plugging in")
        led.see("playing")
        time.sleep(0.5)
        return led.end()


@each_output
def test_a_dummy_in_place_of_the_only_output_is_no_success(dummy: Observed, name: str) -> None:
    assert dummy.after_s("lost", "the unplugging", name) < in_time(1.2)
    assert dummy.after_s("playing", "the plugging in", name) < in_time(2)
    assert "a stand-in that nobody hears" in dummy.errors[name]
    assert "Sound is back" in dummy.errors[name]


@background_scenario
def frozen(folder: Path) -> tuple[Observed, list[tuple[str, float]]]:
    """The server stands still for five seconds; also the tones that are due in the session."""
    server = SoundServer(folder)
    server.start()
    with led_on(server, folder, server.env_of, SHORT) as led:
        server.freeze()
        led.observed.now("the frost")
        led.see("lost")
        time.sleep(max(0, led.observed.at["the frost"] + 5 - time.monotonic()))
        server.thaw()
        led.observed.now("the thaw")
        with ExitStack() as stack:
            recordings = [stack.enter_context(server.recorded(sink)) for sink in SINKS]
            led.see("playing")
            at_once(lambda each: each.until(lambda told: told["kind"] == "rest", 40), led.programs)
            time.sleep(0.5)
        for name, recording in zip(REAL, recordings, strict=True):
            led.observed.heard[name] = heard_tones(recording.samples)
        led.end()
        return led.observed, due_tones(planned(folder / REAL[0]))


@each_output
def test_a_server_that_stood_still_for_five_seconds_is_taken_up_again(
    frozen: tuple[Observed, list[tuple[str, float]]], name: str
) -> None:
    observed, _ = frozen
    assert observed.after_s("lost", "the frost", name) < in_time(1.5)
    assert observed.after_s("playing", "the thaw", name) < in_time(5)
    assert "Sound is back" in observed.errors[name]


@each_output
def test_after_the_frost_all_that_is_left_is_heard_once_and_in_its_time(
    frozen: tuple[Observed, list[tuple[str, float]]], name: str
) -> None:
    observed, due = frozen
    place_ms = observed.place_ms["lost"][name]
    left = [tone for tone in due if tone[1] > place_ms and tone[0] != "end"]
    print(name, place_ms, observed.heard[name], left)
    # Three pips lead back into the hold.
    assert [tone for tone, _ in observed.heard[name][:3]] == ["pip-next"] * 3
    heard = observed.heard[name][3:]
    assert [tone for tone, _ in heard] == [tone for tone, _ in left]
    off_ms = np.array([at for _, at in heard]) - np.array([at for _, at in left])
    assert np.ptp(off_ms) < one_gap_ms(20)


def test_a_program_that_was_stopped_has_paused(server: SoundServer, tmp_path: Path) -> None:
    with AtTerminal(tmp_path, server.env, "miniaudio", "--voice", "estimate") as program:
        program.in_the_hold()
        before = program.status["at_ms"]
        program.sleep(3)
        program.until(lambda told: told["mode"] == "paused", 3)
        assert program.status["at_ms"] < before + 1500
        program.until_shown("voiceguide was stopped for", limit_s=10)
        program.ask("go-on")
        program.until(lambda told: told["mode"] == "playing", 3)


def test_led_from_no_terminal_it_goes_on_by_itself(server: SoundServer, tmp_path: Path) -> None:
    with ControlledProgram(tmp_path, server.env, "miniaudio", "--voice", "estimate") as program:
        program.in_the_hold()
        before = program.status["at_ms"]
        program.sleep(3)
        program.until(lambda told: told["mode"] == "playing" and told["at_ms"] > before + 1500)
        errors = program.end()[1]
    assert "voiceguide was stopped for 3 s: it goes on." in errors
    assert "gone" not in errors


@each_output
def test_a_pause_is_heard_at_once_from_the_command_on(
    paused: dict[str, tuple[float, float]], name: str
) -> None:
    """Silence but for the sound that acknowledges it."""
    loudest, took_s = paused[name]
    assert loudest < 0.001
    assert took_s < 0.15


@pytest.fixture(scope="module")
def paused(
    server: SoundServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[float, float]]:
    """The loudest sample after a pause was asked for, and how long it took to be told."""
    folder = tmp_path_factory.mktemp("paused")

    def pause(name: str) -> tuple[float, float]:
        sink = SINKS[REAL.index(name)]
        env = server.env_of(sink)
        with ControlledProgram(folder / name, env, name, "--voice", "estimate") as program:
            program.begin_session()
            with server.recorded(sink) as recording:
                program.until(lambda told: told["at_ms"] > 500)
                asked_s = time.monotonic()
                program.ask("pause")
                program.until(lambda told: told["mode"] == "paused", 2)
                took_s = time.monotonic() - asked_s
                time.sleep(1.2)
        after = recording.samples[recording.frame_at(asked_s + 0.6) :]
        return float(np.abs(after).max()), took_s

    return at_once(pause, {name: name for name in REAL})
