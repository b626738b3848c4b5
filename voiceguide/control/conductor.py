"""Leads a session: turns commands, and what happens to the sound, into what is heard.

One thread does it all, so that commands never cross.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from voiceguide.control import live_lines as words
from voiceguide.control.command_queue import CommandQueue, QueuedCommand
from voiceguide.control.live_session import PULLED_MS, LiveSetup, Mode, now_ms
from voiceguide.control.output_recovery import Recovery
from voiceguide.control.piece_source import PieceSource, PlaybackPosition, silence
from voiceguide.control.refusals import can_be_longer, is_asked
from voiceguide.control.resume_position import countdown_of, reentry
from voiceguide.control.sleep_detection import Standstill
from voiceguide.control.step_positions import step_number
from voiceguide.timeline import Segment, Timeline, Voice
from voiceguide.units import Ms, ms_at

if TYPE_CHECKING:
    from voiceguide.control.listeners import Ending, Listener
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.playback.system_output_watch import SystemOutputWatch

OVER: tuple[Mode, ...] = ("finished", "stopped")
STILL: tuple[Mode, ...] = ("paused", "waiting", "asking")

TICK_S = 0.1
AGAIN_MS = 3000
"""Back, so soon after the beginning of a step or the last "back", is to the step before."""
MORE_MS = 10_000
REMIND_MS = 20_000
ANSWER_MS = 8000
ONE_SOUND_MS = 100
"""Commands so close are acknowledged by one sound: several would be as many times as loud."""
VOLUME_STEP = 10
LOUDEST = 150


class Conductor(Standstill):
    """Plays a session to its end on a sink, and on others when that one is lost.

    `lead` is to be called once, on a thread of its own choice.
    """

    def __init__(
        self,
        setup: LiveSetup,
        sink: Sink,
        command_queue: CommandQueue,
        listeners: Sequence[Listener] = (),
        recover: Callable[[str], Recovery] = Recovery,
        watch: SystemOutputWatch | None = None,
        *,
        attended: bool = True,
    ) -> None:
        super().__init__(setup, sink, recover, watch, attended)
        self._command_queue, self._listeners = command_queue, listeners
        command_queue.on_stop = setup.speaker.let_go
        self._ready_early = False
        self._asked_in: Segment | None = None
        self._backed_at = -AGAIN_MS
        self._acknowledged_at = -ONE_SOUND_MS

    @property
    def over(self) -> bool:
        """Whether the session has come to its end."""
        return self._mode in OVER

    def lead(self) -> None:
        """Play, and do what is asked, until the session is over.

        Raises NoSoundOutput where the sink cannot start.
        """
        self._looked_at = now_ms()
        try:
            self._player.start(volume=self._volume / 100)
            self._setup.speaker.ahead(words.foreseen(self._session, self._layout.steps, self._say))
            while not self.over:
                asked = self._command_queue.take(TICK_S)
                if asked is not None:
                    self._obey(asked)
                    self._looked_at = now_ms()  # what it took is no standstill
                if not self.over:
                    self._look()
        finally:
            self._give_back()

    # What happens by itself

    def _look(self) -> None:
        now = now_ms()
        self._leave(now)
        self._notice_standstill(now)
        for listener in self._listeners:
            listener.at(self.position, [part.timeline for part in self._parts])
        too_long = [each.wants_end(now) for each in self._listeners]
        if self._overslept or self._hopeless or any(too_long):
            self._end("stopped")
            return
        if self._mode == "lost" and self._deaf is None:
            self._try_recovery(now)
            self._looked_at = now_ms()
            return
        if self._player.state == "lost" and self._player.lost is not None:
            self._lose(self._player.lost)
            return
        self._look_at_output(now)
        if self._mode == "playing":
            self._look_ahead()
        elif self._mode == "waiting" and now >= self._due_at:
            self._due_at = now + REMIND_MS
            self._tell_aloud([self._say.get("live.when_ready")], now)
            self._looked_at = now_ms()
        elif self._mode == "asking" and now >= self._due_at:
            self._leave_item(now)
            self._looked_at = now_ms()

    def _look_ahead(self) -> None:
        source, frame = self._player.place
        if source is not self._source:
            return
        position = self._source.position(frame)
        if position.part == len(self._parts) - 1:
            self._invite(self._session.segment_at(position.at_ms))
        number = self._source.piece_at(frame)
        piece = self._source.pieces[number]
        if self._player.state == "finished":
            self._end("finished")
        elif not piece.moves and number == len(self._source.pieces) - 1:
            self._mode, self._position = "waiting", piece.position
            self._halted_at = now_ms()
            self._due_at = self._halted_at + REMIND_MS
            if self._ready_early:
                self._end_wait(self._halted_at)
            else:
                self.tell("Waiting: Enter or space when you are ready.")

    def _invite(self, segment: Segment) -> None:
        """Say once, where a question is asked, that it takes an answer."""
        if segment.kind == "check" and segment != self._asked_in:
            self._asked_in = segment
            self.tell("If you like, type your pain: 0 is none, 10 the worst you can imagine.")

    # Commands

    def _obey(self, asked: QueuedCommand) -> None:
        if asked.name == "stop":
            if (pain := self._command_queue.pain_left()) is not None:
                self._hurts(pain.at_ms)
            self._end("stopped")
            return
        if self._mode == "lost":
            self.tell(f"Nothing can be heard yet: {self._deaf or 'there is no sound output'}.")
            return
        if asked.name == "answer" and not is_asked(self.snapshot()):
            self.tell("Nothing is asked now.")
            return
        self._acknowledge(asked.at_ms)
        if asked.name in ("seek", "volume"):
            (self._seek if asked.name == "seek" else self._turn_to)(asked.value)
            return
        if asked.name == "answer":
            self._answer(asked.value, asked.at_ms)
            return
        do: Callable[[int], None] = getattr(self, f"_do_{asked.name.replace('-', '_')}")
        do(asked.at_ms)

    def _acknowledge(self, now: int) -> None:
        if now - self._acknowledged_at >= ONE_SOUND_MS:
            self._acknowledged_at = now
            self._player.over(self._setup.tones["acknowledged"].samples(), through=True)

    def _do_toggle(self, now: int) -> None:
        if self._mode == "playing":
            self._do_pause(now)
        else:
            self._do_go_on(now)

    def _do_pause(self, now: int) -> None:
        if self._mode in ("playing", "waiting"):
            self._halt("paused", now)

    def _do_go_on(self, now: int) -> None:
        if self._mode == "waiting":
            self._end_wait(now)
        elif self._mode == "asking":
            self._leave_item(now)
        elif self._mode == "paused":
            timeline = self._timeline_at(self._position)
            self._enter(reentry(timeline, self._position.at_ms, now - self._halted_at), now)

    def _do_ready(self, now: int) -> None:
        if self._mode in ("waiting", "asking"):
            self._do_go_on(now)
        elif self._mode == "playing":
            near = self._wait_near(self.position.at_ms) if self._in_session(self.position) else None
            self._ready_early = near is not None

    def _do_next(self, now: int) -> None:
        if self._mode == "asking":
            self._leave_item(now)
            return
        position = self.position
        if not self._in_session(position):
            self._jump(PlaybackPosition(position.part + 1, Ms(0)))
            return
        steps = self._session.steps()
        number = step_number(steps, position.at_ms)
        if number + 1 >= len(steps):
            self._end("finished")
            return
        following = Ms(steps[number + 1].start_ms)
        fragment, _ = self._layout.fragment_at(position.at_ms)
        if self._layout.fragment_at(following)[0] == fragment:
            self._jump(PlaybackPosition(position.part, following))
        else:
            self._leave_item(now)

    def _do_back(self, now: int) -> None:
        position = self.position
        steps = self._timeline_at(position).steps()
        number = step_number(steps, position.at_ms)
        again = now - self._backed_at < AGAIN_MS
        if again or position.at_ms - steps[number].start_ms < AGAIN_MS:
            number = max(0, number - 1)
        self._backed_at = now
        self._jump(PlaybackPosition(position.part, steps[number].start_ms))

    def _do_repeat(self, now: int) -> None:
        position = self.position
        timeline = self._timeline_at(position)
        said = [cue for cue in timeline.between(0, position.at_ms + 1) if isinstance(cue, Voice)]
        if not said:
            return
        last = said[-1]
        if self._mode == "playing" and last.end_ms > position.at_ms:
            self._jump(PlaybackPosition(position.part, last.at_ms))
        else:
            self._tell_aloud([last.text], now)

    def _do_more(self, now: int) -> None:
        position = self.position
        if self._mode == "waiting":
            self._due_at = now + MORE_MS + REMIND_MS
            return
        if not can_be_longer(self.snapshot()):
            self.tell("There is nothing to make longer here.")
            return
        segment = self._session.segment_at(position.at_ms)
        at_ms = longer_from(self._session, segment, position.at_ms + PULLED_MS)
        self._change(self._layout.longer(at_ms, MORE_MS))
        self.tell("Ten seconds more.")

    def _do_easier(self, now: int) -> None:
        position = self.position
        if not self._in_session(position):
            return
        if self._mode == "playing":
            self._halt("paused", now)
        changed = self._laid_out(
            lambda lengths: self._layout.easier(position.at_ms, lengths, self._tones)
        )
        if changed is not None:
            self._take(changed)
            self._jump(PlaybackPosition(position.part, changed.fragment_at(position.at_ms)[1]))
        elif self._mode == "asking":
            self._leave_item(now)
        else:
            texts = [self._say.get("live.no_easier")]
            self._enter(reentry(self._session, self._position.at_ms, 0), now, texts)
            self._tell_spoken(texts)

    def _do_pain(self, now: int) -> None:
        if self._hurts(now):
            self._stop_for_pain(now)

    def _hurts(self, now: int) -> bool:
        """Have the log know of pain; False where nothing is done that could hurt."""
        if not self._in_session(self.position) or self._mode == "asking":
            return False
        for listener in self._listeners:
            listener.hurts(now)
        return True

    def _stop_for_pain(self, now: int) -> None:
        """Fall silent, say calm words, and give time to choose how to go on."""
        position = self.position
        self._halt("asking", now)
        changed = self._laid_out(
            lambda lengths: self._layout.easier(position.at_ms, lengths, self._tones)
        )
        what = "live.pain_next" if changed is None else "live.pain_easier"
        texts = [self._say.get("live.pain"), self._say.get(what)]
        piece = self._spoken(self._position, texts)
        self._due_at = now_ms() + ANSWER_MS
        if piece is not None:
            self._player.switch(PieceSource([piece, silence(self._position)]))
            self._due_at += ms_at(piece.frames)
        for text in texts:
            self._tell_spoken([text])

    def _answer(self, pain: int, now: int) -> None:
        sore = self._setup.is_sore(pain)
        self.tell(f"Pain {pain}.")
        for listener in self._listeners:
            listener.answered(pain, now, sore=sore)
        if sore and self._mode != "asking":
            self._stop_for_pain(now)

    def _do_time(self, now: int) -> None:
        position = self.position
        timeline = self._timeline_at(position)
        # What is begun again for these words is still to come after them.
        at_ms = reentry(timeline, position.at_ms, 0).at_ms
        texts = words.time_left(timeline, at_ms, self._say)
        self._tell_aloud(texts, now)
        self._tell_spoken(texts)

    def _do_louder(self, _now: int) -> None:
        self._turn_to(self._volume + VOLUME_STEP)

    def _do_softer(self, _now: int) -> None:
        self._turn_to(self._volume - VOLUME_STEP)

    def _do_less(self, _now: int) -> None:
        if not self._in_session(self.position):
            return
        at_ms = self.position.at_ms + PULLED_MS
        changed = self._laid_out(
            lambda lengths: self._layout.with_less_talk(at_ms, lengths, self._tones)
        )
        if changed is not None:
            self._change(changed)
        self.tell(self._say.get("live.less"))

    def _turn_to(self, percent: int) -> None:
        self._volume = min(LOUDEST, max(VOLUME_STEP, percent))
        self._player.set_volume(self._volume / 100)
        self.tell(f"Volume {self._volume} %.")

    def _seek(self, to_ms: int) -> None:
        """On at a place, or at the beginning of the line or countdown that is there."""
        position = self.position
        timeline = self._timeline_at(position)
        place = min(max(0, to_ms), timeline.length_ms - 1)
        target = PlaybackPosition(position.part, reentry(timeline, place, 0).at_ms)
        if self._mode == "paused":
            self._position, self._halted_device = target, None
        else:
            self._jump(target)

    # What commands come to

    def _end_wait(self, now: int) -> None:
        """The person is in the position: on with what comes after."""
        at_ms = self._position.at_ms
        wait = next((point for point in self._waits if point.at_ms == at_ms), None)
        self._ready_early = False
        self._jump(PlaybackPosition(self._position.part, at_ms if wait is None else wait.until_ms))
        self._looked_at = now

    def _leave_item(self, now: int) -> None:
        """On with the next item, laid out for where the person is now."""
        position = self.position
        if self._mode == "playing":
            self._halt("paused", now)
        following = self._laid_out(
            lambda lengths: self._layout.without_rest_of(position.at_ms, lengths, self._tones)
        )
        if following is not None:
            layout, start = following
            self._take(layout)
            self._jump(PlaybackPosition(position.part, start))
            return
        steps = self._session.steps()
        number = step_number(steps, position.at_ms)
        if number + 1 < len(steps):
            self._jump(PlaybackPosition(position.part, steps[number + 1].start_ms))
        else:
            self._end("finished")

    def _end(self, ending: Ending) -> None:
        self._position = self.position
        self._mode = "finished" if ending == "finished" else "stopped"
        for listener in self._listeners:
            listener.at(self._position, [part.timeline for part in self._parts])
            listener.ended("output-lost" if self._lost is not None else ending)


def longer_from(timeline: Timeline, segment: Segment, at_ms: int) -> Ms:
    """Where a stretch is made longer: before its countdown, which begins again, and inside it."""
    counting = countdown_of(timeline, segment)
    at_ms = min(at_ms, segment.end_ms - 1)
    return Ms(at_ms if counting is None else min(counting, at_ms))
