"""Sessions as files: a table of formats, each in one small module, imported late.

A text format makes its text from a timeline alone (`TextFormat`), so the same function serves
``script`` and ``export``; a track list is one that names a sound file (`SoundList`), a page
format makes bytes (`PageFormat`). An audio format writes a rendering into a file (`AudioFormat`).

The help of ``script`` is made from the table, so this module imports nothing slow at its top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol, cast

from msgspec import Struct

from voiceguide import extensions
from voiceguide.errors import UsageError, did_you_mean
from voiceguide.files import checked_target, whole_file
from voiceguide.text import quoted

if TYPE_CHECKING:
    from voiceguide.rendering import Audible
    from voiceguide.timeline import Timeline


Progress = Callable[[int, int], None]
"""Called with how many frames of sound are written, and how many there are."""


class TextFormat(Protocol):
    """A module that writes timelines down."""

    def text(self, timeline: Timeline) -> str:
        """The whole file, with LF line ends; the same for the same timeline."""


class SoundList(Protocol):
    """A module that writes timelines down as parts of a sound file."""

    def text(self, timeline: Timeline, sound: str) -> str:
        """As TextFormat; `sound` is the name of a file that lies beside this one."""


class PageFormat(Protocol):
    """A module that makes pages of timelines."""

    def pages(self, timeline: Timeline) -> bytes:
        """The whole file."""


class AudioFormat(Protocol):
    """A module that writes sound."""

    def write(
        self, session: Audible, file: BinaryIO, *, track: int = 1, progress: Progress | None
    ) -> None:
        """Write the whole session block by block, in constant memory.

        `file` can be sought in and has a name; `track` is its number
        where it is one of many.
        """


class Format(Struct, frozen=True):
    """What a suffix stands for, and what makes it.

    `module` is a whole name, or that of a module of `formats`; with ``:NAME``, what it calls so.
    `script_name` is what ``script --format`` calls it, where that is not its suffix's first part.
    """

    kind: Literal["audio", "text", "list", "pages"]
    module: str
    about: str
    encoding: str = "utf-8"
    script_name: str = ""

    def maker(self) -> Any:
        """What makes it, imported now."""
        module, _, name = self.module.partition(":")
        found = import_module(module if "." in module else f"{__name__}.formats.{module}")
        return getattr(found, name) if name else found


FORMATS = {
    ".wav": Format("audio", "wav", "sound, 16 bit, 44.1 kHz"),
    ".flac": Format("audio", "encoded:FLAC", "the same sound in half the room"),
    ".mp3": Format("audio", "encoded:MP3", "sound for every player"),
    ".m4a": Format("audio", "encoded:M4A", "sound for phones"),
    ".m4b": Format("audio", "encoded:M4A", "the same, as an audio book"),
    ".opus": Format("audio", "encoded:OPUS", "sound in the smallest file"),
    ".txt": Format("text", "text", "the script, as plain text", script_name="text"),
    ".md": Format("text", "markdown", "the script, as a sheet"),
    ".html": Format("text", "html", "a sheet to print, in one file"),
    ".pdf": Format("pages", "pdf", "the printed sheet; needs a browser"),
    ".vtt": Format("text", "vtt", "captions for the web"),
    ".srt": Format("text", "srt", "captions for video editors"),
    ".lrc": Format("text", "lrc", "lyrics for music players"),
    ".labels.txt": Format("text", "labels", "labels for Audacity"),
    ".cue": Format("list", "cue", "a track list beside the sound"),
    ".chapters.json": Format("text", "podcast", "chapters for podcasts"),
    ".csv": Format("text", "csv", "a spreadsheet", "utf-8-sig"),
    ".ssml": Format("text", "ssml", "the words for other speech engines"),
    ".json": Format("text", "json", "the timeline, for programs"),
}
"""Suffix to format; packages add more."""

NEAR = {
    ".aac": ".m4a", ".mp4": ".m4a", ".m4p": ".m4a", ".alac": ".flac", ".aif": ".wav",
    ".aiff": ".wav", ".ogg": ".opus", ".oga": ".opus", ".webm": ".opus", ".wma": ".mp3",
    ".htm": ".html", ".markdown": ".md", ".text": ".txt", ".xlsx": ".csv", ".tsv": ".csv",
    ".docx": ".html", ".odt": ".html", ".yaml": ".json", ".yml": ".json",
}  # fmt: skip
"""Suffixes that are not written, to the one with the same use."""

SCRIPTS = {
    form.script_name or suffix.split(".")[1]: suffix
    for suffix, form in FORMATS.items()
    if form.kind == "text"
}
"""The names of ``script --format``, to suffixes."""


def suffix_of(path: Path) -> str:
    """The known suffix of a file, in small letters; the longest of several.

    Raises UsageError, with the known suffixes, for any other.
    """
    name = path.name.lower()
    if fitting := _ends_of(name, FORMATS) or _ends_of(name, _added_suffixes()):
        return max(fitting, key=len)
    suffix = path.suffix.lower()
    wrong = f"nothing is known of {suffix} files" if suffix else "the name has no suffix"
    suffixes_known = [*FORMATS, *_added_suffixes()]
    near = f"did you mean '{NEAR[suffix]}'?" if suffix in NEAR else None
    close = near or did_you_mean(suffix, suffixes_known)
    known = f"known are {', '.join(suffixes_known)}"
    raise UsageError(f"{path}: {wrong}", hint=f"{close} {known}" if close else known)


def format_of(path: Path) -> Format:
    """The format that a file's suffix asks for, in any case of letters. Raises UsageError."""
    return format_of_suffix(suffix_of(path))


def format_of_suffix(suffix: str) -> Format:
    """The format of a suffix that `suffix_of` gave."""
    if suffix in FORMATS:
        return FORMATS[suffix]
    return cast(Format, extensions.load("formats", suffix.removeprefix(".")))


def _ends_of(name: str, suffixes: Iterable[str]) -> list[str]:
    return [suffix for suffix in suffixes if name.endswith(suffix) and name != suffix]


def _added_suffixes() -> list[str]:
    return [f".{name}" for name in extensions.names("formats")]


def script_text(timeline: Timeline, name: str = "text") -> str:
    """The timeline in one of SCRIPTS, or in a text format of a package.

    Raises UsageError for any other name.
    """
    form = FORMATS[SCRIPTS[name]] if name in SCRIPTS else extensions.load("formats", name)
    if form is None or form.kind != "text":
        known = [*SCRIPTS, *extensions.names("formats")]
        close = did_you_mean(name, known)
        there_are = f"known are {', '.join(known)}"
        raise UsageError(
            f"there is no script format {quoted(name)}",
            hint=f"{close} {there_are}" if close else there_are,
        )
    with extensions.failures_told("formats", name):
        return cast(TextFormat, form.maker()).text(timeline)


def write(
    session: Timeline | Audible,
    path: Path,
    *,
    force: bool = False,
    track: int = 1,
    sound: str | None = None,
    progress: Progress | None = None,
) -> None:
    """Write a session into a file of the format its suffix names; whole or not at all.

    A timeline is enough for all but sound (TypeError without a rendering). `sound` names
    the file that a track list is for. Raises UsageError for an unknown suffix, Missing for a
    format that needs what this machine lacks, and what `whole_file` raises.
    """
    suffix = suffix_of(path)
    with extensions.failures_told("formats", suffix.removeprefix(".")):
        _write(format_of_suffix(suffix), session, path, force, track, sound, progress)


def _write(
    form: Format,
    session: Timeline | Audible,
    path: Path,
    force: bool,
    track: int,
    sound: str | None,
    progress: Progress | None,
) -> None:
    from voiceguide.timeline import Timeline

    timeline = session if isinstance(session, Timeline) else session.timeline
    if form.kind == "audio":
        if isinstance(session, Timeline):
            raise TypeError(f"{path}: sound needs a rendering")
        audio = cast(AudioFormat, form.maker())
        with whole_file(path, force=force) as file:
            audio.write(session, file, track=track, progress=progress)
        return
    checked_target(path, force)
    match form.kind:
        case "text":
            written = cast(TextFormat, form.maker()).text(timeline)
            content = written.encode(form.encoding)
        case "list":
            named = sound or f"{path.name[: -len(suffix_of(path))]}.wav"
            written = cast(SoundList, form.maker()).text(timeline, named)
            content = written.encode(form.encoding)
        case "pages":
            content = cast(PageFormat, form.maker()).pages(timeline)
    with whole_file(path, force=force) as file:
        file.write(content)


def joined_chapters(timeline: Timeline, path: Path) -> str | None:
    """In words, that a file holds fewer chapters than the session has; None where it does not."""
    from voiceguide.exporting.script.chapters import chapters

    form = format_of(path)
    most: int | None = getattr(form.maker(), "MOST_CHAPTERS", None)
    count = 0 if most is None else len(chapters(timeline))
    if most is None or count <= most:
        return None
    return (
        f"{path} holds {most} chapters at most, and the session has {count}:"
        " the shortest are joined with their neighbours"
    )


def check_all(paths: Sequence[Path], *, force: bool = False) -> None:
    """Refuse what `write` would refuse, before the first of several files costs any time.

    Raises UsageError, also for a file that is named twice.
    """
    for path in paths:
        format_of(path)
    targets = [checked_target(path, force) for path in paths]
    for path, target in zip(paths, targets, strict=True):
        if targets.count(target) > 1:
            raise UsageError(f"{path} is named twice", hint="name each file once")


def check_music(formats: Iterable[Format]) -> None:
    """Raise UsageError where none of the files can hold music."""
    if not any(form.kind == "audio" for form in formats):
        raise UsageError("--music needs a file of sound to go into", hint="such as -o morning.m4a")


def sound_for(path: Path, paths: Iterable[Path]) -> str | None:
    """The name of the sound among `paths` that lies beside a track list; None without one."""
    beside = (each for each in paths if each.parent == path.parent)
    return next((each.name for each in beside if format_of(each).kind == "audio"), None)
