"""Plays a session through a sink: start, pause, go on, seek, stop, and what has become of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, NamedTuple, Protocol, cast

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.clock import Clock, RealClock
from voiceguide.playback.drift_correction import DriftCorrection
from voiceguide.playback.keep_alive_noise import KeepAliveNoise
from voiceguide.playback.music_track import MusicTrack
from voiceguide.playback.outputs.interface import Sink
from voiceguide.playback.overlay_sounds import OverlaySounds
from voiceguide.playback.playhead import FULL, Playhead, Span
from voiceguide.playback.playhead_history import PlayheadHistory
from voiceguide.playback.stall_detection import StallDetection
from voiceguide.playback.time_limit import within
from voiceguide.structs import replace
from voiceguide.units import Ms, ms_at

State = Literal["ready", "playing", "paused", "finished", "stopped", "lost"]

WATCH_EVERY_S = 0.1

START_LIMIT_S = 3.0
RELEASE_LIMIT_S = 0.7
"""How long a device may take to start; to stop or to close."""

SILENT_LIMIT_MS = 150
"""How much later than its latency says a device may end a fade: it takes whole blocks."""

SILENT_SURE_MS = 20
"""Its latency is about right."""


class Source(Protocol):
    """What is played: a rendered session, or an array in a test."""

    @property
    def frames(self) -> int: ...

    def block(self, first_frame: int, frames: int) -> Samples:
        """Float32 mono at 44.1 kHz, shape (frames,); zeros beyond the end."""


class SwitchedFrom(NamedTuple):
    """What a switch left: the source, its frame that would come next, and the device's frame."""

    source: Source
    frame: int
    device_frame: int


class Player:
    """One source on one sink. Everything may be called from any thread.

    Sound is pulled by the sink's own clock, so a stall delays what follows and never hurries it.
    What a device loses when it runs dry for a moment is made up for in silence, where the source
    says that there is some (`voiceguide.playback.drift_correction`).
    """

    def __init__(
        self,
        source: Source,
        sink: Sink,
        clock: Clock | None = None,
        *,
        music_track: MusicTrack | None = None,
        keep_alive_noise: KeepAliveNoise | None = None,
    ) -> None:
        self._music_track, self._keep_alive_noise = music_track, keep_alive_noise
        if music_track is not None:
            music_track.begin()
        self._sink, self._clock = sink, clock or RealClock()
        self._history = PlayheadHistory(Playhead(end=source.frames, source=source))
        self._overlays = OverlaySounds()
        self._turn = threading.RLock()
        self._state: State = "ready"
        self._lost: str | None = None
        self._changed = threading.Condition(self._turn)
        self._over = threading.Event()
        self._stall = StallDetection()
        self._drift = DriftCorrection()

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What is going on

    @property
    def state(self) -> State:
        """`finished` and `lost` are noticed within a fifth of a second of their happening."""
        return self._state

    @property
    def position_ms(self) -> Ms:
        """The session time that is being heard, exact to the sink's report of its latency."""
        return ms_at(self._heard().position)

    @property
    def place(self) -> tuple[Source, int]:
        """What is being heard: a source and its frame."""
        return _source_and_frame(self._heard())

    @property
    def lost(self) -> NoSoundOutput | None:
        """What to tell the person when the state is `lost`."""
        if self._lost is None:
            return None
        return NoSoundOutput(
            f"The sound output is gone: {self._lost} ({self._sink.name})",
            hint="connect it again, or restart the sound server, and play again",
        )

    def wait(self, timeout_s: float | None = None) -> State:
        """Wait until the session is finished, stopped or lost, or the time is over."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._state in ("finished", "stopped", "lost"), timeout_s
            )
            return self._state

    # Commands

    def start(self, at_frame: int = 0, *, volume: float = 1.0, rising: bool = False) -> None:
        """Begin, `rising` as in `set_volume`; raises NoSoundOutput where the sink cannot.

        A player starts once: RuntimeError the second time.
        """
        with self._turn:
            if self._state != "ready":
                raise RuntimeError(f"a player that is {self._state} cannot start")
            head = self._history.head
            self._history.head = replace(head, position=min(max(0, at_frame), head.end))
            self._overlays.begin_with(volume)
            if rising:
                self._overlays.rise_to(0, volume)
            self._stall.begin(self._clock.now())
            self._become("playing")
        try:
            within(START_LIMIT_S, lambda: self._sink.start(self._pull))
        except TimeoutError:
            self._lose("it does not start")
            return
        except NoSoundOutput:
            self._end("stopped")
            raise
        threading.Thread(target=self._watch, name="voiceguide-watch", daemon=True).start()

    def pause(self) -> None:
        """Fade out, without a click; the position stays."""
        self._command(Playhead.paused, "paused", from_states=("playing",))

    def resume(self, at_frame: int | None = None) -> None:
        """Fade in where it was paused, or go on at another frame."""
        self._command(
            lambda head: head.resumed(at_frame), "playing", from_states=("playing", "paused")
        )

    def seek(self, frame: int) -> None:
        """Go to a frame, playing or paused as before; a finished session plays on from there."""
        finished = self._state == "finished"
        self._command(
            lambda head: head.sought(frame),
            "playing" if finished else None,
            from_states=("playing", "paused", "finished"),
        )

    def switch(self, source: Source, frame: int | Callable[[int], int] = 0) -> SwitchedFrom:
        """Fade out, and go on with another source, which may be silence.

        `frame` may be a function of the device's frame at which the fade begins.
        """
        left: list[SwitchedFrom] = []

        def switched(head: Playhead) -> Playhead:
            self._overlays.end(self._history.given, FULL)
            self._drift.forget()
            before, next_frame = head.left
            left.append(SwitchedFrom(cast("Source", before), next_frame, self._history.given))
            return head.switched(
                source, frame if isinstance(frame, int) else frame(self._history.given)
            )

        self._command(switched, "playing", from_states=("playing", "paused", "finished"))
        return left[0] if left else SwitchedFrom(*self.place, self._history.given)

    def swap(self, source: Source) -> None:
        """Go on at the same frame in a source that was the same up to here: nothing is heard."""
        self._command(lambda head: head.swapped(source), None, from_states=("playing", "paused"))

    def over(self, sound: Samples, *, through: bool = False) -> None:
        """Lay a short sound over what is played, at once; a switch ends it, but for `through`."""

        def laid_over(head: Playhead) -> Playhead:
            self._overlays.add(self._history.given, sound, through=through)
            if self._music_track is not None and not through:
                self._music_track.soften(self._history.given, len(sound))
            return head

        self._command(laid_over, None, from_states=("playing", "paused", "finished"))

    def set_volume(self, factor: float, *, rising: bool = False) -> None:
        """From now on so many times as loud as the source is, over a few hundredths of a second.

        `rising` begins softly and comes up over some seconds.
        """

        def turned(head: Playhead) -> Playhead:
            turn = self._overlays.rise_to if rising else self._overlays.turn_to
            turn(self._history.given, factor)
            return head

        self._command(turned, None, from_states=("playing", "paused", "finished"))

    def stop(self) -> None:
        """Fade out and end; returns when it is silent. The position stays."""
        if self._state == "playing":
            self._command(Playhead.paused, None, from_states=("playing",))
            limit_ms = self._clock.now() + self._sink.latency_ms + SILENT_LIMIT_MS
            while self._heard().level > 0 and self._clock.now() < limit_ms:
                self._clock.wait_until(self._clock.now() + SILENT_SURE_MS, self._over)
            self._clock.wait_until(self._clock.now() + SILENT_SURE_MS, self._over)
        with self._turn:
            if self._state not in ("ready", "playing", "paused"):
                return
            self._end("stopped")
        self._release(self._sink.stop)

    def close(self) -> None:
        """Stop, and give the device back; never waits long, not even for a frozen sound server.

        A session that was finished or lost stays so.
        """
        self.stop()
        self._over.set()
        self._release(self._sink.close)

    # The sink's thread

    def _pull(self, frames: int) -> Samples:
        with self._turn:
            history, first = self._history, self._history.given
            history.head = self._drift.in_time(history.head)
            spans = history.take(frames)
            self._stall.pulled()
            self._drift.taken(history.given + self._sink.corrected_frames, self._clock.now())
        sounds = [self._sound(span) for span in spans]
        sound = sounds[0] if len(sounds) == 1 else np.concatenate(sounds)
        if self._music_track is not None:
            self._music_track.under(first, sound, np.concatenate([_room(span) for span in spans]))
        mixed = self._overlays.mixed(first, sound)
        return (
            mixed if self._keep_alive_noise is None else self._keep_alive_noise.under(first, mixed)
        )

    def _sound(self, span: Span) -> Samples:
        if span.first_frame is None:
            return np.zeros(span.frames, np.float32)
        sound = cast("Source", span.source).block(span.first_frame, span.frames)
        if span.slope == 0 and span.level == FULL:
            return sound
        levels = np.minimum(span.level + span.slope * np.arange(span.frames), FULL)
        gains = 0.5 - 0.5 * np.cos(np.pi * levels / FULL)
        return np.asarray(sound * gains, np.float32)

    # The watch's thread

    def _watch(self) -> None:
        while not self._over.wait(WATCH_EVERY_S):
            self.look()

    def look(self) -> None:
        """Notice the end and the loss of the output; the watch does this ten times a second."""
        reason = self._sink.lost
        heard = self._heard()
        with self._turn:
            if self._state not in ("playing", "paused"):
                return
            still = self._stall.stands_still(
                self._clock.now(),
                given=self._history.given,
                patience_ms=self._sink.patience_ms,
                ahead_ms=self._drift.ahead_ms,
            )
            if reason is None and still:
                reason = "it takes no more sound"
            if reason is not None:
                self._lose(reason)
            elif heard.finished:
                self._become("finished")

    # Between the threads

    def _command(
        self,
        change: Callable[[Playhead], Playhead],
        state: State | None,
        *,
        from_states: tuple[State, ...],
    ) -> None:
        def retaken(frames: int) -> None:
            with self._turn:
                if self._state not in from_states:
                    return
                self._history.take_back(frames)
                self._history.head = change(self._history.head)
                if state is not None:
                    self._become(state)

        self._sink.retake(retaken)

    def _heard(self) -> Playhead:
        unheard = 0 if self._state == "finished" else self._sink.unheard_frames()
        with self._turn:
            return self._history.at(self._history.given - unheard)

    def _lose(self, reason: str) -> None:
        heard = self._heard()
        with self._turn:
            self._history.stop_at(heard.halted())
            self._lost = reason
            self._end("lost")

    def _end(self, state: State) -> None:
        self._over.set()
        self._become(state)

    def _become(self, state: State) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()

    def _release(self, work: Callable[[], None]) -> None:
        """Have the device let go; one that hangs is left to itself, and ends with the program."""
        with suppress(TimeoutError):
            within(RELEASE_LIMIT_S, work)


def _source_and_frame(head: Playhead) -> tuple[Source, int]:
    return cast("Source", head.source), head.position


def _room(span: Span) -> Samples:
    """How loud music may be while a span plays: sources that know say so."""
    room: Callable[[int, int], Samples] | None = getattr(span.source, "room", None)
    if span.first_frame is None or room is None:
        return np.full(span.frames, span.first_frame is not None, np.float32)
    return room(span.first_frame, span.frames)
