"""Sound by the package miniaudio, which needs nothing but what the system has."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from voiceguide.errors import NoSoundOutput
from voiceguide.playback.clock import RealClock
from voiceguide.playback.outputs.callback_stream import CallbackOutput, CallbackStream
from voiceguide.playback.outputs.interface import WITHOUT_SOUND, Pull, remedy
from voiceguide.playback.outputs.stale_jack import forget_jack
from voiceguide.playback.outputs.stderr_filter import filtered_stderr
from voiceguide.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from miniaudio import Backend, PlaybackDevice

PERIOD_MS = 80
PERIODS = 2
"""With 50 ms a busy machine ran dry sixteen times in ten minutes; a pause is still heard within
0.15 s."""


class MiniaudioSink(CallbackOutput):
    """One device of a real backend: never miniaudio's Null, which swallows a session unheard."""

    name = "miniaudio"
    latency_ms = PERIOD_MS * 3 // 2

    def __init__(self, device: PlaybackDevice) -> None:
        self._device = device

    @property
    def lost(self) -> str | None:
        """Never a reason: miniaudio says nothing when its server dies, it only stops pulling."""
        return None

    def start(self, pull: Pull) -> None:
        import miniaudio

        self._stream = CallbackStream(pull, RealClock(), PERIOD_MS)
        blocks = _blocks(self._stream)
        next(blocks)
        try:
            self._device.start(blocks)
        except miniaudio.MiniaudioError as error:
            raise _refused(error) from error

    def stop(self) -> None:
        self._device.stop()

    def close(self) -> None:
        self._device.close()


def open_sink() -> MiniaudioSink:
    """The default output by miniaudio; raises NoSoundOutput."""
    forget_jack()
    try:
        import miniaudio
    except ImportError as error:
        raise NoSoundOutput(
            "miniaudio is not installed",
            hint=f"`pip install miniaudio`; {WITHOUT_SOUND}",
        ) from error
    try:
        with filtered_stderr():
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=2,
                sample_rate=SAMPLE_RATE_HZ,
                buffersize_msec=PERIOD_MS,
                callback_periods=PERIODS,
                backends=_real_backends(),
                app_name="voiceguide",
            )
    except miniaudio.MiniaudioError as error:
        raise _refused(error) from error
    if device.backend == "Null":
        device.close()
        raise NoSoundOutput("miniaudio finds no real output", hint=f"{remedy()}; {WITHOUT_SOUND}")
    return MiniaudioSink(device)


def _real_backends() -> list[Backend]:
    from miniaudio import Backend

    return [backend for backend in Backend if backend not in (Backend.NULL, Backend.CUSTOM)]


def _blocks(
    stream: CallbackStream,
) -> Generator[npt.NDArray[np.float32] | bytes, int, None]:
    frames = yield b""
    while True:
        frames = yield stream.block(frames)


def _refused(error: Exception) -> NoSoundOutput:
    return NoSoundOutput(f"miniaudio: {error.args[0]}", hint=f"{remedy()}; {WITHOUT_SOUND}")
