"""simpleaudio's tapes end; the session goes on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.device.clicks import Clicks, sweep
from tests.device.conftest import Program
from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ, SoundServer

pytestmark = pytest.mark.device


TRIES = 3
"""A busy machine may tear a click, or begin a tape late: the library's own buffer is 0.1 s."""


def onsets_ms(server: SoundServer, play: Callable[..., Program]) -> np.ndarray:
    with server.recorded() as recording:
        assert play(server.env, "tapes", 6).end() == 0
    found = [find(recording.samples, sweep(HEARD_RATE_HZ, rising=up)) for up in (True, False)]
    return np.sort(np.concatenate(found)) * 1000 / HEARD_RATE_HZ


def test_a_new_tape_takes_over_in_silence_and_nobody_hears_it(
    server: SoundServer, play: Callable[..., Program]
) -> None:
    for _ in range(TRIES):
        heard_ms = onsets_ms(server, play)
        off_ms = np.abs(np.diff(heard_ms) - 500)
        print(np.round(off_ms, 1))
        if len(heard_ms) == len(Clicks(6).due_ms) and off_ms.max() < 30:
            break
    assert len(heard_ms) == len(Clicks(6).due_ms)
    assert off_ms.max() < 30
    assert (off_ms > 0.5).sum() <= 5
