"""Sound files of any format, decoded by FFmpeg through PyAV, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import numpy as np
from msgspec import Struct

from voiceguide.audio.clip import Samples
from voiceguide.errors import Missing, UsageError
from voiceguide.units import SAMPLE_RATE_HZ, frame_at

if TYPE_CHECKING:
    from types import ModuleType

    from av.audio.frame import AudioFrame
    from av.container import InputContainer

Channels = Literal[1, 2]


def decoded(file: Path, channels: Channels) -> Iterator[Samples]:
    """A file's sound in blocks as they come, at 44.1 kHz, shape (frames, channels).

    Packets that are damaged are left out. Raises UsageError for what is no sound file, and
    Missing without PyAV.
    """
    with _opened(file) as container:
        yield from _blocks(container, channels, SAMPLE_RATE_HZ)


def excerpts(
    file: Path, channels: Channels, places: int, length_ms: int
) -> Iterator[tuple[Samples, int]]:
    """So many pieces of a file from all over it, and their rate in hertz.

    Each has at most that length; shape (frames, channels). They are the whole of a file that is
    shorter, and the beginning of one that cannot be wound. Raises as `decoded`.
    """
    with _opened(file) as container:
        rate_hz = container.streams.audio[0].rate or SAMPLE_RATE_HZ
        frames = frame_at(length_ms, rate_hz)
        whole_ms = (container.duration or 0) // 1000
        if whole_ms <= places * length_ms:
            pieces = in_pieces(_blocks(container, channels, rate_hz), frames)
            yield from ((piece, rate_hz) for piece in islice(pieces, places))
            return
        for place in range(places):
            container.seek(whole_ms * 1000 * place // places)
            pieces = in_pieces(_blocks(container, channels, rate_hz), frames)
            yield from ((piece, rate_hz) for piece in islice(pieces, 1))


def in_pieces(blocks: Iterable[Samples], frames: int) -> Iterator[Samples]:
    """Blocks put together until they have so many frames or more; the last may have fewer."""
    parts: list[Samples] = []
    have = 0
    for block in blocks:
        parts.append(block)
        have += len(block)
        if have >= frames:
            yield np.concatenate(parts)
            parts, have = [], 0
    if parts:
        yield np.concatenate(parts)


def pyav() -> ModuleType:
    """PyAV; raises Missing without it."""
    try:
        import av
    except ImportError as error:
        raise Missing(
            f"music needs PyAV, which cannot be loaded ({error})", hint="pip install av"
        ) from error
    return av


@contextmanager
def _opened(file: Path) -> Iterator[InputContainer]:
    av = pyav()
    try:
        with av.open(str(file)) as container:
            if not container.streams.audio:
                raise UsageError(f"there is no sound in {file}", hint="give another sound file")
            yield container
    except (av.FFmpegError, OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be played as music ({error})") from error


def _blocks(container: InputContainer, channels: Channels, rate_hz: int) -> Iterator[Samples]:
    from av import AudioResampler

    layout = "mono" if channels == 1 else "stereo"
    resampler = AudioResampler(format="flt", layout=layout, rate=rate_hz)
    for frame in chain(_frames(container), (None,)):
        for part in resampler.resample(frame):
            yield cast("Samples", part.to_ndarray()).reshape(-1, channels)


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    from av.error import InvalidDataError

    for packet in container.demux(container.streams.audio[0]):
        with suppress(InvalidDataError):
            yield from packet.decode()


class DecodedSound(Struct, frozen=True, eq=False):
    """A short sound as its own file has it; `promised_s` is the length that its header tells."""

    samples: Samples
    """Shape (frames,): its channels mixed to one."""
    rate_hz: int
    promised_s: float | None


def decoded_bytes(file: BinaryIO, demuxer: Literal["flac", "mp3"], longest_s: int) -> DecodedSound:
    """A file of one format, which is tried alone: what looks like another one opens nothing.

    Of a longer one a second more than `longest_s`. Raises UsageError for what is no such sound,
    and Missing without PyAV.
    """
    av = pyav()
    try:
        with av.open(file, format=demuxer) as container:
            if not container.streams.audio:
                raise UsageError("there is no sound in it")
            rate_hz = container.streams.audio[0].rate or SAMPLE_RATE_HZ
            promised_s = container.duration / 1e6 if container.duration else None
            blocks = in_pieces(_blocks(container, 1, rate_hz), (longest_s + 1) * rate_hz)
            samples = next(blocks, np.zeros((0, 1), np.float32))[:, 0]
    except (av.FFmpegError, OSError, ValueError) as error:
        raise UsageError(str(error)) from error
    return DecodedSound(samples, rate_hz, promised_s)
