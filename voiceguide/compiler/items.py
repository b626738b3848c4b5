"""One item of the plan as a fragment, and what the next item must know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from voiceguide.compiler.exercise import lay_out_work
from voiceguide.compiler.intervals import lay_out_intervals
from voiceguide.compiler.optional import NEVER, Encouraged
from voiceguide.compiler.positions import move_to
from voiceguide.compiler.track import Context, Fragment, Track, Where
from voiceguide.compiler.words import group_announcement
from voiceguide.plan.notes import Round
from voiceguide.plan.steps import (
    AdviceStep,
    AskStep,
    GroupStep,
    IntervalsStep,
    NoteStep,
    PlanStep,
    RestStep,
    Work,
)
from voiceguide.routine.model import Position, Positions

LEAST_FILL_MS = 5000
ASK_MS = 5000
REST_NAMED_FROM_MS = 5000
REMEMBERED_EXERCISES = 2


@dataclass(frozen=True, slots=True)
class Carry:
    """What an item must know of those before it; all that a later start needs."""

    position: Position
    after_finish: bool = False
    done_pending: bool = False
    """The last hold's done tone is still to sound, with the next segment."""
    said_ready: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Position and get-ready lines of the last two exercises."""
    encouraged: Encouraged = NEVER


def compile_item(
    step: PlanStep, carry: Carry, table: Positions, context: Context
) -> tuple[Fragment, Carry]:
    """Lay out one item. Pure: the same step, carry and lengths give the same fragment."""
    match step:
        case Work():
            track = _track(context, carry, _where(step))
            fragment, encouraged = lay_out_work(step, track, table, carry)
            ready = (step.position.id, tuple(line.say for line in step.get_ready))
            after = Carry(
                position=step.position,
                after_finish=step.finish is not None,
                done_pending=track.done_at is not None,
                said_ready=(*carry.said_ready, ready)[-REMEMBERED_EXERCISES:],
                encouraged=encouraged.later(fragment.length_ms),
            )
            return fragment, after
        case IntervalsStep():
            track = _track(context, carry, Where(label=step.name, rounds=step.rounds))
            fragment, encouraged = lay_out_intervals(
                step, track, table, carry.position, carry.encouraged
            )
            return fragment, replace(
                carry,
                position=step.intervals[-1].position or carry.position,
                after_finish=False,
                done_pending=False,
                encouraged=encouraged.later(fragment.length_ms),
            )
        case RestStep():
            fragment = _rest(step, carry, table, context)
        case NoteStep(say=line):
            fragment = _lines((line,), "note", line, step.item, step.rounds, carry, context)
        case GroupStep():
            line = group_announcement(step, context.phrases)
            fragment = _lines((line,), "announce", step.name, None, step.rounds, carry, context)
        case AskStep():
            fragment = _ask(step, carry, context)
        case AdviceStep(advice=advice, show_instead=show):
            brief = context.style.detail == "brief"
            lines = (advice.short,) if brief else advice.say
            if show and advice.instead_say:
                lines = (*lines, advice.instead_say)
            fragment = _lines(lines, "advice", advice.name, step.item, step.rounds, carry, context)
    position = carry.position
    if isinstance(step, RestStep) and step.position is not None:
        position = step.position
    return fragment, replace(
        carry,
        position=position,
        after_finish=False,
        done_pending=False,
        encouraged=carry.encouraged.later(fragment.length_ms),
    )


def _track(context: Context, carry: Carry, where: Where) -> Track:
    track = Track(context, where)
    if carry.done_pending:
        track.done()
    return track


def _where(step: Work) -> Where:
    return Where(label=step.name, exercise=step.exercise, item=step.item, rounds=step.rounds)


def _rest(step: RestStep, carry: Carry, table: Positions, context: Context) -> Fragment:
    label = context.phrases.get("session.rest").rstrip(".")
    track = _track(context, carry, Where(label=label, item=step.item, rounds=step.rounds))
    if step.position is not None and step.position.id != carry.position.id:
        move_to(track, table, carry.position, step.position, after_finish=False)
    start = track.now
    for line in step.say or _rest_words(step, context):
        track.say(line, "rest")
    words_ms = max(0, track.free - start)
    if step.length_ms is None:
        track.segment("fill", start + max(LEAST_FILL_MS, words_ms))
        return track.fragment(fills=True)
    if words_ms > step.length_ms:
        # Words make room of their own beside a rest, which never grows (5.1).
        track.room(start + words_ms)
        start = track.now
    track.segment("rest", start + step.length_ms)
    return track.fragment()


def _rest_words(step: RestStep, context: Context) -> tuple[str, ...]:
    """What is said of a rest without words of its own, so that nobody waits in doubt."""
    phrases, length_ms = context.phrases, step.length_ms
    if length_ms is None:
        return (phrases.get("session.rest"),)
    if length_ms < REST_NAMED_FROM_MS:
        return ()
    return (phrases.get("session.rest_for", time=phrases.time(length_ms)),)


def _ask(step: AskStep, carry: Carry, context: Context) -> Fragment:
    question = context.phrases.get("session.ask_pain")
    track = _track(context, carry, Where(label=question, item=step.item, rounds=step.rounds))
    track.say(question, "check")
    words_ms = track.free - track.now
    if words_ms > ASK_MS:
        track.room(track.now + words_ms)
    track.segment("check", track.now + ASK_MS)
    return track.fragment()


def _lines(
    lines: tuple[str, ...],
    kind: Literal["note", "advice", "announce"],
    label: str,
    item: int | None,
    rounds: tuple[Round, ...],
    carry: Carry,
    context: Context,
) -> Fragment:
    track = _track(context, carry, Where(label=label, item=item, rounds=rounds))
    for line in lines:
        track.say(line, kind)
    track.segment(kind, track.free)
    return track.fragment()
