"""Sound by PortAudio, through the package sounddevice."""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from voiceguide.errors import NoSoundOutput
from voiceguide.playback.clock import RealClock
from voiceguide.playback.outputs.alsa_plugins import keep_plugins
from voiceguide.playback.outputs.callback_stream import CallbackOutput, CallbackStream
from voiceguide.playback.outputs.interface import WITHOUT_SOUND, Pull, remedy
from voiceguide.playback.outputs.stale_jack import forget_jack
from voiceguide.playback.outputs.stderr_filter import CHATTER, filtered_stderr
from voiceguide.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    import numpy.typing as npt

LATENCY_S = 0.09
"""PortAudio's 'low' loses a third of the onsets on a busy machine; 0.1 s loses none. With blocks of
a fixed size the buffer is longer by one of them."""

BLOCK_FRAMES = round(LATENCY_S / 4 * SAMPLE_RATE_HZ) if sys.platform == "linux" else 0
"""A period of ALSA: where PortAudio is left to choose (0), it wakes up twice as often for the same
sound, which costs twice the processor's time."""


BUSY_LIMIT_S = 3.0
"""How long a call waits for one that is under way; a frozen server keeps it for ever."""

_turn = threading.Lock()
"""PortAudio takes one call at a time. One that hangs is left alone: the others do not begin."""


class SounddeviceSink(CallbackOutput):
    """One PortAudio stream on the system's default output."""

    name = "sounddevice"

    def __init__(self, library: ModuleType) -> None:
        self._library = library
        self._running = False
        self._ended = False
        self._quiet = ExitStack()
        with filtered_stderr():
            self._device = library.OutputStream(
                samplerate=SAMPLE_RATE_HZ,
                channels=2,
                dtype="float32",
                latency=LATENCY_S,
                blocksize=BLOCK_FRAMES,
                callback=self._fill,
                finished_callback=self._finished,
            )
        streams.append(self)

    @property
    def latency_ms(self) -> int:
        return int(self._device.latency * 1000)

    @property
    def lost(self) -> str | None:
        return "PortAudio ended the stream" if self._running and self._ended else None

    def start(self, pull: Pull) -> None:
        self._stream = CallbackStream(pull, RealClock(), self.latency_ms)
        self._ended = False
        with my_turn():
            self._quiet.enter_context(filtered_stderr(CHATTER))
            try:
                self._device.start()
            except self._library.PortAudioError as error:
                self._quiet.close()
                raise _refused(error, self._library) from error
        self._running = True

    def stop(self) -> None:
        self._running = False
        with _turn:
            if self in streams:
                self._device.abort(ignore_errors=True)
            self._quiet.close()

    def close(self) -> None:
        self._running = False
        with _turn:
            if self in streams:
                self._device.close(ignore_errors=True)
                streams.remove(self)
            self._quiet.close()

    def _fill(
        self, block: npt.NDArray[np.float32], frames: int, _time: object, _flags: object
    ) -> None:
        stream = self._stream
        if stream is None:
            block.fill(0)
        else:
            block[:] = stream.block(frames)

    def _finished(self) -> None:
        self._ended = True


def open_sink() -> SounddeviceSink:
    """The default output by PortAudio; raises NoSoundOutput."""
    with portaudio() as library:
        try:
            return SounddeviceSink(library)
        except (library.PortAudioError, ValueError) as error:
            raise _refused(error, library) from error


@contextmanager
def portaudio() -> Iterator[ModuleType]:
    """PortAudio for the block alone, with the devices that there are now.

    A stream that the block opens is to be put into `streams` until it is closed. Raises
    NoSoundOutput where PortAudio is missing, or does not start.
    """
    forget_jack()
    try:
        import sounddevice
    except ImportError as error:
        raise NoSoundOutput(
            "sounddevice is not installed",
            hint=f"`pip install sounddevice`; {WITHOUT_SOUND}",
        ) from error
    except OSError as error:
        raise NoSoundOutput(
            f"sounddevice cannot load PortAudio ({error})", hint=f"{remedy()}; {WITHOUT_SOUND}"
        ) from error
    except Exception as error:
        # Raised by PortAudio's start inside the import itself, so its class has no other name yet.
        if type(error).__name__ != "PortAudioError":
            raise
        raise _refused(error, None) from error
    # Pa_Terminate waits for ever for a frozen server: a program must end nevertheless.
    atexit.unregister(sounddevice._exit_handler)
    with my_turn():
        try:
            _look_for_devices_anew(sounddevice)
        except (sounddevice.PortAudioError, ValueError) as error:
            raise _refused(error, sounddevice) from error
        yield sounddevice


@contextmanager
def my_turn() -> Iterator[None]:
    """The right to call PortAudio; raises NoSoundOutput where another call hangs."""
    if not _turn.acquire(timeout=BUSY_LIMIT_S):
        raise NoSoundOutput(
            "sounddevice: PortAudio still waits for the sound system",
            hint=f"restart the sound server; {WITHOUT_SOUND}",
        )
    try:
        yield
    finally:
        _turn.release()


def _look_for_devices_anew(library: ModuleType) -> None:
    """PortAudio lists the devices once, when it starts: what came later it does not know.

    Not while a stream is open, which would be closed with it.
    """
    if _looked and not streams:
        forget_jack()
        keep_plugins()
        with filtered_stderr():
            library._terminate()
            library._initialize()
    _looked.append(True)


_looked: list[bool] = []
"""Not empty once PortAudio's devices are those of some time ago."""

streams: list[object] = []
"""Those that are open: with PortAudio they would be closed."""


def _finds_nothing(library: ModuleType | None) -> bool:
    """Whether PortAudio has started, and no sound system that it knows has an output."""
    if library is None:
        return False
    try:
        systems = library.query_hostapis()
    except library.PortAudioError:
        return False
    return all(system["default_output_device"] < 0 for system in systems)


def _refused(error: Exception, library: ModuleType | None) -> NoSoundOutput:
    why = "it finds no sound output" if _finds_nothing(library) else error.args[0]
    return NoSoundOutput(f"sounddevice: {why}", hint=f"{remedy()}; {WITHOUT_SOUND}")
