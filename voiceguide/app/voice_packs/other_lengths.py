"""Lines that name how long a session is, or is not; they depend on how long its words take."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from voiceguide.app.voice_packs.lines_to_read import CLOSING, OPENING, Part
from voiceguide.compiler.whole_session import FILL_TOLD_FROM_MS, FIVE_SECONDS_MS
from voiceguide.control.live_lines import left
from voiceguide.fit import SAID_FROM_MS
from voiceguide.phrases.phrases import Phrases
from voiceguide.planning.routine_positions import LONGEST_FILL_MS
from voiceguide.units import MINUTE_MS

MORE_MS = 30_000
"""What a person may ask for more of a stretch, and still be told in words what is left."""
SLOWER = 0.15
"""A voice may be so much slower or faster than is estimated, with a half minute on top."""
VOICES = tuple(factor / 100 for factor in range(85, 116, 2))
"""So much longer is a session by voices of several paces."""


class SessionLengths(Struct, frozen=True):
    """How long the sessions of a routine are, by an estimate; each from, and up to."""

    usual_ms: tuple[int, int]
    """As it is written, at any level."""
    shortest_ms: tuple[int, int]
    """With all that may be left out for time."""
    for_people_ms: tuple[tuple[int, int], ...]
    """With conditions, and without them: of the same session, at each level and detail."""
    written_ms: int | None
    """The routine's own length, where a rest fills it up."""
    fills: bool
    longest_timed_ms: int
    """The longest hold, breath or rest."""


def length_lines(
    lengths: SessionLengths, phrases: Phrases, minutes: Collection[int]
) -> Iterator[tuple[Part, int, str]]:
    """The part, the item and the line, of every line that tells a length of the session."""
    shortest = _about(lengths.shortest_ms)
    todays = [each for each, _ in lengths.for_people_ms]  # swaps make some of them longer
    longest_ms = max([lengths.usual_ms[1], *todays])
    anyhow = _about((min([shortest[0], *todays]), longest_ms + LONGEST_FILL_MS))
    longer_ms = longest_ms - lengths.usual_ms[1]
    for about, asked in _for_people(lengths):
        yield from _other("shorter", about, asked, phrases)
    for asked in (number * MINUTE_MS for number in minutes):
        for about in anyhow:
            if asked - about >= SAID_FROM_MS:
                yield from _other("shorter", about, asked, phrases)
            elif about - asked >= SAID_FROM_MS and about <= shortest[-1] + longer_ms:
                yield from _other("longer", about, asked, phrases)
    if lengths.fills:
        fill_ms = max(LONGEST_FILL_MS, (lengths.written_ms or 0) - shortest[0])
        for about in _fills(fill_ms):
            yield "session", CLOSING, phrases.get("session.fill_for", time=phrases.time(about))
    session_ms = max(anyhow[-1], lengths.written_ms or 0)
    for number in range(1, session_ms // MINUTE_MS + 2):
        time = phrases.time(number * MINUTE_MS)
        yield "live", CLOSING, phrases.get("live.to_the_end", time=time)
    timed_ms = lengths.longest_timed_ms + MORE_MS
    if lengths.fills:
        timed_ms = max(timed_ms, LONGEST_FILL_MS, (lengths.written_ms or 0) - shortest[0])
    for second in range(1, timed_ms // 1000 + 1):
        yield "live", CLOSING, left(second * 1000, phrases)


def _other(
    key: str, about_ms: int, asked_ms: int, phrases: Phrases
) -> Iterator[tuple[Part, int, str]]:
    about, asked = phrases.time(about_ms), phrases.time(asked_ms)
    yield "lengths", OPENING, phrases.get(f"plan.{key}", time=about, asked=asked)
    if key == "shorter":
        yield "lengths", CLOSING, phrases.get("plan.was_shorter", time=about)


def _for_people(lengths: SessionLengths) -> Iterator[tuple[int, int]]:
    """About how long a session is with conditions, and without them, where that differs much."""
    if lengths.written_ms and lengths.fills:
        told = {
            (about, lengths.written_ms)
            for todays, _ in lengths.for_people_ms
            for about in _about((todays, todays + LONGEST_FILL_MS))
        }
    else:
        told = {
            (_half_minutes(todays * factor + more), _half_minutes(whole * factor))
            for todays, whole in lengths.for_people_ms
            for factor in VOICES
            for more in (-SAID_FROM_MS, 0, SAID_FROM_MS)
        }
    yield from sorted(pair for pair in told if pair[1] - pair[0] >= SAID_FROM_MS)


def _half_minutes(length_ms: float) -> int:
    return max(1, round(length_ms / SAID_FROM_MS)) * SAID_FROM_MS


def _about(lengths_ms: tuple[int, int]) -> list[int]:
    """The half minutes that a length may be told as, with what a voice makes of it."""
    low, high = lengths_ms
    low, high = round(low * (1 - SLOWER)) - SAID_FROM_MS, round(high * (1 + SLOWER)) + SAID_FROM_MS
    first, last = max(1, low // SAID_FROM_MS), -(-high // SAID_FROM_MS)
    return [number * SAID_FROM_MS for number in range(first, max(first, last) + 1)]


def _fills(longest_ms: int) -> Iterator[int]:
    yield from range(FILL_TOLD_FROM_MS, min(longest_ms + 1, MINUTE_MS), FIVE_SECONDS_MS)
    yield from range(MINUTE_MS, longest_ms + 1, MINUTE_MS // 2)
