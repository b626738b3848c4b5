"""espeak-ng through pyttsx3 2.99: the system's library, or the one `espeakng-loader` brings.

What is done here was found by measuring pyttsx3 2.99, and holds for no other version: set
properties on the driver, and have it synthesise while it is waited for. `say` is never called: it
goes through a shell and hides its failures.

espeak-ng keeps something of each line for the next one, which then lasts up to 60 ms longer or
shorter; no call takes it back. So each line is spoken by a copy of the process as it was opened,
and has the same samples whatever was said before.
"""

from __future__ import annotations

import ctypes
import io
import os
import re
import signal
import warnings
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.errors import NoVoice, UsageError, did_you_mean
from voiceguide.speech.voice import VoiceChoice
from voiceguide.text import quoted

_LIBRARY = "libespeak-ng.so.1"
_DO_NOT_EXIT = 0x8000
"""espeakINITIALIZE_DONT_EXIT of speak_lib.h: else missing data ends the whole process."""

_SYNCHRONOUS = 2
"""AUDIO_OUTPUT_SYNCHRONOUS of speak_lib.h: it has no thread, so the process can be copied."""

_SLOWEST, _FASTEST = 80, 450
"""espeakRATE of speak_lib.h."""

_RATE_HZ = 22_050
"""What the driver writes into its files."""

_LINE_LIMIT_S = 20
"""A copy that hangs ends by itself, also where nobody is left to end it."""

_REMEDY = "install it: `sudo apt install espeak-ng`, or `pip install espeakng-loader`"


class Espeak:
    """One engine, in one thread, in a process of its own; espeak cannot be opened twice in one.

    Raises NoVoice where there is no library, or it finds no data.
    """

    def __init__(self, driven_by: str) -> None:
        bundled_data = _load_library()
        try:
            from pyttsx3.drivers import _espeak
        except RuntimeError as problem:
            raise NoVoice("there is no espeak-ng on this machine", hint=_REMEDY) from problem
        _espeak.Initialize = _initialize_with(_espeak.Initialize, bundled_data)
        import pyttsx3

        try:
            self._engine = pyttsx3.init("espeak")
        except RuntimeError as problem:
            raise NoVoice(
                "espeak-ng does not start: its voice data is missing", hint=_REMEDY
            ) from problem
        self._espeak = _espeak
        self._driver = self._engine.proxy._driver
        version, self._data = _about(_espeak.dll)
        self.name = ""
        self.version = f"{driven_by}, espeak-ng {version}, each line by itself"
        self.files = _loaded_from()

    def use(self, name: str | None, language: str) -> None:
        """Choose a voice, "en-us" or "en-us+Annie"; without a name, the language's plain one.

        Raises UsageError for a name it does not know: espeak itself would quietly take another.
        """
        base, plus, variant = (name or language).partition("+")
        voices = self._languages()
        variants = {choice.name[1:] for choice in self._variants()}
        if base.lower() not in voices:
            close = did_you_mean(base.lower(), voices)
            raise UsageError(f"espeak-ng has no voice {quoted(base)}", hint=close or _SEE_LIST)
        if plus and variant not in variants:
            close = did_you_mean(f"{base}+{variant}", (f"{base}+{known}" for known in variants))
            raise UsageError(
                f"espeak-ng has no variant {quoted(f'+{variant}')}", hint=close or _SEE_LIST
            )
        self._driver.setProperty("voice", voices[base.lower()] + plus + variant)
        self._espeak.Synchronize()
        self.name = name or language

    def voices(self) -> list[VoiceChoice]:
        """All voices, and the variants that may be added to each."""
        listed = self._driver.getProperty("voices")
        return [_choice(voice) for voice in listed] + self._variants()

    def synthesise(self, text: str, rate: int) -> tuple[Samples, int]:
        """As `OpenedVoice.synthesise`; empty where the copy of the process that spoke has died."""
        pcm = _by_a_copy(lambda: self._pcm_of(text, rate))
        return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768), _RATE_HZ

    def _pcm_of(self, text: str, rate: int) -> bytes:
        self._driver.setProperty("rate", min(max(rate, _SLOWEST), _FASTEST))
        spoken = io.BytesIO()
        # Where espeak tells that a line is over, the driver hands this to `wave.open`, which takes
        # a file in memory too; else the samples stay in the driver.
        self._driver.save_to_file(text, spoken)
        self._driver._start_synthesis(text)
        if not spoken.getvalue():
            left: bytes = self._driver._data_buffer
            return left
        with wave.open(io.BytesIO(spoken.getvalue())) as sound:
            written: bytes = sound.readframes(sound.getnframes())
            return written

    def _languages(self) -> dict[str, str]:
        """What a person may type, in small letters, and espeak's own name for it."""
        names: dict[str, str] = {}
        for voice in self._driver.getProperty("voices"):
            code = str(voice.id).rpartition("/")[2]
            for name in (code, *voice.languages, voice.id, voice.name):
                names.setdefault(str(name).lower(), str(voice.id))
        return names

    def _variants(self) -> list[VoiceChoice]:
        folder = Path(self._data) / "voices" / "!v"
        if not folder.is_dir():
            return []
        return [_variant(file) for file in sorted(folder.iterdir()) if file.is_file()]


def _by_a_copy(make: Callable[[], bytes]) -> bytes:
    """What a copy of this process makes; nothing where it fails."""
    out, into = os.pipe()
    with warnings.catch_warnings():
        # The other thread waits for requests; the copy uses nothing of it.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(_LINE_LIMIT_S)
            os.close(out)
            with os.fdopen(into, "wb") as answer:
                answer.write(make())
        finally:
            os._exit(0)
    os.close(into)
    try:
        with os.fdopen(out, "rb") as made:
            return made.read()
    finally:
        os.waitpid(process, 0)


_SEE_LIST = "`voiceguide list voices` names them"


def _load_library() -> str | None:
    """Load espeak-ng so that pyttsx3 finds it; the data path of the bundled one, if that is it."""
    try:
        ctypes.CDLL(_LIBRARY)
    except OSError:
        try:
            import espeakng_loader
        except ImportError:
            return None
    else:
        return None
    try:
        # Once it is loaded, asking for its SONAME finds it; that is all pyttsx3 does.
        ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as problem:
        raise NoVoice(f"the bundled espeak-ng does not load: {problem}", hint=_REMEDY) from problem
    # espeak keeps at most about 150 characters of this path: from its own folder it is short.
    data = Path(espeakng_loader.get_data_path())
    os.chdir(data.parent)
    return data.name


def _initialize_with(initialize: Callable[..., int], data: str | None) -> Callable[..., int]:
    path = data.encode() if data else None

    def initialize_safely(
        output: int, buffer_ms: int = 1000, given: bytes | None = None, option: int = 0
    ) -> int:
        del output
        rate_hz = initialize(_SYNCHRONOUS, buffer_ms, given or path, option | _DO_NOT_EXIT)
        return rate_hz if rate_hz > 0 else -1

    return initialize_safely


def _about(library: ctypes.CDLL) -> tuple[str, str]:
    """The version, and where the data lies."""
    info = library.espeak_Info
    info.restype = ctypes.c_char_p
    data = ctypes.c_char_p()
    version = info(ctypes.byref(data)) or b"?"
    return version.decode().split()[0], os.fsdecode(data.value or b"")


def _loaded_from() -> tuple[Path, ...]:
    """The file of the library; none where the system does not tell (there is no /proc)."""
    try:
        maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ()
    found = re.search(r"(/\S.*libespeak[^/\n]*)$", maps, re.MULTILINE)
    return (Path(found[1]),) if found else ()


def _choice(voice: object) -> VoiceChoice:
    """A voice as pyttsx3 lists it, under the name that is easiest to type."""
    languages = getattr(voice, "languages", None) or [None]
    gender = getattr(voice, "gender", None)
    name = str(getattr(voice, "id", "")).rpartition("/")[2]
    return VoiceChoice(name, languages[0], gender.lower() if gender else None)


def _variant(file: Path) -> VoiceChoice:
    text = file.read_text(encoding="utf-8", errors="replace")
    gender = re.search(r"^gender\s+(female|male)", text, re.MULTILINE)
    return VoiceChoice(f"+{file.name}", None, gender[1] if gender else None)
