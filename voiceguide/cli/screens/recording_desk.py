"""The desk of a person who records lines: prompts, a level meter, and what they type."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from voiceguide.cli.terminal import console
from voiceguide.errors import Interrupted

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.app.voice_packs.lines_to_read import LineToRead
    from voiceguide.audio.clip import Clip
    from voiceguide.session_options import SessionOptions
    from voiceguide.speech.voice import Voice

METER_FROM_DBFS = -60.0
METER_WIDTH = 30
TOO_LOUD_DBFS = -3.0
PLAY_LIMIT_S = 90.0


class TerminalDesk:
    """On standard error and input; its voice is opened once something is to be said."""

    def __init__(self, context: AppContext, options: SessionOptions, language: str) -> None:
        self._context, self._options, self._language = context, options, language
        self._voice: Voice | None = None
        self._tones: dict[str, Clip] = {}

    def tell(self, text: str) -> None:
        """Show a message."""
        console.tell(text)

    def show_line(self, line: LineToRead, number: int, of: int) -> None:
        """Show the line, where it is said, and how far it is."""
        console.tell(f"\n{number} of {of}  {line.where}\n\n    {line.text}\n")

    def meter(self, level_dbfs: float | None) -> None:
        """A bar that follows the voice, where it can move."""
        if not console.is_terminal(sys.stderr):
            return
        if level_dbfs is None:
            sys.stderr.write("\r" + " " * (METER_WIDTH + 20) + "\r")
        else:
            share = (level_dbfs - METER_FROM_DBFS) / -METER_FROM_DBFS
            length = round(METER_WIDTH * min(1.0, max(0.0, share)))
            loud = "  too loud" if level_dbfs > TOO_LOUD_DBFS else ""
            sys.stderr.write(f"\r  {'#' * length:<{METER_WIDTH}} {level_dbfs:>4.0f} dB{loud:<10}")
        sys.stderr.flush()

    def asked(self, choices: Mapping[str, str], usual: str) -> str:
        """The letter of a choice; what is none is asked again."""
        others = [f"{letter}: {words}" for letter, words in choices.items() if letter != usual]
        prompt = f"Enter: {choices[usual]}, {', '.join(others)} > "
        while True:
            sys.stderr.write(console.for_stream(prompt.rstrip(), sys.stderr) + " ")
            sys.stderr.flush()
            typed = sys.stdin.readline()
            if not typed:
                raise Interrupted("Nobody answered.")
            answer = typed.strip().lower()
            if not answer or answer in choices:
                return answer or usual
            console.tell(f"Please type one of {', '.join(choices)}, or Enter alone.")

    def speak(self, text: str) -> None:
        """Say a text with the voice that the options name."""
        from voiceguide.app.spoken_line import coach_voice

        if self._voice is None:
            self._voice = coach_voice(
                self._options.voice, self._options.pace, self._context.folders, self._language
            )
        self.play(self._voice.speak((text,))[text])

    def play(self, clip: Clip) -> None:
        """Play a clip to its end."""
        from voiceguide.app.spoken_line import play_clips

        play_clips([clip], self._options.output, PLAY_LIMIT_S)

    def tone(self, name: str) -> None:
        """Sound a tone of the session's."""
        if not self._tones:
            from voiceguide.audio.tones import load_tones

            self._tones = load_tones(self._context.folders.sounds, self._options.tones_percent)
        self.play(self._tones[name])

    def close(self) -> None:
        """End the voice, where one was opened."""
        if self._voice is not None:
            self._voice.close()
            self._voice = None
