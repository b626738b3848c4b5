"""What a voice is, and the table of the engines that make one."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from msgspec import Struct

from voiceguide import extensions
from voiceguide.errors import UsageError, did_you_mean
from voiceguide.text import quoted
from voiceguide.timeline import VoiceInfo

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.clip import Clip
    from voiceguide.phrases.say_as import Spelling
    from voiceguide.speech.engine import Engine

Progress = Callable[[int, int], None]
"""Called with the lines that are done, and all of them."""

DEFAULT_ENGINE = "pyttsx3"

ENGINES = {
    "pyttsx3": "voiceguide.speech.engines.pyttsx3",
    "piper": "voiceguide.speech.engines.piper",
    "kokoro": "voiceguide.speech.engines.kokoro",
    "recorded": "voiceguide.speech.engines.recorded",
    "estimate": "voiceguide.speech.engines.estimate",
}
"""Engine to its module: an `engine.Engine`, or one that makes whole voices with `open_voice` and
`list_voices`. Packages add more."""


def engines() -> list[str]:
    """Every engine there is, those of installed packages last."""
    return [*ENGINES, *extensions.names("voices")]


class Voice(Protocol):
    """Turns texts into clips, at one pace; docs/writing-a-voice.md says how to write one."""

    @property
    def info(self) -> VoiceInfo:
        """The engine, the voice's name as `--voice` takes it, the pace."""

    @property
    def fingerprint(self) -> str:
        """What the sound of a text depends on: engine, version, voice, pace, trimming, level."""

    @property
    def problems(self) -> Sequence[str]:
        """What went wrong without stopping the voice (a cache that cannot be written), in words."""

    def speak(self, texts: Sequence[str], progress: Progress | None = None) -> dict[str, Clip]:
        """A clip for every text, by the text as given.

        Raises NoVoice, which names the text, where one cannot be spoken.
        """

    def close(self) -> None:
        """End what the voice has started; it may be closed twice."""


def as_given(voice: Voice, text: str, words: Spelling) -> str:
    """A text as the voice is given it: respelled, unless the voice has it recorded as it stands."""
    has = getattr(voice, "has", None)
    return text if has is not None and has(text) else words.of(text)


class VoiceChoice(Struct, frozen=True):
    """A voice that `--voice ENGINE:NAME` takes; a name that begins with + is added to another."""

    name: str
    language: str | None
    """Like "en-us"; None for what can be added to a voice of any language."""
    gender: str | None
    """female, male, or None where the engine does not say."""


class VoiceMaker(Protocol):
    """A module whose voices need no worker process, or bring their own."""

    def open_voice(
        self, name: str | None, words_a_minute: int, *, language: str, cache: Path | None
    ) -> Voice: ...

    def list_voices(self) -> list[VoiceChoice]: ...


def open_voice(
    spec: str | None, words_a_minute: int, *, language: str = "en", cache: Path | None = None
) -> Voice:
    """The voice of "ENGINE[:NAME]", or the default one, at a pace as heard.

    An added voice may be named without its engine. `cache` is the folder of what can be made anew;
    None is the user's. Raises UsageError for an unknown engine or name, and NoVoice where the
    engine cannot run.
    """
    engine, _, name = with_engine(spec or DEFAULT_ENGINE).partition(":")
    if words_a_minute <= 0:
        raise UsageError(f"a pace of {words_a_minute} words a minute says nothing")
    module = engine_module(engine)
    with extensions.failures_told("voices", engine):
        if (maker := _maker(module)) is not None:
            return maker.open_voice(name or None, words_a_minute, language=language, cache=cache)
        from voiceguide.speech.spoken_voice import SpokenVoice, VoiceSetup

        return SpokenVoice(engine, name or None, words_a_minute, language, VoiceSetup(cache))


def with_engine(spec: str) -> str:
    """A voice as ENGINE:NAME, where it is an added one by its name alone; else as it was given.

    An engine of that name comes first. Raises UsageError where several voices are called so.
    """
    if ":" in spec or spec in ENGINES or spec in engines():
        return spec
    from voiceguide.speech.added_voices import added_voices

    found = [each.spec for each in added_voices() if each.name.lower() == spec.lower()]
    if len(found) > 1:
        raise UsageError(f"{quoted(spec)} are several voices", hint=f"name one: {', '.join(found)}")
    return found[0] if found else spec


def list_voices(engine: str = DEFAULT_ENGINE) -> list[VoiceChoice]:
    """What the engine offers on this machine, by name; what can be added to a voice last.

    Raises UsageError for an unknown engine, and NoVoice where it cannot run.
    """
    module = engine_module(engine)
    with extensions.failures_told("voices", engine):
        if (maker := _maker(module)) is not None:
            choices = maker.list_voices()
        else:
            from voiceguide.speech.spoken_voice import voices_of

            choices = voices_of(engine)
    return sorted(choices, key=lambda choice: (choice.name.startswith("+"), choice.name))


def engine_module(name: str) -> Engine | VoiceMaker:
    """The module of an engine, imported now. Raises UsageError where there is none."""
    if name in ENGINES:
        return cast("Engine | VoiceMaker", importlib.import_module(ENGINES[name]))
    if (added := extensions.load("voices", name)) is not None:
        return cast("Engine | VoiceMaker", added)
    from voiceguide.speech.added_voices import added_voices

    # People write the name of a voice alone.
    known = [*engines(), *(each.name for each in added_voices())]
    raise UsageError(
        f"there is no speech engine or added voice {quoted(name)}",
        hint=did_you_mean(name, known) or f"there are: {', '.join(known)}",
    )


def _maker(module: Engine | VoiceMaker) -> VoiceMaker | None:
    """The module as one that makes whole voices; None where it is an engine."""
    return None if hasattr(module, "open") else module
