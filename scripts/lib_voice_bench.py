"""Measures of voices: their clips, their workers, and counts of what a recogniser gets of them.

    .venv/bin/python scripts/lib_voice_bench.py VOICE WORDS_A_MINUTE EMPTY_CACHE ROUTINE...

speaks all lines of some routines and prints what that cost, as JSON. Engines that are in side
environments are found by their path.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.lib_side_environment import KOKORO, NEURAL
from voiceguide.audio.clip import Clip
from voiceguide.audio.loudness import loudness_lufs
from voiceguide.audio.riff import header_bytes
from voiceguide.phrases.spoken import spoken_form
from voiceguide.session_options import SessionOptions
from voiceguide.speech.voice import open_voice
from voiceguide.timeline import VoiceCue
from voiceguide.units import frame_at

GAP_MS = 700
"""Between lines that are read one after another."""

LONG_LINE_WORDS = 6
"""By lines of so many words the pace of a session is judged."""

DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """Words wrong of those said, with the interval that holds 95 of 100 draws of other lines."""

    wrong: int
    of: int
    low_percent: float
    high_percent: float

    @property
    def percent(self) -> float:
        return 100 * self.wrong / self.of if self.of else 0.0

    def __str__(self) -> str:
        return (
            f"{self.percent:.1f} % ({self.wrong}/{self.of};"
            f" {self.low_percent:.1f}–{self.high_percent:.1f})"
        )


def share(lines: Sequence[Mapping[str, Any]], wrong: str = "wrong", of: str = "words") -> Share:
    """Of all lines together; lines of one text are drawn together, as they are heard alike."""
    by_text: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for line in lines:
        before = by_text[line["said"]]
        by_text[line["said"]] = before[0] + line[wrong], before[1] + line[of]
    texts = list(by_text.values())
    draw = random.Random(1)
    percents = []
    for _ in range(DRAWS if texts else 0):
        drawn = draw.choices(texts, k=len(texts))
        whole = sum(count for _, count in drawn)
        percents.append(100 * sum(bad for bad, _ in drawn) / whole if whole else 0.0)
    percents.sort()
    low, high = (percents[DRAWS * at // 1000] for at in (25, 975)) if percents else (0.0, 0.0)
    return Share(sum(bad for bad, _ in texts), sum(count for _, count in texts), low, high)


def find_engines() -> None:
    """Let this process, and those it starts, find what the side environments hold."""
    paths = [str(each.packages) for each in (NEURAL, KOKORO) if each.is_ready()]
    sys.path += [path for path in paths if path not in sys.path]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)


def kokoro_model() -> Path | None:
    """The model of the tests with its styles beside it, where both are there."""
    from scripts.lib_kokoro_model import MODEL, STYLES

    return MODEL if KOKORO.is_ready() and MODEL.exists() and STYLES.exists() else None


def texts_of(routines: Iterable[str]) -> list[str]:
    """All lines of some routines, each once."""
    from voiceguide import session
    from voiceguide.settings import Folders

    nobody = Folders.of_user({f"VOICEGUIDE_{kind}_DIR": os.devnull for kind in ("CONFIG", "DATA")})
    texts: dict[str, None] = {}
    for routine in routines:
        timeline = session.estimated(session.load(routine, nobody), SessionOptions(), nobody)
        texts.update(dict.fromkeys(cue.text for cue in timeline.cues if isinstance(cue, VoiceCue)))
    return list(texts)


def cost_of(spec: str, words_a_minute: int, texts: Sequence[str], cache: Path) -> dict[str, Any]:
    """Speak lines into an empty cache; see the names of what is given."""
    began, before = time.perf_counter(), _children_cpu_s()
    voice = open_voice(spec, words_a_minute, cache=cache)
    voice.speak(["Relax."])
    load_s = time.perf_counter() - began
    voice.close()
    load_cpu_s = _children_cpu_s() - before
    before = _children_cpu_s()
    voice = open_voice(spec, words_a_minute, cache=cache)
    clips = voice.speak(texts)
    voice.close()
    used_s = _children_cpu_s() - before
    levels = [loudness_lufs(clip.samples()) for clip in clips.values()]
    return {
        "load_s": load_s,
        "load_cpu_s": load_cpu_s,
        "cpu_s_a_second": used_s * 1000 / sum(clip.length_ms for clip in clips.values()),
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "loudness_lufs": [min(levels), max(levels)],
        "words_a_minute": heard_pace(clips),
        "lines": len(clips),
    }


def heard_pace(clips: Mapping[str, Clip]) -> float:
    """Words a minute of the longer lines."""
    forms = {text: spoken_form(text, "en").split() for text in clips}
    long = [text for text, words in forms.items() if len(words) >= LONG_LINE_WORDS]
    words = sum(len(forms[text]) for text in long)
    return words * 60_000 / sum(clips[text].length_ms for text in long)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_reading(clips: Mapping[str, Clip], voice: str, words_a_minute: int, folder: Path) -> Path:
    """Lines read one after another, written as a session is exported; gives the folder."""
    cues: list[dict[str, Any]] = []
    pieces = [np.zeros(frame_at(GAP_MS), np.int16)]
    at_ms, frames = GAP_MS, frame_at(GAP_MS)
    for text, clip in clips.items():
        cues.append({"kind": "voice", "at_ms": at_ms, "length_ms": clip.length_ms, "text": text})
        at_ms += clip.length_ms + GAP_MS
        missing = frame_at(at_ms) - frames - len(clip.pcm)
        pieces += [clip.pcm, np.zeros(missing, np.int16)]
        frames = frame_at(at_ms)
    told = {
        "routine": "reading",
        "language": "en",
        "voice": {"engine": voice, "name": "", "words_a_minute": words_a_minute},
        "length_ms": at_ms,
        "cues": cues,
    }
    folder.mkdir(parents=True, exist_ok=True)
    sound = np.concatenate(pieces)
    (folder / "session.wav").write_bytes(header_bytes(len(sound)) + sound.tobytes())
    (folder / "session.json").write_text(json.dumps(told))
    return folder


def main(arguments: list[str]) -> int:
    spec, words_a_minute, cache, *routines = arguments
    find_engines()
    print(json.dumps(cost_of(spec, int(words_a_minute), texts_of(routines), Path(cache))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
