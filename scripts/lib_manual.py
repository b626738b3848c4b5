"""The manual page, made from the commands themselves; `scripts/make-manual` writes it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from voiceguide.cli.program import app

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "share" / "man" / "man1" / "voiceguide.1"
EXIT_CODES = {
    0: "Done.",
    1: "A fault of voiceguide itself.",
    2: "Wrong usage, or a file with errors.",
    3: "Stopped for safety: a warning sign, or a rule that asks before a session.",
    4: "Something is missing on this machine, such as a sound output.",
    130: "Interrupted.",
}
VARIABLES = {
    "VOICEGUIDE_CONFIG_DIR": "The folder of config.toml, your library and your sounds.",
    "VOICEGUIDE_DATA_DIR": "The folder of your log and your answers to the safety questions.",
    "VOICEGUIDE_CACHE_DIR": "The folder of spoken lines, which can be made anew.",
    "VOICEGUIDE_STATE_DIR": "The folder of what may be lost.",
    "VOICEGUIDE_RUNTIME_DIR": "The folder of the socket of the session that plays.",
    "NO_COLOR": "Takes away the colours.",
}


def page(date: str) -> str:
    """The whole page in man(7) macros, with the date of its last change."""
    return "\n".join(_lines(date)) + "\n"


def written_date() -> str:
    """The date of the page that is there, as YYYY-MM-DD."""
    return PAGE.read_text(encoding="utf-8").partition(".TH VOICEGUIDE 1 ")[2].partition(" ")[0]


def _lines(date: str) -> Iterator[str]:
    program: Any = typer.main.get_command(app)
    context = _context(program, "voiceguide")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    yield '.\\" Made by scripts/make-manual from the commands themselves.'
    yield f'.TH VOICEGUIDE 1 {date} "voiceguide {version}" "User Commands"'
    yield from (".SH NAME", r"voiceguide \- voice-guided exercise sessions")
    yield from (
        ".SH SYNOPSIS",
        ".B voiceguide",
        r".RI [ options ]",
        ".I command",
        r".RI [ arguments ]",
    )
    yield from (".SH DESCRIPTION", _text(program.help))
    yield from _options(program, context)
    yield ".SH COMMANDS"
    for name in program.list_commands(context):
        yield from _command(name, program.get_command(context, name), context)
    yield ".SH EXIT STATUS"
    for code, meaning in EXIT_CODES.items():
        yield from _entry(str(code), meaning)
    yield ".SH ENVIRONMENT"
    for variable, meaning in VARIABLES.items():
        yield from _entry(variable, meaning)
    yield from (".SH FILES", _text("The command voiceguide doctor prints where your folders lie."))


def _command(name: str, command: Any, parent: Any) -> Iterator[str]:
    context = _context(command, name, parent)
    yield f".SS voiceguide {_text(name)}"
    yield ".RS"
    yield _text(f"voiceguide {name} {' '.join(command.collect_usage_pieces(context))}")
    for paragraph in command.help.split("\n\n"):
        yield from (".PP", _text(paragraph))
    yield from _options(command, context)
    examples = [line.strip() for line in (command.epilog or "").splitlines()]
    yield from (".PP", "Examples:", ".PP", ".nf")
    yield from (_text(line) for line in examples if line.startswith("voiceguide"))
    yield from (".fi", ".RE")


def _context(command: Any, name: str, parent: Any = None) -> Any:
    settings = command.context_settings
    return command.context_class(command, parent=parent, info_name=name, **settings)


def _options(command: Any, context: Any) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            yield from _entry(*record)


def _entry(term: str, meaning: str) -> Iterator[str]:
    yield from (".TP", f"\\fB{_text(term)}\\fR", _text(meaning))


def _text(text: str) -> str:
    """Text in one line as roff reads it."""
    line = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{line}" if line.startswith(".") else line
