"""Questions at a terminal, spoken by the session's voice while they wait for a typed answer.

Light to import: voice and output are opened on a thread of their own, once something is asked.
An output that is lost is opened again, and the line begun anew; so is a line that nobody could
hear, once the mixer is turned up again. What is not heard is told on the screen, where the
question stands.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceguideError
from voiceguide.sound_outputs import is_device

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.app.interaction import Interaction
    from voiceguide.audio.clip import Clip, Samples
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.playback.player import Player
    from voiceguide.playback.system_output_watch import SystemOutputWatch
    from voiceguide.session_options import SessionOptions
    from voiceguide.speech.voice import Voice

GAP_MS = 350
"""Between two lines."""
TRIES = 4
"""How often a line is tried before the person is told that it is not heard."""
BETWEEN_TRIES_S = 0.5
LOOK_EVERY_S = 0.05
NOTICED_MS = 1000
"""Within that a mute is noticed: a line that ended so shortly before is read again."""
NEVER_MS = -NOTICED_MS
OPENED_LIMIT_S = 4.0
ENDED_LIMIT_S = 0.5
ENDLESS = 24 * 3600 * 44_100

OpenVoice = Callable[[str], "Voice"]
"""Opens the voice of a language."""


class _Lost(Exception):
    """The output went while a line was heard."""


class _Silence:
    """What lines are laid over."""

    frames = ENDLESS

    def block(self, _first_frame: int, frames: int) -> Samples:
        import numpy as np

        return np.zeros(frames, np.float32)


def _fade(player: Player) -> None:
    """Fall silent; the place in the silence stays the device's, which lines are timed by."""
    player.switch(_Silence(), lambda device_frame: device_frame)


class SpokenQuestions:
    """Speaks lines on its own thread until it is hushed. Close it before another output opens.

    `unheard` says why nobody would hear the output that is open, where that is known: it is told
    with the terminal's bell (`ring`), and what is to be read waits.
    """

    def __init__(
        self,
        open_voice: OpenVoice,
        open_sink: Callable[[], Sink],
        ui: Interaction,
        volume: float = 1.0,
        *,
        unheard: Callable[[], str | None] = lambda: None,
        between_tries_s: float = BETWEEN_TRIES_S,
    ) -> None:
        self._open_voice, self._open_sink, self._volume = open_voice, open_sink, volume
        self._why_unheard = unheard
        self._ui, self._between_tries_s = ui, between_tries_s
        self._news = threading.Condition()
        self._lines: tuple[str, ...] = ()
        self._language = "en"
        self._turn = self._heard = 0
        self._sounding = self._closing = self._given_up = False
        self._tries_left = TRIES
        self._told = False
        self._heard_at_ms = NEVER_MS
        self._deaf: str | None = None
        """Why nobody can hear it at present."""
        self._settled = threading.Event()
        self._settled.set()
        self._player: Player | None = None
        self._sink: Sink | None = None
        self._voices: dict[str, Voice] = {}
        self._ready: tuple[str, Clip] | None = None
        self._thread = threading.Thread(target=self._run, name="voiceguide-aloud", daemon=True)

    @property
    def heard(self) -> int:
        """How many lines of what was read last were heard to their end."""
        return self._heard

    @property
    def given_up(self) -> bool:
        """Whether the rest of what was read last will not be heard, as things stand."""
        return self._given_up or self._deaf is not None

    def read(self, lines: Sequence[str], language: str) -> None:
        """Begin to speak lines, in place of what is being spoken; returns at once."""
        self._say(tuple(lines), language)
        if self._thread.ident is None:
            self._thread.start()

    def then(self, line: str) -> None:
        """Speak one more line after those that are being read."""
        with self._news:
            self._lines = (*self._lines, line)
            self._news.notify_all()

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
        self._settled.wait(OPENED_LIMIT_S)
        self._thread.join(ENDED_LIMIT_S)
        if self._thread.is_alive() and self._player is not None:  # it waits for the voice
            self._player.close()

    def _say(self, lines: tuple[str, ...], language: str) -> None:
        with self._news:
            self._turn += 1
            self._lines, self._language, self._heard = lines, language, 0
            self._heard_at_ms = NEVER_MS
            self._given_up = False
            # What failed to the end before is given one more chance at each question.
            self._tries_left = 1 if self._told else TRIES
            fades, self._sounding = self._sounding, False
            player = self._player
            self._news.notify_all()
        if fades and player is not None:
            _fade(player)

    # Its own thread

    def _run(self) -> None:
        try:
            while (wanted := self._next()) is not None:
                try:
                    self._speak(*wanted)
                except (VoiceguideError, _Lost) as problem:
                    self._failed(wanted[0], problem)
        except Exception as fault:  # noqa: BLE001 - nobody waits for this thread: told below
            self._give_up(f"{type(fault).__name__}: {fault}")
        finally:
            self._let_go()

    def _next(self) -> tuple[int, str, str, str | None] | None:
        """The turn, the next line, its language and the line after it; None when it is over."""
        with self._news:
            self._news.wait_for(
                lambda: self._closing or (self._heard < len(self._lines) and not self._given_up)
            )
            if self._closing:
                return None
            line, *after = self._lines[self._heard : self._heard + 2]
            return self._turn, line, self._language, after[0] if after else None

    def _speak(self, turn: int, line: str, language: str, after: str | None) -> None:
        player = self._playing()
        if player is None:
            return
        clip = self._clip(line, language)
        if self._nobody_hears(turn, player):
            return
        with self._news:
            if self._turn != turn or self._sink is None:
                return
            # It begins where the output has been given sound up to.
            begins_ms = player.position_ms + self._sink.latency_ms
            player.over(clip.samples())
            self._sounding = True
        if after is not None:  # made while this one is heard
            self._clip(after, language)
        # By what the output has taken, not by the clock: a busy machine is late.
        ends_ms = begins_ms + clip.length_ms + GAP_MS
        with self._news:
            while self._turn == turn and player.state == "playing":
                if self._why_unheard() is not None:
                    break
                if player.position_ms >= ends_ms:
                    self._heard += 1
                    self._heard_at_ms = player.position_ms
                    self._sounding = False
                    return
                self._news.wait(LOOK_EVERY_S)
            if self._turn != turn:
                return
            if player.state != "playing":
                raise _Lost
            self._sounding = False
            _fade(player)
        self._nobody_hears(turn, player)

    def _nobody_hears(self, turn: int, player: Player) -> bool:
        """Wait until somebody does, and tell of it; False at once where somebody does.

        Raises _Lost.
        """
        why = self._why_unheard()
        if why is not None:
            with self._news:
                if self._turn == turn and player.position_ms - self._heard_at_ms < NOTICED_MS:
                    self._heard -= 1
                self._heard_at_ms = NEVER_MS
        waited = why is not None
        self._tell_of(why)
        while why is not None:
            with self._news:
                if self._turn != turn:
                    break
                if player.state != "playing":
                    raise _Lost
                self._news.wait(LOOK_EVERY_S)
            why = self._why_unheard()
            self._tell_of(why)
        return waited

    def _tell_of(self, why: str | None) -> None:
        """Tell what has changed of whether anybody hears it."""
        if why == self._deaf:
            return
        self._deaf = why
        if why is None:
            self._ui.tell("Sound is back.")
            return
        self._ui.tell(
            f"Nobody can hear this: {why}. "
            "Please read it here, or turn the sound on: then it is read aloud."
        )
        self._ui.ring()

    def _playing(self) -> Player | None:
        """The open output; None once it is closing. Raises NoSoundOutput."""
        from voiceguide.playback.player import Player

        if self._player is not None and self._player.state == "playing":
            return self._player
        if self._player is not None:
            self._player.close()
        with self._news:
            if self._closing:
                return None
            self._settled.clear()
        try:
            self._sink = self._open_sink()
            self._player = Player(_Silence(), self._sink)
            self._heard_at_ms = NEVER_MS
            self._player.start(volume=self._volume)
        finally:
            self._settled.set()
        return self._player

    def _clip(self, line: str, language: str) -> Clip:
        """A line as sound, kept until the next one. Raises NoVoice, UsageError."""
        if self._ready is not None and self._ready[0] == line:
            return self._ready[1]
        if language not in self._voices:
            self._voices[language] = self._open_voice(language)
        clip = self._voices[language].speak((line,))[line]
        self._ready = line, clip
        return clip

    def _failed(self, turn: int, problem: Exception) -> None:
        """Begin anew with another output and voice, or give up."""
        self._let_go()
        with self._news:
            self._sounding = False
            if self._turn != turn:
                return
            self._tries_left -= 1
            if self._tries_left > 0:
                self._news.wait_for(lambda: self._closing, self._between_tries_s)
                return
        self._give_up(
            problem.message if isinstance(problem, VoiceguideError) else "the output is gone"
        )

    def _give_up(self, why: str) -> None:
        with self._news:
            self._given_up = True
            first, self._told = not self._told, True
        if first:
            self._ui.tell(f"warning: the questions are not heard: {why}. Please read them here.")

    def _let_go(self) -> None:
        with ExitStack() as held:
            if self._player is not None:
                held.callback(self._player.close)
            for voice in self._voices.values():
                held.callback(voice.close)
        self._player, self._sink, self._voices, self._ready = None, None, {}, None


@contextmanager
def questions_aloud(
    context: AppContext,
    options: SessionOptions,
    screen: str,
    *,
    opened: Callable[[], Sink] | None = None,
) -> Iterator[None]:
    """While the block runs, what is asked is spoken as well, as the decided options say.

    Not on an output that nobody hears, nor on the screen `quiet`, whose words a screen reader
    speaks. `opened` gives the output for the first time, where it is open already.
    """
    if not is_device(options.output) or screen == "quiet":
        yield
        return
    first = [opened] if opened is not None else []
    watches: list[SystemOutputWatch] = []

    def open_voice(language: str) -> Voice:
        from voiceguide.app.spoken_line import coach_voice

        return coach_voice(options.voice, options.pace, context.folders, language)

    def open_sink() -> Sink:
        from voiceguide.playback.outputs.interface import open_sink
        from voiceguide.playback.system_output_watch import SystemOutputWatch

        if not watches:
            watches.append(SystemOutputWatch())
        return first.pop()() if first else open_sink(options.output)

    def unheard() -> str | None:
        output = watches[0].output if watches else None
        return None if output is None else output.unheard

    aloud = SpokenQuestions(
        open_voice, open_sink, context.ui, options.volume_percent / 100, unheard=unheard
    )
    try:
        with context.ui.read_by(aloud):
            yield
    finally:
        aloud.close()
        for watch in watches:
            watch.close()


@contextmanager
def questions_aloud_outside_sessions(context: AppContext, chosen: SessionOptions) -> Iterator[None]:
    """As `questions_aloud`, on an output opened for it; where none opens, that is told."""
    from voiceguide.app.output_opening import OutputOpening
    from voiceguide.errors import NoSoundOutput
    from voiceguide.session_options import decided

    options = decided(chosen, context.settings)
    shown_on = context.ui.choose_screen(chosen.screen, context.settings.screen)
    if not is_device(options.output) or shown_on == "quiet":
        yield
        return
    with OutputOpening(options.output) as opening, ExitStack() as spoken:
        try:
            opening.wait()
        except NoSoundOutput as problem:
            why = problem.message.splitlines()[0].rstrip(":")
            context.ui.tell(f"warning: the questions are not heard: {why}. Please read them here.")
        else:
            aloud = questions_aloud(context, options, shown_on, opened=opening.take)
            spoken.enter_context(aloud)
        yield
