"""Lines that are needed while a session runs, spoken by its own voice on a thread of their own."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from voiceguide.errors import NoVoice
from voiceguide.speech.voice import as_given

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.phrases.say_as import Spelling
    from voiceguide.speech.voice import Voice

NOW, AHEAD = 0, 1
AT_ONCE = 6
"""Lines given to the voice together: more would keep an urgent one waiting."""


class Speaker:
    """The clips of a session, and its voice for more. Closes the voice at the end.

    `words` writes each text as the voice is given it.
    """

    def __init__(self, voice: Voice, clips: Mapping[str, Clip], words: Spelling) -> None:
        self.clips: dict[str, Clip] = dict(clips)
        self.problem: str | None = None
        self._voice, self._words = voice, words
        self._wanted: queue.PriorityQueue[tuple[int, int, str]] = queue.PriorityQueue()
        self._number = itertools.count()
        self._spoken = threading.Condition()
        self._failed: set[str] = set()
        self.is_over = False
        """Whether nobody waits for lines any more."""
        self._thread = threading.Thread(target=self._run, name="voiceguide-speaker", daemon=True)
        self._thread.start()

    def ahead(self, texts: Iterable[str]) -> None:
        """Have lines ready that may be needed."""
        for text in texts:
            self._wanted.put((AHEAD, next(self._number), text))

    def have(self, texts: Iterable[str], limit_s: float) -> bool:
        """Wait until all of these have clips, at most so long, and not beyond `let_go`."""
        missing = [text for text in dict.fromkeys(texts) if text not in self.clips]
        for text in missing:
            self._failed.discard(text)
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
        found = self._made(texts) if texts else {}
        if len(texts) > 1 and not found and hasattr(self._voice, "has"):
            # A line that is not recorded does not take the others with it.
            for text in texts:
                found |= self._made([text])
        with self._spoken:
            self.clips |= found
            self._failed |= set(texts) - set(found)
            self._spoken.notify_all()

    def _made(self, texts: list[str]) -> dict[str, Clip]:
        """The clips of these; none where one of them cannot be spoken."""
        forms = {text: as_given(self._voice, text, self._words) for text in texts}
        try:
            spoken = self._voice.speak(tuple(dict.fromkeys(forms.values())))
        except NoVoice as error:
            self.problem = error.message
            return {}
        return {text: spoken[form] for text, form in forms.items()}
