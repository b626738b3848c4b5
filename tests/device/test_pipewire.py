"""The same sessions on PipeWire, which most desktops have: heard, lost, and back."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.device.led import REAL, LedProgram, at_once
from tests.device.pipewire import PACKAGES, PipeWire, missing_tools
from tests.device.soundserver import SINKS, needs_pulseaudio
from tests.device.tones import Tone, due_tones, heard_tones, planned

pytestmark = pytest.mark.device
each_output = pytest.mark.parametrize("name", REAL)
BRIEF = ("--voice", "estimate", "--detail", "brief")
ROUTINE = """\
name: Led
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 12 s}
  - {step: Stand tall, for: 40 s}
"""


def needs_pipewire() -> None:
    """Skip where there is none; fail in CI."""
    needs_pulseaudio()  # its clients are what is heard and asked with
    if not missing_tools():
        return
    text = f"{', '.join(missing_tools())} missing: apt-get install {PACKAGES}"
    if os.environ.get("CI") == "true":
        pytest.fail(text)
    pytest.skip(text)


@dataclass
class Story:
    """A session on each output: heard through a hold; its sink goes; then the server."""

    heard: dict[str, list[Tone]] = field(default_factory=dict)
    due: list[Tone] = field(default_factory=list)
    after_s: dict[str, dict[str, float]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Story:
    needs_pipewire()
    folder = tmp_path_factory.mktemp("pipewire")
    story, server = Story(), PipeWire(folder)
    server.start()
    with ExitStack() as stack:
        stack.callback(server.kill)
        programs = {
            name: stack.enter_context(
                LedProgram(folder / name, server.env_of(sink), name, *BRIEF, routine=ROUTINE)
            )
            for name, sink in zip(REAL, SINKS, strict=True)
        }

        def see(what: str, mode: str, limit_s: float) -> None:
            begins_s = time.monotonic()

            def seen(program: LedProgram) -> float:
                return program.until(lambda told: told["mode"] == mode, limit_s) - begins_s

            story.after_s[what] = at_once(seen, programs)

        with ExitStack() as ears:
            recordings = [ears.enter_context(server.recorded(sink)) for sink in SINKS]
            at_once(LedProgram.in_the_hold, programs)

            def second(program: LedProgram) -> float:
                return program.until(lambda told: told["item"] == 2 and told["kind"] == "hold", 40)

            at_once(second, programs)
            time.sleep(1.5)
        for name, recording in zip(REAL, recordings, strict=True):
            story.heard[name] = heard_tones(recording.samples)
        server.kill()
        see("the kill", "lost", 5)
        server.start()
        see("the start", "playing", 15)
        time.sleep(1)
        story.errors = at_once(lambda program: program.end()[1], programs)
    story.due = due_tones(planned(folder / REAL[0]))
    return story


@each_output
def test_a_hold_is_heard_exactly(told: Story, name: str) -> None:
    begin = next(at for tone, at in told.heard[name] if tone == "start")
    due_begin = next(at for tone, at in told.due if tone == "start")
    heard = [(tone, at - begin) for tone, at in told.heard[name] if at >= begin]
    due = [(tone, at - due_begin) for tone, at in told.due if at >= due_begin][: len(heard)]
    print(name, heard, due)
    assert [tone for tone, _ in heard] == ["start", "pip", "pip", "pip", "done", "start"]
    assert [tone for tone, _ in due] == [tone for tone, _ in heard]
    off_ms = [at - right for (_, at), (_, right) in zip(heard, due, strict=True)]
    assert np.abs(off_ms).max() < 10


@each_output
def test_a_server_that_dies_is_noticed_and_the_next_one_taken(told: Story, name: str) -> None:
    print(name, {what: round(took[name], 2) for what, took in told.after_s.items()})
    assert told.after_s["the kill"][name] < 1.5
    assert told.after_s["the start"][name] < 2.5
    assert "Sound is back" in told.errors[name]
