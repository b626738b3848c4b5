"""What a person does at their own pace: rounds that they count, what ends when they say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.control.live_lines import rounds_done
from voiceguide.control.piece_source import PlaybackPosition

if TYPE_CHECKING:
    from voiceguide.control.listeners import Listener
    from voiceguide.control.live_session import LiveSession
    from voiceguide.planning.notes import Round
    from voiceguide.timeline import Segment


Counted = tuple[int | None, "tuple[Round, ...]"]
"""An item in one round of the groups around it."""


class OwnPace:
    """Counts rounds, and ends what ends by "ready"; for the conductor's thread."""

    def __init__(self, live: LiveSession, listeners: Listener) -> None:
        self._live, self._listeners = live, listeners
        self._rounds: dict[Counted, int] = {}

    def ready(self, now_ms: int) -> bool:
        """The person says that a round or all is done; False where nothing is theirs to end."""
        live, position = self._live, self._live.position
        segment = live.timeline_at(position).segment_at(position.at_ms)
        ends = segment.until == "ready"
        if not live.in_session(position) or not (ends or segment.counted_rounds is not None):
            return False
        if self._count(segment) and ends:
            self._end(segment, now_ms)
        return True

    def goes_to(self, there: PlaybackPosition) -> None:
        """The session goes elsewhere: rounds that are still to begin there are counted anew."""
        if not self._live.in_session(there):
            return
        for segment in self._live.timeline.segments:
            begins_there = segment.counted_rounds is not None and segment.start_ms >= there.at_ms
            if begins_there and self._rounds.pop(_counted(segment), 0):
                self._listeners.round_counted(segment, 0)

    def _count(self, segment: Segment) -> bool:
        """Count a round, where there are rounds to count; whether it was the last one, or none."""
        if segment.counted_rounds is None:
            return True
        done = self._rounds.get(_counted(segment), 0) + 1
        self._rounds[_counted(segment)] = done
        self._listeners.round_counted(segment, done)
        if done == segment.counted_rounds:
            return True
        self._live.say_where_quiet([rounds_done(done, self._live.say)])
        return False

    def _end(self, segment: Segment, now_ms: int) -> None:
        """On after a stretch that the person ends; it is told how long it took."""
        live, position = self._live, self._live.position
        took_ms = position.at_ms - segment.start_ms
        if live.mode == "waiting":
            took_ms += now_ms - live.halted_ms
        texts = [live.say.get("live.took", time=live.say.time(took_ms))]
        live.jump(PlaybackPosition(position.part, segment.end_ms), texts)
        live.tell_spoken(texts)


def _counted(segment: Segment) -> Counted:
    return segment.item, segment.rounds
