"""What is written down to find faults by: a file in the state folder, kept small by itself.

Modules log by the standard library, under the name ``voiceguide``; nothing is written unless
`start` was called. What a record may hold: names of commands, outputs, engines, devices, numbers,
kinds of errors. Never what a person wrote or answered, never what is spoken, no names of routines
or exercises, no arguments: the file may be sent to others.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import NoSoundOutput

if TYPE_CHECKING:
    import logging

FILE_NAME = "diagnostics.log"
MOST_BYTES = 256 * 1024
"""Of one file; an older one is kept beside it, ``diagnostics.log.1``."""

PACKAGE = Path(__file__).parent
_FORM = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"


def start(folder: Path, command: str, *, debug: bool = False) -> None:
    """Write down what happens from now on, into a file in `folder`; `debug`: on standard error too.

    Where the file cannot be written, nothing is: a session does not end because of it.
    """
    import logging

    from voiceguide.diagnostics_file import SmallFileHandler
    from voiceguide.program_version import program_version

    logger = logging.getLogger("voiceguide")
    logger.setLevel(logging.DEBUG if debug else logging.INFO)
    logger.propagate = False
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        with suppress(OSError):  # what it had yet to write
            handler.close()
    handlers: list[logging.Handler] = []
    why = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / FILE_NAME
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600))
        handlers.append(SmallFileHandler(file, MOST_BYTES))
    except OSError as error:
        why = error.strerror
    if debug:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(logging.Formatter(_FORM))
        handler.handleError = _dropped  # type: ignore[assignment, method-assign]  # never onto the screen
        logger.addHandler(handler)
    python = sys.version.split()[0]
    logger.info("%s: %s, Python %s, %s", command, program_version(), python, sys.platform)
    if why is not None:
        logger.warning("the file %s cannot be written: %s", FILE_NAME, why)


def ended(error: BaseException | None) -> None:
    """Write down how a command ended: which kind of error it was.

    Of an error's words only those about sound outputs, which hold nothing of a person's.
    """
    import logging

    logger = logging.getLogger("voiceguide")
    match error:
        case None:
            logger.info("ended well")
        case NoSoundOutput():
            logger.warning("ended: %s: %s", type(error).__name__, error.message)
        case _:
            logger.info("ended: %s", type(error).__name__)


def fault(error: BaseException) -> str:
    """Write down where a fault of the program's own came up; the innermost place, in words.

    Files, lines and functions, without the error's words and without values.
    """
    import logging
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"\n  {each.filename}:{each.lineno} {each.name}" for each in frames)
    logging.getLogger("voiceguide").error("fault: %s%s", type(error).__name__, places)
    own = [each for each in frames if PACKAGE in Path(each.filename).parents]
    if not own:
        return type(error).__name__
    file = Path(own[-1].filename).relative_to(PACKAGE)
    return f"{type(error).__name__} in {file}, line {own[-1].lineno}"


def _dropped(_record: logging.LogRecord) -> None:
    """A record that cannot be written, on a full disk, is left out."""
