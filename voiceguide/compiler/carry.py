"""What an item must know of the items before it."""

from __future__ import annotations

from msgspec import Struct

from voiceguide.compiler.optional_lines import NEVER, Encouraged
from voiceguide.compiler.track import Context, Track
from voiceguide.routine.model import Position, SideName
from voiceguide.timeline import Segment


class Carry(Struct, frozen=True):
    """What an item must know of those before it; all that a later start needs."""

    position: Position
    after_finish: bool = False
    side: SideName = "left"
    """The side that was done last: a position may lie on it."""
    busy_ms: int = 0
    """So long the voice is not free after the item before."""
    voice_ms: int = 0
    """So long the last line of the item before goes on."""
    done_sound: str | None = None
    """The last hold's done tone is still to sound, with the next segment."""
    said_ready: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Position and get-ready lines of the last two exercises, as they were said; a position that
    was left is forgotten."""
    encouraged: Encouraged = NEVER
    hold_word: str | None = None
    """The last word of the coach's own for a hold."""
    explained: frozenset[str] = frozenset()
    """The tones that were explained, as `tone_words` names them."""
    unasked_ms: int | None = 0
    """So long of exercise since the last question about comfort or pain; None where it is never
    asked."""
    calm_ms: int | None = None
    """So long ago hard work was over; None where there was none."""


def track_after(carry: Carry, where: Segment, context: Context) -> Track:
    """An empty track that begins where the item before ended."""
    track = Track(context, where)
    if carry.done_sound:
        track.done(carry.done_sound)
    track.free = max(track.free, carry.busy_ms)
    track.voice_end = carry.voice_ms
    return track
