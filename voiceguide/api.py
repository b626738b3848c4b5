"""What other programs call: `load`, `compile`, `render` and `export`.

The person's own routines and exercises are found as the command line finds them; their
settings, profile and log are not looked at, so that the same call gives the same session.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import UsageError
from voiceguide.loading import Loaded, checked
from voiceguide.loading import load as load_checked
from voiceguide.routine.library import Library
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.structs import field_names
from voiceguide.timeline import Timeline

if TYPE_CHECKING:
    from voiceguide.importing.script_text import Script
    from voiceguide.rendering import Rendering

Progress = Callable[[int, int], None]
"""Called with how much is done, and how much there is to do."""


class LoadedRoutine(Routine, frozen=True, kw_only=True):
    """A routine as `load` gives it, with the library that its items name exercises of."""

    library: Library
    script: Script | None = None
    """The text of a routine that is a script, spoken as it stands in place of items."""


def load(name_or_path: str | Path) -> Routine:
    """The routine with an id (`"morning"`), or of a routine or script file.

    An id is looked for in the person's library first, then among the built-in ones; exercises
    also beside the file. Raises UsageError for a name that nothing has, BadFiles with all
    problems of the routine and of the exercises it uses.
    """
    path = str(name_or_path)
    if isinstance(name_or_path, Path) and name_or_path.name == path:
        path = f"./{path}"  # a path is never an id
    loaded = load_checked(path, Folders.of_user())
    values = {name: getattr(loaded.routine, name) for name in field_names(Routine)}
    return LoadedRoutine(**values, library=loaded.library, script=loaded.script)


def compile(  # noqa: A001  # a routine, not Python code
    routine: Routine, options: SessionOptions | None = None
) -> Timeline:
    """The session as a timeline: what is said and sounded when, in whole milliseconds.

    Lengths of speech are estimated, in milliseconds of work, unless the options name a voice,
    which then speaks every line (and keeps it) to be measured. Raises BadFiles for a routine
    that was made or altered and has problems, UsageError for options that do not fit it, NoVoice
    where the voice cannot speak.
    """
    if options is not None and options.voice:
        return render(routine, options).timeline
    from voiceguide.session import estimated

    folders = Folders.of_user()
    return estimated(_loaded(routine, folders), options or SessionOptions(), folders)


def render(
    routine: Routine,
    options: SessionOptions | None = None,
    *,
    progress: Progress | None = None,
) -> Rendering:
    """The session as sound at 44.1 kHz: its timeline, and `blocks()` of samples.

    Spoken by the voice of the options, else by the default one; `progress` is told of spoken
    lines. Raises as `compile` does.
    """
    from voiceguide import session

    folders = Folders.of_user()
    chosen = options or SessionOptions()
    loaded = _loaded(routine, folders)
    return session.render(loaded, chosen, folders, progress=progress).session


def export(
    session: Routine | Timeline | Rendering,
    path: str | Path,
    options: SessionOptions | None = None,
    *,
    force: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write the session into a file of the format that its suffix names, whole or not at all.

    A routine is compiled or rendered with `options` first, as the format needs; a timeline is
    enough for all but sound. An existing file is replaced only with `force`. `progress` is told
    of written frames of sound. Raises UsageError for an unknown suffix, an existing file, or a
    timeline where sound is asked for; Missing for what this machine lacks; and as `compile`.
    """
    from voiceguide.exporting import check_all, format_of, write

    target = Path(path)
    check_all([target], force=force)
    made: Timeline | Rendering
    if not isinstance(session, Routine):
        made = session
    elif format_of(target).kind == "audio":
        made = render(session, options)
    else:
        made = compile(session, options)
    if isinstance(made, Timeline) and format_of(target).kind == "audio":
        raise UsageError(
            f"{target}: a timeline holds no sound",
            hint="export the routine, or what render() gives",
        )
    write(made, target, force=force, progress=progress)


def _loaded(routine: Routine, folders: Folders) -> Loaded:
    if isinstance(routine, LoadedRoutine):
        if routine.script is not None:
            return Loaded(routine, routine.library, (), routine.script)
        return checked(routine, routine.library)
    return checked(routine, Library([folders.library]))
