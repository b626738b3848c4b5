"""What the commands print: answers on standard output, messages on standard error.

Nothing that a file says reaches a terminal raw: control characters are left out here.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TextIO

from voiceguide.errors import DiskProblem

MORE_INSET = 2
NARROWEST_COLUMN = 14
"""Characters below which a column is no place to go on in."""
_HINT = "hint:"
"""What a line begins with that may set an example apart by two spaces, and is no table's row."""
_BETWEEN_COLUMNS = re.compile(r"(?<=\S) {2,}(?=\S)")


class ReaderGone(Exception):
    """Nobody reads standard output any more; the program ends without a word."""


def say(text: str = "") -> None:
    """A part of the answer, with a line end. Raises ReaderGone, DiskProblem."""
    write(for_stream(safe(text), sys.stdout) + "\n")


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Rows with as many cells each, in columns. Raises ReaderGone, DiskProblem."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())


def write(text: str) -> None:
    """Text for standard output as it is, such as a file's. Raises ReaderGone, DiskProblem."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise refused(error) from error


def write_utf8(text: str) -> None:
    """A file's text for programs, in UTF-8 whatever the terminal's encoding is.

    Raises ReaderGone, DiskProblem.
    """
    if sys.stdout is None:
        return
    flush()
    try:
        sys.stdout.buffer.write(text.encode())
    except OSError as error:
        raise refused(error) from error


def write_json(value: object) -> None:
    """A JSON document as the whole answer; in ASCII, so that it is safe on any terminal."""
    write(json.dumps(value, indent=2) + "\n")


def flush() -> None:
    """Have the answer arrive. Raises ReaderGone, DiskProblem."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError as error:
        raise refused(error) from error


def tell(text: str) -> None:
    """A message for the person; where nobody can read it, the work goes on."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(for_stream(safe(text), sys.stderr) + "\n")
        sys.stderr.flush()
    except OSError:
        return


def ring() -> None:
    """The terminal's bell, for those who do not look; never into a file or a pipe."""
    stream = next((each for each in (sys.stderr, sys.stdout) if each and each.isatty()), None)
    if stream is None:
        return
    try:
        stream.write("\a")
        stream.flush()
    except OSError:
        return


def safe(text: str) -> str:
    """The lines of a text without control and bidirectional characters; spaces stay."""
    from voiceguide.text import clean

    return re.sub(r"[^ \n]+", lambda word: clean(word[0]), text)


def for_stream(text: str, stream: TextIO | None) -> str:
    """The text with lines no wider than a person's terminal; for a file or a pipe as it is."""
    if not is_terminal(stream):
        return text
    return fitted(text, shutil.get_terminal_size().columns)


def fitted(text: str, width: int) -> str:
    """Lines broken between words; what goes on is set in a little further than its line.

    A row of a table goes on under the last of its columns from which on there is room for its
    words. A word that is wider than all of it, such as a path, stays whole.
    """
    lines = []
    for line in text.split("\n"):
        lines += textwrap.wrap(
            line,
            max(width, 1),
            subsequent_indent=" " * _inset(line, width),
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [line]
    return "\n".join(lines)


def _inset(line: str, width: int) -> int:
    """How far in a line goes on, in characters."""
    plain = line.lstrip(" ")
    if not plain.startswith(_HINT):
        columns = [between.end() for between in _BETWEEN_COLUMNS.finditer(line)]
        for start in reversed(columns):
            widest = max(len(word) for word in line[start:].split())
            if width - start >= max(NARROWEST_COLUMN, widest):
                return start
    return min(len(line) - len(plain) + MORE_INSET, width // 2)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sees the stream, on a terminal that can move its cursor."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def never_refuse_letters() -> None:
    """Print `?` for what the terminal's encoding does not have, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def drop_output() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain at its end."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def refused(error: OSError) -> ReaderGone | DiskProblem:
    """What becomes of a standard output that takes nothing more."""
    if isinstance(error, BrokenPipeError):
        return ReaderGone()
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskProblem(
            "standard output cannot be written: the disk is full", hint="free some space"
        )
    return DiskProblem(f"standard output cannot be written: {error.strerror}")
