"""The same sessions on PipeWire, which most desktops have: heard, lost, and back."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.device.busy import in_time
from tests.device.controlled_program import REAL, ControlledProgram, at_once
from tests.device.pipewire import PACKAGES, PipeWire, missing_tools
from tests.device.soundserver import SINKS, needs_pulseaudio
from tests.device.tones import Tone, due_tones, heard_tones, planned

pytestmark = pytest.mark.device
each_output = pytest.mark.parametrize("name", REAL)
QUANTUM_MS = 1024 / 48
"""What PipeWire loses at once when it is late; the player leaves less than 20 ms alone."""

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
class Observed:
    """A session on each output: heard through a hold; its sink goes; then the server."""

    heard: dict[str, list[Tone]] = field(default_factory=dict)
    due: list[Tone] = field(default_factory=list)
    unsteady_ms: float = 0.0
    """How far clicks of another program came from their time meanwhile: the machine's own share."""
    after_s: dict[str, dict[str, float]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@contextmanager
def clicks(folder: Path, server: PipeWire) -> Iterator[None]:
    """A program that is not ours clicks every second on a sink of its own."""
    sound = np.zeros(60 * 48_000, np.int16)
    for second in range(60):
        sound[second * 48_000 : second * 48_000 + 240] = 16_000
    (folder / "clicks.raw").write_bytes(sound.tobytes())
    command = ["pacat", "--playback", "--raw", "--format=s16le", "--rate=48000", "--channels=1"]
    with (folder / "clicks.raw").open("rb") as source:
        program = subprocess.Popen(
            [*command, "--latency-msec=100", "--device=control"], env=server.env, stdin=source
        )
    try:
        yield
    finally:
        program.kill()
        program.wait()


def unsteady_ms(samples: npt.NDArray[np.float32]) -> float:
    """How far the clicks are from a second apart, added up over all of them."""
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    begins = loud[np.flatnonzero(np.diff(loud, prepend=-48_000) > 24_000)] / 48
    assert len(begins) > 5
    return float(np.abs(begins - begins[0] - 1000 * np.arange(len(begins))).max())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Observed:
    needs_pipewire()
    folder = tmp_path_factory.mktemp("pipewire")
    observed, server = Observed(), PipeWire(folder)
    server.start(sinks=(*SINKS, "control"))
    with ExitStack() as stack:
        stack.callback(server.kill)
        programs = {
            name: stack.enter_context(
                ControlledProgram(folder / name, server.env_of(sink), name, *BRIEF, routine=ROUTINE)
            )
            for name, sink in zip(REAL, SINKS, strict=True)
        }

        def see(what: str, mode: str, limit_s: float) -> None:
            begins_s = time.monotonic()

            def seen(program: ControlledProgram) -> float:
                return program.until(lambda told: told["mode"] == mode, limit_s) - begins_s

            observed.after_s[what] = at_once(seen, programs)

        with ExitStack() as ears:
            recordings = [ears.enter_context(server.recorded(sink)) for sink in SINKS]
            control = ears.enter_context(server.recorded("control"))
            ears.enter_context(clicks(folder, server))
            at_once(ControlledProgram.in_the_hold, programs)

            def second(program: ControlledProgram) -> float:
                return program.until(lambda told: told["item"] == 2 and told["kind"] == "hold", 40)

            at_once(second, programs)
            time.sleep(1.5)
        for name, recording in zip(REAL, recordings, strict=True):
            observed.heard[name] = heard_tones(recording.samples)
        observed.unsteady_ms = unsteady_ms(control.samples)
        server.kill()
        see("the kill", "lost", 5)
        server.start()
        see("the start", "playing", 15)
        time.sleep(1)
        observed.errors = at_once(lambda program: program.end()[1], programs)
    observed.due = due_tones(planned(folder / REAL[0]))
    return observed


@each_output
def test_a_hold_is_heard_exactly(told: Observed, name: str) -> None:
    begin = next(at for tone, at in told.heard[name] if tone == "start")
    due_begin = next(at for tone, at in told.due if tone == "start")
    heard = [(tone, at - begin) for tone, at in told.heard[name] if at >= begin]
    due = [(tone, at - due_begin) for tone, at in told.due if at >= due_begin][: len(heard)]
    print(name, heard, due, told.unsteady_ms)
    assert [tone for tone, _ in heard] == ["start", "pip", "pip", "pip", "done", "start"]
    assert [tone for tone, _ in due] == [tone for tone, _ in heard]
    off_ms = [at - right for (_, at), (_, right) in zip(heard, due, strict=True)]
    assert np.abs(off_ms).max() < in_time(QUANTUM_MS) + 3 * told.unsteady_ms


@each_output
def test_a_server_that_dies_is_noticed_and_the_next_one_taken(told: Observed, name: str) -> None:
    print(name, {what: round(took[name], 2) for what, took in told.after_s.items()})
    assert told.after_s["the kill"][name] < in_time(1.5)
    assert told.after_s["the start"][name] < in_time(2.5)
    assert "Sound is back" in told.errors[name]
