"""What the coach says outside the timeline: after a pause, in a wait, for a command; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voiceguide.compiler.pace_words import call_every_ms, elapsed
from voiceguide.phrases.phrases import Phrases
from voiceguide.planning.steps import IntervalsStep, PlanStep, Work
from voiceguide.timeline import Segment, Timeline

NAMED = ("announce", "setup", "move", "hold", "breathe", "change")
TIMED = ("hold", "breathe", "rest", "fill")
ROUND_FROM_S = 60
MINUTE_MS = 60_000
ROUNDS_AHEAD = 30
"""Rounds whose counts are spoken ahead."""
CALLS_AHEAD = 6
"""So are calls of what takes longer than it was thought to."""
AHEAD_S = 45
"""Lengths left that are spoken ahead: most holds are no longer."""


def recap(timeline: Timeline, at_ms: int, steps: Iterable[PlanStep], say: Phrases) -> list[str]:
    """Where the session goes on: "Hamstring stretch, left leg." "Twelve seconds left." """
    segment = timeline.segment_at(at_ms)
    lines = [place(segment, steps, say)] if segment.kind in NAMED and segment.label else []
    if segment.kind in NAMED and segment.eyes == "open":
        lines.append(say.get("training.eyes_open"))
    return [*lines, *time_of(segment, at_ms, say)]


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


def time_of(segment: Segment, at_ms: int, say: Phrases) -> list[str]:
    """What is left of a stretch that is timed; of one that the person ends, what has gone by."""
    if segment.until == "ready":
        return [elapsed(at_ms - segment.start_ms, say)]
    return [left(segment.end_ms - at_ms, say)] if segment.kind in TIMED else []


def left(length_ms: int, say: Phrases) -> str:
    """How much of a hold or rest is left, in seconds; a long one in tens of seconds."""
    seconds = max(1, (length_ms + 500) // 1000)
    if seconds > ROUND_FROM_S:
        seconds = round(seconds, -1)
    return say.get("live.time_left", time=say.time(seconds * 1000))


def time_left(timeline: Timeline, at_ms: int, say: Phrases) -> list[str]:
    """What is left of this stretch, where it is timed, and of the session."""
    segment = timeline.segment_at(at_ms)
    lines = time_of(segment, at_ms, say)
    minutes = (timeline.length_ms - at_ms + MINUTE_MS // 2) // MINUTE_MS
    if minutes == 0:
        return [*lines, say.get("live.nearly_done")]
    return [*lines, say.get("live.to_the_end", time=say.time(minutes * MINUTE_MS))]


def rounds_done(rounds: int, say: Phrases) -> str:
    """How many rounds a person has done who counts them."""
    return say.get("live.rounds_done", rounds=say.plural("rounds", rounds))


def score(rounds: int, say: Phrases) -> str:
    """How many rounds a person has done, at their end."""
    return say.get("live.score", rounds=say.plural("rounds", rounds))


def own_pace_lines(segments: Iterable[Segment], say: Phrases) -> Iterator[str]:
    """What may be said of what the person does at their own pace."""
    rounds = range(1, ROUNDS_AHEAD)
    for segment in segments:
        if segment.counted_rounds is not None:
            yield from (rounds_done(each, say) for each in rounds)
        if segment.counted_rounds == 0:
            yield from (score(each, say) for each in rounds)
        if segment.until == "ready":
            every_ms = call_every_ms(segment.length_ms)
            first = -(-segment.length_ms // every_ms)
            for number in range(first, first + CALLS_AHEAD):
                yield elapsed(number * every_ms, say)


def foreseen(timeline: Timeline, steps: tuple[PlanStep, ...], say: Phrases) -> list[str]:
    """Lines worth having ready, the likeliest first."""
    fixed = list(say.without_values("live"))
    if any(segment.eyes for segment in timeline.segments):
        fixed.append(say.get("training.eyes_open"))
    fixed += own_pace_lines(timeline.segments, say)
    places = [
        place(segment, steps, say)
        for segment in timeline.segments
        if segment.kind in NAMED and segment.label
    ]
    minutes = range(1, timeline.length_ms // MINUTE_MS + 2)
    ends = [say.get("live.to_the_end", time=say.time(each * MINUTE_MS)) for each in minutes]
    seconds = [left(each * 1000, say) for each in range(1, AHEAD_S)]
    return list(dict.fromkeys([*fixed, *places, *ends, *seconds]))
