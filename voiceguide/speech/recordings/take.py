"""How good a recording of a line is, where its speech begins and ends, and cutting it there."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from voiceguide.audio.clip import Samples
from voiceguide.units import amplitude

FaultKind = Literal["silent", "clipped", "soft", "noisy", "long", "short", "cut"]
Levels = npt.NDArray[np.float64]
"""In dBFS, of every 10 ms."""

WINDOW_MS = 10
SILENT_DBFS = -55.0
"""Speech that is softer is nothing that was said into a microphone."""
SOFT_DBFS = -42.0
"""Speech that is softer brings the noise of the microphone with it when it is levelled."""
ABOVE_NOISE_DB = 8.0
"""What is not so far above the quietest moment is no speech."""
CLEAR_DB = 20.0
"""Speech lies so far above the noise; a quiet room gives 40 dB and more."""
CUT_DB = 15.0
"""A take that begins or ends less than that below its speech is cut."""
QUIETEST_WINDOWS = 3
NEAR_FULL = 0.97
FLAT_SAMPLES = 3
CLIPPED_SAMPLES = 8
SLOWEST_MS_A_WORD, AT_LEAST_LONG_MS = 1000, 4000
FASTEST_MS_A_WORD = 110
FEWEST_WORDS = 3
KEPT_BEFORE_MS, KEPT_AFTER_MS = 120, 200
"""What is kept around the speech: breath, soft beginnings and ends; playing trims once more."""


class TakeFacts(Struct, frozen=True):
    """What was measured of a take; levels in dBFS, -120 for digital silence."""

    length_ms: int
    speech_from_ms: int
    speech_ms: int
    """From the first sound of speech to the last; 0 where there is none."""
    peak_dbfs: float
    speech_dbfs: float
    noise_dbfs: float
    """Of its quietest moment."""
    clipped_samples: int
    begins_cut: bool
    ends_cut: bool


class TakeFault(Struct, frozen=True):
    """What is wrong with a take, in a sentence, and what helps."""

    kind: FaultKind
    message: str
    remedy: str


def look_at(samples: Samples, rate_hz: int) -> TakeFacts:
    """Measure a take: shape (frames,), -1.0 to 1.0."""
    levels = window_levels(samples, rate_hz)
    if len(levels) == 0:
        return TakeFacts(0, 0, 0, -120.0, -120.0, -120.0, 0, begins_cut=False, ends_cut=False)
    speech = float(np.percentile(levels, 95))
    noise = quietest(levels)
    heard = np.flatnonzero(levels > max(noise + ABOVE_NOISE_DB, speech - 35.0))
    is_speech = speech > SILENT_DBFS and speech - noise > ABOVE_NOISE_DB and len(heard) > 0
    first, stop = (int(heard[0]), int(heard[-1]) + 1) if is_speech else (0, 0)
    quiet_inside = speech - noise >= CLEAR_DB
    peak = float(np.abs(samples).max())
    return TakeFacts(
        length_ms=len(samples) * 1000 // rate_hz,
        speech_from_ms=first * WINDOW_MS,
        speech_ms=(stop - first) * WINDOW_MS,
        peak_dbfs=20 * float(np.log10(max(peak, 1e-6))),
        speech_dbfs=speech,
        noise_dbfs=noise,
        clipped_samples=_clipped(samples),
        begins_cut=is_speech and quiet_inside and bool(levels[0] > speech - CUT_DB),
        ends_cut=is_speech and quiet_inside and bool(levels[-1] > speech - CUT_DB),
    )


def window_levels(samples: Samples, rate_hz: int) -> Levels:
    """The level of every whole 10 ms, at least one where there is any sound."""
    size = max(1, rate_hz * WINDOW_MS // 1000)
    windows = max(1, len(samples) // size) if len(samples) else 0
    padded = np.zeros(windows * size, np.float64)
    padded[: min(len(samples), len(padded))] = samples[: len(padded)]
    power = np.square(padded).reshape(windows, size).mean(axis=1) if windows else np.zeros(0)
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)))


def quietest(levels: Levels) -> float:
    """The level of the quietest 30 ms."""
    count = min(QUIETEST_WINDOWS, len(levels))
    power = 10 ** (levels / 10)
    means = np.convolve(power, np.full(count, 1 / count), "valid")
    return float(10 * np.log10(max(means.min(), 1e-12)))


def _clipped(samples: Samples) -> int:
    """How many samples lie on flat tops at full scale."""
    full = np.abs(samples) >= NEAR_FULL
    if not full.any():
        return 0
    edges = np.flatnonzero(np.diff(np.concatenate(([0], full.view(np.int8), [0]))))
    runs = edges[1::2] - edges[::2]
    flat = 0
    for start, length in zip(edges[::2], runs, strict=True):
        top = samples[start : start + length]
        if length >= FLAT_SAMPLES and np.ptp(np.abs(top)) < amplitude(-40):
            flat += int(length)
    return flat


def faults_of(facts: TakeFacts, words: int) -> list[TakeFault]:
    """What is wrong with a take of a line of so many words, the weightiest first."""
    if facts.speech_ms == 0:
        return [TakeFault("silent", "Nothing was heard.", "Look whether the microphone is on.")]
    found: list[TakeFault] = []
    if facts.clipped_samples >= CLIPPED_SAMPLES:
        away = "Move away from the microphone, or turn it down."
        found.append(TakeFault("clipped", "It was too loud, and is distorted.", away))
    if facts.speech_dbfs < SOFT_DBFS:
        near = "Come closer to the microphone, or turn it up."
        found.append(TakeFault("soft", "It was too soft.", near))
    if facts.speech_dbfs - facts.noise_dbfs < CLEAR_DB:
        quiet = "Look for a quieter place, or come closer to the microphone."
        found.append(TakeFault("noisy", "There is too much noise in it.", quiet))
    if facts.begins_cut or facts.ends_cut:
        what = "beginning" if facts.begins_cut else "end"
        wait = "Leave a short silence before and after the words."
        found.append(TakeFault("cut", f"Its {what} is cut off.", wait))
    if facts.speech_ms > words * SLOWEST_MS_A_WORD + AT_LEAST_LONG_MS:
        only = "Say the line alone, without a long pause."
        found.append(TakeFault("long", "It took too long for its words.", only))
    if words >= FEWEST_WORDS and facts.speech_ms < words * FASTEST_MS_A_WORD:
        whole = "Say the whole line."
        found.append(TakeFault("short", "It is too short for its words.", whole))
    return found


def trimmed_take(samples: Samples, rate_hz: int) -> Samples:
    """The take from just before its speech to just after; all of it where there is none."""
    facts = look_at(samples, rate_hz)
    if facts.speech_ms == 0:
        return samples
    first = facts.speech_from_ms - KEPT_BEFORE_MS
    stop = facts.speech_from_ms + facts.speech_ms + KEPT_AFTER_MS
    return samples[max(0, first * rate_hz // 1000) : stop * rate_hz // 1000]


class Listening:
    """Decides, block by block, when a person has begun to speak and when they have ended."""

    def __init__(self, words: int) -> None:
        self._levels: list[float] = []
        self._last_heard = -1
        self.has_begun = False
        self.longest_ms = min(55_000, words * SLOWEST_MS_A_WORD + 2 * AT_LEAST_LONG_MS)

    BEGIN_WITHIN_MS = 6000
    ENDS_AFTER_MS = 1200
    BEGUN_MS, WITHIN_MS = 50, 100
    """Speech has begun once it was heard for so much of so long."""
    LEAST_DBFS = -50.0
    OVER_NOISE_DB = 12.0

    def is_over(self, block: Samples, rate_hz: int) -> bool:
        """Whether the take is over with this block."""
        for level in window_levels(block, rate_hz):
            self._levels.append(float(level))
            if self._is_loud(float(level)):
                self._last_heard = len(self._levels)
        passed_ms = len(self._levels) * WINDOW_MS
        if not self.has_begun:
            return passed_ms >= self.BEGIN_WITHIN_MS
        quiet_ms = (len(self._levels) - self._last_heard) * WINDOW_MS
        return quiet_ms >= self.ENDS_AFTER_MS or passed_ms >= self.longest_ms

    def _is_loud(self, level: float) -> bool:
        known = np.array(self._levels[-3000:])
        noise = quietest(known) if len(known) >= QUIETEST_WINDOWS else level
        loud = level > max(noise + self.OVER_NOISE_DB, self.LEAST_DBFS)
        if loud and not self.has_begun:
            recent = known[-self.WITHIN_MS // WINDOW_MS :]
            over = recent > max(noise + self.OVER_NOISE_DB, self.LEAST_DBFS)
            self.has_begun = int(over.sum()) * WINDOW_MS >= self.BEGUN_MS
        return loud
