"""What a person may ask of a running session, whatever the asking comes from: one table."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voiceguide.errors import UsageError, did_you_mean
from voiceguide.text import quoted

Name = Literal[
    "toggle", "pause", "go-on", "next", "back", "repeat", "more", "ready", "easier", "pain",
    "time", "louder", "softer", "less", "stop", "seek", "volume", "answer",
]  # fmt: skip

Action = Literal[
    "nothing", "pause", "resume", "end the wait", "ready early", "next step", "next item",
    "back", "repeat", "lengthen", "wait longer", "easier", "easier or next",
    "report pain", "time left", "louder", "softer", "talk less", "seek", "seek, still",
    "volume", "answer", "end", "no sound",
]  # fmt: skip
"""What commands come to; `voiceguide.control.actions` does them."""

Row = tuple[Action, Action, Action, Action, Action]
"""In each mode: playing, paused, waiting, preparing, asking."""

HELD_MS = 700
"""A key that is held comes again after up to 0.66 s, then thirty times a second."""
BOUNCE_MS = 250
"""A button of which no repeats come may still be tapped twice by mistake."""


class Command(Struct, frozen=True):
    """One thing to ask for, and what it comes to in each mode.

    `keys` are names as of `voiceguide.control.remotes.terminal_keys`. The same again within
    `gap_ms` of the last time is the same press still.
    """

    name: Name
    help: str
    actions: Row
    keys: tuple[str, ...] = ()
    gap_ms: int = HELD_MS
    takes_value: bool = False
    """Comes with a whole number: milliseconds of the session, percent, or an answer."""


COMMANDS = (
    #       playing        paused         waiting         preparing      asking
    Command("toggle", "pause or go on, ready", keys=("space",), actions=(
            "pause",       "resume",      "end the wait", "pause",       "next item")),
    Command("pause", "pause", actions=(
            "pause",       "nothing",     "pause",        "pause",       "nothing")),
    Command("go-on", "go on after a pause", actions=(
            "nothing",     "resume",      "end the wait", "nothing",     "next item")),
    Command("next", "on to the next step", keys=("n", "right"), actions=(
            "next step",   "next step",   "next step",    "next step",   "next item")),
    Command("back", "this step again; twice, the one before", keys=("b", "left"), actions=(
            "back",        "back",        "back",         "back",        "back")),
    Command("repeat", "say the last line again", keys=("r",), actions=(
            "repeat",      "repeat",      "repeat",       "repeat",      "repeat")),
    Command("more", "ten seconds more", keys=("+", "="), actions=(
            "lengthen",    "lengthen",    "wait longer",  "nothing",     "lengthen")),
    Command("ready", "ready: end a wait", keys=("enter",), actions=(
            "ready early", "nothing",     "end the wait", "nothing",     "next item")),
    Command("easier", "an easier version", keys=("e",), actions=(
            "easier",      "easier",      "easier",       "easier",      "easier or next")),
    Command("pain", "it hurts: stop this exercise", keys=("p",), actions=(
            "report pain", "report pain", "report pain",  "report pain", "nothing")),
    Command("time", "say the time left", keys=("t",), actions=(
            "time left",   "time left",   "time left",    "time left",   "time left")),
    Command("louder", "louder", keys=("up",), gap_ms=0, actions=(
            "louder",      "louder",      "louder",       "louder",      "louder")),
    Command("softer", "softer", keys=("down",), gap_ms=0, actions=(
            "softer",      "softer",      "softer",       "softer",      "softer")),
    Command("less", "talk less", keys=("l",), actions=(
            "talk less",   "talk less",   "talk less",    "talk less",   "talk less")),
    Command("stop", "stop", keys=("q",), gap_ms=0, actions=(
            "end",         "end",         "end",          "end",         "end")),
    Command("seek", "on to a place of the session", gap_ms=0, takes_value=True, actions=(
            "seek",        "seek, still", "seek",         "seek",        "seek")),
    Command("volume", "as loud as so many percent", gap_ms=0, takes_value=True, actions=(
            "volume",      "volume",      "volume",       "volume",      "volume")),
    Command("answer", "answer the coach's question", gap_ms=0, takes_value=True, actions=(
            "answer",      "answer",      "answer",       "answer",      "answer")),
)  # fmt: skip
"""All there are, in the order of the help, with what they come to in each mode."""

HIGHEST_ANSWER = 10
"""Pain is told from 0 to 10."""

PLAIN = tuple(command.name for command in COMMANDS if not command.takes_value)
"""Those that are a word and no more, as anybody outside may give them."""

_BY_NAME: dict[str, Command] = {command.name: command for command in COMMANDS}
BY_KEY = {key: command.name for command in COMMANDS for key in command.keys}


def command_named(name: str) -> Command:
    """The command with a name. Raises UsageError for any other text."""
    if name not in _BY_NAME:
        raise _unknown(name)
    return _BY_NAME[name]


def command_of(line: str) -> tuple[Name, int]:
    """The command of a line from outside and its value: one word, or ``answer 3``.

    Raises UsageError for any other line, and for an answer that is none.
    """
    name, _, value = line.partition(" ")
    if name != "answer":
        command = command_named(line)
        if command.takes_value:
            raise _unknown(line)
        return command.name, 0
    if not (value.isascii() and value.isdigit() and int(value) <= HIGHEST_ANSWER):
        raise UsageError(
            f"an answer is a number from 0 to {HIGHEST_ANSWER}", hint="as in: answer 3"
        )
    return "answer", int(value)


def _unknown(name: str) -> UsageError:
    close = did_you_mean(name.partition(" ")[0], [*PLAIN, "answer", "status"])
    hint = close or f"there are {', '.join(PLAIN)}; answer, with a number; and status"
    return UsageError(f"there is no command {quoted(name)}", hint=hint)


def keys_help() -> str:
    """All keys as a table, a line for each command, for a person who asks."""
    rows = [(" ".join(each.keys), each.help) for each in COMMANDS if each.keys]
    rows.append((f"0 to {HIGHEST_ANSWER}", command_named("answer").help))
    widest = max(len(keys) for keys, _ in rows)
    return "\n".join(f"{keys:<{widest}}  {does}" for keys, does in rows)
