"""The questions of a session: when they can be answered, and how digits become an answer; pure."""

from __future__ import annotations

from typing import NamedTuple

from voiceguide.timeline import Timeline

LATE_MS = 10_000
"""An answer may come so long after the time that was left for it."""
TEN_MS = 1500
"""After a 1, a 0 may follow so long: it makes ten of it."""
ENTER_MS = 2000
"""Enter, so soon after an answer, belongs to it."""


def question_at(timeline: Timeline, at_ms: int) -> str | None:
    """The question that can be answered at a time: from its first word to a while after it."""
    asked = [cue for cue in timeline.voices if cue.role == "check" and cue.at_ms <= at_ms]
    if not asked:
        return None
    last = asked[-1]
    ends = (
        segment.end_ms
        for segment in timeline.segments
        if segment.kind == "check" and segment.end_ms > last.at_ms
    )
    return last.text if at_ms < next(ends, last.end_ms) + LATE_MS else None


class Typed(NamedTuple):
    """What a key was: an answer, or a key that is left for others."""

    answer: int | None = None
    key: str | None = None


class Digits:
    """Digits as they are typed, without waiting for Enter: a number from 0 to 10 each."""

    def __init__(self) -> None:
        self._one_at_ms: int | None = None
        self._answered_at_ms = -ENTER_MS

    def press(self, key: str | None, now_ms: int) -> Typed:
        """What comes of a key, or of no key meanwhile, at a monotonic time."""
        one_at_ms = self._one_at_ms
        if one_at_ms is None:
            return self._first(key, now_ms)
        if key is None and now_ms - one_at_ms < TEN_MS:
            return Typed()
        self._one_at_ms = None
        late = now_ms - one_at_ms >= TEN_MS
        if key == "0" and not late:
            return self._answer(10, now_ms)
        if _is_digit(key):
            return self._first(key, now_ms)  # typed wrong before: the last one counts
        return self._answer(1, now_ms, None if key == "enter" else key)

    def _first(self, key: str | None, now_ms: int) -> Typed:
        if key == "1":
            self._one_at_ms = now_ms
            return Typed()
        if key is not None and _is_digit(key):
            return self._answer(int(key), now_ms)
        if key == "enter" and now_ms - self._answered_at_ms < ENTER_MS:
            return Typed()
        return Typed(key=key)

    def _answer(self, answer: int, now_ms: int, key: str | None = None) -> Typed:
        self._answered_at_ms = now_ms
        return Typed(answer, key)


def _is_digit(key: str | None) -> bool:
    return key is not None and len(key) == 1 and key in "0123456789"
