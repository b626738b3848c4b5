"""The file of the diagnostics: a handler of `logging` that keeps it small.

As `logging.handlers.RotatingFileHandler` does, which loads what sends records over a network, and
so takes longer than all else that a session's start needs of `logging`.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path


class SmallFileHandler(logging.FileHandler):
    """Appends to a file; before it would grow beyond `most_bytes`, it becomes ``NAME.1``.

    The one that was called so before goes.
    """

    def __init__(self, file: Path, most_bytes: int) -> None:
        super().__init__(file, encoding="utf-8")
        self._most_bytes = most_bytes

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._is_full(record):
                self._begin_anew()
        except Exception:  # noqa: BLE001 - as every handler: `handleError` says what becomes of it
            self.handleError(record)
            return
        super().emit(record)

    def _is_full(self, record: logging.LogRecord) -> bool:
        """Whether a record is too much for the file; what is no plain file is never full."""
        if self.stream is None or not Path(self.baseFilename).is_file():
            return False
        line = f"{self.format(record)}{self.terminator}".encode(errors="backslashreplace")
        self.stream.seek(0, os.SEEK_END)
        return self.stream.tell() + len(line) > self._most_bytes

    def _begin_anew(self) -> None:
        full, self.stream = self.stream, None  # a new one is opened where there is none
        if full is not None:
            full.close()
        Path(self.baseFilename).replace(f"{self.baseFilename}.1")
