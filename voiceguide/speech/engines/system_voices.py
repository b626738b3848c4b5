"""The voices of macOS (nsss) and Windows (sapi5) through pyttsx3 2.99.

Untried: written from the sources of the drivers and the systems' documentation, on a machine
that has neither. Both write files, in a folder of our own that lasts as long as the line.
"""

from __future__ import annotations

import platform
import re
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from voiceguide.audio.clip import Samples
from voiceguide.audio.riff import read_sound
from voiceguide.errors import NoVoice, UsageError, did_you_mean
from voiceguide.speech.voice import VoiceChoice
from voiceguide.text import quoted

_APPLE_COMMANDS = re.compile(r"\[\[.*?(?:\]\]|$)", re.DOTALL)


class SystemVoices:
    """One engine, in one thread, in a process of its own.

    Raises NoVoice where the driver does not start.
    """

    files: tuple[Path, ...] = ()
    """They are part of the system, and change with it."""

    def __init__(self, driver_name: str, driven_by: str) -> None:
        import pyttsx3

        try:
            self._engine = pyttsx3.init(driver_name)
        except (ImportError, RuntimeError, OSError) as problem:
            raise NoVoice(
                f"the system's speech ({driver_name}) does not start: {problem}",
                hint="reinstall voiceguide: `pip install --force-reinstall voiceguide`",
            ) from problem
        self._driver_name = driver_name
        self._driver = self._engine.proxy._driver
        self.name = ""
        self.version = f"{driven_by}, {driver_name} {platform.version()}"

    def use(self, name: str | None, language: str) -> None:
        """Choose a voice by its name or id, or the first of a language.

        Raises UsageError for a name, or a language, that no voice has.
        """
        listed = self._driver.getProperty("voices")
        if name is None:
            chosen = [v for v in listed if _language(v).split("-")[0] == language.split("-")[0]]
        else:
            chosen = [v for v in listed if name.lower() in (str(v.id).lower(), v.name.lower())]
        if not chosen:
            wanted = f"called {quoted(name)}" if name else f"for the language '{language}'"
            raise UsageError(
                f"this system has no voice {wanted}",
                hint=did_you_mean(name or "", (voice.name for voice in listed))
                or "`voiceguide list voices` names them; the system's settings add more",
            )
        self._driver.setProperty("voice", chosen[0].id)
        self.name = str(chosen[0].name)

    def voices(self) -> list[VoiceChoice]:
        """All voices the system has now."""
        return [
            VoiceChoice(voice.name, _language(voice) or None, _gender(voice.gender))
            for voice in self._driver.getProperty("voices")
        ]

    def synthesise(self, text: str, rate: int) -> tuple[Samples, int]:
        """From the file the system writes: AIFF on macOS whatever its name, WAV on Windows."""
        self._driver.setProperty("rate", rate)
        with tempfile.TemporaryDirectory(prefix="voiceguide-") as folder:
            file = Path(folder) / "line.wav"
            if self._driver_name == "sapi5":
                self._driver.save_to_file(as_sapi5_text(text), str(file))
            else:
                # Else every file after the first is cut short: the loop would end at once.
                self._engine.proxy._busy = True
                self._engine.save_to_file(as_nsss_text(text), str(file))
                self._engine.runAndWait()
            return read_sound(file.read_bytes())


def as_sapi5_text(text: str) -> str:
    """SAPI reads XML in what it is given."""
    return escape(text)


def as_nsss_text(text: str) -> str:
    """macOS reads `[[commands]]` in what it is given."""
    return _APPLE_COMMANDS.sub(" ", text)


def _language(voice: object) -> str:
    languages = getattr(voice, "languages", None) or [""]
    return str(languages[0] or "").replace("_", "-").lower()


def _gender(said: str | None) -> str | None:
    plain = (said or "").lower().removeprefix("voicegender")
    return plain if plain in ("female", "male") else None
