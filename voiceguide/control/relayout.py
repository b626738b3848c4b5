"""A session that can be changed while it is heard: what comes later is laid out anew; pure.

Nothing before the place of a change is altered, so that what was heard stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from msgspec import Struct

from voiceguide.compiler.carry import Carry
from voiceguide.compiler.track import AIR_MS, Context, Fragment, Lengths
from voiceguide.compiler.whole_session import (
    DraftTimeline,
    Things,
    again_from,
    assemble,
    fragment_again,
    redraft,
    with_told_fill,
)
from voiceguide.fit import Fitted, Request
from voiceguide.phrases.phrases import phrases_of
from voiceguide.planning.resolve import make_plan
from voiceguide.planning.steps import Plan, PlanStep, Work
from voiceguide.routine.model import Do, Exercise, Group, Item, Routine
from voiceguide.structs import replace
from voiceguide.timeline import Segment, Timeline, VoiceCue
from voiceguide.units import Ms

WORKING = ("move", "hold", "breathe")
OPTIONAL_ROLES = ("encourage", "form", "feel", "breath")
"""What is left out when the coach shall say less."""


class SessionLayout(Struct, frozen=True):
    """A timeline and what it was made of; a script has no `fitted` and a single fragment."""

    timeline: Timeline
    drafted: DraftTimeline
    spare_ms: int = 0
    fitted: Fitted | None = None
    request: Request | None = None

    @classmethod
    def of_routine(cls, fitted: Fitted, request: Request) -> SessionLayout:
        """The layout of a routine that was fitted."""
        return cls(fitted.timeline, fitted.drafted, fitted.spare_ms, fitted, request)

    @classmethod
    def of_script(cls, timeline: Timeline) -> SessionLayout:
        """The layout of what has no items."""
        whole = Fragment(timeline.segments, timeline.cues, timeline.length_ms)
        return cls(timeline, DraftTimeline((whole,)))

    @property
    def steps(self) -> tuple[PlanStep, ...]:
        return self.drafted.steps

    def fragment_at(self, at_ms: int) -> tuple[int, Ms]:
        """The number of the fragment that holds a time, and the time at which it begins."""
        starts = self._starts()
        number = max(i for i, start in enumerate(starts) if start <= max(0, at_ms) or i == 0)
        return number, Ms(starts[number])

    def same_fragment(self, at_ms: int, other_ms: int) -> bool:
        """Whether two times lie in one fragment."""
        return self.fragment_at(at_ms)[0] == self.fragment_at(other_ms)[0]

    def start_of(self, fragment: int) -> Ms:
        """When a fragment begins."""
        return Ms(self._starts()[fragment])

    def _starts(self) -> list[int]:
        lengths = (
            fragment.length_ms + (self.spare_ms if fragment.fills else 0)
            for fragment in self.drafted.fragments
        )
        return [0, *accumulate(lengths)][:-1]

    def longer(self, at_ms: int, by_ms: int) -> SessionLayout:
        """More time at a moment; what begins then or later comes so much later."""
        number, start = self.fragment_at(at_ms)
        fragments = list(self.drafted.fragments)
        inside = min(at_ms - start, fragments[number].length_ms - 1)
        fragments[number] = fragments[number].longer(inside, by_ms)
        return self._of(replace(self.drafted, fragments=tuple(fragments)))

    def with_score(self, stretch: Segment, told: tuple[str, Ms] | None) -> SessionLayout:
        """With a line, of so long, after that which ends a stretch of counted rounds.

        It takes the place of the one before; None leaves it out.
        """
        number, start = self.fragment_at(stretch.start_ms)
        before = self.drafted.fragments[number]
        fragment = with_last_line(before, stretch.end_ms - start, told)
        longer_ms = fragment.length_ms - before.length_ms
        fragments = list(self.drafted.fragments)
        fragments[number] = fragment
        spare_ms = self.spare_ms
        if any(each.fills for each in fragments[number + 1 :]):
            spare_ms = max(0, spare_ms - longer_ms)
        layout = replace(self, spare_ms=spare_ms)
        return layout._of(replace(self.drafted, fragments=tuple(fragments)))

    def with_less_talk(
        self, at_ms: int, lengths: Lengths, tones: Mapping[str, Ms]
    ) -> SessionLayout:
        """Only what is needed from a moment on."""
        number, start = self.fragment_at(at_ms)
        fragment = self.drafted.fragments[number]
        cues = tuple(
            cue
            for cue in fragment.cues
            if start + cue.at_ms < at_ms
            or not (isinstance(cue, VoiceCue) and cue.role in OPTIONAL_ROLES)
        )
        kept = list(self.drafted.fragments)
        kept[number] = replace(fragment, cues=cues)
        drafted = replace(self.drafted, fragments=tuple(kept))
        if self.fitted is None or self.request is None or number > len(self.steps):
            return self._of(drafted)
        options = replace(self.request.options, detail="brief", encourage="none")
        layout = replace(
            self,
            request=replace(self.request, options=options),
            fitted=replace(self.fitted, detail="brief"),
        )
        return layout._redrafted(drafted, number, self.steps[number:], lengths, tones)

    def has_easier(self, at_ms: int) -> bool:
        """Whether the exercise of a moment has an easier version; nothing is laid out."""
        number, _ = self.fragment_at(at_ms)
        if not 1 <= number <= len(self.steps) or self.fitted is None or self.request is None:
            return False
        step = self.steps[number - 1]
        return isinstance(step, Work) and _version_of(step, self.request) is not None

    def easier(self, at_ms: int, lengths: Lengths, tones: Mapping[str, Ms]) -> SessionLayout | None:
        """The exercise of a moment in its easier version; None where there is none."""
        number, _ = self.fragment_at(at_ms)
        if not 1 <= number <= len(self.steps) or self.fitted is None or self.request is None:
            return None
        step = self.steps[number - 1]
        work = easier_work(step, self.fitted, self.request) if isinstance(step, Work) else None
        if work is None:
            return None
        steps = (work, *self.steps[number:])
        return self._redrafted(self.drafted, number - 1, steps, lengths, tones)

    def getting_ready_ms(self, at_ms: int) -> Ms | None:
        """When the item of a moment gets ready, the person being in its position by then.

        None where no way leads to it.
        """
        number, start = self.fragment_at(at_ms)
        fragment = self.drafted.fragments[number]
        work_ms = next((each.start_ms for each in fragment.segments if each.kind in WORKING), None)
        before = [cue for cue in fragment.cues if work_ms is None or cue.at_ms < work_ms]
        ways = [index for index, cue in enumerate(before) if cue.role == "position"]
        if not ways or ways[-1] + 1 == len(before):
            return None
        return Ms(start + before[ways[-1] + 1].at_ms)

    def without_rest_of(
        self, at_ms: int, lengths: Lengths, tones: Mapping[str, Ms]
    ) -> tuple[SessionLayout, Ms] | None:
        """The session with what follows laid out for a person who leaves this item now.

        Gives it and when the next one begins; None where no item follows.
        """
        number, start = self.fragment_at(at_ms)
        if not self.drafted.carries or number > len(self.steps):
            return None
        carry = self.drafted.carries[number]
        if number >= 1 and not self._moved(number, at_ms - start):
            carry = replace(carry, position=self.drafted.carries[number - 1].position)
        carry = replace(carry, done_sound=None, busy_ms=0, voice_ms=0, after_finish=False)
        rest = self.steps[number:]
        kept = list(self.drafted.fragments)
        kept[number] = _quiet_end(kept[number])
        drafted = replace(self.drafted, fragments=tuple(kept))
        layout = self._left_out()._redrafted(drafted, number, rest, lengths, tones, carry=carry)
        return layout, layout.start_of(number + 1)

    def with_something_left_out(self, lengths: Lengths, tones: Mapping[str, Ms]) -> SessionLayout:
        """The session as it ends where not all of it was done; itself where that is the same."""
        layout = self._left_out()
        if layout is self:
            return self
        return layout._redrafted(self.drafted, len(self.steps), (), lengths, tones)

    def _left_out(self) -> SessionLayout:
        """With other words at its end, where some are said only of a whole session."""
        if self.fitted is None or not self.fitted.plan.whole:
            return self
        if not any(line.only_whole for line in self.fitted.plan.routine.closing.say):
            return self
        plan = replace(self.fitted.plan, whole=False)
        return replace(self, fitted=replace(self.fitted, plan=plan))

    # A session whose lines are spoken while it is heard

    def fragment_again(self, number: int, lengths: Lengths, tones: Mapping[str, Ms]) -> Fragment:
        """One fragment with other lengths; the lines it asks for are all that it may need."""
        plan, things, context, start_at = self._made_of(lengths, tones)
        return fragment_again(self.drafted, number, plan, things, context, start_at=start_at)

    def spoken_from(self, number: int, lengths: Lengths, tones: Mapping[str, Ms]) -> SessionLayout:
        """The same session with the lengths of now from a fragment on.

        A fill that is still to come takes up what it became longer or shorter.
        """
        plan, things, context, start_at = self._made_of(lengths, tones)
        drafted = again_from(self.drafted, number, plan, things, context, start_at=start_at)
        spare_ms = self.spare_ms
        if spare_ms and any(fragment.fills for fragment in drafted.fragments[number:]):
            spare_ms = max(0, spare_ms + self.drafted.length_ms - drafted.length_ms)
        later = replace(drafted, fragments=drafted.fragments[number:])
        told = with_told_fill(later, spare_ms, context).fragments
        drafted = replace(drafted, fragments=(*drafted.fragments[:number], *told))
        return replace(self, spare_ms=spare_ms)._of(drafted)

    def _made_of(
        self, lengths: Lengths, tones: Mapping[str, Ms]
    ) -> tuple[Plan, Things, Context, int]:
        """What the fragments of a routine are laid out with, and the item it starts at."""
        if self.fitted is None or self.request is None:
            raise ValueError("a script has no fragments")
        request = self.request
        options = replace(request.options, detail=self.fitted.detail)
        context = Context(lengths, tones, phrases_of(request.routine.language), options)
        things = Things.of(request.routine, request.library)
        return self.fitted.plan, things, context, request.options.start_at

    def _moved(self, number: int, inside_ms: int) -> bool:
        """Whether the way to the position of a fragment has begun."""
        ways = [cue for cue in self.drafted.fragments[number].cues if cue.role == "position"]
        return not ways or ways[0].at_ms <= inside_ms

    def _redrafted(
        self,
        drafted: DraftTimeline,
        index: int,
        steps: tuple[PlanStep, ...],
        lengths: Lengths,
        tones: Mapping[str, Ms],
        carry: Carry | None = None,
    ) -> SessionLayout:
        if self.fitted is None or self.request is None:
            return self._of(drafted)
        plan, things, context, _ = self._made_of(lengths, tones)
        return self._of(redraft(drafted, index, steps, plan, things, context, carry))

    def _of(self, drafted: DraftTimeline) -> SessionLayout:
        before = self.timeline
        if self.fitted is None:
            only = drafted.fragments[0]
            timeline = replace(
                before, segments=only.segments, cues=only.cues, length_ms=Ms(only.length_ms)
            )
            return replace(self, timeline=timeline, drafted=drafted)
        of_fragments = {note for each in self.drafted.fragments for note in each.notes}
        timeline = assemble(
            self.fitted.plan,
            drafted,
            length_ms=drafted.length_ms + self.spare_ms,
            voice=before.voice,
            options=before.options,
            notes=(note for note in before.notes if note not in of_fragments),
        )
        return replace(self, timeline=timeline, drafted=drafted)


def easier_work(work: Work, fitted: Fitted, request: Request) -> Work | None:
    """The same exercise in its easier version, from its start; None where there is none."""
    version = _version_of(work, request)
    if version is None:
        return None
    number, routine = work.item, request.routine
    changed = replace(routine, items=_with_version(routine.items, number, version, [0]))
    plan = make_plan(changed, request.library, request.options, fitted.reduction)
    found = (
        step
        for step in plan.steps
        if isinstance(step, Work) and (step.item, step.rounds) == (number, work.rounds)
    )
    return next(found, None)


def _version_of(work: Work, request: Request) -> str | None:
    """The id of an exercise's easier version; None where there is none."""
    if work.exercise is None or work.instead_of is not None:
        return None
    return _easier_version(request.library.exercise(work.exercise), work)


def _easier_version(exercise: Exercise, work: Work) -> str | None:
    if work.chosen is not None and not work.chosen.harder:
        return None
    easier = [version.id for version in exercise.versions if not version.harder]
    offered = exercise.offer_easier
    return offered if offered in easier else next(iter(easier), None)


def _with_version(
    items: tuple[Item, ...], number: int, version: str, count: list[int]
) -> tuple[Item, ...]:
    """The items with the version of leaf `number` (from 1) replaced."""
    changed: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            changed.append(replace(item, items=_with_version(item.items, number, version, count)))
            continue
        count[0] += 1
        if count[0] == number and isinstance(item, Do):
            item = replace(item, version=version)
        changed.append(item)
    return tuple(changed)


def with_last_line(fragment: Fragment, end_ms: int, told: tuple[str, Ms] | None) -> Fragment:
    """A fragment with this line as the last one, after the first that comes after its work."""
    first, *others = (
        cue for cue in fragment.cues if isinstance(cue, VoiceCue) and cue.at_ms >= end_ms
    )
    at_ms = Ms(first.end_ms + AIR_MS)
    cues = tuple(cue for cue in fragment.cues if cue not in others)
    length_ms: int = at_ms
    if told is not None:
        text, line_ms = told
        cues = (*cues, VoiceCue(at_ms, line_ms, text, "announce"))
        length_ms += line_ms + AIR_MS
    longer_ms = length_ms - fragment.length_ms
    segments = (*fragment.segments[:-1], fragment.segments[-1].later(0, longer_ms=longer_ms))
    return replace(fragment, segments=segments, cues=cues, length_ms=length_ms)


def _quiet_end(fragment: Fragment) -> Fragment:
    """The fragment without what would sound on past its end."""
    cues = tuple(cue for cue in fragment.cues if cue.end_ms <= fragment.length_ms)
    return replace(fragment, cues=cues, busy_ms=0, voice_ms=0, done_sound=None)


def waits_in(routine: Routine, *, always: bool) -> frozenset[int]:
    """The numbers of the items that wait for "ready"."""
    from voiceguide.routine.item_kinds import leaves

    waiting = set()
    for number, item in enumerate(leaves(routine.items), 1):
        own = getattr(item, "wait", None)
        if always or own == "ready" or (own is None and routine.wait == "ready"):
            waiting.add(number)
    return frozenset(waiting)
