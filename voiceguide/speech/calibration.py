"""Which rate of an engine is how many words a minute as heard: speak, count, and try again.

An engine's own words a minute are not what a listener hears: espeak-ng's voices speak some
22 % faster once the silence around a line is trimmed. Other languages have longer words, so
each is measured with lines of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from voiceguide.errors import UsageError, did_you_mean

LINES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "Lie on your back, knees bent, feet flat on the floor.",
            "Breathe in slowly through your nose.",
            "Let both knees sink to the left. Hold for twenty seconds.",
            "Breathe out, and round your back up like a cat.",
            "Now we turn to the right.",
            "Keep your shoulders down and your neck long.",
            "Rest a moment. Notice how your back feels now.",
            "Raise your right leg, only as far as it feels easy.",
        ),
        "de": (
            "Leg dich auf den Rücken, die Knie gebeugt, die Füße flach auf dem Boden.",
            "Atme langsam durch die Nase ein.",
            "Lass beide Knie nach links sinken. Halte zwanzig Sekunden.",
            "Atme aus, und mach den Rücken rund wie eine Katze.",
            "Jetzt drehen wir nach rechts.",
            "Halte die Schultern unten und den Nacken lang.",
            "Ruh dich kurz aus. Spür, wie sich dein Rücken jetzt anfühlt.",
            "Heb das rechte Bein, nur so weit, wie es leicht geht.",
        ),
        "es": (
            "Túmbate boca arriba, con las rodillas dobladas y los pies en el suelo.",
            "Toma aire despacio por la nariz.",
            "Deja caer las dos rodillas a la izquierda. Aguanta veinte segundos.",
            "Suelta el aire, y redondea la espalda como un gato.",
            "Ahora giramos a la derecha.",
            "Mantén los hombros abajo y el cuello largo.",
            "Descansa un momento. Nota cómo está ahora tu espalda.",
            "Levanta la pierna derecha, solo hasta donde sea cómodo.",
        ),
        "fr": (
            "Allongez-vous sur le dos, genoux pliés, les pieds à plat sur le sol.",
            "Inspirez lentement par le nez.",
            "Laissez descendre les genoux à gauche. Tenez vingt secondes.",
            "Soufflez, et arrondissez le dos comme un chat.",
            "Maintenant, tournez à droite.",
            "Gardez les épaules basses et la nuque longue.",
            "Reposez-vous un instant. Sentez comment va votre dos.",
            "Levez la jambe droite, seulement tant que c'est facile.",
        ),
    }
)
"""Eight typical lines a language, as a voice is given them."""

_FIRST_GUESS = 0.83
"""The rate over the pace of espeak-ng's calm voices; only a start."""

_CLOSE_ENOUGH = 0.01
_NEAREST_STEP = 0.08
"""What engines with coarse steps (sapi5: 11 % each) can be off by."""

Measure = Callable[[Sequence[tuple[str, int]]], Sequence[float]]
"""Lengths in ms as heard, of texts at rates."""


def lines_of(language: str) -> tuple[str, ...]:
    """The lines a voice is measured with. Raises UsageError for a language without any."""
    base = language.partition("-")[0].lower()
    if base not in LINES:
        raise UsageError(
            f"no voice can be measured in the language '{language}' yet",
            hint=did_you_mean(base, LINES) or f"there are: {', '.join(sorted(LINES))}",
        )
    return LINES[base]


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
