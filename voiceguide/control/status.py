"""What is going on in a session, for programs that ask from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.control.live_session import Snapshot


def status(snapshot: Snapshot) -> dict[str, object]:
    """What is going on, for programs."""
    timeline = snapshot.timelines[snapshot.spot.part]
    segment = timeline.segment_at(snapshot.spot.at_ms)
    return {
        "mode": snapshot.mode,
        "session": snapshot.spot.part == len(snapshot.timelines) - 1,
        "at_ms": snapshot.spot.at_ms,
        "length_ms": timeline.length_ms,
        "name": timeline.name,
        "kind": segment.kind,
        "label": segment.label,
        "item": segment.item,
        "side": segment.side,
        "volume_percent": snapshot.volume_percent,
    }
