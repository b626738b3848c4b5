"""What one step of a plan may say: laid out with words that all fit, and with words that do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from msgspec import Struct, field

from voiceguide.compiler.announcements import announcement
from voiceguide.compiler.carry import Carry, track_after
from voiceguide.compiler.comfort import Comfort
from voiceguide.compiler.exercise import FADE_FROM_REP, lay_out_passes, lay_out_way
from voiceguide.compiler.item import compile_item, where_of
from voiceguide.compiler.optional_lines import NEVER, OptionalLines
from voiceguide.compiler.track import Context, Track, unplaced
from voiceguide.control.live_lines import NAMED, TIMED, own_pace_lines, place
from voiceguide.person.resuming import going_on
from voiceguide.phrases.phrases import Phrases
from voiceguide.planning.steps import AdviceStep, IntervalsStep, PlanStep, RestStep, Work
from voiceguide.routine.model import Position, Positions, SideName
from voiceguide.session_options import Cues, Detail, SessionOptions
from voiceguide.speech.line_lengths import Estimates
from voiceguide.structs import replace
from voiceguide.timeline import Segment
from voiceguide.units import Ms

SHORT_MS, LONG_MS = 1, 600_000
"""Words of this length all fit; none of that length does."""
DETAILS: tuple[Detail, ...] = ("full", "brief")
"""What is said in normal detail is said in one of these."""
WORDS_A_MINUTE = 140


_S = TypeVar("_S", bound=PlanStep)


class AskedLengths(dict[str, Ms]):
    """Gives every text one length, and keeps those that it was asked for, in order."""

    def __init__(self, length_ms: int) -> None:
        super().__init__()
        self.length_ms = Ms(length_ms)

    def __missing__(self, text: str) -> Ms:
        self[text] = self.length_ms
        return self.length_ms


class Said(Struct, kw_only=True):
    """What may be said, in the session and while it is led."""

    texts: dict[str, None] = field(default_factory=dict)
    live: dict[str, None] = field(default_factory=dict)
    longest_timed_ms: int = 0

    def add(self, other: Said) -> None:
        """What another one says, too."""
        self.texts |= other.texts
        self.live |= other.live
        self.longest_timed_ms = max(self.longest_timed_ms, other.longest_timed_ms)

    def add_stretches(self, segments: tuple[Segment, ...]) -> None:
        """The longest one that is timed."""
        timed = (each.length_ms for each in segments if each.kind in TIMED)
        self.longest_timed_ms = max([self.longest_timed_ms, *timed])


class StepWords(Said):
    """What a step may say, and where it leaves the person."""

    position: str
    side: SideName


class PassesWords(Said):
    """What an exercise says from its first pass on."""

    side: SideName | None
    """The last one that is done; None where it has no sides."""


class StepLines(Struct, frozen=True):
    """Lays steps out; each different one once.

    What an exercise says is that of the way to it, which depends on where the person is, and that
    of the exercise itself, which does not.
    """

    options: SessionOptions
    """All of them, decided; detail and cues are of no account."""
    tones: Mapping[str, Ms]
    phrases: Phrases
    positions: Positions
    estimates: Estimates
    _known: dict[object, StepWords] = field(default_factory=dict)
    _ways: dict[object, Said] = field(default_factory=dict)
    _passes: dict[object, PassesWords] = field(default_factory=dict)
    _lengths_ms: dict[object, int] = field(default_factory=dict)
    _options: dict[tuple[Detail, Cues], SessionOptions] = field(default_factory=dict)

    def context(self, lengths: Mapping[str, Ms], detail: Detail, cues: Cues) -> Context:
        """What a session is laid out with."""
        key = (detail, cues)
        if key not in self._options:
            self._options[key] = replace(self.options, detail=detail, cues=cues, encourage="normal")
        return Context(lengths, self.tones, self.phrases, self._options[key])

    def of(self, step: PlanStep, position: str, side: SideName, cues: Cues) -> StepWords:
        """What a step may say to a person in a position, who did a side last."""
        step = _anywhere(step)
        if not (isinstance(step, Work) and _fades(step)):
            cues = "fade"  # which make no difference
        key = (step_key(step), position, side, cues)
        if key not in self._known:
            if isinstance(step, Work):
                words = self._of_work(step, position, side, cues)
            else:
                words = self._laid_out(step, position, side, cues)
            self._known[key] = words
        return self._known[key]

    def _laid_out(self, step: PlanStep, position: str, side: SideName, cues: Cues) -> StepWords:
        words = StepWords(position, side)
        carry = Carry(position=self.positions.positions[position], side=side, unasked_ms=None)
        for way in _ways(step):
            for detail in DETAILS:
                for length_ms in (SHORT_MS, LONG_MS):
                    asked = AskedLengths(length_ms)
                    context = self.context(asked, detail, cues)
                    fragment, after = compile_item(way, carry, self.positions, context)
                    words.texts |= dict.fromkeys(asked)
                    words.position, words.side = after.position.id, after.side
                    words.live |= dict.fromkeys(self._going_on(way, fragment.segments))
                    if length_ms == SHORT_MS:
                        words.add_stretches(fragment.segments)
        words.live |= dict.fromkeys(self._own_pace(fragment.segments))
        if isinstance(step, RestStep):
            label = self.phrases.get("session.rest").rstrip(".")
            words.live[self.phrases.get("live.place", name=label)] = None
            words.live |= dict.fromkeys(self._arriving(step.position))
        return words

    def _of_work(self, work: Work, position: str, side: SideName, cues: Cues) -> StepWords:
        """The way to an exercise, and the exercise."""
        words = StepWords(self.positions.resting(work.position).id, side)
        key = (work, position, side)
        if key not in self._ways:
            self._ways[key] = self._way_laid_out(work, position, side)
        words.add(self._ways[key])
        for each in _ways(work):
            passes = self._of_passes(each, cues)
            words.add(passes)
            words.side = passes.side or side
        return words

    def _way_laid_out(self, work: Work, position: str, side: SideName) -> Said:
        said = Said()
        carry = Carry(position=self.positions.positions[position], side=side, unasked_ms=None)
        for way in _ways(work):
            for detail in DETAILS:
                asked = AskedLengths(SHORT_MS)
                track = track_after(carry, where_of(way), self.context(asked, detail, "fade"))
                optional = OptionalLines(way, track, NEVER)
                lay_out_way(way, track, self.positions, carry, optional)
                said.texts |= dict.fromkeys(asked)
                said.live |= dict.fromkeys(self._going_on(way, track.fragment().segments))
        said.live |= dict.fromkeys(self._after_skip(work))
        return said

    def _of_passes(self, work: Work, cues: Cues) -> PassesWords:
        # Everything that only the way to it tells, or nothing at all.
        work = replace(
            work, item=0, place="next", instead_of=None, why=None, placed=True,
            before=None, get_ready=(), chosen=None, offered=None,
            rounds=(), needs=(), helps=(), sources=(),
        )  # fmt: skip
        key = (work, cues)
        if key not in self._passes:
            self._passes[key] = self._passes_laid_out(work, cues)
        return self._passes[key]

    def _passes_laid_out(self, work: Work, cues: Cues) -> PassesWords:
        said = PassesWords(None)
        first, *_ = work.side_order
        position = self.positions.resting(work.position)
        carry = Carry(position=position, side=first or "left", unasked_ms=None)
        for detail in DETAILS:
            for length_ms in (SHORT_MS, LONG_MS):
                asked = AskedLengths(length_ms)
                track = track_after(carry, where_of(work), self.context(asked, detail, cues))
                track.at(side=first)
                comfort = Comfort(track, carry.unasked_ms)
                optional = OptionalLines(work, track, NEVER)
                laid = lay_out_passes(work, track, self.positions, carry, comfort, optional)
                segments = laid.fragment.segments
                said.texts |= dict.fromkeys(asked)
                said.live |= dict.fromkeys(self._going_on(work, segments))
                said.side = next((each.side for each in reversed(segments) if each.side), first)
                if length_ms == SHORT_MS:
                    said.add_stretches(segments)
        said.texts |= dict.fromkeys(self._in_turn(work))
        said.live |= dict.fromkeys((*self._arriving(work.position), *self._own_pace(segments)))
        return said

    def _own_pace(self, segments: tuple[Segment, ...]) -> Iterator[str]:
        """What is said where rounds are counted, or something lasts until the person is ready."""
        if any(segment.is_own_pace for segment in segments):
            yield from self.phrases.without_values("ready")
            yield from own_pace_lines(segments, self.phrases)

    def _arriving(self, position: Position | None) -> Iterator[str]:
        """What leads into a position, on each side."""
        if position is not None:
            yield from (self.phrases.with_sides(position.arrive, s) for s in ("left", "right"))

    def length_ms(self, step: PlanStep, position: str, side: SideName, detail: Detail) -> int:
        """About how long a step lasts, by an estimate of its words."""
        if isinstance(step, Work | IntervalsStep | AdviceStep):
            step = replace(step, rounds=())
        key = (step_key(step), position, side, detail)
        if key not in self._lengths_ms:
            carry = Carry(position=self.positions.positions[position], side=side)
            context = self.context(self.estimates, detail, "fade")
            fragment, _ = compile_item(step, carry, self.positions, context)
            self._lengths_ms[key] = fragment.length_ms
        return self._lengths_ms[key]

    def _in_turn(self, work: Work) -> Iterator[str]:
        """Lines of an exercise that are said in turn, or in holds with room for them."""
        context = self.context(AskedLengths(SHORT_MS), "full", "fade")
        optional = OptionalLines(work, Track(context, unplaced(label=work.name)), NEVER)
        lines = [line for line, _ in optional.waiting]
        if any(optional.has_form_before(each.rep) for each in work.passes()):
            lines += optional.form
        for side in work.side_order:
            yield from (self.phrases.with_sides(line, side) for line in lines)

    def _after_skip(self, work: Work) -> Iterator[str]:
        """The announcement where the step before it was skipped: then the person may be there."""
        context = self.context(AskedLengths(SHORT_MS), "normal", "fade")
        told = work.placed and work.place not in ("first", "only")
        for in_place in (False, True) if told else (False,):
            yield from announcement(work, context, in_place=in_place)

    def _going_on(self, step: PlanStep, segments: tuple[Segment, ...]) -> Iterator[str]:
        """What is said of each stretch after a pause, or where a session goes on."""
        said = set()
        for segment in segments:
            about = (segment.kind in NAMED, segment.label, segment.item, segment.side, segment.set)
            if about in said:
                continue
            said.add(about)
            if segment.kind in NAMED and segment.label:
                yield place(segment, (step,), self.phrases)
            yield going_on(segment, self.phrases)


class SharedStepLines:
    """The steps of several routines: what two of them have alike is laid out once."""

    def __init__(self, tones: Mapping[str, Ms]) -> None:
        self.tones = tones
        self._known: list[StepLines] = []

    def of(self, options: SessionOptions, phrases: Phrases, positions: Positions) -> StepLines:
        """Those of a routine's options, all decided."""
        # The plan is made by the level, a voice by the pace; all of the others are laid out.
        options = replace(
            options, level="gentle", pace="normal", detail="normal", cues="fade", encourage="normal"
        )
        for each in self._known:
            if each.options == options and each.phrases is phrases and each.positions is positions:
                return each
        estimates = Estimates(WORDS_A_MINUTE, phrases.language)
        new = StepLines(options, self.tones, phrases, positions, estimates)
        self._known.append(new)
        return new


def _anywhere(step: PlanStep) -> PlanStep:
    """A step without the numbers of its place in the session, which no line names."""
    match step:
        case Work() | AdviceStep():
            return replace(step, item=0, rounds=())
        case IntervalsStep() if step.rounds:
            return replace(step, rounds=())
    return step


def _fades(work: Work) -> bool:
    """Whether any of its words may become tones."""
    return max(map(work.reps_of, range(1, work.sets + 1))) >= FADE_FROM_REP


def _ways(step: _S) -> tuple[_S, ...]:
    """A session that begins with a later item meets one that comes again for the first time."""
    if isinstance(step, Work | IntervalsStep) and step.again:
        return step, replace(step, again=False)
    return (step,)


def step_key(step: PlanStep) -> object:
    """What tells a step from others; an advice itself cannot be hashed."""
    if isinstance(step, AdviceStep):
        return (step.item, step.advice.id, step.show_instead)
    return step
