"""The routine file: its settings and items, and what they must agree on among themselves."""

from __future__ import annotations

from typing import Any

from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.kinds import POSITION, AnyText, Choice, LanguageCode, SpelledWord, Whole
from voiceguide.reader.reading import Schema
from voiceguide.reader.records import NEEDED, Found, ListOf, Record, Setting, TableOf
from voiceguide.routine.item_kinds import LEVEL, MOST_ITEMS, WAITS, ItemKind, grouped, leaves
from voiceguide.routine.model import BODY_PARTS, Rest, Routine
from voiceguide.routine.shared_kinds import (
    LONGEST_SESSION_MS,
    ONLY,
    SESSION_LINE,
    check_head,
    file_head,
    lines_with_waits,
)
from voiceguide.session_options import SessionOptions
from voiceguide.units import Ms

__all__ = ["leaves", "routine_record", "routine_schema"]

_VOICE = Record(
    "voice settings",
    (
        Setting("detail", Choice(("full", "normal", "brief")), about="How much is said (normal)."),
        Setting(
            "pace",
            Choice(("calm", "normal", "brisk")),
            about="Words a minute: calm 120, normal 140, brisk 160.",
        ),
        Setting(
            "countdown",
            Choice(("tones", "voice", "soft", "none")),
            about="The last three seconds of a hold (tones).",
        ),
        Setting(
            "encourage",
            Choice(("none", "rarely", "normal")),
            about="Encouragement: normal at most every 90 s, rarely every 180 s.",
        ),
        Setting(
            "cues",
            Choice(("fade", "every")),
            about="fade: words become tones from the fourth rep. every: they stay.",
        ),
        Setting("breath_in", Time(1000, 20_000), Ms(3000), "breath_in_ms", "A breath in (3 s)."),
        Setting("breath_out", Time(1000, 20_000), Ms(4000), "breath_out_ms", "And out (4 s)."),
    ),
    lambda found: SessionOptions(**found.values),
)
_LINES = lines_with_waits(SESSION_LINE, Ms(0), ONLY)
_OPENING = Record(
    "an opening, such as {say: Welcome.}",
    (
        Setting(
            "say",
            _LINES,
            (),
            about="The first words, instead of the routine's name.",
        ),
        Setting(
            "safety",
            Choice(("full", "short", "none")),
            "short",
            about="The safety words at the start (short).",
        ),
    ),
    lambda found: found.values,
)
_CLOSING = Record(
    "a closing, such as {say: Well done.}",
    (Setting("say", _LINES, (), about="The last words."),),
    lambda found: found.values,
)
_WORD = SpelledWord("a word or a few")
_ITEM = ItemKind()

_FILE = (
    *file_head("routine"),
    Setting("name", SESSION_LINE, NEEDED, about="What the routine is called; said first."),
    Setting("about", AnyText(), about="What it is for; shown in lists."),
    Setting("level", LEVEL, about="Where in the range of each amount it lies (gentle)."),
    Setting(
        "length",
        Time(10_000, LONGEST_SESSION_MS),
        None,
        "length_ms",
        "The whole session's length; exact where there is a 'rest: fill'.",
    ),
    Setting("language", LanguageCode(), "en", about="The language of its lines (en)."),
    Setting("days_between", Whole(0, 30), 0, about="Days of rest until it is done again (0)."),
    Setting(
        "body",
        Choice(BODY_PARTS),
        None,
        about="What it is for; questions about pain name it.",
    ),
    Setting("voice", _VOICE, SessionOptions(), about="How the coach speaks."),
    Setting(
        "say_as",
        TableOf(_WORD, SESSION_LINE, "words and how they are said"),
        {},
        about="What the voice gets wrong, and how to write it so that it sounds right.",
    ),
    Setting("starts", POSITION, "standing", about="The position at the very beginning (standing)."),
    Setting("opening", _OPENING, None, about="The first words, and the safety words."),
    Setting("closing", _CLOSING, None, about="The last words."),
    Setting("wait", Choice(WAITS), "time", about="ready: each item begins when you say so."),
    Setting(
        "items",
        ListOf(_ITEM, least=1, most=MOST_ITEMS),
        NEEDED,
        about="What is done, in order.",
    ),
)


def routine_schema() -> Schema:
    """The JSON Schema of a routine file; items are a definition, as groups hold items."""
    schema = Record("a routine", _FILE, lambda found: found).schema()
    schema["properties"]["items"]["items"] = {"$ref": "#/$defs/item"}
    return {**schema, "$defs": {"item": _ITEM.schema()}}


def routine_record(id: str) -> Record[Routine]:
    """The kind of a routine file with that id."""

    def build(found: Found) -> Routine | None:
        before = found.reading.errors
        values = check_head(found, id)
        opening: dict[str, Any] = values.pop("opening") or {"say": (), "safety": "short"}
        closing: dict[str, Any] = values.pop("closing") or {"say": ()}
        routine = Routine(
            **values,
            id=id,
            opening=opening["say"],
            safety=opening["safety"],
            closing=closing["say"],
            place=found.place,
            places=found.places,
        )
        _check_fill(routine, found)
        return routine if found.reading.errors == before else None

    return Record("a routine", _FILE, build)


def _check_fill(routine: Routine, found: Found) -> None:
    fills = [
        item for item in leaves(routine.items) if isinstance(item, Rest) and item.length_ms is None
    ]
    for extra in fills[1:]:
        found.reading.problem(
            extra.place, "a second 'rest: fill'", "keep one, and give the other a time"
        )
    if fills and routine.length_ms is None:
        found.reading.problem(
            fills[0].place, "'rest: fill' needs the routine's length", "add  length: 10 min"
        )
    for item in grouped(routine.items):
        if isinstance(item, Rest) and item.length_ms is None:
            found.reading.problem(
                item.place, "'rest: fill' cannot be inside a group", "move it out"
            )
