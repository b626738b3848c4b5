"""One voice of Piper in memory, in a worker process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.errors import UsageError
from voiceguide.phrases.languages import language_of
from voiceguide.speech.engines.onnx_models import checked_digest, session_of, sound_of
from voiceguide.speech.natural_paces import PIPER_PACES
from voiceguide.speech.normalise import trimmed
from voiceguide.speech.phrasing import NATURAL_DELIVERY, delivery_at, spoken_in_phrases
from voiceguide.speech.piper_files import read_piper_files

_RATE_OF_QUALITY: Final = {"x_low": 16_000, "low": 16_000, "medium": 22_050, "high": 22_050}
"""What Piper's own training gives; who describes another rate describes another model."""
_PHONEMES_A_SECOND: Final = (9.0, 32.0)
"""With marks of stress, and blanks: of people, and of models whose sample rate is told right."""
_PROBE_LINES: Final = 2
"""Of those that voices are measured with; how long a phoneme takes is much the same in all."""
_NUMBERS: Final = ("1, 2, 3, 4, 5.", "6, 7, 8, 9, 10.")
"""Said in any language."""
_STRETCHES: Final = (0.774, 0.94, 1.0, 1.043, 1.1, 1.274, 1.455, 1.603, 1.744, 2.046)
_LENGTH_SCALES: Final = (0.7, 0.85, 1.0, 1.1, 1.2, 1.4, 1.6, 1.8, 2.0, 2.4)
"""How much longer words are at a length scale, measured: a model gives each phoneme a whole number
of frames, and at least one, so that words grow by less than the scale says."""

_BOTH_FILES: Final = "get the model and its .onnx.json from one place"


class OpenedPiper:
    """One model in memory. Raises NoVoice or UsageError for what is no voice."""

    def __init__(
        self,
        name: str,
        language: str,
        versions: str,
        model: Path,
        config: Path,
        sha256: str = "",
    ) -> None:
        self.name = name
        self.files: Sequence[Path] = (model.absolute(), config.absolute())
        told = read_piper_files(model, config)
        if _RATE_OF_QUALITY.get(told.quality, told.rate_hz) != told.rate_hz:
            raise UsageError(
                f"{config} promises {told.rate_hz} samples a second; voices of Piper with the"
                f" quality '{told.quality}' have {_RATE_OF_QUALITY[told.quality]}",
                hint=_BOTH_FILES,
            )
        raw = config.read_bytes()
        described = hashlib.sha256(raw).hexdigest()
        digest = checked_digest(model, sha256)
        self.version = f"{versions}, model {digest}, described by {described}"
        self._rate_hz = told.rate_hz
        session = session_of(model)
        if (told.speakers > 1) != ("sid" in {each.name for each in session.get_inputs()}):
            raise UsageError(f"{config} describes another model than {model}", hint=_BOTH_FILES)
        from piper import PiperVoice
        from piper.config import PiperConfig

        self._voice = PiperVoice(
            session=session, config=PiperConfig.from_dict(json.loads(raw.decode("utf-8-sig")))
        )
        self._natural = PIPER_PACES.get(digest) or self._measured(language, config)

    def synthesise(self, text: str, rate: int) -> tuple[Samples, int]:
        """As the contract says; pauses grow before words are stretched."""
        delivery = delivery_at(rate, self._natural)
        return spoken_in_phrases(text, delivery, self._rate_hz, self._said), self._rate_hz

    def _said(self, text: str, stretch: float) -> Samples:
        from piper import SynthesisConfig

        how = SynthesisConfig(
            length_scale=float(np.interp(stretch, _STRETCHES, _LENGTH_SCALES))
            * self._voice.config.length_scale,
            # Else no two times are alike.
            noise_scale=0.0,
            noise_w_scale=0.0,
            # The phrases of a line keep their levels to each other.
            normalize_audio=False,
        )
        nothing = np.zeros(0, np.float32)
        return sound_of(
            lambda: np.concatenate(
                [nothing, *(each.audio_float_array for each in self._voice.synthesize(text, how))]
            )
        )

    def _measured(self, language: str, config: Path) -> float:
        """Its own words a minute, from how long it takes for the phonemes of some lines.

        Raises UsageError where it does not speak at the sample rate that is promised.
        """
        known = language_of(language)
        lines = known.calibration if known and known.calibration else _NUMBERS
        try:
            counts = [sum(map(len, self._voice.phonemize(line))) for line in lines]
            said = [
                trimmed(
                    spoken_in_phrases(line, NATURAL_DELIVERY, self._rate_hz, self._said),
                    self._rate_hz,
                )
                for line in lines[:_PROBE_LINES]
            ]
        except (RuntimeError, ValueError) as problem:
            raise UsageError(f"{config}: {problem}", hint=_BOTH_FILES) from problem
        seconds = sum(map(len, said)) / self._rate_hz
        in_a_second = sum(counts[:_PROBE_LINES]) / seconds if seconds else 0.0
        slowest, fastest = _PHONEMES_A_SECOND
        if not slowest <= in_a_second <= fastest:
            raise UsageError(
                f"{config} promises {self._rate_hz} samples a second, at which its model does not"
                " speak",
                hint=_BOTH_FILES,
            )
        words = sum(len(line.split()) for line in lines)
        return 60 * words * in_a_second / sum(counts)
