"""Which rate of an engine is how many words a minute as heard: speak, count, and try again.

An engine's own words a minute are not what a listener hears: espeak-ng's voices speak some
22 % faster once the silence around a line is trimmed. Other languages have longer words, so
each is measured with lines of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from voiceguide.errors import UsageError, did_you_mean
from voiceguide.phrases.languages import all_languages, base_language, language_of

_FIRST_GUESS = 0.83
"""The rate over the pace of espeak-ng's calm voices; only a start."""

_CLOSE_ENOUGH = 0.01
_NEAREST_STEP = 0.08
"""What engines with coarse steps (sapi5: 11 % each) can be off by."""

Measure = Callable[[Sequence[tuple[str, int]]], Sequence[float]]
"""Lengths in ms as heard, of texts at rates."""


def lines_of(language: str) -> tuple[str, ...]:
    """The lines a voice is measured with. Raises UsageError for a language without any."""
    known = language_of(language)
    if known is None or not known.calibration:
        measured = sorted(code for code, each in all_languages().items() if each.calibration)
        raise UsageError(
            f"no voice can be measured in the language '{language}' yet",
            hint=did_you_mean(base_language(language), measured)
            or f"there are: {', '.join(measured)}",
        )
    return known.calibration


def rate_for(words_a_minute: int, language: str, measure: Measure) -> int:
    """The engine's rate at which a listener hears so many words a minute.

    Raises UsageError where the engine cannot speak so slowly or fast.
    """
    lines = lines_of(language)
    words = sum(len(line.split()) for line in lines)

    def heard(*rates: int) -> list[float]:
        lengths_ms = measure([(line, rate) for rate in rates for line in lines])
        parts = (lengths_ms[at : at + len(lines)] for at in range(0, len(lengths_ms), len(lines)))
        return [words * 60_000 / sum(part) for part in parts]

    slow = max(1, round(words_a_minute * _FIRST_GUESS * 0.9))
    fast = max(slow + 1, round(words_a_minute * _FIRST_GUESS * 1.1))
    paces = dict(zip((slow, fast), heard(slow, fast), strict=True))
    for _attempt in range(2):
        rate = _between(paces, words_a_minute)
        if rate in paces:
            break
        paces[rate] = heard(rate)[0]
        if abs(paces[rate] / words_a_minute - 1) <= _CLOSE_ENOUGH:
            break
    nearest = min(paces, key=lambda rate: abs(paces[rate] - words_a_minute))
    if abs(paces[nearest] / words_a_minute - 1) > _NEAREST_STEP:
        raise UsageError(
            f"this voice cannot speak {words_a_minute} words a minute",
            hint=f"the nearest it can is about {round(paces[nearest])}",
        )
    return nearest


def _between(paces: Mapping[int, float], wanted: float) -> int:
    """The rate for a pace, on the line through the two measured paces that are nearest to it."""
    first, second = sorted(paces, key=lambda rate: abs(paces[rate] - wanted))[:2]
    rise = (paces[second] - paces[first]) / (second - first)
    if rise <= 0:
        return first
    return max(1, round(first + (wanted - paces[first]) / rise))
