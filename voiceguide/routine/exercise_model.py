"""What an author wrote of an exercise, as frozen data.

Each field that is a setting of a file is declared as one, with what may be written and what it
is for: the reader, the JSON Schemas and the test of docs/routine-format.md follow from that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from msgspec import field

from voiceguide.errors import Place
from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.amounts import Amount
from voiceguide.reader.kinds import CONDITION, POSITION, AnyText, Choice, Id, YesNo
from voiceguide.reader.records import ListOf, OrWord, TableOf, setting
from voiceguide.routine.figure_model import Figure
from voiceguide.routine.shared_kinds import (
    BREATH,
    CONDITIONS,
    COUNT,
    DOSE_HOLD,
    HOLD,
    LINE,
    ONCE,
    PAUSE,
    REPEAT_FOR,
    REPS,
    SESSION_LINE,
    SETS,
    TAKES,
    THINGS,
    WAIT_AFTER,
    BreathOrNumber,
)
from voiceguide.routine.source_kinds import OWN_PRACTICE, SOURCES, SourcePage
from voiceguide.routine.training_kinds import EYES, Eyes
from voiceguide.structs import Declaring, WrittenRecord
from voiceguide.units import Ms

Order = Literal["none", "one-then-other", "set-by-set", "rep-by-rep"]
SideName = Literal["left", "right"]
Purpose = Literal["strength", "stretch", "mobility", "relax", "posture", "activity"]

NOWHERE = Place("", 0, 0)
OWN_HALFWAY_FROM_MS = 60_000
"""A hold of this length says its own words at half time."""


class Say(Declaring, frozen=True):
    """A line, and the quiet time after it in which the listener does what it says."""

    say: str = setting(LINE, "What the coach says.")
    wait_ms: Ms = setting(
        WAIT_AFTER, "Quiet time after it, to do what it says.", Ms(2000), name="wait"
    )
    only_whole: bool = setting(
        YesNo(),
        "Said only where nothing is left out or swapped, and the length is as written.",
        False,
    )
    only_in: str | None = setting(
        POSITION, "Said only to who is in a position of this one's group.", None
    )
    only_with: tuple[str, ...] = setting(
        THINGS, "Said only where the session uses one of these things.", ()
    )


class Watch(Declaring, frozen=True):
    """A form warning; `always` ones end the get-ready lines of every session."""

    say: str = setting(LINE, "What the coach says.")
    always: bool = setting(
        YesNo(), "Said in every session, on each side that it names (false).", False
    )


class Move(WrittenRecord, frozen=True):
    """A movement of exactly `takes_ms`; `away` forces its faded tone: rise (True) or fall."""

    move: str = setting(LINE, "A movement, in the words the coach says.")
    takes_ms: Ms = setting(
        TAKES, "How long the movement takes; exactly that.", name="takes", unwritten=None
    )
    again: str | None = setting(LINE, "Short words for later times.", None)
    breath: Literal["in", "out"] | None = setting(BREATH, "The breath that goes with it.", None)
    away: bool | None = setting(YesNo(), "Later tone: true rises, false falls.", None)
    part: Literal["lower", "lift"] | None = setting(
        Choice(("lower", "lift")), "Its part of the tempo, which is kept to the second.", None
    )
    place: Place = NOWHERE


class Hold(WrittenRecord, frozen=True):
    """A hold; an `amount` of None is the dose's."""

    amount: Amount | None = setting(
        OrWord(DOSE_HOLD, HOLD),
        "Stay as you are: 'dose' for the hold of the dose, or an amount.",
        name="hold",
    )
    say: str | None = setting(LINE, "What is said as the hold begins.", None)
    again: str | None = setting(LINE, "Short words for later times.", None)
    count: Literal["ends", "silent"] | None = setting(
        COUNT, "ends: tones at its end (from 10 s). silent: none.", None
    )
    part: Literal["hold", "pause"] | None = setting(
        Choice(("hold", "pause")), "Its part of the tempo, which is kept to the second.", None
    )
    halfway: str | None = setting(
        LINE, "What is said at half time of a hold of a minute or more.", None
    )
    until_ready: bool = False
    """It lasts until the person is ready, and about so long."""
    place: Place = NOWHERE


class Breathe(WrittenRecord, frozen=True):
    """A breath in, a breath out of `takes_ms`, or so many full breaths."""

    breathe: Literal["in", "out"] | int = setting(
        BreathOrNumber(), "in, out, or so many full breaths."
    )
    takes_ms: Ms | None = setting(TAKES, "How long the breath in or out takes.", None, name="takes")
    say: str | None = setting(LINE, "What the coach says for it.", None)
    again: str | None = setting(LINE, "Short words for later times.", None)
    place: Place = NOWHERE


class Pause(Declaring, frozen=True):
    """Quiet time inside a repetition."""

    length_ms: Ms = setting(Time(high_ms=120_000), "Quiet time inside the rep.", name="rest")


Phase = Move | Hold | Breathe | Pause


class Sides(Declaring, frozen=True):
    """How an exercise is shared between left and right; `change_say` None is the standard line."""

    order: Order = setting(
        Choice(get_args(Order)),
        "one-then-other: all on one side, then all on the other. "
        "set-by-set: a set on one, a set on the other. rep-by-rep: from rep to rep.",
        "none",
    )
    first: SideName = setting(Choice(get_args(SideName)), "The side to begin with (left).", "left")
    only: SideName | None = setting(Choice(get_args(SideName)), "Do one side only.", None)
    word: str = setting(SESSION_LINE, "What the coach calls a side: leg, arm (side).", "side")
    change_ms: Ms = setting(
        WAIT_AFTER, "Time to move over to the other side (5 s).", Ms(5000), name="change"
    )
    change_say: str | None = setting(LINE, "What is said for it; <side> is the new side.", None)
    through_centre: bool = setting(YesNo(), "Return to the middle between the sides.", False)


NO_SIDES = Sides()


class Dose(Declaring, frozen=True):
    """How much of an exercise; `reps` or `repeat_for`, never both."""

    sets: Amount = setting(SETS, "Sets on each side (1).", ONCE)
    reps: Amount = setting(REPS, "Times in each set, on each side (1).", ONCE)
    hold: Amount | None = setting(HOLD, "The length of every phase that says 'hold: dose'.", None)
    repeat_for: Amount | None = setting(
        REPEAT_FOR, "Instead of reps: whole reps for at least this time.", None
    )
    rest_ms: Ms = setting(PAUSE, "Between sets of the same side (10 s).", Ms(10_000), name="rest")


class Version(Declaring, frozen=True):
    """An easier or harder way: `say` offers it, `use` is said when it is chosen."""

    id: str = setting(Id(), "A name for it, such as 'pillow'.")
    say: str = setting(LINE, "Offers it: To make it easier, ...")
    use: str = setting(LINE, "Said when it is chosen; else 'say' is.", unwritten=None)
    needs: tuple[str, ...] = setting(THINGS, "Things it needs beyond those of the exercise.", ())
    use_if: tuple[str, ...] = setting(
        CONDITIONS, "Conditions for which it is chosen, whatever the routine says.", ()
    )
    get_ready: tuple[Say, ...] | None = setting(
        None, "Its own lines before the start, where they differ.", None
    )
    rep: tuple[Phase, ...] | None = setting(None, "Its own phases, where they differ.", None)
    harder: bool = False
    place: Place = NOWHERE


class Equipment(Declaring, frozen=True):
    """The things of an exercise."""

    needs: tuple[str, ...] = setting(THINGS, "Things it cannot be done without.", ())
    helps: tuple[str, ...] = setting(THINGS, "Things that help.", ())


class Exercise(Declaring, frozen=True, kw_only=True):
    """An exercise file."""

    id: str
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    name: str = setting(SESSION_LINE, "What the coach calls the exercise.")
    other_names: tuple[str, ...] = setting(ListOf(AnyText(), single=True), "Found by search.", ())
    origin: str | None = setting(AnyText(), "Where it comes from; never spoken.", None, name="from")
    sources: tuple[SourcePage, ...] = setting(
        SOURCES, "The pages that it was made from; never spoken.", (), name="source"
    )
    purpose: Purpose = setting(Choice(get_args(Purpose)), "Counts towards the weekly goals.")
    why: str | None = setting(LINE, "What it is good for; said in full detail.", None)
    feel: str | None = setting(LINE, "Completes: You should feel ...", None)
    breathing: str | None = setting(LINE, "How to breathe.", None)
    position: str = setting(POSITION, "The start position's id.")
    equipment: Equipment = setting(None, "Things it needs, and things that help.", Equipment())
    eyes: Eyes | None = setting(EYES, "open: said before it, and each time it comes back.", None)
    get_ready: tuple[Say, ...] = setting(None, "Said before the start.", ())
    get_set: Say | None = setting(
        None, "Said before each set, and the time after it: to get under the bar.", None
    )
    sides: Sides = setting(None, "How left and right take turns (none).", NO_SIDES, unwritten=None)
    dose: Dose = setting(None, "How much of it.")
    rep: tuple[Phase, ...] = setting(None, "The phases of one rep, in order.")
    watch: tuple[Watch, ...] = setting(None, "Form warnings, used in turn.", ())
    easier: tuple[Version, ...] = setting(None, "Easier versions.", ())
    harder: tuple[Version, ...] = setting(None, "Harder versions.", ())
    offer_easier: str | None = setting(Id(), "The easier version that is offered aloud.", None)
    finish: str | None = setting(LINE, "How to come out.", None)
    avoid_if: tuple[str, ...] = setting(
        CONDITIONS, "Conditions in which it is swapped or left out.", ()
    )
    ask_first_if: tuple[str, ...] = setting(
        CONDITIONS, "Conditions a professional must agree to.", ()
    )
    say_if: Mapping[str, str] = setting(
        TableOf(CONDITION, LINE, "conditions and lines, such as  knee-pain: Kneel on a pillow."),
        "Said last before the start, to people with a condition who do the exercise.",
        factory=dict,
    )
    swap: str | None = setting(Id(), "The exercise that takes its place.", None)
    figure: Figure | None = setting(None, "How it looks: poses, by angles; never spoken.", None)
    notes: str | None = setting(AnyText(), "For people who read the file; never spoken.", None)

    @property
    def comes_from(self) -> tuple[str, ...]:
        """The pages that it was made from, or what its author says instead, a line each."""
        return tuple(source.words for source in self.sources) or tuple(filter(None, [self.origin]))

    @property
    def shown_sources(self) -> tuple[str, ...]:
        """What a person is to know of it: its pages, or that nobody has reviewed it."""
        shown = bool(self.sources) or self.origin == OWN_PRACTICE
        return self.comes_from if shown else ()

    @property
    def needs(self) -> tuple[str, ...]:
        return self.equipment.needs

    @property
    def helps(self) -> tuple[str, ...]:
        return self.equipment.helps

    @property
    def versions(self) -> tuple[Version, ...]:
        """The easier ones, then the harder ones."""
        return self.easier + self.harder

    def version(self, id: str) -> Version | None:
        return next((version for version in self.versions if version.id == id), None)

    @property
    def own_conditions(self) -> tuple[str, ...]:
        """Those for which it is done in another way, or with other words."""
        return (*self.say_if, *(id for each in self.easier for id in each.use_if))

    def version_for(self, conditions: Collection[str]) -> Version | None:
        """The easier version that a person's conditions choose; None without any."""
        return next((each for each in self.easier if {*each.use_if} & {*conditions}), None)
