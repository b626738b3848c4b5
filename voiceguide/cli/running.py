"""The whole program: the command in its arguments, and what becomes of faults and interrupts."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from voiceguide.cli.terminal import console
from voiceguide.errors import VoiceguideError
from voiceguide.files import ended_tidily

if TYPE_CHECKING:
    from voiceguide.cli.plain_play import PlayLine


THREADS_OF_ARITHMETIC = "OPENBLAS_NUM_THREADS"
"""Of NumPy's linear algebra, of which the program needs next to nothing: to begin one more thread
for each processor takes half as long as all the rest of loading NumPy."""


def run() -> int:
    """Run the command in `sys.argv`, and give the program's exit code."""
    os.environ.setdefault(THREADS_OF_ARITHMETIC, "1")
    console.never_refuse_letters()
    sys.unraisablehook = never_lose_an_interrupt
    with ended_tidily():
        try:
            return _run_command()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        except KeyboardInterrupt:
            return 130
        except OSError as error:  # what is printed before a command begins, such as its help
            return _unwritten(error)
        except Exception as error:  # noqa: BLE001 - a fault of the program: told, not shown off
            return _faulty(error)


def _run_command() -> int:
    """Run it, by Typer where a line needs that."""
    if sys.argv[1:2] == ["play"]:
        from voiceguide.cli import plain_play

        line = plain_play.plain_line(sys.argv[1:], os.environ)
        if line is not None:
            return _run_plain(line)
    from voiceguide.cli.program import run_by_typer

    run_by_typer()
    return 0


def _run_plain(line: PlayLine) -> int:
    from voiceguide.cli.command_errors import CommandFailed, begin_diagnostics, errors_told
    from voiceguide.cli.plain_play import COMMAND, play

    try:
        with errors_told():
            begin_diagnostics(COMMAND)
            play(line)
    except CommandFailed as failed:
        return failed.exit_code
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
    try:
        folder = Folders.of_user().state
    except VoiceguideError as problem:  # nowhere to write it: then it is told as a problem
        console.tell(f"voiceguide has a fault of its own and ended: {type(error).__name__}")
        console.tell(str(problem))
        return 1
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
