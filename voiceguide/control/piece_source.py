"""What a player is given: stretches of the session with interludes and silence between them.

The session's own place stands still in an interlude, which lives on the device's clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Protocol

import numpy as np
from msgspec import Struct

from voiceguide.audio.clip import Clip, Samples
from voiceguide.audio.ducking import DUCKED, Ducking
from voiceguide.audio.mixer import Mixer
from voiceguide.control.silence_windows import spare
from voiceguide.playback.drift_correction import Spare
from voiceguide.timeline import Timeline
from voiceguide.units import SAMPLE_RATE_HZ, Ms, frame_at, ms_at

ENDLESS = 24 * 3600 * SAMPLE_RATE_HZ
"""Longer than any pause: the frames of a day."""


class Sound(Protocol):
    """Blocks of sound from any position; zeros beyond its end."""

    def block(self, first_frame: int, frames: int) -> Samples: ...


class PlaybackPosition(Struct, frozen=True):
    """A place in what is played: which part (prelude or session), and how far into it."""

    part: int
    at_ms: Ms


class Piece(Struct, frozen=True, eq=False):
    """`frames` of a sound from `first` on, or of silence; the place moves on where `moves`."""

    sound: Sound | None
    first: int
    frames: int
    position: PlaybackPosition
    moves: bool = False
    ducking: Ducking | None = None
    """How loud music may be, by the sound's own frames."""
    music: float = 1.0
    """How loud music may be where nothing is known of cues."""
    timeline: Timeline | None = None
    """What the sound is of, where the place moves in it."""


def silence(position: PlaybackPosition, frames: int = ENDLESS, *, music: float = 0.0) -> Piece:
    """Nothing, at a place that stands still; music is heard as far as it is said."""
    return Piece(None, 0, frames, position, music=music)


def interlude(
    position: PlaybackPosition, clips: Iterable[tuple[int, Clip]], length_ms: int
) -> Piece:
    """Clips at their milliseconds, outside the session."""
    placed = [(frame_at(at_ms), clip) for at_ms, clip in clips]
    return Piece(Mixer(placed), 0, frame_at(length_ms), position, music=DUCKED)


def counted_in(position: PlaybackPosition, pip: Clip) -> Piece:
    """Three pips, a second apart, before what begins a second after the last one."""
    return interlude(position, [(at_ms, pip) for at_ms in (0, 1000, 2000)], 3000)


def one_after_another(clips: Iterable[Clip], gap_ms: int) -> tuple[list[tuple[int, Clip]], Ms]:
    """Clips with a gap between them, as `interlude` takes them, and when the last one ends."""
    placed: list[tuple[int, Clip]] = []
    end_ms = -gap_ms
    for clip in clips:
        placed.append((end_ms + gap_ms, clip))
        end_ms += gap_ms + clip.length_ms
    return placed, Ms(max(0, end_ms))


def stretch(
    sound: Sound,
    part: int,
    start_ms: int,
    stop_ms: int,
    ducking: Ducking | None = None,
    timeline: Timeline | None = None,
) -> Piece:
    """A part of the session from one of its times to another; the place moves."""
    first = frame_at(start_ms)
    frames = max(0, frame_at(stop_ms) - first)
    position = PlaybackPosition(part, Ms(start_ms))
    return Piece(sound, first, frames, position, moves=True, ducking=ducking, timeline=timeline)


class PieceSource:
    """Pieces one after the other, as the source of a player."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(pieces)
        self._ends = list(accumulate(piece.frames for piece in self.pieces))

    @property
    def frames(self) -> int:
        return self._ends[-1] if self._ends else 0

    def block(self, first_frame: int, frames: int) -> Samples:
        out = np.zeros(frames, np.float32)
        for piece, first, filled, here in self._parts(first_frame, frames):
            if piece.sound is not None:
                out[filled : filled + here] = piece.sound.block(first, here)
        return out

    def room(self, first_frame: int, frames: int) -> Samples:
        """How loud music may be: shape (frames,), 0 to 1; none beyond the end."""
        out = np.zeros(frames, np.float32)
        for piece, first, filled, here in self._parts(first_frame, frames):
            ducking = piece.ducking
            out[filled : filled + here] = (
                piece.music if ducking is None else ducking.factors(first, here)
            )
        return out

    def _parts(self, first_frame: int, frames: int) -> Iterator[tuple[Piece, int, int, int]]:
        """The pieces of a block, each with the frame of its sound, its place, and its length."""
        filled = 0
        while filled < frames and first_frame + filled < self.frames:
            number, inside = self._at(first_frame + filled)
            piece = self.pieces[number]
            here = min(frames - filled, piece.frames - inside)
            yield piece, piece.first + inside, filled, here
            filled += here

    def position(self, frame: int) -> PlaybackPosition:
        """The place in the session at a frame."""
        number, inside = self._at(frame)
        piece = self.pieces[number]
        if not piece.moves:
            return piece.position
        return PlaybackPosition(piece.position.part, ms_at(piece.first + inside))

    def spare(self, frame: int, since: int | None) -> Spare:
        """Frames of silence around a frame that may be given again or left out, in the session.

        `since` is a frame up to which the device kept the pace, or None.
        """
        number, inside = self._at(frame)
        piece = self.pieces[number]
        if piece.timeline is None:
            return Spare()
        here = since is not None and self._at(since)[0] == number
        since_ms = self.position(since).at_ms if since is not None and here else None
        before_ms, after_ms = spare(piece.timeline, self.position(frame).at_ms, since_ms)
        return Spare(
            min(frame_at(before_ms), inside), min(frame_at(after_ms), piece.frames - inside)
        )

    def piece_at(self, frame: int) -> int:
        """The number of the piece that holds a frame."""
        return self._at(frame)[0]

    def start_of(self, number: int) -> int:
        """The frame at which a piece begins."""
        return self._ends[number] - self.pieces[number].frames

    def _at(self, frame: int) -> tuple[int, int]:
        number = min(bisect_right(self._ends, frame), len(self.pieces) - 1)
        return number, min(frame - self.start_of(number), self.pieces[number].frames)
