"""Finds the clearest of espeak-ng's variants, by hearing few lines of all and all lines of few."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.lib_voice_bench import share, texts_of, write_reading
from scripts.lib_voice_hearing import heard_in
from voiceguide.errors import VoiceguideError
from voiceguide.phrases.spoken import spoken_form
from voiceguide.speech.voice import list_voices, open_voice

BASE = "en-us"
WORDS_A_MINUTE = 140
FIRST_LINES = 24
LONG_WORDS = 3
AT_ONCE = 15
"""Variants that one process of the recogniser hears."""


def clearest_variants(most: int, routines: Sequence[str], jobs: int) -> Iterator[str]:
    """First all variants in windows of some lines, told as they are heard; then the best by all."""
    texts = [text for text in texts_of(routines) if len(spoken_form(text).split()) >= LONG_WORDS]
    some = texts[:: max(1, len(texts) // FIRST_LINES)]
    names = [BASE, *(f"{BASE}{each.name}" for each in list_voices() if each.name[0] == "+")]
    ranking: list[tuple[float, str]] = []
    for first in range(0, len(names), AT_ONCE):
        for name, percent, told in _heard(names[first : first + AT_ONCE], some, False, jobs):
            ranking.append((percent, name))
            yield f"{name:28} {len(some)} lines in windows: {told}"
    best = [name for _, name in sorted(ranking)[:most]]
    for name, _, told in _heard(best, texts, True, jobs):
        yield f"{name:28} {len(texts)} lines alone: {told}"


def _heard(
    names: Sequence[str], texts: Sequence[str], alone: bool, jobs: int
) -> Iterator[tuple[str, float, str]]:
    """Name, percent wrong, and all in words; variants that cannot speak are left out."""
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)
        readings: dict[str, Path] = {}
        for number, name in enumerate(names):
            try:
                voice = open_voice(f"pyttsx3:{name}", WORDS_A_MINUTE, cache=folder / "cache")
                clips = voice.speak(texts)
                voice.close()
            except VoiceguideError:
                continue
            readings[name] = write_reading(clips, name, WORDS_A_MINUTE, folder / str(number))
        heard = heard_in(list(readings.values()), alone=alone, windows=not alone, jobs=jobs)
        for name, reading in zip(readings, heard, strict=True):
            lines = reading["alone" if alone else "windows"]
            wrong = share(lines)
            sides = sum(line["sides_confused"] + line["sides_lost"] for line in lines)
            numbers = sum(line["numbers_confused"] + line["numbers_lost"] for line in lines)
            yield (
                name,
                wrong.percent,
                (
                    f"{wrong}, of {sum(line['sides'] for line in lines)} sides {sides} wrong,"
                    f" of {sum(line['numbers'] for line in lines)} numbers {numbers}"
                ),
            )
