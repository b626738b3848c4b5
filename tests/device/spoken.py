"""Lines as a session says them, to be looked for in recordings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tests.device.soundserver import HEARD_RATE_HZ
from voiceguide.session_options import WORDS_A_MINUTE
from voiceguide.speech.voice import open_voice
from voiceguide.units import SAMPLE_RATE_HZ

Signal = npt.NDArray[np.float32]


def clip(text: str) -> Signal:
    """A line as the session's voice says it, at the recording's rate."""
    voice = open_voice(None, WORDS_A_MINUTE["normal"])
    try:
        samples = voice.speak((text,))[text].samples()
    finally:
        voice.close()
    at = np.arange(len(samples) * HEARD_RATE_HZ // SAMPLE_RATE_HZ) * SAMPLE_RATE_HZ / HEARD_RATE_HZ
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)
