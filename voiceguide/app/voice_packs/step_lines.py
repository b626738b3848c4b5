"""What one step of a plan may say: laid out with words that all fit, and with words that do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from voiceguide.compiler.announcements import announcement
from voiceguide.compiler.carry import Carry
from voiceguide.compiler.item import compile_item
from voiceguide.compiler.optional_lines import NEVER, OptionalLines
from voiceguide.compiler.track import Context, Track, unplaced
from voiceguide.control.live_lines import NAMED, TIMED, own_pace_lines, place
from voiceguide.person.resuming import going_on
from voiceguide.phrases.phrases import Phrases
from voiceguide.planning.steps import AdviceStep, IntervalsStep, PlanStep, RestStep, Work
from voiceguide.routine.model import Positions, SideName
from voiceguide.session_options import Cues, Detail, SessionOptions
from voiceguide.speech.line_lengths import Estimates
from voiceguide.structs import replace
from voiceguide.timeline import Segment
from voiceguide.units import Ms

SHORT_MS, LONG_MS = 1, 600_000
"""Words of this length all fit; none of that length does."""
DETAILS: tuple[Detail, ...] = ("full", "brief")
"""What is said in normal detail is said in one of these."""


class AskedLengths(dict[str, Ms]):
    """Gives every text one length, and keeps those that it was asked for, in order."""

    def __init__(self, length_ms: int) -> None:
        super().__init__()
        self.length_ms = Ms(length_ms)

    def __missing__(self, text: str) -> Ms:
        self[text] = self.length_ms
        return self.length_ms


class StepWords(Struct):
    """What a step may say, live too, and where it leaves the person."""

    position: str
    side: SideName
    texts: dict[str, None] = field(default_factory=dict)
    live: dict[str, None] = field(default_factory=dict)
    longest_timed_ms: int = 0


class StepLines(Struct, frozen=True):
    """Lays steps out; each different one once."""

    options: SessionOptions
    """All of them, decided; detail and cues are of no account."""
    tones: Mapping[str, Ms]
    phrases: Phrases
    positions: Positions
    estimates: Estimates
    _known: dict[object, StepWords] = field(default_factory=dict)
    _lengths_ms: dict[object, int] = field(default_factory=dict)

    def context(self, lengths: Mapping[str, Ms], detail: Detail, cues: Cues) -> Context:
        """What a session is laid out with."""
        options = replace(self.options, detail=detail, cues=cues, encourage="normal")
        return Context(lengths, self.tones, self.phrases, options)

    def of(self, step: PlanStep, position: str, side: SideName, cues: Cues) -> StepWords:
        """What a step may say to a person in a position, who did a side last."""
        if isinstance(step, Work | IntervalsStep | AdviceStep):
            step = replace(step, rounds=())
        key = (step_key(step), position, side, cues)
        if key not in self._known:
            self._known[key] = self._laid_out(step, position, side, cues)
        return self._known[key]

    def _laid_out(self, step: PlanStep, position: str, side: SideName, cues: Cues) -> StepWords:
        words = StepWords(position, side)
        carry = Carry(position=self.positions.positions[position], side=side, unasked_ms=None)
        ways = [step]
        if isinstance(step, Work | IntervalsStep) and step.again:
            # A session that begins with a later item meets it for the first time.
            ways.append(replace(step, again=False))
        for way in ways:
            for detail in DETAILS:
                for length_ms in (SHORT_MS, LONG_MS):
                    asked = AskedLengths(length_ms)
                    context = self.context(asked, detail, cues)
                    fragment, after = compile_item(way, carry, self.positions, context)
                    words.texts |= dict.fromkeys(asked)
                    words.position, words.side = after.position.id, after.side
                    self._go_on(words, way, fragment.segments)
                    if length_ms == SHORT_MS:
                        timed = [each.length_ms for each in fragment.segments if each.kind in TIMED]
                        words.longest_timed_ms = max([words.longest_timed_ms, *timed])
        if isinstance(step, Work):
            words.texts |= dict.fromkeys(self._in_turn(step))
            words.live |= dict.fromkeys(self._after_skip(step))
        if any(segment.is_own_pace for segment in fragment.segments):
            words.live |= dict.fromkeys(self.phrases.without_values("ready"))
            words.live |= dict.fromkeys(own_pace_lines(fragment.segments, self.phrases))
        if isinstance(step, RestStep):
            label = self.phrases.get("session.rest").rstrip(".")
            words.live[self.phrases.get("live.place", name=label)] = None
        if isinstance(step, Work | RestStep) and step.position is not None:
            arrive = step.position.arrive
            for each in ("left", "right"):
                words.live[self.phrases.with_sides(arrive, each)] = None
        return words

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

    def _go_on(self, words: StepWords, step: PlanStep, segments: tuple[Segment, ...]) -> None:
        """What is said of each stretch after a pause, or where a session goes on."""
        for segment in segments:
            if segment.kind in NAMED and segment.label:
                words.live[place(segment, (step,), self.phrases)] = None
            words.live[going_on(segment, self.phrases)] = None


def step_key(step: PlanStep) -> object:
    """What tells a step from others; an advice itself cannot be hashed."""
    if isinstance(step, AdviceStep):
        return (step.item, step.advice.id, step.show_instead)
    return step
