"""`voiceguide resume`: go on with a session that did not come to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli.terminal import options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions


@options.examples("voiceguide resume")
@options.takes("output", "screen", "volume_percent", "yes", "music", "music_percent")
def resume(chosen: SessionOptions) -> None:
    """Go on with your last session, where it was cut off or stopped within a day."""
    from voiceguide.app.resume_session import resume_session

    resume_session(chosen, user_context())
