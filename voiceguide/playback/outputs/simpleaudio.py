"""Sound by simpleaudio: one long tape, written a little ahead of what is heard."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from voiceguide.audio.clip import Clip
from voiceguide.errors import NoSoundOutput
from voiceguide.install_command import install_command
from voiceguide.playback.clock import Clock, RealClock
from voiceguide.playback.outputs.interface import WITHOUT_SOUND, Pull
from voiceguide.playback.outputs.simpleaudio_tape import Tape
from voiceguide.units import Ms, frame_at, ms_at

AHEAD_FRAMES = frame_at(400)
"""How far the tape is written before it is heard: a stall of 0.2 s is not noticed."""

FILL_EVERY_MS = 100

READER_FRAMES = frame_at(130 if sys.platform == "linux" else 260)
"""How far ahead of the ear the library may have read: a buffer of 100 ms on Linux and as much as
the tape's clock may stray (20 ms), two such buffers elsewhere. Measured: whole at 110 ms, torn at
95 ms."""

CHANGE_LEFT_FRAMES = frame_at(5 * 60_000)
"""With less than this left, a new tape takes over at the next moment of silence."""

CHANGE_TAKES_FRAMES = frame_at(250)
"""What is written more before a change: a new tape takes some 0.2 s until its pace is steady."""

ENDING_LEFT_FRAMES = frame_at(2_000)
"""With less than this left, it takes over wherever it is."""

STILL_MS = 500
ASLEEP_MS = 300
LOOK_EVERY_MS = 150

BEGIN_LIMIT_MS = 2500
CHANGE_LIMIT_MS = 250
"""How long a start, and a change of tapes, wait for the device to take the first sound."""

STEADY_MS = 150
"""The age from which on a tape's reader keeps the pace: at first it fills the server's buffer."""


class SimpleaudioSink:
    """Keeps a tape written `AHEAD_FRAMES` ahead, and changes tapes inside silence."""

    name = "simpleaudio"
    is_device = True
    patience_ms = 1500
    """It watches the device itself; it does not pull while tapes are changed."""

    latency_ms = ms_at(READER_FRAMES)

    def __init__(
        self,
        new_tape: Callable[[], Tape],
        clock: Clock | None = None,
        *,
        change_left_frames: int = CHANGE_LEFT_FRAMES,
    ) -> None:
        self._new_tape = new_tape
        self._clock = clock or RealClock()
        self._change_left_frames = change_left_frames
        self._turn = threading.Lock()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None
        self._pull: Pull | None = None
        self._tape: Tape | None = new_tape()
        self._old: list[tuple[Tape, int]] = []
        self._first = self._written = self._corrected = 0
        self._silent = True
        self._reason: str | None = None
        self._steps: int | None = None
        self._stood_at: int | None = None
        self._stepped_ms = self._looked_ms = Ms(0)

    @property
    def lost(self) -> str | None:
        return self._reason

    @property
    def corrected_frames(self) -> int:
        tape = self._tape
        return self._corrected + (0 if tape is None else tape.corrected_frames)

    def start(self, pull: Pull) -> None:
        self._end = threading.Event()
        with self._turn:
            if self._tape is not None and self._tape.now() > self._tape.frames // 2:
                self._tape.close()  # opened long ago, while the session was made ready
                self._tape = None
            tape = self._tape = self._tape or self._new_tape()
            self._begin(tape, BEGIN_LIMIT_MS)
            self._reason = self._stood_at = None
            self._pull = pull
            self._first = self._written = tape.now() + READER_FRAMES
            self._stepped_ms = self._looked_ms = self._clock.now()
            self._fill(tape)
        self._thread = threading.Thread(
            target=self._run, args=(self._end,), name="voiceguide-tape", daemon=True
        )
        self._thread.start()

    def retake(self, change: Callable[[int], None]) -> None:
        with self._turn:
            tape = self._tape
            if tape is None or self._pull is None:
                change(0)
                return
            kept = max(self._first, tape.now() + READER_FRAMES)
            back = max(0, self._written - kept)
            change(back)
            self._written -= back
            self._fill(tape)

    def unheard_frames(self) -> int:
        tape = self._tape
        if tape is None:
            return 0
        heard = tape.now() if self._stood_at is None else self._stood_at
        return max(0, self._written - heard)

    def stop(self) -> None:
        self._end.set()
        with self._turn:
            self._pull = None
            for tape, _ in self._old:
                tape.close()
            self._old.clear()
            if self._tape is not None:
                self._tape.close()
                self._tape = None

    def close(self) -> None:
        self.stop()

    def _begin(self, tape: Tape, limit_ms: int) -> None:
        """Wait until the device really plays: its clock is known from the first sound on."""
        begins_ms = self._clock.now()
        self._clock.wait_until(begins_ms + STEADY_MS - ms_at(tape.now()), self._end)
        while not tape.settle() and self._clock.now() < begins_ms + limit_ms:
            self._clock.wait_until(self._clock.now() + 25, self._end)

    def _run(self, end: threading.Event) -> None:
        while not self._clock.wait_until(self._clock.now() + FILL_EVERY_MS, end):
            with self._turn:
                tape = self._tape
                if tape is None or self._reason is not None:
                    return
                try:
                    self._keep_up(tape)
                except NoSoundOutput as error:
                    self._reason = error.message

    def _keep_up(self, tape: Tape) -> None:
        self._reason = self._what_ended(tape)
        if self._reason is not None:
            return
        left = tape.frames - self._written
        if tape.now() > self._written or left < ENDING_LEFT_FRAMES:
            tape = self._change(tape)
        elif self._silent and left < self._change_left_frames:
            self._fill(tape, AHEAD_FRAMES + CHANGE_TAKES_FRAMES)
            if self._silent:
                tape = self._change(tape)
        tape.settle()
        self._fill(tape)
        tape.forget_before(tape.now())
        for old, last in self._old[:]:
            if old.now() > last:
                old.close()
                self._old.remove((old, last))

    def _fill(self, tape: Tape, ahead: int = AHEAD_FRAMES) -> None:
        """Write what is missing of the frames `ahead`; the lock is held."""
        frames = min(tape.now() + ahead, tape.frames) - self._written
        if self._pull is None or frames <= 0:
            return
        samples = self._pull(frames)
        self._silent = not samples.any()
        tape.write(self._written, Clip.from_samples(samples).pcm)
        self._written += frames

    def _change(self, tape: Tape) -> Tape:
        """A new tape that takes over from the end of what is written, to the frame.

        One that ran dry, because the program slept, is thrown away first: what its player has
        not read of it is no longer due.
        """
        if tape.now() > self._written:
            tape.close()
            self._tape = None
        else:
            self._old.append((tape, self._written))
        try:
            new = self._new_tape()
        except NoSoundOutput:
            if not self._old:
                raise
            self._old.pop()[0].close()  # the device takes one sound at a time
            self._tape = None
            new = self._new_tape()
        self._begin(new, CHANGE_LIMIT_MS)
        due = new.frame_heard_with(tape, self._written)
        self._corrected += tape.corrected_frames - new.corrected_frames
        self._first = self._written = max(due, new.now() + READER_FRAMES)
        self._tape = new
        return new

    def _what_ended(self, tape: Tape) -> str | None:
        """Why the tape is not heard any more, or None."""
        if tape.ended:
            self._stood_at = tape.now()
            return "the sound system ended the sound"
        now = self._clock.now()
        if now - self._looked_ms < LOOK_EVERY_MS:
            return None
        steps = tape.steps()
        if steps is None or steps != self._steps or now - self._looked_ms > ASLEEP_MS:
            self._steps, self._stepped_ms = steps, now
        self._looked_ms = now
        still_ms = now - self._stepped_ms
        if still_ms <= STILL_MS:
            return None
        self._stood_at = tape.now() - frame_at(still_ms)
        return "it takes no more sound"


def open_sink() -> SimpleaudioSink:
    """The default output by simpleaudio; raises NoSoundOutput.

    The original distribution is refused: it frees memory it does not own, which crashes from
    Python 3.12 on. simpleaudio-patched brings the same module without the fault.
    """
    packages = find_packages()
    refuse_the_original(installed)
    return SimpleaudioSink(lambda: Tape(packages))


def find_packages() -> Path:
    """The folder that holds the package simpleaudio; raises NoSoundOutput where none does."""
    spec = find_spec("simpleaudio")
    if spec is None or spec.origin is None:
        hint = f"{_how_to_install()}; {WITHOUT_SOUND}"
        raise NoSoundOutput("simpleaudio is not installed", hint=hint)
    return Path(spec.origin).parents[1]


def refuse_the_original(installed: Callable[[str], bool]) -> None:
    """Raise NoSoundOutput where the module comes from the distribution `simpleaudio`."""
    if installed("simpleaudio") and not installed("simpleaudio-patched"):
        raise NoSoundOutput(
            "the original simpleaudio is installed, which crashes when a sound ends",
            hint=f"`pip uninstall simpleaudio`, then {_how_to_install()}; {WITHOUT_SOUND}",
        )


def installed(distribution: str) -> bool:
    """Whether pip has installed a distribution here."""
    from importlib import metadata

    try:
        metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


def _how_to_install() -> str:
    return f"{install_command('simpleaudio')} (on Linux it needs gcc and libasound2-dev)"
