"""The steps that "next" and "back" go by, and the places where the coach waits; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from msgspec import Struct

from voiceguide.timeline import Stretch, Timeline, VoiceCue
from voiceguide.units import Ms

AIR_MS = 400
"""After the line that leads to a position, before the wait."""


def step_number(steps: tuple[Stretch, ...], at_ms: int) -> int:
    """The index of the step that holds a time; the last one at the very end."""
    return max(0, bisect_right(steps, at_ms, key=lambda step: step.start_ms) - 1)


class WaitPoint(Struct, frozen=True):
    """Where a change of position is left to the person: stop at `at_ms`, go on at `until_ms`."""

    at_ms: Ms
    until_ms: Ms


def wait_points(timeline: Timeline, waits: Callable[[int], bool]) -> tuple[WaitPoint, ...]:
    """After the last line of every way to a position, for the items that wait.

    And at the end of everything that lasts until the person is ready.
    """
    points: list[WaitPoint] = []
    cues = timeline.cues
    for number, cue in enumerate(cues):
        if not isinstance(cue, VoiceCue) or cue.role != "position":
            continue
        after = cues[number + 1] if number + 1 < len(cues) else None
        if isinstance(after, VoiceCue) and after.role == "position":
            continue
        segment = timeline.segment_at(cue.at_ms)
        if segment.item is None or not waits(segment.item):
            continue
        until = after.at_ms if after is not None else segment.end_ms
        if segment.kind == "rest":
            until = segment.end_ms
        at = cue.end_ms + AIR_MS
        if at < until:
            points.append(WaitPoint(Ms(at), Ms(until)))
    # The last millisecond, so that what goes on at the end has left it behind.
    ends = (each.end_ms for each in timeline.segments if each.until == "ready")
    points += (WaitPoint(Ms(end_ms - 1), Ms(end_ms)) for end_ms in ends)
    return tuple(sorted(points, key=lambda point: point.at_ms))
