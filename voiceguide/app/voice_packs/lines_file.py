"""The lines to read as a table for spreadsheets, written and read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from voiceguide.app.voice_packs.lines_to_read import LineToRead
from voiceguide.errors import BadFiles, Place, Problem, UsageError
from voiceguide.files import NotPlain, decoded, read_plain
from voiceguide.speech.recordings.line_names import file_stem, line_words
from voiceguide.text import clean

COLUMNS = ("file", "text", "where", "part")
MOST_BYTES = 8 * 1024 * 1024
MOST_LINES = 20_000
LONGEST_LINE = 1000
_FORMULA = tuple("=+-@")
_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


def lines_csv(lines: Iterable[LineToRead]) -> str:
    """A head and a row for each line."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        row = (f"{line.file}.wav", line.text, line.where, line.part)
        writer.writerow([_guarded(clean(cell)) for cell in row])
    return _MARK + file.getvalue()


def _guarded(cell: str) -> str:
    """What would be taken for a formula gets an apostrophe before it, which makes it text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def read_lines(path: Path, language: str) -> list[LineToRead]:
    """The lines of a table, in its order, each once; only its column `text` is needed.

    Raises UsageError for what is no such file, BadFiles with the places of rows that are no lines.
    """
    try:
        raw = read_plain(path, MOST_BYTES)
    except FileNotFoundError:
        raise UsageError(
            f"there is no file {path}", hint="make it: voiceguide voices script ROUTINE -o FILE"
        ) from None
    except (NotPlain, OSError, ValueError, RuntimeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="check its name") from None
    if len(raw) > MOST_BYTES:
        raise UsageError(f"{path} is longer than 8 MB", hint="keep only lines in it")
    text = decoded(raw, str(path))
    head = text.partition("\n")[0]
    marks = ";" if head.count(";") > head.count(",") else "\t" if "\t" in head else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=marks)
    try:
        return _lines(rows, path, language)
    except csv.Error as error:
        place = Place(str(path), rows.line_num, 1)
        raise BadFiles([Problem(place, f"this is no table ({error})", "save it as CSV")]) from None


def _lines(rows: Iterable[list[str]], path: Path, language: str) -> list[LineToRead]:
    lines: dict[str, LineToRead] = {}
    problems: list[Problem] = []
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        if not columns:
            columns = {name.strip().lower(): index for index, name in enumerate(row)}
            if "text" not in columns:
                raise UsageError(
                    f"{path}: the first row has no column 'text'",
                    hint=f"as `voices script` writes it: {','.join(COLUMNS)}",
                )
            continue
        if not any(cell.strip() for cell in row):
            continue
        if number > MOST_LINES:
            raise UsageError(f"{path} has more than {MOST_LINES:,} lines", hint="split it")
        said = row[columns["text"]].strip() if columns["text"] < len(row) else ""
        said = said.removeprefix("'") if said[1:].startswith(_FORMULA) else said
        place = Place(str(path), number, 1)
        if len(said) > LONGEST_LINE:
            problems.append(Problem(place, "this line is too long", "split it into several"))
            continue
        words = line_words(said, language)
        if not words:
            problems.append(Problem(place, "nothing in this line can be spoken", "take it out"))
            continue
        where = row[columns["where"]] if columns.get("where", len(row)) < len(row) else ""
        line = LineToRead(clean(said), file_stem(words), "session", [clean(where)])
        lines.setdefault(words, line)
    if problems:
        raise BadFiles(problems)
    if not lines:
        raise UsageError(f"{path} has no lines", hint="it needs a row for each line")
    return list(lines.values())
