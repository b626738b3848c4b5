"""WAV headers, read and written: 16-bit PCM only, without numpy.

Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0"
(1991), and the WAVE_FORMAT_EXTENSIBLE registration. The `wave` module of Python 3.11 refuses
extensible files and says little of what is wrong with a file.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from voiceguide.errors import UsageError
from voiceguide.units import SAMPLE_RATE_HZ

BYTES_PER_SAMPLE = 2
HEADER_BYTES = 44
MAX_SAMPLES = (2**32 - 1 - (HEADER_BYTES - 8)) // BYTES_PER_SAMPLE
"""RIFF counts bytes in 32 bits: 13.5 hours of mono at 44.1 kHz, half as much of stereo."""

_PCM, _EXTENSIBLE = 0x0001, 0xFFFE
_PCM_GUID_TAIL = bytes.fromhex("0000000010008000 00aa00389b71")


class BadWav(ValueError):
    """What about the file is not a WAV of 16-bit PCM, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class WavHeader:
    """Where the sound of a file is: `frames` of `channels` samples from byte `data_offset` on."""

    rate_hz: int
    channels: int
    frames: int
    data_offset: int


def header_bytes(frames: int, more_bytes: int = 0, channels: int = 1) -> bytes:
    """The header of a file of 16-bit sound at 44.1 kHz.

    `more_bytes` is what comes after the sound: whole chunks, and the zero byte that makes an
    odd number of bytes even. Raises UsageError where it would be longer than a WAV file can be.
    """
    if frames * channels > MAX_SAMPLES - more_bytes // BYTES_PER_SAMPLE:
        hours, most = (each / SAMPLE_RATE_HZ / 3600 for each in (frames, MAX_SAMPLES / channels))
        raise UsageError(
            f"{hours:.1f} hours do not fit into one WAV file, which holds at most {most:.1f} hours",
            hint="export a shorter routine, or its parts one by one",
        )
    frame_bytes = channels * BYTES_PER_SAMPLE
    data_bytes = frames * frame_bytes
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", HEADER_BYTES - 8 + data_bytes + more_bytes, b"WAVE"),
        *(b"fmt ", 16, _PCM, channels, SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * frame_bytes),
        *(frame_bytes, 8 * BYTES_PER_SAMPLE),
        *(b"data", data_bytes),
    )


def read_header(file: BinaryIO, size: int) -> WavHeader:
    """The header of a file of `size` bytes, read from its beginning.

    Raises BadWav for anything but whole, uncompressed 16-bit sound with some frames in it.
    """
    riff = file.read(12)
    if len(riff) < 12 or riff[:4] != b"RIFF" or riff[8:] != b"WAVE":
        raise BadWav("is not a WAV file")
    shape: tuple[int, int] | None = None
    at = 12
    while at + 8 <= size:
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"fmt ":
            shape = _read_format(file.read(min(length, 40)))
        elif name == b"data":
            if shape is None:
                raise BadWav("has no format before its sound")
            rate_hz, channels = shape
            if at + 8 + length > size:
                raise BadWav("is cut short")
            frames = length // (BYTES_PER_SAMPLE * channels)
            if frames == 0:
                raise BadWav("holds no sound")
            return WavHeader(rate_hz, channels, frames, at + 8)
        at += 8 + length + length % 2
    raise BadWav("holds no sound")


def _read_format(chunk: bytes) -> tuple[int, int]:
    """Rate in hertz and channels of a format chunk."""
    if len(chunk) < 16:
        raise BadWav("has a format that is cut short")
    code, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if code == _EXTENSIBLE and len(chunk) >= 40 and chunk[26:40] == _PCM_GUID_TAIL:
        (code,) = struct.unpack_from("<H", chunk, 24)
    if code != _PCM or bits != 8 * BYTES_PER_SAMPLE:
        raise BadWav("is not 16-bit PCM")
    if channels not in (1, 2):
        raise BadWav(f"has {channels} channels, not one or two")
    return rate_hz, channels
