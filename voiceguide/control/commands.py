"""What a person may ask of a running session: one list, whatever the asking comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voiceguide.errors import UsageError, did_you_mean
from voiceguide.text import quoted

Name = Literal[
    "toggle", "pause", "go-on", "next", "back", "repeat", "more", "ready", "easier", "pain",
    "time", "louder", "softer", "less", "stop", "seek", "volume", "answer",
]  # fmt: skip

HELD_MS = 700
"""A key that is held comes again after up to 0.66 s, then thirty times a second."""
BOUNCE_MS = 250
"""A button of which no repeats come may still be tapped twice by mistake."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to ask for; `keys` are names as of `voiceguide.control.remotes.terminal_keys`.

    The same again within `gap_ms` of the last time is the same press still.
    """

    name: Name
    keys: tuple[str, ...]
    help: str
    gap_ms: int = HELD_MS
    takes_value: bool = False
    """Comes with a whole number: milliseconds of the session, percent, or an answer."""


COMMANDS = (
    Command("toggle", ("space",), "pause or go on, ready"),
    Command("pause", (), "pause"),
    Command("go-on", (), "go on after a pause"),
    Command("next", ("n", "right"), "on to the next step"),
    Command("back", ("b", "left"), "this step again; twice, the one before"),
    Command("repeat", ("r",), "say the last line again"),
    Command("more", ("+", "="), "ten seconds more"),
    Command("ready", ("enter",), "ready: end a wait"),
    Command("easier", ("e",), "an easier version"),
    Command("pain", ("p",), "it hurts: stop this exercise"),
    Command("time", ("t",), "say the time left"),
    Command("louder", ("up",), "louder", gap_ms=0),
    Command("softer", ("down",), "softer", gap_ms=0),
    Command("less", ("l",), "talk less"),
    Command("stop", ("q",), "stop", gap_ms=0),
    Command("seek", (), "on to a place of the session", gap_ms=0, takes_value=True),
    Command("volume", (), "as loud as so many percent", gap_ms=0, takes_value=True),
    Command("answer", (), "answer the coach's question", gap_ms=0, takes_value=True),
)
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
