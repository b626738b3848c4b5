"""A session that is led: keys and other sources on one side, a screen and a log on the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal

from voiceguide.cli.view import clock
from voiceguide.control.answers import Digits
from voiceguide.control.awake import Awake
from voiceguide.control.commands import BY_KEY, keys_help
from voiceguide.control.conductor import Conductor
from voiceguide.control.inbox import Inbox
from voiceguide.control.sources import Sources
from voiceguide.errors import Interrupted, NoSoundOutput
from voiceguide.playback.clock import RealClock
from voiceguide.playback.keys import open_keys
from voiceguide.playback.outlet import OutletWatch
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.cli.diary import Diary
    from voiceguide.cli.programme import Programme, Spot
    from voiceguide.cli.screens import Screen
    from voiceguide.control.desk import Cast
    from voiceguide.control.events import Ending as LedEnding
    from voiceguide.playback.sink import Sink
    from voiceguide.timeline import Timeline

Ending = Literal["finished", "stopped"]
END_LIMIT_S = 5.0
"""How long the sound may take to fall silent; a frozen sound server is left to itself."""


def perform(
    programme: Programme, cast: Cast, sink: Sink, screen: Screen, *, diary: Diary
) -> tuple[Ending, Spot]:
    """Play to the end, or until the person stops; where it ended.

    The diary is told where it is, and the ending. Raises NoSoundOutput when the output cannot
    start, or is still gone when the person stops; and Interrupted on Ctrl-C; both say where that
    was, and the terminal and the device are given back before.
    """
    inbox, hurts, digits = Inbox(), Hurts(), Digits()
    watch = None if sink.name == "silent" else OutletWatch()
    conductor = Conductor(cast, sink, inbox, [hurts], watch=watch)
    leading = Leading(conductor)
    try:
        with open_keys() as keys, screen, ExitStack() as sources:
            leading.start()
            # The sound first: the other sources of commands may take their time.
            sources.enter_context(Sources(inbox, conductor.snapshot, conductor.said.append))
            sources.enter_context(Awake(lambda: conductor.snapshot().mode))
            while leading.is_alive():
                snapshot = conductor.snapshot()
                programme.timelines = snapshot.timelines
                diary.at(snapshot.spot)
                hurts.told_to(diary)
                if diary.reason != "pain" and diary.pain_is_too_long(RealClock().now()):
                    diary.reason = "pain"
                    inbox.post("stop")
                for message in (*taken(conductor.said), *diary.messages()):
                    screen.tell(message)
                screen.show(snapshot.spot, snapshot.mode)
                read = keys.read(screen.wait_s(snapshot.spot))
                answer, key = digits.press(read, RealClock().now())
                if answer is not None:
                    inbox.post("answer", answer)
                if key == "?":
                    screen.tell(f"Keys: {keys_help()}.")
                elif key in BY_KEY:
                    inbox.post_key(BY_KEY[key])
            spot, mode = conductor.spot, conductor.snapshot().mode
            diary.at(spot)
            hurts.told_to(diary)
            for message in taken(conductor.said):
                screen.tell(message)
            if mode == "finished":
                screen.show(spot, mode)
    except KeyboardInterrupt:
        raise Interrupted(stopped_words(programme, conductor.spot)) from None
    finally:
        inbox.post("stop")
        leading.join(END_LIMIT_S)
        cast.speaker.close()
        if cast.bed is not None:
            cast.bed.close()
    if leading.error is not None:
        raise leading.error
    if conductor.lost is not None:
        raise _lost_at(programme.timelines[spot.part], spot, conductor.lost)
    if diary.reason != "pain":
        diary.reason = "finished" if mode == "finished" else "stopped"
    return "finished" if mode == "finished" else "stopped", spot


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


class Hurts:
    """Keeps what the conductor's thread tells of pain for the thread of the diary."""

    def __init__(self) -> None:
        self._news: deque[Callable[[Diary], None]] = deque()

    def at(self, timeline: Timeline, at_ms: int) -> None:
        """The diary follows the screen."""

    def hurts(self, now_ms: int) -> None:
        self._news.append(lambda diary: diary.pain(Ms(now_ms)))

    def answered(self, pain: int, now_ms: int, *, sore: bool) -> None:
        self._news.append(lambda diary: diary.answered(pain, Ms(now_ms), sore=sore))

    def ended(self, ending: LedEnding) -> None:
        """The diary is told by who waits for the end."""

    def told_to(self, diary: Diary) -> None:
        """Have the diary know."""
        while self._news:
            self._news.popleft()(diary)


def taken(said: deque[str]) -> list[str]:
    """What is new to be shown."""
    return [said.popleft() for _ in range(len(said))]


def stopped_words(programme: Programme, spot: Spot) -> str:
    """What to say of a session that was stopped."""
    if spot.part < len(programme.timelines) - 1:
        return "Stopped in the safety words, before the session."
    return f"Stopped after {clock(spot.at_ms)}."


def _lost_at(timeline: Timeline, spot: Spot, lost: NoSoundOutput) -> NoSoundOutput:
    place = f"at {clock(spot.at_ms)} of {clock(timeline.length_ms)}"
    item = timeline.segment_at(spot.at_ms).item
    go_on = f"; go on with --from {item}" if item is not None else ""
    return NoSoundOutput(f"{lost.message}, {place}{go_on}", hint=lost.hint)
