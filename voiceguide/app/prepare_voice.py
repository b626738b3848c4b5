"""All lines of sessions spoken ahead, so that none of them waits for its voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.session_options import SessionOptions


def prepare_voice(
    routines: Sequence[str], chosen: SessionOptions, context: AppContext
) -> Iterator[str]:
    """What was spoken, routine by routine; each as `play` makes it for the person of the profile.

    Raises NoVoice where the voice cannot speak, UsageError and BadFiles for a routine that is not
    there or has faults.
    """
    from voiceguide import session
    from voiceguide.app.preparing import for_me_in
    from voiceguide.live_start import speak_all

    for routine in dict.fromkeys(routines):
        loaded = session.load(routine, context.folders)
        options = for_me_in(loaded, chosen, context).over(context.settings)
        with context.ui.speaking() as progress:
            lines = speak_all(loaded, options, context.folders, progress)
        yield f"{loaded.routine.id}: {lines} lines are spoken and kept."
