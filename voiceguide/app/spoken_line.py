"""Lines spoken now by the coach's voice, outside of a session's own sound."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from voiceguide.audio.clip import Clip, Samples
from voiceguide.errors import NoSoundOutput, NoVoice, UsageError
from voiceguide.playback.outputs.interface import open_sink
from voiceguide.playback.player import Player
from voiceguide.playback.system_output_watch import SystemOutputWatch
from voiceguide.session_options import WORDS_A_MINUTE, Pace, SessionOptions
from voiceguide.settings import Folders
from voiceguide.speech.added_voices import best_voice, how_to_install, is_installed
from voiceguide.speech.voice import Voice, open_voice

WITHIN_S = 30.0


def coach_voice(name: str | None, pace: Pace, folders: Folders, language: str = "en") -> Voice:
    """The voice of a name, the best one for None, at a pace. Raises NoVoice, UsageError."""
    words = WORDS_A_MINUTE[pace]
    return open_voice(name or best_voice(language), words, language=language, cache=folders.cache)


def check_that_it_speaks(spec: str, folders: Folders, language: str) -> None:
    """Open a voice once, so that its pace is known from then on.

    Raises NoVoice where it cannot speak, UsageError where it makes no sound.
    """
    engine = spec.partition(":")[0]
    if not is_installed(engine):
        raise NoVoice(f"{spec} cannot speak yet", hint=how_to_install(engine))
    if engine == "recorded":
        check_fallback(spec)
    voice = coach_voice(spec, "calm", folders, language)
    voice.close()
    if not voice.info.measured:
        raise UsageError(f"{spec} makes no sound", hint="see others: voiceguide voices list")


def check_fallback(spec: str) -> None:
    """Raises NoVoice where the voice that a pack leaves its missing lines to cannot speak."""
    from voiceguide.app.pack_fallback import fallback_fault
    from voiceguide.speech.engines.recorded import FALLBACK_HINT, pack_folder
    from voiceguide.speech.recordings.voice_pack import read_pack

    pack = read_pack(pack_folder(spec.partition(":")[2]))
    if (fault := fallback_fault(pack.fallback, pack.language)) is not None:
        raise NoVoice(f"{spec} cannot speak alone: {fault}", hint=FALLBACK_HINT)


class ClipSource:
    """Clips one after the other, as a player's source."""

    def __init__(self, clips: Iterable[Clip]) -> None:
        self._samples = np.concatenate([clip.samples() for clip in clips])
        self.frames = len(self._samples)

    def block(self, first_frame: int, frames: int) -> Samples:
        """Float32 mono of shape (frames,); zeros beyond the end."""
        sound = self._samples[first_frame : first_frame + frames]
        return np.pad(sound, (0, frames - len(sound)))


def play_clips(clips: Iterable[Clip], output: str, within_s: float) -> tuple[bool, str | None]:
    """Play them on an output: whether they came to their end, and why nobody could hear them.

    Raises NoSoundOutput.
    """
    with SystemOutputWatch() as watch:
        with Player(ClipSource(clips), open_sink(output)) as player:
            player.start()
            state = player.wait(within_s)
        return state == "finished", watch.unheard


def say(text: str, folders: Folders, options: SessionOptions, language: str = "en") -> None:
    """Speak a line through the usual output.

    Raises NoVoice; NoSoundOutput also where it is known that nobody could hear it.
    """
    voice = coach_voice(options.voice, "normal", folders, language)
    try:
        clip = voice.speak((text,), None)[text]
    finally:
        voice.close()
    _, unheard = play_clips([clip], options.output, WITHIN_S)
    if unheard is not None:
        raise NoSoundOutput(f"nobody could hear it: {unheard}")
