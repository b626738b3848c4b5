"""A calm pace for engines that only stretch: longer pauses at sentence marks, then slower words.

Slow speakers pause more and draw their words out less. A text is cut at its marks, each phrase is
spoken by itself, and the phrases are joined with silences that grow as the pace falls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from msgspec import Struct

from voiceguide.audio.clip import Samples
from voiceguide.units import amplitude

SLOWEST, FASTEST = 40, 400
"""Words a minute that can be asked for."""

_MARKS: Final = ".,;:?!…。、！？；："
_AFTER_A_MARK = re.compile(rf"(?<=[{_MARKS}])\s+|(?<=[。、！？；：])(?=\S)")
_GOES_ON: Final = ",;:、；："
"""Marks after which the sentence goes on."""
_MOST_WORDS: Final = 24
"""Of a phrase; without a mark it is cut after so many, so that it does not need all memory."""

_SHORT_MS: Final = (120, 450)
_LONG_MS: Final = (280, 1000)
"""Pauses within a sentence, and between two: at a natural pace, and the longest."""

_LONGEST_PAUSES_AT: Final = 1.8
"""How much slower than natural speech is whose pauses grow no more."""
_NATURAL_PAUSES: Final = 0.06
_LONGEST_PAUSES: Final = 0.165
"""What pauses take of the time of usual lines, and what the longest ones add to it: counted in the
lines that voices are measured with. The words need not be stretched for these."""

_MOST_STRETCH: Final = 2.0
_MOST_STRETCH_OF_FEW: Final = 1.35
_FEW_WORDS: Final = 2
"""One or two words that are stretched more come apart: "half… way"."""

_SILENT_DB: Final = -60.0
"""Below the peak of its phrase nothing is heard."""
_KEPT_MS: Final = 10


class Delivery(Struct, frozen=True):
    """How lines are said at a pace."""

    stretch: float
    """Of the words: 1.0 is as the voice was trained, more is slower."""
    short_pause_ms: int
    """At a comma and its like."""
    long_pause_ms: int
    """Between sentences."""

    def stretch_of(self, phrase: str) -> float:
        """Of one phrase; few words are stretched less."""
        few = len(phrase.split()) <= _FEW_WORDS
        return min(self.stretch, _MOST_STRETCH_OF_FEW) if few else self.stretch

    def pause_after_ms(self, phrase: str) -> int:
        """What follows a phrase, by the mark at its end; nothing where none is."""
        if phrase[-1:] not in _MARKS:
            return 0
        return self.short_pause_ms if phrase[-1] in _GOES_ON else self.long_pause_ms


NATURAL_DELIVERY: Final = Delivery(1.0, _SHORT_MS[0], _LONG_MS[0])


def delivery_at(words_a_minute: int, natural: float) -> Delivery:
    """How a voice whose own pace is `natural` words a minute comes to another one.

    First its pauses grow, then its words are stretched for what that does not give.
    """
    slower = natural / min(max(words_a_minute, SLOWEST), FASTEST)
    calm = min(max((slower - 1) / (_LONGEST_PAUSES_AT - 1), 0.0), 1.0)
    hurry = min(slower, 1.0)
    pauses = _NATURAL_PAUSES * hurry + _LONGEST_PAUSES * calm
    return Delivery(
        min((slower - pauses) / (1 - _NATURAL_PAUSES), _MOST_STRETCH),
        *(round(hurry * (usual + calm * (most - usual))) for usual, most in (_SHORT_MS, _LONG_MS)),
    )


def phrases_of(text: str) -> list[str]:
    """The text cut after its marks, each phrase with its own; those without a letter are left out.

    A mark within a word or number, as in "1.5", cuts nothing.
    """
    phrases = (each for phrase in _AFTER_A_MARK.split(text) for each in _of_some_words(phrase))
    return [phrase for phrase in phrases if any(map(str.isalnum, phrase))]


def _of_some_words(phrase: str) -> Iterator[str]:
    words = phrase.split()
    for first in range(0, len(words), _MOST_WORDS):
        yield " ".join(words[first : first + _MOST_WORDS])


def spoken_in_phrases(
    text: str, delivery: Delivery, rate_hz: int, say: Callable[[str, float], Samples]
) -> Samples:
    """The samples of a text, from those of its phrases.

    `say` gives the samples of a phrase at a stretch, mono at `rate_hz`. The first phrase keeps its
    beginning and the last its end. Empty where no phrase sounds.
    """
    pieces: list[Samples] = []
    pause_ms = 0
    phrases = phrases_of(text)
    for number, phrase in enumerate(phrases):
        samples = say(phrase, delivery.stretch_of(phrase))
        heard = np.flatnonzero(np.abs(samples) > _silent_below(samples))
        if len(heard) == 0:
            continue
        kept = rate_hz * _KEPT_MS // 1000
        first = max(0, int(heard[0]) - kept) if pieces else 0
        stop = len(samples) if number == len(phrases) - 1 else int(heard[-1]) + 1 + kept
        if pieces:
            pieces.append(np.zeros(rate_hz * pause_ms // 1000, np.float32))
        pieces.append(samples[first:stop])
        pause_ms = delivery.pause_after_ms(phrase)
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)


def _silent_below(samples: Samples) -> float:
    return float(np.abs(samples).max(initial=0.0)) * amplitude(_SILENT_DB)
