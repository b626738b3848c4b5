"""A session as sound: what players and exporters take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import ClassVar, Protocol

import numpy as np
from msgspec import Struct

from voiceguide.audio.clip import Clip, Samples
from voiceguide.audio.decoding import Channels
from voiceguide.audio.ducking import Ducking
from voiceguide.audio.mixer import Mixer, limit
from voiceguide.audio.music import Music, Tell
from voiceguide.timeline import Cue, Timeline, VoiceCue
from voiceguide.units import frame_at

BLOCK_FRAMES = 65_536


FADE_IN_FRAMES = frame_at(2000)


class Audible(Protocol):
    """A session with its sound, from beginning to end: what exporters take."""

    @property
    def timeline(self) -> Timeline: ...

    @property
    def channels(self) -> Channels: ...

    @property
    def frames(self) -> int: ...

    @property
    def clips(self) -> Mapping[str, Clip]: ...

    @property
    def tones(self) -> Mapping[str, Clip]: ...

    def blocks(self) -> Iterator[Samples]:
        """The whole session in order: shape (frames,) in mono, (frames, 2) in stereo."""


class Rendering(Struct, dict=True, frozen=True, eq=False):
    """A timeline with the clips of its lines (by text) and tones (by name).

    Raises ValueError at birth for a cue without a clip, and for a clip longer than its cue,
    which could run into the next one.
    """

    timeline: Timeline
    clips: Mapping[str, Clip]
    tones: Mapping[str, Clip]
    from_ms: int = 0
    """Cues that begin earlier are not heard: who comes in later hears no second half of a word."""
    until_ms: int | None = None
    """Cues that begin then or later are not heard, for their lines may not be spoken yet; but a
    done tone at that moment is, which ends what came before."""
    channels: ClassVar[Channels] = 1

    def __post_init__(self) -> None:
        _ = self._mixer  # raises here

    @cached_property
    def _mixer(self) -> Mixer:
        sounds = [
            (frame_at(cue.at_ms), self._clip_of(cue))
            for cue in self.timeline.cues
            if cue.at_ms >= self.from_ms and self._is_before_end(cue)
        ]
        return Mixer(sounds)

    @property
    def frames(self) -> int:
        """The session's whole length, at 44.1 kHz."""
        return frame_at(self.timeline.length_ms)

    def block(self, first_frame: int, frames: int) -> Samples:
        """Sound of shape (frames,), -1.0 to 1.0, from any position; zeros beyond the end.

        Raises ValueError for a negative position or length.
        """
        sound = self._mixer.block(first_frame, frames)
        sound[max(0, self.frames - first_frame) :] = 0.0
        return sound

    def blocks(self, frames_per_block: int = BLOCK_FRAMES) -> Iterator[Samples]:
        """The whole session in order; the last block is as short as it must be."""
        if frames_per_block <= 0:
            raise ValueError("a block has at least one frame")
        for first in range(0, self.frames, frames_per_block):
            yield self.block(first, min(frames_per_block, self.frames - first))

    def _is_before_end(self, cue: Cue) -> bool:
        if self.until_ms is None or cue.at_ms < self.until_ms:
            return True
        return cue.at_ms == self.until_ms and cue.role == "done"

    def _clip_of(self, cue: Cue) -> Clip:
        kind, key, clips = (
            ("line", cue.text, self.clips)
            if isinstance(cue, VoiceCue)
            else ("tone", cue.sound, self.tones)
        )
        clip = clips.get(key)
        if clip is None:
            raise ValueError(f"no clip for the {kind} {key!r} at {cue.at_ms} ms")
        if len(clip.pcm) > frame_at(cue.length_ms):
            raise ValueError(
                f"the {kind} {key!r} at {cue.at_ms} ms lasts {clip.length_ms} ms,"
                f" not {cue.length_ms} ms"
            )
        return clip


class Soundtrack(Struct, dict=True, frozen=True, eq=False):
    """A rendering with music under it, in stereo: the voice in the middle, as loud as in mono.

    `music` has two channels. It is softer under cues, and fades out towards the end. `tell` is
    called for files that had to be left out.
    """

    rendering: Rendering
    music: Music
    tell: Tell
    channels: ClassVar[Channels] = 2

    @property
    def timeline(self) -> Timeline:
        return self.rendering.timeline

    @property
    def frames(self) -> int:
        """As of the rendering."""
        return self.rendering.frames

    @property
    def clips(self) -> Mapping[str, Clip]:
        return self.rendering.clips

    @property
    def tones(self) -> Mapping[str, Clip]:
        return self.rendering.tones

    def blocks(self) -> Iterator[Samples]:
        """The whole session in order, each block of shape (frames, 2).

        Raises UsageError where the music cannot be decoded any more.
        """
        stream = self.music.stream(self.tell)
        cues = ((cue.at_ms, cue.end_ms) for cue in self.timeline.cues)
        ducking = Ducking(cues, self.timeline.length_ms)
        done = 0
        for voice in self.rendering.blocks():
            factors = ducking.factors(done, len(voice))
            if done < FADE_IN_FRAMES:
                factors *= np.minimum(1, np.arange(done, done + len(voice)) / FADE_IN_FRAMES)
            both = np.repeat(voice, 2).reshape(-1, 2)
            both += stream.read(len(voice)) * factors[:, None]
            limit(both.reshape(-1))
            yield both
            done += len(voice)
