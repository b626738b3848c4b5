"""The items of a routine as an author wrote them, as frozen data.

Each field that is a setting of a file is declared as one: see `model`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from msgspec import field

from voiceguide.errors import Place
from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.amounts import Amount
from voiceguide.reader.kinds import POSITION, AnyText, Choice, Id, Whole, YesNo
from voiceguide.reader.records import OrWord, setting
from voiceguide.routine.exercise_model import NO_SIDES, Say, Sides
from voiceguide.routine.shared_kinds import (
    ABOUT,
    CONDITIONS,
    COUNT,
    EVERY,
    FILL,
    HOLD,
    IN_TIME,
    LADDER,
    LEVEL,
    LINE,
    LINES,
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
from voiceguide.routine.training_kinds import EFFORT, EYES, INTENSITY, LOADS, Eyes, Intensity
from voiceguide.session_options import Level
from voiceguide.structs import Declaring
from voiceguide.units import Ms

Wait = Literal["ready", "time"]


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


def _intensity() -> Any:
    return setting(INTENSITY, "How hard it is done; words, praise and tones follow from it.", None)


def _get_set() -> Any:
    return setting(None, "Said before each set, and the time after it: to get under the bar.", None)


def _about() -> Any:
    return setting(
        ABOUT, "How long it takes about: exports and lengths count with it.", None, name="about"
    )


def _wait() -> Any:
    return setting(Choice(get_args(Wait)), "ready: begins when the person says so.", None)


class Do(Declaring, frozen=True, kw_only=True):
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
    get_set: Say | None = _get_set()
    effort: int | None = _effort()
    intensity: Intensity | None = _intensity()
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


class Step(Declaring, frozen=True, kw_only=True):
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
    until: Literal["ready"] | None = setting(
        Choice(("ready",)),
        "ready: it ends when the person says so; 'about' how long it takes.",
        None,
    )
    about_ms: Ms | None = _about()
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
    get_set: Say | None = _get_set()
    effort: int | None = _effort()
    intensity: Intensity | None = _intensity()
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
        return self.reps is not None and self.takes_ms is None and self.until is None

    @property
    def says_whom_it_suits(self) -> bool:
        """Whether its author wrote conditions, be it an empty list of them."""
        return self.avoid_if is not None or self.ask_first_if is not None


class Rest(Declaring, frozen=True, kw_only=True):
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


class SayItem(Declaring, frozen=True, kw_only=True):
    """A line spoken between exercises (`note:`)."""

    note: str = setting(SESSION_LINE, "A line spoken here.")
    place: Place


class GiveAdvice(Declaring, frozen=True, kw_only=True):
    """An item that gives an advice of the library."""

    advice: str = setting(Id("an advice's id"), "The advice's id.")
    place: Place
    show_instead: bool = setting(YesNo(), "Whether its better way is said (true).", True)


class Ask(Declaring, frozen=True, kw_only=True):
    """A question to the person; only about pain so far."""

    ask: Literal["pain"] = setting(Choice(("pain",)), "Asks how the pain is.")
    place: Place


class Group(Declaring, frozen=True, kw_only=True):
    """Items that are done `rounds` times in a row."""

    place: Place
    name: str = setting(SESSION_LINE, "What the coach calls it.", name="group")
    rounds: int = setting(Whole(1, 50), "How often all of it is done (1).", 1)
    rest_ms: Ms | None = setting(PAUSE, "Between the rounds.", None, name="rest")
    every_ms: Ms | None = setting(
        EVERY, "From the beginning of a round to that of the next.", None, name="every"
    )
    intensity: Intensity | None = _intensity()
    amrap_ms: Ms | None = setting(
        IN_TIME, "As many rounds as the person can in this time.", None, name="amrap"
    )
    clock: Literal["up"] | None = setting(
        Choice(("up",)), "up: for time; the last round ends it when the person says so.", None
    )
    about_ms: Ms | None = _about()
    items: tuple[Item, ...] = setting(None, "The items of one round.")

    @property
    def is_at_own_pace(self) -> bool:
        """Whether its rounds are done at the person's own pace, one after the other."""
        return self.amrap_ms is not None or self.clock is not None


Item = Do | Step | Rest | SayItem | GiveAdvice | Ask | Group
