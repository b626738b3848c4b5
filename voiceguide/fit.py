"""Fixed lengths: tries what the format's 5.11 allows, in its order, until the session fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voiceguide.compiler.session import Draft, Things, assemble, draft, prelude
from voiceguide.compiler.track import Context, Lengths, Style
from voiceguide.phrases.phrases import phrases_of
from voiceguide.plan.resolve import make_plan
from voiceguide.plan.steps import Plan, Today
from voiceguide.routine.amounts import PLACES
from voiceguide.routine.library import Library
from voiceguide.routine.model import Detail, Routine
from voiceguide.timeline import Note, Options, Timeline, VoiceInfo
from voiceguide.units import Ms

DETAILS: tuple[Detail, ...] = ("full", "normal", "brief")


@dataclass(frozen=True, slots=True)
class Request:
    """All that decides a session apart from the lengths of its lines."""

    routine: Routine
    library: Library
    today: Today
    style: Style
    pace: str
    voice: VoiceInfo


def fit(request: Request, lengths: Lengths, tones: Mapping[str, Ms]) -> Timeline:
    """The session's timeline, as long as the routine says where a rest fills it up.

    Too long even at its shortest, it is played longer, and a note says so. Pure over
    `lengths` and `tones`. Raises BadFiles where the routine cannot be planned.
    """
    routine, library = request.routine, request.library
    things = Things(library.positions, dict(library.equipment), library.safety)
    phrases = phrases_of(routine.language)
    asked: tuple[Plan, Draft] | None = None
    tried: tuple[Plan, Draft, Context, tuple[Note, ...]] | None = None
    highest = PLACES[request.today.level or routine.level or "gentle"]
    for lower in range(highest + 1):
        plan = make_plan(routine, library, request.today, lower=lower)
        for detail in DETAILS[DETAILS.index(request.style.detail) :]:
            context = Context(lengths, tones, phrases, replace(request.style, detail=detail))
            drafted = draft(plan, things, context)
            asked = asked or (plan, drafted)
            over_ms = asked[1].length_ms - (routine.length_ms or 0)
            notes = _changes(request, detail, lower, over_ms)
            tried = (plan, drafted, context, notes)
            if not plan.fills or routine.length_ms is None:
                return _timeline(request, *tried)
            if drafted.length_ms <= routine.length_ms:
                return _timeline(request, *tried)
    if tried is None:
        raise ValueError("no detail to try")
    plan, drafted, context, notes = tried
    over = drafted.length_ms - (routine.length_ms or 0)
    too_long = Note(
        "length",
        _seconds(routine.length_ms or 0),
        _seconds(drafted.length_ms),
        f"{_seconds(over)} too long even at its shortest",
    )
    return _timeline(request, plan, drafted, context, (*notes, too_long))


def safety_prelude(request: Request, lengths: Lengths, tones: Mapping[str, Ms]) -> Timeline:
    """The full safety words, a short session of their own before the session."""
    routine = request.routine
    context = Context(lengths, tones, phrases_of(routine.language), request.style)
    plan = make_plan(replace(routine, items=()), request.library, request.today)
    drafted = Draft((prelude(request.library.safety, routine.name, context),))
    return _timeline(request, plan, drafted, context, ())


def _changes(request: Request, detail: Detail, lower: int, over_ms: int) -> tuple[Note, ...]:
    why = f"{_seconds(over_ms)} too long for {_seconds(request.routine.length_ms or 0)}"
    notes = []
    if detail != request.style.detail:
        notes.append(Note("detail", request.style.detail, detail, why))
    if lower:
        level = request.today.level or request.routine.level or "gentle"
        notes.append(Note("amounts", level, f"{lower} of 4 quarters lower", why))
    return tuple(notes)


def _timeline(
    request: Request, plan: Plan, drafted: Draft, context: Context, notes: tuple[Note, ...]
) -> Timeline:
    style = context.style
    options = Options(
        level=plan.level,
        detail=style.detail,
        pace=request.pace,
        countdown=style.countdown,
        encourage=style.encourage,
        cues=style.cues,
        conditions=(),
        seed=style.seed,
    )
    return assemble(
        plan,
        drafted,
        context,
        length_ms=plan.routine.length_ms if plan.fills else None,
        voice=request.voice,
        options=options,
        notes=notes,
    )


def _seconds(length_ms: int) -> str:
    return f"{length_ms / 1000:.1f} s"
