"""A draft within the limits of a routine: what is too long is parted, what is too deep unrolled."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.importing.draft import Draft, DraftGroup, DraftItem, DraftNote, DraftRest, DraftStep
from voiceguide.importing.losses import Losses, shortened
from voiceguide.importing.spoken_lines import spoken_lines
from voiceguide.structs import replace
from voiceguide.units import Ms

SHORTEST_HOLD_MS, LONGEST_HOLD_MS = 1000, 600_000
LONGEST_REST_MS = 1_800_000
MOST_ROUNDS = 50
MOST_DEPTH = 3
MOST_LINES = 20
LONGEST_SESSION_MS = 3 * 3_600_000
_NOTE_MS = 1000
"""More than the shortest line takes; it keeps groups of nothing but lines finite."""


def fitted(draft: Draft, file: str) -> Draft:
    """The same session in items that a routine may hold; how it differs is added to `lost`.

    Raises BadFiles for more than three hours.
    """
    if _length_ms(draft.items) > LONGEST_SESSION_MS:
        what = f"'{shortened(draft.name)}' takes longer than three hours"
        raise BadFiles([Problem(Place(file, 1, 1), what, "make several workouts of it")])
    losses = Losses()
    items = tuple(item for each in draft.items for item in _fitted(each, 1, losses))
    return replace(draft, items=items, lost=(*draft.lost, *losses.problems(file)))


def _length_ms(items: tuple[DraftItem, ...]) -> int:
    total = 0
    for item in items:
        match item:
            case DraftNote():
                total += _NOTE_MS
            case DraftRest(length_ms=length_ms) | DraftStep(length_ms=length_ms):
                total += length_ms
            case DraftGroup(rounds=rounds, items=inner):
                total += rounds * _length_ms(inner)
    return total


def _fitted(item: DraftItem, depth: int, losses: Losses) -> Iterator[DraftItem]:
    match item:
        case DraftNote():
            yield item
        case DraftRest(length_ms=length_ms):
            parts = list(_parted(length_ms, LONGEST_REST_MS))
            if len(parts) > 1:
                losses.add("rests of more than half an hour in one piece: they are several")
            yield from (DraftRest(part) for part in parts)
        case DraftStep(name=name, length_ms=length_ms, say=say) as step:
            parts = list(_parted(length_ms, LONGEST_HOLD_MS))
            if len(parts) > 1:
                losses.add("holds of more than ten minutes in one piece: they are several", name)
            say = _sayable(say, name, losses)
            yield replace(step, length_ms=parts[0], say=say)
            yield from (replace(step, length_ms=part, say=()) for part in parts[1:])
        case DraftGroup(name=name, rounds=rounds, items=items):
            if depth > MOST_DEPTH:
                losses.add("groups four deep: what is in them is written out", name)
                inner = [part for each in items for part in _fitted(each, depth, losses)]
                yield from inner * rounds
                return
            inside = tuple(part for each in items for part in _fitted(each, depth + 1, losses))
            if rounds > MOST_ROUNDS:
                losses.add(f"{rounds} rounds in one group: they are several groups", name)
            while rounds > 0 and inside:
                yield DraftGroup(name, min(rounds, MOST_ROUNDS), inside)
                rounds -= MOST_ROUNDS


def _sayable(say: tuple[str, ...], name: str, losses: Losses) -> tuple[str, ...]:
    """As many lines as may come before a step; the first that is left out is told."""
    lines = tuple(line for text in say for line in spoken_lines(text))
    if len(lines) > MOST_LINES:
        losses.add(f"'{shortened(lines[MOST_LINES])}' and what follows it there", name)
    return lines[:MOST_LINES]


def _parted(length_ms: Ms, longest_ms: int) -> Iterator[Ms]:
    """Parts of at most `longest_ms`, none of them a crumb shorter than a hold may be."""
    while length_ms > 0:
        part = min(length_ms, longest_ms)
        if 0 < length_ms - part < SHORTEST_HOLD_MS:
            part -= SHORTEST_HOLD_MS
        yield Ms(part)
        length_ms = Ms(length_ms - part)
