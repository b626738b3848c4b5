"""The microphone: what it hears, block by block, by PortAudio."""

from __future__ import annotations

import queue
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

from voiceguide.errors import NoMicrophone, NoSoundOutput
from voiceguide.playback.time_limit import within
from voiceguide.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    import numpy.typing as npt

    from voiceguide.audio.clip import Samples

BLOCK_FRAMES = SAMPLE_RATE_HZ // 20
LATENCY_S = 0.3
"""Nobody waits for it, and a busy machine loses nothing."""
OPEN_LIMIT_S = 4.0
CLOSE_LIMIT_S = 2.0
"""A frozen sound server never answers; the program ends nevertheless."""
PATIENCE_S = 2.0
"""A microphone that gives nothing for so long is gone."""
MOST_BLOCKS = 20 * 90
"""What is kept where nobody takes it."""


class Microphone(Protocol):
    """Hears, from when it is opened on, mono at 44.1 kHz."""

    @property
    def gaps(self) -> int:
        """How often sound was lost because the computer was too busy."""

    def listen(self) -> Iterator[Samples]:
        """What is heard from now on, in blocks of shape (frames,), without an end.

        Raises NoMicrophone where nothing comes any more.
        """

    def close(self) -> None:
        """Give the device back. Closing twice does nothing."""


def open_microphone() -> Microphone:
    """The system's usual microphone. Raises NoMicrophone, also where opening it hangs."""
    from voiceguide.playback.outputs.stderr_filter import stderr_restored

    try:
        with stderr_restored():
            return within(OPEN_LIMIT_S, _opened, too_late=lambda late: late.close())
    except TimeoutError:
        raise NoMicrophone(
            f"the microphone did not answer in {OPEN_LIMIT_S:.0f} s",
            hint="restart the sound server",
        ) from None


def remedy(platform: str = sys.platform) -> str:
    """Where to look on a platform for a microphone that is missing or silent."""
    if platform.startswith("linux"):
        return "look at the inputs in the sound settings, or with `pactl list short sources`"
    if platform == "darwin":
        return "look in System Settings, Sound, and in Privacy & Security, Microphone"
    return "look in Settings, System, Sound, and in Privacy & security, Microphone"


class SounddeviceMicrophone:
    """One PortAudio stream from the system's default input; it listens at once."""

    def __init__(self, library: ModuleType) -> None:
        from voiceguide.playback.outputs.stderr_filter import CHATTER, filtered_stderr

        self.gaps = 0
        self._blocks: queue.Queue[Samples | None] = queue.Queue(MOST_BLOCKS)
        self._closed = False
        self._quiet = ExitStack()
        with filtered_stderr():
            self._device = library.InputStream(
                samplerate=SAMPLE_RATE_HZ,
                channels=1,
                dtype="float32",
                latency=LATENCY_S,
                blocksize=BLOCK_FRAMES,
                callback=self._take,
                finished_callback=self._finished,
            )
        self._quiet.enter_context(filtered_stderr(CHATTER))
        try:
            self._device.start()
        except BaseException:
            self._quiet.close()
            self._device.close(ignore_errors=True)
            raise

    def listen(self) -> Iterator[Samples]:
        """What is heard from now on."""
        while not self._blocks.empty():
            if self._blocks.get_nowait() is None:
                raise _gone()
        return self._from_now_on()

    def _from_now_on(self) -> Iterator[Samples]:
        while True:
            try:
                block = self._blocks.get(timeout=PATIENCE_S)
            except queue.Empty:
                raise _gone() from None
            if block is None:
                raise _gone()
            yield block

    def close(self) -> None:
        """Give the device back; where PortAudio hangs it is left alone, as its outputs are."""
        if self._closed:
            return
        self._closed = True
        try:
            within(CLOSE_LIMIT_S, self._give_back)
        except (NoSoundOutput, TimeoutError):
            return
        finally:
            self._quiet.close()

    def _give_back(self) -> None:
        from voiceguide.playback.outputs.sounddevice import my_turn, streams

        with my_turn():
            self._device.close(ignore_errors=True)
            streams.remove(self)

    def _take(
        self, block: npt.NDArray[np.float32], _frames: int, _time: object, flags: object
    ) -> None:
        if getattr(flags, "input_overflow", False):
            self.gaps += 1
        try:
            self._blocks.put_nowait(block[:, 0].copy())
        except queue.Full:
            self.gaps += 1

    def _finished(self) -> None:
        if not self._closed:
            try:
                self._blocks.put_nowait(None)
            except queue.Full:
                self.gaps += 1


def _opened() -> SounddeviceMicrophone:
    from voiceguide.playback.outputs.sounddevice import portaudio, streams

    try:
        with portaudio() as library:
            try:
                microphone = SounddeviceMicrophone(library)
            except (library.PortAudioError, ValueError) as error:
                raise NoMicrophone(
                    f"no microphone opens: {error.args[0] if error.args else error}", hint=remedy()
                ) from error
            streams.append(microphone)
            return microphone
    except NoSoundOutput as problem:
        raise NoMicrophone(problem.message, hint=remedy()) from problem


def _gone() -> NoMicrophone:
    return NoMicrophone("the microphone is gone: nothing comes from it any more", hint=remedy())
