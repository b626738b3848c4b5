"""What a speech engine has to offer: one module, opened in a worker process of its own.

docs/writing-a-voice.md says how to write one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.clip import Samples
    from voiceguide.speech.voice import VoiceChoice


class EngineTraits(Struct, frozen=True):
    """What the program must know of an engine before a worker has started."""

    start_limit_s: float = 20.0
    line_limit_s: float = 5.0
    """A worker that takes longer counts as hanging."""
    worker_mb: int = 60
    """The memory that one worker takes; two large ones only run where there is plenty."""
    known_rates: Mapping[str, Mapping[str, Mapping[int, int]]] = field(default_factory=dict)
    """Measured before: what a version has in it (a number, a digest of a model), the voice's
    name, words a minute as heard -> the engine's rate. Whatever is here is never measured."""
    rate_is_as_heard: bool = False
    """The engine's rate is words a minute as heard, so that there is nothing to measure."""
    extra: str | None = None
    """What of voiceguide's extras brings the engine: ``pip install "voiceguide[EXTRA]"``."""

    def known_rate(self, version: str, voice: str, words_a_minute: int) -> int | None:
        """The rate of a pace that was measured before, or need not be; else None."""
        if self.rate_is_as_heard:
            return words_a_minute
        for part, voices in self.known_rates.items():
            if part in version and (rate := voices.get(voice, {}).get(words_a_minute)):
                return rate
        return None


class OpenedVoice(Protocol):
    """A voice that is ready, in its worker; one thread uses it."""

    @property
    def name(self) -> str:
        """As after ``--voice ENGINE:``."""

    @property
    def version(self) -> str:
        """The engine, its version, a digest of the model: all that the sound depends on."""

    @property
    def files(self) -> Sequence[Path]:
        """Where one of them changes, what was learned of the voice is not trusted any more."""

    def synthesise(self, text: str, rate: int) -> tuple[Samples, int]:
        """Mono float32 samples of shape (frames,), -1.0 to 1.0, and their rate in Hz.

        `rate` is the engine's own number of words a minute: more is faster, evenly. The same text
        and rate give the same samples. Empty where it gave no sound. Raises RuntimeError,
        ValueError or OSError where it fails.
        """


class Engine(Protocol):
    """The module. It imports nothing slow before one of its functions is called."""

    TRAITS: EngineTraits

    def default_voice(self, language: str) -> str | None:
        """The name of the voice for a language; None leaves it to `open`. Never in a worker."""

    def voices(self) -> list[VoiceChoice]:
        """What it has on this machine. In a worker only.

        Raises NoVoice, with the way to get it, where the engine is missing.
        """

    def open(self, name: str | None, language: str) -> OpenedVoice:
        """A voice by its name, or one of the language. In a worker only, once.

        Raises UsageError for a name that is not there, NoVoice where the engine cannot run.
        """
