"""What is going on in a session, for screens, remote controls and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from voiceguide.control.piece_source import PlaybackPosition
    from voiceguide.control.relayout import SessionLayout
    from voiceguide.timeline import Segment, Timeline

Mode = Literal["playing", "paused", "waiting", "preparing", "asking", "lost", "finished", "stopped"]
"""`waiting` for the person to be in position, `preparing` what the voice has not spoken yet,
`asking` how to go on after pain, `lost` for want of an output that is heard."""

OVER: tuple[Mode, ...] = ("finished", "stopped")


class Snapshot(Struct, frozen=True):
    """A session at one moment; the last of its timelines is the session itself."""

    mode: Mode
    position: PlaybackPosition
    timelines: tuple[Timeline, ...]
    volume_percent: int
    layout: SessionLayout | None = None
    """That the last timeline was laid out from."""

    @property
    def timeline(self) -> Timeline:
        """The one that is played."""
        return self.timelines[self.position.part]

    @property
    def segment(self) -> Segment:
        """The one that is played."""
        return self.timeline.segment_at(self.position.at_ms)

    @property
    def in_session(self) -> bool:
        """Whether it has come to the session itself, after the safety words."""
        return self.position.part == len(self.timelines) - 1


def status(snapshot: Snapshot) -> dict[str, object]:
    """What is going on, for programs."""
    timeline, segment = snapshot.timeline, snapshot.segment
    return {
        "mode": snapshot.mode,
        "session": snapshot.in_session,
        "at_ms": snapshot.position.at_ms,
        "length_ms": timeline.length_ms,
        "name": timeline.name,
        "kind": segment.kind,
        "label": segment.label,
        "item": segment.item,
        "side": segment.side,
        "volume_percent": snapshot.volume_percent,
    }
