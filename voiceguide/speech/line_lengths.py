"""How long lines are: estimated, or measured with what is not spoken yet remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from voiceguide.speech.engines.estimate import estimated_length_ms
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip


class Estimates(dict[str, Ms]):
    """The estimated length of every text (docs/laws-of-time.md#speech)."""

    def __init__(self, words_a_minute: int, language: str) -> None:
        super().__init__()
        self.words_a_minute = words_a_minute
        self.language = language

    def __missing__(self, text: str) -> Ms:
        self[text] = estimated_length_ms(text, self.words_a_minute, self.language)
        return self[text]


class Measured:
    """Measured lengths; a text without one is estimated, and remembered in `missing`.

    The estimate is `in_hand` times as long, so that what fits with it fits once it is spoken.
    """

    def __init__(
        self,
        clips: Mapping[str, Clip],
        words_a_minute: int,
        language: str,
        in_hand: float = 1.0,
    ) -> None:
        self._clips = clips
        self._in_hand = in_hand
        self._estimates = Estimates(words_a_minute, language)
        self.missing: dict[str, None] = {}

    def __getitem__(self, text: str) -> Ms:
        clip = self._clips.get(text)
        if clip is not None:
            return clip.length_ms
        self.missing[text] = None
        return Ms(round(self._estimates[text] * self._in_hand))
