"""A session as it was heard: every line alone, and all lines in windows of half a minute."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from scripts.lib_heard_session import Session, Window, halves, windows
from scripts.lib_hearing import Heard, Pair, Score, heard_lines, said_words, words
from voiceguide.audio.clip import Pcm

LONG_WORDS = 3
"""A line of so many words says enough to be judged by itself; of shorter ones a recogniser, which
guesses from context, gets less than people do."""

NOBODY_SPEAKS_MS = 300
"""What is heard to begin so long before the end of a window's last line, or later, is invented."""

REPEATS_FROM = 2.4
"""How much smaller a text can be packed; Whisper's own measure and bound."""
IN_A_ROW = 3
"""No coach says one word more often than so."""

Progress = Callable[[int, int], None]
"""Called with how many pieces of sound are heard, and how many there are."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is heard from some time in a piece of sound on."""

    start_ms: int
    text: str


class Listener(Protocol):
    """What writes down pieces of sound."""

    def hear(
        self, pieces: Sequence[Pcm], *, timed: bool, progress: Progress | None = None
    ) -> list[list[Utterance]]:
        """What is heard in each piece; when it is heard only where `timed`."""


@dataclass(frozen=True, slots=True)
class HeardSession:
    """A session, and what was heard of each of its lines; nothing where nobody listened so."""

    session: Session
    alone: tuple[Heard, ...]
    in_windows: tuple[Heard, ...]

    @property
    def long_alone(self) -> Score:
        """Of the lines of three words and more."""
        return score(each for each in self.alone if is_long(each))

    @property
    def short_alone(self) -> Score:
        """Of the lines of one and two words."""
        return score(each for each in self.alone if not is_long(each))

    @property
    def whole(self) -> Score:
        """Of all lines in windows."""
        return score(self.in_windows)


def is_long(heard: Heard) -> bool:
    """Whether the line has three words or more."""
    return len(said_words(heard.said)) >= LONG_WORDS


def score(heard: Iterable[Heard]) -> Score:
    """Of many lines together."""
    return Score.of(pair for each in heard for pair in each.pairs)


def pairs_of(heard: Iterable[Heard]) -> list[Pair]:
    """What was said and heard in many lines."""
    return [pair for each in heard for pair in each.pairs]


def hear(
    session: Session,
    listener: Listener,
    *,
    alone: bool = True,
    in_windows: bool = True,
    progress: Progress | None = None,
) -> HeardSession:
    """Listen to a session, in one way or both."""
    by_line: list[Heard] = []
    by_window: list[Heard] = []
    if alone:
        sounds = [session.line_sound(line) for line in session.lines]
        heard = listener.hear(sounds, timed=False, progress=progress)
        for line, utterances in zip(session.lines, heard, strict=True):
            by_line += heard_lines([line.text], " ".join(each.text for each in utterances))
    if in_windows:
        for window, text in _in_windows(session, listener, progress):
            inside = session.lines[window.first : window.last + 1]
            by_window += heard_lines([line.text for line in inside], text)
    return HeardSession(session, tuple(by_line), tuple(by_window))


def _in_windows(
    session: Session, listener: Listener, progress: Progress | None
) -> list[tuple[Window, str]]:
    """What is heard in each window; again in its halves where the recogniser repeats itself."""
    found: list[tuple[Window, str]] = []
    cuts = windows(session.lines)
    while cuts:
        sounds = [session.window_sound(window) for window in cuts]
        heard = listener.hear(sounds, timed=True, progress=progress)
        again: list[Window] = []
        for window, utterances in zip(cuts, heard, strict=True):
            until_ms = session.lines[window.last].end_ms - window.start_ms - NOBODY_SPEAKS_MS
            texts = [each.text for each in utterances if each.start_ms < max(until_ms, 1)]
            text = " ".join(texts)
            parts = halves(session.lines, window) if repeats_itself(text) else [window]
            if parts == [window]:
                found.append((window, text))
            else:
                again += parts
        cuts = again
    return sorted(found, key=lambda pair: pair[0].first)


def repeats_itself(text: str) -> bool:
    """Whether a word or more came out again and again, as it does where the recogniser is lost."""
    in_a_row = max((len(list(run)) for _, run in groupby(words(text))), default=0)
    written = text.encode()
    return in_a_row > IN_A_ROW or len(written) > REPEATS_FROM * len(zlib.compress(written))
