"""What engines write, read by its header whatever it is called."""

from __future__ import annotations

import io
import struct
import wave

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.audio.riff import read_sound

WAVEFORM = np.array([0.0, 0.5, -0.5, 0.25, -1.0], np.float32)


def chunk(order: str, name: bytes, body: bytes) -> bytes:
    return struct.pack(f"{order}4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def wav(samples: npt.NDArray[np.generic], coding: int = 1, channels: int = 1) -> bytes:
    size = samples.dtype.itemsize
    about = struct.pack("<HHIIHH", coding, channels, 22_050, 0, channels * size, size * 8)
    chunks = (
        chunk("<", b"fmt ", about)
        + chunk("<", b"LIST", b"odd")
        + chunk("<", b"data", samples.tobytes())
    )
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def aiff(samples: npt.NDArray[np.generic], coding: bytes | None = None) -> bytes:
    rate_22050_extended = struct.pack(">HQ", 0x400D, 22_050 << 49)
    bits = samples.dtype.itemsize * 8
    about = struct.pack(">hIh", 1, len(samples), bits) + rate_22050_extended
    about += coding + b"\0\0" if coding else b""
    sound = struct.pack(">II", 0, 0) + samples.tobytes()
    chunks = chunk(">", b"COMM", about) + chunk(">", b"SSND", sound)
    return b"FORM" + struct.pack(">I", 4 + len(chunks)) + (b"AIFC" if coding else b"AIFF") + chunks


def whole(kind: str) -> npt.NDArray[np.generic]:
    samples: npt.NDArray[np.generic] = (
        WAVEFORM * (2 ** (8 * np.dtype(kind).itemsize - 1) - 1)
    ).astype(kind)
    return samples


@pytest.mark.parametrize(
    "data",
    [
        wav(whole("<i2")),
        wav(whole("<i4")),
        wav(WAVEFORM.astype("<f4"), coding=3),
        wav(((WAVEFORM + 1) * 127.5).astype("u1")),
        wav(np.repeat(whole("<i2"), 2), channels=2),
        aiff(whole(">i2")),
        aiff(whole("i1")),
        aiff(whole(">i2"), b"NONE"),
        aiff(whole("<i2"), b"sowt"),
        aiff(WAVEFORM.astype(">f4"), b"fl32"),
    ],
)
def test_wav_and_aiff_of_all_kinds_give_the_same_samples(data: bytes) -> None:
    samples, rate_hz = read_sound(data)
    assert rate_hz == 22_050
    assert np.abs(samples - WAVEFORM).max() < 0.02
    assert samples.dtype == np.float32


def test_what_python_writes_is_read() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 16_000, 0, "NONE", ""))
        writer.writeframes(b"\0\x40" * 3)
    samples, rate_hz = read_sound(file.getvalue())
    assert (samples.tolist(), rate_hz) == ([0.5, 0.5, 0.5], 16_000)


def test_a_file_cut_short_gives_what_is_there() -> None:
    samples, _ = read_sound(wav(whole("<i2"))[:-3])
    assert len(samples) == 3


@pytest.mark.parametrize(
    "data", [b"", b"OggS" + bytes(40), wav(whole("<i2"), coding=85), aiff(whole(">i2"))[:30]]
)
def test_what_it_cannot_read_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"WAV|AIFF"):
        read_sound(data)


@given(st.binary(max_size=120), st.sampled_from([b"RIFF\0\0\0\0WAVE", b"FORM\0\0\0\0AIFC", b""]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    try:
        samples, _ = read_sound(start + data)
    except ValueError:
        return
    assert samples.ndim == 1
