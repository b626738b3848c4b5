"""One item of the plan as a fragment, and what the next item must know."""

from __future__ import annotations

from typing import Literal

from voiceguide.compiler.announcements import group_announcement
from voiceguide.compiler.carry import Carry, track_after
from voiceguide.compiler.comfort import Comfort, calm_later, is_hard
from voiceguide.compiler.exercise import lay_out_work, say_in_setup
from voiceguide.compiler.interval_group import lay_out_intervals
from voiceguide.compiler.position_changes import move_to
from voiceguide.compiler.tone_words import ToneWords
from voiceguide.compiler.track import AIR_MS, Context, Fragment, Track, unplaced
from voiceguide.planning.steps import (
    AdviceStep,
    AskStep,
    GroupStep,
    IntervalsStep,
    NoteStep,
    PlanStep,
    RestStep,
    Work,
)
from voiceguide.routine.model import Hold, Positions
from voiceguide.timeline import Segment

LEAST_FILL_MS = 5000
ASK_MS = 5000
REST_NAMED_FROM_MS = 5000
REST_PREVIEWS_FROM_MS = 30_000
"""A rest of this length says what comes after it; in a shorter one the name would be said twice."""
REMEMBERED_EXERCISES = 2


def compile_item(
    step: PlanStep, carry: Carry, table: Positions, context: Context
) -> tuple[Fragment, Carry]:
    """Lay out one item. Pure: the same step, carry and lengths give the same fragment."""
    encouraged = carry.encouraged
    position, after_finish, said_ready = carry.position, False, carry.said_ready
    hold_word, explained = carry.hold_word, carry.explained
    comfort: Comfort | None = None
    match step:
        case Work():
            track = track_after(carry, where_of(step), context)
            comfort = Comfort(track, carry.unasked_ms, carry.calm_ms, is_hard(step))
            laid = lay_out_work(step, track, table, carry, comfort)
            fragment, encouraged = laid.fragment, laid.encouraged
            hold_word, explained = laid.hold_word, laid.explained
            position, after_finish = table.resting(step.position), step.finish is not None
            said_ready = (*said_ready, (position.id, laid.ready))[-REMEMBERED_EXERCISES:]
        case IntervalsStep():
            track = track_after(carry, unplaced(label=step.name, rounds=step.rounds), context)
            comfort = Comfort(track, carry.unasked_ms, carry.calm_ms, is_hard(step))
            say_in_setup(track, comfort.due())
            tones = ToneWords(track, carry.explained)
            fragment, encouraged = lay_out_intervals(step, track, table, carry, tones)
            explained = tones.explained
            position = table.resting(step.ends_in or position)
        case RestStep():
            track = _rest_track(step, carry, context)
            comfort = Comfort(track, carry.unasked_ms, carry.calm_ms, is_hard(step))
            say_in_setup(track, comfort.due())
            fragment = _rest(step, track, table, carry)
            position = step.position or position
        case NoteStep(say=line):
            where = unplaced(label=line, item=step.item, rounds=step.rounds)
            fragment = _spoken((line,), "note", where, carry, context)
        case GroupStep():
            line = group_announcement(step, context.phrases)
            where = unplaced(label=step.name, rounds=step.rounds)
            fragment = _spoken((line,), "announce", where, carry, context)
        case AskStep():
            fragment = _ask(step, carry, context)
        case AdviceStep():
            fragment = _advice(step, carry, context)
    return fragment, Carry(
        position=position,
        after_finish=after_finish,
        side=next((each.side for each in reversed(fragment.segments) if each.side), carry.side),
        busy_ms=fragment.busy_ms,
        voice_ms=fragment.voice_ms,
        done_sound=fragment.done_sound,
        said_ready=tuple(said for said in said_ready if said[0] == position.id),
        encouraged=encouraged.later(fragment.length_ms),
        hold_word=hold_word,
        explained=explained,
        unasked_ms=_unasked_ms(step, carry, comfort, fragment.length_ms),
        calm_ms=calm_later(step, carry.calm_ms, fragment.segments, fragment.length_ms),
    )


def _unasked_ms(
    step: PlanStep, carry: Carry, comfort: Comfort | None, length_ms: int
) -> int | None:
    """How much exercise there was since the last question about comfort or pain."""
    if carry.unasked_ms is None:
        return None
    if isinstance(step, AskStep):
        return 0
    begun = carry.unasked_ms > 0 or isinstance(step, Work | IntervalsStep)
    if not begun:
        return 0
    return carry.unasked_ms + length_ms if comfort is None else comfort.later(length_ms)


def where_of(step: Work) -> Segment:
    """What the segments of an exercise belong to, before its first pass."""
    return unplaced(
        label=step.name,
        exercise=step.exercise,
        item=step.item,
        rounds=step.rounds,
        sets=step.sets,
        reps=step.reps,
        version=step.chosen.id if step.chosen else None,
        purpose=step.purpose,
        held=any(isinstance(phase, Hold) for phase in step.phases),
        tempo=str(step.tempo) if step.tempo else None,
        load=step.load_of(1),
        effort=step.effort,
        intensity=step.intensity,
        eyes=step.eyes,
    )


def _rest_track(step: RestStep, carry: Carry, context: Context) -> Track:
    label = context.phrases.get("session.rest").rstrip(".")
    return track_after(carry, unplaced(label=label, item=step.item, rounds=step.rounds), context)


def _rest(step: RestStep, track: Track, table: Positions, carry: Carry) -> Fragment:
    if step.position is not None and step.position.id != carry.position.id:
        move_to(track, table, carry.position, step.position, carry.side)
    track.room(track.voice_end)
    start = track.now
    lines = step.say or _rest_words(step, track)
    for line in lines:
        track.say(line, "rest")
    words_ms = max(0, track.free - start) if lines else 0
    if step.length_ms is None:
        track.segment("fill", start + max(LEAST_FILL_MS, words_ms))
        return track.fragment(fills=True)
    if words_ms > step.length_ms:
        # Words make room of their own beside a rest, which never grows.
        track.room(start + words_ms)
        start = track.now
    track.segment("rest", start + step.length_ms)
    return track.fragment()


def _rest_words(step: RestStep, track: Track) -> tuple[str, ...]:
    """What is said of a rest without words of its own, so that nobody waits in doubt."""
    phrases, length_ms = track.context.phrases, step.length_ms
    if length_ms is None:
        return (phrases.get("session.rest"),)
    time = phrases.time(length_ms)
    lines = [phrases.get("session.rest_for", time=time)]
    if step.then is not None and length_ms >= REST_PREVIEWS_FROM_MS:
        name = phrases.inside_sentence(step.then)
        lines.insert(0, phrases.get("session.rest_then", time=time, name=name))
    for line in lines:
        words_ms = max(track.free, track.now) - track.now + track.length_of(line) + AIR_MS
        if length_ms >= REST_NAMED_FROM_MS and words_ms <= length_ms:
            return (line,)
    return ()


def _advice(step: AdviceStep, carry: Carry, context: Context) -> Fragment:
    """An advice; what is to be avoided is named so wherever names are shown."""
    name, verdict = step.advice.name, step.advice.verdict
    if verdict == "avoid":
        name = context.phrases.get("advice.avoid", name=context.phrases.inside_sentence(name))
    where = unplaced(label=name, item=step.item, rounds=step.rounds, verdict=verdict)
    return _spoken(_advice_lines(step, context), "advice", where, carry, context)


def _advice_lines(step: AdviceStep, context: Context) -> tuple[str, ...]:
    advice = step.advice
    lines = (advice.short,) if context.options.detail == "brief" else advice.say
    if step.show_instead and advice.instead_say:
        return (*lines, advice.instead_say)
    return lines


def _ask(step: AskStep, carry: Carry, context: Context) -> Fragment:
    """The question in a time of its own, and then time to answer it."""
    label = context.phrases.get("pain.label")
    track = track_after(carry, unplaced(label=label, item=step.item, rounds=step.rounds), context)
    track.say(context.phrases.of_body("ask", step.body), "check")
    track.room(track.free)
    track.segment("check", track.now + ASK_MS)
    return track.fragment()


def _spoken(
    lines: tuple[str, ...],
    kind: Literal["note", "advice", "announce"],
    where: Segment,
    carry: Carry,
    context: Context,
) -> Fragment:
    track = track_after(carry, where, context)
    for line in lines:
        track.say(line, kind)
    track.segment(kind, track.free)
    return track.fragment()
