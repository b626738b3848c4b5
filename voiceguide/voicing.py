"""A session and a voice: lines are spoken as they are needed, and laid out by their lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from voiceguide.rendering import Rendering
from voiceguide.speech.line_lengths import Measured
from voiceguide.speech.voice import as_given
from voiceguide.timeline import Timeline

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.phrases.say_as import Spelling
    from voiceguide.speech.voice import Voice

Progress = Callable[[int, int], None]
"""Called with how many lines are spoken, and how many there are."""

LayOut = Callable[[Measured], Timeline]
"""Lays a session out by the lengths of its lines."""

IN_HAND = 1.03
"""What is not spoken yet may take so much longer than is estimated."""


class Voicing:
    """The clips that a voice has for a session. `words` writes each text as the voice is given it.

    Every method that speaks raises NoVoice where the voice cannot.
    """

    def __init__(
        self,
        voice: Voice,
        tones: Mapping[str, Clip],
        language: str,
        words: Spelling,
        progress: Progress | None = None,
    ) -> None:
        self.voice, self.tones, self.words = voice, tones, words
        self.clips: dict[str, Clip] = {}
        self.tone_lengths = {name: clip.length_ms for name, clip in tones.items()}
        self._language, self._progress = language, progress

    def lengths_of(self, clips: Mapping[str, Clip]) -> Measured:
        """The lengths of lines over the clips there are, with something in hand for the others."""
        words = self.voice.info.words_a_minute
        return Measured(clips, words, self._language, in_hand=IN_HAND)

    def render(self, lay_out: LayOut) -> Rendering:
        """The session as sound, laid out by what all of its lines last."""
        while True:
            lengths = self.lengths_of(self.clips)
            timeline = lay_out(lengths)
            if not lengths.missing:
                return Rendering(timeline, self.clips, self.tones)
            self.speak(lengths.missing)

    def speak(self, texts: Iterable[str]) -> None:
        """Have clips for all of these."""
        forms = self._as_given(text for text in texts if text not in self.clips)
        if forms:
            spoken = self.voice.speak(tuple(dict.fromkeys(forms.values())), self._progress)
            self.clips |= {text: spoken[form] for text, form in forms.items()}

    def take_ready(self, texts: Iterable[str]) -> bool:
        """Take the clips of those that need no speaking; whether there were any."""
        ready = getattr(self.voice, "ready", None)
        if ready is None:  # a voice of its own kind: it speaks all at once
            self.speak(texts)
            return True
        forms = self._as_given(texts)
        clips = ready(tuple(dict.fromkeys(forms.values())))
        found = {text: clips[form] for text, form in forms.items() if form in clips}
        self.clips |= found
        return bool(found)

    def _as_given(self, texts: Iterable[str]) -> dict[str, str]:
        """Each text as the voice is given it."""
        return {text: as_given(self.voice, text, self.words) for text in texts}
