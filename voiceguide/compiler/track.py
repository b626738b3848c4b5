"""The part of a session that is being laid out: segments end to end, and cues on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from voiceguide.phrases.phrases import Phrases
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Cue, Note, Role, Segment, SegmentKind, Tone, VoiceCue
from voiceguide.units import Ms

AIR_MS = 400
"""Quiet after each line (docs/laws-of-time.md#speech)."""
AFTER_TONE_MS = 500
"""The voice waits so long after a start or a done tone."""
AFTER_BELL_MS = 3000
"""A bell is let to fade."""
START_TO_WORK_MS = 600
"""From the start tone to the first movement, hold or breath."""


class Lengths(Protocol):
    """How long a line is when it is spoken."""

    def __getitem__(self, text: str, /) -> Ms: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What every part of the compiler works with; nothing in it changes."""

    lengths: Lengths
    tones: Mapping[str, Ms]
    phrases: Phrases
    options: SessionOptions


unplaced = partial(Segment, Ms(0), Ms(0), "setup")
"""A segment that is to be laid out: what it belongs to, as yet without kind and times."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """An item laid out, in times from its own start; its last cue may lie on its very end."""

    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]
    length_ms: int
    notes: tuple[Note, ...] = ()
    fills: bool = False
    """Its last segment may be made longer, to fill up the session."""
    busy_ms: int = 0
    """So long past the end the voice is not free: a line with its air, or the wait after a tone."""
    voice_ms: int = 0
    """So long past the end the last line goes on."""
    done_sound: str | None = None
    """A done tone of this sound is due at the end, with the next segment."""

    def longer(self, at_ms: int, by_ms: int) -> Fragment:
        """The same with more time at a moment inside it; what begins then or later is moved.

        Raises ValueError for a moment outside, or at the very end.
        """
        if not 0 <= at_ms < self.length_ms:
            raise ValueError(f"{at_ms} ms is not inside a fragment of {self.length_ms} ms")
        segments = [
            segment.later(by_ms)
            if segment.start_ms > at_ms
            else segment.later(0, longer_ms=by_ms if segment.end_ms > at_ms else 0)
            for segment in self.segments
        ]
        cues = tuple(cue.later(by_ms) if cue.at_ms >= at_ms else cue for cue in self.cues)
        return replace(self, segments=tuple(segments), cues=cues, length_ms=self.length_ms + by_ms)


@dataclass(slots=True)
class Track:
    """Lays out one item: `now` is the last segment's end, `free` is when the voice may speak."""

    context: Context
    where: Segment
    """What the segments that are being laid out belong to, as `unplaced` makes it."""
    now: int = 0
    free: int = 0
    voice_end: int = 0
    """When the last line is over, without its air."""
    tone_end: int = 0
    """When the last tone is over."""
    bell: bool = False
    """A bell sounds in place of the start and done tones."""
    hard: bool = False
    """Work that is hard begins with a tone of its own."""
    done_at: int | None = None
    """The hold's end whose done tone has not sounded yet, for a start tone may take its place."""
    done_sound: str = "done"
    segments: list[Segment] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def length_of(self, text: str) -> int:
        return self.context.lengths[text]

    def say(self, text: str, role: Role, at: int | None = None) -> int:
        """Speak as soon as the voice is free, but not before `at` (default now); gives the end."""
        start = max(self.now if at is None else at, self.free)
        length = self.length_of(text)
        self.cues.append(VoiceCue(Ms(start), Ms(length), text, role))
        self.voice_end = start + length
        self.free = self.voice_end + AIR_MS
        return self.voice_end

    def place(self, text: str, role: Role, at: int) -> None:
        """Speak at exactly `at`, where the caller knows that nothing else is heard."""
        length = self.length_of(text)
        self.cues.append(VoiceCue(Ms(at), Ms(length), text, role))
        self.voice_end = max(self.voice_end, at + length)
        self.free = max(self.free, at + length + AIR_MS)

    def tone(self, sound: str, role: Role, at: int) -> None:
        """Sound a tone; after start and done the voice waits."""
        if role == "start" and self.done_at == at:
            self.done_at = None
        length = self.context.tones[sound]
        self.cues.append(Tone(Ms(at), length, sound, role))
        self.tone_end = max(self.tone_end, at + length)
        if role in ("start", "done"):
            self.free = max(self.free, at + AFTER_TONE_MS)

    def segment(self, kind: SegmentKind, until: int, phase: int | None = None) -> None:
        """Close a segment from `now` to `until`, one part of a rep; without length it is none."""
        if until <= self.now:
            return
        self._sound_done()
        placed = self.where.changed(start_ms=Ms(self.now), end_ms=Ms(until), kind=kind, phase=phase)
        self.segments.append(placed)
        self.now = until

    def room(self, until: int | None = None) -> None:
        """A `setup` segment up to `until`, or up to where the voice is free again."""
        self.segment("setup", self.free if until is None else until)

    def start(self, at: int) -> None:
        """Sound the tone after which work begins."""
        usual = "start-hard" if self.hard else "start"
        self.tone("bell" if self.bell else usual, "start", at)

    def done(self, sound: str | None = None) -> None:
        """A hold ends now with its done tone, which belongs to the next segment."""
        self.done_at = self.now
        self.done_sound = sound or ("bell" if self.bell else "done")
        wait_ms = AFTER_BELL_MS if self.done_sound == "bell" else AFTER_TONE_MS
        self.free = max(self.free, self.now + wait_ms)

    def _sound_done(self) -> None:
        if self.done_at is not None:
            at, self.done_at = self.done_at, None
            self.tone(self.done_sound, "done", at)

    def at(self, **changes: object) -> None:
        """From here on the segments belong to another side, set or rep."""
        if any(getattr(self.where, name) != value for name, value in changes.items()):
            self.where = self.where.changed(**changes)

    def fragment(self, *, fills: bool = False) -> Fragment:
        """What was laid out, neighbouring segments of the same sort joined."""
        joined: list[Segment] = []
        for segment in self.segments:
            if joined and segment.kind == "setup" and joined[-1].belongs_with(segment):
                joined[-1] = joined[-1].later(0, longer_ms=segment.length_ms)
            else:
                joined.append(segment)
        cues = sorted(self.cues, key=lambda cue: cue.at_ms)
        return Fragment(
            tuple(joined),
            tuple(cues),
            self.now,
            tuple(self.notes),
            fills,
            busy_ms=max(0, self.free - self.now, self.voice_end + AIR_MS - self.now),
            voice_ms=max(0, self.voice_end - self.now),
            done_sound=self.done_sound if self.done_at is not None else None,
        )
