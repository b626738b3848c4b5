"""What an author wrote, as frozen data: advice, routines and the single files.

Each field that is a setting of a file is declared as one, with what may be written and what it
is for: the reader, the JSON Schemas and the test of docs/routine-format.md follow from that.

Texts are kept as written; ``<side>`` and ``<other>`` are filled in by the plan. Times are
milliseconds. A `Place` says where a thing is written, for messages about what it refers to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from msgspec import Struct, field

from voiceguide.errors import Place
from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.kinds import (
    POSITION,
    AnyText,
    Choice,
    Id,
    LanguageCode,
    SpelledWord,
    Whole,
)
from voiceguide.reader.records import ListOf, TableOf, setting
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
from voiceguide.routine.figure_model import Figure as Figure
from voiceguide.routine.figure_model import Pose as Pose
from voiceguide.routine.habits import GateQuestions, PainRules
from voiceguide.routine.item_model import Ask as Ask
from voiceguide.routine.item_model import Do as Do
from voiceguide.routine.item_model import GiveAdvice as GiveAdvice
from voiceguide.routine.item_model import Group as Group
from voiceguide.routine.item_model import Item as Item
from voiceguide.routine.item_model import Rest as Rest
from voiceguide.routine.item_model import SayItem as SayItem
from voiceguide.routine.item_model import Step as Step
from voiceguide.routine.item_model import Wait as Wait
from voiceguide.routine.shared_kinds import (
    CONDITIONS,
    LEVEL,
    LINE,
    LONGEST_SESSION_MS,
    SESSION_LINE,
    THINGS,
)
from voiceguide.routine.topics import BodyPart as BodyPart
from voiceguide.routine.topics import TopicLine, words_for
from voiceguide.session_options import Level, SessionOptions
from voiceguide.structs import Declaring, replace
from voiceguide.units import Ms

Verdict = Literal["do", "avoid"]
POSITION_GROUPS = ("stand", "chair", "kneel", "sit", "side", "back", "front")
SafetyWords = Literal["full", "short", "none"]


class Advice(Declaring, frozen=True, kw_only=True):
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


class Opening(Declaring, frozen=True):
    """The first words of a session, and which safety words come first."""

    say: tuple[Say, ...] = setting(None, "The first words, instead of the routine's name.", ())
    safety: SafetyWords = setting(
        Choice(get_args(SafetyWords)), "The safety words at the start (short).", "short"
    )


class Closing(Declaring, frozen=True):
    """The last words of a session."""

    say: tuple[Say, ...] = setting(None, "The last words.", ())


class Routine(Declaring, frozen=True, kw_only=True):
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


class Position(Declaring, frozen=True):
    """A start position; its `group` decides how long it takes to get there."""

    id: str
    group: str = setting(Choice(POSITION_GROUPS), "Decides how long changes take.")
    arrive: str = setting(LINE, "Said to get there; <side> is the first side.")
    rest_in: str | None = setting(
        POSITION, "It tires: where one waits and rests, and goes up from at the last moment.", None
    )
    leave: str | None = setting(
        LINE, "Said when the work in it is over, to rest where 'rest_in' says.", None
    )
    again: str | None = setting(LINE, "In place of 'arrive' for the next sets.", None)
    takes_ms: Ms = setting(
        Time(high_ms=30_000), "From 'rest_in' up into it (3 s).", Ms(3000), name="takes"
    )
    figure: Figure | None = setting(None, "How it looks: a pose.", None)


class GroupConditions(Declaring, frozen=True):
    """Conditions that apply to every exercise in a group of positions."""

    avoid_if: tuple[str, ...] = setting(CONDITIONS, "Conditions with which none is done.", ())
    ask_first_if: tuple[str, ...] = setting(
        CONDITIONS, "Conditions that need a professional's yes.", ()
    )
    place: Place = NOWHERE


class Positions(Struct, frozen=True):
    """All positions, and the lines and times of changing between their groups.

    `leaving` has "lying-to-up", "side-to-up", "front-to-up", "floor-to-stand" and
    "up-to-floor"; `change_ms` is read ``change_ms[from_group][to_group]``.
    """

    positions: Mapping[str, Position]
    leaving: Mapping[str, str]
    change_ms: Mapping[str, Mapping[str, Ms]]
    group_conditions: Mapping[str, GroupConditions]

    def resting(self, position: Position) -> Position:
        """Where one waits and rests for a position: another one, where it tires."""
        return position if position.rest_in is None else self.positions[position.rest_in]


class SpokenSafety(Struct, frozen=True):
    """The safety words of one session: a prelude of all of them, or the short ones inside it."""

    full: tuple[str, ...]
    short: tuple[str, ...]


class Safety(Struct, frozen=True):
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
