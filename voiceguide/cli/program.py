"""The commands as Typer has them, each imported when it is used."""

from __future__ import annotations

import shutil
import sys
from collections import UserDict
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from voiceguide.cli.command_errors import CommandFailed, begin_diagnostics, errors_told
from voiceguide.cli.terminal import console

HELP_AT_LEAST = 52
NARROWEST_HELP = 24

MODULES = {
    "play": "play",
    "control": "control",
    "export": "export",
    "script": "script",
    "list": "list_",
    "voices": "voices",
    "show": "show",
    "check": "check",
    "new": "new",
    "edit": "edit",
    "import": "import_",
    "resume": "resume",
    "profile": "profile",
    "log": "log",
    "progress": "progress",
    "remind": "remind",
    "doctor": "doctor",
}
"""Every command, in the order of the help, and its module in `voiceguide.cli.commands`."""


WRITTEN_DOWN = frozenset({"play", "resume", "export", "remind", "doctor"})
"""Commands of which the diagnostics are kept also without --debug."""


HELP = frozenset({"--help", "-h"})


class CommandsOnUse(UserDict[str, Any]):
    """The commands by their names, each imported when it is taken."""

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            alone = typer.Typer(rich_markup_mode=None)
            module = import_module(f"voiceguide.cli.commands.{MODULES[name]}")
            if hasattr(module, "group"):
                alone.add_typer(module.group, name=name)
            else:
                command = getattr(module, MODULES[name])
                alone.command(name, epilog=command.epilog)(command)
            self.data[name] = typer.main.get_group(alone).commands[name]
        return self.data[name]


class Commands(TyperGroup):
    """The commands, their errors turned into words and exit codes."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"commands": CommandsOnUse(dict.fromkeys(MODULES))})

    def make_context(self, *arguments: Any, **extra: Any) -> Any:
        """As in Typer, which else takes every terminal to be 50 wide at least."""
        columns = shutil.get_terminal_size().columns
        if columns < HELP_AT_LEAST:
            extra.setdefault("terminal_width", max(NARROWEST_HELP, columns - 2))
        return super().make_context(*arguments, **extra)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands, each with its whole first sentence: Typer would cut it."""
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and command.help:
                command.short_help = command.help.partition("\n\n")[0]
        super().format_commands(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As in Typer; diagnostics begin where a command makes sound, or --debug asks for them."""
        found = super().resolve_command(ctx, args)
        debug = ctx.params.get("debug", False)
        only_help = ctx.resilient_parsing or not HELP.isdisjoint(found[2])
        if (debug or found[0] in WRITTEN_DOWN) and not only_help:
            begin_diagnostics(str(found[0]), debug=debug)
        return found

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Raises typer.Exit with the code of what went wrong, after saying it."""
        try:
            with errors_told():
                return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")  # words of a library's
            raise
        except CommandFailed as failed:
            raise typer.Exit(failed.exit_code) from None


app = typer.Typer(
    name="voiceguide",
    cls=Commands,
    help="Coaches you through exercise routines by voice and tones.",
    epilog="Begin with:  voiceguide play morning",
    no_args_is_help=True,
    # Plain text: Rich alone would take longer to load than the help may take.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": sorted(HELP)},
)


def _version(wanted: bool) -> None:
    if wanted:
        from voiceguide.program_version import program_version

        typer.echo(f"voiceguide {program_version()}")
        raise typer.Exit


@app.callback()
def _all_commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Tell on the way what happens, to find faults by.")
    ] = False,
) -> None:
    del version, debug  # the one is eager, the other is asked for in `resolve_command`


def run_by_typer() -> None:
    """Run the command in `sys.argv`. Raises SystemExit with the exit code, and what is a fault."""
    asks = len(sys.argv) == 1 and console.is_terminal(sys.stdin)
    # Alone at a terminal it asks what the session is for.
    arguments = ["play"] if asks and console.is_terminal(sys.stderr) else None
    typer.main.get_command(app).main(args=arguments, prog_name="voiceguide")
