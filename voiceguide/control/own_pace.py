"""What a person does at their own pace: rounds that they count, what ends when they say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.compiler.pace_words import call_every_ms, elapsed
from voiceguide.control.live_lines import rounds_done, score
from voiceguide.control.live_times import NEVER_MS
from voiceguide.control.piece_source import PlaybackPosition

if TYPE_CHECKING:
    from voiceguide.control.listeners import Listener
    from voiceguide.control.live_session import LiveSession
    from voiceguide.planning.notes import Round
    from voiceguide.timeline import Segment


Key = tuple[int | None, "tuple[Round, ...]"]
"""What tells such a stretch from others: an item in one round of the groups around it."""


class OwnPace:
    """Counts rounds, and ends what ends by "ready"; for the conductor's thread."""

    def __init__(self, live: LiveSession, listeners: Listener) -> None:
        self._live, self._listeners = live, listeners
        self._rounds: dict[Key, int] = {}
        self._over_ms: dict[Key, int] = {}
        """How long each has been waited for past its length, pauses apart."""
        self._looked_ms = NEVER_MS
        self._scored: Key | None = None
        """What has a score that the session does not say at its end yet."""

    def ready(self, now_ms: int) -> bool:
        """The person says that a round or all is done; False where nothing is theirs to end."""
        segment = self._here()
        if segment is None:
            return False
        if self._count(segment) and segment.until == "ready":
            self._end(segment, now_ms)
        return True

    def goes_to(self, there: PlaybackPosition) -> None:
        """The session goes elsewhere: what is still to begin there begins anew."""
        if not self._live.in_session(there):
            return
        # From the last one: a score that is left out moves what comes after it.
        for segment in reversed(self._live.timeline.segments):
            if segment.start_ms < there.at_ms or not segment.is_own_pace:
                continue
            self._over_ms.pop(_key(segment), None)
            if self._rounds.pop(_key(segment), 0):
                self._listeners.round_counted(segment, 0)
                self._live.take(self._live.layout.with_score(segment, None))

    def look(self, now_ms: int) -> None:
        """Do what is due: called ten times a second."""
        looked_ms, self._looked_ms = self._looked_ms, now_ms
        if self._scored is not None:
            self._tell_score(self._scored)
        segment = self._here()
        if segment is None or self._live.mode != "waiting":
            return
        before_ms = self._over_ms.get(_key(segment), 0)
        over_ms = before_ms + now_ms - max(looked_ms, self._live.halted_ms)
        self._over_ms[_key(segment)] = over_ms
        every_ms, waits_at_ms = call_every_ms(segment.length_ms), segment.length_ms - 1
        calls = (waits_at_ms + over_ms) // every_ms
        if calls > (waits_at_ms + before_ms) // every_ms:
            self._live.say_where_quiet([elapsed(calls * every_ms, self._live.say)])

    def _here(self) -> Segment | None:
        """The stretch that is the person's to end, or to count rounds in."""
        live, position = self._live, self._live.position
        if not live.in_session(position):
            return None
        segment = live.timeline.segment_at(position.at_ms)
        return segment if segment.is_own_pace else None

    def _count(self, segment: Segment) -> bool:
        """Count a round, where there are rounds to count; whether it was the last one, or none."""
        if segment.counted_rounds is None:
            return True
        done = self._rounds.get(_key(segment), 0) + 1
        self._rounds[_key(segment)] = done
        self._listeners.round_counted(segment, done)
        if segment.counted_rounds == 0:
            self._live.setup.speaker.have([score(done, self._live.say)], 0)
            self._tell_score(_key(segment))
        if done == segment.counted_rounds:
            return True
        self._live.say_where_quiet([rounds_done(done, self._live.say)])
        return False

    def _tell_score(self, key: Key) -> None:
        """Have the session say at the end of a stretch how many rounds were done in it."""
        live, text = self._live, score(self._rounds.get(key, 0), self._live.say)
        segment = self._here()
        self._scored = None
        if segment is None or _key(segment) != key:
            return
        clip = live.setup.speaker.clips.get(text)
        if clip is not None:
            live.change(live.layout.with_score(segment, (text, clip.length_ms)))
        else:
            self._scored = key

    def _end(self, segment: Segment, now_ms: int) -> None:
        """On after a stretch that the person ends; it is told how long it took."""
        live, position = self._live, self._live.position
        took_ms = position.at_ms - segment.start_ms + self._over_ms.get(_key(segment), 0)
        if live.mode == "waiting":
            took_ms += now_ms - max(self._looked_ms, live.halted_ms)
        texts = [live.say.get("live.took", time=live.say.time(took_ms))]
        live.jump(PlaybackPosition(position.part, segment.end_ms), texts)
        live.tell_spoken(texts)


def _key(segment: Segment) -> Key:
    return segment.item, segment.rounds
