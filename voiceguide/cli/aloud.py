"""Questions at a terminal, spoken by the session's voice while they wait for a typed answer.

Light to import: voice and output are opened on a thread of their own, once something is asked.
What goes wrong with them is silent here, for the question is on the screen.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from voiceguide.cli import ask
from voiceguide.errors import VoiceguideError

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.clip import Clip, Samples
    from voiceguide.playback.player import Player
    from voiceguide.playback.sink import Sink
    from voiceguide.speech.voice import Voice

GAP_S = 0.35
OPENED_LIMIT_S = 4.0
ENDED_LIMIT_S = 0.5
ENDLESS = 24 * 3600 * 44_100

OpenVoice = Callable[[str], "Voice"]
"""Opens the voice of a language."""


class _Silence:
    """What lines are laid over."""

    frames = ENDLESS

    def block(self, _first_frame: int, frames: int) -> Samples:
        import numpy as np

        return np.zeros(frames, np.float32)


class Aloud:
    """Speaks lines on its own thread until it is hushed. Close it before another output opens."""

    def __init__(
        self, open_voice: OpenVoice, open_sink: Callable[[], Sink], volume: float = 1.0
    ) -> None:
        self._open_voice, self._open_sink, self._volume = open_voice, open_sink, volume
        self._news = threading.Condition()
        self._lines: tuple[str, ...] = ()
        self._language = "en"
        self._turn = 0
        self._closing = False
        self._opened = threading.Event()
        self._player: Player | None = None
        self._voices: dict[str, Voice] = {}
        self._thread = threading.Thread(target=self._run, name="voiceguide-aloud", daemon=True)

    def read(self, lines: Sequence[str], language: str) -> None:
        """Begin to speak lines, in place of what is being spoken; returns at once."""
        self._say(tuple(lines), language)
        if self._thread.ident is None:
            self._thread.start()

    def hush(self) -> None:
        """Fade out; returns at once."""
        self._say((), self._language)

    def close(self) -> None:
        """Fade out, and give the output back."""
        with self._news:
            self._closing = True
            self._turn += 1
            self._news.notify_all()
        if self._thread.ident is None:
            return
        self._opened.wait(OPENED_LIMIT_S)
        self._thread.join(ENDED_LIMIT_S)
        if self._thread.is_alive() and self._player is not None:  # it waits for the voice
            self._player.close()

    def _say(self, lines: tuple[str, ...], language: str) -> None:
        with self._news:
            self._turn += 1
            self._lines, self._language = lines, language
            self._news.notify_all()

    # Its own thread

    def _run(self) -> None:
        with suppress(VoiceguideError), ExitStack() as kept:
            try:
                player = self._open(kept)
            finally:
                self._opened.set()
            while (wanted := self._next()) is not None:
                turn, lines, language = wanted
                self._speak(player, self._voice(language, kept), turn, lines)

    def _open(self, kept: ExitStack) -> Player:
        from voiceguide.playback.player import Player

        self._player = player = Player(_Silence(), self._open_sink())
        kept.callback(player.close)
        player.start(volume=self._volume)
        return player

    def _voice(self, language: str, kept: ExitStack) -> Voice:
        if language not in self._voices:
            self._voices[language] = voice = self._open_voice(language)
            kept.callback(voice.close)
        return self._voices[language]

    def _next(self) -> tuple[int, tuple[str, ...], str] | None:
        """What is to be spoken, waiting for it; None when it is over."""
        with self._news:
            self._news.wait_for(lambda: self._closing or self._lines)
            lines, self._lines = self._lines, ()
            return None if self._closing else (self._turn, lines, self._language)

    def _speak(self, player: Player, voice: Voice, turn: int, lines: Sequence[str]) -> None:
        clip: Clip | None = None
        for number, line in enumerate(lines):
            clip = clip or voice.speak((line,))[line]
            if self._turn != turn:
                return
            player.over(clip.samples())
            ends_s = time.monotonic() + clip.length_ms / 1000 + GAP_S
            # The next line is made while this one is heard.
            after = lines[number + 1 : number + 2]
            clip = voice.speak(after)[after[0]] if after else None
            with self._news:
                left_s = max(0.0, ends_s - time.monotonic())
                changed = self._news.wait_for(lambda: self._turn != turn, left_s)
            if changed:
                player.switch(_Silence())
                return


@contextmanager
def questions_aloud(
    *, voice: str | None, pace: str | None, output: str, cache: Path, volume_percent: int
) -> Iterator[None]:
    """While the block runs, what `ask` asks is spoken as well."""

    def open_voice(language: str) -> Voice:
        from voiceguide.routine.model import WORDS_A_MINUTE
        from voiceguide.speech.voice import open_voice

        words = WORDS_A_MINUTE[pace or "normal"]  # type: ignore[index]  # checked when read
        return open_voice(voice, words, language=language, cache=cache)

    def open_sink() -> Sink:
        from voiceguide.playback.sink import open_sink

        return open_sink(output)

    aloud = Aloud(open_voice, open_sink, volume_percent / 100)
    try:
        with ask.read_by(aloud):
            yield
    finally:
        aloud.close()
