"""Sessions as files: a table of formats, each in one small module, imported late.

A text format makes its text from a timeline alone (`TextFormat`), so the same function serves
``script`` and ``export``. An audio format writes a rendering into a file (`AudioFormat`).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol, cast

from voiceguide.audio.files import whole_file
from voiceguide.errors import UsageError, did_you_mean
from voiceguide.timeline import Timeline

if TYPE_CHECKING:
    from voiceguide.rendering import Rendering


class TextFormat(Protocol):
    """A module that writes timelines down."""

    def text(self, timeline: Timeline) -> str:
        """The whole file, with LF line ends; the same for the same timeline."""


class AudioFormat(Protocol):
    """A module that writes sound."""

    def write(self, rendering: Rendering, file: BinaryIO) -> None:
        """Write the whole session block by block, in constant memory."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a suffix stands for, and the module that makes it."""

    kind: Literal["audio", "text"]
    module: str
    about: str


FORMATS = {
    ".wav": Format("audio", "voiceguide.export.wav", "sound, 16 bit, 44.1 kHz"),
    ".json": Format("text", "voiceguide.export.json_timeline", "the timeline, for programs"),
    ".md": Format("text", "voiceguide.export.markdown", "the script, as a sheet"),
    ".txt": Format("text", "voiceguide.export.text", "the script, as plain text"),
}
"""Suffix to format."""

SCRIPTS = {"text": ".txt", "md": ".md", "json": ".json"}
"""The names of ``script --format``, to suffixes."""


def format_of(path: Path) -> Format:
    """The format that a file's suffix asks for, in any case of letters.

    Raises UsageError, with the known suffixes, for any other.
    """
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        return FORMATS[suffix]
    wrong = f"nothing is known of {suffix} files" if suffix else "the name has no suffix"
    close = did_you_mean(suffix, FORMATS)
    known = f"known are {', '.join(FORMATS)}"
    raise UsageError(f"{path}: {wrong}", hint=f"{close} {known}" if close else known)


def script(timeline: Timeline, name: str = "text") -> str:
    """The timeline in one of SCRIPTS. Raises UsageError for any other name."""
    if name not in SCRIPTS:
        close = did_you_mean(name, SCRIPTS)
        known = f"known are {', '.join(SCRIPTS)}"
        raise UsageError(
            f"there is no script format '{name}'", hint=f"{close} {known}" if close else known
        )
    return _text_format(FORMATS[SCRIPTS[name]]).text(timeline)


def write(session: Timeline | Rendering, path: Path, *, force: bool = False) -> None:
    """Write a session into a file of the format its suffix names; whole or not at all.

    A timeline is enough for text; sound needs a rendering (TypeError without). Raises
    UsageError for an unknown suffix and what `whole_file` raises.
    """
    form = format_of(path)
    if form.kind == "text":
        timeline = session if isinstance(session, Timeline) else session.timeline
        content = _text_format(form).text(timeline).encode()
        with whole_file(path, force=force) as file:
            file.write(content)
        return
    if isinstance(session, Timeline):
        raise TypeError(f"{path}: sound needs a rendering")
    audio = cast(AudioFormat, import_module(form.module))
    with whole_file(path, force=force) as file:
        audio.write(session, file)


def _text_format(form: Format) -> TextFormat:
    return cast(TextFormat, import_module(form.module))
