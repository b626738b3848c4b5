"""A session and a voice: lines are spoken as they are needed, and laid out by their lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    @property
    def tells_ready(self) -> bool:
        """Whether its voice tells which lines need no speaking; another speaks all at once."""
        return self._ready_in_voice is not None

    @property
    def ready_clips(self) -> Mapping[str, Clip]:
        """The clips; where the voice tells it, with those that need no speaking, once asked for."""
        return self.clips if self._ready_in_voice is None else _ReadyClips(self)

    @property
    def _ready_in_voice(self) -> Callable[[Sequence[str]], dict[str, Clip]] | None:
        return getattr(self.voice, "ready", None)

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

    def take_ready(self, text: str) -> bool:
        """Take the clip of a text where that needs no speaking; whether there is one now."""
        ready = self._ready_in_voice
        if ready is None:
            return False
        form = as_given(self.voice, text, self.words)
        clip = ready((form,)).get(form)
        if clip is None:
            return False
        self.clips[text] = clip
        return True

    def kept(self) -> int:
        """How many of the clips the voice has again without speaking, as from its cache."""
        ready = getattr(self.voice, "ready", None)
        if ready is None:  # a voice of its own kind: nobody can tell
            return len(self.clips)
        forms = self._as_given(self.clips)
        there = ready(tuple(dict.fromkeys(forms.values())))
        return sum(form in there for form in forms.values())

    def _as_given(self, texts: Iterable[str]) -> dict[str, str]:
        """Each text as the voice is given it."""
        return {text: as_given(self.voice, text, self.words) for text in texts}


class _ReadyClips(Mapping[str, "Clip"]):
    """The clips of a session, each taken into them when it is first asked for.

    So a session that was spoken before is laid out once, by what its lines last: with estimates
    first it would be laid out anew for every line that only another length leads to.
    """

    def __init__(self, voiced: Voicing) -> None:
        self._voiced = voiced
        self._not_ready: set[str] = set()

    def __getitem__(self, text: str) -> Clip:
        clips = self._voiced.clips
        if text in clips:
            return clips[text]
        # Asked for many times: the disk is looked at once.
        if text in self._not_ready or not self._voiced.take_ready(text):
            self._not_ready.add(text)
            raise KeyError(text)
        return clips[text]

    def __iter__(self) -> Iterator[str]:
        return iter(self._voiced.clips)

    def __len__(self) -> int:
        return len(self._voiced.clips)
