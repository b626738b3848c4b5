"""`voiceguide play`: a session for the ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli.terminal import options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions


@options.takes(
    *options.OF_THE_SESSION,
    "output",
    "screen",
    "volume_percent",
    "yes",
    "pain",
    "progress",
    "anyway",
    "wait",
    "music",
    "music_percent",
)
@options.examples(
    "voiceguide play morning",
    "voiceguide play morning --from 3 --level steady --volume 80",
    "voiceguide play my-routine.yaml --screen lines",
)
def play(
    routine: options.RoutineName,
    chosen: SessionOptions,
) -> None:
    """Play a session: the coach speaks, tones keep the time.

    While it plays, space pauses and goes on, n and b go to the next step and back, q stops,
    a number answers a question, ? shows all keys.
    From elsewhere: `voiceguide control`, and media keys.
    """
    from voiceguide.app.play_session import play_session

    play_session(routine, chosen, user_context())
