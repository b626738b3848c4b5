"""A session that is led: keys and other sources on one side, a screen and a log on the other."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal

from voiceguide.app.ending_by_signal import Ending as EndingBySignal
from voiceguide.control.command_queue import CommandQueue
from voiceguide.control.commands import keys_help
from voiceguide.control.conductor import Conductor
from voiceguide.control.remotes.keys import KeySource
from voiceguide.control.remotes.registry import Sources
from voiceguide.control.remotes.terminal_keys import open_keys
from voiceguide.control.stay_awake import Awake
from voiceguide.errors import Interrupted, NoSoundOutput
from voiceguide.playback.system_output_watch import SystemOutputWatch
from voiceguide.text import clock

if TYPE_CHECKING:
    from voiceguide.app.interaction import Interaction
    from voiceguide.app.programme import PlaybackPosition, Programme
    from voiceguide.app.session_log import Diary
    from voiceguide.app.session_screen import Screen
    from voiceguide.control.live_session import LiveSetup, Message
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.timeline import Timeline

Ending = Literal["finished", "stopped"]
OTHER_MS = 5000
"""From so much on, the time done is another than the place: it was skipped or gone back."""
END_LIMIT_S = 5.0
"""How long the sound may take to fall silent; a frozen sound server is left to itself."""


def perform(
    programme: Programme,
    setup: LiveSetup,
    sink: Sink,
    screen: Screen,
    ui: Interaction,
    *,
    diary: Diary,
) -> tuple[Ending, PlaybackPosition]:
    """Play to the end, or until the person stops; where it ended.

    The diary listens. Raises NoSoundOutput when the output cannot start, or is still gone when
    the person stops; and Interrupted on Ctrl-C; both say where that was, and the terminal and the
    device are given back before.
    """
    command_queue = CommandQueue()
    watch = None if sink.name == "silent" else SystemOutputWatch()
    keys = open_keys()
    conductor = Conductor(setup, sink, command_queue, [diary], watch=watch, attended=keys.possible)
    leading, alarms = Leading(conductor), 0

    def cut_off() -> None:
        diary.cut_off = True
        command_queue.post("stop")
        leading.join(END_LIMIT_S)
        diary.flush()

    try:
        with EndingBySignal(cut_off), keys, screen, ExitStack() as sources:
            keys.before_stop(conductor.leave)
            leading.start()
            key_source = sources.enter_context(KeySource(keys, command_queue))
            # The sound first: the other sources of commands may take their time.
            sources.enter_context(Sources(command_queue, conductor.snapshot, conductor.tell))
            sources.enter_context(Awake(lambda: conductor.snapshot().mode))
            while leading.is_alive():
                snapshot = conductor.snapshot()
                programme.timelines = snapshot.timelines
                if conductor.alarms > alarms:
                    alarms = conductor.alarms
                    ui.ring()
                tell_all(screen, conductor.said)
                for message in diary.messages():
                    screen.tell(message)
                screen.show(snapshot.position, snapshot.mode)
                key = key_source.pressed(screen.wait_s(snapshot.position))
                was_read = key is not None and screen.put_away()
                if key == "?" and not was_read:
                    screen.tell(keys_help())
            position, mode = conductor.position, conductor.snapshot().mode
            tell_all(screen, conductor.said)
            if mode == "finished":
                screen.show(position, mode)
    except BaseException as error:
        diary.cut_off = True
        if isinstance(error, KeyboardInterrupt):
            words = stopped_words(programme, conductor.position, diary.done_ms)
            raise Interrupted(words) from None
        raise
    finally:
        command_queue.post("stop")
        leading.join(END_LIMIT_S)
        setup.speaker.close()
        if setup.music_track is not None:
            setup.music_track.close()
    if leading.error is not None:
        raise leading.error
    if conductor.lost is not None:
        raise _lost_at(programme.timelines[position.part], position, conductor.lost)
    return "finished" if mode == "finished" else "stopped", position


class Leading(threading.Thread):
    """The conductor's own thread; `error` is what ended it, to be raised where it is awaited."""

    def __init__(self, conductor: Conductor) -> None:
        super().__init__(name="voiceguide-conductor", daemon=True)
        self._conductor = conductor
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self._conductor.lead()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self.error = error


def tell_all(screen: Screen, said: deque[Message]) -> None:
    """Show what is new."""
    for _ in range(len(said)):
        told = said.popleft()
        tell = screen.tell_heard if told.aloud else screen.tell
        tell(told.text)


def stopped_words(programme: Programme, position: PlaybackPosition, done_ms: int) -> str:
    """What to say of a session that was stopped: its place, and the time done where that differs.

    `done_ms` is what the log keeps of it.
    """
    if position.part < len(programme.timelines) - 1:
        return "Stopped in the safety words, before the session."
    place = _place(position, programme.timelines[position.part])
    if abs(position.at_ms - done_ms) < OTHER_MS:
        return f"Stopped {place}."
    return f"Stopped {place}. Done: {clock(done_ms)}."


def _place(position: PlaybackPosition, timeline: Timeline) -> str:
    """Where in a session that is, in words."""
    return f"at {clock(position.at_ms)} of {clock(timeline.length_ms)}"


def _lost_at(timeline: Timeline, position: PlaybackPosition, lost: NoSoundOutput) -> NoSoundOutput:
    place = _place(position, timeline)
    item = timeline.segment_at(position.at_ms).item
    go_on = f"; go on with --from {item}" if item is not None else ""
    return NoSoundOutput(f"{lost.message}, {place}{go_on}", hint=lost.hint)
