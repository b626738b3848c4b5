"""One line, spoken now by the session's voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.audio.clip import Clip, Samples

if TYPE_CHECKING:
    from voiceguide.settings import Folders, Settings

WITHIN_S = 30.0


class _Line:
    """A clip as the source of a player."""

    def __init__(self, clip: Clip) -> None:
        self._samples = clip.samples()
        self.frames = len(self._samples)

    def block(self, first_frame: int, frames: int) -> Samples:
        """Float32 mono of shape (frames,); zeros beyond the end."""
        import numpy as np

        sound = np.zeros(frames, np.float32)
        part = self._samples[first_frame : first_frame + frames]
        sound[: len(part)] = part
        return sound


def say(text: str, folders: Folders, settings: Settings) -> None:
    """Speak a line through the usual output.

    Raises NoVoice; NoSoundOutput also where it is known that nobody could hear it.
    """
    from voiceguide.errors import NoSoundOutput
    from voiceguide.playback.outputs.interface import open_sink
    from voiceguide.playback.player import Player
    from voiceguide.playback.system_output_watch import SystemOutputWatch
    from voiceguide.routine.model import WORDS_A_MINUTE
    from voiceguide.speech.voice import open_voice

    words = WORDS_A_MINUTE["normal"]
    voice = open_voice(settings.voice, words, language="en", cache=folders.cache)
    try:
        clip = voice.speak((text,), None)[text]
    finally:
        voice.close()
    with SystemOutputWatch() as watch:
        with Player(_Line(clip), open_sink(settings.output)) as player:
            player.start()
            player.wait(WITHIN_S)
        if watch.unheard is not None:
            raise NoSoundOutput(f"nobody could hear it: {watch.unheard}")
