"""What is heard during a hold (docs/laws-of-time.md#holds): pips, halfway, numbers, breaths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.planning.doses import breath_ms
from voiceguide.reader.amounts import Amount
from voiceguide.routine.exercise_model import OWN_HALFWAY_FROM_MS
from voiceguide.routine.model import Hold
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Note, Tone, VoiceCue
from voiceguide.units import Ms

PIPS_FROM_MS = 10_000
HALFWAY_FROM_MS = 20_000
HALFWAY_IN_INTERVALS_FROM_MS = 40_000
MINUTE_LEFT_FROM_MS = 90_000
ONE_LINE_WITHIN_MS = 10_000
QUIET_END_MS = 3500
"""No voice at the end of a hold with pips."""
COUNT_WORD_MS = 850
"""A number word must be over by then, or it becomes a tone."""
SPOKEN_BREATHS = 3
COUNT_IN_MS = 3000
"""From the first pip that leads into work to the work."""
BEFORE_PIPS_MS = 200
"""Quiet between words and the first pip."""


def time_calls(length_ms: int, *, interval: bool = False) -> tuple[tuple[int, str], ...]:
    """The halfway and minute calls of a timed hold: when, and which phrase."""
    calls: list[tuple[int, str]] = []
    from_ms = HALFWAY_IN_INTERVALS_FROM_MS if interval else HALFWAY_FROM_MS
    half, minute = length_ms // 2, length_ms - 60_000
    if length_ms >= from_ms:
        calls.append((half, "hold.halfway"))
    if length_ms >= MINUTE_LEFT_FROM_MS:
        if abs(minute - half) > ONE_LINE_WITHIN_MS:
            calls.append((minute, "hold.minute_left"))
        elif minute == half:
            calls = [(half, "hold.halfway_minute_left")]
    return tuple(sorted(calls))


def amount_of(hold: Hold) -> Amount:
    """The exact amount that the plan has given a hold. Raises ValueError for one without."""
    if hold.amount is None:
        raise ValueError("the plan decides every hold")
    return hold.amount


def ending(hold: Hold) -> Literal["pips", "tone", "silent"]:
    """How a hold with an exact amount ends, if the person wants a countdown."""
    amount = amount_of(hold)
    if amount.unit != "time":
        return "tone"
    count = hold.count or ("ends" if amount.low >= PIPS_FROM_MS else "silent")
    if count == "silent":
        return "silent"
    return "pips" if amount.low >= PIPS_FROM_MS else "tone"


def is_in_breaths(hold: Hold) -> bool:
    """Whether a hold lasts more breaths than are led by words."""
    amount = hold.amount
    return amount is not None and amount.unit == "breaths" and amount.low > SPOKEN_BREATHS


def has_pips(length_ms: int, count: str) -> bool:
    """Whether a hold ends with a countdown, if the person wants one."""
    return count == "ends" and length_ms >= PIPS_FROM_MS


def call_times(
    track: Track,
    start: int,
    length_ms: int,
    *,
    interval: bool = False,
    at_half: str | None = None,
) -> None:
    """Say halfway and the last minute at their instants, as far as they fit.

    `at_half` are the hold's own words for half time, after "Halfway" or alone.
    """
    phrases = track.context.phrases
    own = phrases.with_sides(at_half, track.where.side) if at_half else None
    calls = []
    for at, name in time_calls(length_ms, interval=interval):
        choices = [phrases.get(name)]
        if own and at == length_ms // 2 and length_ms >= OWN_HALFWAY_FROM_MS:
            choices = [f"{choices[0]} {own}", own, *choices]
        calls.append((at, choices))
    say_calls(track, start, length_ms, calls)


def say_calls(
    track: Track, start: int, length_ms: int, calls: Iterable[tuple[int, Sequence[str]]]
) -> None:
    """Say at each instant of a hold the first of its choices that fits, if one does."""
    free = track.free
    for at, choices in calls:
        room_ms = length_ms - QUIET_END_MS - at if free <= start + at else 0
        text = next((each for each in choices if track.length_of(each) <= room_ms), None)
        if text is not None:
            track.place(text, "halfway", start + at)
            free = start + at + track.length_of(text) + AIR_MS
        if text != choices[0]:
            why = f"no room in a hold of {length_ms // 1000} s"
            track.notes.append(Note("halfway", choices[0], text or "none", why))


def count_down(track: Track, end: int, pip: str = "pip") -> None:
    """The last three seconds, as the person wants them; `pip` is the tone for them."""
    countdown = track.context.options.countdown
    if countdown == "none":
        return
    for left in (3, 2, 1):
        at = end - 1000 * left
        if countdown == "voice":
            word = track.context.phrases.get("count.number", n=track.context.phrases.number(left))
            length = track.length_of(word)
            if length <= COUNT_WORD_MS:
                track.cues.append(VoiceCue(Ms(at), Ms(length), word, "countdown"))
                continue
            track.notes.append(
                Note("countdown", word, pip, f"the word takes {length} ms, over {COUNT_WORD_MS}")
            )
        track.tone("tick" if countdown == "soft" else pip, "countdown", at)


def quiet_before_ms(options: SessionOptions) -> int:
    """How long it is quiet before the counting in, which may be words too."""
    return AIR_MS if options.countdown == "voice" else BEFORE_PIPS_MS


def count_in(track: Track, begins: int) -> None:
    """The three seconds that lead into work."""
    count_down(track, begins, "pip-next")


def count_aloud(track: Track, counts: int) -> None:
    """A number each second from the hold's start, or a tick where the word is too slow."""
    start, slow = track.now, 0
    for number in range(counts):
        at = start + 1000 * number
        word = track.context.phrases.get("count.number", n=track.context.phrases.number(number + 1))
        length = track.length_of(word)
        if length <= COUNT_WORD_MS:
            track.cues.append(VoiceCue(Ms(at), Ms(length), word, "count"))
            track.free = track.voice_end = at + length
        else:
            track.cues.append(Tone(Ms(at), Ms(track.context.tones["tick"]), "tick", "count"))
            slow += 1
    if slow:
        track.notes.append(
            Note("count", "numbers", "ticks", f"{slow} words take over {COUNT_WORD_MS} ms")
        )


def pace_breaths(track: Track, begins: int, breaths: int, *, spoken: int = SPOKEN_BREATHS) -> None:
    """In and out at their instants: words for the first `spoken` breaths, then tones."""
    for number, which, instant in breath_instants(begins, breaths, track.context.options):
        if number < spoken and track.free <= instant:
            track.say(track.context.phrases.get(f"breath.{which}"), "breath", instant)
        elif track.voice_end <= instant:
            track.tone(which, which, instant)


def breath_instants(
    begins: int, breaths: int, options: SessionOptions
) -> Iterator[tuple[int, Literal["in", "out"], int]]:
    """The breath's number from 0, whether it goes in or out, and when."""
    for number in range(breaths):
        at = begins + number * breath_ms(options)
        yield number, "in", at
        yield number, "out", at + options.breath_in_ms


def hold_ms(amount: Amount, breath_ms: int) -> int:
    """The exact length of a hold."""
    if amount.unit == "time":
        return amount.low
    return amount.low * (1000 if amount.unit == "counts" else breath_ms)
