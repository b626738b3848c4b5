"""espeak-ng through pyttsx3 2.99: the system's library, or the one `espeakng-loader` brings.

What is done here was found by measuring pyttsx3 2.99, and holds for no other version: drain
espeak before and after each line, set properties on the driver, reset its state, one line per
`runAndWait`. `say` is never called: it goes through a shell and hides its failures.
"""

from __future__ import annotations

import ctypes
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from voiceguide.audio.clip import Samples
from voiceguide.audio.riff import read_sound
from voiceguide.errors import NoVoice, UsageError, did_you_mean
from voiceguide.speech.voice import VoiceChoice

_LIBRARY = "libespeak-ng.so.1"
_DO_NOT_EXIT = 0x8000
"""espeakINITIALIZE_DONT_EXIT of speak_lib.h: else missing data ends the whole process."""

_SLOWEST, _FASTEST = 80, 450
"""espeakRATE of speak_lib.h."""

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
        from pyttsx3.drivers import espeak

        # The driver asks every 10 ms whether a line is done, which takes 5.
        espeak.time = _ShortNaps
        self._espeak = _espeak
        self._driver = self._engine.proxy._driver
        version, self._data = _about(_espeak.dll)
        self.name = ""
        self.version = f"{driven_by}, espeak-ng {version}"
        self.files = _loaded_from()
        self._rate = 0

    def use(self, name: str | None, language: str) -> None:
        """Choose a voice, "en-us" or "en-us+Annie"; without a name, the language's plain one.

        Raises UsageError for a name it does not know: espeak itself would quietly take another.
        """
        base, plus, variant = (name or language).partition("+")
        voices = self._languages()
        variants = {choice.name[1:] for choice in self._variants()}
        if base.lower() not in voices:
            close = did_you_mean(base.lower(), voices)
            raise UsageError(f"espeak-ng has no voice '{base}'", hint=close or _SEE_LIST)
        if plus and variant not in variants:
            close = did_you_mean(f"{base}+{variant}", (f"{base}+{known}" for known in variants))
            raise UsageError(f"espeak-ng has no variant '+{variant}'", hint=close or _SEE_LIST)
        self._driver.setProperty("voice", voices[base.lower()] + plus + variant)
        self._espeak.Synchronize()
        self.name = name or language

    def voices(self) -> list[VoiceChoice]:
        """All voices, and the variants that may be added to each."""
        listed = self._driver.getProperty("voices")
        return [_choice(voice) for voice in listed] + self._variants()

    def synthesise(self, text: str, rate: int) -> tuple[Samples, int]:
        """As `OpenedVoice.synthesise`; now and then it is empty, and must be asked again."""
        self._espeak.Synchronize()
        self._driver._stopping = False
        self._driver._save_file = None
        self._driver._text_to_say = None
        if rate != self._rate:
            self._driver.setProperty("rate", min(max(rate, _SLOWEST), _FASTEST))
            self._espeak.Synchronize()
            self._rate = rate
        spoken = io.BytesIO()
        # The driver hands what it is given to `wave.open`, which takes a file in memory too:
        # no disk can be full, and no file can be left behind.
        self._engine.save_to_file(text, spoken)
        self._engine.runAndWait()
        self._espeak.Synchronize()
        return read_sound(spoken.getvalue())

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


class _ShortNaps:
    """Stands in for the `time` of pyttsx3's espeak driver, which only sleeps with it."""

    @staticmethod
    def sleep(_seconds: float) -> None:
        time.sleep(0.001)


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
        rate_hz = initialize(output, buffer_ms, given or path, option | _DO_NOT_EXIT)
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
