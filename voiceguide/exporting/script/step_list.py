"""A session as a person does it from paper: what, how often, which sides, how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct

from voiceguide.text import clean, dose, duration, training, whole_seconds
from voiceguide.timeline import Role, Segment, Stretch, Timeline, VoiceCue
from voiceguide.units import Ms

_HOW: frozenset[Role] = frozenset(("position", "instruction", "breath", "advice", "note", "rest"))
_MIND: frozenset[Role] = frozenset(("form", "feel", "easier"))


class ListedStep(Struct, frozen=True):
    """An item of the routine, all its rounds together; all texts are safe to print.

    `how` is what is said of it the first time, `mind` what to watch for and easier ways.
    """

    number: int | None
    """None for what is to be left out."""
    name: str
    start_ms: Ms
    length_ms: Ms
    dose: str
    sides: str
    rounds: str
    how: tuple[str, ...]
    mind: tuple[str, ...]


def steps(timeline: Timeline) -> tuple[ListedStep, ...]:
    """All items in the order of their first time."""
    return tuple(_step(timeline, each) for each in timeline.items() if each.first.item is not None)


def equipment(timeline: Timeline) -> tuple[str, ...]:
    """What the coach says to fetch."""
    return _lines(timeline, "equipment")


def remarks(timeline: Timeline) -> tuple[str, ...]:
    """What the coach says before it begins of what is other than written today."""
    opening = (each for each in timeline.segments if each.kind == "opening")
    end_ms = max((each.end_ms for each in opening), default=0)
    return tuple(
        clean(cue.text) for cue in timeline.voices if cue.role == "note" and cue.at_ms < end_ms
    )


def safety(timeline: Timeline) -> tuple[str, ...]:
    """The safety words of the session."""
    return _lines(timeline, "safety")


def sources(timeline: Timeline) -> tuple[tuple[str, str], ...]:
    """Exercises by name, each with a page that it was made from, or that nobody reviewed it."""
    names = {each.first.exercise: clean(each.first.label) for each in timeline.items()}
    return tuple(
        (names.get(id) or id, clean(line))
        for id, lines in timeline.sources.items()
        for line in lines
    )


def _lines(timeline: Timeline, role: Role) -> tuple[str, ...]:
    return tuple(clean(cue.text) for cue in timeline.voices if cue.role == role)


def _step(timeline: Timeline, item: Stretch) -> ListedStep:
    visits = [list(group) for _, group in groupby(item.segments, key=lambda each: each.rounds)]
    first, sides = visits[0], item.sides
    return ListedStep(
        number=item.first.number,
        name=clean(item.first.label) or item.first.kind.capitalize(),
        start_ms=item.start_ms,
        length_ms=item.length_ms,
        dose=", ".join((*_dose(first, len(sides)), *_training(first))),
        sides={0: "", 1: f"{sides[0]} only" if sides else ""}.get(
            len(sides), "each side, " + ", then ".join(sides)
        ),
        rounds="".join(dose(rounds=len(visits))),
        how=_said(timeline, (each for each in first if _is_first(each, sides)), _HOW),
        mind=_said(timeline, item.segments, _MIND),
    )


def _is_first(segment: Segment, sides: Sequence[str]) -> bool:
    """Whether it is of the first set, repetition and side, where the full words are said."""
    side_is_first = segment.side is None or segment.side == sides[0]
    return side_is_first and segment.set in (None, 1) and segment.rep in (None, 1)


def _dose(visit: list[Segment], sides: int) -> list[str]:
    """``2 sets``, ``8 times``, ``hold 20 s``, as far as the segments of one visit say so."""
    tempo = visit[0].tempo is not None
    lengths = sorted({each.length_ms for each in visit if each.kind == "hold" and not tempo})
    parts = _rungs(visit) or dose(sets=visit[0].sets or 1, reps=visit[0].reps or 1)
    # Anything may be a step: to march for two minutes is no hold.
    hold = "hold " if visit[0].exercise else ""
    if len(lengths) == 1:
        parts.append(f"{hold}{duration(lengths[0])}")
    elif lengths:
        parts.append(f"{hold}{duration(lengths[0])} to {duration(lengths[-1])}")
    if not parts:
        rest = sum(each.length_ms for each in visit if each.kind in ("rest", "fill", "breathe"))
        parts = [whole_seconds(rest)] if rest else ["once"] if sides else []
    return parts


def _rungs(visit: list[Segment]) -> list[str]:
    """``2-4-6-4-2 times``, where the sets of a ladder differ in their repetitions."""
    reps = {each.set: each.reps for each in visit if each.set is not None and each.rep is not None}
    return [f"{'-'.join(map(str, reps.values()))} times"] if len({*reps.values()}) > 1 else []


def _training(visit: list[Segment]) -> list[str]:
    """``8 kg, then 10 kg``, ``effort 7 of 10``, ``eyes open``."""
    loads = dict.fromkeys(each.load for each in visit if each.load)
    first = visit[0]
    load = ", then ".join(loads)
    return training(tempo=first.tempo, load=load, effort=first.effort, eyes=first.eyes)


def _said(
    timeline: Timeline, segments: Iterable[Segment], roles: frozenset[Role]
) -> tuple[str, ...]:
    """Lines of these roles within the segments, each once."""
    cues = (cue for each in segments for cue in timeline.between(each.start_ms, each.end_ms))
    spoken = (cue for cue in cues if isinstance(cue, VoiceCue) and cue.role in roles)
    # "In." and "Out." are for the moment, not for the paper.
    lines = (clean(cue.text) for cue in spoken if cue.role != "breath" or " " in cue.text)
    return tuple(dict.fromkeys(line for line in lines if line))
