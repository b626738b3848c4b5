"""A session that is played: what is heard of it from a position on, halts, and changes of it.

The position is kept here while the session stands still; while it moves the player knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from voiceguide.audio.ducking import Ducking
from voiceguide.audio.mixer import Mixer
from voiceguide.control.listeners import Message
from voiceguide.control.live_lines import MINUTE_MS, recap
from voiceguide.control.live_times import (
    CHANGE_S,
    GAP_MS,
    LEAD_MS,
    NEAR_MS,
    NEVER_MS,
    PULLED_MS,
    SETTLE_MS,
    SPEAK_S,
)
from voiceguide.control.piece_source import (
    Piece,
    PieceSource,
    PlaybackPosition,
    counted_in,
    interlude,
    one_after_another,
    silence,
    stretch,
)
from voiceguide.control.relayout import SessionLayout
from voiceguide.control.resume_position import ResumePoint, resume_point, silent_until
from voiceguide.control.status import Mode, Snapshot
from voiceguide.control.step_positions import WaitPoint, wait_points
from voiceguide.phrases.phrases import phrases_of
from voiceguide.playback.player import Player
from voiceguide.rendering import Rendering
from voiceguide.structs import replace
from voiceguide.timeline import LEAD_IN_MS, Timeline
from voiceguide.units import Ms, frame_at

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.control.live_setup import LiveSetup
    from voiceguide.playback.clock import Clock
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.speech.line_lengths import Measured

T = TypeVar("T")


class LiveSession:
    """Plays from a position to the next wait or the end, halts, goes on, and takes changes.

    For one thread, but for what is said to be for any. `tell` is given what is to be shown.
    """

    def __init__(
        self, setup: LiveSetup, output: Sink, clock: Clock, tell: Callable[[Message], None]
    ) -> None:
        self.setup, self._clock, self._tell = setup, clock, tell
        self.tones = {name: clip.length_ms for name, clip in setup.tones.items()}
        self.parts = list(setup.parts)
        self.layout = setup.layout
        self.say = phrases_of(self.timeline.language)
        self.waits = wait_points(self.timeline, self.setup.waits.__contains__)
        self.mode: Mode = "playing"
        self.volume_percent = setup.volume_percent
        self.halted_ms = 0
        self.due_ms = 0
        """When the coach goes on or reminds by itself, where it waits for the person."""
        self.woken_ms = NEVER_MS
        """When the program last went on after it had stood still."""
        self._halted_frame: int | None = None
        self._again: Callable[[], PieceSource]
        """Makes anew what is played, of a session that has changed."""
        begins = setup.begins
        part, at_ms = (len(self.parts) - 1, begins.at_ms) if begins is not None else (0, Ms(0))
        self._position = PlaybackPosition(part, at_ms)
        self.source = self._sequence(self._opening(begins), self._position, anew=True)
        self.player = self._player_on(output)
        if begins is not None:
            self.tell_spoken([begins.words])

    def _player_on(self, output: Sink) -> Player:
        self.output_name = output.name
        setup = self.setup
        return Player(
            self.source,
            output,
            self._clock,
            music_track=setup.music_track,
            keep_alive_noise=setup.keep_alive_noise,
        )

    # What is going on, for any thread

    def snapshot(self) -> Snapshot:
        """What is going on."""
        timelines = tuple(part.timeline for part in self.parts)
        return Snapshot(self.mode, self.position, timelines, self.volume_percent, self.layout)

    @property
    def position(self) -> PlaybackPosition:
        """Where the session is, as it is heard."""
        if self.mode != "playing":
            return self._position
        source, frame = self.player.place
        return source.position(frame) if isinstance(source, PieceSource) else self._position

    @property
    def timeline(self) -> Timeline:
        """The session's own."""
        return self.parts[-1].timeline

    def timeline_at(self, position: PlaybackPosition) -> Timeline:
        """That of a position's part."""
        return self.parts[position.part].timeline

    def in_session(self, position: PlaybackPosition) -> bool:
        """Whether it lies in the session itself, after the safety words."""
        return position.part == len(self.parts) - 1

    # What is played from a position on

    def _opening(self, begins: ResumePoint | None) -> list[Piece]:
        """What comes before a session that goes on, with time to get back into position."""
        if begins is None:
            return []
        clip = self.setup.speaker.clips[begins.words]
        placed = [(0, self.setup.tones["lead-in"]), (LEAD_IN_MS, clip)]
        return [interlude(self._position, placed, LEAD_IN_MS + clip.length_ms + SETTLE_MS)]

    def _sequence(
        self, lead: Sequence[Piece], position: PlaybackPosition, *, anew: bool = False
    ) -> PieceSource:
        """What is heard from a position on, up to the next wait or to the end, after `lead`.

        `anew`: without the tone that ends what came before.
        """
        self._again = lambda: self._sequence(lead, position, anew=anew)
        pieces = list(lead)
        start = position.at_ms
        for number in range(position.part, len(self.parts)):
            part = self.parts[number]
            sound = part
            if start > 0:
                sound = self._rendering(part.timeline, start, until_ms=part.until_ms, anew=anew)
            last = number == len(self.parts) - 1
            points = self.waits if last else ()
            wait = next((point for point in points if point.at_ms >= start), None)
            end = part.timeline.length_ms if wait is None else wait.at_ms
            voice_ms = self.setup.ahead.end_ms(self.layout) if last else None
            if voice_ms is not None and (wait is None or voice_ms <= wait.at_ms):
                wait = WaitPoint(voice_ms, voice_ms)
                end = self.setup.ahead.sounds_until_ms(self.layout, voice_ms)
            cues = [(cue.at_ms, cue.end_ms) for cue in part.timeline.cues if cue.end_ms > start]
            ducking = Ducking(cues, part.timeline.length_ms if last else None)
            pieces.append(stretch(sound, number, start, end, ducking, part.timeline))
            if wait is not None:
                at_ms = Ms(max(start, wait.at_ms))
                pieces.append(silence(PlaybackPosition(number, at_ms), music=1.0))
            start = Ms(0)
        return PieceSource(pieces)

    def is_spoken(self, position: PlaybackPosition) -> bool:
        """Whether the session can go on from there at once."""
        end_ms = self.setup.ahead.end_ms(self.layout)
        return end_ms is None or not self.in_session(position) or position.at_ms < end_ms

    def _rendering(
        self,
        timeline: Timeline,
        from_ms: int = 0,
        *,
        until_ms: int | None = None,
        anew: bool = False,
    ) -> Rendering:
        if anew:
            cues = (cue for cue in timeline.cues if (cue.at_ms, cue.role) != (from_ms, "done"))
            timeline = replace(timeline, cues=tuple(cues))
        clips, tones = self.setup.speaker.clips, self.setup.tones
        return Rendering(timeline, clips, tones, from_ms, until_ms)

    # Standing still and going on

    def halt(self, mode: Mode, now_ms: int) -> None:
        """Fall silent and keep the position."""
        self._halted_frame = None
        if self.mode == "playing":
            left = self.player.switch(PieceSource([silence(self.position)]))
            if isinstance(left.source, PieceSource):
                self._position = left.source.position(left.frame)
            self._halted_frame = left.device_frame
        self.halted_ms = now_ms
        self.mode = mode

    def stand(self, mode: Mode, position: PlaybackPosition, since_ms: int) -> None:
        """Be still at a position already, since a time; the next pause is not exact."""
        self.mode, self._position, self.halted_ms = mode, position, since_ms
        self._halted_frame = None

    def resume(
        self, now_ms: int, texts: Sequence[str] = (), *, after_ms: int | None = None
    ) -> None:
        """Go on after a halt of so long (None: until `now_ms`), after `texts`."""
        paused_ms = now_ms - self.halted_ms if after_ms is None else after_ms
        point = resume_point(self.timeline_at(self._position), self._position.at_ms, paused_ms)
        position = PlaybackPosition(self._position.part, point.at_ms)
        lead = self._interludes(point, position, texts)
        source = self._sequence([silence(position, frame_at(LEAD_MS)), *lead], position)
        asked = frame_at(now_ms - self.halted_ms)
        halted = self._halted_frame
        spare = 0
        if not lead and point.at_ms == self._position.at_ms:
            quiet_ms = silent_until(self.timeline_at(position), position.at_ms)
            spare = frame_at(quiet_ms - position.at_ms)

        def first(device_frame: int) -> int:
            # A device takes a command at its next block; this takes its rounding back.
            if halted is None:
                return frame_at(LEAD_MS)
            late = device_frame - halted - asked
            return min(max(0, frame_at(LEAD_MS) + late), frame_at(LEAD_MS) + spare)

        self._play(source, first)

    def _interludes(
        self, point: ResumePoint, position: PlaybackPosition, texts: Sequence[str]
    ) -> list[Piece]:
        lines = list(texts)
        if point.recap and self.in_session(position):
            lines += recap(self.timeline, point.at_ms, self.layout.steps, self.say)
        spoken = self.spoken(position, lines)
        pieces = [] if spoken is None else [spoken]
        if point.pips:
            pieces.append(counted_in(position, self.setup.tones["pip-next"]))
        return pieces

    def jump(self, position: PlaybackPosition, texts: Sequence[str] = ()) -> None:
        """Go on at another position, after `texts`, from the beginning of what begins there."""
        spoken = self.spoken(position, texts)
        self._play(self._sequence([spoken] if spoken else [], position, anew=True), 0)

    def _play(self, source: PieceSource, first: int | Callable[[int], int]) -> None:
        self.source = source
        self.player.switch(source, first)
        self.mode = "playing"

    def move_to(self, output: Sink, text: str, *, still: bool) -> None:
        """Go on, after a line, on another output; `still` stays as it is.

        Raises NoSoundOutput where it cannot start.
        """
        here = self._position
        point = resume_point(self.timeline_at(here), here.at_ms, MINUTE_MS)
        position = PlaybackPosition(here.part, point.at_ms)
        lead = self._interludes(point, position, [text])
        self.source = PieceSource([silence(here)]) if still else self._sequence(lead, position)
        self.player = self._player_on(output)
        self._halted_frame = None
        self.player.start(volume=self.volume_percent / 100, rising=True)

    # Changing the session

    def lay_out(self, make: Callable[[Measured], T | None]) -> T | None:
        """What `make` lays out, once its lines of here and of what is next are spoken.

        None where that fails.
        """
        if not self.speak_here():
            return None
        while True:
            made = make(self.setup.lengths(self.setup.speaker.clips))
            layout = made[0] if isinstance(made, tuple) else made
            if not isinstance(layout, SessionLayout):
                return made
            number, _ = self.layout.fragment_at(self.position.at_ms)
            missing = self.setup.ahead.missing_near(layout, number)
            if not missing:
                return made
            if not self._have(missing):
                return None

    def speak_here(self) -> bool:
        """Have what begins here spoken; False, which is told, where the voice does not answer."""
        while not self.is_spoken(self.position):
            self.grow()
            if not self.is_spoken(self.position) and not self._have(self.setup.ahead.wanted):
                return False
        return True

    def _have(self, texts: Sequence[str]) -> bool:
        speaker = self.setup.speaker
        if speaker.have(texts, SPEAK_S):
            return True
        if self.mode == "preparing" and not speaker.is_over:
            self.say_preparing()
        if speaker.failure(texts) is None and speaker.have(texts, CHANGE_S - SPEAK_S):
            return True
        if not speaker.is_over:
            why = failed.message if (failed := speaker.failure(texts)) else "too slow"
            self.tell(f"The voice does not answer: {why}")
        return False

    def grow(self) -> None:
        """Take in what has been spoken of the session by now."""
        ahead, before = self.setup.ahead, self.layout
        if (end_ms := ahead.end_ms(before)) is None:
            return
        layout = ahead.grown(before)
        self.setup.speaker.ahead(ahead.wanted)
        if layout is before:
            return
        near = self.in_session(self.position) and self.position.at_ms > end_ms - NEAR_MS
        if self.mode == "playing" and not near:
            self.change(layout)
        else:
            self.take(layout)

    def take(self, layout: SessionLayout) -> None:
        """From now on this is the session; what was heard of it is the same in both."""
        self.setup.ahead.changed(self.layout, layout)
        self.layout = layout
        until_ms = self.setup.ahead.end_ms(layout)
        self.parts[-1] = self._rendering(layout.timeline, until_ms=until_ms)
        self.waits = wait_points(layout.timeline, self.setup.waits.__contains__)

    def change(self, layout: SessionLayout) -> None:
        """Take a session that differs only later, without a sound."""
        self.take(layout)
        if self.mode == "playing":
            self.source = self._again()
            self.player.swap(self.source)

    def set_volume(self, percent: int, *, rising: bool = False) -> None:
        """So loud from now on; `rising` begins softly."""
        self.volume_percent = percent
        self.player.set_volume(percent / 100, rising=rising)

    # Words

    def tell(self, text: str) -> None:
        """Have words shown to the person; for any thread."""
        self._tell(Message(text))

    def alarm(self, text: str) -> None:
        """Have words shown that the person must notice with the eyes shut."""
        self._tell(Message(text, alarm=True))

    def tell_spoken(self, texts: Sequence[str]) -> None:
        """Show lines that were to be spoken; they were, where the voice has made them."""
        spoken = all(text in self.setup.speaker.clips for text in texts)
        self._tell(Message(" ".join(texts), aloud=spoken))

    def say_preparing(self) -> None:
        """Say and show that the session goes on as soon as the voice has spoken what is next."""
        self.say_where_quiet([self.say.get("live.preparing")])

    def say_now(self, texts: Sequence[str], now_ms: int) -> None:
        """Say lines now: over the session where it is quiet for so long, else it waits."""
        if not self.setup.speaker.have(texts, SPEAK_S):
            return
        if self.mode == "playing" and not self._is_quiet_for(texts):
            self.halt("paused", now_ms)
            self.resume(now_ms, texts, after_ms=0)
        else:
            self._say_over(texts)

    def say_where_quiet(self, texts: Sequence[str]) -> None:
        """Show lines, and say them where the session is quiet: it does not stop for them."""
        spoken = all(text in self.setup.speaker.clips for text in texts)
        if spoken and (self.mode != "playing" or self._is_quiet_for(texts)):
            self._say_over(texts)
        self.tell_spoken(texts)

    def _is_quiet_for(self, texts: Sequence[str]) -> bool:
        from_ms = self.position.at_ms + PULLED_MS
        quiet_ms = silent_until(self.timeline_at(self.position), from_ms) - from_ms
        return quiet_ms >= self._placed(texts)[1] + GAP_MS

    def _say_over(self, texts: Sequence[str]) -> None:
        placed, end_ms = self._placed(texts)
        lines = Mixer([(frame_at(at_ms), clip) for at_ms, clip in placed])
        self.player.over(lines.block(0, frame_at(end_ms)))

    def _placed(self, texts: Sequence[str]) -> tuple[list[tuple[int, Clip]], Ms]:
        clips = self.setup.speaker.clips
        return one_after_another((clips[text] for text in texts), GAP_MS)

    def spoken(self, position: PlaybackPosition, texts: Sequence[str]) -> Piece | None:
        """Lines as an interlude; None where there are none, or the voice does not speak them."""
        if not texts or not self.setup.speaker.have(texts, SPEAK_S):
            return None
        placed, end_ms = self._placed(texts)
        return interlude(position, placed, end_ms + 2 * GAP_MS)
