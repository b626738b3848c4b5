"""The sound server dies, hangs or is not there, and the program sleeps: seen, said, in time."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack

import numpy as np
import pytest

from tests.device.busy import in_time
from tests.device.clicks import FIRST_MS, sweep
from tests.device.conftest import Program
from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ, SINKS, SoundServer

pytestmark = pytest.mark.device

REAL = ("sounddevice", "miniaudio", "simpleaudio")
Play = Callable[..., Program]


def one_message(errors: str) -> bool:
    """The problem and a hint, and nothing of what libraries print for programmers."""
    return "  hint: " in errors and not any(
        word in errors for word in ("Traceback", "ALSA lib", "Expression", "Exception")
    )


def playing(server: SoundServer, stack: ExitStack, play: Play, seconds: float = 8) -> list[Program]:
    """All real outputs at once, a second and a half into their clicks."""
    for sink in SINKS:
        stack.enter_context(server.recorded(sink))
    programs = [
        play(server.env_of(sink), name, seconds) for name, sink in zip(REAL, SINKS, strict=True)
    ]
    for program in programs:
        program.fact("playing")
    time.sleep(1.5)
    return programs


@pytest.mark.parametrize("fault", ["freeze", "unplug"])
def test_a_lost_output_is_said_within_a_second_and_the_place_is_kept(
    own_server: SoundServer, play: Play, fault: str
) -> None:
    own_server.start()
    with ExitStack() as stack:
        programs = playing(own_server, stack, play)
        broken_s = time.monotonic()
        getattr(own_server, fault)()
        for program in programs:
            lost = program.fact("lost")
            assert program.end(10) == 4
            print(program.errors)
            assert program.errors.startswith("The sound output is gone: ")
            assert one_message(program.errors)
            assert lost["s"] - broken_s < in_time(1.0)
            due_ms = (broken_s - program.fact("playing")["s"]) * 1000
            assert due_ms - 500 < lost["position_ms"] < due_ms + in_time(300)
        if fault == "freeze":
            own_server.thaw()


def test_a_server_that_hangs_before_the_start_is_an_error_within_five_seconds(
    own_server: SoundServer, play: Play
) -> None:
    own_server.start(small_blocks=False)
    own_server.freeze()
    programs = [play(own_server.env, name) for name in ("auto", *REAL)]
    for program in programs:
        assert program.end(10) == 4
        assert program.ended_s - program.began_s < in_time(5)
        assert one_message(program.errors)
    # A frozen server's queue takes a handful of clients; those beyond are refused at once.
    assert any("no answer from the sound system" in each.errors for each in programs)
    own_server.thaw()


def test_no_sound_at_all_is_an_error_within_two_seconds(
    own_server: SoundServer, play: Play
) -> None:
    for program in [play(own_server.env, name) for name in ("auto", *REAL)]:
        assert program.end(10) == 4
        assert program.ended_s - program.began_s < in_time(2)
        assert "voiceguide export" in program.errors
        assert one_message(program.errors)


def test_silence_that_was_asked_for_needs_no_server(own_server: SoundServer, play: Play) -> None:
    program = play(own_server.env, "silent", 0.5)
    assert program.end() == 0
    assert program.fact("finished")["position_ms"] == 500


def test_after_a_sleep_nothing_is_hurried_doubled_or_left_out(
    server: SoundServer, play: Play
) -> None:
    with ExitStack() as stack:
        recordings = [stack.enter_context(server.recorded(sink)) for sink in SINKS]
        programs = [
            play(server.env_of(sink), name, 5) for name, sink in zip(REAL, SINKS, strict=True)
        ]
        for program in programs:
            program.fact("playing")
        time.sleep(1.7)
        for program in programs:
            os.kill(program.process.pid, signal.SIGSTOP)
        time.sleep(2)
        for program in programs:
            os.kill(program.process.pid, signal.SIGCONT)
        for program in programs:
            assert program.end() == 0
    due = len(range(FIRST_MS, 4501, 500))
    for name, recording in zip(REAL, recordings, strict=True):
        sounds = [sweep(HEARD_RATE_HZ, rising=up) for up in (True, False)]
        onsets = sorted(at for sound in sounds for at in find(recording.samples, sound))
        steps_ms = np.diff(onsets) * 1000 / HEARD_RATE_HZ
        print(name, np.round(steps_ms))
        # The program may be stopped inside a click, which is torn then.
        assert due - 1 <= len(onsets) <= due
        assert steps_ms.min() > 495
