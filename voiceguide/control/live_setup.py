"""All that a session is led with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.control.resume_position import ResumePoint
from voiceguide.rendering import Rendering

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.control.live_speech import Speaker
    from voiceguide.control.relayout import SessionLayout
    from voiceguide.control.spoken_ahead import MakeLengths, SpokenAhead
    from voiceguide.playback.keep_alive_noise import KeepAliveNoise
    from voiceguide.playback.music_track import MusicTrack


def never(_pain: int) -> bool:
    """However sore."""
    return False


class LiveSetup(Struct):
    """The last of `parts` is the session, of `layout`."""

    parts: list[Rendering]
    layout: SessionLayout
    speaker: Speaker
    ahead: SpokenAhead
    """How far the session is spoken."""
    tones: Mapping[str, Clip]
    lengths: MakeLengths
    waits: frozenset[int] = frozenset()
    volume_percent: int = 100
    music_track: MusicTrack | None = None
    """Music under the session."""
    keep_alive_noise: KeepAliveNoise | None = None
    """What keeps the sound output awake."""
    pause_on_new_output: bool = False
    """Pause where the sound suddenly comes out elsewhere."""
    is_sore: Callable[[int], bool] = never
    """Whether so much pain, from 0 to 10, stops an exercise."""
    remotes: tuple[str, ...] = ()
    """What packages add, by name, that may give commands."""
    begins: ResumePoint | None = None
    """Where the session goes on; None begins with the first of `parts`."""
