"""The contract of all voices, and the table they come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from voiceguide.errors import NoVoice, UsageError
from voiceguide.install_command import install_command
from voiceguide.speech.engine import Engine
from voiceguide.speech.voice import ENGINES, Voice, engine_module, list_voices, open_voice

TEXTS = ["Relax.", "Breathe in.", "Hold for 20 s.", "Relax."]


MACHINES = [name for name in ENGINES if name != "recorded"]
"""Those that say anything, at any pace; a recorded voice is held to its own test."""
WITH_MODELS = ("piper", "kokoro")
"""Those that say nothing without a file, which the tests have where it was fetched for them."""


@pytest.fixture(params=MACHINES)
def voice(request: pytest.FixtureRequest, spoken_cache: Path) -> Iterator[Voice]:
    spec = engine = request.param
    if engine in WITH_MODELS:
        spec = f"{engine}:{request.getfixturevalue(f'{engine}_model')}"
    opened = open_voice(spec, 140, cache=spoken_cache)
    yield opened
    opened.close()


def test_every_text_gets_a_clip_by_the_text_as_given(voice: Voice) -> None:
    clips = voice.speak(TEXTS)
    assert set(clips) == set(TEXTS)
    assert all(200 < clip.length_ms < 3000 for clip in clips.values())


def test_more_words_take_longer(voice: Voice) -> None:
    clips = voice.speak(TEXTS)
    assert clips["Relax."].length_ms < clips["Hold for 20 s."].length_ms


def test_progress_ends_with_all_lines(voice: Voice) -> None:
    seen: list[tuple[int, int]] = []
    voice.speak(TEXTS, lambda done, lines: seen.append((done, lines)))
    assert seen[-1] == (3, 3)
    assert seen == sorted(seen)


def test_nothing_to_say_gives_no_clips(voice: Voice) -> None:
    assert voice.speak([]) == {}


def test_it_says_what_it_is(voice: Voice) -> None:
    assert voice.info.engine in MACHINES
    assert voice.info.words_a_minute == 140
    assert voice.info.name
    assert "140" in voice.fingerprint
    assert list(voice.problems) == []


def test_it_may_be_closed_twice_and_used_again(voice: Voice) -> None:
    voice.close()
    voice.close()
    assert len(voice.speak(["Relax."])) == 1


@pytest.mark.parametrize("engine", [name for name in MACHINES if name not in WITH_MODELS])
def test_its_voices_can_be_listed(engine: str) -> None:
    assert list_voices(engine)


@pytest.mark.parametrize("engine", WITH_MODELS)
def test_without_its_packages_the_command_that_brings_them_is_told(
    engine: str,
) -> None:
    extra = cast("Engine", engine_module(engine)).TRAITS.extra
    with pytest.raises(NoVoice, match="is not installed") as refusal:
        list_voices(engine)
    assert install_command(extra or "") in str(refusal.value.hint)


def test_an_unknown_engine_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="'pyttsx'") as refusal:
        open_voice("pyttsx:en-us", 140)
    assert refusal.value.hint == "did you mean 'pyttsx3'?"


def test_a_pace_must_be_positive() -> None:
    with pytest.raises(UsageError, match="0 words a minute"):
        open_voice("estimate", 0)
