"""Another output takes over: by itself, or because the one that was lost stays away."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.device.background_scenarios import background_scenario
from tests.device.busy import in_time
from tests.device.controlled_program import ControlledProgram, at_once
from tests.device.soundserver import SoundServer

pytestmark = pytest.mark.device
BRIEF = ("--voice", "estimate", "--detail", "brief")
HEADSET, SPEAKERS = "headset", "speakers"

ALSA = "pcm.default {{ type {} }}\nctl.default {{ type {} }}\n"
"""Its whole configuration: where the way of simpleaudio leads."""


@dataclass(frozen=True)
class Moved:
    """A session whose headset went, while loudspeakers were there."""

    told: dict[str, Any]
    """Its status a second and a half later."""
    at_ms: int
    """Where it was when the headset went."""
    errors: str


@background_scenario
def moved(folder: Path) -> dict[str, Moved]:
    """One plays on, as usual; one pauses, as its settings say."""
    server = SoundServer(folder)
    server.start(sinks=(HEADSET, SPEAKERS))
    configs = {"usual": "", "pausing": "pause_on_new_output = true\n"}
    programs = {
        name: ControlledProgram(folder / name, server.env, "sounddevice", *BRIEF, config=config)
        for name, config in configs.items()
    }
    try:
        at_once(ControlledProgram.in_the_hold, programs)
        time.sleep(1.5)
        places = at_once(lambda program: program.status["at_ms"], programs)
        server.unplug(HEADSET)
        time.sleep(1.5)
        told = at_once(lambda program: program.status, programs)
        errors = at_once(lambda program: program.end()[1], programs)
    finally:
        for program in programs.values():
            program.process.kill()
        server.kill()
    return {name: Moved(told[name], places[name], errors[name]) for name in programs}


def test_loudspeakers_that_take_over_are_told_and_it_plays_on(moved: dict[str, Moved]) -> None:
    usual = moved["usual"]
    assert usual.told["mode"] == "playing"
    assert usual.told["at_ms"] > usual.at_ms + 500
    assert f"The sound now comes out of {SPEAKERS}." in usual.errors


def test_where_the_settings_say_so_it_pauses_instead(moved: dict[str, Moved]) -> None:
    pausing = moved["pausing"]
    assert pausing.told["mode"] == "paused"
    assert pausing.told["at_ms"] < pausing.at_ms + 1300
    assert f"The sound now comes out of {SPEAKERS}." in pausing.errors


@background_scenario
def stays_away(folder: Path) -> tuple[float, str]:
    """How long after the loss it went on, and what was told."""
    server = SoundServer(folder)
    server.start(sinks=(HEADSET,))
    alsa = folder / "alsa.conf"
    alsa.write_text(ALSA.format("pulse", "pulse"))
    env = {**server.env, "ALSA_CONFIG_PATH": str(alsa)}
    try:
        with ControlledProgram(folder / "led", env, "simpleaudio", *BRIEF) as program:
            program.in_the_hold()
            server.kill()
            alsa.write_text(ALSA.format("hw card 99", "hw card 99"))
            lost_s = program.until(lambda told: told["mode"] == "lost", 5)
            server.start(sinks=(SPEAKERS,))
            back_s = program.until(lambda told: told["mode"] == "playing", 60)
            time.sleep(0.5)
            return back_s - lost_s, program.end()[1]
    finally:
        server.kill()


def test_while_its_output_stays_away_another_one_is_taken(stays_away: tuple[float, str]) -> None:
    took_s, errors = stays_away
    print(f"after {took_s:.1f} s")
    assert 5 < took_s < in_time(30)
    assert "Sound is back: " in errors
    assert "Sound is back: simpleaudio" not in errors
