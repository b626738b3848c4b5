"""The voices of pyttsx3: espeak-ng on Linux, the system's own on macOS and Windows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from voiceguide.errors import NoVoice
from voiceguide.phrases.languages import language_of
from voiceguide.speech.engine import EngineTraits, OpenedVoice
from voiceguide.speech.engines.espeak_rates import ESPEAK_RATES
from voiceguide.speech.voice import VoiceChoice

if TYPE_CHECKING:
    from voiceguide.speech.engines.espeak import Espeak
    from voiceguide.speech.engines.system_voices import SystemVoices

PYTTSX3 = "2.99"
"""The version whose private names are used here."""

TRAITS = EngineTraits(known_rates=ESPEAK_RATES)

_REMEDY = f"pip install pyttsx3=={PYTTSX3}"


def default_voice(language: str) -> str | None:
    """The calm voice of espeak-ng for a language; the other systems have one of their own."""
    known = language_of(language)
    return known.voices.get("espeak") if known and _driver_name() == "espeak" else None


def voices() -> list[VoiceChoice]:
    """All voices of this system. Raises NoVoice."""
    return _driver().voices()


def open(name: str | None, language: str) -> OpenedVoice:  # noqa: A001  # as every engine
    """A voice of this system; see `Engine.open`."""
    driver = _driver()
    driver.use(name, language)
    return driver


def _driver_name() -> str:
    return {"darwin": "nsss", "win32": "sapi5"}.get(sys.platform, "espeak")


def _driver() -> Espeak | SystemVoices:
    from importlib.metadata import PackageNotFoundError, version

    try:
        installed = version("pyttsx3")
    except PackageNotFoundError as problem:
        raise NoVoice("pyttsx3 is not installed", hint=_REMEDY) from problem
    if installed != PYTTSX3:
        raise NoVoice(f"pyttsx3 {installed} is installed, {PYTTSX3} is needed", hint=_REMEDY)
    from voiceguide.speech.engines import espeak, system_voices

    name = _driver_name()
    label = f"pyttsx3 {PYTTSX3}"
    return espeak.Espeak(label) if name == "espeak" else system_voices.SystemVoices(name, label)
