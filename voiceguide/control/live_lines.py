"""What the coach says outside the timeline: after a pause, in a wait, for a command; pure."""

from __future__ import annotations

from collections.abc import Iterable

from voiceguide.phrases.phrases import Phrases
from voiceguide.planning.steps import IntervalsStep, PlanStep, Work
from voiceguide.timeline import Segment, Timeline

NAMED = ("announce", "setup", "move", "hold", "breathe", "change")
TIMED = ("hold", "breathe", "rest", "fill")
ROUND_FROM_S = 60
MINUTE_MS = 60_000
ROUNDS_AHEAD = 30
"""Rounds whose counts are spoken ahead."""
AHEAD_S = 45
"""Lengths left that are spoken ahead: most holds are no longer."""


def recap(timeline: Timeline, at_ms: int, steps: Iterable[PlanStep], say: Phrases) -> list[str]:
    """Where the session goes on: "Hamstring stretch, left leg." "Twelve seconds left." """
    segment = timeline.segment_at(at_ms)
    lines = [place(segment, steps, say)] if segment.kind in NAMED and segment.label else []
    if segment.kind in NAMED and segment.eyes == "open":
        lines.append(say.get("training.eyes_open"))
    if segment.kind in TIMED:
        lines.append(left(segment.end_ms - at_ms, say))
    return lines


def place(segment: Segment, steps: Iterable[PlanStep], say: Phrases) -> str:
    """The exercise and its side."""
    word = side_word(segment, steps)
    if segment.side is None or word is None:
        return say.get("live.place", name=segment.label)
    side = say.side(segment.side)
    return say.get("live.place_side", name=segment.label, side=side, word=word)


def side_word(segment: Segment, steps: Iterable[PlanStep]) -> str | None:
    """What a side of the segment's exercise is called: leg, arm, side."""
    for step in steps:
        match step:
            case Work() if step.item == segment.item:
                return step.sides.word
            case IntervalsStep():
                words = [each.side_word for each in step.intervals if each.item == segment.item]
                if words:
                    return words[0]
    return None


def left(length_ms: int, say: Phrases) -> str:
    """How much of a hold or rest is left, in seconds; a long one in tens of seconds."""
    seconds = max(1, (length_ms + 500) // 1000)
    if seconds > ROUND_FROM_S:
        seconds = round(seconds, -1)
    return say.get("live.time_left", time=say.time(seconds * 1000))


def time_left(timeline: Timeline, at_ms: int, say: Phrases) -> list[str]:
    """What is left of this stretch, where it is timed, and of the session."""
    segment = timeline.segment_at(at_ms)
    lines = [left(segment.end_ms - at_ms, say)] if segment.kind in TIMED else []
    minutes = (timeline.length_ms - at_ms + MINUTE_MS // 2) // MINUTE_MS
    if minutes == 0:
        return [*lines, say.get("live.nearly_done")]
    return [*lines, say.get("live.to_the_end", time=say.time(minutes * MINUTE_MS))]


def rounds_done(rounds: int, say: Phrases) -> str:
    """How many rounds a person has done who counts them."""
    return say.get("live.rounds_done", rounds=say.plural("rounds", rounds))


def foreseen(timeline: Timeline, steps: tuple[PlanStep, ...], say: Phrases) -> list[str]:
    """Lines worth having ready, the likeliest first."""
    fixed = list(say.without_values("live"))
    if any(segment.eyes for segment in timeline.segments):
        fixed.append(say.get("training.eyes_open"))
    if any(segment.counted_rounds is not None for segment in timeline.segments):
        fixed += [rounds_done(rounds, say) for rounds in range(1, ROUNDS_AHEAD)]
    places = [
        place(segment, steps, say)
        for segment in timeline.segments
        if segment.kind in NAMED and segment.label
    ]
    minutes = range(1, timeline.length_ms // MINUTE_MS + 2)
    ends = [say.get("live.to_the_end", time=say.time(each * MINUTE_MS)) for each in minutes]
    seconds = [left(each * 1000, say) for each in range(1, AHEAD_S)]
    return list(dict.fromkeys([*fixed, *places, *ends, *seconds]))
