"""What an author wrote, as frozen data: advice, routines and the single files.

Each field that is a setting of a file is declared as one, with what may be written and what it
is for: the reader, the JSON Schemas and the test of docs/routine-format.md follow from that.

Texts are kept as written; ``<side>`` and ``<other>`` are filled in by the plan. Times are
milliseconds. A `Place` says where a thing is written, for messages about what it refers to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from voiceguide.errors import Place
from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.amounts import Amount
from voiceguide.reader.kinds import (
    POSITION,
    AnyText,
    Choice,
    Id,
    LanguageCode,
    SpelledWord,
    Whole,
    YesNo,
)
from voiceguide.reader.records import ListOf, OrWord, TableOf, setting
from voiceguide.routine.exercise_model import NO_SIDES as NO_SIDES
from voiceguide.routine.exercise_model import NOWHERE as NOWHERE
from voiceguide.routine.exercise_model import Breathe as Breathe
from voiceguide.routine.exercise_model import Dose as Dose
from voiceguide.routine.exercise_model import Exercise as Exercise
from voiceguide.routine.exercise_model import Hold as Hold
from voiceguide.routine.exercise_model import Move as Move
from voiceguide.routine.exercise_model import Order as Order
from voiceguide.routine.exercise_model import Pause as Pause
from voiceguide.routine.exercise_model import Phase as Phase
from voiceguide.routine.exercise_model import Purpose as Purpose
from voiceguide.routine.exercise_model import Say as Say
from voiceguide.routine.exercise_model import SideName as SideName
from voiceguide.routine.exercise_model import Sides as Sides
from voiceguide.routine.exercise_model import Version as Version
from voiceguide.routine.habits import GateQuestions, PainRules
from voiceguide.routine.shared_kinds import (
    CONDITIONS,
    COUNT,
    EVERY,
    FILL,
    HOLD,
    LADDER,
    LEVEL,
    LINE,
    LINES,
    LONGEST_SESSION_MS,
    PAUSE,
    REPEAT_FOR,
    REPS,
    SESSION_LINE,
    SESSION_LINES,
    SETS,
    TAKES,
    THINGS,
)
from voiceguide.routine.tempo import TEMPO, Begins, Tempo
from voiceguide.routine.topics import BodyPart as BodyPart
from voiceguide.routine.topics import TopicLine, words_for
from voiceguide.routine.training_kinds import EFFORT, EYES, LOADS, Eyes
from voiceguide.session_options import Level, SessionOptions
from voiceguide.units import Ms

Verdict = Literal["do", "avoid"]
Wait = Literal["ready", "time"]
POSITION_GROUPS = ("stand", "chair", "kneel", "sit", "side", "back", "front")
SafetyWords = Literal["full", "short", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """An advice file: something to do or to avoid, and a better way instead."""

    id: str
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    name: str = setting(SESSION_LINE, "What it is called.")
    verdict: Verdict = setting(Choice(get_args(Verdict)), "Whether to do or to avoid it.")
    say: tuple[str, ...] = setting(ListOf(SESSION_LINE, single=True, least=1), "What is said.")
    short: str = setting(SESSION_LINE, "Said instead in brief detail.")
    helps: tuple[str, ...] = setting(THINGS, "Things that help.", ())
    instead: str | None = setting(Id(), "The exercise that is the better way.", None)
    instead_say: str | None = setting(SESSION_LINE, "The line that tells of it.", None)
    position: str | None = setting(
        POSITION,
        "The position that it speaks of; not for those who may not be in it.",
        None,
    )
    source: str | None = setting(AnyText(), "Where it comes from; never spoken.", None, name="from")
    notes: str | None = setting(AnyText(), "For people who read the file; never spoken.", None)


def _optional() -> Any:
    return setting(YesNo(), "May be left out where there is too little time (false).", False)


def _loads() -> Any:
    return setting(LOADS, "What is lifted or pulled; a list has one for each set.", (), name="load")


def _effort() -> Any:
    return setting(EFFORT, "How hard it should feel, from 1 to 10.", None)


def _ladder() -> Any:
    return setting(LADDER, "What each set has: times, or how long it is held.", ())


def _tempo() -> Any:
    return setting(TEMPO, "Seconds of lowering, hold, lifting, and pause: 3-1-3 or 3-1-3-0.", None)


def _wait() -> Any:
    return setting(Choice(get_args(Wait)), "ready: begins when the person says so.", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """An item that does an exercise of the library; None leaves a matter to the exercise."""

    do: str = setting(Id("an exercise's id"), "The exercise's id.")
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    sets: Amount | None = setting(SETS, "Sets on each side, instead of the exercise's.", None)
    reps: Amount | None = setting(REPS, "Times in each set, on each side.", None)
    hold: Amount | None = setting(HOLD, "The length of its holds.", None)
    repeat_for: Amount | None = setting(
        REPEAT_FOR, "Instead of reps: whole reps for this time.", None
    )
    rest_ms: Ms | None = setting(PAUSE, "Between sets of the same side.", None, name="rest")
    ladder: tuple[Amount, ...] = _ladder()
    tempo: Tempo | None = _tempo()
    loads: tuple[str, ...] = _loads()
    effort: int | None = _effort()
    level: Level | None = setting(LEVEL, "The level of this item.", None)
    sides: Mapping[str, object] = setting(None, "What is different about its sides.", factory=dict)
    version: str | None = setting(Id(), "The id of an easier or harder version.", None)
    before: str | None = setting(LINE, "Said before it starts.", None)
    after: str | None = setting(LINE, "Said after it.", None)
    why_less: str | None = setting(AnyText(), "Why less than the exercise's range is right.", None)
    optional: bool = _optional()
    wait: Wait | None = _wait()

    @property
    def counts_rungs(self) -> bool:
        """Whether it is a ladder of times, not of holds."""
        return any(rung.unit == "times" for rung in self.ladder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Anything that is not in the library: a hold of `for`, or `reps` of `takes_ms`.

    `reps` alone are done at the person's own pace, where the group around gives the time.
    """

    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    name: str = setting(SESSION_LINE, "What the coach calls it.", name="step")
    length: Amount | None = setting(HOLD, "How long it is held.", None, name="for")
    reps: Amount | None = setting(REPS, "How often; then 'takes' says how long each takes.", None)
    takes_ms: Ms | None = setting(TAKES, "How long one rep takes.", None, name="takes")
    ladder: tuple[Amount, ...] = _ladder()
    tempo: Tempo | None = _tempo()
    begins: Begins = setting(
        Choice(get_args(Begins)), "What a rep with a tempo begins with (lower).", "lower"
    )
    say: tuple[str, ...] = setting(LINES, "Said before it starts.", ())
    sides: Sides = setting(None, "How left and right take turns.", NO_SIDES, unwritten=None)
    each_side: bool = setting(YesNo(), "First left, then right, each in full.", False)
    position: str | None = setting(
        POSITION, "The start position's id; else the one written last.", None
    )
    count: Literal["ends", "silent"] | None = setting(
        COUNT, "ends: tones at its end. silent: none.", None
    )
    bell: bool = setting(YesNo(), "A bell begins and ends it, in place of tones.", False)
    sets: Amount | None = setting(SETS, "Sets on each side (1).", None)
    rest_ms: Ms | None = setting(PAUSE, "Between sets of the same side.", None, name="rest")
    loads: tuple[str, ...] = _loads()
    effort: int | None = _effort()
    eyes: Eyes | None = setting(EYES, "open: said before it, and each time it comes back.", None)
    avoid_if: tuple[str, ...] | None = setting(
        CONDITIONS, "Conditions with which it is left out.", None
    )
    ask_first_if: tuple[str, ...] | None = setting(
        CONDITIONS, "Conditions that need a professional's yes.", None
    )
    needs: tuple[str, ...] = setting(THINGS, "The things that it needs.", ())
    optional: bool = _optional()
    wait: Wait | None = _wait()

    @property
    def is_at_own_pace(self) -> bool:
        """Whether it is done so many times in no written time."""
        return self.reps is not None and self.takes_ms is None

    @property
    def says_whom_it_suits(self) -> bool:
        """Whether its author wrote conditions, be it an empty list of them."""
        return self.avoid_if is not None or self.ask_first_if is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A rest; a `length_ms` of None fills up to the routine's length."""

    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    length_ms: Ms | None = setting(
        OrWord(FILL, Time(high_ms=1_800_000)),
        "A time, or 'fill': as much as the routine's length leaves.",
        name="rest",
    )
    say: tuple[str, ...] = setting(SESSION_LINES, "Said as the rest begins.", ())
    position: str | None = setting(POSITION, "The position to rest in.", None)
    optional: bool = _optional()


@dataclass(frozen=True, slots=True, kw_only=True)
class SayItem:
    """A line spoken between exercises (`note:`)."""

    note: str = setting(SESSION_LINE, "A line spoken here.")
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAdvice:
    """An item that gives an advice of the library."""

    advice: str = setting(Id("an advice's id"), "The advice's id.")
    place: Place
    show_instead: bool = setting(YesNo(), "Whether its better way is said (true).", True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question to the person; only about pain so far."""

    ask: Literal["pain"] = setting(Choice(("pain",)), "Asks how the pain is.")
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items that are done `rounds` times in a row."""

    place: Place
    name: str = setting(SESSION_LINE, "What the coach calls it.", name="group")
    rounds: int = setting(Whole(1, 50), "How often all of it is done (1).", 1)
    rest_ms: Ms | None = setting(PAUSE, "Between the rounds.", None, name="rest")
    every_ms: Ms | None = setting(
        EVERY, "From the beginning of a round to that of the next.", None, name="every"
    )
    items: tuple[Item, ...] = setting(None, "The items of one round.")


Item = Do | Step | Rest | SayItem | GiveAdvice | Ask | Group


@dataclass(frozen=True, slots=True)
class Opening:
    """The first words of a session, and which safety words come first."""

    say: tuple[Say, ...] = setting(None, "The first words, instead of the routine's name.", ())
    safety: SafetyWords = setting(
        Choice(get_args(SafetyWords)), "The safety words at the start (short).", "short"
    )


@dataclass(frozen=True, slots=True)
class Closing:
    """The last words of a session."""

    say: tuple[Say, ...] = setting(None, "The last words.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A routine file; a `length_ms` is exact where a rest fills it up."""

    id: str
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    name: str = setting(SESSION_LINE, "What the routine is called; said first.")
    about: str | None = setting(AnyText(), "What it is for; shown in lists.", None)
    level: Level | None = setting(
        LEVEL, "Where in the range of each amount it lies (gentle).", None
    )
    length_ms: Ms | None = setting(
        Time(10_000, LONGEST_SESSION_MS),
        "The whole session's length; exact where there is a 'rest: fill'.",
        None,
        name="length",
    )
    language: str = setting(LanguageCode(), "The language of its lines (en).", "en")
    days_between: int = setting(Whole(0, 30), "Days of rest until it is done again (0).", 0)
    body: BodyPart | None = setting(
        Choice(get_args(BodyPart)),
        "What it is for: what is asked and said of safety, and of pain, follows it.",
        None,
    )
    voice: SessionOptions = setting(None, "How the coach speaks.", SessionOptions())
    say_as: Mapping[str, str] = setting(
        TableOf(SpelledWord("a word or a few"), SESSION_LINE, "words and how they are said"),
        "What the voice gets wrong, and how to write it so that it sounds right.",
        factory=dict,
    )
    starts: str = setting(POSITION, "The position at the very beginning (standing).", "standing")
    opening: Opening = setting(None, "The first words, and the safety words.", Opening())
    closing: Closing = setting(None, "The last words.", Closing())
    wait: Wait = setting(Choice(get_args(Wait)), "ready: each item begins when you say so.", "time")
    items: tuple[Item, ...] = setting(None, "What is done, in order.")

    @property
    def options(self) -> SessionOptions:
        """What the routine says of its session."""
        return replace(self.voice, level=self.level) if self.level else self.voice


@dataclass(frozen=True, slots=True)
class Position:
    """A start position; its `group` decides how long it takes to get there."""

    id: str
    group: str = setting(Choice(POSITION_GROUPS), "Decides how long changes take.")
    arrive: str = setting(LINE, "Said to get there; <side> is the first side.")


@dataclass(frozen=True, slots=True)
class GroupConditions:
    """Conditions that apply to every exercise in a group of positions."""

    avoid_if: tuple[str, ...] = setting(CONDITIONS, "Conditions with which none is done.", ())
    ask_first_if: tuple[str, ...] = setting(
        CONDITIONS, "Conditions that need a professional's yes.", ()
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Positions:
    """All positions, and the lines and times of changing between their groups.

    `leaving` has "lying-to-up", "front-to-up", "floor-to-stand" and "up-to-floor"; `change_ms`
    is read ``change_ms[from_group][to_group]``.
    """

    positions: Mapping[str, Position]
    leaving: Mapping[str, str]
    change_ms: Mapping[str, Mapping[str, Ms]]
    group_conditions: Mapping[str, GroupConditions]


@dataclass(frozen=True, slots=True)
class SpokenSafety:
    """The safety words of one session: a prelude of all of them, or the short ones inside it."""

    full: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """What is said and asked for safety, and the conditions a person may have.

    Docs in safety.yaml. Which lines are for a session follows from its topics.
    """

    version: int
    full: tuple[TopicLine, ...]
    short: tuple[TopicLine, ...]
    statement: tuple[TopicLine, ...]
    red_flags: tuple[TopicLine, ...]
    """Those of hard effort alone stand against that alone; any other against every session."""
    urgent: str
    easy_only: str
    """Said to who has a red flag of hard effort."""
    advise: str
    conditions: Mapping[str, str]
    gate: GateQuestions
    rules: PainRules

    def spoken(self, topics: Collection[str]) -> SpokenSafety:
        """The safety words of a session of these topics."""
        return SpokenSafety(words_for(self.full, topics), words_for(self.short, topics))
