"""Breathing, form, feeling and encouragement, where there is room.

See docs/laws-of-time.md#optional-lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from voiceguide.compiler.hold_cues import QUIET_END_MS
from voiceguide.compiler.track import AIR_MS, Track
from voiceguide.planning.steps import Work
from voiceguide.routine.model import Hold
from voiceguide.routine.training_kinds import HARD
from voiceguide.timeline import Role, VoiceCue

ROOM_FROM_MS = 15_000
"""A timed hold of this length has room for an optional line."""
ROOM_IN_INTERVALS_FROM_MS = 40_000
"""So has one of intervals; shorter ones are too hard to be talked to."""
BEST_AT_MS = 4000
EARLIEST_MS = 2000
BEFORE_HALF_MS = 500
AFTER_HALF_MS = 1500
FORM_BEFORE_REPS = (3, 6, 9)
ENCOURAGE_EVERY_MS = {"rarely": 180_000, "normal": 90_000}
QUIET_START_MS = 30_000
"""No encouragement at the beginning of an exercise."""
Calls = tuple[tuple[int, str], ...]
"""When, from the beginning of a hold, and the line."""
QUIET_FROM_MS, SETTLE_MS = 4000, 1500
"""A rest or change of this length has room for encouragement, after the person has begun it."""
APART = 5
"""An encouragement is not used again within so many uses."""


class Encouraged(Struct, frozen=True):
    """What encouragement the session had so far; `ago_ms` is None before the first."""

    used: tuple[str, ...] = ()
    ago_ms: int | None = None
    count: int = 0

    def later(self, passed_ms: int) -> Encouraged:
        """The same, seen from a later time."""
        ago_ms = None if self.ago_ms is None else self.ago_ms + passed_ms
        return Encouraged(self.used, ago_ms, self.count)


NEVER = Encouraged()


class OptionalLines(Struct):
    """The optional lines of one exercise, each used at most once."""

    work: Work
    track: Track
    encouraged: Encouraged
    waiting: list[tuple[str, Role]] = field(default_factory=list)
    form: list[str] = field(default_factory=list)
    just_encouraged: bool = False
    begun_at: int = 0
    """When the work itself began."""
    _calls: Calls = ()

    def __post_init__(self) -> None:
        detail = self.track.context.options.detail
        watch = list(self.work.watch)
        if watch:
            first = self._random("watch").randrange(len(watch))
            watch = watch[first:] + watch[:first]
        holds = self._long_holds
        if holds:
            breathing, feel = self._breathing(detail != "brief"), self._feel(detail == "full")
            form: list[tuple[str, Role]] = [(line, "form") for line in watch]
            early = max(0, holds - len(breathing) - len(feel))
            in_holds = feel if holds > len(breathing) else []
            self.waiting = [*breathing, *form[:early], *in_holds, *form[early:]]
        elif detail != "brief":
            self.form = watch

    @property
    def _long_holds(self) -> int:
        """How many holds of the exercise have room for an optional line."""
        a_pass = sum(isinstance(phase, Hold) and has_room(phase) for phase in self.work.phases)
        return a_pass * len(self.work.passes()) if a_pass else 0

    def end_get_ready(self) -> Iterator[tuple[str, Role]]:
        """Breathing and feel, where no hold has room for them."""
        detail = self.track.context.options.detail
        holds = self._long_holds
        breathing = self._breathing(detail != "brief")
        if not holds:
            yield from breathing
        if holds <= len(breathing):
            yield from self._feel(detail == "full")

    def has_form_before(self, rep: int) -> bool:
        """Whether a form line is due before a rep, where no hold has room for it."""
        return rep in FORM_BEFORE_REPS and bool(self.form)

    def begin(self, at: int) -> None:
        """The work begins; nobody is praised for what comes before it."""
        self.begun_at = at

    def in_hold(
        self, start: int, length_ms: int, free: int, *, interval: bool = False, calls: Calls = ()
    ) -> None:
        """At most one line in a long timed hold, whose own words end by `free`.

        `calls` are said in it beside the usual ones.
        """
        self._calls = calls
        encouraged_before, self.just_encouraged = self.just_encouraged, False
        if length_ms < (ROOM_IN_INTERVALS_FROM_MS if interval else ROOM_FROM_MS):
            return
        for index, (line, role) in enumerate(self.waiting):
            at = self._where(line, start, length_ms, free)
            if at is not None:
                del self.waiting[index]
                self._insert(line, role, at)
                return
        if encouraged_before or not self._may_encourage(start + length_ms):
            return
        for line in self._encouragements("encourage_in_hold"):
            at = self._where(line, start, length_ms, free)
            if at is not None and self._may_encourage(at):
                self._insert(line, "encourage", at)
                self._note_encouraged(line, at)
                self.just_encouraged = True
                return

    def in_quiet(self, until: int) -> None:
        """An encouragement in a rest or a change that ends at `until`, if one is due and fits."""
        track = self.track
        at = max(track.now + SETTLE_MS, track.free)
        if until - track.now < QUIET_FROM_MS or not self._may_encourage(at):
            return
        for line in self._encouragements("encourage_between"):
            if at + track.length_of(line) + AIR_MS <= until:
                track.say(line, "encourage", at)
                self._note_encouraged(line, at)
                return

    def _breathing(self, wanted: bool) -> list[tuple[str, Role]]:
        line = self.work.breathing
        return [(line, "breath")] if wanted and line else []

    def _feel(self, wanted: bool) -> list[tuple[str, Role]]:
        if not wanted or not self.work.feel:
            return []
        return [(self.track.context.phrases.get("session.feel", feel=self.work.feel), "feel")]

    def _where(self, line: str, start: int, length_ms: int, free: int) -> int | None:
        """The instant for a line, or None where it fits nowhere."""
        text = self.track.context.phrases.with_sides(line, self.track.where.side)
        length, half = self.track.length_of(text), length_ms // 2
        last = length_ms - QUIET_END_MS
        windows = (
            (EARLIEST_MS, half - BEFORE_HALF_MS),
            (half + AFTER_HALF_MS, last),
        )
        taken = [
            (cue.at_ms - start, cue.end_ms - start)
            for cue in self.track.cues
            if isinstance(cue, VoiceCue) and cue.role == "halfway" and cue.at_ms >= start
        ]
        taken = sorted(
            [*taken, *((at, at + self.track.length_of(text)) for at, text in self._calls)]
        )
        for from_ms, until in (
            (max(BEST_AT_MS, EARLIEST_MS), windows[0][1]),
            *windows,
        ):
            at = max(from_ms, free - start)
            for begin, end in taken:
                if at < end + AIR_MS and begin < at + length + AIR_MS:
                    at = end + AIR_MS
            if at + length <= min(until, last):
                return start + at
        return None

    def _insert(self, line: str, role: Role, at: int) -> None:
        text = self.track.context.phrases.with_sides(line, self.track.where.side)
        self.track.place(text, role, at)

    def _may_encourage(self, at: int) -> bool:
        every = ENCOURAGE_EVERY_MS.get(self.track.context.options.encourage)
        if every is None or at < self.begun_at + QUIET_START_MS:
            return False
        ago = self.encouraged.ago_ms
        return ago is None or ago + at >= every

    def _encouragements(self, pool: str) -> Iterable[str]:
        recent = self.encouraged.used[-APART:]
        hard = pool == "encourage_in_hold" and self.work.intensity in HARD
        lines = self.track.context.phrases.pool("encourage_hard" if hard else pool)
        choice = [line for line in lines if line not in recent]
        self._random(f"encourage {self.encouraged.count}").shuffle(choice)
        return choice

    def _note_encouraged(self, line: str, at: int) -> None:
        before = self.encouraged
        used = (*before.used, line)[-APART:]
        self.encouraged = Encouraged(used, -at, before.count + 1)

    def _random(self, what: str) -> random.Random:
        # Seeded with text: the same on every machine and in every process.
        seed = self.track.context.options.seed
        return random.Random(f"{seed} {self.work.item} {self.work.rounds} {what}")


def has_room(hold: Hold) -> bool:
    """Whether an optional line may be said in a hold."""
    return (
        hold.amount is not None and hold.amount.unit == "time" and hold.amount.low >= ROOM_FROM_MS
    )
