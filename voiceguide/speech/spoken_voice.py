"""A voice of any engine: lines come from the cache; workers speak only what is missing there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from voiceguide.errors import NoVoice, VoiceguideError
from voiceguide.phrases.spoken import spoken_form
from voiceguide.speech.clip_cache import ClipCache, cache_folder
from voiceguide.speech.engine import Engine, EngineTraits
from voiceguide.speech.known_voices import KnownVoice, recall, remember
from voiceguide.speech.normalise_settings import RULES
from voiceguide.speech.voice import Progress, VoiceChoice, engine_module
from voiceguide.timeline import VoiceInfo

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.speech.worker_pool import WorkerPool
    from voiceguide.speech.worker_process import Answer, Limits, Request


class VoiceSetup(Struct, frozen=True):
    """Where and how lines are spoken; the defaults are this user's and this program's own."""

    cache: Path | None = None
    command: Sequence[str] | None = None
    """What starts a worker."""
    limits: Limits | None = None
    """Else those of the engine."""


_MANY_LINES = 100
"""A voice that is not known yet will be asked for a whole session."""

_USUAL_RATE = 140

_LARGE_MB = 200
_ROOM_FOR_TWO_MB = 4096
"""A second worker of a large engine is started where so much memory is free."""


class SpokenVoice:
    """One voice at one pace.

    Opening it raises UsageError for a name or a pace that it does not have, and NoVoice where
    the engine cannot run.
    """

    def __init__(
        self,
        engine: str,
        name: str | None,
        words_a_minute: int,
        language: str = "en",
        setup: VoiceSetup | None = None,
    ) -> None:
        module = cast("Engine", engine_module(engine))
        self._engine, self._traits = engine, module.TRAITS
        self._setup = setup or VoiceSetup()
        self._folder = self._setup.cache or cache_folder()
        self._cache = ClipCache(self._folder)
        self._problems: list[str] = []
        self._pool: WorkerPool | None = None
        self._words_a_minute = words_a_minute
        self._language = language
        self._name = name or module.default_voice(language)
        known = recall(self._folder, engine, self._asked)
        rate = known.rates.get(words_a_minute) if known else None
        if known and rate:
            self._voice, self._rate = known, rate
        else:
            self._learn()

    @property
    def info(self) -> VoiceInfo:
        """What the timeline says of this voice."""
        return VoiceInfo(self._engine, self._voice.name, self._words_a_minute, measured=True)

    @property
    def fingerprint(self) -> str:
        """Engine and version, voice, pace, and the rules of trimming and levelling."""
        pace = f"{self._words_a_minute} words a minute, rate {self._rate}"
        return "; ".join((self._voice.version, self._voice.name, pace, self._language, RULES))

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
        if unknown and self._is_another(unknown):
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

    def ready(self, texts: Sequence[str]) -> dict[str, Clip]:
        """The clips that are there already, by the text as given; nothing is started for them.

        Raises NoVoice for a text that holds no words.
        """
        forms = {text: _speakable(text, self._language) for text in texts}
        clips = self._cached(set(forms.values()))
        return {text: clips[form] for text, form in forms.items() if form in clips}

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
            self._pool = _pool_of(
                self._engine, self._traits, self._name, self._language, self._setup
            )
        return self._pool

    def _is_another(self, lines: int) -> bool:
        """Start the engine; learn the voice anew where it is not the one that was known."""
        opened = self._workers().opened(lines)
        if opened["version"] == self._voice.version:
            return False
        self._learn()
        return True

    def _learn(self) -> None:
        """Start the engine, find the rate of the pace, and keep both for the next time."""
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self.close)
            voice = _as_opened(self._workers().opened(_MANY_LINES))
            known = recall(self._folder, self._engine, self._asked)
            if known is not None and known.version == voice.version:
                voice = known
            words = self._words_a_minute
            rate = self._traits.known_rate(voice.version, voice.name, words)
            if rate is None:
                from voiceguide.speech.calibration import rate_for

                rate = rate_for(words, self._language, self._lengths_ms)
            on_failure.pop_all()
        self._voice, self._rate = voice.with_rate(words, rate), rate
        try:
            remember(self._folder, self._engine, self._asked, self._voice)
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


def voices_of(engine: str) -> list[VoiceChoice]:
    """All voices of an engine on this machine. Raises NoVoice where it cannot run."""
    traits = cast("Engine", engine_module(engine)).TRAITS
    pool = _pool_of(engine, traits, None, None, VoiceSetup())
    try:
        listed = pool.opened().get("voices")
    finally:
        pool.close()
    return [VoiceChoice(**voice) for voice in listed] if isinstance(listed, list) else []


def speak_once(engine: str, name: str, language: str, text: str) -> None:
    """Have a voice that nobody has measured speak a text, and keep nothing of it.

    Raises UsageError, NoVoice where it does not.
    """
    from voiceguide.speech.worker_pool import OTHER_WORDS

    traits = cast("Engine", engine_module(engine)).TRAITS
    pool = _pool_of(engine, traits, name, language, VoiceSetup())
    try:
        pool.ask_all([{"do": "speak", "text": text, "rate": _USUAL_RATE}], lambda *_: None)
    except NoVoice as refused:
        if refused.hint != OTHER_WORDS:
            raise
        # The words are ours: it is the voice that cannot.
        hint = "get its files once more, or choose another voice"
        raise NoVoice(refused.message, hint=hint) from refused
    finally:
        pool.close()


def _as_opened(opened: Answer) -> KnownVoice:
    files = opened["files"]
    return KnownVoice(
        str(opened["voice"]),
        str(opened["version"]),
        tuple(str(file) for file in files) if isinstance(files, list) else (),
    )


def _pool_of(
    engine: str, traits: EngineTraits, name: str | None, language: str | None, setup: VoiceSetup
) -> WorkerPool:
    from voiceguide.speech.worker_pool import MOST_WORKERS, WorkerPool
    from voiceguide.speech.worker_process import Limits

    opening: Request = {"engine": engine, "voice": name, "language": language}
    limits = setup.limits or Limits(traits.start_limit_s, traits.line_limit_s)
    large = traits.worker_mb >= _LARGE_MB and _free_mb() < _ROOM_FOR_TWO_MB
    return WorkerPool(
        opening, command=setup.command, limits=limits, most=1 if large else MOST_WORKERS
    )


def _free_mb() -> int:
    """The memory that programs may take now; 0 where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    free_kb = next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), "0")
    return int(free_kb) // 1024


def _speakable(text: str, language: str) -> str:
    form = spoken_form(text, language)
    if not form:
        raise NoVoice(f"nothing in this text can be spoken: {text!r}", hint="write it in words")
    return form


def _clip(sound: bytes) -> Clip:
    import numpy as np

    from voiceguide.audio.clip import Clip

    return Clip(np.frombuffer(sound, np.int16))
