"""Lines that are needed while a session runs, spoken by its own voice on a thread of their own."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from voiceguide.errors import NoVoice
from voiceguide.speech.voice import as_given

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.phrases.say_as import Spelling
    from voiceguide.speech.voice import Voice

NOW, AHEAD, LATER = 0, 1, 2
AT_ONCE = 6
"""Lines given to the voice together: more would keep an urgent one waiting."""


class Speaker:
    """The clips of a session, and its voice for more. Closes the voice at the end.

    `words` writes each text as the voice is given it.
    """

    def __init__(self, voice: Voice, clips: dict[str, Clip], words: Spelling) -> None:
        self.clips = clips
        self._voice, self._words = voice, words
        self._wanted: queue.PriorityQueue[tuple[int, int, str]] = queue.PriorityQueue()
        self._number = itertools.count()
        self._spoken = threading.Condition()
        self._queued: set[str] = set()
        self._failed: dict[str, NoVoice] = {}
        self.is_over = False
        """Whether nobody waits for lines any more."""
        self._thread = threading.Thread(target=self._run, name="voiceguide-speaker", daemon=True)
        self._thread.start()

    def ahead(self, texts: Iterable[str]) -> None:
        """Have lines of the session ready before it comes to them, in this order."""
        self._queue(texts, AHEAD)

    def later(self, texts: Iterable[str]) -> None:
        """Have lines ready that may be needed, once the session itself is spoken."""
        self._queue(texts, LATER)

    def failure(self, texts: Iterable[str]) -> NoVoice | None:
        """Why one of these cannot be spoken; None where all can, as far as is known."""
        return next((self._failed[text] for text in texts if text in self._failed), None)

    def _queue(self, texts: Iterable[str], rank: int) -> None:
        for text in texts:
            if text not in self.clips and text not in self._queued:
                if rank == AHEAD:
                    self._queued.add(text)
                self._wanted.put((rank, next(self._number), text))

    def have(self, texts: Iterable[str], limit_s: float) -> bool:
        """Wait until all of these have clips, at most so long, and not beyond `let_go`."""
        missing = [text for text in dict.fromkeys(texts) if text not in self.clips]
        for text in missing:
            self._failed.pop(text, None)
            self._wanted.put((NOW, next(self._number), text))
        with self._spoken:
            return self._spoken.wait_for(
                lambda: (
                    self.is_over
                    or all(text in self.clips or text in self._failed for text in missing)
                ),
                limit_s,
            ) and all(text in self.clips for text in missing)

    def let_go(self) -> None:
        """The session ends: have nobody wait for lines, now or later."""
        with self._spoken:
            self.is_over = True
            self._spoken.notify_all()

    def close(self) -> None:
        """End the voice."""
        self._wanted.put((-1, next(self._number), ""))
        self._thread.join(1.0)
        self._voice.close()

    def _run(self) -> None:
        while True:
            rank, _, text = self._wanted.get()
            if rank < NOW:
                return
            texts = [text]
            while len(texts) < AT_ONCE and not self._wanted.empty():
                other, number, more = self._wanted.get()
                if other != rank:
                    self._wanted.put((other, number, more))
                    break
                texts.append(more)
            self._speak([each for each in dict.fromkeys(texts) if each not in self.clips])

    def _speak(self, texts: list[str]) -> None:
        failed: dict[str, NoVoice] = {}
        found: dict[str, Clip] = {}
        try:
            found = self._spoken_by_voice(texts)
        except NoVoice as error:
            # One line fails all that were given to the voice with it.
            for text in texts if len(texts) > 1 else ():
                try:
                    found |= self._spoken_by_voice([text])
                except NoVoice as alone:
                    failed[text] = alone
            if len(texts) == 1:
                failed[texts[0]] = error
        with self._spoken:
            self.clips |= found
            self._failed |= failed
            self._spoken.notify_all()

    def _spoken_by_voice(self, texts: list[str]) -> dict[str, Clip]:
        forms = {text: as_given(self._voice, text, self._words) for text in texts}
        spoken = self._voice.speak(tuple(dict.fromkeys(forms.values()))) if texts else {}
        return {text: spoken[form] for text, form in forms.items()}
