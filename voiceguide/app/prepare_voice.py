"""All lines of sessions spoken ahead, so that none of them waits for its voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from voiceguide.errors import DiskProblem

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.session_options import SessionOptions


def prepare_voice(
    routines: Sequence[str], chosen: SessionOptions, context: AppContext
) -> Iterator[str]:
    """What was spoken, routine by routine; each as `play` makes it for the person of the profile.

    Raises NoVoice where the voice cannot speak, UsageError and BadFiles for a routine that is not
    there or has faults, DiskProblem where the lines cannot be kept.
    """
    from voiceguide import session
    from voiceguide.app.preparing import for_me_in
    from voiceguide.live_start import speak_all

    for routine in dict.fromkeys(routines):
        loaded = session.load(routine, context.folders)
        options = for_me_in(loaded, chosen, context).over(context.settings)
        with context.ui.speaking() as progress:
            spoken = speak_all(loaded, options, context.folders, progress)
        if spoken.kept < spoken.lines:
            why = spoken.problems or (f"the disk of {context.folders.cache} has no room for more",)
            raise DiskProblem(
                f"{loaded.routine.id}: {spoken.kept} of {spoken.lines} spoken lines are kept:"
                f" {'; '.join(why)}",
                hint="free some space, or set VOICEGUIDE_CACHE_DIR to a folder that takes them",
            )
        for problem in spoken.problems:
            context.ui.tell(f"warning: {problem}")
        yield f"{loaded.routine.id}: {spoken.lines} lines are spoken and kept."
