"""What is told of rounds at the person's own pace (docs/laws-of-time.md#own-pace)."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.compiler.hold_cues import ONE_LINE_WITHIN_MS
from voiceguide.compiler.optional_lines import Calls
from voiceguide.compiler.pass_words import SpokenLine
from voiceguide.compiler.tone_words import ToneWords
from voiceguide.phrases.phrases import Phrases, capital
from voiceguide.planning.steps import Interval, IntervalsStep
from voiceguide.units import MINUTE_MS

STEPS_MS = (
    (6 * MINUTE_MS, MINUTE_MS),
    (15 * MINUTE_MS, 2 * MINUTE_MS),
    (30 * MINUTE_MS, 3 * MINUTE_MS),
)
"""Of what lasts up to so long, the time is called so often."""
LONG_STEP_MS = 5 * MINUTE_MS
LAST_CALLS_MS = ((3 * MINUTE_MS, 30_000), (MINUTE_MS, 10_000))
"""What lasts at least so long has a call so long before its end."""
APART_MS = 30_000
"""So near to halfway no minute but the last one is called, and nothing so soon after the start."""


def call_every_ms(length_ms: int) -> int:
    """How often the time is called in what lasts about so long."""
    return next((step for longest, step in STEPS_MS if length_ms <= longest), LONG_STEP_MS)


def time_left_calls(length_ms: int, phrases: Phrases) -> Calls:
    """Halfway and the time that is left, more often towards the end."""
    half, step_ms = length_ms // 2, call_every_ms(length_ms)
    left = [each for least, each in LAST_CALLS_MS if length_ms >= least]
    left += [each for each in range(step_ms, length_ms, step_ms) if each > MINUTE_MS]
    if half != MINUTE_MS:
        left.append(MINUTE_MS)
    calls = {half: phrases.get(f"hold.halfway{'' if half != MINUTE_MS else '_minute_left'}")}
    for each in left:
        apart_ms = APART_MS if each > MINUTE_MS else ONE_LINE_WITHIN_MS
        at = length_ms - each
        if at >= APART_MS and abs(at - half) > apart_ms:
            calls[at] = phrases.get("hold.time_left", time=phrases.time(each))
    return tuple(sorted(calls.items()))


def elapsed_calls(about_ms: int, phrases: Phrases) -> Calls:
    """The time that has gone by, of what lasts about so long and ends when the person says so."""
    step_ms = call_every_ms(about_ms)
    return tuple((each, elapsed(each, phrases)) for each in range(step_ms, about_ms, step_ms))


def elapsed(length_ms: int, phrases: Phrases) -> str:
    """How long it has lasted by now."""
    return phrases.get("hold.elapsed", time=capital(phrases.time(length_ms)))


def calls_in(interval: Interval, phrases: Phrases) -> Calls:
    """What is called of the time in a stretch at the person's own pace."""
    if interval.until == "ready":
        return elapsed_calls(interval.length_ms, phrases)
    return time_left_calls(interval.length_ms, phrases) if interval.ready_counts else ()


def counted_rounds(step: IntervalsStep, interval: Interval) -> int | None:
    """How many rounds the person counts in a stretch; 0 for as many as they can."""
    if interval.ready_counts is None:
        return None
    return 0 if step.in_time == "amrap" else step.of_rounds


def ready_words_of(step: IntervalsStep, tones: ToneWords) -> Iterator[SpokenLine]:
    """What the person does to count the rounds of a group, or to end it."""
    for each in step.intervals:
        counts, ends = each.ready_counts is not None, each.until == "ready"
        yield from ready_words(tones, counts=counts, ends=ends)


def ready_words(tones: ToneWords, *, counts: bool, ends: bool) -> Iterator[SpokenLine]:
    """What the person does to count a round, and to end what they do; each once.

    Nothing where nobody is there to do it, as in a file.
    """
    by = tones.track.context.options.ready_by
    if by is not None and counts:
        yield from tones.once(f"ready.round_{by}")
        if ends:
            yield from tones.once("ready.last_round")
    elif by is not None and ends:
        yield from tones.once(f"ready.end_{by}")
