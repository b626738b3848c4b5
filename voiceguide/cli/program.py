"""The program: its commands, and what becomes of errors."""

from __future__ import annotations

import _thread
import shutil
import signal
import sys
import threading
from collections import UserDict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from voiceguide.cli.terminal import console
from voiceguide.errors import BadFiles, VoiceguideError, refusal_of
from voiceguide.files import ended_tidily

NO_MEMORY = (
    "this machine has no memory left for it\n"
    "  hint: close other programs, or take a shorter routine"
)

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
            from voiceguide import diagnostics
            from voiceguide.settings import Folders

            diagnostics.start(Folders.of_user().state, str(found[0]), debug=debug)
        return found

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Raises typer.Exit with the code of what went wrong, after saying it."""
        try:
            with _end_written_down():
                answer = super().invoke(ctx)
            console.flush()
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")  # words of a library's
            raise
        except VoiceguideError as error:
            console.tell(str(error))
            if isinstance(error, BadFiles):
                console.tell(error.closing)
            raise typer.Exit(error.exit_code) from None
        except console.ReaderGone:
            console.drop_output()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            console.tell("Interrupted.")
            raise typer.Exit(130) from None
        except MemoryError:
            console.tell(NO_MEMORY)
            raise typer.Exit(4) from None
        except OSError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            console.tell(str(refusal))
            raise typer.Exit(refusal.exit_code) from None
        return answer


@contextmanager
def _end_written_down() -> Iterator[None]:
    """How a command ends stands in the diagnostics, where they were begun."""
    try:
        yield
    except BaseException as error:
        if (diagnostics := sys.modules.get("voiceguide.diagnostics")) is not None:
            diagnostics.ended(error)
        raise
    if (diagnostics := sys.modules.get("voiceguide.diagnostics")) is not None:
        diagnostics.ended(None)


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
        from importlib.metadata import version

        typer.echo(f"voiceguide {version('voiceguide')}")
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


def run() -> int:
    """Run the command in `sys.argv`, and give the program's exit code."""
    console.never_refuse_letters()
    sys.unraisablehook = never_lose_an_interrupt
    with ended_tidily():
        try:
            asks = len(sys.argv) == 1 and console.is_terminal(sys.stdin)
            # Alone at a terminal it asks what the session is for.
            arguments = ["play"] if asks and console.is_terminal(sys.stderr) else None
            typer.main.get_command(app).main(args=arguments, prog_name="voiceguide")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        except KeyboardInterrupt:
            return 130
        except OSError as error:  # what is printed before a command begins, such as its help
            return _unwritten(error)
        except Exception as error:  # noqa: BLE001 - a fault of the program: told, not shown off
            return _faulty(error)
    return 0


def never_lose_an_interrupt(found: sys.UnraisableHookArgs) -> None:
    """Ctrl-C that came while Python was tidying up, where it is thrown away, comes once more."""
    if not issubclass(found.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(found)
        return
    # From another thread, and a moment later: here it would be thrown away again.
    again = threading.Timer(0.01, _interrupt)
    again.daemon = True
    again.start()


def _interrupt() -> None:
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _faulty(error: Exception) -> int:
    """Tell of a fault of the program itself, where it can be read about, and the exit code."""
    from voiceguide import diagnostics
    from voiceguide.settings import Folders

    if "--debug" in sys.argv[1:2]:
        raise error
    folder = Folders.of_user().state
    diagnostics.start(folder, "fault")
    what = diagnostics.fault(error)
    console.tell(f"voiceguide has a fault of its own and ended: {what}")
    console.tell(f"  Traceback: {folder / diagnostics.FILE_NAME}")
    console.tell("  hint: please report it with that file, which holds nothing of yours")
    return 1


def _unwritten(error: OSError) -> int:
    """Tell that standard output takes nothing more, and give the exit code."""
    console.drop_output()
    try:
        raise console.refused(error)
    except console.ReaderGone:
        return 0
    except VoiceguideError as problem:
        console.tell(str(problem))
        return problem.exit_code
