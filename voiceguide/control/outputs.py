"""What becomes of a session when its sound output goes, comes back, changes or cannot be heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceguide.control import words
from voiceguide.control.desk import Cast, Desk, Mode, now_ms
from voiceguide.control.recovery import Recovery
from voiceguide.control.reentry import reentry
from voiceguide.control.stage import Spot, Stage, silence
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.player import Player

if TYPE_CHECKING:
    from voiceguide.playback.outlet import Outlet, OutletWatch
    from voiceguide.playback.sink import Sink


class Outputs(Desk):
    """A desk that keeps its place when nobody can hear it, and goes on when somebody can."""

    def __init__(
        self,
        cast: Cast,
        sink: Sink,
        recover: Callable[[str], Recovery],
        watch: OutletWatch | None,
    ) -> None:
        super().__init__(cast, sink)
        self._recover_with = recover
        self._recovery: Recovery | None = None
        self._watch = watch
        self._outlet: Outlet | None = None
        self._heard_from: str | None = None
        self._deaf = False
        self._before_loss: Mode = "playing"
        self._lost: NoSoundOutput | None = None

    @property
    def lost(self) -> NoSoundOutput | None:
        """What became of the sound output, where the session ended without one."""
        return self._lost

    def _give_back(self) -> None:
        """At the end: let go of every output, and of the wish for one."""
        if self._recovery is not None:
            self._recovery.give_up()
        if self._watch is not None:
            self._watch.close()
        self._player.close()

    def _look_at_output(self, now: int) -> None:
        bed = self._cast.bed
        while bed is not None and bed.said:
            self._tell(bed.said.popleft())
        outlet = None if self._watch is None else self._watch.outlet
        if outlet is not None and outlet != self._outlet:
            self._follow_outlet(outlet, now)

    def _lose(self, why: NoSoundOutput) -> None:
        self._lost = why
        source, frame = self._player.place
        if self._mode == "playing" and source is self._stage:
            self._spot = self._stage.spot(frame)
        if self._mode != "lost":
            self._before_loss = "paused" if self._mode == "paused" else "playing"
        self._mode, self._deaf = "lost", False
        self._halted_at = now_ms()
        self._player.close()
        self._recovery = self._recover_with(self._sink_name)
        self._tell(f"{why.message}. Your place is kept; it goes on when sound is back.")

    def _follow_outlet(self, outlet: Outlet, now: int) -> None:
        """The sound comes out elsewhere, nowhere, or can be heard again."""
        self._outlet = outlet
        if outlet.dummy or outlet.muted:
            if not self._deaf:
                self._go_deaf(outlet, now)
            return
        elsewhere = self._heard_from not in (None, outlet.name)
        self._heard_from = outlet.name
        pauses = elsewhere and self._cast.pause_on_new_output
        if self._deaf:
            self._deaf = False
            self._mode = "paused" if pauses else self._before_loss
            self._tell(f"Sound is back: {outlet.description}.")
            if self._mode == "playing":
                way = reentry(self._timeline_at(self._spot), self._spot.at_ms, words.MINUTE_MS)
                self._enter(way, now, [self._say.get("live.sound_back")])
        elif elsewhere:
            if pauses and self._mode == "playing":
                self._halt("paused", now)
            self._tell(f"The sound now comes out of {outlet.description}.")

    def _go_deaf(self, outlet: Outlet, now: int) -> None:
        self._before_loss = "paused" if self._mode == "paused" else "playing"
        self._halt("lost", now)
        self._deaf = True
        why = "is muted" if outlet.muted else "is a stand-in that nobody hears"
        self._tell(f"The sound output {outlet.description} {why}: your place is kept.")

    def _try_recovery(self) -> None:
        sink = self._recovery.sink() if self._recovery is not None else None
        if sink is None:
            return
        self._recovery = None
        way = reentry(self._timeline_at(self._spot), self._spot.at_ms, words.MINUTE_MS)
        spot = Spot(self._spot.part, way.at_ms)
        lead = self._interludes(way, spot, [self._say.get("live.sound_back")])
        still = self._before_loss == "paused"
        self._stage = Stage([silence(self._spot)]) if still else self._staged(lead, spot)
        cast = self._cast
        self._player = Player(self._stage, sink, bed=cast.bed, murmur=cast.murmur)
        self._sink_name = sink.name
        self._halted_device = None
        try:
            self._player.start(volume=self._volume / 100)
        except NoSoundOutput as error:
            self._lose(error)
            return
        self._mode, self._lost = self._before_loss, None
        self._tell(f"Sound is back: {sink.name}.")
