"""The machine sleeps for a minute, and its clock is set: no cue is hurried, no hold altered."""

from __future__ import annotations

import os
import re
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.device.background_scenarios import background_scenario
from tests.device.busy import in_time
from tests.device.controlled_program import at_once
from tests.device.soundserver import SINKS, SoundServer
from tests.device.terminal import AtTerminal

pytestmark = pytest.mark.device
BRIEF = ("--voice", "estimate", "--detail", "brief")
MINUTE_S = 60
FAKED = ("sounddevice", "silent")
"""miniaudio does not open under libfaketime, and sounddevice crashes in it now and then."""


@dataclass(frozen=True)
class Slept:
    """A session whose program stood still for a minute in a hold of twenty seconds."""

    before_ms: int
    place_ms: int
    paused_after_s: float
    loudest: float
    """Of what was heard in the three seconds after."""
    mode_after: str
    seen: str


@background_scenario
def slept(folder: Path) -> Slept:
    server = SoundServer(folder)
    server.start(sinks=SINKS[:1])
    try:
        with AtTerminal(folder / "led", server.env, "sounddevice", *BRIEF) as program:
            program.in_the_hold()
            time.sleep(1)
            before_ms = program.status["at_ms"]
            program.sleep(MINUTE_S)
            woken_s = time.monotonic()
            with server.recorded() as recording:
                paused_s = program.until(lambda told: told["mode"] == "paused", 5)
                place_ms = program.status["at_ms"]
                time.sleep(3)
            program.ask("go-on")
            program.until(lambda told: told["mode"] == "playing", 3)
            time.sleep(0.5)
            mode = program.status["mode"]
            loudest = float(np.abs(recording.samples).max())
            seen = program.seen.decode()
            return Slept(before_ms, place_ms, paused_s - woken_s, loudest, mode, seen)
    finally:
        server.kill()


HOLDS = """\
name: Led
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 6 s}
  - {step: Stand tall, for: 6 s}
  - rest: 5 s
"""
HOLD_S = 6.0


@background_scenario
def clocks(folder: Path) -> dict[str, list[float]]:
    """How long two holds lasted: in one the clock is set an hour ahead, in the other back."""
    server = SoundServer(folder)
    server.start(sinks=SINKS[:1])
    clock = folder / "clock"
    clock.write_text("+0\n")
    faked = {
        "LD_PRELOAD": str(next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    env = {**server.env, **faked}
    with ExitStack() as stack:
        stack.callback(server.kill)
        # Under libfaketime time.sleep is broken; waiting for keys is not.
        programs = {
            name: stack.enter_context(AtTerminal(folder / name, env, name, *BRIEF, routine=HOLDS))
            for name in FAKED
        }

        def held(name: str) -> list[float]:
            program, lasted = programs[name], []
            with suppress(AssertionError):
                program.begin_session()
            if program.process.poll() is not None and name != "silent":
                return []
            for item, hours in ((1, 1), (2, -1)):
                begun_s = program.until(partial(is_hold, item), 40)
                time.sleep(1)
                clock.write_text(f"{3600 * hours:+d}\n")
                lasted.append(program.until(lambda told: told["kind"] != "hold") - begun_s)
            return lasted

        return at_once(held, {name: name for name in FAKED})


def is_hold(item: int, told: dict[str, Any]) -> bool:
    return bool(told["kind"] == "hold" and told["item"] == item)


def needs_libfaketime() -> None:
    """Skip where it is not installed; fail in CI."""
    if any(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("apt-get install libfaketime")
    pytest.skip("needs libfaketime")


@pytest.fixture
def libfaketime() -> None:
    needs_libfaketime()


@pytest.mark.parametrize("hold", [0, 1], ids=["ahead", "back"])
def test_a_clock_that_is_set_alters_no_hold(
    libfaketime: None, clocks: dict[str, list[float]], hold: int
) -> None:
    """Not by the hour that the clock was set, nor cut short; a busy machine may hold it up."""
    print(clocks)
    holds_s = [lasted[hold] for lasted in clocks.values() if lasted]
    assert HOLD_S - in_time(0.1) < min(holds_s) < HOLD_S + in_time(0.5)


def test_after_a_minute_asleep_it_is_paused_where_it_was(slept: Slept) -> None:
    print(slept)
    assert slept.paused_after_s < in_time(1)
    assert slept.before_ms <= slept.place_ms < slept.before_ms + 1000
    (stopped_s,) = re.findall(r"voiceguide was stopped for (\d+) s: paused\.", slept.seen)
    assert MINUTE_S <= int(stopped_s) <= MINUTE_S + 1


def test_after_a_minute_asleep_nothing_comes_in_a_burst(slept: Slept) -> None:
    assert slept.loudest < 0.001


def test_after_a_minute_asleep_it_can_go_on(slept: Slept) -> None:
    assert slept.mode_after == "playing"
