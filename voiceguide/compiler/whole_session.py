"""Opening, items and closing, put together to a timeline (docs/laws-of-time.md#session)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from voiceguide.compiler.announcements import remarks
from voiceguide.compiler.carry import Carry, track_after
from voiceguide.compiler.comfort import is_asked_in
from voiceguide.compiler.item import compile_item
from voiceguide.compiler.track import AIR_MS, Context, Fragment, Track, unplaced
from voiceguide.phrases.phrases import sentence
from voiceguide.planning.resolve import fetched
from voiceguide.planning.routine_positions import told_ms
from voiceguide.planning.session_topics import topics_of
from voiceguide.planning.steps import GroupStep, IntervalsStep, Plan, PlanStep, Work
from voiceguide.routine.library import Library
from voiceguide.routine.model import Position, Positions, Routine, Say, SpokenSafety
from voiceguide.session_options import Detail, SessionOptions
from voiceguide.structs import replace
from voiceguide.timeline import LEAD_IN_MS, Cue, Note, Segment, Timeline, VoiceCue, VoiceInfo
from voiceguide.units import MINUTE_MS, Ms

FIRST_VOICE_MS = LEAD_IN_MS
FETCH_MS = 6000
FIVE_SECONDS_MS = 5000
FILL_TOLD_FROM_MS = 15_000
"""A fill of this length says how long it is."""
AFTER_END_MS = 1000


class DraftTimeline(Struct, frozen=True):
    """A session laid out, before its fill is solved: opening, one fragment a step, closing.

    ``carries[i]`` is what ``steps[i]`` knew of those before it; the last one is the closing's.
    """

    fragments: tuple[Fragment, ...]
    steps: tuple[PlanStep, ...] = ()
    carries: tuple[Carry, ...] = ()

    @property
    def length_ms(self) -> int:
        """The length with the shortest fill."""
        return sum(fragment.length_ms for fragment in self.fragments)


def draft(plan: Plan, things: Things, context: Context, *, start_at: int = 1) -> DraftTimeline:
    """Lay out every item of a plan, one after the other.

    A session that starts at a later item has no opening words, and begins from the position
    that the whole one begins in.
    """
    opening = _first_words(plan, things, context, start_at)
    begins = Carry(position=plan.starts, unasked_ms=0 if is_asked_in(plan.steps) else None)
    nothing = DraftTimeline((opening, Fragment((), (), 0)), (), (begins,))
    return redraft(nothing, 0, steps_from(plan, start_at), plan, things, context)


def redraft(
    drafted: DraftTimeline,
    index: int,
    steps: tuple[PlanStep, ...],
    plan: Plan,
    things: Things,
    context: Context,
    carry: Carry | None = None,
) -> DraftTimeline:
    """The same session with other steps from number `index` on; nothing before it changes.

    They begin from what was carried to that step, or from `carry` where that is another place.
    """
    carry = carry or drafted.carries[index]
    fragments, carries = [*drafted.fragments[: index + 1]], [*drafted.carries[:index], carry]
    exercises = [n for n, step in enumerate(steps) if isinstance(step, Work | IntervalsStep)]
    last = max(exercises, default=None)
    for number, step in enumerate(steps):
        fragment, carry = compile_item(step, carry, things.positions, context)
        if number == last:
            carry = replace(carry, unasked_ms=None)  # nothing follows that could be made smaller
        fragments.append(fragment)
        carries.append(carry)
    fragments.append(_closing(plan, carry, things, context))
    return DraftTimeline(tuple(fragments), (*drafted.steps[:index], *steps), tuple(carries))


def fragment_again(
    drafted: DraftTimeline,
    number: int,
    plan: Plan,
    things: Things,
    context: Context,
    *,
    start_at: int = 1,
) -> Fragment:
    """One fragment of a draft laid out anew, with other lengths: 0 is the opening."""
    if number == 0:
        return _first_words(plan, things, context, start_at)
    carry = drafted.carries[number - 1]
    if number > len(drafted.steps):
        return _closing(plan, carry, things, context)
    return compile_item(drafted.steps[number - 1], carry, things.positions, context)[0]


def again_from(
    drafted: DraftTimeline,
    number: int,
    plan: Plan,
    things: Things,
    context: Context,
    *,
    start_at: int = 1,
) -> DraftTimeline:
    """The same session with all fragments from a number on laid out anew; 0 is the opening."""
    if number == 0:
        opening = _first_words(plan, things, context, start_at)
        drafted = replace(drafted, fragments=(opening, *drafted.fragments[1:]))
    index = min(max(0, number - 1), len(drafted.steps))
    return redraft(drafted, index, drafted.steps[index:], plan, things, context)


def steps_from(plan: Plan, item: int) -> tuple[PlanStep, ...]:
    """The steps from the first one of an item on.

    The groups around it are announced, and what was left out before is new when it comes.
    """
    if item <= 1:
        return plan.steps
    for index, step in enumerate(plan.steps):
        if _first_item(step) >= item:
            around = _groups_around(step, plan.steps[:index])
            return (*around, *_new_once(plan.steps[index:]))
    return ()


def _groups_around(step: PlanStep, before: tuple[PlanStep, ...]) -> Iterator[PlanStep]:
    """The announcements of the groups that a step lies in, the outermost first."""
    around: dict[int, GroupStep] = {}
    for each in before:
        if isinstance(each, GroupStep):
            depth = len(each.rounds)
            inside = step.rounds[depth : depth + 1]
            if step.rounds[:depth] == each.rounds and inside and inside[0].group == each.name:
                around[depth] = each
    for depth in sorted(around):
        yield around[depth]


def _new_once(steps: tuple[PlanStep, ...]) -> Iterator[PlanStep]:
    """The same steps; each exercise has its full words when it comes for the first time."""
    done: set[int] = set()
    for step in steps:
        if isinstance(step, Work | IntervalsStep):
            number = _first_item(step)
            yield replace(step, again=step.again and number in done)
            done.add(number)
        else:
            yield step


def _first_item(step: PlanStep) -> int:
    match step:
        case GroupStep():
            return 0
        case IntervalsStep():
            return max((interval.item or 0 for interval in step.intervals), default=0)
        case _:
            return step.item or 0


class Things(Struct, frozen=True):
    """What the library knows that is not of one exercise."""

    positions: Positions
    equipment: dict[str, str]
    safety: SpokenSafety

    @classmethod
    def of(cls, routine: Routine, library: Library) -> Things:
        """What a session of a routine needs of it."""
        safety = library.safety.spoken(topics_of(routine, library))
        return cls(library.positions, dict(library.equipment), safety)


def assemble(
    plan: Plan,
    drafted: DraftTimeline,
    *,
    length_ms: int | None,
    voice: VoiceInfo,
    options: SessionOptions,
    notes: Iterable[Note] = (),
) -> Timeline:
    """The timeline of a draft, its fill made so long that the session lasts `length_ms`."""
    spare = 0 if length_ms is None else max(0, length_ms - drafted.length_ms)
    segments: list[Segment] = []
    cues: list[Cue] = []
    all_notes = list(notes)
    start = 0
    for fragment in drafted.fragments:
        longer = spare if fragment.fills else 0
        segments.extend(segment.later(start) for segment in fragment.segments)
        if longer:
            segments[-1] = fragment.segments[-1].later(start, longer_ms=longer)
        cues.extend(cue.later(start) for cue in fragment.cues)
        all_notes.extend(fragment.notes)
        start += fragment.length_ms + longer
    return Timeline(
        routine=plan.routine.id,
        name=plan.routine.name,
        length_ms=Ms(start),
        voice=voice,
        options=options,
        segments=tuple(segments),
        cues=tuple(sorted(cues, key=lambda cue: cue.at_ms)),
        notes=tuple(dict.fromkeys((*plan.notes, *all_notes))),
        language=plan.routine.language,
        sources={
            step.exercise: step.sources
            for step in plan.steps
            if isinstance(step, Work) and step.exercise and step.sources
        },
    )


def with_told_fill(drafted: DraftTimeline, spare_ms: int, context: Context) -> DraftTimeline:
    """The same draft; a fill that is `spare_ms` longer says how long it is, where that fits."""
    told = (_told_fill(each, spare_ms, context) for each in drafted.fragments)
    return replace(drafted, fragments=tuple(told))


def _told_fill(fragment: Fragment, spare_ms: int, context: Context) -> Fragment:
    if not fragment.fills:
        return fragment
    segment = fragment.segments[-1]
    length_ms = segment.length_ms + spare_ms
    lines = [cue for cue in fragment.cues if isinstance(cue, VoiceCue)]
    language = context.phrases.language
    if length_ms < FILL_TOLD_FROM_MS or any(told_ms(cue.text, language) for cue in lines):
        return fragment
    step_ms = FIVE_SECONDS_MS if length_ms < MINUTE_MS else MINUTE_MS // 2
    about = context.phrases.time(length_ms // step_ms * step_ms)
    text = context.phrases.get("session.fill_for", time=about)
    at = max([segment.start_ms, *(cue.end_ms + AIR_MS for cue in lines)])
    length = context.lengths[text]
    if at + length + AIR_MS > segment.start_ms + length_ms:
        return fragment
    cue = VoiceCue(Ms(at), Ms(length), text, "rest")
    return replace(fragment, cues=(*fragment.cues, cue))


def prelude(safety: SpokenSafety, label: str, context: Context) -> Fragment:
    """The full safety words, laid out as an opening of their own."""
    track = Track(context, unplaced(label=label))
    track.tone("lead-in", "lead-in", 0)
    track.free = FIRST_VOICE_MS
    for line in safety.full:
        track.say(line, "safety")
    track.segment("opening", track.free + AFTER_END_MS)
    return track.fragment()


def _first_words(plan: Plan, things: Things, context: Context, start_at: int) -> Fragment:
    return _opening(plan, things, context) if start_at <= 1 else _lead_in(plan, context, start_at)


def _lead_in(plan: Plan, context: Context, start_at: int) -> Fragment:
    track = Track(context, unplaced(label=plan.routine.name))
    track.tone("lead-in", "lead-in", 0)
    track.free = FIRST_VOICE_MS
    for line in remarks(plan, context.phrases, start_at=start_at):
        track.say(line, "note")
    track.segment("opening", track.free)
    return track.fragment()


def _opening(plan: Plan, things: Things, context: Context) -> Fragment:
    routine, phrases, detail = plan.routine, context.phrases, context.options.detail
    track = Track(context, unplaced(label=routine.name))
    track.tone("lead-in", "lead-in", 0)
    track.free = FIRST_VOICE_MS
    usual = Say(sentence(routine.name), Ms(0))
    for say in _said_today(routine.opening.say, plan, plan.starts, things, detail) or (usual,):
        track.say(say.say, "opening")
        track.free += say.wait_ms
    for line in remarks(plan, phrases):
        track.say(line, "note")
    names = things.equipment
    if plan.needs:
        things_needed = phrases.join([names[thing] for thing in plan.needs])
        track.say(phrases.get("session.needs", things=things_needed), "equipment")
    helps = plan.helps_in(detail)
    if helps:
        things_helpful = phrases.join([names[thing] for thing in helps])
        track.say(phrases.get("session.helps", things=things_helpful), "equipment")
    if fetched(plan.needs):
        track.say(phrases.get("session.fetch"), "equipment")
        track.free += FETCH_MS
    if routine.opening.safety != "none":
        for line in things.safety.short:
            track.say(line, "safety")
    track.segment("opening", track.free)
    return track.fragment()


def _said_today(
    lines: tuple[Say, ...], plan: Plan, position: Position, things: Things, detail: Detail
) -> list[Say]:
    """The lines that are true of the session as it is today, and of where the person is."""
    used = {*plan.needs, *plan.helps_in(detail)}
    groups = {id: each.group for id, each in things.positions.positions.items()}
    return [
        line
        for line in lines
        if (plan.whole or not line.only_whole)
        and (not line.only_with or used.intersection(line.only_with))
        and (line.only_in is None or groups[line.only_in] == position.group)
    ]


def _closing(plan: Plan, carry: Carry, things: Things, context: Context) -> Fragment:
    track = track_after(carry, unplaced(label=plan.routine.name), context)
    phrases, detail = context.phrases, context.options.detail
    if plan.shorter is not None:
        time = phrases.time(plan.shorter.about_ms)
        track.say(phrases.get("plan.was_shorter", time=time), "closing")
    usual = Say(phrases.get("session.closing"), Ms(0))
    for say in _said_today(plan.routine.closing.say, plan, carry.position, things, detail) or (
        usual,
    ):
        track.say(say.say, "closing")
        track.free += say.wait_ms
    end = track.free
    track.tone("end", "end", end)
    track.segment("closing", end + context.tones["end"] + AFTER_END_MS)
    return track.fragment()
