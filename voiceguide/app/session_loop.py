"""A session that is led: keys and other sources on one side, a screen and a log on the other."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack

from voiceguide.app.ending_by_signal import SignalEnding
from voiceguide.app.interaction import Interaction
from voiceguide.app.session_diagnostics import SessionDiagnostics
from voiceguide.app.session_log import SessionLog
from voiceguide.app.session_screen import Screen
from voiceguide.control.command_queue import CommandQueue
from voiceguide.control.commands import keys_help
from voiceguide.control.conductor import Conductor
from voiceguide.control.listeners import Listener, Message
from voiceguide.control.live_setup import LiveSetup
from voiceguide.control.remotes.keys import KeyRemote
from voiceguide.control.remotes.registry import Remotes
from voiceguide.control.remotes.terminal_keys import open_keys
from voiceguide.control.status import Snapshot
from voiceguide.control.stay_awake import Awake
from voiceguide.errors import Interrupted, Missing
from voiceguide.playback.outputs.interface import Sink
from voiceguide.playback.system_output_watch import SystemOutputWatch
from voiceguide.playback.time_limit import Background
from voiceguide.text import clock

OTHER_MS = 5000
"""From so much on, the time done is another than the place: it was skipped or gone back."""
SOUND_FIRST_S = 0.5
"""How long all but the keys waits for the first sound, which comes within a tenth of that."""
END_LIMIT_S = 5.0
"""How long the sound may take to fall silent; a frozen sound server is left to itself."""


def run_session(
    setup: LiveSetup,
    sink: Sink,
    screen: Screen,
    ui: Interaction,
    *,
    session_log: SessionLog,
) -> Snapshot:
    """Play to the end, or until the person stops; how it was then.

    The log listens, and so does the screen. Raises NoSoundOutput when the output cannot start, or
    is still gone when the person stops, NoVoice where the voice is gone, and Interrupted on Ctrl-C;
    all say where that was, and the terminal and the device are given back before.
    """
    command_queue = CommandQueue()
    watch = SystemOutputWatch() if sink.is_device else None
    keys = open_keys()
    feed = ScreenFeed(screen, ui)
    listeners = [session_log, feed, SessionDiagnostics()]
    conductor = Conductor(
        setup, sink, command_queue, listeners, watch=watch, attended=keys.possible
    )
    leading = Background(conductor.lead, "voiceguide-conductor")

    def cut_off() -> None:
        session_log.cut_off = True
        command_queue.post("stop")
        leading.join(END_LIMIT_S)
        session_log.flush()

    try:
        with SignalEnding(cut_off), keys, screen, ExitStack() as sources:
            keys.before_stop(conductor.leave)
            leading.start()
            key_remote = sources.enter_context(KeyRemote(keys, command_queue))
            # The sound first: to load the other sources of commands would hold it up.
            conductor.sound_tried.wait(SOUND_FIRST_S)
            sources.enter_context(
                Remotes(command_queue, conductor.snapshot, conductor.tell, added=setup.remotes)
            )
            sources.enter_context(Awake(lambda: conductor.snapshot().mode))
            while leading.is_alive():
                snapshot = conductor.snapshot()
                feed.show_messages()
                for message in session_log.messages():
                    screen.tell(message)
                screen.show(snapshot)
                key = key_remote.pressed(screen.wait_s(snapshot))
                was_read = key is not None and screen.put_away()
                if key == "?" and not was_read:
                    screen.tell(keys_help())
            last = conductor.snapshot()
            feed.show_messages()
            if last.mode == "finished":
                screen.show(last)
    except BaseException as error:
        session_log.cut_off = True
        if isinstance(error, KeyboardInterrupt):
            raise Interrupted(stopped_words(conductor.snapshot(), session_log.done_ms)) from None
        raise
    finally:
        command_queue.post("stop")
        leading.join(END_LIMIT_S)
        setup.speaker.close()
        if setup.music_track is not None:
            setup.music_track.close()
    if leading.error is not None:
        raise leading.error
    if conductor.voice_lost is not None:
        raise _lost_at(last, conductor.voice_lost)
    if conductor.lost is not None:
        raise _lost_at(last, conductor.lost)
    return last


class ScreenFeed(Listener):
    """What the screen is to show besides the place: kept until the screen's own thread takes it."""

    def __init__(self, screen: Screen, ui: Interaction) -> None:
        self._screen, self._ui = screen, ui
        self._new: deque[Message] = deque(maxlen=100)

    def told(self, message: Message) -> None:
        self._new.append(message)

    def show_messages(self) -> None:
        """Show what is new, and ring for what must be noticed."""
        for _ in range(len(self._new)):
            message = self._new.popleft()
            if message.alarm:
                self._ui.ring()
            tell = self._screen.tell_heard if message.aloud else self._screen.tell
            tell(message.text)


def stopped_words(last: Snapshot, done_ms: int) -> str:
    """What to say of a session that was stopped: its place, and the time done where that differs.

    `done_ms` is what the log keeps of it.
    """
    if not last.in_session:
        return "Stopped in the safety words, before the session."
    if abs(last.position.at_ms - done_ms) < OTHER_MS:
        return f"Stopped {_place(last)}."
    return f"Stopped {_place(last)}. Done: {clock(done_ms)}."


def _place(last: Snapshot) -> str:
    """Where in a session that is, in words."""
    return f"at {clock(last.position.at_ms)} of {clock(last.timeline.length_ms)}"


def _lost_at(last: Snapshot, lost: Missing) -> Missing:
    """What is missing, with the place where the session ended for want of it."""
    item = last.segment.item
    go_on = f"; go on with --from {item}" if item is not None else ""
    return type(lost)(f"{lost.message.rstrip('.')}, {_place(last)}{go_on}", hint=lost.hint)
