"""What the tests of exported files share: nasty texts, hums, and programs that read files."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from voiceguide.audio.clip import Clip
from voiceguide.rendering import Rendering
from voiceguide.timeline import Timeline
from voiceguide.units import SAMPLE_RATE_HZ, frame_at

NASTY = (
    "=SUM(A1:A9) & more",
    "+1 <b>bold</b> {\\an8} -->",
    "-2 \"quoted\" and 'single'",
    "@here [00:01.00] 00:00:01.000 --> 00:00:02.000",
    "[00:09.00]<00:10.00>not a time",
    "שלום, ימין ושמאל",
    "مرحبا (right to left)",
    "1",
    "NOTE this is none",
    "a 🧘 emoji, a\ttab and a \ufffe",
    "</s></speak><script>alert(1)</script>",
    "]]> &amp; &lt;",
)
"""Texts that some format would take for something else."""


def tool(name: str) -> str:
    """A program that reads our files; without it the test is left out, but never in CI."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


def probed(path: Path, *options: str) -> dict[str, Any]:
    """What ffprobe finds in a file."""
    done = subprocess.run(
        [tool("ffprobe"), "-v", "error", *options, "-of", "json", str(path)],
        check=True,
        capture_output=True,
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def decoded(path: Path) -> tuple[npt.NDArray[np.float32], int]:
    """The sound of a file as ffmpeg decodes it, at its own rate, and that rate in hertz."""
    (stream,) = probed(path, "-select_streams", "a", "-show_streams")["streams"]
    done = subprocess.run(
        [tool("ffmpeg"), "-v", "error", "-i", str(path), "-map", "0:a", "-f", "f32le", "-"],
        check=True,
        capture_output=True,
    )
    return np.frombuffer(done.stdout, "<f4"), int(stream["sample_rate"])


def hum(length_ms: int, hz: float) -> Clip:
    """A tone of so many milliseconds that is loud from its first frames."""
    turns = np.arange(frame_at(length_ms)) * hz / SAMPLE_RATE_HZ
    return Clip.from_samples((0.4 * np.cos(2 * np.pi * turns)).astype(np.float32))


def humming(timeline: Timeline) -> Rendering:
    """A timeline with a hum for each line and a higher one for each tone."""
    return Rendering(
        timeline,
        {cue.text: hum(cue.length_ms, 300) for cue in timeline.voices},
        {cue.sound: hum(cue.length_ms, 600) for cue in timeline.tones},
    )
