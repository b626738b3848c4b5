"""Plain lines of `voiceguide play`, read without Typer.

Typer and what it needs take as long to load and to read a line as all the rest needs up to the
first sound. So a line that has one meaning only is read here: ``play ROUTINE`` and options in
full, each with its value in a word of its own. Anything else, be it wrong, unusual or a question
for help, is left to Typer, which also has all the words about it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct

from voiceguide.cli.terminal.option_names import OF_PLAY
from voiceguide.session_options import Option, SessionOptions, declared

COMMAND = "play"
COMPLETING = "_VOICEGUIDE_COMPLETE"
"""Set by a shell that asks what could be typed."""

_PLAIN_WORD = re.compile(r"[^-~$%*?\[\]][^~$%*?\[\]]*")
"""No option, and nothing that Typer puts something else in place of on Windows."""
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")


class PlayLine(Struct, frozen=True):
    """What a plain line says: a routine by its name or file, and the options."""

    routine: str
    chosen: SessionOptions


class _NotPlain(ValueError):
    """The line is for Typer."""


def plain_line(arguments: Sequence[str], environ: Mapping[str, str]) -> PlayLine | None:
    """What the program's arguments say, exactly as Typer would read them; None: that may say."""
    if list(arguments[:1]) != [COMMAND] or COMPLETING in environ:
        return None
    try:
        return _read(arguments[1:])
    except _NotPlain:
        return None


def play(line: PlayLine) -> None:
    """Play the session that a line asks for, as the command does. Raises what stands against it."""
    from voiceguide.app.play_session import play_session
    from voiceguide.cli.terminal.questions import user_context

    play_session(line.routine, line.chosen, user_context())


def _read(words: Sequence[str]) -> PlayLine:
    flags = _flags()
    routines: list[str] = []
    said: dict[str, Any] = {}
    left = iter(words)
    for word in left:
        if word not in flags:
            routines.append(_plain(word))
            continue
        name, type_, option = flags[word]
        if name == "conditions":  # the one that may be repeated
            said[name] = (*said.get(name, ()), _plain(next(left, "")))
        elif name in said:
            raise _NotPlain
        else:
            said[name] = type_ is bool or _value(type_, option, next(left, ""))
    if len(routines) != 1:
        raise _NotPlain
    return PlayLine(routines[0], SessionOptions(**said))


def _flags() -> dict[str, tuple[str, Any, Option]]:
    """Every option of the command by its flags: its field, its type, its declaration."""
    flags: dict[str, tuple[str, Any, Option]] = {}
    for name in OF_PLAY:
        type_, option = declared()[name]
        for flag in (option.flag, option.short_flag):
            if flag is not None:
                flags[flag] = name, type_, option
    return flags


def _value(type_: Any, option: Option, word: str) -> Any:
    _plain(word)
    if option.words:
        if word not in option.words:
            raise _NotPlain
        return word
    kinds = {type_, *get_args(type_)} - {type(None)}
    if str in kinds:
        return word
    if Path in kinds:
        return Path(word)
    if int in kinds and _WHOLE_NUMBER.fullmatch(word):
        number = int(word)
        if (option.least is None or option.least <= number) and (
            option.most is None or number <= option.most
        ):
            return number
    raise _NotPlain


def _plain(word: str) -> str:
    if _PLAIN_WORD.fullmatch(word) is None:
        raise _NotPlain
    return word
