"""The voices of pyttsx3: espeak-ng on Linux, the system's own on macOS and Windows.

Lines come from the cache; worker processes are started only for what is missing there.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import NoVoice, VoiceguideError
from voiceguide.phrases.languages import language_of
from voiceguide.phrases.spoken import spoken_form
from voiceguide.speech.clip_cache import ClipCache, cache_folder
from voiceguide.speech.known_voices import KnownEngine, KnownVoice, recall, remember
from voiceguide.speech.normalise_settings import RULES
from voiceguide.speech.voice import Progress, Voice, VoiceChoice
from voiceguide.timeline import VoiceInfo

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.speech.worker_pool import WorkerPool
    from voiceguide.speech.worker_process import Answer, Limits, Request


@dataclass(frozen=True, slots=True)
class VoiceSetup:
    """Where and how lines are spoken; the defaults are this user's and this program's own."""

    cache: Path | None = None
    command: Sequence[str] | None = None
    """What starts a worker."""
    limits: Limits | None = None


_MANY_LINES = 100
"""A voice that is not known yet will be asked for a whole session."""


def driver_of_this_system() -> str:
    """What pyttsx3 calls the speech of this system."""
    return {"darwin": "nsss", "win32": "sapi5"}.get(sys.platform, "espeak")


class Pyttsx3Voice:
    """One voice at one pace.

    Opening it raises UsageError for a name or a pace that it does not have, and NoVoice where
    the engine cannot run.
    """

    def __init__(
        self,
        name: str | None,
        words_a_minute: int,
        language: str = "en",
        setup: VoiceSetup | None = None,
    ) -> None:
        self._setup = setup or VoiceSetup()
        self._folder = self._setup.cache or cache_folder()
        self._cache = ClipCache(self._folder)
        self._problems: list[str] = []
        self._pool: WorkerPool | None = None
        self._words_a_minute = words_a_minute
        self._language = language
        self._driver = driver_of_this_system()
        if name is None and self._driver == "espeak":
            known_language = language_of(language)
            name = known_language.voices.get("espeak") if known_language else None
        self._name = name
        known = recall(self._folder, self._driver)
        voice = known.voices.get(self._asked) if known else None
        rate = voice.rates.get(words_a_minute) if voice else None
        if known and voice and rate:
            self._engine, self._voice, self._rate = known, voice, rate
        else:
            self._learn()

    @property
    def info(self) -> VoiceInfo:
        """What the timeline says of this voice."""
        return VoiceInfo("pyttsx3", self._voice.name, self._words_a_minute, measured=True)

    @property
    def fingerprint(self) -> str:
        """Engine and version, voice, pace, and the rules of trimming and levelling."""
        pace = f"{self._words_a_minute} words a minute"
        return "; ".join((self._engine.version, self._voice.name, pace, self._language, RULES))

    @property
    def problems(self) -> Sequence[str]:
        """What the disk refused, in words."""
        return (*self._problems, *self._cache.problems)

    def speak(self, texts: Sequence[str], progress: Progress | None = None) -> dict[str, Clip]:
        """A clip for every text, by the text as given; workers that had to start stay for more.

        Raises NoVoice for a text that holds no words, or that fails twice.
        """
        forms = {text: _speakable(text, self._language) for text in texts}
        clips = self._cached(forms.values())
        unknown = len(set(forms.values())) - len(clips)
        if unknown and self._engine_is_another(unknown):
            clips = self._cached(forms.values())
        missing = [form for form in dict.fromkeys(forms.values()) if form not in clips]
        lines = len(clips) + len(missing)
        if progress is not None:
            progress(len(clips), lines)

        def take(number: int, _answer: Answer, sound: bytes) -> None:
            clip = _clip(sound)
            clips[missing[number]] = clip
            self._cache.put(self._key(missing[number]), clip)
            if progress is not None:
                progress(len(clips), lines)

        if missing:
            requests: list[Request] = [
                {"do": "speak", "text": form, "rate": self._rate} for form in missing
            ]
            try:
                self._workers().ask_all(requests, take)
            finally:
                self._cache.tidy()
        return {text: clips[form] for text, form in forms.items()}

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    @property
    def _asked(self) -> str:
        return f"{self._language}/{self._name or ''}"

    def _key(self, form: str) -> str:
        return f"{self.fingerprint}; {form}"

    def _cached(self, forms: Iterable[str]) -> dict[str, Clip]:
        keys = {self._key(form): form for form in forms}
        found = self._cache.get_all(list(keys))
        return {keys[key]: clip for key, clip in found.items()}

    def _workers(self) -> WorkerPool:
        if self._pool is None:
            self._pool = _pool_of(self._driver, self._name, self._language, self._setup)
        return self._pool

    def _engine_is_another(self, lines: int) -> bool:
        """Start the engine; learn it anew where it is not the one that was known."""
        opened = self._workers().opened(lines)
        if opened["version"] == self._engine.version:
            return False
        self._learn()
        return True

    def _learn(self) -> None:
        """Start the engine, measure the rate of the pace, and keep both for the next time."""
        from voiceguide.speech.calibration import rate_for

        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self.close)
            opened = self._workers().opened(_MANY_LINES)
            rate = rate_for(self._words_a_minute, self._language, self._lengths_ms)
            on_failure.pop_all()
        version, library = str(opened["version"]), str(opened["library"])
        known = recall(self._folder, self._driver)
        if known is None or known.version != version:
            known = KnownEngine(version, library)
        voice = known.voices.get(self._asked) or KnownVoice(str(opened["voice"]))
        voice = voice.with_rate(self._words_a_minute, rate)
        self._engine = known.with_voice(self._asked, voice)
        self._voice, self._rate = voice, rate
        try:
            remember(self._folder, self._driver, self._engine)
        except (OSError, VoiceguideError) as problem:
            why = problem.strerror if isinstance(problem, OSError) else problem.message
            self._problems.append(
                f"what was learned of the voice cannot be kept in {self._folder} "
                f"({why}): it will be measured again next time"
            )

    def _lengths_ms(self, lines: Sequence[tuple[str, int]]) -> Sequence[float]:
        """Lengths as heard of texts at rates, by the workers."""
        lengths_ms = [0.0] * len(lines)

        def take(number: int, answer: Answer, _sound: bytes) -> None:
            lengths_ms[number] = float(str(answer["length_ms"]))

        requests: list[Request] = [{"do": "length", "text": t, "rate": r} for t, r in lines]
        self._workers().ask_all(requests, take)
        return lengths_ms


def open_voice(
    name: str | None, words_a_minute: int, *, language: str, cache: Path | None = None
) -> Voice:
    """The voice of a name, or the calm one of a language."""
    return Pyttsx3Voice(name, words_a_minute, language, VoiceSetup(cache))


def list_voices() -> list[VoiceChoice]:
    """All voices of this system."""
    pool = _pool_of(driver_of_this_system(), None, None, VoiceSetup())
    try:
        listed = pool.ask({"do": "voices"})["voices"]
    finally:
        pool.close()
    return [VoiceChoice(**voice) for voice in listed] if isinstance(listed, list) else []


def _pool_of(driver: str, name: str | None, language: str | None, setup: VoiceSetup) -> WorkerPool:
    from voiceguide.speech.worker_pool import WorkerPool

    opening: Request = {"driver": driver, "voice": name, "language": language}
    return WorkerPool(opening, command=setup.command, limits=setup.limits)


def _speakable(text: str, language: str) -> str:
    form = spoken_form(text, language)
    if not form:
        raise NoVoice(f"nothing in this text can be spoken: {text!r}", hint="write it in words")
    return form


def _clip(sound: bytes) -> Clip:
    import numpy as np

    from voiceguide.audio.clip import Clip

    return Clip(np.frombuffer(sound, np.int16))
