"""What is done of a command: the actions of `command_table`, on a session that is played."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceguide.control.live_lines import time_left
from voiceguide.control.live_session import LiveSession
from voiceguide.control.live_times import NEVER_MS, PULLED_MS
from voiceguide.control.own_pace import OwnPace
from voiceguide.control.piece_source import PieceSource, PlaybackPosition, silence
from voiceguide.control.resume_position import countdown_of, resume_point
from voiceguide.control.step_positions import step_number
from voiceguide.timeline import Segment, Stretch, Timeline, VoiceCue
from voiceguide.units import Ms, ms_at

if TYPE_CHECKING:
    from voiceguide.control.command_queue import QueuedCommand
    from voiceguide.control.commands import Action
    from voiceguide.control.listeners import Listener
    from voiceguide.control.relayout import SessionLayout
    from voiceguide.playback.clock import Clock

AGAIN_MS = 3000
"""Back, so soon after the beginning of a step or the last "back", is to the step before."""
MORE_MS = 10_000
REMIND_MS = 20_000
ANSWER_MS = 8000
VOLUME_STEP = 10
LOUDEST = 150


class Actions:
    """Does them, on the conductor's thread; `finish` is called where nothing follows."""

    def __init__(
        self, live: LiveSession, clock: Clock, listeners: Listener, finish: Callable[[], None]
    ) -> None:
        self._live, self._clock, self._listeners = live, clock, listeners
        self._finish = finish
        self._backed_ms = NEVER_MS
        self.ready_early = False
        """Whether the person was in position before the coach had come to wait for it."""
        self.own_pace = OwnPace(live, listeners)
        self._by_name: dict[Action, Callable[[QueuedCommand], None]] = {
            "nothing": lambda _: None,
            "pause": lambda command: live.halt("paused", command.at_ms),
            "resume": lambda command: live.resume(command.at_ms),
            "end the wait": lambda command: self.end_wait(command.at_ms),
            "ready early": self._note_ready,
            "next step": self._next_step,
            "next item": lambda command: self.next_item(command.at_ms),
            "back": self._back,
            "repeat": self._repeat,
            "lengthen": lambda _: self._lengthen(),
            "wait longer": self._wait_longer,
            "easier": self._easier,
            "easier or next": self._easier,
            "report pain": self._stop_for_pain,
            "time left": self._tell_time_left,
            "louder": lambda _: self._set_volume(live.volume_percent + VOLUME_STEP),
            "softer": lambda _: self._set_volume(live.volume_percent - VOLUME_STEP),
            "talk less": lambda _: self._talk_less(),
            "seek": self._seek,
            "seek, still": self._seek_still,
            "volume": lambda command: self._set_volume(command.value),
            "answer": self._answer,
        }

    def do(self, action: Action, command: QueuedCommand) -> None:
        """Do what a command has come to."""
        self._by_name[action](command)

    # Where to go on

    def end_wait(self, now_ms: int) -> None:
        """The person is in the position, or has done what ends when they say so: on with the rest.

        Of rounds that they count, one more is done.
        """
        live, position = self._live, self._live.position
        if self.own_pace.ready(now_ms):
            return
        waits = (point.until_ms for point in live.waits if point.at_ms == position.at_ms)
        self.ready_early = False
        live.jump(PlaybackPosition(position.part, next(waits, position.at_ms)))

    def next_item(self, now_ms: int) -> None:
        """On with the next item, laid out for where the person is now."""
        live, position = self._live, self._live.position
        if live.mode == "playing":
            live.halt("preparing", now_ms)
        following = live.lay_out(
            lambda lengths: live.layout.without_rest_of(position.at_ms, lengths, live.tones)
        )
        if following is not None:
            layout, start_ms = following
            live.take(layout)
            live.jump(PlaybackPosition(position.part, start_ms))
        elif (step := self._step_after(position)) is not None:
            live.jump(PlaybackPosition(position.part, step.start_ms))
        else:
            self._finish()

    def _step_after(self, position: PlaybackPosition) -> Stretch | None:
        steps = self._live.timeline.steps()
        return next(iter(steps[step_number(steps, position.at_ms) + 1 :]), None)

    def _note_ready(self, command: QueuedCommand) -> None:
        live, position = self._live, self._live.position
        segment = live.timeline_at(position).segment_at(position.at_ms)
        if self.own_pace.ready(command.at_ms):
            return
        self.ready_early = live.in_session(position) and any(
            position.at_ms <= point.at_ms <= segment.end_ms for point in live.waits
        )

    def _next_step(self, command: QueuedCommand) -> None:
        live, position = self._live, self._live.position
        if not live.in_session(position):
            live.jump(PlaybackPosition(position.part + 1, Ms(0)))
            return
        step = self._step_after(position)
        if step is None:
            self._finish()
        elif live.layout.same_fragment(step.start_ms, position.at_ms):
            self._leave_something_out()
            live.jump(PlaybackPosition(position.part, step.start_ms))
        else:
            self.next_item(command.at_ms)

    def _back(self, command: QueuedCommand) -> None:
        position = self._live.position
        steps = self._live.timeline_at(position).steps()
        number = step_number(steps, position.at_ms)
        again = command.at_ms - self._backed_ms < AGAIN_MS
        if again or position.at_ms - steps[number].start_ms < AGAIN_MS:
            number = max(0, number - 1)
        self._backed_ms = command.at_ms
        there = PlaybackPosition(position.part, steps[number].start_ms)
        self.own_pace.goes_to(there)
        self._live.jump(there)

    def _place_at(self, wanted_ms: int) -> PlaybackPosition:
        """A place, or the beginning of the line or countdown that is there."""
        position = self._live.position
        timeline = self._live.timeline_at(position)
        at_ms = min(max(0, wanted_ms), timeline.length_ms - 1)
        there = PlaybackPosition(position.part, resume_point(timeline, at_ms).at_ms)
        self.own_pace.goes_to(there)
        return there

    def _leave_something_out(self) -> None:
        live = self._live
        if not live.in_session(live.position):
            return
        layout = live.lay_out(
            lambda lengths: live.layout.with_something_left_out(lengths, live.tones)
        )
        if layout is not None and layout is not live.layout:
            live.take(layout)

    def _seek(self, command: QueuedCommand) -> None:
        if command.value > self._live.position.at_ms:
            self._leave_something_out()
        self._live.jump(self._place_at(command.value))

    def _seek_still(self, command: QueuedCommand) -> None:
        live = self._live
        if command.value > live.position.at_ms:
            self._leave_something_out()
        live.stand(live.mode, self._place_at(command.value), live.halted_ms)

    # Words

    def _repeat(self, command: QueuedCommand) -> None:
        live, position = self._live, self._live.position
        timeline = live.timeline_at(position)
        said = [cue for cue in timeline.between(0, position.at_ms + 1) if isinstance(cue, VoiceCue)]
        if not said:
            return
        last = said[-1]
        if live.mode == "playing" and last.end_ms > position.at_ms:
            live.jump(PlaybackPosition(position.part, last.at_ms))
        else:
            live.say_now([last.text], command.at_ms)

    def _tell_time_left(self, command: QueuedCommand) -> None:
        live, position = self._live, self._live.position
        timeline = live.timeline_at(position)
        # What is begun again for these words is still to come after them.
        texts = time_left(timeline, resume_point(timeline, position.at_ms).at_ms, live.say)
        live.say_now(texts, command.at_ms)
        live.tell_spoken(texts)

    # Changes of what comes

    def _lengthen(self) -> None:
        live, position = self._live, self._live.position
        if not live.speak_here():
            return
        segment = live.timeline.segment_at(position.at_ms)
        at_ms = longer_from(live.timeline, segment, position.at_ms + PULLED_MS)
        live.change(live.layout.longer(at_ms, MORE_MS))
        live.tell("Ten seconds more.")

    def _wait_longer(self, command: QueuedCommand) -> None:
        self._live.due_ms = command.at_ms + MORE_MS + REMIND_MS

    def _talk_less(self) -> None:
        live = self._live
        at_ms = live.position.at_ms + PULLED_MS
        changed = live.lay_out(
            lambda lengths: live.layout.with_less_talk(at_ms, lengths, live.tones)
        )
        if changed is not None:
            live.change(changed)
        live.tell(live.say.get("live.less"))

    def _easier_layout(self, at_ms: int) -> SessionLayout | None:
        live = self._live
        return live.lay_out(lambda lengths: live.layout.easier(at_ms, lengths, live.tones))

    def _easier(self, command: QueuedCommand) -> None:
        live, position = self._live, self._live.position
        asking = live.mode == "asking"
        if live.mode == "playing":
            live.halt("preparing", command.at_ms)
        changed = self._easier_layout(position.at_ms)
        if changed is not None:
            ready_ms = live.layout.getting_ready_ms(position.at_ms)
            start_ms = changed.fragment_at(position.at_ms)[1]
            if ready_ms is not None and position.at_ms >= ready_ms:
                # Who is there is not led there again.
                start_ms = changed.getting_ready_ms(start_ms) or start_ms
            live.take(changed)
            live.jump(PlaybackPosition(position.part, start_ms))
        elif asking:
            self.next_item(command.at_ms)
        else:
            texts = [live.say.get("live.no_easier")]
            live.resume(command.at_ms, texts, after_ms=0)
            live.tell_spoken(texts)

    # Pain

    def _stop_for_pain(self, command: QueuedCommand) -> None:
        self._listeners.pain_reported(command.at_ms)
        self._stop_exercise(command.at_ms)

    def _stop_exercise(self, now_ms: int) -> None:
        """Fall silent, say calm words, and give time to choose how to go on."""
        live, position = self._live, self._live.position
        live.halt("asking", now_ms)
        what = "easier" if live.layout.has_easier(position.at_ms) else "next"
        texts = [live.say.get("live.pain"), live.say.get(f"live.pain_{what}")]
        halted = live.position
        piece = live.spoken(halted, texts)
        live.due_ms = self._clock.now() + ANSWER_MS
        if piece is not None:
            live.player.switch(PieceSource([piece, silence(halted)]))
            live.due_ms += ms_at(piece.frames)
        for text in texts:
            live.tell_spoken([text])

    def _answer(self, command: QueuedCommand) -> None:
        sore = self._live.setup.is_sore(command.value)
        self._live.tell(f"Pain {command.value}.")
        self._listeners.question_answered(command.value, command.at_ms, sore=sore)
        if sore and self._live.mode != "asking":
            self._stop_exercise(command.at_ms)

    def _set_volume(self, percent: int) -> None:
        self._live.set_volume(min(LOUDEST, max(VOLUME_STEP, percent)))
        self._live.tell(f"Volume {self._live.volume_percent} %.")


def longer_from(timeline: Timeline, segment: Segment, at_ms: int) -> Ms:
    """Where a stretch is made longer: before its countdown, which begins again, and inside it.

    At the end of one that the person ends: the time that has gone by is still called rightly.
    """
    if segment.until == "ready":
        return Ms(segment.end_ms - 1)
    counting = countdown_of(timeline, segment)
    at_ms = min(at_ms, segment.end_ms - 1)
    return Ms(at_ms if counting is None else min(counting, at_ms))
