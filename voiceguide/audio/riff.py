"""Files of chunks, read and written: WAV (RIFF), and AIFF as some speech engines write it.

Headers need no numpy.

Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0"
(1991), and the WAVE_FORMAT_EXTENSIBLE registration. The `wave` module of Python 3.11 refuses
extensible files and says little of what is wrong with a file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from voiceguide.errors import UsageError
from voiceguide.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from voiceguide.audio.clip import Samples

BYTES_PER_SAMPLE = 2
HEADER_BYTES = 44
MAX_SAMPLES = (2**32 - 1 - (HEADER_BYTES - 8)) // BYTES_PER_SAMPLE
"""RIFF counts bytes in 32 bits: 13.5 hours of mono at 44.1 kHz, half as much of stereo."""

_PCM, _FLOAT, _EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
_GUID_TAIL = bytes.fromhex("0000000010008000 00aa00389b71")


class BadWav(ValueError):
    """What about the file is not a WAV of 16-bit PCM, in words that follow its name."""


class WavHeader(Struct, frozen=True):
    """Where the sound of a file is: `frames` of `channels` samples from byte `data_offset` on."""

    rate_hz: int
    channels: int
    frames: int
    data_offset: int


def header_bytes(frames: int, more_bytes: int = 0, channels: int = 1, before: bytes = b"") -> bytes:
    """The header of a file of 16-bit sound at 44.1 kHz.

    `before` are chunks before the sound, `more_bytes` is the length of those after it. Raises
    UsageError where it would be longer than a WAV file can be.
    """
    if frames * channels > MAX_SAMPLES - more_bytes // BYTES_PER_SAMPLE:
        hours, most = (each / SAMPLE_RATE_HZ / 3600 for each in (frames, MAX_SAMPLES / channels))
        raise UsageError(
            f"{hours:.1f} hours do not fit into one WAV file, which holds at most {most:.1f} hours",
            hint="export a shorter routine, or its parts one by one",
        )
    frame_bytes = channels * BYTES_PER_SAMPLE
    data_bytes = frames * frame_bytes
    shape = struct.pack(
        "<HHIIHH",
        *(_PCM, channels, SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * frame_bytes),
        *(frame_bytes, 8 * BYTES_PER_SAMPLE),
    )
    whole_bytes = HEADER_BYTES - 8 + len(before) + data_bytes + more_bytes
    riff = struct.pack("<4sI4s", b"RIFF", whole_bytes, b"WAVE")
    return riff + chunk(b"fmt ", shape) + before + struct.pack("<4sI", b"data", data_bytes)


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk, with the zero byte that makes an odd number of bytes even."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def list_chunk(kind: bytes, chunks: Iterable[bytes]) -> bytes:
    """A LIST of chunks."""
    return chunk(b"LIST", kind + b"".join(chunks))


def chunks_of(file: BinaryIO, size: int, order: str = "<") -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of each chunk of a file of `size` bytes, which is then at its place.

    `order` is that of the bytes of a number: ``<`` in RIFF, ``>`` in AIFF.
    """
    at = 12
    while at + 8 <= size:
        file.seek(at)
        name, length = struct.unpack(f"{order}4sI", file.read(8))
        yield name, at + 8, length
        at += 8 + length + length % 2


def read_header(file: BinaryIO, size: int) -> WavHeader:
    """The header of a file of `size` bytes, read from its beginning.

    Raises BadWav for anything but whole, uncompressed 16-bit sound with some frames in it.
    """
    riff = file.read(12)
    if len(riff) < 12 or riff[:4] != b"RIFF" or riff[8:] != b"WAVE":
        raise BadWav("is not a WAV file")
    shape: tuple[int, int] | None = None
    for name, at, length in chunks_of(file, size):
        if name == b"fmt ":
            shape = _shape_of(file.read(min(length, 40)))
        elif name == b"data":
            if shape is None:
                raise BadWav("has no format before its sound")
            rate_hz, channels = shape
            if at + length > size:
                raise BadWav("is cut short")
            frames = length // (BYTES_PER_SAMPLE * channels)
            if frames == 0:
                raise BadWav("holds no sound")
            return WavHeader(rate_hz, channels, frames, at)
    raise BadWav("holds no sound")


def _format_of(written: bytes) -> tuple[int, int, int, int]:
    """Coding, channels, rate in hertz and bits of a format chunk."""
    if len(written) < 16:
        raise BadWav("has a format that is cut short")
    coding, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", written)
    extended = coding == _EXTENSIBLE and len(written) >= 26
    if extended and _GUID_TAIL.startswith(written[26:40]):
        (coding,) = struct.unpack_from("<H", written, 24)
    return coding, channels, rate_hz, bits


def _shape_of(written: bytes) -> tuple[int, int]:
    """Rate in hertz and channels of a format chunk."""
    coding, channels, rate_hz, bits = _format_of(written)
    if coding != _PCM or bits != 8 * BYTES_PER_SAMPLE:
        raise BadWav("is not 16-bit PCM")
    if channels not in (1, 2):
        raise BadWav(f"has {channels} channels, not one or two")
    return rate_hz, channels


def read_sound(data: bytes) -> tuple[Samples, int]:
    """All channels as one (frames,) in -1.0 to 1.0, and the rate in Hz, which the header gives.

    A file cut short gives what is there. Raises ValueError for what is none of these formats,
    or of a coding other than 8 to 32 bit whole numbers and floats.
    """
    form = data[8:12]
    if data[:4] == b"RIFF" and form == b"WAVE":
        samples, rate_hz = _read_wav(_content(data, "<"))
    elif data[:4] == b"FORM" and form in (b"AIFF", b"AIFC"):
        samples, rate_hz = _read_aiff(_content(data, ">"), compressed=form == b"AIFC")
    else:
        raise ValueError(f"not a WAV or AIFF file: it begins with {data[:12]!r}")
    if not 1_000 <= rate_hz <= 1_000_000:
        raise ValueError(f"a WAV or AIFF file of {rate_hz} samples a second")
    return samples, rate_hz


def _content(data: bytes, order: str) -> dict[bytes, bytes]:
    found = chunks_of(BytesIO(data), len(data), order)
    return {name: data[at : at + length] for name, at, length in found}


class SoundShape(Struct, frozen=True):
    """What a WAV file says of its sound, and how much of it is there."""

    rate_hz: int
    channels: int
    frame_bytes: int
    bytes_promised: int
    bytes_there: int


def sound_shape(data: bytes) -> SoundShape:
    """What the beginning of a WAV file says of its sound, of whatever coding.

    Raises ValueError for what is no WAV file, or has no format or sound.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadWav("is not a WAV file")
    shape: tuple[int, int, int, int] | None = None
    for name, at, length in chunks_of(BytesIO(data), len(data)):
        if name == b"fmt ":
            shape = _format_of(data[at : at + min(length, 40)])
        elif name == b"data":
            if shape is None:
                raise BadWav("has no format before its sound")
            _, channels, rate_hz, bits = shape
            there = min(length, len(data) - at)
            return SoundShape(rate_hz, channels, channels * bits // 8, length, there)
    raise BadWav("holds no sound")


def _read_wav(chunks: dict[bytes, bytes]) -> tuple[Samples, int]:
    coding, channels, rate_hz, bits = _format_of(chunks.get(b"fmt ", b""))
    if coding not in (_PCM, _FLOAT):
        raise ValueError(f"a WAV file of a coding unknown here: {coding}")
    kind = _kind("<", bits, is_float=coding == _FLOAT)
    samples = _mixed(chunks.get(b"data", b""), kind, channels)
    # WAV alone has unsigned samples, in 8 bit only.
    return (samples - 1.0 if kind == "u1" else samples), rate_hz


def _read_aiff(chunks: dict[bytes, bytes], *, compressed: bool) -> tuple[Samples, int]:
    about = chunks.get(b"COMM", b"")
    if len(about) < (22 if compressed else 18):
        raise ValueError("an AIFF file that does not say its format")
    channels, _, bits = struct.unpack_from(">hIh", about)
    exponent, mantissa = struct.unpack_from(">HQ", about, 8)
    # An 80-bit float; whatever is no rate is refused as 0.
    power = exponent - 16383
    rate_hz = mantissa >> (63 - power) if 0 <= power < 63 else 0
    coding = about[18:22] if compressed else b"NONE"
    if coding not in (b"NONE", b"twos", b"sowt", b"fl32", b"FL32"):
        raise ValueError(f"an AIFF file of a coding unknown here: {coding!r}")
    order = "<" if coding == b"sowt" else ">"
    kind = _kind(order, bits, is_float=coding.lower() == b"fl32")
    sound = chunks.get(b"SSND", b"")[8:]
    return _mixed(sound, "i1" if kind == "u1" else kind, channels), rate_hz


def _kind(order: str, bits: int, *, is_float: bool) -> str:
    """As numpy writes it, but for ``i3``, which numpy does not know."""
    if is_float and bits in (32, 64):
        return f"{order}f{bits // 8}"
    if not is_float and bits in (8, 16, 24, 32):
        return "u1" if bits == 8 else f"{order}i{bits // 8}"
    raise ValueError(f"a sound file of {bits} bits, which is unknown here")


def _mixed(sound: bytes, kind: str, channels: int) -> Samples:
    """The mean of all channels."""
    import numpy as np

    channels = max(1, channels)
    frame = int(kind[-1]) * channels
    sound = sound[: len(sound) // frame * frame]
    if kind.endswith("i3"):
        # The upper three bytes of four, so that the sign is right.
        wide = np.zeros((len(sound) // 3, 4), np.uint8)
        lowest = 1 if kind[0] == "<" else 0
        wide[:, lowest : lowest + 3] = np.frombuffer(sound, np.uint8).reshape(-1, 3)
        kind = f"{kind[0]}i4"
        sound = wide.tobytes()
    values = np.frombuffer(sound, kind)
    # Senseless numbers become infinite here, without a warning: who reads the sound looks at them.
    with np.errstate(over="ignore", invalid="ignore"):
        samples: Samples = values.astype(np.float32)
        if values.dtype.kind != "f":
            samples /= np.float32(2 ** (8 * values.itemsize - 1))
        if channels == 1:
            return samples
        mixed: Samples = samples.reshape(-1, channels).mean(axis=1, dtype=np.float32)
    return mixed
