"""A session as `voiceguide export` writes it: its lines and tones, and pieces of its sound.

Windows are stretches of at most half a minute that begin and end between lines, as much sound as
a recogniser takes in at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voiceguide.audio.clip import Pcm
from voiceguide.audio.riff import read_header
from voiceguide.units import MINUTE_MS, frame_at

ROOT = Path(__file__).resolve().parent.parent
ROUTINES = ROOT / "voiceguide" / "library" / "routines"
"""Those in English; other languages have folders of their own."""

LONGEST_WINDOW_MS = 30_000
SEEK_CUT_FROM_MS = 20_000
"""From here on a window ends at the longest silence that comes."""
AIR_MS = 500
"""Around a window's first and last line, less where another line is near."""
LINE_AIR_MS = 250
"""Of digital silence around a line that is heard alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A spoken line and when it sounds."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class ToneMark:
    """A tone and when it sounds."""

    start_ms: int
    end_ms: int
    sound: str


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a session with whole lines, which are `first` to `last`, both in it."""

    start_ms: int
    end_ms: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Session:
    """A session with its sound at 44.1 kHz."""

    routine: str
    language: str
    voice: str
    words_a_minute: int
    length_ms: int
    lines: tuple[Line, ...]
    tones: tuple[ToneMark, ...]
    pcm: Pcm

    def line_sound(self, line: Line) -> Pcm:
        """What sounds while the line is spoken, between two short silences."""
        air = np.zeros(frame_at(LINE_AIR_MS), np.int16)
        return np.concatenate((air, self._between(line.start_ms, line.end_ms), air))

    def window_sound(self, window: Window) -> Pcm:
        """All that sounds in the window."""
        return self._between(window.start_ms, window.end_ms)

    def _between(self, start_ms: int, end_ms: int) -> Pcm:
        return np.array(self.pcm[frame_at(start_ms) : frame_at(end_ms)], np.int16)

    @property
    def speech_percent(self) -> float:
        """How much of a hundred seconds somebody speaks."""
        spoken_ms = sum(line.end_ms - line.start_ms for line in self.lines)
        return 100 * spoken_ms / self.length_ms

    @property
    def densest_minute_percent(self) -> float:
        """The same of the minute with the most speech; of all of a shorter session."""
        return 100 * densest_ms(self.lines, MINUTE_MS) / min(MINUTE_MS, self.length_ms)


def densest_ms(lines: Sequence[Line], length_ms: int) -> int:
    """The most speech in any stretch of a length; one begins with a line, or ends with one."""
    starts = {line.start_ms for line in lines} | {line.end_ms - length_ms for line in lines}
    return max(
        (
            sum(
                max(0, min(line.end_ms, start + length_ms) - max(line.start_ms, start))
                for line in lines
            )
            for start in starts
        ),
        default=0,
    )


def windows(lines: Sequence[Line]) -> list[Window]:
    """All lines in windows, each line in one; long silences and what lies in them are in none.

    What is altered in one place of a session leaves most windows elsewhere as they were.
    """
    found: list[Window] = []
    first = 0
    while first < len(lines):
        start_ms = lines[first].start_ms - _air_before(lines, first)
        fitting = [first]
        for number in range(first + 1, len(lines)):
            if lines[number].end_ms + _air_before(lines, number + 1) > start_ms + LONGEST_WINDOW_MS:
                break
            fitting.append(number)
        last = fitting[-1]
        if last + 1 < len(lines):
            seek_from_ms = start_ms + SEEK_CUT_FROM_MS
            late = [number for number in fitting if lines[number].end_ms >= seek_from_ms]
            last = max(late or [last], key=lambda number: _silence_before(lines, number + 1))
        end_ms = lines[last].end_ms + _air_before(lines, last + 1)
        found.append(Window(start_ms, end_ms, first, last))
        first = last + 1
    return found


def halves(lines: Sequence[Line], window: Window) -> list[Window]:
    """The window in two, cut at its longest silence; itself where it has only one line."""
    if window.first == window.last:
        return [window]
    middle = (window.first + window.last + 1) / 2
    cut = max(
        range(window.first + 1, window.last + 1),
        key=lambda number: (_silence_before(lines, number), -abs(number - middle)),
    )
    air_ms = _air_before(lines, cut)
    return [
        Window(window.start_ms, lines[cut - 1].end_ms + air_ms, window.first, cut - 1),
        Window(lines[cut].start_ms - air_ms, window.end_ms, cut, window.last),
    ]


def _silence_before(lines: Sequence[Line], number: int) -> int:
    """Between a line and the one before it; at both ends of a session as much as can be used."""
    if number == len(lines):
        return 2 * AIR_MS
    return lines[number].start_ms - (lines[number - 1].end_ms if number else 0)


def _air_before(lines: Sequence[Line], number: int) -> int:
    return min(AIR_MS, _silence_before(lines, number) // 2)


def built_in() -> list[str]:
    """The ids of all routines in English."""
    return sorted(path.stem for path in ROUTINES.glob("*.yaml"))


class ExportError(Exception):
    """In the words of `voiceguide export`."""


def exported(routine: str, folder: Path, options: Sequence[str] = ()) -> Session:
    """The session of an id or a file, made by `voiceguide export` with its own voice and pace.

    Nothing of the person's is in it: no settings, routines or sounds. `folder` takes the files.
    """
    sound, timeline = folder / "session.wav", folder / "session.json"
    with tempfile.TemporaryDirectory() as nobody:
        whose = {f"VOICEGUIDE_{kind}_DIR": nobody for kind in ("CONFIG", "DATA", "STATE")}
        done = subprocess.run(
            [
                str(ROOT / "scripts" / "voiceguide"),
                *("export", routine, "--force"),
                *("-o", str(sound), "-o", str(timeline)),
                *options,
            ],
            env={**os.environ, **whose},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise ExportError((done.stderr or done.stdout).strip())
    return read(sound, timeline)


def read(sound: Path, timeline: Path) -> Session:
    """A session from its WAV file, which is not read but mapped, and its timeline."""
    told = json.loads(timeline.read_text(encoding="utf-8"))
    with sound.open("rb") as file:
        header = read_header(file, sound.stat().st_size)
    pcm = np.memmap(sound, "<i2", "r", header.data_offset, (header.frames,))
    voices = [cue for cue in told["cues"] if cue["kind"] == "voice"]
    tones = [cue for cue in told["cues"] if cue["kind"] == "tone"]
    return Session(
        told["routine"],
        told["language"],
        f"{told['voice']['engine']}:{told['voice']['name']}",
        told["voice"]["words_a_minute"],
        told["length_ms"],
        tuple(Line(*_times(cue), cue["text"]) for cue in voices),
        tuple(ToneMark(*_times(cue), cue["sound"]) for cue in tones),
        pcm,
    )


def _times(cue: dict[str, int]) -> tuple[int, int]:
    return cue["at_ms"], cue["at_ms"] + cue["length_ms"]
