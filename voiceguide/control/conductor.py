"""Leads a session: turns commands, and what happens to the sound, into what is heard.

One thread does it all, so that commands never cross. The parts are `LiveSession`, which plays,
`Actions`, which does what a command comes to by the table of commands, `OutputChanges` and
`SleepDetection`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from voiceguide.control.actions import REMIND_MS, Actions
from voiceguide.control.command_table import AUDIBLE, QUESTION, action_of, refusal
from voiceguide.control.listeners import Listener, Listeners
from voiceguide.control.live_lines import foreseen
from voiceguide.control.live_session import LiveSession
from voiceguide.control.live_setup import LiveSetup
from voiceguide.control.live_times import NEVER_MS
from voiceguide.control.output_changes import OutputChanges
from voiceguide.control.output_recovery import Recovery
from voiceguide.control.sleep_detection import SleepDetection
from voiceguide.control.status import OVER, Mode, Snapshot
from voiceguide.playback.clock import Clock, RealClock

if TYPE_CHECKING:
    from voiceguide.control.command_queue import CommandQueue, QueuedCommand
    from voiceguide.control.listeners import SessionEnd
    from voiceguide.control.piece_source import PlaybackPosition
    from voiceguide.errors import NoSoundOutput, NoVoice
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.playback.system_output_watch import SystemOutputWatch
    from voiceguide.timeline import Segment

TICK_S = 0.1
ONE_SOUND_MS = 100
"""Commands so close are acknowledged by one sound: several would be as many times as loud."""


class Conductor:
    """Plays a session to its end on an output, and on others when that one is lost.

    `lead` is to be called once, on a thread of its own choice: it obeys what is in the queue, and
    looks after the session ten times a second. Where it is led from no terminal, `attended` is
    false.
    """

    def __init__(
        self,
        setup: LiveSetup,
        output: Sink,
        command_queue: CommandQueue,
        listeners: Sequence[Listener] = (),
        recover: Callable[[str], Recovery] = Recovery,
        watch: SystemOutputWatch | None = None,
        clock: Clock | None = None,
        *,
        attended: bool = True,
    ) -> None:
        self._clock = clock or RealClock()
        self._queue, self._listeners = command_queue, Listeners(listeners)
        self.live = LiveSession(setup, output, self._clock, self._listeners.told)
        self._actions = Actions(
            self.live, self._clock, self._listeners, lambda: self._end("finished")
        )
        self._outputs = OutputChanges(self.live, self._clock, recover, watch)
        self._sleep = SleepDetection(self.live, self._clock, attended=attended)
        self.sound_tried = threading.Event()
        """Set once the output has begun to sound, or has refused to."""
        self.voice_lost: NoVoice | None = None
        """Why the voice could not speak on, where the session ended because of it."""
        self._question: Segment | None = None
        self._invited_ms: int | None = None
        self._acknowledged_ms = NEVER_MS
        command_queue.on_stop = setup.speaker.let_go

    def snapshot(self) -> Snapshot:
        """What is going on; for any thread."""
        return self.live.snapshot()

    def tell(self, text: str) -> None:
        """Have words shown to the person; for any thread."""
        self.live.tell(text)

    def leave(self) -> None:
        """Pause, before the person stops the program; for any other thread."""
        self._sleep.leave()

    @property
    def over(self) -> bool:
        """Whether the session has come to its end."""
        return self.live.mode in OVER

    @property
    def lost(self) -> NoSoundOutput | None:
        """What became of the sound output, where the session ended without one."""
        return self._outputs.lost

    def lead(self) -> None:
        """Play, and do what is asked, until the session is over.

        Raises NoSoundOutput where the output cannot start.
        """
        live = self.live
        self._sleep.was_busy()
        try:
            try:
                live.player.start(volume=live.volume_percent / 100)
            finally:
                self.sound_tried.set()
            live.setup.speaker.later(foreseen(live.timeline, live.layout.steps, live.say))
            while not self.over:
                command = self._queue.take(TICK_S)
                if command is not None:
                    self.obey(command)
                if not self.over:
                    self.look()
        finally:
            self._outputs.close()

    def obey(self, command: QueuedCommand) -> None:
        """Do what a command comes to now, or tell why not."""
        snapshot = self.live.snapshot()
        action, refused = action_of(command.name, snapshot.mode), refusal(command.name, snapshot)
        if action == "end":
            self._stop(snapshot)
        elif refused is AUDIBLE:
            why = self._outputs.unheard or "there is no sound output"
            self.live.tell(f"Nothing can be heard yet: {why}.")
        else:
            if refused is not QUESTION:
                self._acknowledge(command.at_ms)
            if refused is None or refused.aloud:
                self._actions.do(action, command)
            else:
                self.live.tell(f"{refused.why[0].upper()}{refused.why[1:]}.")
        self._sleep.was_busy()

    def _acknowledge(self, now_ms: int) -> None:
        if now_ms - self._acknowledged_ms >= ONE_SOUND_MS:
            self._acknowledged_ms = now_ms
            sound = self.live.setup.tones["acknowledged"].samples()
            self.live.player.over(sound, through=True)

    def _stop(self, snapshot: Snapshot) -> None:
        """Pain that was told before a stop overtook it is reported all the same."""
        pain = self._queue.pain_left()
        if pain is not None and snapshot.in_session and snapshot.mode != "asking":
            self._listeners.pain_reported(pain.at_ms)
        self._end("stopped")

    def _end(self, end: SessionEnd) -> None:
        mode: Mode = "finished" if end == "finished" else "stopped"
        self.live.stand(mode, self.live.position, self._clock.now())
        self._listeners.moved(self.live.snapshot())
        self._listeners.ended("output-lost" if self.lost is not None else end)

    # What happens by itself

    def look(self) -> None:
        """Do what is due: called ten times a second."""
        self._sleep.look()
        live, now_ms = self.live, self._clock.now()
        live.grow()
        self._actions.own_pace.look(now_ms)
        self._listeners.moved(live.snapshot())
        too_long = self._listeners.must_end(now_ms)
        if too_long or self._sleep.gone_for_good or self._outputs.hopeless:
            self._end("stopped")
        elif self._outputs.look():
            self._sleep.was_busy()
        elif live.mode == "playing":
            self._look_ahead()
        elif live.mode == "preparing":
            self._go_on_prepared()
        elif live.mode in ("waiting", "asking") and now_ms >= live.due_ms:
            self._go_on_by_itself(now_ms)
            self._sleep.was_busy()
        self._tell_of_music()

    def _look_ahead(self) -> None:
        live = self.live
        source, frame = live.player.place
        if source is not live.source:
            return
        position = live.source.position(frame)
        if live.in_session(position):
            self._invite(live.timeline.segment_at(position.at_ms))
        number = live.source.piece_at(frame)
        piece = live.source.pieces[number]
        if live.player.state == "finished":
            self._end("finished")
        elif piece.moves or number < len(live.source.pieces) - 1:
            return
        elif any(point.at_ms == piece.position.at_ms for point in live.waits):
            self._wait(piece.position)
        elif live.is_spoken(piece.position):
            live.jump(piece.position)
        else:
            self._prepare(piece.position)

    def _invite(self, segment: Segment) -> None:
        """Say once, where the person has something to say, what they may."""
        counts, ends = segment.counted_rounds is not None, segment.until == "ready"
        if (counts or ends) and segment.start_ms != self._invited_ms:
            self._invited_ms = segment.start_ms
            self.tell(f"Enter {'counts a round' if counts else 'ends it when you are done'}.")
        if segment.kind == "check" and segment != self._question:
            self._question = segment
            self.tell("If you like, type your pain: 0 is none, 10 the worst you can imagine.")

    def _wait(self, position: PlaybackPosition) -> None:
        """Stand still until the person is ready."""
        now_ms = self._clock.now()
        segment = self.live.timeline_at(position).segment_at(position.at_ms)
        self.live.stand("waiting", position, now_ms)
        self.live.due_ms = now_ms + REMIND_MS
        if self._actions.ready_early:
            self._actions.end_wait(now_ms)
            self._sleep.was_busy()
        else:
            done = segment.until == "ready"
            what = "done" if done else "ready"
            self.tell(f"Waiting: Enter or space when you are {what}.")

    def _prepare(self, position: PlaybackPosition) -> None:
        """Stand still until the voice has spoken what comes next."""
        self.live.stand("preparing", position, self._clock.now())
        self.live.say_preparing()

    def _go_on_prepared(self) -> None:
        """On as soon as what comes next is spoken; the end where the voice cannot speak it."""
        live = self.live
        failed = live.setup.speaker.failure(live.setup.ahead.wanted)
        if live.is_spoken(live.position):
            live.jump(live.position)
            self._sleep.was_busy()
        elif failed is not None:
            self.voice_lost = failed
            self._end("voice-lost")

    def _go_on_by_itself(self, now_ms: int) -> None:
        live = self.live
        position = live.position
        if live.mode == "asking":
            self._actions.next_item(now_ms)
        elif live.timeline_at(position).segment_at(position.at_ms).until != "ready":
            live.due_ms = now_ms + REMIND_MS
            live.say_now([live.say.get("live.when_ready")], now_ms)

    def _tell_of_music(self) -> None:
        music_track = self.live.setup.music_track
        while music_track is not None and music_track.said:
            self.tell(music_track.said.popleft())
