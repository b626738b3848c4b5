"""What is going on in a session, for programs that ask from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.control.live_session import Snapshot


def status(snapshot: Snapshot) -> dict[str, object]:
    """What is going on, for programs."""
    timeline = snapshot.timelines[snapshot.position.part]
    segment = timeline.segment_at(snapshot.position.at_ms)
    return {
        "mode": snapshot.mode,
        "session": snapshot.position.part == len(snapshot.timelines) - 1,
        "at_ms": snapshot.position.at_ms,
        "length_ms": timeline.length_ms,
        "name": timeline.name,
        "kind": segment.kind,
        "label": segment.label,
        "item": segment.item,
        "side": segment.side,
        "volume_percent": snapshot.volume_percent,
    }
