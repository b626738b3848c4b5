"""What this machine has for a session, and what to install."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator

from voiceguide.app.better_voice import better_voice, lost_choice
from voiceguide.app.spoken_line import coach_voice, play_clips
from voiceguide.audio.clip import Clip
from voiceguide.audio.decoding import pyav
from voiceguide.audio.tones import load_tones, unknown_sounds
from voiceguide.control.remotes.socket import SOCKET, runtime_folder
from voiceguide.control.stay_awake import held_awake
from voiceguide.diagnostics import FILE_NAME as DIAGNOSTICS
from voiceguide.errors import BadFiles, Missing, NoSoundOutput, VoiceguideError
from voiceguide.playback.outputs.interface import AUTO, WITHOUT_SOUND, open_sink, remedy
from voiceguide.playback.system_output_watch import why_unknown
from voiceguide.playback.time_limit import within
from voiceguide.program_version import program_version
from voiceguide.session_options import BUILT_IN, WORDS_A_MINUTE, decided
from voiceguide.settings import Folders, load_settings
from voiceguide.speech.added_voices import voices_folder
from voiceguide.speech.clip_cache import cached_bytes
from voiceguide.speech.voice import list_voices
from voiceguide.text import file_size

TEST_TONE = "start"
TEST_LANGUAGE = "en"
TEST_WORDS = "Can you hear me? Then all is well."
PLAYED_WITHIN_S = 10.0
CLOSED_WITHIN_S = 1.0
ASKED_WITHIN_S = 5.0


class SelfCheck:
    """Looks at everything as its lines are taken; then the exit code is known."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._options = BUILT_IN
        self._outputs: list[str] = []
        """Those that open, the one a session would take first."""
        self._words: dict[str, Clip] = {}
        """The test words in the voice a session would take."""
        self._tone: Clip | None = None
        self._config_is_bad = False

    @property
    def exit_code(self) -> int:
        """4 where something is missing that a session needs, 2 for a bad config.toml, else 0."""
        if not self._outputs or not self._words or not self._tone:
            return 4
        return 2 if self._config_is_bad else 0

    def lines(self, *, quiet: bool) -> Iterator[str]:
        """What there is, section by section; unless it is `quiet`, a test is heard at the end."""
        python = sys.version.split()[0]
        yield f"voiceguide {program_version()}, Python {python} on {sys.platform}"
        for title, rows in (
            ("Settings", self._look_at_settings()),
            ("Sound outputs", self._look_at_outputs()),
            ("Voice", self._look_at_voice()),
            ("Folders", self._look_at_folders()),
            ("Tones", self._look_at_tones()),
            ("While it plays", self._look_beside()),
            ("Test", self._play()),
        ):
            if title == "Test" and (quiet or self.exit_code == 4):
                return
            yield from ("", title)
            yield from (f"  {name:<12} {text}" for name, text in rows)

    def _look_at_settings(self) -> Iterator[tuple[str, str]]:
        file = self._folders.config_file
        try:
            self._options = decided(load_settings(file))
        except BadFiles as bad:
            self._config_is_bad = True
            yield "config.toml", _indented(bad)
            return
        there = "" if file.exists() else " (not written yet: all is as usual)"
        yield "config.toml", f"{file}{there}"

    def _look_at_outputs(self) -> Iterator[tuple[str, str]]:
        opened, wanted = [], self._options.output
        for name in AUTO:
            try:
                sink = open_sink(name)
            except NoSoundOutput as error:
                yield name, error.message.removeprefix(f"{name}: ")
                if error.hint and remedy() not in error.hint:
                    yield "", error.hint
                continue
            yield name, f"opens; {sink.latency_ms} ms from a key to the ear"
            opened.append(name)
            try:  # without waiting long for a sound server that hangs
                within(CLOSED_WITHIN_S, sink.close)
            except TimeoutError:
                yield "", "but does not let go of the device"
        if not opened:
            yield "missing", f"{remedy()}; {WITHOUT_SOUND}"
        if (why := why_unknown()) is None:
            yield "mixer", "read: a session pauses where it is muted or at a volume of nothing"
        else:
            yield "mixer", f"not read: {why}"
            yield "", "a session that is muted is not noticed here, and plays on"
        if wanted not in ("auto", *opened) and wanted in AUTO:
            yield "settings", f'output = "{wanted}" does not open here'
        self._outputs = sorted(opened, key=lambda name: name != wanted)

    def _look_at_voice(self) -> Iterator[tuple[str, str]]:
        pace = self._options.pace
        try:
            voice = coach_voice(self._options.voice, pace, self._folders, TEST_LANGUAGE)
            try:
                self._words = dict(voice.speak([TEST_WORDS]))
            finally:
                voice.close()
            voices = len(list_voices(voice.info.engine))
        except VoiceguideError as error:
            self._words = {}
            yield "missing", _indented(error)
            return
        yield "engine", voice.fingerprint.partition(";")[0]
        yield "voice", f"{voice.info.name}, one of {voices}"
        yield "pace", f"{WORDS_A_MINUTE[pace]} words a minute, as heard"
        if self._options.voice is None:
            if (lost := lost_choice(TEST_LANGUAGE)) is not None:
                yield "warning", lost
            if (better := better_voice(voice.info.engine, TEST_LANGUAGE)) is not None:
                yield "better", better
        yield from (("warning", problem) for problem in voice.problems)

    def _look_at_folders(self) -> Iterator[tuple[str, str]]:
        for name, folder in (
            ("routines", self._folders.library / "routines"),
            ("exercises", self._folders.library / "exercises"),
            ("sounds", self._folders.sounds),
            ("data", self._folders.data),
            ("voices", voices_folder()),
            ("cache", self._folders.cache),
            ("diagnostics", self._folders.state / DIAGNOSTICS),
        ):
            size = f": {file_size(cached_bytes(folder))} of speech" if name == "cache" else ""
            yield name, f"{folder}{size if folder.exists() else ' (not there yet)'}"

    def _look_at_tones(self) -> Iterator[tuple[str, str]]:
        folder = self._folders.sounds
        try:
            tones = load_tones(folder)
        except VoiceguideError as error:
            yield "missing", _indented(error)
            return
        self._tone = tones[TEST_TONE]
        own = [name for name in tones if (folder / f"{name}.wav").exists()]
        yield "yours", ", ".join(own) or "none; the built-in ones are heard"
        if unknown := unknown_sounds(folder):
            yield "never heard", f"{', '.join(unknown)}: no tone is called so"

    def _look_beside(self) -> Iterator[tuple[str, str]]:
        """What a session can do without, and why it has to where it has."""
        for name, look in (
            ("media keys", _media_keys),
            ("control", _control),
            ("music", lambda: f"with --music, by PyAV {pyav().__version__}"),
            ("stays awake", _awake),
        ):
            try:
                yield name, look()
            except Missing as missing:
                yield name, f"no: {missing.message}"
                if missing.hint:
                    yield "", missing.hint
        if self._options.keep_output_awake:
            yield "headset", "kept awake by a very soft sound (keep_output_awake in config.toml)"

    def _play(self) -> Iterator[tuple[str, str]]:
        """Play the tone and the words, so that the person hears what a session sounds like."""
        output = self._outputs[0]
        clips = (*([self._tone] if self._tone else []), *self._words.values())
        try:
            ended, unheard = play_clips(clips, output, PLAYED_WITHIN_S)
        except VoiceguideError as error:
            yield output, _indented(error)
            return
        said = f'played a tone and "{TEST_WORDS}"' if ended else "did not play to its end"
        yield output, said if unheard is None else f"{said}; nobody heard it: {unheard}"


def _indented(error: VoiceguideError) -> str:
    return str(error).replace("\n", "\n    ")


def _media_keys() -> str:
    if sys.platform != "linux":
        raise Missing("only on Linux")
    from voiceguide.control.remotes import media_keys as mpris  # noqa: F401 - raises Missing without its package

    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise Missing("there is no session bus (D-Bus)")
    return "and headsets, by the session bus"


def _control() -> str:
    if not hasattr(socket, "AF_UNIX"):
        raise Missing("Python has no such sockets on this system")
    return f"{runtime_folder() / SOCKET}, for `voiceguide control`"


def _awake() -> str:
    def asked() -> str:
        with held_awake() as who:
            return who

    try:
        return f"by {within(ASKED_WITHIN_S, asked)}"
    except TimeoutError:
        raise Missing("the desktop does not answer") from None
