"""What becomes of a command that goes wrong: words, an exit code, and a line in the diagnostics."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from voiceguide.cli.terminal import console
from voiceguide.errors import BadFiles, VoiceguideError, refusal_of

NO_MEMORY = (
    "this machine has no memory left for it\n"
    "  hint: close other programs, or take a shorter routine"
)


class CommandFailed(Exception):
    """A command went wrong, and the person was told; the program ends with `exit_code`."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


def begin_diagnostics(command: str, *, debug: bool = False) -> None:
    """Write down from now on what happens. Raises VoiceguideError where nobody has a home."""
    from voiceguide import diagnostics
    from voiceguide.settings import Folders

    diagnostics.start(Folders.of_user().state, command, debug=debug)


@contextmanager
def errors_told() -> Iterator[None]:
    """Around all that a command does. Raises CommandFailed for what went wrong, after saying it.

    What is a fault of the program's own, or of its arguments, goes through.
    """
    try:
        with _end_written_down():
            yield
        console.flush()
    except VoiceguideError as error:
        console.tell(str(error))
        if isinstance(error, BadFiles):
            console.tell(error.closing)
        raise CommandFailed(error.exit_code) from None
    except console.ReaderGone:
        console.drop_output()
        raise CommandFailed(0) from None
    except KeyboardInterrupt:
        console.tell("Interrupted.")
        raise CommandFailed(130) from None
    except MemoryError:
        console.tell(NO_MEMORY)
        raise CommandFailed(4) from None
    except OSError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        console.tell(str(refusal))
        raise CommandFailed(refusal.exit_code) from None


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
