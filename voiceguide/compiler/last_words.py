"""What is said right before a start, so that all is taken up in time (docs/laws-of-time.md#last).

The load where its telling lies far back, what to take up, and the way up into a position that
tires: each with its time, the last of which ends with the start.
"""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.compiler.hold_cues import COUNT_IN_MS, count_in, quiet_before_ms
from voiceguide.compiler.pass_words import Said
from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.phrases.phrases import Phrases
from voiceguide.routine.model import Position, Say, SideName
from voiceguide.timeline import Role

TAKE_MS = 5000
"""A load is taken up in this, where its author says no time."""


def taking_up(
    get_set: Say | None, told: str | None, side: SideName | None, phrases: Phrases
) -> Iterator[tuple[str, Role, int]]:
    """The words before a set that is done with something: its load, and what to take up.

    `told` are the words of the load, where they are to be said here.
    """
    if get_set is None:
        if told is not None:
            yield told, "announce", TAKE_MS
        return
    if told is not None:
        yield told, "announce", 0
    line = phrases.with_sides(get_set.say, side) or phrases.get("training.get_set")
    yield line, "instruction", get_set.wait_ms


def way_up(
    position: Position, side: SideName | None, phrases: Phrases, *, again: bool
) -> Iterator[tuple[str, Role, int]]:
    """The way up into a position that tires."""
    if position.rest_in is not None:
        line = position.again if again and position.again else position.arrive
        yield phrases.with_sides(line, side), "instruction", position.takes_ms


def way_out(position: Position, side: SideName | None, phrases: Phrases) -> str | None:
    """What ends the work in a position that tires."""
    return None if position.leave is None else phrases.with_sides(position.leave, side)


def last_words_ms(words: Said, track: Track) -> int:
    """From the first of them to the start; 0 for none."""
    if not words:
        return 0
    counted = track.context.options.countdown != "none"
    least_ms = COUNT_IN_MS + quiet_before_ms(track.context.options) if counted else AIR_MS
    length_ms = sum(track.length_of(text) + AIR_MS + wait_ms for text, _, wait_ms in words)
    _, _, last_ms = words[-1]
    return length_ms - AIR_MS - last_ms + max(last_ms, least_ms)


def place_last_words(words: Said, start: int, track: Track) -> None:
    """Say them so that their time ends with a start."""
    at = start - last_words_ms(words, track)
    for text, role, wait_ms in words:
        track.place(text, role, at)
        at += track.length_of(text) + AIR_MS + wait_ms


def lead_in(words: Said, track: Track) -> None:
    """Say them in a time of their own that ends with a start, which is counted in."""
    if not words:
        return
    start = max(track.now, track.free) + last_words_ms(words, track)
    place_last_words(words, start, track)
    if not track.bell:
        count_in(track, start)
    track.room(start)
