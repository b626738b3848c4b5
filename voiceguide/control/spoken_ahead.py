"""A session that is heard while its later lines are still being spoken.

It is spoken fragment by fragment, in order. Each is laid out anew once all the lines that it may
need have a length; until then estimates stand in for them. What is heard ends where the next
fragment is not spoken yet: there the session waits, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from voiceguide.planning.steps import IntervalsStep, Work
from voiceguide.timeline import VoiceCue
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.compiler.track import Fragment
    from voiceguide.control.relayout import SessionLayout
    from voiceguide.speech.line_lengths import Measured

MakeLengths = Callable[[Mapping[str, "Clip"]], "Measured"]
"""Lengths over the clips there are; those that are missing are estimated."""

TIME_TO_SPEAK_MS = 10_000
"""What the voice has for the next item; what is not spoken by then is waited for in words."""


class SpokenAhead:
    """How much of a session is spoken, from its beginning on; for one thread."""

    def __init__(
        self, clips: Mapping[str, Clip], lengths: MakeLengths, tones: Mapping[str, Ms]
    ) -> None:
        self._clips, self._lengths, self._tones = clips, lengths, tones
        self.fragments = 0
        """So many from the beginning are spoken."""
        self.wanted: tuple[str, ...] = ()
        """The lines that the next one waits for."""

    def grown(self, layout: SessionLayout) -> SessionLayout:
        """The session with the lengths of what is spoken by now; the same one where nothing is."""
        laid_out_with = None
        while not self.is_whole(layout):
            if any(text not in self._clips for text in self.wanted):
                break
            clips_now = len(self._clips)
            number, lengths = self.fragments, self._lengths(self._clips)
            fragment = layout.fragment_again(number, lengths, self._tones)
            self.wanted = (*lengths.missing, *unspoken([fragment], self._clips))
            if self.wanted:
                continue
            # With the same clips all that comes later would be laid out the same once more.
            later = layout
            if laid_out_with != clips_now:
                later = layout.spoken_from(number, self._lengths(self._clips), self._tones)
            # A fill says how long it is, which changes with what comes before it.
            self.wanted = tuple(unspoken([later.drafted.fragments[number]], self._clips))
            if not self.wanted:
                layout, self.fragments, laid_out_with = later, number + 1, clips_now
        return layout

    def whole(self, layout: SessionLayout) -> SpokenAhead:
        """All of the session is spoken."""
        self.fragments = len(layout.drafted.fragments)
        return self

    def changed(self, before: SessionLayout, layout: SessionLayout) -> None:
        """The session was changed: what is new in it may not be spoken yet."""
        old, new = before.drafted.fragments, layout.drafted.fragments
        was_whole, self.wanted = self.is_whole(before), ()
        spoken = len(new) if was_whole else min(self.fragments, len(new))
        self.fragments = next(
            (
                number
                for number, fragment in enumerate(new[:spoken])
                if not (number < len(old) and fragment is old[number])
                and any(unspoken([fragment], self._clips))
            ),
            spoken,
        )

    def is_whole(self, layout: SessionLayout) -> bool:
        """Whether all of it is spoken."""
        return self.fragments >= len(layout.drafted.fragments)

    def end_ms(self, layout: SessionLayout) -> Ms | None:
        """When the first fragment that is not spoken begins; None where all are spoken."""
        return None if self.is_whole(layout) else layout.start_of(self.fragments)

    def sounds_until_ms(self, layout: SessionLayout, end_ms: Ms) -> Ms:
        """Until then something sounds of what is spoken: a voice may outlast its fragment."""
        outlasting = (
            cue.end_ms
            for cue in layout.timeline.cues
            if cue.at_ms < end_ms or (cue.at_ms == end_ms and cue.role == "done")
        )
        return max((end_ms, *outlasting))

    def missing_near(self, layout: SessionLayout, number: int) -> list[str]:
        """The lines of a fragment and the one after it that are not spoken."""
        near = layout.drafted.fragments[number : number + 2]
        return [text for text in unspoken(near, self._clips) if text not in self._clips]


def first_fragments(layout: SessionLayout) -> int:
    """So many fragments must be spoken before a session begins.

    As many as leave the voice time to speak what follows, and none beyond the first exercise.
    """
    for number, step in enumerate(layout.steps, 1):
        if layout.start_of(number) >= TIME_TO_SPEAK_MS:
            return number
        if isinstance(step, Work | IntervalsStep):
            return number + 1
    return len(layout.drafted.fragments)


def unspoken(fragments: Iterable[Fragment], clips: Mapping[str, Clip]) -> Iterator[str]:
    """The lines of fragments that have no clip, or one of another length."""
    for fragment in fragments:
        for cue in fragment.cues:
            if isinstance(cue, VoiceCue):
                clip = clips.get(cue.text)
                if clip is None or clip.length_ms != cue.length_ms:
                    yield cue.text
