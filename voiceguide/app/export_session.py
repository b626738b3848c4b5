"""One session as files."""

from __future__ import annotations

from pathlib import Path

from voiceguide.app.context import AppContext
from voiceguide.app.preparing import prepare
from voiceguide.app.write_targets import check_targets, files_in, own_files
from voiceguide.audio.music import Music
from voiceguide.exporting import (
    check_all,
    check_music,
    format_of,
    joined_chapters,
    sound_for,
    write,
)
from voiceguide.exporting.script.sheet import length_told
from voiceguide.loading import is_path
from voiceguide.rendering import Audible, Soundtrack
from voiceguide.session_options import SessionOptions, decided
from voiceguide.text import duration


def export_session(
    routine: str,
    files: list[Path],
    chosen: SessionOptions,
    context: AppContext,
    *,
    force: bool,
    for_me: bool,
) -> None:
    """All files from one session, laid out and spoken once. Raises UsageError, BadFiles, Missing.

    Whether files that are there are replaced is asked, unless `force` says so.
    """
    ui, music = context.ui, chosen.music
    there = [str(path) for path in files if path.is_file()]
    if there and not force and ui.can_ask:
        force = ui.yes(f"Replace {', '.join(there)}?")
    check_all(files, force=force)
    read = [*own_files(context.folders), *(files_in(music) if music else ())]
    check_targets(files, [*read, Path(routine)] if is_path(routine) else read)
    under = None
    if music is not None:
        check_music(format_of(path) for path in files)
        under = Music(music, decided(chosen).music_percent / 100, channels=2)

    def warn(said: str) -> None:
        ui.tell(f"warning: {said}")

    rendering = prepare(routine, chosen, context, for_me=for_me, for_others=not for_me)
    session: Audible = rendering if under is None else Soundtrack(rendering, under, warn)
    for path in files:
        with ui.busy(f"Writing {path}") as progress:
            write(session, path, force=force, sound=sound_for(path, files), progress=progress)
        length = duration(session.timeline.length_ms)
        ui.tell(f"{path}: {length_told(session.timeline, length)}")
        if joined := joined_chapters(session.timeline, path):
            warn(joined)
