"""What an author wrote, as frozen data: exercises, advice, routines and the single files.

Texts are kept as written; ``<side>`` and ``<other>`` are filled in by the plan. Times are
milliseconds. A `Place` says where a thing is written, for messages about what it refers to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from voiceguide.errors import Place
from voiceguide.reader.amounts import Amount
from voiceguide.routine.habits import GateQuestions, PainRules
from voiceguide.session_options import Level, SessionOptions
from voiceguide.units import Ms

Order = Literal["none", "one-then-other", "set-by-set", "rep-by-rep"]
SideName = Literal["left", "right"]
Purpose = Literal["strength", "stretch", "mobility", "relax", "posture", "activity"]
Verdict = Literal["do", "avoid"]
SafetyWords = Literal["full", "short", "none"]

NOWHERE = Place("", 0, 0)


@dataclass(frozen=True, slots=True)
class Say:
    """A line, and the quiet time after it in which the listener does what it says."""

    say: str
    wait_ms: Ms = Ms(2000)
    only_whole: bool = False
    """Said only where nothing is left out or swapped, and the length is as written."""
    only_in: str | None = None
    """Said only to a person in a position of this one's group."""


@dataclass(frozen=True, slots=True)
class Move:
    """A movement of exactly `takes_ms`; `away` forces its faded tone: rise (True) or fall."""

    move: str
    takes_ms: Ms
    again: str | None = None
    breath: Literal["in", "out"] | None = None
    away: bool | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold; an `amount` of None is the dose's."""

    amount: Amount | None
    say: str | None = None
    again: str | None = None
    count: Literal["ends", "silent"] | None = None


@dataclass(frozen=True, slots=True)
class Breathe:
    """A breath in, a breath out of `takes_ms`, or so many full breaths."""

    breathe: Literal["in", "out"] | int
    takes_ms: Ms | None = None
    say: str | None = None
    again: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Quiet time inside a repetition."""

    length_ms: Ms


Phase = Move | Hold | Breathe | Pause


@dataclass(frozen=True, slots=True)
class Sides:
    """How an exercise is shared between left and right; `change_say` None is the standard line."""

    order: Order = "none"
    first: SideName = "left"
    only: SideName | None = None
    word: str = "side"
    change_ms: Ms = Ms(5000)
    change_say: str | None = None
    through_centre: bool = False


NO_SIDES = Sides()


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise; `reps` or `repeat_for`, never both."""

    sets: Amount
    reps: Amount
    hold: Amount | None = None
    repeat_for: Amount | None = None
    rest_ms: Ms = Ms(10_000)


@dataclass(frozen=True, slots=True)
class Version:
    """An easier or harder way: `say` offers it, `use` is said when it is chosen."""

    id: str
    say: str
    use: str
    needs: tuple[str, ...] = ()
    rep: tuple[Phase, ...] | None = None
    harder: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise file. `source` is its `from`; `versions` holds easier and harder ones."""

    id: str
    name: str
    purpose: Purpose
    position: str
    dose: Dose
    rep: tuple[Phase, ...]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    other_names: tuple[str, ...] = ()
    source: str | None = None
    why: str | None = None
    feel: str | None = None
    breathing: str | None = None
    needs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    get_ready: tuple[Say, ...] = ()
    sides: Sides = NO_SIDES
    watch: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    offer_easier: str | None = None
    finish: str | None = None
    avoid_if: tuple[str, ...] = ()
    ask_first_if: tuple[str, ...] = ()
    swap: str | None = None
    notes: str | None = None

    def version(self, id: str) -> Version | None:
        return next((version for version in self.versions if version.id == id), None)


@dataclass(frozen=True, slots=True)
class Advice:
    """An advice file: something to do or to avoid, and a better way instead."""

    id: str
    name: str
    verdict: Verdict
    say: tuple[str, ...]
    short: str
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    helps: tuple[str, ...] = ()
    instead: str | None = None
    instead_say: str | None = None
    position: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Do:
    """An item that does an exercise of the library; None leaves a matter to the exercise."""

    do: str
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    sets: Amount | None = None
    reps: Amount | None = None
    hold: Amount | None = None
    repeat_for: Amount | None = None
    rest_ms: Ms | None = None
    level: Level | None = None
    sides: Mapping[str, object] = field(default_factory=dict)
    version: str | None = None
    before: str | None = None
    after: str | None = None
    why_less: str | None = None
    optional: bool = False
    wait: Literal["ready", "time"] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Anything timed that is not in the library: a hold of `for`, or `reps` of `takes_ms`."""

    name: str
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    length: Amount | None = None
    reps: Amount | None = None
    takes_ms: Ms | None = None
    say: tuple[str, ...] = ()
    sides: Sides = NO_SIDES
    position: str | None = None
    count: Literal["ends", "silent"] | None = None
    bell: bool = False
    """A bell begins and ends it, in place of tones and countdown."""
    sets: Amount | None = None
    rest_ms: Ms | None = None
    avoid_if: tuple[str, ...] | None = None
    ask_first_if: tuple[str, ...] | None = None
    needs: tuple[str, ...] = ()
    optional: bool = False
    wait: Literal["ready", "time"] | None = None

    @property
    def says_whom_it_suits(self) -> bool:
        """Whether its author wrote conditions, be it an empty list of them."""
        return self.avoid_if is not None or self.ask_first_if is not None


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest; a `length_ms` of None fills up to the routine's length."""

    length_ms: Ms | None
    place: Place
    say: tuple[str, ...] = ()
    position: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SayItem:
    """A line spoken between exercises (`note:`)."""

    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class GiveAdvice:
    """An item that gives an advice of the library."""

    advice: str
    place: Place
    show_instead: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the person; only about pain so far."""

    ask: Literal["pain"]
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are done `rounds` times in a row."""

    name: str
    rounds: int
    items: tuple[Item, ...]
    place: Place
    rest_ms: Ms | None = None


Item = Do | Step | Rest | SayItem | GiveAdvice | Ask | Group


BodyPart = Literal["back", "neck", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot"]
BODY_PARTS: tuple[BodyPart, ...] = get_args(BodyPart)


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine file; a `length_ms` is exact where a rest fills it up."""

    id: str
    name: str
    items: tuple[Item, ...]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    about: str | None = None
    level: Level | None = None
    length_ms: Ms | None = None
    language: str = "en"
    days_between: int = 0
    body: BodyPart | None = None
    """What questions about pain name; None: they ask for the pain, wherever it is."""
    voice: SessionOptions = SessionOptions()
    """How the coach speaks."""
    starts: str = "standing"
    opening: tuple[Say, ...] = ()
    safety: SafetyWords = "short"
    closing: tuple[Say, ...] = ()
    wait: Literal["ready", "time"] = "time"
    say_as: Mapping[str, str] = field(default_factory=dict)
    """What the voice gets wrong, as written in lines, and what it is given instead."""

    @property
    def options(self) -> SessionOptions:
        """What the routine says of its session."""
        return replace(self.voice, level=self.level) if self.level else self.voice


@dataclass(frozen=True, slots=True)
class Position:
    """A start position; its `group` decides how long it takes to get there."""

    id: str
    group: str
    arrive: str


@dataclass(frozen=True, slots=True)
class GroupConditions:
    """Conditions that apply to every exercise in a group of positions."""

    avoid_if: tuple[str, ...] = ()
    ask_first_if: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Positions:
    """All positions, and the lines and times of changing between their groups.

    `leaving` has "lying-to-up", "floor-to-stand" and "up-to-floor"; `change_ms` is read
    ``change_ms[from_group][to_group]``.
    """

    positions: Mapping[str, Position]
    leaving: Mapping[str, str]
    change_ms: Mapping[str, Mapping[str, Ms]]
    group_conditions: Mapping[str, GroupConditions]


@dataclass(frozen=True, slots=True)
class Safety:
    """What is spoken for safety, and the conditions a person may have; docs in safety.yaml."""

    version: int
    full: tuple[str, ...]
    short: tuple[str, ...]
    statement: tuple[str, ...]
    red_flags: tuple[str, ...]
    urgent: str
    advise: str
    conditions: Mapping[str, str]
    gate: GateQuestions
    rules: PainRules
