"""`voiceguide doctor`: what this machine has for a session, and what to install."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip, Samples
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.settings import Folders, Settings

Quiet = Annotated[
    bool, typer.Option("--quiet", "--no-sound", help="Play nothing: no test sound, no test word.")
]

TEST_TONE = "start"
TEST_WORDS = "Can you hear me? Then all is well."
PLAYED_WITHIN_S = 10.0
CLOSED_WITHIN_S = 1.0
ASKED_WITHIN_S = 5.0


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(epilog=options.examples("voiceguide doctor", "voiceguide doctor --quiet"))(doctor)


def doctor(quiet: Quiet = False) -> None:
    """Look at the sound outputs, the voice and the folders; play a test sound and word.

    Ends with 4 where something is missing that a session needs.
    """
    from voiceguide.settings import Folders

    folders = Folders.of_user()
    console.say(f"voiceguide {_version()}, Python {sys.version.split()[0]} on {sys.platform}")
    settings = _settings(folders)
    outputs = _outputs(settings or _defaults())
    words = _voice(settings or _defaults(), folders)
    _folders(folders)
    tone = _sounds(folders)
    _beside(settings or _defaults())
    if outputs and words and tone and not quiet:
        _play(outputs[0], tone, words)
    if not outputs or not words or not tone:
        raise typer.Exit(4)
    if settings is None:
        raise typer.Exit(2)


def _version() -> str:
    from importlib.metadata import version

    return version("voiceguide")


def _defaults() -> Settings:
    from voiceguide.settings import Settings

    return Settings()


def _settings(folders: Folders) -> Settings | None:
    """What config.toml says, or None where it cannot be used; prints where it is."""
    from voiceguide.errors import BadFiles
    from voiceguide.settings import load_settings

    _heading("Settings")
    try:
        settings = load_settings(folders.config_file)
    except BadFiles as bad:
        _row("config.toml", str(bad).replace("\n", "\n    "))
        return None
    there = "" if folders.config_file.exists() else " (not written yet: all is as usual)"
    _row("config.toml", f"{folders.config_file}{there}")
    return settings


def _outputs(settings: Settings) -> list[str]:
    """The outputs that open, the one a session would take first; prints why others do not."""
    from voiceguide.errors import NoSoundOutput
    from voiceguide.playback.outputs.interface import AUTO, WITHOUT_SOUND, open_sink, remedy

    _heading("Sound outputs")
    opened = []
    for name in AUTO:
        try:
            sink = open_sink(name)
        except NoSoundOutput as error:
            _row(name, error.message.removeprefix(f"{name}: "))
            if error.hint and remedy() not in error.hint:
                _row("", error.hint)
            continue
        _row(name, f"opens; {sink.latency_ms} ms from a key to the ear")
        _give_back(sink)
        opened.append(name)
    if not opened:
        _row("missing", f"{remedy()}; {WITHOUT_SOUND}")
    _mixer()
    if settings.output not in ("auto", *opened) and settings.output in AUTO:
        _row("settings", f'output = "{settings.output}" does not open here')
    return sorted(opened, key=lambda name: name != settings.output)


def _mixer() -> None:
    """Whether a session notices that its sound is turned off."""
    from voiceguide.playback.system_output_watch import why_unknown

    why = why_unknown()
    if why is None:
        _row("mixer", "read: a session pauses where it is muted or at a volume of nothing")
        return
    _row("mixer", f"not read: {why}")
    _row("", "a session that is muted is not noticed here, and plays on")


def _give_back(sink: Sink) -> None:
    """Close it, without waiting long for a sound server that hangs."""
    from voiceguide.playback.time_limit import within

    try:
        within(CLOSED_WITHIN_S, sink.close)
    except TimeoutError:
        _row("", "but does not let go of the device")


def _voice(settings: Settings, folders: Folders) -> dict[str, Clip]:
    """The test words in the voice a session would take; empty where there is none."""
    from voiceguide.errors import VoiceguideError
    from voiceguide.routine.model import WORDS_A_MINUTE
    from voiceguide.speech.voice import list_voices, open_voice

    _heading("Voice")
    pace = settings.pace or "normal"
    words = WORDS_A_MINUTE[pace]  # type: ignore[index]  # settings are checked when read
    try:
        voice = open_voice(settings.voice, words, cache=folders.cache)
        try:
            clips = voice.speak([TEST_WORDS])
        finally:
            voice.close()
        voices = len(list_voices(voice.info.engine))
    except VoiceguideError as error:
        _row("missing", str(error).replace("\n", "\n    "))
        return {}
    _row("engine", voice.fingerprint.partition(";")[0])
    _row("voice", f"{voice.info.name}, one of {voices}")
    _row("pace", f"{words} words a minute, as heard")
    for problem in voice.problems:
        _row("warning", problem)
    return clips


def _folders(folders: Folders) -> None:
    _heading("Folders")
    for name, folder in (
        ("routines", folders.library / "routines"),
        ("exercises", folders.library / "exercises"),
        ("sounds", folders.sounds),
        ("data", folders.data),
        ("cache", folders.cache),
    ):
        _row(name, f"{folder}{'' if folder.is_dir() else ' (not there yet)'}")


def _sounds(folders: Folders) -> Clip | None:
    """The test tone, or None where the tones cannot be used."""
    from voiceguide.audio.tones import load_tones, unknown_sounds
    from voiceguide.errors import VoiceguideError

    _heading("Tones")
    try:
        tones = load_tones(folders.sounds)
    except VoiceguideError as error:
        _row("missing", str(error).replace("\n", "\n    "))
        return None
    own = [name for name in tones if (folders.sounds / f"{name}.wav").exists()]
    _row("yours", ", ".join(own) or "none; the built-in ones are heard")
    unknown = unknown_sounds(folders.sounds)
    if unknown:
        _row("never heard", f"{', '.join(unknown)}: no tone is called so")
    return tones[TEST_TONE]


def _beside(settings: Settings) -> None:
    """What a session can do without, and why it has to where it has."""
    from voiceguide.errors import Missing

    _heading("While it plays")
    for name, look in (
        ("media keys", _media_keys),
        ("control", _control),
        ("music", _music),
        ("stays awake", _awake),
    ):
        try:
            _row(name, look())
        except Missing as missing:
            _row(name, f"no: {missing.message}")
            if missing.hint:
                _row("", missing.hint)
    if settings.keep_output_awake:
        _row("headset", "kept awake by a very soft sound (keep_output_awake in config.toml)")


def _media_keys() -> str:
    import os

    from voiceguide.errors import Missing

    if sys.platform != "linux":
        raise Missing("only on Linux")
    from voiceguide.control.remotes import media_keys as mpris  # noqa: F401 - raises Missing without its package

    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise Missing("there is no session bus (D-Bus)")
    return "and headsets, by the session bus"


def _control() -> str:
    import socket

    from voiceguide.control.remotes.socket import SOCKET, runtime_folder
    from voiceguide.errors import Missing

    if not hasattr(socket, "AF_UNIX"):
        raise Missing("Python has no such sockets on this system")
    return f"{runtime_folder() / SOCKET}, for `voiceguide control`"


def _music() -> str:
    from voiceguide.audio.decoding import pyav

    return f"with --music, by PyAV {pyav().__version__}"


def _awake() -> str:
    from voiceguide.control.stay_awake import held_awake
    from voiceguide.errors import Missing
    from voiceguide.playback.time_limit import within

    def asked() -> str:
        with held_awake() as who:
            return who

    try:
        return f"by {within(ASKED_WITHIN_S, asked)}"
    except TimeoutError:
        raise Missing("the desktop does not answer") from None


class _Sound:
    """Clips one after the other, as a player's source."""

    def __init__(self, *clips: Clip) -> None:
        import numpy as np

        self._samples = np.concatenate([clip.samples() for clip in clips])

    @property
    def frames(self) -> int:
        return len(self._samples)

    def block(self, first_frame: int, frames: int) -> Samples:
        import numpy as np

        sound = self._samples[first_frame : first_frame + frames]
        return np.pad(sound, (0, frames - len(sound)))


def _play(output: str, tone: Clip, words: dict[str, Clip]) -> None:
    """Play the tone and the words, so that the person hears what a session sounds like."""
    from voiceguide.errors import VoiceguideError
    from voiceguide.playback.outputs.interface import open_sink
    from voiceguide.playback.player import Player
    from voiceguide.playback.system_output_watch import SystemOutputWatch

    _heading("Test")
    try:
        with (
            SystemOutputWatch() as watch,
            Player(_Sound(tone, *words.values()), open_sink(output)) as player,
        ):
            player.start()
            state = player.wait(PLAYED_WITHIN_S)
    except VoiceguideError as error:
        _row(output, str(error).replace("\n", "\n    "))
        return
    said = f'played a tone and "{TEST_WORDS}"' if state == "finished" else "did not play to its end"
    _row(output, said if watch.unheard is None else f"{said}; nobody heard it: {watch.unheard}")


def _heading(text: str) -> None:
    console.say()
    console.say(text)


def _row(name: str, text: str) -> None:
    console.say(f"  {name:<12} {text}")
    console.flush()
