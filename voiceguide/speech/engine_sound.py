"""Reads the sound files that speech engines write, whatever their suffix says: WAV, AIFF, AIFC."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from voiceguide.audio.clip import Samples

_WAV_PCM, _WAV_FLOAT, _WAV_EXTENSIBLE = 1, 3, 0xFFFE


def read_sound(data: bytes) -> tuple[Samples, int]:
    """The first channel (frames,) in -1.0 to 1.0, and the rate in Hz, which the header gives.

    A file cut short gives what is there. Raises ValueError for what is none of these formats,
    or of a coding other than 8 to 32 bit whole numbers and 32 bit floats.
    """
    form = data[8:12]
    if data[:4] == b"RIFF" and form == b"WAVE":
        samples, rate_hz = _read_wav(dict(_chunks(data, "<")))
    elif data[:4] == b"FORM" and form in (b"AIFF", b"AIFC"):
        samples, rate_hz = _read_aiff(dict(_chunks(data, ">")), compressed=form == b"AIFC")
    else:
        raise ValueError(f"not a WAV or AIFF file: it begins with {data[:12]!r}")
    if not 1_000 <= rate_hz <= 1_000_000:
        raise ValueError(f"a WAV or AIFF file of {rate_hz} samples a second")
    return samples, rate_hz


def _chunks(data: bytes, order: str) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from(f"{order}4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _read_wav(chunks: dict[bytes, bytes]) -> tuple[Samples, int]:
    if len(chunks.get(b"fmt ", b"")) < 16:
        raise ValueError("a WAV file that does not say its format")
    coding, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if coding == _WAV_EXTENSIBLE and len(chunks[b"fmt "]) >= 26:
        (coding,) = struct.unpack_from("<H", chunks[b"fmt "], 24)
    if coding not in (_WAV_PCM, _WAV_FLOAT):
        raise ValueError(f"a WAV file of a coding unknown here: {coding}")
    kind = _kind("<", bits, is_float=coding == _WAV_FLOAT)
    samples = _first_channel(chunks.get(b"data", b""), kind, channels)
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
    return _first_channel(sound, "i1" if kind == "u1" else kind, channels), rate_hz


def _kind(order: str, bits: int, *, is_float: bool) -> str:
    if is_float and bits == 32:
        return f"{order}f4"
    if not is_float and bits in (8, 16, 32):
        return "u1" if bits == 8 else f"{order}i{bits // 8}"
    raise ValueError(f"a sound file of {bits} bits, which is unknown here")


def _first_channel(sound: bytes, kind: str, channels: int) -> Samples:
    frame = np.dtype(kind).itemsize * max(1, channels)
    values = np.frombuffer(sound[: len(sound) // frame * frame], kind)[:: max(1, channels)]
    if values.dtype.kind == "f":
        return values.astype(np.float32)
    return values.astype(np.float32) / np.float32(2 ** (8 * values.itemsize - 1))
