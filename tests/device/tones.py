"""The tones of a session: when they are due, and when they were heard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ
from voiceguide.audio.tones import load_tones
from voiceguide.session import estimated, load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.timeline import Timeline
from voiceguide.units import SAMPLE_RATE_HZ

Signal = npt.NDArray[np.float32]
Tone = tuple[str, float]
"""Its name, and when it begins, in ms."""

TONES = ("lead-in", "end", "done", "start", "pip", "pip-next")
"""Those that are looked for, the longest first."""


def tone(name: str) -> Signal:
    """A tone of the program at the recordings' rate."""
    samples = load_tones(None)[name].samples()
    length = len(samples) * HEARD_RATE_HZ // SAMPLE_RATE_HZ
    at = np.arange(length) * SAMPLE_RATE_HZ / HEARD_RATE_HZ
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def planned(folder: Path) -> Timeline:
    """The timeline of a program's `led.yaml`, with `--voice estimate` and `--detail brief`."""
    folders = Folders.of_user({"VOICEGUIDE_CONFIG_DIR": str(folder / "config")})
    loaded = load(str(folder / "led.yaml"), folders)
    return estimated(loaded, SessionOptions(detail="brief"), folders)


def due_tones(timeline: Timeline) -> list[Tone]:
    """All of a timeline's, in order."""
    return sorted(((cue.sound, float(cue.at_ms)) for cue in timeline.tones), key=_when)


def heard_tones(heard: Signal) -> list[Tone]:
    """Those of `TONES` in a recording at 48 kHz, in order; times from its beginning.

    A long one is taken away once it is found: a short one may be like a part of it.
    """
    left = heard.copy()
    found: list[Tone] = []
    for name in TONES:
        sound = tone(name)
        for at in find(left, sound, threshold=0.8):
            part = left[round(at) : round(at) + len(sound)]
            part -= sound[: len(part)]
            found.append((name, at * 1000 / HEARD_RATE_HZ))
    return sorted(found, key=_when)


def _when(tone: Tone) -> float:
    return tone[1]
