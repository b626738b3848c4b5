"""What a session is led on: the player, the source it plays, and how what is heard is changed.

The session's place is kept here while it stands still; while it moves the player knows it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

from voiceguide.audio.ducking import Ducking
from voiceguide.control import live_lines as words
from voiceguide.control.piece_source import (
    Piece,
    PieceSource,
    PlaybackPosition,
    interlude,
    silence,
    stretch,
)
from voiceguide.control.resume_position import Reentry, reentry, silent_until
from voiceguide.control.step_positions import WaitPoint, wait_points
from voiceguide.phrases.phrases import phrases_of
from voiceguide.playback.player import Player
from voiceguide.rendering import Rendering
from voiceguide.timeline import LEAD_IN_MS, Timeline
from voiceguide.units import Ms, frame_at, ms_at

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip, Samples
    from voiceguide.control.live_speech import Speaker
    from voiceguide.control.relayout import SessionLayout
    from voiceguide.playback.keep_alive_noise import KeepAliveNoise
    from voiceguide.playback.music_track import MusicTrack
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.speech.line_lengths import Measured

T = TypeVar("T")
Mode = Literal["playing", "paused", "waiting", "asking", "lost", "finished", "stopped"]

LEAD_MS = 200
"""Silence before going on; as much of it is left out as makes a pause as long as it was asked."""
PULLED_MS = 150
"""What a device may have pulled and not yet sounded: a change begins so much later."""
SPEAK_S = 1.0
"""How long a line may take to be spoken when it is needed now; else it is only shown."""
CHANGE_S = 10.0
GAP_MS = 350
SETTLE_MS = 6000
"""To get back into position before a session goes on."""
PIPS_MS = (0, 1000, 2000)
AFTER_PIPS_MS = 3000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is going on, for screens and remote controls."""

    mode: Mode
    position: PlaybackPosition
    timelines: tuple[Timeline, ...]
    volume_percent: int
    layout: SessionLayout | None = None
    """That the last timeline was laid out from."""


@dataclass(frozen=True, slots=True)
class Message:
    """Words for the screen; `aloud` where they are heard as well."""

    text: str
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Where a session that was cut off begins, and what is said before."""

    at_ms: Ms
    words: str


def never(_pain: int) -> bool:
    """However sore."""
    return False


@dataclass(slots=True)
class LiveSetup:
    """All that a session is led with. The last of `parts` is the session, of `layout`."""

    parts: list[Rendering]
    layout: SessionLayout
    speaker: Speaker
    tones: Mapping[str, Clip]
    lengths: Callable[[Mapping[str, Clip]], Measured]
    """New lengths over the clips there are, to find out which are missing."""
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
    begins: GoingOn | None = None
    """Where the session goes on; None begins with the first of `parts`."""


class Desk:
    """Plays what is staged. For one thread, but for what is said to be for any."""

    def __init__(self, setup: LiveSetup, sink: Sink) -> None:
        self._setup = setup
        self._tones = {name: clip.length_ms for name, clip in setup.tones.items()}
        self._parts = list(setup.parts)
        self._layout = setup.layout
        self._say = phrases_of(self._session.language)
        self._waits: tuple[WaitPoint, ...] = ()
        self._set_waits()
        self._mode: Mode = "playing"
        self._position = self._first_position(setup.begins)
        self._halted_at = 0
        self._halted_device: int | None = None
        self._lead: list[Piece] = []
        self._begin = self._position
        self._anew = False
        self._source = self._staged(self._recap(setup.begins), self._position, anew=True)
        self._player = Player(
            self._source,
            sink,
            music_track=setup.music_track,
            keep_alive_noise=setup.keep_alive_noise,
        )
        self._sink_name = sink.name
        self._volume = setup.volume_percent
        self.said: deque[Message] = deque(maxlen=100)
        """What is to be shown to the person; to be taken from the left, by any thread."""
        if setup.begins is not None:
            self._tell_spoken([setup.begins.words])

    # What is going on, for any thread

    def snapshot(self) -> Snapshot:
        """What is going on."""
        timelines = tuple(part.timeline for part in self._parts)
        return Snapshot(self._mode, self.position, timelines, self._volume, self._layout)

    @property
    def position(self) -> PlaybackPosition:
        """Where the session is, as it is heard."""
        if self._mode != "playing":
            return self._position
        source, frame = self._player.place
        return source.position(frame) if isinstance(source, PieceSource) else self._position

    @property
    def _session(self) -> Timeline:
        return self._parts[-1].timeline

    def _timeline_at(self, position: PlaybackPosition) -> Timeline:
        return self._parts[position.part].timeline

    def _in_session(self, position: PlaybackPosition) -> bool:
        return position.part == len(self._parts) - 1

    # Staging

    def _first_position(self, begins: GoingOn | None) -> PlaybackPosition:
        return (
            PlaybackPosition(0, Ms(0))
            if begins is None
            else PlaybackPosition(len(self._parts) - 1, begins.at_ms)
        )

    def _recap(self, begins: GoingOn | None) -> list[Piece]:
        """What comes before a session that goes on, with time to get back into position."""
        if begins is None:
            return []
        clip = self._setup.speaker.clips[begins.words]
        placed = [(0, self._setup.tones["lead-in"]), (LEAD_IN_MS, clip)]
        return [interlude(self._position, placed, LEAD_IN_MS + clip.length_ms + SETTLE_MS)]

    def _staged(
        self, lead: Sequence[Piece], position: PlaybackPosition, *, anew: bool = False
    ) -> PieceSource:
        """What is heard from a place on, up to the next wait or to the end, after `lead`.

        `anew`: without the tone that ends what came before.
        """
        self._lead, self._begin, self._anew = list(lead), position, anew
        pieces = list(lead)
        start = position.at_ms
        for number in range(position.part, len(self._parts)):
            part = self._parts[number]
            sound = part if start == 0 else self._rendering(part.timeline, start, anew=anew)
            last = number == len(self._parts) - 1
            points = self._waits if last else ()
            wait = next((point for point in points if point.at_ms >= start), None)
            end = part.timeline.length_ms if wait is None else wait.at_ms
            cues = [(cue.at_ms, cue.end_ms) for cue in part.timeline.cues if cue.end_ms > start]
            ducking = Ducking(cues, part.timeline.length_ms if last else None)
            pieces.append(stretch(sound, number, start, end, ducking, part.timeline))
            if wait is not None:
                pieces.append(silence(PlaybackPosition(number, wait.at_ms), music=1.0))
            start = Ms(0)
        return PieceSource(pieces)

    def _rendering(self, timeline: Timeline, from_ms: int = 0, *, anew: bool = False) -> Rendering:
        if anew:
            cues = (cue for cue in timeline.cues if (cue.at_ms, cue.role) != (from_ms, "done"))
            timeline = replace(timeline, cues=tuple(cues))
        return Rendering(timeline, self._setup.speaker.clips, self._setup.tones, from_ms)

    def _set_waits(self) -> None:
        self._waits = wait_points(self._session, self._setup.waits.__contains__)

    def _wait_near(self, at_ms: int) -> WaitPoint | None:
        """The wait of the change of position that is being told."""
        segment = self._session.segment_at(at_ms)
        inside = (point for point in self._waits if segment.start_ms <= point.at_ms)
        return next((each for each in inside if at_ms <= each.at_ms <= segment.end_ms), None)

    # Standing still and going on

    def _halt(self, mode: Mode, now: int) -> None:
        """Fall silent and keep the place."""
        if self._mode == "playing":
            left = self._player.switch(PieceSource([silence(self.position)]))
            if isinstance(left.source, PieceSource):
                self._position = left.source.position(left.frame)
            self._halted_device = left.device_frame
        else:
            self._halted_device = None
        self._halted_at = now
        self._mode = mode

    def _enter(self, way: Reentry, now: int, texts: Sequence[str] = ()) -> None:
        """Go on after a halt, as `way` says, after `texts`."""
        position = PlaybackPosition(self._position.part, way.at_ms)
        lead = self._interludes(way, position, texts)
        source = self._staged([silence(position, frame_at(LEAD_MS)), *lead], position)
        asked = frame_at(now - self._halted_at)
        halted = self._halted_device
        spare = 0
        if not lead and way.at_ms == self._position.at_ms:
            spare = frame_at(
                silent_until(self._timeline_at(position), position.at_ms) - position.at_ms
            )

        def first(device_frame: int) -> int:
            # A device takes a command at its next block; this takes its rounding back.
            if halted is None:
                return frame_at(LEAD_MS)
            late = device_frame - halted - asked
            return min(max(0, frame_at(LEAD_MS) + late), frame_at(LEAD_MS) + spare)

        self._play(source, first)

    def _interludes(
        self, way: Reentry, position: PlaybackPosition, texts: Sequence[str]
    ) -> list[Piece]:
        lines = list(texts)
        if way.recap and self._in_session(position):
            lines += words.recap(self._session, way.at_ms, self._layout.steps, self._say)
        pieces = []
        spoken = self._spoken(position, lines)
        if spoken is not None:
            pieces.append(spoken)
        if way.pips:
            pip = self._setup.tones["pip-next"]
            pieces.append(interlude(position, [(at, pip) for at in PIPS_MS], AFTER_PIPS_MS))
        return pieces

    def _jump(self, position: PlaybackPosition) -> None:
        """Go on at another place, from the beginning of what begins there."""
        self._play(self._staged([], position, anew=True), 0)

    def _play(self, source: PieceSource, first: int | Callable[[int], int]) -> None:
        self._source = source
        self._player.switch(source, first)
        self._mode = "playing"

    # Changing the session

    def _laid_out(self, make: Callable[[Measured], T | None]) -> T | None:
        """What `make` lays out, once all of its lines are spoken; None where that fails."""
        while True:
            lengths = self._setup.lengths(self._setup.speaker.clips)
            made = make(lengths)
            if made is None or not lengths.missing:
                return made
            speaker = self._setup.speaker
            if not speaker.have(lengths.missing, CHANGE_S):
                if not speaker.is_over:
                    self.tell(f"The voice does not answer: {speaker.problem or 'too slow'}")
                return None

    def _take(self, layout: SessionLayout) -> None:
        """From now on this is the session; what was heard of it is the same in both."""
        self._layout = layout
        self._parts[-1] = self._rendering(layout.timeline)
        self._set_waits()

    def _change(self, layout: SessionLayout) -> None:
        """Take a session that differs only later, without a sound."""
        self._take(layout)
        if self._mode == "playing":
            self._source = self._staged(self._lead, self._begin, anew=self._anew)
            self._player.swap(self._source)

    # Words

    def tell(self, text: str) -> None:
        """Have words shown to the person; for any thread."""
        self.said.append(Message(text))

    def _tell_spoken(self, texts: Sequence[str]) -> None:
        """Show lines that were to be spoken; they were, where the voice has made them."""
        spoken = all(text in self._setup.speaker.clips for text in texts)
        self.said.append(Message(" ".join(texts), aloud=spoken))

    def _tell_aloud(self, texts: Sequence[str], now: int) -> None:
        """Say lines now: over the session where it is quiet for so long, else it waits."""
        if not self._setup.speaker.have(texts, SPEAK_S):
            return
        samples = self._together(texts)
        if self._mode != "playing":
            self._player.over(samples)
            return
        position = self.position
        timeline = self._timeline_at(position)
        from_ms = position.at_ms + PULLED_MS
        quiet_ms = silent_until(timeline, from_ms) - from_ms
        if quiet_ms >= ms_at(len(samples)) + GAP_MS:
            self._player.over(samples)
            return
        self._halt("paused", now)
        self._enter(reentry(self._timeline_at(self._position), self._position.at_ms, 0), now, texts)

    def _together(self, texts: Sequence[str]) -> Samples:
        gap = np.zeros(frame_at(GAP_MS), np.float32)
        clips = self._setup.speaker.clips
        parts = [part for text in texts for part in (clips[text].samples(), gap)]
        return np.concatenate(parts[:-1])

    def _spoken(self, position: PlaybackPosition, texts: Sequence[str]) -> Piece | None:
        """Lines as an interlude; None where there are none, or the voice does not speak them."""
        if not texts or not self._setup.speaker.have(texts, SPEAK_S):
            return None
        placed, at = [], 0
        for text in texts:
            clip = self._setup.speaker.clips[text]
            placed.append((at, clip))
            at += clip.length_ms + GAP_MS
        return interlude(position, placed, at + GAP_MS)


def now_ms() -> int:
    """The monotonic clock's milliseconds."""
    return time.monotonic_ns() // 1_000_000
