"""What becomes of a session when its sound output goes, comes back, changes or cannot be heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceguide.control.live_lines import MINUTE_MS
from voiceguide.control.live_session import LiveSession
from voiceguide.control.live_times import NEVER_MS
from voiceguide.errors import NoSoundOutput

if TYPE_CHECKING:
    from voiceguide.control.output_recovery import Recovery
    from voiceguide.control.piece_source import PlaybackPosition
    from voiceguide.control.status import Mode
    from voiceguide.playback.clock import Clock
    from voiceguide.playback.system_output import SystemOutput
    from voiceguide.playback.system_output_watch import SystemOutputWatch

TRIES = 4
"""An output that is lost so often at one place will not be better the next time."""
GOT_ON_MS = 5000
"""A place so much further on is another one."""
SHORT_LIVED_MS = 30_000
"""An output that was back for longer was well meanwhile."""
WOKEN_MS = 5000
"""What an output does so soon after the program stood still comes from that."""
UNTOLD_MS = 2500
"""How long it then may take to open anew without a word."""


class OutputChanges:
    """Keeps the place of a session when nobody can hear it; goes on when somebody can."""

    def __init__(
        self,
        live: LiveSession,
        clock: Clock,
        recover: Callable[[str], Recovery],
        watch: SystemOutputWatch | None,
    ) -> None:
        self._live, self._clock = live, clock
        self._recover_with, self._watch = recover, watch
        self._recovery: Recovery | None = None
        self._system_output: SystemOutput | None = None
        self._heard_from: str | None = None
        self._before_loss: Mode = "playing"
        self._lost_at: PlaybackPosition | None = None
        self._losses = 0
        self._back_ms = NEVER_MS
        self._untold: str | None = None
        self.lost: NoSoundOutput | None = None
        """What became of the sound output, while there is none."""
        self.unheard: str | None = None
        """Why nobody can hear the output that there is."""
        self.hopeless = False
        """Whether it was lost too often to go on trying."""

    def close(self) -> None:
        """At the end: let go of every output, and of the wish for one."""
        if self._recovery is not None:
            self._recovery.give_up()
        if self._watch is not None:
            self._watch.close()
        self._live.player.close()

    def look(self) -> bool:
        """Notice what has become of the output; True where the session has none to go on with."""
        if self._live.mode == "lost" and self.unheard is None:
            self._try_recovery()
            return True
        if self._live.player.state == "lost" and self._live.player.lost is not None:
            self._lose(self._live.player.lost)
            return True
        output = None if self._watch is None else self._watch.output
        if output is not None and output != self._system_output:
            self._system_output = output
            self._follow(output)
        return False

    def _lose(self, why: NoSoundOutput) -> None:
        live, now_ms = self._live, self._clock.now()
        self._keep_mode()
        live.stand("lost", live.position, now_ms)
        self.lost, self.unheard = why, None
        live.player.close()
        if self._again_here(live.position, now_ms):
            self.lost = NoSoundOutput(
                f"The sound output was lost {TRIES} times at one place: {why.message}",
                hint="try another one with --output, or restart the sound server",
            )
            self.hopeless = True
            return
        self._recovery = self._recover_with(live.output_name)
        text = f"{why.message}. Your place is kept; it goes on when sound is back."
        if now_ms - live.woken_ms < WOKEN_MS:
            self._untold = text
        else:
            live.alarm(text)

    def _keep_mode(self) -> None:
        """Remember how to go on."""
        if self._live.mode != "lost":
            self._before_loss = "paused" if self._live.mode == "paused" else "playing"

    def _again_here(self, position: PlaybackPosition, now_ms: int) -> bool:
        """Whether it was lost here too often to go on trying."""
        before, self._lost_at = self._lost_at, position
        here = (
            before is not None
            and before.part == position.part
            and abs(before.at_ms - position.at_ms) <= GOT_ON_MS
        )
        again = here and now_ms - self._back_ms <= SHORT_LIVED_MS
        self._losses = self._losses + 1 if again else 1
        return self._losses >= TRIES

    def _follow(self, output: SystemOutput) -> None:
        """The sound comes out elsewhere, nowhere, or can be heard again."""
        live, now_ms = self._live, self._clock.now()
        if output.unheard is not None:
            self._stop_unheard(output.unheard)
            return
        elsewhere = self._heard_from not in (None, output.name)
        self._heard_from = output.name
        pauses = elsewhere and live.setup.pause_on_new_output
        if self.unheard is not None:
            self.unheard = None
            live.mode = "paused" if pauses else self._before_loss
            live.tell(f"Sound is back: {output.description}.")
            live.set_volume(live.volume_percent, rising=True)
            if live.mode == "playing":
                live.resume(now_ms, [live.say.get("live.sound_back")], after_ms=MINUTE_MS)
        elif elsewhere:
            text = f"The sound now comes out of {output.description}."
            if pauses and live.mode == "playing":
                live.halt("paused", now_ms)
                live.alarm(text)
            else:
                live.tell(text)

    def _stop_unheard(self, why: str) -> None:
        if why == self.unheard:
            return
        self._keep_mode()
        if self.unheard is None:
            self._live.halt("lost", self._clock.now())
        self.unheard = why
        self._live.alarm(f"Nobody can hear this: {why}. Your place is kept.")

    def _try_recovery(self) -> None:
        live, now_ms = self._live, self._clock.now()
        if self._untold is not None and now_ms - live.halted_ms > UNTOLD_MS:
            live.alarm(self._untold)
            self._untold = None
        output = self._recovery.sink() if self._recovery is not None else None
        if output is None:
            return
        self._recovery = None
        still = self._before_loss == "paused"
        try:
            live.move_to(output, live.say.get("live.sound_back"), still=still)
        except NoSoundOutput as error:
            self._lose(error)
            return
        # A stream that is new may be muted as the one before it was.
        live.mode, self.lost, self._system_output = self._before_loss, None, None
        self._back_ms = self._clock.now()
        if self._untold is None:
            live.tell(f"Sound is back: {output.name}.")
        self._untold = None
