"""What becomes of a session when its sound output goes, comes back, changes or cannot be heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceguide.control import live_lines as words
from voiceguide.control import live_session as desk
from voiceguide.control.live_session import Desk, LiveSetup, Mode
from voiceguide.control.output_recovery import Recovery
from voiceguide.control.piece_source import PieceSource, PlaybackPosition, silence
from voiceguide.control.resume_position import reentry
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.player import Player

if TYPE_CHECKING:
    from voiceguide.playback.outputs.interface import Sink
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


class Outputs(Desk):
    """A desk that keeps its place when nobody can hear it, and goes on when somebody can."""

    def __init__(
        self,
        setup: LiveSetup,
        sink: Sink,
        recover: Callable[[str], Recovery],
        watch: SystemOutputWatch | None,
    ) -> None:
        super().__init__(setup, sink)
        self._recover_with = recover
        self._recovery: Recovery | None = None
        self._watch = watch
        self._output: SystemOutput | None = None
        self._heard_from: str | None = None
        self._deaf: str | None = None
        self._before_loss: Mode = "playing"
        self._lost: NoSoundOutput | None = None
        self._lost_position: PlaybackPosition | None = None
        self._losses = 0
        self._back_at = self._woken_at = -SHORT_LIVED_MS
        self._untold: str | None = None
        self._hopeless = False
        self.alarms = 0
        """How often something was told that the person must notice with the eyes shut."""

    @property
    def lost(self) -> NoSoundOutput | None:
        """What became of the sound output, where the session ended without one."""
        return self._lost

    def _alarm(self, text: str) -> None:
        self.tell(text)
        self.alarms += 1

    def _give_back(self) -> None:
        """At the end: let go of every output, and of the wish for one."""
        if self._recovery is not None:
            self._recovery.give_up()
        if self._watch is not None:
            self._watch.close()
        self._player.close()

    def _look_at_output(self, now: int) -> None:
        music_track = self._setup.music_track
        while music_track is not None and music_track.said:
            self.tell(music_track.said.popleft())
        output = None if self._watch is None else self._watch.output
        if output is not None and output != self._output:
            self._follow_output(output, now)

    def _lose(self, why: NoSoundOutput) -> None:
        now = desk.now_ms()
        source, frame = self._player.place
        if self._mode == "playing" and source is self._source:
            self._position = self._source.position(frame)
        if self._mode != "lost":
            self._before_loss = "paused" if self._mode == "paused" else "playing"
        self._lost, self._mode, self._deaf = why, "lost", None
        self._halted_at = now
        self._player.close()
        if self._again_here(now):
            self._lost = NoSoundOutput(
                f"The sound output was lost {TRIES} times at one place: {why.message}",
                hint="try another one with --output, or restart the sound server",
            )
            self._hopeless = True
            return
        self._recovery = self._recover_with(self._sink_name)
        text = f"{why.message}. Your place is kept; it goes on when sound is back."
        if now - self._woken_at < WOKEN_MS:
            self._untold = text
        else:
            self._alarm(text)

    def _again_here(self, now: int) -> bool:
        """Whether it was lost here too often to go on trying."""
        before, self._lost_position = self._lost_position, self._position
        here = before is not None and before.part == self._position.part
        got_on = not here or abs(before.at_ms - self._position.at_ms) > GOT_ON_MS  # type: ignore[union-attr]
        self._losses = 1 if got_on or now - self._back_at > SHORT_LIVED_MS else self._losses + 1
        return self._losses >= TRIES

    def _follow_output(self, output: SystemOutput, now: int) -> None:
        """The sound comes out elsewhere, nowhere, or can be heard again."""
        self._output = output
        if output.unheard is not None:
            self._go_deaf(output.unheard, now)
            return
        elsewhere = self._heard_from not in (None, output.name)
        self._heard_from = output.name
        pauses = elsewhere and self._setup.pause_on_new_output
        if self._deaf is not None:
            self._deaf = None
            self._mode = "paused" if pauses else self._before_loss
            self.tell(f"Sound is back: {output.description}.")
            self._player.set_volume(self._volume / 100, rising=True)
            if self._mode == "playing":
                way = reentry(
                    self._timeline_at(self._position), self._position.at_ms, words.MINUTE_MS
                )
                self._enter(way, now, [self._say.get("live.sound_back")])
        elif elsewhere:
            text = f"The sound now comes out of {output.description}."
            if pauses and self._mode == "playing":
                self._halt("paused", now)
                self._alarm(text)
            else:
                self.tell(text)

    def _go_deaf(self, why: str, now: int) -> None:
        if why == self._deaf:
            return
        if self._deaf is None:
            self._before_loss = "paused" if self._mode == "paused" else "playing"
            self._halt("lost", now)
        self._deaf = why
        self._alarm(f"Nobody can hear this: {why}. Your place is kept.")

    def _try_recovery(self, now: int) -> None:
        if self._untold is not None and now - self._halted_at > UNTOLD_MS:
            self._alarm(self._untold)
            self._untold = None
        sink = self._recovery.sink() if self._recovery is not None else None
        if sink is None:
            return
        self._recovery = None
        way = reentry(self._timeline_at(self._position), self._position.at_ms, words.MINUTE_MS)
        position = PlaybackPosition(self._position.part, way.at_ms)
        lead = self._interludes(way, position, [self._say.get("live.sound_back")])
        still = self._before_loss == "paused"
        self._source = (
            PieceSource([silence(self._position)]) if still else self._staged(lead, position)
        )
        setup = self._setup
        self._player = Player(
            self._source,
            sink,
            music_track=setup.music_track,
            keep_alive_noise=setup.keep_alive_noise,
        )
        self._sink_name = sink.name
        self._halted_device = None
        try:
            self._player.start(volume=self._volume / 100, rising=True)
        except NoSoundOutput as error:
            self._lose(error)
            return
        # A stream that is new may be muted as the one before it was.
        self._mode, self._lost, self._output = self._before_loss, None, None
        self._back_at = desk.now_ms()
        if self._untold is None:
            self.tell(f"Sound is back: {sink.name}.")
        self._untold = None
