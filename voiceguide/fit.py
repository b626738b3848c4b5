"""Fixed lengths: tries what docs/laws-of-time.md#fitting allows, until the session fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from voiceguide.compiler.track import Context, Lengths
from voiceguide.compiler.whole_session import (
    DraftTimeline,
    Things,
    assemble,
    draft,
    prelude,
    with_told_fill,
)
from voiceguide.errors import UsageError
from voiceguide.phrases.phrases import phrases_of
from voiceguide.planning.notes import LEFT_OUT, Note
from voiceguide.planning.resolve import make_plan
from voiceguide.planning.steps import IntervalsStep, OtherLength, Plan, Reduction, Work
from voiceguide.reader.amounts import STEPS
from voiceguide.routine.library import Library
from voiceguide.routine.model import Routine
from voiceguide.routine.routine_file import leaves
from voiceguide.session_options import Detail, SessionOptions
from voiceguide.structs import replace
from voiceguide.text import TENTH_MS, exact_length, nearest
from voiceguide.timeline import Timeline, VoiceInfo
from voiceguide.units import MINUTE_MS, Ms

SAID_FROM_MS = 30_000
"""A session that is so much shorter or longer than asked for says so aloud, to half minutes."""
DETAILS: tuple[Detail, ...] = ("full", "normal", "brief")


class Request(Struct, frozen=True):
    """All that decides a session apart from the lengths of its lines."""

    routine: Routine
    library: Library
    options: SessionOptions
    """All of them, decided."""
    voice: VoiceInfo
    estimates: Lengths | None = None
    """Of lines that are not spoken today; None where the lengths of those that are do for both."""

    @property
    def asked_ms(self) -> int | None:
        """How long the session shall be: the person's minutes, or the routine's length."""
        if self.options.minutes is not None:
            return self.options.minutes * MINUTE_MS
        return self.routine.length_ms


class _Try(Struct, frozen=True):
    """One way to lay the session out."""

    reduction: Reduction
    detail: Detail
    plan: Plan
    drafted: DraftTimeline

    @property
    def length_ms(self) -> int:
        return self.drafted.length_ms


class Fitted(Struct, frozen=True):
    """A timeline, and what it was made of: enough to lay out the rest of it anew."""

    timeline: Timeline
    plan: Plan
    drafted: DraftTimeline
    detail: Detail
    reduction: Reduction

    @property
    def spare_ms(self) -> int:
        """What the fill is longer than at its shortest."""
        return self.timeline.length_ms - self.drafted.length_ms


def fit(request: Request, lengths: Lengths, tones: Mapping[str, Ms]) -> Timeline:
    """The session's timeline, as long as the routine or the person asks; see `fit_whole`."""
    return fit_whole(request, lengths, tones).timeline


def fit_whole(request: Request, lengths: Lengths, tones: Mapping[str, Ms]) -> Fitted:
    """The session as long as the routine or the person asks.

    Too long even at its shortest, it is played longer, and a note says so. Pure over
    `lengths` and `tones`. Raises BadFiles or UsageError where the routine cannot be planned.
    """
    return _Fitter(request, lengths, tones).fitted()


def safety_prelude(request: Request, lengths: Lengths, tones: Mapping[str, Ms]) -> Timeline:
    """The full safety words, a short session of their own before the session."""
    fitter = _Fitter(request, lengths, tones)
    words = prelude(fitter.things.safety, request.routine.name, fitter.context("normal"))
    options = replace(request.options, conditions=(), minutes=None)
    plan = make_plan(replace(request.routine, items=()), request.library, options)
    only_words = _Try(Reduction(), request.options.detail, plan, DraftTimeline((words,)))
    return fitter.finished(only_words, None, ()).timeline


class _Fitter:
    def __init__(self, request: Request, lengths: Lengths, tones: Mapping[str, Ms]) -> None:
        self.request = request
        self.lengths = lengths
        self.tones = tones
        self.things = Things.of(request.routine, request.library)
        self.plans: dict[Reduction, Plan] = {}

    def fitted(self) -> Fitted:
        asked, minutes = self.request.asked_ms, self.request.options.minutes
        first = self.attempt(Reduction(), self.request.options.detail)
        if asked is None or (minutes is None and not first.plan.fills):
            return self.finished(self.said_to_be_shorter(first), None, ())
        best = first
        if first.length_ms > asked:
            for reduction, detail in self.shorter_ways():
                best = self.attempt(reduction, detail)
                if best.length_ms <= asked:
                    break
        notes = self.changes(first, best, asked)
        if best.length_ms > asked:
            over_ms = best.length_ms - asked if minutes is not None else 0
            said = over_ms >= SAID_FROM_MS and self.request.options.start_at == 1
            # The words that tell it take time themselves, which a second pass knows.
            for _ in range(2 if said else 1):
                longer = OtherLength(_half_minutes(best.length_ms), asked) if said else None
                best = self.anew(best, replace(best.plan, whole=False, longer=longer))
            return self.finished(best, None, (*notes, *_too_long(best, asked)))
        return self.as_long_as_may_be(best, asked, notes)

    def as_long_as_may_be(self, best: _Try, asked: int, notes: tuple[Note, ...]) -> Fitted:
        """Its fill made so long that the length is exact, as far as a rest may be a silence."""
        length = self.filled_ms(best, asked)
        short = asked - length
        if short <= (0 if best.plan.fills else asked // 10):
            return self.finished(best, length, notes)
        if short >= SAID_FROM_MS and self.request.options.start_at == 1:
            for _ in range(2):  # the words themselves take time, which the second pass knows
                shorter = OtherLength(_half_minutes(length), asked)
                best = self.anew(best, replace(best.plan, shorter=shorter))
                length = self.filled_ms(best, asked)
        why = "what is done of the routine holds no more at this level"
        note = Note("length", exact_length(asked), _seconds(length), why)
        return self.finished(best, length, (*notes, note))

    def said_to_be_shorter(self, first: _Try) -> _Try:
        """The session as it is; where the conditions took much of it, it says so.

        How much is estimated, for the lines that are left out are spoken by nobody.
        """
        request = self.request
        if request.options.start_at > 1 or not request.options.conditions:
            return first
        estimates = request.estimates or self.lengths
        usual_ms, today_ms = (
            _Fitter(replace(request, options=options), estimates, self.tones)
            .attempt(first.reduction, first.detail)
            .length_ms
            for options in (replace(request.options, conditions=()), request.options)
        )
        if usual_ms - today_ms < max(SAID_FROM_MS, usual_ms // 10):
            return first
        usual_ms = max(usual_ms, first.length_ms + SAID_FROM_MS)
        shorter = OtherLength(_half_minutes(first.length_ms), _half_minutes(usual_ms))
        return self.anew(first, replace(first.plan, shorter=shorter))

    def filled_ms(self, best: _Try, asked: int) -> int:
        """The length with the longest fill that is allowed; without a fill what it is."""
        fills = [fragment for fragment in best.drafted.fragments if fragment.fills]
        if not fills:
            return best.length_ms
        longest = best.plan.longest_fill_ms
        if longest is None:
            return asked
        room = max(0, longest - fills[0].segments[-1].length_ms)
        return min(asked, best.length_ms + room)

    def anew(self, best: _Try, plan: Plan) -> _Try:
        """The same way with what is said of the session changed."""
        drafted = draft(plan, self.things, self.context(best.detail))
        return replace(best, plan=plan, drafted=drafted)

    def shorter_ways(self) -> Iterator[tuple[Reduction, Detail]]:
        """Words give way before work; then each quarter down, again from the asked detail.

        Where it is the person's minutes that are few, optional items go last, the last first.
        """
        shifts = self.shifts()
        for shift in shifts:
            for detail in self.details():
                yield Reduction(shift=shift), detail
        if self.request.options.minutes is None:
            return
        left_out: frozenset[int] = frozenset()
        items = list(enumerate(leaves(self.request.routine.items), 1))
        for number, item in reversed(items):
            if getattr(item, "optional", False):
                left_out |= {number}
                for detail in self.details():
                    yield Reduction(shift=shifts[-1], left_out=left_out), detail

    def shifts(self) -> tuple[int, ...]:
        """The quarters down that change something, the fewest first."""
        useful = [0]
        kept = self.plan(Reduction())
        for quarters in range(1, STEPS + 1):
            plan = self.plan(Reduction(shift=-quarters))
            if plan.steps != kept.steps:
                useful.append(-quarters)
                kept = plan
        return tuple(useful)

    def details(self) -> tuple[Detail, ...]:
        return DETAILS[DETAILS.index(self.request.options.detail) :]

    def plan(self, reduction: Reduction) -> Plan:
        if reduction not in self.plans:
            request = self.request
            self.plans[reduction] = make_plan(
                request.routine, request.library, request.options, reduction
            )
        return self.plans[reduction]

    def attempt(self, reduction: Reduction, detail: Detail) -> _Try:
        plan = self.plan(reduction)
        return _Try(reduction, detail, plan, draft(plan, self.things, self.context(detail)))

    def context(self, detail: Detail) -> Context:
        phrases = phrases_of(self.request.routine.language)
        options = replace(self.request.options, detail=detail)
        return Context(self.lengths, self.tones, phrases, options)

    def later_start(self, best: _Try) -> DraftTimeline:
        """The session from the asked item on, entered from the position it starts in."""
        routine, item = self.request.routine, self.request.options.start_at
        last = sum(1 for _ in leaves(routine.items))
        if item > last:
            raise UsageError(
                f"there is no item {item}: '{routine.id}' has {last}",
                hint=f"see them with: voiceguide show {routine.id}",
            )
        drafted = draft(best.plan, self.things, self.context(best.detail), start_at=item)
        works = any(isinstance(step, Work | IntervalsStep) for step in drafted.steps)
        if not works and any(each.item >= item for each in best.plan.left_out):
            raise UsageError(
                f"nothing of '{routine.id}' is left from item {item} on with these conditions",
                hint=f"see what is left with: voiceguide show {routine.id}",
            )
        return drafted

    def changes(self, first: _Try, best: _Try, asked: int) -> tuple[Note, ...]:
        """What was changed against the session as it is written, and why."""
        why = f"{_seconds(first.length_ms - asked)} too long for {exact_length(asked)}"
        notes = []
        if best.detail != first.detail:
            notes.append(Note("detail", first.detail, best.detail, why))
        if best.reduction.shift:
            quarters = f"{-best.reduction.shift} of {STEPS} quarters less"
            notes.append(Note("amounts", self.request.options.level, quarters, why))
        names = {step.item: step.name for step in first.plan.steps if isinstance(step, Work)}
        items = list(leaves(self.request.routine.items))
        for item in sorted(best.reduction.left_out):
            written = items[item - 1]
            name = names.get(item, getattr(written, "name", f"item {item}"))
            notes.append(Note("item", name, LEFT_OUT, why))
        return tuple(notes)

    def finished(self, best: _Try, length_ms: int | None, notes: tuple[Note, ...]) -> Fitted:
        request = self.request
        drafted = best.drafted
        if request.options.start_at > 1:
            drafted = self.later_start(best)
            if length_ms is not None:
                # The fill stays as long as it is in the whole session.
                length_ms += drafted.length_ms - best.length_ms
        spare_ms = 0 if length_ms is None else max(0, length_ms - drafted.length_ms)
        drafted = with_told_fill(drafted, spare_ms, self.context(best.detail))
        timeline = assemble(
            best.plan,
            drafted,
            length_ms=length_ms,
            voice=request.voice,
            options=replace(request.options, detail=best.detail).written(),
            notes=notes,
        )
        return Fitted(timeline, best.plan, drafted, best.detail, best.reduction)


def _too_long(best: _Try, asked: int) -> tuple[Note, ...]:
    over = best.length_ms - asked
    if over <= 0:
        return ()
    why = f"{_seconds(over)} too long even at its shortest"
    return (Note("length", exact_length(asked), _seconds(best.length_ms), why),)


def _half_minutes(length_ms: int) -> int:
    return max(1, round(length_ms / SAID_FROM_MS)) * SAID_FROM_MS


def _seconds(length_ms: int) -> str:
    return exact_length(nearest(length_ms, TENTH_MS))
