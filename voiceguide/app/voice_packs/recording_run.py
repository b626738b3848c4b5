"""`voices record`, from its words to the lines that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.app.pack_fallback import fallback_fault
from voiceguide.app.voice_packs.lines_file import read_lines
from voiceguide.app.voice_packs.lines_to_read import LineToRead, Part
from voiceguide.app.voice_packs.recording import RecordingDesk, RecordingSession, still_to_read
from voiceguide.app.voice_packs.scripts import amount, gathered
from voiceguide.errors import BadFiles, UsageError
from voiceguide.phrases.languages import base_language
from voiceguide.speech.recordings.pack_making import (
    DEFAULT_FALLBACK,
    begin_pack,
    check_new,
    pack_text,
)
from voiceguide.speech.recordings.voice_pack import (
    PACK_FILE,
    REFUSE,
    VoicePack,
    check_pack_text,
    read_pack,
)

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext


class RecordingWishes(Struct, frozen=True):
    """What a person says of a recording."""

    routines: Sequence[str] = ()
    table: Path | None = None
    """Of the lines, as `voices script` writes it."""
    parts: Sequence[Part] = ("session",)
    again: bool = False
    """Also what is recorded already."""
    hands_free: bool = False
    aloud: bool = False
    """Each line is said before it is recorded."""
    name: str | None = None
    language: str | None = None
    fallback: str | None = None
    """What a new pack is to say of itself."""


def spoken_language(folder: Path, wishes: RecordingWishes) -> str:
    """The language of the pack in a folder, or of the one to be begun.

    Raises UsageError, also where no pack can be begun as it is wished; BadFiles.
    """
    if (folder / PACK_FILE).exists():
        return base_language(read_pack(folder).language)
    check_new(folder)
    try:
        check_pack_text(pack_text(*_new_pack(folder, wishes)), folder)
    except BadFiles as refused:
        wrong = "; ".join(problem.message for problem in refused.problems)
        raise UsageError(
            f"no pack can be begun in {str(folder)[:80]!r}: {wrong}",
            hint="choose another --name, --language or --fallback",
        ) from None
    return base_language(wishes.language or "en")


def _new_pack(folder: Path, wishes: RecordingWishes) -> tuple[str, str, str]:
    """The name, the language and the fallback of a pack that is begun in a folder."""
    name = wishes.name or folder.absolute().name
    return name, wishes.language or "en", wishes.fallback or DEFAULT_FALLBACK


def _pack_at(folder: Path, wishes: RecordingWishes) -> VoicePack:
    """The pack in a folder, begun where there is none yet."""
    if not (folder / PACK_FILE).exists():
        begin_pack(folder, *_new_pack(folder, wishes))
    return read_pack(folder)


def _fallback_at(folder: Path, wishes: RecordingWishes) -> str | None:
    """Who is to say what is missing of the pack in a folder, or of the one to be begun."""
    if (folder / PACK_FILE).exists():
        return read_pack(folder).fallback
    said = wishes.fallback or DEFAULT_FALLBACK
    return None if said == REFUSE else said


def _lines_of(language: str, wishes: RecordingWishes, context: AppContext) -> list[LineToRead]:
    """The lines that are wanted. Raises UsageError, BadFiles."""
    if wishes.table is not None:
        if wishes.routines:
            raise UsageError("--lines and routines do not go together", hint="name one of the two")
        return read_lines(wishes.table, language)
    if not wishes.routines:
        raise UsageError(
            "nothing says what is to be read",
            hint="name routines, or --lines lines.csv, which `voiceguide voices script` writes",
        )
    lines = gathered(wishes.routines, context, language=language)
    return lines.lines(wishes.parts)


def record(folder: Path, wishes: RecordingWishes, context: AppContext, desk: RecordingDesk) -> str:
    """Record lines into a pack until all are kept or the person ends; what was done, in words.

    However it ends, what was kept is whole, and told. Raises UsageError, BadFiles, Missing.
    """
    from voiceguide.playback.microphone import open_microphone

    language = spoken_language(folder, wishes)
    every = _lines_of(language, wishes, context)
    lines = every
    if (folder / PACK_FILE).exists():
        lines = still_to_read(read_pack(folder), every, language, again=wishes.again)
    if not lines:
        return f"All {len(every)} lines are recorded in {folder}; --again records them anew."
    if (fault := fallback_fault(_fallback_at(folder, wishes), language)) is not None:
        desk.tell(f"{fault}. You can record; mend 'fallback' in voice.toml before you play.")
    desk.tell(f"{len(every) - len(lines)} of {len(every)} lines are there. To do: {amount(lines)}")
    microphone = open_microphone()
    session: RecordingSession | None = None
    ended = False
    try:
        # Where there is no microphone, no pack is begun.
        session = RecordingSession(_pack_at(folder, wishes), lines, microphone, desk, language)
        if wishes.hands_free:
            session.lead_without_hands(aloud=wishes.aloud)
        else:
            session.lead()
        ended = True
    finally:
        try:
            microphone.close()
        finally:  # Ctrl-C may come meanwhile
            if session is not None and not ended:
                desk.tell(session.summary)
    return session.summary
